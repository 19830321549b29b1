"""Functions that read a list by its columns: SOUS.TOTAL, NB.SI.ENS, SOMME.SI.ENS, RANG, INDEX, EQUIV.

Their ranges are columns of the same lines, so that what stands side by side is compared side by side.
Source: ECMA-376 part 1, §18.17.7.61 (COUNTIFS), §18.17.7.309 (SUBTOTAL), §18.17.7.315 (SUMIFS),
§18.17.7.163 (INDEX), §18.17.7.200 (MATCH), §18.17.7.266 (RANK).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from maia.generators.classeur.fonctions import (
    ABSENTE,
    COMPARAISONS,
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


def _compter_si(arguments: Sequence[Argument]) -> Calcul:
    plages, criteres = _paires(arguments, "NB.SI.ENS")
    return lambda v, k: sum(1 for _ in _retenus(plages, criteres, plages[0], v, k))


def _additionner_si(arguments: Sequence[Argument]) -> Calcul:
    somme, *autres = arguments
    plages, criteres = _paires(autres, "SOMME.SI.ENS", somme)
    montants = _colonnes([somme], "SOMME.SI.ENS")[0]

    def calcul(v: Valeurs, k: int) -> Valeur:
        retenus = _retenus(plages, criteres, montants, v, k)
        return sum(x for x in retenus if type(x) is int or type(x) is Decimal)

    return calcul


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


def _retenus(
    plages: Sequence[Plage], criteres: Sequence[Argument], montants: Plage, v: Valeurs, k: int
) -> Iterator[Valeur]:
    """What `montants` holds on the lines where each range says its criterion, whatever the case of letters."""
    mots = [_mot(critere, v, k) for critere in criteres]
    for valeur, *cellules in zip(montants.valeurs(v, k), *(p.valeurs(v, k) for p in plages), strict=True):
        if all(isinstance(c, str) and c.casefold() == mot for c, mot in zip(cellules, mots, strict=True)):
            yield valeur


def _mot(critere: Argument, v: Valeurs, k: int) -> str:
    valeur = _seule(critere, v, k)
    if not isinstance(valeur, str) or not _CRITERE.fullmatch(valeur):
        raise CritereImpossible(f"« {valeur} » ne peut pas servir de critère : il y faut des mots, sans * ? ~")
    return valeur.casefold()


def _rang(arguments: Sequence[Argument]) -> Calcul:
    """The highest number first, ties sharing their rank; what is no number has none and counts for nothing."""
    cherchee, plage = arguments
    if not isinstance(plage, Plage):
        raise Refus("RANG veut une plage, par exemple RANG(A5;A5:A8)")

    def calcul(v: Valeurs, k: int) -> Valeur:
        nombre = en_nombre(_seule(cherchee, v, k))
        nombres = [x for x in plage.valeurs(v, k) if type(x) is int or type(x) is Decimal]
        if nombre not in nombres:
            raise Erreur(ABSENTE)
        return 1 + sum(x > nombre for x in nombres)

    return calcul


def _index(arguments: Sequence[Argument]) -> Calcul:
    plage = _colonnes(arguments[:1], "INDEX")[0]

    def calcul(v: Valeurs, k: int) -> Valeur:
        valeurs = list(plage.valeurs(v, k))
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

    def calcul(v: Valeurs, k: int) -> Valeur:
        valeur = _seule(cherchee, v, k)
        for rang, autre in enumerate(plage.valeurs(v, k), 1):
            if (
                autre is not None
                and isinstance(autre, str) is isinstance(valeur, str)
                and COMPARAISONS["="](autre, valeur)
            ):
                return rang
        raise Erreur(ABSENTE)

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
