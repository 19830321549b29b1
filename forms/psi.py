"""The plan de services individualisé, typed, in the order of the form (CIRC annexe VIII-1 and VIII-2; CDC §3.5)."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr

from maia.forms.modele import Choix, Modele, champ, champ_liste
from maia.forms.psi_causes import CAUSES as CAUSES  # noqa: PLC0414 - given again here, beside the form
from maia.forms.psi_causes import Cause
from maia.forms.saisie import Faute
from maia.forms.types import Courriel, Date, Entier, OuiNon, Telephone, Texte

FORMULAIRE = "plan de services individualisé"

# The circulaire that publishes the form: what is made of undated plans must not take the clock's date.
DATE_DU_FORMULAIRE = datetime.date(2012, 1, 10)

Forme = Annotated[str, Choix("écrit", "oral")]


def _numeros(valeur: Any) -> Any:
    """`1, 2 et 5`, as the form's column is filled by hand, becomes the list that YAML would write `[1, 2, 5]`."""
    if isinstance(valeur, str):
        return [numero for numero in re.split(r"[\s,;/]+|\bet\b", valeur) if numero]
    return valeur


def _un_ou_plusieurs(valeur: Any) -> Any:
    return [valeur] if isinstance(valeur, str) else valeur


Numeros = Annotated[list[Entier], BeforeValidator(_numeros, json_schema_input_type=list[Entier] | Entier)]
Textes = Annotated[list[Texte], BeforeValidator(_un_ou_plusieurs, json_schema_input_type=list[Texte] | Texte)]

_NUMEROS = "Numéros des problématiques concernées"


class Redacteur(Modele):
    """The gestionnaire de cas who writes the plan and whom everyone informs of a change."""

    nom: Texte | None = champ(
        "Rédacteur", "Gestionnaire de cas qui rédige le plan", source="CIRC annexe VIII-1", exemple="Mme Relais"
    )
    telephone: Telephone | None = champ("Téléphone")
    courriel: Courriel | None = champ("Courriel")


class MandataireLegal(Modele):
    """Who represents or assists the person, and under which measure."""

    mesure: Texte | None = champ(
        "Mesure",
        "Tutelle, curatelle, sauvegarde de justice, habilitation…",
        source="CIRC annexe VIII-1",
        exemple="tuteur",
    )
    nom: Texte | None = champ("Nom", exemple="M. X")
    contact: Texte | None = champ("Contact", "Un seul moyen de contact, le plus usuel")


class Consentement(Modele):
    """The person's agreement that information be exchanged: its date opens active case management."""

    date: Date | None = champ("Date du consentement", source="CIRC annexe VIII-2 §2")
    forme: Forme | None = champ(
        "Forme", "écrit de préférence ; oral selon les situations", source="CIRC annexe VIII-2 §2"
    )


class PersonneSuivie(Modele):
    """The block « Informations sur la personne »."""

    nom: Texte | None = champ("Nom", source="CIRC annexe VIII-1")
    prenom: Texte | None = champ("Prénom", source="CIRC annexe VIII-1")
    adresse: Texte | None = champ("Adresse", source="CIRC annexe VIII-1")
    ne_le: Date | None = champ("Né(e) le", source="CIRC annexe VIII-1", exemple="14/02/1929")
    tranche_d_age: Texte | None = champ(
        "Tranche d’âge",
        "Dans un plan anonymisé, à la place de la date de naissance",
        source="CDC §3.6",
        exemple="80 à 84 ans",
    )
    lieu: Texte | None = champ(
        "Lieu", "Dans un plan anonymisé, à la place de l’adresse", source="CDC §3.6", exemple="Deux-Sèvres (79)"
    )
    telephone: Telephone | None = champ("Téléphone", source="CIRC annexe VIII-1")
    situation_familiale: Texte | None = champ("Situation familiale", source="CIRC annexe VIII-1")
    medecin_traitant: Texte | None = champ(
        "Médecin traitant",
        "Il coordonne le parcours de soins ; un spécialiste se note parmi les services",
        source="CIRC annexe VIII-2 §2",
    )
    referent: Texte | None = champ("Référent familial/amical (personne de confiance)", source="CIRC annexe VIII-1")
    mandataire_legal: MandataireLegal | None = champ("Mandataire légal", source="CIRC annexe VIII-1")
    consentement: Consentement | None = champ("Consentement à l’échange d’information", source="CIRC annexe VIII-2 §2")
    autres_informations: Texte | None = champ(
        "Autres informations utiles",
        "Informations factuelles qui n’interviennent pas sur la planification mais sur l’entrée en contact : "
        "interphone, langues parlées, accès au domicile…",
        source="CIRC annexe VIII-1",
    )
    droits_ouverts: Textes = champ_liste(
        "Droits ouverts",
        "Par exemple PCH, APA, ALD, CMUC, caisse de retraite, date de dernière évaluation APA (voir référentiel local)",
        source="CIRC annexe VIII-1",
    )


