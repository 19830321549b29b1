"""Texts and numbers as the cells of a workbook store them.

Sources: ECMA-376 part 1, §18.4.8 (inline strings), §22.9.2.19 (``_xHHHH_`` escapes), §18.17.4 (dates);
XML 1.0 §2.2 (characters allowed).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

LONGUEUR_MAXIMALE: Final = 32_767  # characters in a cell, Excel's own limit
CHIFFRES_EXACTS: Final = 10**15  # Excel keeps fifteen digits: beyond, the amount shown would be another one
_INTERDITS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FAUX_ECHAPPEMENT: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ONGLET_INTERDIT: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_ZERO_EXCEL: Final = datetime.date(1899, 12, 30)


class ValeurImpossible(Exception):
    """A value no workbook can hold: why, in French. The engine adds the field's name."""


def propre(texte: str) -> str:
    """The text with Unix line ends, if a cell can hold it; else raises :class:`ValeurImpossible`."""
    if not texte.isprintable():
        texte = texte.replace("\r\n", "\n").replace("\r", "\n")
        if trouve := _INTERDITS.search(texte):
            raise ValeurImpossible(f"elle contient le caractère invisible U+{ord(trouve[0]):04X}")
    if len(texte) > LONGUEUR_MAXIMALE:
        raise ValeurImpossible(f"elle dépasse {LONGUEUR_MAXIMALE} caractères, le maximum d’une cellule")
    return texte


def xml(texte: str) -> str:
    """Escape for an element or an attribute in double quotes."""
    if "&" in texte:
        texte = texte.replace("&", "&amp;")
    if "<" in texte or ">" in texte or '"' in texte:
        texte = texte.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return texte


def xml_de_cellule(texte: str) -> str:
    """Escape for a cell: also protects what Excel would read as an escaped character (``_x000D_``)."""
    return xml(_FAUX_ECHAPPEMENT.sub("_x005F_", texte) if "_x" in texte else texte)


def est_dangereux(texte: str) -> bool:
    """Whether a spreadsheet could take the text for a formula once it is edited, pasted or exported to CSV."""
    return texte[:1] in "=+-@\t\n'" and texte != ""


def xml_de_nombre(nombre: int | Decimal) -> str:
    """A number as a cell stores it: whole numbers in full, others to the precision of a double, as Excel computes."""
    if isinstance(nombre, int):
        return str(nombre)
    return str(int(nombre)) if nombre == nombre.to_integral_value() else repr(float(nombre))


def en_donnee(valeur: object) -> str | int | Decimal | bool:
    """A value as a cell holds it; raises :class:`ValeurImpossible`. Floats are refused: an amount is exact."""
    if isinstance(valeur, str):
        return propre(str.__str__(valeur))
    if isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, int | Decimal):
        if not Decimal(valeur).is_finite() or not -CHIFFRES_EXACTS < valeur < CHIFFRES_EXACTS:
            raise ValeurImpossible(f"{valeur} dépasse les quinze chiffres qu’Excel garde")
        return valeur
    if type(valeur) is datetime.date:
        if valeur.year < 1901:
            raise ValeurImpossible(f"Excel ne connaît pas les dates antérieures à 1901 ({valeur:%d/%m/%Y})")
        return (valeur - _ZERO_EXCEL).days
    raise ValeurImpossible(f"le type {type(valeur).__name__} n’a pas d’écriture dans une cellule")


def en_blanc(valeur: object) -> str:
    """The text of a blank, empty for ``None``; raises :class:`ValeurImpossible`."""
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return propre(str.__str__(valeur))
    if type(valeur) is int:
        return str(valeur)
    raise ValeurImpossible(f"le type {type(valeur).__name__} n’a pas d’écriture française, donnez un texte")


def verifier_onglets(noms: Sequence[str]) -> None:
    """Raise :class:`ValeurImpossible` when Excel would refuse these tab names."""
    vus: set[str] = set()
    for nom in noms:
        if not 1 <= len(nom) <= 31 or _ONGLET_INTERDIT.search(nom) or nom.casefold() in vus:
            raise ValeurImpossible(
                f"Excel refuse « {nom} » comme nom d’onglet (31 caractères au plus, sans [ ] : * ? / \\, une seule fois)"
            )
        vus.add(nom.casefold())
