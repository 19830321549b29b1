"""The ARS side: who signs, when the call was launched, what was decided for each porteur (CIRC annexe V-1)."""

from __future__ import annotations

from pydantic import Field

from maia.forms.francais import sans_accents
from maia.forms.modele import Modele, champ, champ_liste
from maia.forms.porteur import Adresse, Personne, Porteur
from maia.forms.types import Date, Entier, Etp, Montant, Siren, Siret, Texte

FORMULAIRE = "agence régionale de santé"


class Decision(Modele):
    """What the directeur général decided for one porteur (CIRC §1.2.4)."""

    porteur: Texte | None = champ("Porteur", "Raison sociale, comme dans le dossier")
    siren: Siren | None = champ("SIREN du porteur", "Pour distinguer deux porteurs de même nom")
    date: Date | None = champ("Date de la décision", "Si elle diffère de decision_dg")
    montant: Montant | None = champ("Montant accordé", "S’il diffère du montant demandé")
    pilotage: Montant | None = champ("Part du pilotage", "Pilotage et dépenses de fonctionnement : premier versement")
    gestion_de_cas: Montant | None = champ("Part de la gestion de cas", "Second versement")
    etp_pilote: Etp | None = champ("ETP de pilote", "S’il diffère du tableau des effectifs")
    etp_gestionnaires: Etp | None = champ("ETP de gestionnaires de cas", "S’il diffère du tableau des effectifs")


class Convention(Modele):
    """Facts common to the year's conventions."""

    prise_d_effet: Date | None = champ("Prise d’effet", "Article 6", source="CIRC annexe V-1, article 6")
    signature: Date | None = champ("Date de signature", "Laissée en blanc si elle n’est pas connue")
    lieu: Texte | None = champ("Lieu de signature")


class Ars(Modele):
    """A regional health agency, as a convention names it."""

    formulaire: Texte | None = champ("Formulaire", "Toujours : agence régionale de santé", exemple=FORMULAIRE)
    campagne: Entier | None = champ("Campagne", "Année de l’appel à candidatures", exemple="2012")
    nom: Texte | None = champ("Région de l’ARS", "Nom de la région, sans article", exemple="Poitou-Charentes")
    siret: Siret | None = champ("Numéro SIRET")
    siege: Adresse = Field(default_factory=Adresse, title="Siège", description="Adresse du siège de l’agence")
    directeur_general: Personne | None = champ("Directeur général", "Civilité, prénom et nom", source="CIRC annexe V-1")
    tribunal_administratif: Texte | None = champ(
        "Tribunal administratif", "Ville du tribunal compétent", exemple="Poitiers"
    )
    agent_comptable: Texte | None = champ("Agent comptable", "Comptable assignataire ; par défaut celui de l’ARS")
    appel_a_candidatures: Date | None = champ("Appel à candidatures lancé le", source="CIRC §1.2.1")
    decision_cnsa: Date | None = champ(
        "Décision du directeur de la CNSA", "Date de la notification des contributions", source="CIRC §1.1"
    )
    decision_dg: Date | None = champ(
        "Décision du directeur général", "Date de la décision qui retient les projets", source="CIRC §1.2.4"
    )
    convention: Convention = Field(default_factory=Convention, title="Convention", description="Dates des conventions")
    decisions: list[Decision] = champ_liste("Décisions", "Ce qui est propre à chaque porteur")

    def decision(self, porteur: Porteur) -> Decision:
        """The decision for this porteur, by SIREN then by name; an empty one when the file holds none."""
        siren, nom = porteur.numero_siren, sans_accents(porteur.raison_sociale or "")
        for decision in self.decisions:
            if decision.siren and decision.siren == siren:
                return decision
        for decision in self.decisions:
            if not decision.siren and decision.porteur and sans_accents(decision.porteur) == nom:
                return decision
        return Decision()
