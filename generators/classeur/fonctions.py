"""Excel's functions and operators, computed exactly: whole numbers stay whole, others are decimal.

A compiled expression is a :data:`Calcul`: a function of the cells' values and of the copy of the repeated line it
stands in. A cell's value is ``None`` (empty), ``int``, ``Decimal``, ``str``, ``bool`` or an :class:`Erreur`.

Source: ECMA-376 part 1, §18.17.7 (functions), §18.17.2.2 (operators), §18.17.3 (error values).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from maia.generators.classeur.reperes import Cadre


class Erreur(Exception):
    """An error value: ``#DIV/0!``, ``#VALUE!``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


DIVISION_PAR_ZERO: Final = "#DIV/0!"
VALEUR: Final = "#VALUE!"
NOMBRE: Final = "#NUM!"
ABSENTE: Final = "#N/A"
HORS_PLAGE: Final = "#REF!"

Valeur = int | Decimal | str | bool | Erreur | None
Valeurs = Sequence[Any]  # by slot: a Valeur, or the list of a repeated line's Valeur, copy by copy
Calcul = Callable[[Valeurs, int], Valeur]


@dataclass(frozen=True, slots=True)
class Plage:
    """The cells of a range, as slots.

    ``simples`` hold one value, ``multiples`` one per copy of a repeated line, ``propres`` belong to the repeated line
    the formula stands in: only its own copy counts. ``cadre`` is where they are, ``None`` for whole lines or columns.
    """

    simples: tuple[int, ...]
    multiples: tuple[int, ...] = ()
    propres: tuple[int, ...] = ()
    cadre: Cadre | None = None

    def valeurs(self, v: Valeurs, k: int) -> Iterator[Valeur]:
        """Every value of the range; an error in a cell is raised."""
        for i in self.simples:
            yield lire(v[i])
        for i in self.propres:
            yield lire(v[i][k])
        for i in self.multiples:
            for valeur in v[i]:
                yield lire(valeur)

    @property
    def cases(self) -> tuple[int, ...]:
        """Every slot."""
        return self.simples + self.multiples + self.propres


def lire(valeur: Valeur) -> Valeur:
    """The value of a cell, an error it holds being raised."""
    if isinstance(valeur, Erreur):
        raise Erreur(valeur.code)
    return valeur


Argument = Calcul | Plage


def en_nombre(valeur: Valeur) -> int | Decimal:
    """A number, as an operator wants it: empty counts 0, VRAI 1; a text is an error."""
    genre = type(valeur)
    if genre is int or genre is Decimal:
        return valeur  # type: ignore[return-value]
    if valeur is None:
        return 0
    if genre is bool:
        return int(valeur)  # type: ignore[arg-type]
    raise Erreur(VALEUR)


def en_booleen(valeur: Valeur) -> bool:
    """A condition: zero and empty are false, a text is an error."""
    return bool(en_nombre(valeur))


def en_texte(valeur: Valeur) -> str:
    """A text, for ``&``: decimals with a comma, as a French Excel writes them."""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, Decimal):
        court = f"{valeur:.15g}"
        return f"{Decimal(court).normalize():f}".replace(".", ",")
    return "" if valeur is None else str(valeur)


def _diviser(a: int | Decimal, b: int | Decimal) -> int | Decimal:
    if not b:
        raise Erreur(DIVISION_PAR_ZERO)
    return Decimal(a) / Decimal(b)


ARITHMETIQUE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _diviser,
}


def ordre(valeur: Valeur) -> tuple[int, Any]:
    """Excel's order: numbers, then texts whatever their case, then FAUX and VRAI."""
    if isinstance(valeur, bool):
        return 2, valeur
    if isinstance(valeur, str):
        return 1, valeur.casefold()
    return 0, valeur


def _comparables(a: Valeur, b: Valeur) -> tuple[tuple[int, Any], tuple[int, Any]]:
    if a is None:
        a = "" if isinstance(b, str) else False if isinstance(b, bool) else 0
    if b is None:
        b = "" if isinstance(a, str) else False if isinstance(a, bool) else 0
    return ordre(a), ordre(b)


def _egal(a: Valeur, b: Valeur) -> bool:
    x, y = _comparables(a, b)
    return x == y


def _avant(a: Valeur, b: Valeur) -> bool:
    x, y = _comparables(a, b)
    return x < y


COMPARAISONS: Final[dict[str, Callable[[Valeur, Valeur], bool]]] = {
    "=": _egal,
    "<>": lambda a, b: not _egal(a, b),
    "<": _avant,
    ">": lambda a, b: _avant(b, a),
    "<=": lambda a, b: not _avant(b, a),
    ">=": lambda a, b: not _avant(a, b),
}


def _nombres(arguments: Sequence[Argument], v: Valeurs, k: int) -> list[int | Decimal]:
    """What SOMME adds: the numbers of ranges (texts are passed over), and every argument written as a value."""
    retenus: list[int | Decimal] = []
    for argument in arguments:
        if isinstance(argument, Plage):
            retenus += [x for x in argument.valeurs(v, k) if type(x) is int or type(x) is Decimal]
        else:
            retenus.append(en_nombre(argument(v, k)))
    return retenus