class Besoin(Modele):
    """A problématique, on which professionals act or should act; the form shows fifteen, a plan may have more."""

    numero: Entier | None = champ(
        "N°", "Repère auquel renvoient les autres blocs", source="CIRC annexe VIII-2 §3", exemple="1"
    )
    prioritaire: OuiNon | None = champ(
        "Prioritaire",
        "oui si la sécurité de la personne est en jeu à court ou moyen terme",
        source="CIRC annexe VIII-2 §3",
    )
    texte: Texte | None = champ(
        "Problématique",
        "À l’infinitif, du point de vue de la personne, sans objectif quantifié",
        source="CIRC annexe VIII-2 §3",
        exemple="Compenser l’incapacité partielle à la toilette",
    )
    domaine: Texte | None = champ(
        "Domaine",
        "Facultatif : domaine de l’évaluation dont elle relève",
        source="CIRC annexe VIII-2 §3",
        exemple="Hygiène",
    )


class _Intervention(Modele):
    numeros: Numeros = champ_liste("N°", _NUMEROS, source="CIRC annexe VIII-2 §4", exemple="1, 3")
    service: Texte | None = champ(
        "Type de service", "SAAD, SSIAD, IDE, neveu, voisin…", source="CIRC annexe VIII-2 §4", exemple="SAAD/aide dom."
    )
    nom: Texte | None = champ(
        "Nom", "Nom de l’intervenant ou de son référent", source="CIRC annexe VIII-2 §4", exemple="M. Champion"
    )
    contact: Texte | None = champ(
        "Contact", "Seulement le moyen de contact le plus usuel", source="CIRC annexe VIII-2 §4"
    )


class ServiceEnPlace(_Intervention):
    """A service, or the help of a relative or neighbour, that comes regularly."""

    frequence: Texte | None = champ(
        "Jours/horaires et fréquence de passage",
        "Jours (5, 6 ou 7 jours/7), heures sur 24 heures ou matin/midi/après-midi/soir/nuit ; /15 jours, /1 mois, /6 mois",
        source="CIRC annexe VIII-2 §4",
        exemple="Lundi/mardi/vendredi 8 heures-15 heures",
    )


class ServicePonctuel(_Intervention):
    """A service not meant to be repeated: a date, or a first and a last day, take the place of a frequency."""

    date: Date | None = champ("Date", "Date du passage", source="CIRC annexe VIII-2 §4")
    debut: Date | None = champ("Date de début", source="CIRC annexe VIII-2 §4")
    fin: Date | None = champ("Date de fin", source="CIRC annexe VIII-2 §4")


class BesoinNonComble(Modele):
    """A need left wholly or partly unmet: one line for one answer and one cause."""

    numeros: Numeros = champ_liste("N°", _NUMEROS, source="CIRC annexe VIII-2 §5", exemple="2, 4")
    reponse: Texte | None = champ(
        "Réponse", "Ce qui comblerait le besoin", source="CIRC annexe VIII-2 §5", exemple="Accueil de jour"
    )
    cause: Cause | None = champ(
        "Cause de l’écart", "Une des treize causes de la liste : une seule par ligne", source="CIRC annexe VIII-2 §5"
    )
    disponible_le: Date | None = champ(
        "À partir du", "Liste d’attente : date annoncée par le service", source="CIRC annexe VIII-2 §5"
    )
    actions: Texte | None = champ(
        "Actions à entreprendre",
        "Pour répondre au besoin, ou agir sur la cause de l’écart",
        source="CIRC annexe VIII-2 §5",
    )
    delai: Texte | None = champ("Délai", "Facultatif", source="CIRC annexe VIII-2 §5", exemple="trois semaines")


class Psi(Modele):
    """A plan de services individualisé: the person, the needs, who answers them and what is still missing."""

    formulaire: Texte | None = champ("Formulaire", "Toujours : plan de services individualisé", exemple=FORMULAIRE)
    anonyme: OuiNon | None = champ(
        "Anonyme",
        "oui dans un plan anonymisé : ce qui désigne la personne n’y est plus attendu",
        source="CDC §3.6",
        exemple="non",
    )
    maia: Texte | None = champ("MAIA", "Nom du site", source="CIRC annexe VIII-1", exemple="MAIA de Gâtine")
    redacteur: Redacteur | None = champ("Rédacteur", "Gestionnaire de cas", source="CIRC annexe VIII-1")
    date: Date | None = champ("Date", "Date du plan")
    remplace: Date | None = champ(
        "Remplace le plan du", "Date de la version précédente, dans un plan révisé", source="CDC §3.3"
    )
    revision: Date | None = champ("Révision", "Échéance à laquelle le plan sera revu", source="CDC §3.5")

    personne: PersonneSuivie = Field(
        default_factory=PersonneSuivie,
        title="Informations sur la personne",
        description="Premier bloc de l’annexe VIII-1",
    )
    besoins: list[Besoin] = champ_liste(
        "Besoins/problématiques", "Dans l’ordre de l’outil d’évaluation", source="CIRC annexe VIII-2 §3"
    )
    services_en_place: list[ServiceEnPlace] = champ_liste(
        "Services en place/apport des proches aidants", source="CIRC annexe VIII-2 §4"
    )
    services_ponctuels: list[ServicePonctuel] = champ_liste("Services ponctuels", source="CIRC annexe VIII-2 §4")
    besoins_non_combles: list[BesoinNonComble] = champ_liste("Besoins non comblés", source="CIRC annexe VIII-2 §5")

    _fautes: tuple[Faute, ...] = PrivateAttr(default=())

    @property
    def fautes(self) -> tuple[Faute, ...]:
        """The typing faults met while reading: what they concern is absent from the model."""
        return self._fautes

    def situer(self, fautes: tuple[Faute, ...]) -> None:
        """Complete the plan, once, with what its reading found."""
        self._fautes = fautes
