"""Cell references of a workbook template, and where they lie once lines have been inserted.

A reference is read once, when the template is compiled; for each document a :class:`Plan` per sheet says how many
lines were inserted below each line of the template, and the reference is written again as Excel would have done it.

Lines and columns are counted from 1, as in Excel. Source: ECMA-376 part 1, §18.17.2 (cell references).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from typing import Any, Final, NamedTuple, Protocol

DERNIERE_LIGNE: Final = 1_048_576
DERNIERE_COLONNE: Final = 16_384


class Refus(Exception):
    """Something in a template that the engine cannot do faithfully; in French, without final stop.

    Raised where it is met, without the place; whoever knows the sheet and the cell adds them.
    """


@cache
def lettres(colonne: int) -> str:
    """Letters of a column: 1 → ``A``, 28 → ``AB``."""
    texte = ""
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        texte = chr(65 + reste) + texte
    return texte


def rang(texte: str) -> int:
    """Number of a column: ``A`` → 1, ``AB`` → 28."""
    nombre = 0
    for lettre in texte:
        nombre = nombre * 26 + ord(lettre) - 64
    return nombre


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the lines of one sheet go.

    ``premier[r]`` is the new number of line ``r``, ``dernier[r]`` that of the last line inserted below it (the same
    when nothing was). Lines beyond the arrays move by ``decalage``.
    """

    premier: Sequence[int]
    dernier: Sequence[int]
    decalage: int

    @classmethod
    def avec(cls, insertions: Mapping[int, int], lignes: int) -> Plan:
        """Plan of a sheet of ``lignes`` lines with ``insertions[r]`` lines inserted below line ``r``."""
        ajouts = [insertions.get(r, 0) for r in range(lignes + 1)]
        cumul = list(accumulate(ajouts))
        dernier = [r + total for r, total in enumerate(cumul)]
        premier = [d - ajout for d, ajout in zip(dernier, ajouts, strict=True)]
        return cls(premier, dernier, cumul[-1])

    def debut(self, ligne: int) -> int:
        """New number of a line."""
        if ligne < len(self.premier):
            return self.premier[ligne]
        return min(ligne + self.decalage, DERNIERE_LIGNE)

    def fin(self, ligne: int) -> int:
        """New number of the last line inserted below a line."""
        if ligne < len(self.dernier):
            return self.dernier[ligne]
        return min(ligne + self.decalage, DERNIERE_LIGNE)


class Contexte(Protocol):
    """What a reference or a text needs to be written: the day's plan, sheet names and texts."""

    plans: Sequence[Plan]
    feuilles: Sequence[str]  # tab names as formulas write them, quoted, XML-escaped
    onglets: Sequence[str]  # tab names, XML-escaped
    textes: Mapping[str, str]
    identique: bool  # nothing inserted: constants may be used
    copie: int  # which copy of a repeated line is being written, 0 for the template's own
    memoire: dict[Any, str]  # what was written for these tab names and inserted lines already


class Cadre(NamedTuple):
    """A rectangle of cells: sheet, first and last columns, first and last lines."""

    feuille: int
    colonnes: tuple[int, int]
    lignes: tuple[int, int]

    @property
    def est_une_cellule(self) -> bool:
        """Whether it holds one cell only."""
        return self.colonnes[0] == self.colonnes[1] and self.lignes[0] == self.lignes[1]


