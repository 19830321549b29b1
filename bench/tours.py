"""Interleaved rounds: every engine works in turn, so that a busy moment of the machine falls on all of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Mesurer = Callable[[float], list[float]]


@dataclass(frozen=True, slots=True)
class Etendue:
    """A median, with the lowest and highest values it comes from."""

    mediane: float
    minimum: float
    maximum: float

    @classmethod
    def de(cls, valeurs: list[float]) -> Etendue:
        """Of one value for each round."""
        return cls(statistics.median(valeurs), min(valeurs), max(valeurs))


@dataclass(frozen=True, slots=True)
class Tours:
    """By engine, the median duration of each round, in milliseconds."""

    medianes: Mapping[str, list[float]]

    def duree(self, nom: str) -> float:
        """Median of the rounds' medians."""
        return statistics.median(self.medianes[nom])

    def rapport(self, dessus: str, dessous: str) -> Etendue:
        """One engine's duration over the other's, round by round."""
        paires = zip(self.medianes[dessus], self.medianes[dessous], strict=True)
        return Etendue.de([a / b for a, b in paires])

    def plus_rapide(self, noms: list[str]) -> str:
        """The best of these engines."""
        return min(noms, key=self.duree)


def tourner(mesurer: Mapping[str, Mesurer], *, tours: int, secondes: float) -> Tours:
    """Measure every engine for `secondes` in each of `tours` rounds, each round starting with another engine."""
    noms = list(mesurer)
    medianes: dict[str, list[float]] = {nom: [] for nom in noms}
    for _ in range(2):  # warm-up: caches, compilers
        for nom in noms:
            mesurer[nom](secondes)
    for tour in range(tours):
        depart = tour % len(noms)
        for nom in noms[depart:] + noms[:depart]:
            medianes[nom].append(statistics.median(mesurer[nom](secondes)))
    return Tours(medianes)