def _sur_nombres(fonction: Callable[[list[int | Decimal]], Valeur]) -> Callable[[Sequence[Argument]], Calcul]:
    def faire(arguments: Sequence[Argument]) -> Calcul:
        return lambda v, k: fonction(_nombres(arguments, v, k))

    return faire


def _moyenne(nombres: list[int | Decimal]) -> Valeur:
    return _diviser(sum(nombres), len(nombres))


def _compter_non_vides(arguments: Sequence[Argument]) -> Calcul:
    def calcul(v: Valeurs, k: int) -> Valeur:
        total = 0
        for argument in arguments:
            valeurs = argument.valeurs(v, k) if isinstance(argument, Plage) else (argument(v, k),)
            total += sum(x is not None for x in valeurs)
        return total

    return calcul


def _compter(arguments: Sequence[Argument]) -> Calcul:
    plages = [a for a in arguments if isinstance(a, Plage)]
    autres = [a for a in arguments if not isinstance(a, Plage)]

    def calcul(v: Valeurs, k: int) -> Valeur:
        valeurs = [a(v, k) for a in autres]
        return len(_nombres(plages, v, k)) + sum(isinstance(x, int | Decimal) for x in valeurs)

    return calcul


def _si(arguments: Sequence[Any]) -> Calcul:
    condition, alors, *sinon = arguments

    def calcul(v: Valeurs, k: int) -> Valeur:
        if en_booleen(condition(v, k)):
            resultat = alors(v, k)
        elif sinon:
            resultat = sinon[0](v, k)
        else:
            return False
        return 0 if resultat is None else resultat

    return calcul


def _sierreur(arguments: Sequence[Any]) -> Calcul:
    essai, secours = arguments

    def calcul(v: Valeurs, k: int) -> Valeur:
        try:
            resultat = essai(v, k)
        except Erreur:
            resultat = secours(v, k)
        return 0 if resultat is None else resultat

    return calcul


def _logique(tous: bool) -> Callable[[Sequence[Any]], Calcul]:
    def faire(arguments: Sequence[Any]) -> Calcul:
        def calcul(v: Valeurs, k: int) -> Valeur:
            valeurs = [en_booleen(a(v, k)) for a in arguments]
            return all(valeurs) if tous else any(valeurs)

        return calcul

    return faire


def _arrondi(arguments: Sequence[Any]) -> Calcul:
    nombre, decimales = arguments

    def calcul(v: Valeurs, k: int) -> Valeur:
        rang = int(en_nombre(decimales(v, k)))
        if abs(rang) > 15:
            raise Erreur(NOMBRE)
        return Decimal(en_nombre(nombre(v, k))).quantize(Decimal(1).scaleb(-rang), ROUND_HALF_UP)

    return calcul


def _valeur_absolue(valeur: Valeur) -> Valeur:
    nombre = en_nombre(valeur)
    return -nombre if nombre < 0 else nombre


def _un(fonction: Callable[[Valeur], Valeur]) -> Callable[[Sequence[Any]], Calcul]:
    def faire(arguments: Sequence[Any]) -> Calcul:
        (argument,) = arguments
        return lambda v, k: fonction(argument(v, k))

    return faire


class Fonction(NamedTuple):
    """A function of Excel: how many arguments, whether they may be ranges, how it is compiled."""

    minimum: int
    maximum: int
    plages: bool
    faire: Callable[[Sequence[Any]], Calcul]


_BEAUCOUP: Final = 255
FONCTIONS: Final[dict[str, Fonction]] = {
    "SUM": Fonction(1, _BEAUCOUP, True, _sur_nombres(sum)),
    "MIN": Fonction(1, _BEAUCOUP, True, _sur_nombres(lambda n: min(n, default=0))),
    "MAX": Fonction(1, _BEAUCOUP, True, _sur_nombres(lambda n: max(n, default=0))),
    "AVERAGE": Fonction(1, _BEAUCOUP, True, _sur_nombres(_moyenne)),
    "COUNT": Fonction(1, _BEAUCOUP, True, _compter),
    "COUNTA": Fonction(1, _BEAUCOUP, True, _compter_non_vides),
    "IF": Fonction(2, 3, False, _si),
    "IFERROR": Fonction(2, 2, False, _sierreur),
    "AND": Fonction(1, _BEAUCOUP, False, _logique(True)),
    "OR": Fonction(1, _BEAUCOUP, False, _logique(False)),
    "NOT": Fonction(1, 1, False, _un(lambda x: not en_booleen(x))),
    "ABS": Fonction(1, 1, False, _un(_valeur_absolue)),
    "ROUND": Fonction(2, 2, False, _arrondi),
}
"""What a template may use; another function is refused when the template is compiled."""
