"""The plan de services individualisé as data for any layout engine: same words as templates/psi.typ, in the same order.

Imported by engines that live in another environment: nothing of maia here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

POLICES = Path(__file__).resolve().parents[2] / "templates" / "fonts"
TITRE = "Plan de services individualisé (PSI)"
SECRET = "Document couvert par le secret professionnel."
INTRODUCTION = (
    "Le P.S.I. est rédigé par le gestionnaire de cas en concertation avec la personne et les différents intervenants et "
    "est couvert par le secret professionnel. Il n'a pas de rôle prescripteur mais a pour objectif la planification des "
    "services, le repérage des besoins couverts et non couverts, la transmission des informations et l'identification "
    "des intervenants et leur action. Pour une meilleure continuité, merci d'informer le rédacteur en cas de "
    "modifications."
)
NOTE = "P : besoin prioritaire."
_PERSONNE = {
    "Personne suivie : nom et prénom": "nom",
    "Adresse :": "adresse",
    "Né(e) le :": "ne_le",
    "Téléphone :": "telephone",
    "Situation familiale :": "situation_familiale",
    "Médecin Traitant :": "medecin_traitant",
    "Référent familial/amical : (personne de confiance)": "referent",
    "Mandataire légal :": "mandataire_legal",
    "Consentement à l'échange d'information": "consentement",
    "Autres informations utiles :": "autres_informations",
    "Droits ouverts": "droits_ouverts",
}


class Texte(NamedTuple):
    """The text of a cell, its first part in italics."""

    suite: str
    italique: str = ""


class Tableau(NamedTuple):
    """A table: title, column headings (none for the first), widths in millimetres (180 in all), rows."""

    titre: str
    entetes: list[str]
    largeurs: list[int]
    lignes: list[list[Texte]]


class Plan(NamedTuple):
    """One plan: the page header and footer, the first lines, the tables of each of the two pages."""

    site: str
    personne: str
    pied: str
    debut: list[tuple[str, str]]
    pages: list[list[Tableau]]


def plan(d: dict[str, Any]) -> Plan:
    """From the fields of our template (`maia.generators.psi.champs`)."""
    besoins = [
        [Texte(b["numero"]), Texte("P" if b["prioritaire"] else ""), Texte(b["texte"], f"{b['domaine']} : ")]
        for b in d["besoins"]
    ]
    intitules = ["N°", "Type de service/nom", "Contact"]
    return Plan(
        site=d["maia"],
        personne=f"Personne suivie : {d['personne']['nom']}",
        pied=f"{SECRET} Rédigé par {d['redacteur']}, gestionnaire de cas, le {d['date']}.",
        debut=[
            ("Rédacteur :", f"{d['redacteur']} – {d['joindre']}"),
            ("Date :", d["date"]),
            ("Révision :", d["revision"]),
        ],
        pages=[
            [
                Tableau(
                    "Informations sur la personne",
                    [],
                    [56, 124],
                    [[Texte(libelle), Texte(d["personne"][nom])] for libelle, nom in _PERSONNE.items()],
                ),
                Tableau(
                    "Besoins / Problématiques",
                    ["N°", "P", "Liste de toutes les problématiques détaillées avec orientation des interventions"],
                    [10, 10, 160],
                    besoins,
                ),
            ],
            [
                Tableau(
                    "Services en place / apport des proches aidants",
                    [*intitules, "Jours/horaires et fréquence de passage"],
                    [15, 56, 47, 62],
                    _lignes(d["services_en_place"]),
                ),
                Tableau(
                    "Services ponctuels",
                    [*intitules, "Date ou dates de début et de fin"],
                    [15, 56, 47, 62],
                    _lignes(d["services_ponctuels"]),
                ),
                Tableau(
                    "Besoins non comblés",
                    ["N°", "Réponse", "Cause de l'écart", "Actions à entreprendre", "Délai"],
                    [16, 47, 41, 52, 24],
                    _lignes(d["besoins_non_combles"]),
                ),
            ],
        ],
    )


def _lignes(textes: list[list[str]]) -> list[list[Texte]]:
    return [[Texte(t) for t in ligne] for ligne in textes]
