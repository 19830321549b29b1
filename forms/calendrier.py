"""The dates of a campaign: of the call, and those that its conventions write."""

from __future__ import annotations

from maia.forms.modele import Modele
from maia.forms.types import Date, Entier, Texte


class Calendrier(Modele):
    """Dates of the campaign (CIRC §1.2, §4)."""

    source: Texte
    lancement: Date
    cloture: Date
    decision: Date
    pilotes_debut: Date
    pilotes_fin: Date
    guichet: Date
    gestionnaires_de_cas: Date
    gestion_de_cas: Date


class DatesPluriannuelles(Modele):
    """Dates written in the pluriannual convention and its avenants (CIRC annexe V-2).

    What comes back every year is dated here for its first time: the budget and the payments of the campaign's next year,
    the accounts of the campaign's own. The site's validation and label have a year only.
    """

    source: Texte
    terme: Date
    validation_du_dispositif: Entier
    labellisation: Entier
    budget: Date
    premier_versement: Date
    second_versement: Date
    compte_rendu: Date
    validation: Date


class DatesDeConvention(Modele):
    """Dates written in the annual convention (CIRC annexe V-1), and in the pluriannual one."""

    source: Texte
    terme: Date
    compte_rendu: Date
    validation: Date
    pluriannuelle: DatesPluriannuelles
