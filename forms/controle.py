"""A check done on a dossier, whatever it found: what lets an ARS prove what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maia.forms.constat import Constat, Gravite
from maia.forms.francais import nombre, pluriel, typographie


class Resultat(StrEnum):
    """What became of a check."""

    SANS_ANOMALIE = "sans anomalie"
    CONSTAT = "constat"
    SANS_OBJET = "sans objet"
    NON_FAIT = "non fait"


COMPLET = "complet"
"""The aspect of the checks that bear on completeness."""


@dataclass(frozen=True, slots=True)
class Controle:
    """One rule applied, or not, to one dossier: its id, family, title, severity in force, source and result.

    `SANS_OBJET`: nothing of what the rule reads is written. `NON_FAIT`: a value that it needs cannot be read.
    `aspect` is the part of the verdict that the rule can deny, `constats` how many findings it gave.
    """

    regle: str
    famille: str
    titre: str
    gravite: Gravite
    source: str
    aspect: str
    resultat: Resultat
    constats: int = 0


def bilan(controles: Iterable[Controle]) -> Counter[Resultat]:
    """How many checks had each result."""
    return Counter(c.resultat for c in controles)


def phrase_du_bilan(controles: Iterable[Controle], constats: Iterable[Constat]) -> str:
    """`73 contrôles, 3 anomalies : 62 sans anomalie, 3 avec constat, 8 sans objet.`; the checks not done stand apart."""
    comptes = bilan(controles)
    non_faits = comptes.pop(Resultat.NON_FAIT, 0)
    anomalies = sum(c.gravite is not Gravite.INFORMATION for c in constats)
    details = ", ".join(
        f"{nombre(n)} {libelle}" for resultat, libelle in _AU_PLURIEL.items() if (n := comptes[resultat])
    )
    tete = f"{pluriel(comptes.total(), 'contrôle')}, {pluriel(anomalies, 'anomalie')}"
    phrase = f"{tete} : {details}." if details else f"{tete}."
    if non_faits:
        phrase += (
            f" {pluriel(non_faits, 'autre n’a', 'autres n’ont')} pas pu être {'fait' if non_faits == 1 else 'faits'}, "
        )
        phrase += "faute de valeurs lisibles."
    return typographie(phrase)


_AU_PLURIEL = {
    Resultat.SANS_ANOMALIE: "sans anomalie",
    Resultat.CONSTAT: "avec constat",
    Resultat.SANS_OBJET: "sans objet",
}
