"""Formulas of a workbook template: cut into tokens, compiled to Python closures, refused when out of reach.

Grammar: comparisons, ``&``, ``+ -``, ``* /``, signs, ``%``, parentheses, the functions of
:data:`~maia.generators.classeur.fonctions.FONCTIONS` and of
:data:`~maia.generators.classeur.listes.FONCTIONS_DE_LISTE`, cells, ranges and defined names.
Source: ECMA-376 part 1, §18.17.2 (formula syntax).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from typing import Final, NamedTuple

from maia.generators.classeur.fonctions import (
    ARITHMETIQUE,
    COMPARAISONS,
    FONCTIONS,
    Argument,
    Calcul,
    Plage,
    Valeur,
    en_nombre,
    en_texte,
    lire,
)
from maia.generators.classeur.listes import FONCTIONS_DE_LISTE
from maia.generators.classeur.reperes import Refus, Repere, lire_repere

Resolution = Callable[[Repere], Plage]
PLUSIEURS_VALEURS: Final = (
    "la formule lit seule une cellule d’une ligne répétée, qui peut avoir plusieurs valeurs : "
    "donnez-lui une plage, par exemple SOMME(B5:B8)"
)


class Genre(Enum):
    """Kinds of tokens."""

    BLANC = auto()
    TEXTE = auto()
    NOMBRE = auto()
    REPERE = auto()
    FONCTION = auto()
    NOM = auto()
    SIGNE = auto()
    FIN = auto()


class Jeton(NamedTuple):
    """A token: its kind, its text as written, and the reference it holds, if any."""

    genre: Genre
    texte: str
    repere: Repere | None = None


_SUITE: Final = r"(?![\w.(!:])"
_JETON: Final = re.compile(
    rf"""
      (?P<BLANC>\s+)
    | (?P<TEXTE>"(?:[^"]|"")*")
    | (?P<feuille>'(?:[^']|'')+'!|[^\W\d][\w.]*!)
    | (?P<adresse>\$?[A-Z]{{1,3}}\$?[0-9]+(?::\$?[A-Z]{{1,3}}\$?[0-9]+)?{_SUITE}
                 |\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}{_SUITE}|\$?[0-9]+:\$?[0-9]+{_SUITE})
    | (?P<NOMBRE>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<FONCTION>[^\W\d][\w.]*\()
    | (?P<NOM>[^\W\d][\w.]*)
    | (?P<SIGNE><=|>=|<>|[-+*/&=<>%(),])
    """,
    re.VERBOSE,
)


def jetons(formule: str, feuille: int, feuilles: Mapping[str, int], *, etendu: bool = False) -> list[Jeton]:
    """Cut a formula into tokens; references without a sheet name belong to sheet ``feuille``.

    ``feuilles``: sheet name → index. Raises :class:`Refus` on anything outside the grammar.
    """
    resultat: list[Jeton] = []
    position = 0
    prefixe: int | None = None
    avant = ""
    while position < len(formule):
        trouve = _JETON.match(formule, position)
        if trouve is None:
            raise Refus(f"la formule « {formule} » contient « {formule[position:][:12]} », que maia ne calcule pas")
        position = trouve.end()
        genre, texte = str(trouve.lastgroup), trouve[0]
        if prefixe is not None and genre != "adresse":
            raise Refus(f"la formule « {formule} » n’a pas de cellule après un nom de feuille")
        if genre == "feuille":
            nom = texte[:-1]
            nom = nom[1:-1].replace("''", "'") if nom[0] == "'" else nom
            if nom not in feuilles:
                raise Refus(f"la formule « {formule} » renvoie à la feuille « {nom} », absente du classeur")
            prefixe, avant = feuilles[nom], texte
        elif genre == "adresse":
            repere = lire_repere(
                texte, feuille if prefixe is None else prefixe, nommee=prefixe is not None, etendu=etendu
            )
            if repere is None:
                raise Refus(f"la formule « {formule} » contient l’adresse impossible « {texte} »")
            resultat.append(Jeton(Genre.REPERE, avant + texte, repere))
            prefixe, avant = None, ""
        else:
            resultat.append(Jeton(Genre[genre], texte))
    return resultat


class Compilation:
    """Compiles the tokens of one formula; ``resoudre`` gives the slots of a reference, ``noms`` those names stand for."""

    def __init__(self, suite: Sequence[Jeton], resoudre: Resolution, noms: Mapping[str, Repere]) -> None:
        self._jetons = [j for j in suite if j.genre is not Genre.BLANC]
        self._rang = 0
        self._resoudre = resoudre
        self._noms = {nom.casefold(): repere for nom, repere in noms.items()}
        self._formule = "".join(j.texte for j in suite)
        self.lus: set[int] = set()
        """Slots the formula reads."""

    def compiler(self) -> Calcul:
        """The whole formula."""
        calcul = self._comparaison()
        if self._voir().genre is not Genre.FIN:
            self._refuser()
        return calcul

    def _voir(self, avance: int = 0) -> Jeton:
        rang = self._rang + avance
        return self._jetons[rang] if rang < len(self._jetons) else Jeton(Genre.FIN, "")

    def _prendre(self) -> Jeton:
        jeton = self._voir()
        self._rang += 1
        return jeton

    def _refuser(self) -> None:
        jeton = self._voir()
        ou = f"à « {jeton.texte} »" if jeton.texte else "à la fin"
        raise Refus(f"la formule « {self._formule} » n’est pas comprise, {ou}")

    def _signe(self, *admis: str) -> str | None:
        jeton = self._voir()
        if jeton.genre is Genre.SIGNE and jeton.texte in admis:
            self._rang += 1
            return jeton.texte
        return None

    def _comparaison(self) -> Calcul:
        gauche = self._concatenation()
        while signe := self._signe(*COMPARAISONS):
            gauche = _comparer(signe, gauche, self._concatenation())
        return gauche

    def _concatenation(self) -> Calcul:
        gauche = self._somme()
        while self._signe("&"):
            gauche = _joindre(gauche, self._somme())
        return gauche

    def _somme(self) -> Calcul:
        gauche = self._produit()
        while signe := self._signe("+", "-"):
            gauche = _operer(signe, gauche, self._produit())
        return gauche

    def _produit(self) -> Calcul:
        gauche = self._unaire()
        while signe := self._signe("*", "/"):
            gauche = _operer(signe, gauche, self._unaire())
        return gauche

    def _unaire(self) -> Calcul:
        if self._signe("-"):
            return _oppose(self._unaire())
        if self._signe("+"):
            return self._unaire()
        calcul = self._atome()
        while self._signe("%"):
            calcul = _operer("/", calcul, _constante(100))
        return calcul

    def _atome(self) -> Calcul:
        jeton = self._prendre()
        match jeton.genre:
            case Genre.NOMBRE:
                return _constante(int(jeton.texte) if jeton.texte.isdigit() else Decimal(jeton.texte))
            case Genre.TEXTE:
                return _constante(jeton.texte[1:-1].replace('""', '"'))
            case Genre.FONCTION:
                return self._fonction(jeton.texte[:-1])
            case Genre.REPERE | Genre.NOM if jeton.texte.upper() not in ("TRUE", "FALSE"):
                return self._cellule(jeton)
            case Genre.NOM:
                return _constante(jeton.texte.upper() == "TRUE")
            case Genre.SIGNE if jeton.texte == "(":
                calcul = self._comparaison()
                if not self._signe(")"):
                    self._refuser()
                return calcul
        self._rang -= 1
        self._refuser()
        raise AssertionError

    def _fonction(self, nom: str) -> Calcul:
        fonction = FONCTIONS.get(nom.upper()) or FONCTIONS_DE_LISTE.get(nom.upper())
        if fonction is None:
            connues = ", ".join(sorted({*FONCTIONS, *FONCTIONS_DE_LISTE}))
            raise Refus(f"la formule « {self._formule} » emploie {nom}, que maia ne calcule pas ({connues})")
        arguments: list[Argument] = []
        if not self._signe(")"):
            while True:
                arguments.append(self._argument(fonction.plages))
                if self._signe(")"):
                    break
                if not self._signe(","):
                    self._refuser()
        if not fonction.minimum <= len(arguments) <= fonction.maximum:
            raise Refus(f"la formule « {self._formule} » donne {len(arguments)} valeur(s) à {nom}")
        return fonction.faire(arguments)

    def _argument(self, plages: bool) -> Argument:
        suivant = self._voir(1)
        seul = suivant.genre is Genre.SIGNE and suivant.texte in (",", ")")
        if plages and seul and (repere := self._repere(self._voir())):
            self._prendre()
            return self._plage(repere)
        return self._comparaison()

    def _repere(self, jeton: Jeton) -> Repere | None:
        return self._noms.get(jeton.texte.casefold()) if jeton.genre is Genre.NOM else jeton.repere

    def _plage(self, repere: Repere) -> Plage:
        plage = self._resoudre(repere)
        self.lus.update(plage.cases)
        return plage

    def _cellule(self, jeton: Jeton) -> Calcul:
        repere = self._repere(jeton)
        if repere is None:
            raise Refus(
                f"la formule « {self._formule} » emploie le nom « {jeton.texte} », qui ne désigne pas de cellule"
            )
        if repere.plage:
            raise Refus(f"la formule « {self._formule} » emploie la plage « {jeton.texte} » là où il faut une cellule")
        plage = self._plage(repere)
        if plage.multiples:
            raise Refus(PLUSIEURS_VALEURS)
        if plage.propres:
            return _case_propre(plage.propres[0])
        return _case(plage.simples[0]) if plage.simples else _constante(None)


def _constante(valeur: Valeur) -> Calcul:
    return lambda v, k: valeur


def _case(i: int) -> Calcul:
    return lambda v, k: lire(v[i])


def _case_propre(i: int) -> Calcul:
    return lambda v, k: lire(v[i][k])


def _comparer(signe: str, a: Calcul, b: Calcul) -> Calcul:
    fonction = COMPARAISONS[signe]
    return lambda v, k: fonction(a(v, k), b(v, k))


def _joindre(a: Calcul, b: Calcul) -> Calcul:
    return lambda v, k: en_texte(a(v, k)) + en_texte(b(v, k))


def _operer(signe: str, a: Calcul, b: Calcul) -> Calcul:
    fonction = ARITHMETIQUE[signe]
    return lambda v, k: fonction(en_nombre(a(v, k)), en_nombre(b(v, k)))


def _oppose(a: Calcul) -> Calcul:
    return lambda v, k: -en_nombre(a(v, k))
