"""What a bench concludes: lines with their figures, their target, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.tours import Etendue


class Arret(Exception):
    """The bench cannot go on: a comparison would prove nothing. The message says why."""


@dataclass(frozen=True, slots=True)
class Cible:
    """A bound asked for: `Cible(60, au_moins=True)` on a ratio, `Cible(5, unite="ms")` on our own figure."""

    borne: float
    au_moins: bool = False
    unite: str = "×"

    def tenue(self, valeur: float) -> bool:
        """Whether the figure is on the right side."""
        return valeur >= self.borne if self.au_moins else valeur <= self.borne

    def __str__(self) -> str:
        return f"{'≥' if self.au_moins else '≤'} {nombre(self.borne)} {self.unite}"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of the table: our figure, the peer's, the ratio, the target.

    `absent` says why a peer could not be measured; the line stays, without figures.
    """

    mesure: str
    pair: str = ""
    nous: float | None = None
    autre: float | None = None
    unite: str = "ms"
    rapport: Etendue | None = None
    cible: Cible | None = None
    note: str = ""
    absent: str = ""

    @property
    def tenue(self) -> bool | None:
        """Whether the target is met; `None` without a target, or without a figure to hold against it."""
        if self.cible is None:
            return None
        if self.cible.unite == "×":
            return None if self.rapport is None else self.cible.tenue(self.rapport.mediane)
        return None if self.nous is None else self.cible.tenue(self.nous)

    @property
    def verdict(self) -> str:
        """In a word, for the table."""
        if self.absent:
            return "absent"
        return {True: "tenu", False: "NON TENU", None: ""}[self.tenue]

    def cellules(self) -> list[str]:
        """measure, peer, ours, theirs, ratio, target, verdict, as shown."""
        return [
            self.mesure,
            self.pair,
            self._valeur(self.nous),
            self._valeur(self.autre),
            self._rapport(),
            "" if self.cible is None else str(self.cible),
            self.verdict,
        ]

    def json(self) -> dict[str, Any]:
        """The same, with bare figures."""
        rapport = self.rapport and {
            "mediane": self.rapport.mediane,
            "minimum": self.rapport.minimum,
            "maximum": self.rapport.maximum,
        }
        return {
            "mesure": self.mesure,
            "pair": self.pair or None,
            "nous": self.nous,
            "autre": self.autre,
            "unite": self.unite,
            "rapport": rapport,
            "cible": None if self.cible is None else str(self.cible),
            "tenue": self.tenue,
            "absent": self.absent or None,
            "note": self.note or None,
        }

    def _valeur(self, valeur: float | None) -> str:
        return "" if valeur is None else f"{nombre(valeur)} {self.unite}"

    def _rapport(self) -> str:
        if self.rapport is None:
            return ""
        r = self.rapport
        return f"{nombre(r.mediane)} × ({nombre(r.minimum)} à {nombre(r.maximum)})"


def nombre(valeur: float) -> str:
    """Three significant figures, French comma: `0,41`, `51,2`, `1 005`; a whole number given as such stays whole."""
    if valeur >= 100:
        return f"{valeur:,.0f}".replace(",", "\u202f")
    decimales = 0 if isinstance(valeur, int) else 1 if valeur >= 10 else 2
    return f"{valeur:.{decimales}f}".replace(".", ",")


def calme(e: Etendue) -> str:
    """How an absolute duration was chosen among the rounds: other programs only ever add to it."""
    return f"le plus calme des tours, dont les médianes vont de {nombre(e.minimum)} à {nombre(e.maximum)} ms"