@dataclass(frozen=True, slots=True)
class Repere:
    """One reference: a cell (``B5``), a range (``B5:D9``), whole lines (``5:6``) or columns (``A:B``).

    ``feuille`` is the sheet's index; ``nommee`` whether the template writes its name. A *propre* reference stands in a
    repeated line and points to that same line: each copy points to itself. An *etendu* one (defined names, validations)
    becomes a range when its line is repeated.
    """

    feuille: int
    nommee: bool
    colonnes: tuple[int, int] | None
    lignes: tuple[int, int] | None
    dollars: tuple[str, str, str, str]  # before column 1, line 1, column 2, line 2: "$" or ""
    plage: bool
    propre: bool = False
    etendu: bool = False
    tetes: tuple[str, str] = field(init=False)
    """What comes before each line number: ``$B$``."""

    def __post_init__(self) -> None:
        a, b, c, d = self.dollars
        un, deux = (lettres(self.colonnes[0]), lettres(self.colonnes[1])) if self.colonnes else ("", "")
        object.__setattr__(self, "tetes", (a + un + b, c + deux + d))

    @property
    def cadre(self) -> Cadre | None:
        """The cells meant; ``None`` for whole lines or columns."""
        return Cadre(self.feuille, self.colonnes, self.lignes) if self.colonnes and self.lignes else None

    def variable(self, onglets: frozenset[int]) -> bool:
        """Whether it changes though no line is inserted: its sheet is among those whose name does."""
        return self.nommee and self.feuille in onglets

    def contient(self, colonne: int, ligne: int) -> bool:
        """Whether a cell is within the reference."""
        return (self.colonnes is None or self.colonnes[0] <= colonne <= self.colonnes[1]) and (
            self.lignes is None or self.lignes[0] <= ligne <= self.lignes[1]
        )

    def decaler(self, colonnes: int, lignes: int) -> Repere:
        """The reference as Excel reads it when its formula is copied elsewhere: what has no ``$`` moves along."""
        a, b, c, d = self.dollars
        cs, ls = self.colonnes, self.lignes
        return replace(
            self,
            colonnes=cs and (cs[0] + (0 if a else colonnes), cs[1] + (0 if c else colonnes)),
            lignes=ls and (ls[0] + (0 if b else lignes), ls[1] + (0 if d else lignes)),
        )

    def rendre(self, contexte: Contexte) -> str:
        """The reference, in the document being made."""
        avant = f"{contexte.feuilles[self.feuille]}!" if self.nommee else ""
        un, deux = self.tetes
        if self.lignes is None:
            return f"{avant}{un}:{deux}"
        plan = contexte.plans[self.feuille]
        debut = plan.debut(self.lignes[0])
        fin = plan.fin(self.lignes[1])
        if self.propre:
            debut = fin = debut + contexte.copie
        if self.plage or (self.etendu and debut != fin):
            return f"{avant}{un}{debut}:{deux}{fin}"
        return f"{avant}{un}{debut}"


_ADRESSE: Final = re.compile(r"(\$?)([A-Z]{1,3})?(\$?)([1-9][0-9]{0,6})?", re.ASCII)


def lire_repere(texte: str, feuille: int, *, nommee: bool = False, etendu: bool = False) -> Repere | None:
    """Read ``$B$5``, ``B5:D9``, ``$5:$6`` or ``A:C``; ``None`` when it is none of these or lies outside a sheet."""
    gauche, deux_points, droite = texte.partition(":")
    un = _ADRESSE.fullmatch(gauche)
    deux = _ADRESSE.fullmatch(droite) if deux_points else un
    if un is None or deux is None or bool(un[2]) != bool(deux[2]) or bool(un[4]) != bool(deux[4]):
        return None
    if not (un[2] or un[4]) or (not deux_points and not (un[2] and un[4])):
        return None
    colonnes = tuple(sorted((rang(un[2]), rang(deux[2])))) if un[2] else None
    lignes = tuple(sorted((int(un[4]), int(deux[4])))) if un[4] else None
    if (colonnes and colonnes[1] > DERNIERE_COLONNE) or (lignes and lignes[1] > DERNIERE_LIGNE):
        return None
    # "$5" alone is read as a column mark: lines carry their dollar in the first group
    dollars = (un[1], un[3], deux[1], deux[3]) if colonnes else ("", un[1] or un[3], "", deux[1] or deux[3])
    return Repere(feuille, nommee, colonnes, lignes, dollars, bool(deux_points), etendu=etendu)  # type: ignore[arg-type]


def nom_de_cellule(colonne: int, ligne: int) -> str:
    """Name of a cell: ``nom_de_cellule(2, 5) == "B5"``."""
    return f"{lettres(colonne)}{ligne}"
