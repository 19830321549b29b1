"""What the letters of an ARS need and a convention does not: who writes, who signs, by when to answer (CIRC §1.2)."""

from __future__ import annotations

from typing import Annotated

from maia.forms.modele import Choix, Modele, champ
from maia.forms.porteur import Personne
from maia.forms.types import Courriel, Date, Telephone, Texte

RETENU = "retenu"
NON_RETENU = "non retenu"
LISTE_COMPLEMENTAIRE = "liste complémentaire"
IRRECEVABLE = "irrecevable"

Suite = Annotated[str, Choix(RETENU, NON_RETENU, LISTE_COMPLEMENTAIRE, IRRECEVABLE, non_retenue=NON_RETENU)]
"""What the directeur général decided: only the ARS writes it (CIRC §1.2.4)."""


class Courriers(Modele):
    """The letters of an ARS: each date is written here or left for the pen, never taken from a clock."""

    service: Texte | None = champ(
        "Service", "Direction ou service qui instruit", exemple="Direction de l’offre médico-sociale"
    )
    referent: Personne | None = champ(
        "Affaire suivie par", "Personne que le porteur peut joindre, avec son téléphone et son courriel"
    )
    telephone: Telephone | None = champ("Téléphone du service", exemple="05 49 00 00 10")
    courriel: Courriel | None = champ(
        "Courriel du service", "Adresse où envoyer les pièces", exemple="maia@ars.example"
    )
    reference: Texte | None = champ(
        "Référence", "Début de la référence des courriers ; le SIREN du porteur la complète", exemple="DOMS/PA/2012"
    )
    lieu: Texte | None = champ("Lieu", "À défaut, la commune du siège de l’agence", exemple="Poitiers")
    signataire: Personne | None = champ(
        "Signataire par délégation",
        "Qui signe « Pour le directeur général et par délégation » ; sans lui, le directeur général signe",
    )
    accuse_de_reception: Date | None = champ(
        "Date des accusés de réception", "Laissée en blanc si elle n’est pas connue", exemple="16/03/2012"
    )
    demande_de_pieces: Date | None = champ(
        "Date des demandes de pièces", "Laissée en blanc si elle n’est pas connue", exemple="26/03/2012"
    )
    reponse_avant_le: Date | None = champ(
        "Réponse attendue au plus tard le",
        "Date limite pour envoyer les pièces et les informations demandées : les textes n’en fixent pas",
        source="CIRC §1.2.1",
        exemple="06/04/2012",
    )
    commission: Date | None = champ(
        "Date de la commission",
        "Réunion de la commission régionale consultative",
        source="CIRC §1.2.3",
        exemple="19/04/2012",
    )
    decision: Date | None = champ(
        "Date des lettres de décision", "Laissée en blanc si elle n’est pas connue", exemple="30/04/2012"
    )
