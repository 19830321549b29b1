"""From the words that two texts share to the changes between them, told as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maia.generators.relecture.mots import Mot

__all__ = ["Changement", "Place", "changements"]

_PONT: Final = 2  # so few common words between two changes make one change of them
_PONT_D_UNE_VALEUR: Final = 5  # the same inside one value of the dossier


@dataclass(frozen=True, slots=True)
class Place:
    """A word, and the number of its passage."""

    mot: Mot
    passage: int


@dataclass(slots=True)
class Changement:
    """Words lost, words come instead, and the passage read where it happens."""

    avant: list[Place]
    apres: list[Place]
    contexte: int  # passage read where it happens


def changements(
    avant: list[Place], apres: list[Place], couples: list[tuple[int, int]], depart: int
) -> Iterator[Changement]:
    """What lies between the common words; changes a word or two apart, in one passage, are told as one."""
    blocs: list[tuple[int, int, int, int]] = []
    i = j = 0
    for x, y in [*couples, (len(avant), len(apres))]:
        if x > i or y > j:
            if blocs and _a_joindre(avant[blocs[-1][1] : i], avant, blocs[-1], (i, x)):
                blocs[-1] = (blocs[-1][0], x, blocs[-1][2], y)
            else:
                blocs.append((i, x, j, y))
        i, j = x + 1, y + 1
    for i1, i2, j1, j2 in blocs:
        contexte = apres[min(j1, len(apres) - 1)].passage if apres else depart - 1
        yield Changement(avant[i1:i2], apres[j1:j2], contexte)


def _a_joindre(
    pont: list[Place], avant: list[Place], dernier: tuple[int, int, int, int], suite: tuple[int, int]
) -> bool:
    """Whether the words between two changes are too few to keep these apart; two values are never told as one."""
    if any(p.mot.cle[0].isdigit() for p in pont):
        return False
    touchees = [*avant[dernier[0] : dernier[1]], *avant[suite[0] : suite[1]], *pont]
    valeurs = {(p.passage, p.mot.champ) for p in touchees}
    return len(valeurs) <= 1 and len(pont) <= (_PONT_D_UNE_VALEUR if any(v for _, v in valeurs) else _PONT)
