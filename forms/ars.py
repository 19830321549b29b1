"""The ARS side: who signs, when the call was launched, what was decided for each porteur (CIRC annexe V-1)."""

from __future__ import annotations

from typing import Annotated

from maia.forms.commission import Commission
from maia.forms.courriers import Courriers, Suite
from maia.forms.francais import sans_accents
from maia.forms.modele import Choix, Modele, champ, champ_bloc, champ_liste
from maia.forms.porteur import Adresse, Personne, Porteur
from maia.forms.reglages import Reglages
from maia.forms.types import Date, Entier, Etp, Montant, Siren, Siret, Texte

FORMULAIRE = "agence régionale de santé"
ANNUELLE, PLURIANNUELLE = "annuelle", "pluriannuelle"

TypeDeConvention = Annotated[str, Choix(ANNUELLE, PLURIANNUELLE)]


class Avenant(Modele):
    """The money of one of the years that follow the first, under a pluriannual convention (CIRC annexe V-2, article 4)."""

    annee: Entier | None = champ("Année", "Exercice financé", source="CIRC annexe V-2, article 4", exemple="2013")
    montant: Montant | None = champ(
        "Montant accordé", "Financement de l’exercice", source="CIRC annexe V-2, article 4", exemple="280 000"
    )
    premier_versement: Montant | None = champ(
        "Premier versement", "Si l’ARS le fixe ; l’autre est le reste", exemple="140 000"
    )
    second_versement: Montant | None = champ("Second versement", "Si l’ARS le fixe", exemple="140 000")
    notification: Date | None = champ(
        "Notification des crédits",
        "Date de la notification des crédits de l’exercice",
        source="CIRC annexe V-2, article 4",
        exemple="12/02/2013",
    )
    signature: Date | None = champ(
        "Date de signature", "Laissée en blanc si elle n’est pas connue", exemple="28/02/2013"
    )


class Decision(Modele):
    """What the directeur général decided for one porteur (CIRC §1.2.4)."""

    porteur: Texte | None = champ(
        "Porteur", "Raison sociale, comme dans le dossier", exemple="Association gérontologique de Gâtine"
    )
    siren: Siren | None = champ("SIREN du porteur", "Pour distinguer deux porteurs de même nom", exemple="123 456 782")
    suite: Suite | None = champ(
        "Suite donnée",
        "Ce que le directeur général a décidé ; tant qu’elle n’est pas écrite, aucune lettre ne la dit",
        source="CIRC §1.2.4",
        exemple="retenu",
    )
    motif: Texte | None = champ(
        "Motif",
        "Ce que la lettre dit de la décision, en une ou plusieurs phrases",
        source="CIRC §1.2.4",
        exemple="Le territoire proposé est déjà couvert par un autre projet.",
    )
    pieces_jointes: list[Texte] = champ_liste(
        "Pièces jointes", "Ce qui accompagne la lettre de décision", exemple="[Relevé d’instruction]"
    )
    date: Date | None = champ("Date de la décision", "Si elle diffère de decision_dg", exemple="30/04/2012")
    montant: Montant | None = champ("Montant accordé", "S’il diffère du montant demandé", exemple="151 667")
    pilotage: Montant | None = champ(
        "Part du pilotage", "Pilotage et dépenses de fonctionnement : premier versement", exemple="91 667"
    )
    gestion_de_cas: Montant | None = champ("Part de la gestion de cas", "Second versement", exemple="60 000")
    etp_pilote: Etp | None = champ("ETP de pilote", "S’il diffère du tableau des effectifs", exemple="1")
    etp_gestionnaires: Etp | None = champ(
        "ETP de gestionnaires de cas", "S’il diffère du tableau des effectifs", exemple="3"
    )
    avenants: list[Avenant] = champ_liste(
        "Avenants",
        "Une ligne pour chaque exercice suivant d’une convention pluriannuelle",
        source="CIRC annexe V-2, article 4",
        exemple="[{annee: 2013, montant: 280 000}]",
    )

    def avenant(self, annee: int | None) -> Avenant:
        """What was decided for a later year; an empty one when the file doesn't say."""
        return next((avenant for avenant in self.avenants if avenant.annee == annee), Avenant())


class Convention(Modele):
    """Facts common to the year's conventions."""

    type: TypeDeConvention | None = champ(
        "Type de convention",
        "annuelle (par défaut) ou pluriannuelle : l’une ou l’autre, au choix de l’ARS",
        source="CIRC §2.1 al. 2",
        exemple=PLURIANNUELLE,
    )
    prise_d_effet: Date | None = champ(
        "Prise d’effet", "Article 6", source="CIRC annexe V-1, article 6", exemple="02/05/2012"
    )
    signature: Date | None = champ(
        "Date de signature", "Laissée en blanc si elle n’est pas connue", exemple="30/04/2012"
    )
    lieu: Texte | None = champ("Lieu de signature", exemple="Poitiers")


class Ars(Modele):
    """A regional health agency, as a convention names it."""

    formulaire: Texte | None = champ("Formulaire", "Toujours : agence régionale de santé", exemple=FORMULAIRE)
    campagne: Entier | None = champ("Campagne", "Année de l’appel à candidatures", source="CIRC §1.2", exemple="2012")
    nom: Texte | None = champ(
        "Région de l’ARS", "Nom de la région, sans article", source="CIRC annexe V-1", exemple="Poitou-Charentes"
    )
    siret: Siret | None = champ("Numéro SIRET", source="CIRC annexe V-1")
    siege: Adresse = champ_bloc(Adresse, "Siège", "Adresse du siège de l’agence", source="CIRC annexe V-1")
    directeur_general: Personne | None = champ("Directeur général", "Civilité, prénom et nom", source="CIRC annexe V-1")
    tribunal_administratif: Texte | None = champ(
        "Tribunal administratif", "Ville du tribunal compétent", source="CIRC annexe V-1, article 9", exemple="Poitiers"
    )
    agent_comptable: Texte | None = champ(
        "Agent comptable",
        "Comptable assignataire ; par défaut celui de l’ARS",
        source="CIRC annexe V-1, article 4",
        exemple="Mme Sophie Lambert",
    )
    appel_a_candidatures: Date | None = champ(
        "Appel à candidatures lancé le", source="CIRC §1.2.1", exemple="01/02/2012"
    )
    decision_cnsa: Date | None = champ(
        "Décision du directeur de la CNSA",
        "Date de la notification des contributions",
        source="CIRC §1.1",
        exemple="14/02/2012",
    )
    decision_dg: Date | None = champ(
        "Décision du directeur général",
        "Date de la décision qui retient les projets",
        source="CIRC §1.2.4",
        exemple="30/04/2012",
    )
    convention: Convention = champ_bloc(Convention, "Convention", "Dates des conventions", source="CIRC annexe V-1")
    decisions: list[Decision] = champ_liste("Décisions", "Ce qui est propre à chaque porteur", source="CIRC §1.2.4")
    courriers: Courriers = champ_bloc(
        Courriers, "Courriers", "Service, référent, signataire et dates des lettres", source="CIRC §1.2"
    )
    commission: Commission = champ_bloc(
        Commission, "Commission", "Grille de sélection et évaluateurs", source="CIRC §1.2.3"
    )
    reglages: Reglages = champ_bloc(
        Reglages, "Réglages", "Gravités, pièces et seuils propres à l’ARS", source="CIRC §1.2.2"
    )

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
