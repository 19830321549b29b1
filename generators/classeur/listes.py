"""Functions that read a list by its columns: SOUS.TOTAL, NB.SI.ENS, SOMME.SI.ENS, RANG, INDEX, EQUIV.

Their ranges are columns of the same lines, so that what stands side by side is compared side by side.
Source: ECMA-376 part 1, §18.17.7.61 (COUNTIFS), §18.17.7.309 (SUBTOTAL), §18.17.7.315 (SUMIFS),
§18.17.7.163 (INDEX), §18.17.7.200 (MATCH), §18.17.7.266 (RANK).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from maia.generators.classeur.fonctions import (
    ABSENTE,
    FONCTIONS,
    HORS_PLAGE,
    Argument,
    Calcul,
    Erreur,
    Fonction,
    Plage,
    Valeur,
    Valeurs,
    en_nombre,
    ordre,
)
from maia.generators.classeur.reperes import Refus

SOUS_TOTAL: Final = "SUBTOTAL"
# Filtered lines are left out by Excel as soon as the reader filters; a file just made has none.
_OPERATIONS: Final = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 9: "SUM"}
_CRITERE: Final = re.compile(r"(?![=<>])[^*?~]*[^\W\d_][^*?~]*")


class CritereImpossible(Exception):
    """A criterion that Excel would not take for plain words: an operator, a joker, a number. In French."""


def _sous_total(arguments: Sequence[Argument]) -> Calcul:
    operation, *plages = arguments
    code = None if isinstance(operation, Plage) else operation((), 0)
    if not isinstance(code, int) or code not in _OPERATIONS or not all(isinstance(p, Plage) for p in plages):
        connus = ", ".join(f"{n} ({nom})" for n, nom in _OPERATIONS.items())
        raise Refus(f"SOUS.TOTAL veut un de ces nombres, puis des plages : {connus}")
    return FONCTIONS[_OPERATIONS[code]].faire(plages)


T = TypeVar("T")


class _Memoire(Generic[T]):
    """What is drawn from the cells of one document, drawn once for all the lines that ask for it.

    A formula is computed after every formula that it reads: once it runs, those cells change no more. The last document
    is told by its list of values, which is kept, so that another list can't be taken for it.
    """

    def __init__(self, tirer: Callable[[Valeurs], T]) -> None:
        self._tirer = tirer
        self._dernier: tuple[Valeurs, T] | None = None

    def de(self, v: Valeurs) -> T:
        """Of this document."""
        dernier = self._dernier
        if dernier is None or dernier[0] is not v:
            dernier = self._dernier = v, self._tirer(v)
        return dernier[1]


def _compter_si(arguments: Sequence[Argument]) -> Calcul:
    plages, criteres = _paires(arguments, "NB.SI.ENS")
    memoire = _Memoire(lambda v: Counter(mots for mots, _ in _lignes(plages, plages[0], v)))
    return lambda v, k: memoire.de(v)[_mots(criteres, v, k)]


def _additionner_si(arguments: Sequence[Argument]) -> Calcul:
    somme, *autres = arguments
    plages, criteres = _paires(autres, "SOMME.SI.ENS", somme)
    montants = _colonnes([somme], "SOMME.SI.ENS")[0]

    def sommes(v: Valeurs) -> dict[tuple[str, ...], int | Decimal]:
        trouvees: dict[tuple[str, ...], int | Decimal] = {}
        for mots, montant in _lignes(plages, montants, v):
            if type(montant) is int or type(montant) is Decimal:
                trouvees[mots] = trouvees.get(mots, 0) + montant
        return trouvees

    memoire = _Memoire(sommes)
    return lambda v, k: memoire.de(v).get(_mots(criteres, v, k), 0)


def _paires(
    arguments: Sequence[Argument], nom: str, de_plus: Argument | None = None
) -> tuple[list[Plage], list[Argument]]:
    """Ranges and their criteria; raises :class:`Refus` unless all the ranges are columns of the same lines."""
    if len(arguments) % 2:
        raise Refus(f"{nom} veut un critère pour chaque plage")
    plages = _colonnes(arguments[::2], nom)
    lignes = {plage.cadre and (plage.cadre.feuille, plage.cadre.lignes) for plage in plages}
    if de_plus is not None:
        lignes |= {plage.cadre and (plage.cadre.feuille, plage.cadre.lignes) for plage in _colonnes([de_plus], nom)}
    if len(lignes) > 1:
        raise Refus(f"{nom} veut des plages aux mêmes lignes d’une même feuille")
    return plages, list(arguments[1::2])


def _colonnes(arguments: Sequence[Argument], nom: str) -> list[Plage]:
    """The arguments, each of which must be one column, all its cells being known."""
    plages = []
    for plage in arguments:
        cadre = plage.cadre if isinstance(plage, Plage) else None
        if not isinstance(plage, Plage) or cadre is None or cadre.colonnes[0] != cadre.colonnes[1]:
            raise Refus(f"{nom} veut des plages d’une colonne, par exemple A5:A8")
        if len(plage.cases) != cadre.lignes[1] - cadre.lignes[0] + 1 or plage.propres:
            raise Refus(f"{nom} lit des cellules vides du modèle : remplissez-les, ou donnez-leur un nom")
        plages.append(plage)
    return plages


def _lignes(plages: Sequence[Plage], montants: Plage, v: Valeurs) -> Iterator[tuple[tuple[str, ...], Valeur]]:
    """The words that each range holds, and what `montants` does, line after line; only where all of them are words."""
    for montant, *cellules in zip(montants.valeurs(v, 0), *(p.valeurs(v, 0) for p in plages), strict=True):
        mots = tuple(c.casefold() for c in cellules if isinstance(c, str))
        if len(mots) == len(plages):
            yield mots, montant


def _mots(criteres: Sequence[Argument], v: Valeurs, k: int) -> tuple[str, ...]:
    return tuple(_mot(critere, v, k) for critere in criteres)


def _mot(critere: Argument, v: Valeurs, k: int) -> str:
    valeur = _seule(critere, v, k)
    if not isinstance(valeur, str) or not _CRITERE.fullmatch(valeur):
        raise CritereImpossible(f"« {valeur} » ne peut pas servir de critère : il y faut des mots, sans * ? ~")
    return valeur.casefold()


def _rang(arguments: Sequence[Argument]) -> Calcul:
    """The highest number first, ties sharing their rank; what is no number has none and counts for nothing."""
    cherchee, plage = arguments
    if not isinstance(plage, Plage) or plage.propres:
        raise Refus("RANG veut une plage de plusieurs lignes, par exemple RANG(A5;A$5:A$8)")

    def nombres(v: Valeurs) -> list[int | Decimal]:
        return sorted(x for x in plage.valeurs(v, 0) if type(x) is int or type(x) is Decimal)

    memoire = _Memoire(nombres)

    def calcul(v: Valeurs, k: int) -> Valeur:
        nombre, tries = en_nombre(_seule(cherchee, v, k)), memoire.de(v)
        apres = bisect_right(tries, nombre)
        if not apres or tries[apres - 1] != nombre:
            raise Erreur(ABSENTE)
        return 1 + len(tries) - apres

    return calcul


def _index(arguments: Sequence[Argument]) -> Calcul:
    plage = _colonnes(arguments[:1], "INDEX")[0]
    memoire = _Memoire(lambda v: list(plage.valeurs(v, 0)))

    def calcul(v: Valeurs, k: int) -> Valeur:
        valeurs = memoire.de(v)
        rang = int(en_nombre(_seule(arguments[1], v, k)))
        if not 1 <= rang <= len(valeurs):
            raise Erreur(HORS_PLAGE)
        return valeurs[rang - 1]

    return calcul


def _equivalent(arguments: Sequence[Argument]) -> Calcul:
    """The exact match only: the third argument is 0."""
    cherchee, plage, genre = arguments[0], _colonnes(arguments[1:2], "EQUIV")[0], arguments[2]
    if isinstance(genre, Plage) or genre((), 0) != 0:
        raise Refus("EQUIV veut 0 pour finir : EQUIV(A5;B5:B8;0)")

    def places(v: Valeurs) -> dict[tuple[int, Any], int]:
        trouvees: dict[tuple[int, Any], int] = {}
        for rang, valeur in enumerate(plage.valeurs(v, 0), 1):
            if valeur is not None:
                trouvees.setdefault(ordre(valeur), rang)
        return trouvees

    memoire = _Memoire(places)

    def calcul(v: Valeurs, k: int) -> Valeur:
        valeur = _seule(cherchee, v, k)
        rang = memoire.de(v).get(ordre(0 if valeur is None else valeur))
        if rang is None:
            raise Erreur(ABSENTE)
        return rang

    return calcul


def _seule(argument: Argument, v: Valeurs, k: int) -> Valeur:
    return next(argument.valeurs(v, k), None) if isinstance(argument, Plage) else argument(v, k)


_BEAUCOUP: Final = 255
FONCTIONS_DE_LISTE: Final[dict[str, Fonction]] = {
    SOUS_TOTAL: Fonction(2, _BEAUCOUP, True, _sous_total),
    "COUNTIFS": Fonction(2, _BEAUCOUP, True, _compter_si),
    "SUMIFS": Fonction(3, _BEAUCOUP, True, _additionner_si),
    "RANK": Fonction(2, 2, True, _rang),
    "INDEX": Fonction(2, 2, True, _index),
    "MATCH": Fonction(3, 3, True, _equivalent),
}
"""What a template may use besides the functions of single values."""
