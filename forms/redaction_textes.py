"""Texts written in YAML so that they read back exactly: bare when YAML reads them so, else quoted, folded or escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maia.forms.lecture import Valeur

LARGEUR = 120
ESPACES_ADMIS = "\u00a0\u202f\u2009\u2007\u00ad"

# What a plain scalar may not start with, and what it may not hold: YAML would read something else.
_DEBUT_INTERDIT = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`.~=<]")
_NOMBRE_NEGATIF = re.compile(r"-\d[\d ,.]*", re.ASCII)
_DEDANS_INTERDIT = re.compile(r": |:$| #")
_FLUX_INTERDIT = re.compile(r"[,\[\]{}:?\"']")
_RIEN = re.compile("null", re.IGNORECASE)  # the other YAML readers would see nothing there

_ECHAPPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def visible(texte: str) -> bool:
    """Whether every character shows, or is one of the spaces that typography asks for."""
    return texte.isprintable() or all(c.isprintable() or c in ESPACES_ADMIS for c in texte)


def simple(texte: str) -> bool:
    """Whether a text may stand on one line with nothing to escape."""
    return bool(texte) and visible(texte)


def scalaire(texte: str, *, flux: bool = False) -> str:
    """A text on one line: as it is when YAML reads it so, else between quotes."""
    if not simple(texte):
        return _entre_guillemets(texte)
    nu = (
        not _DEBUT_INTERDIT.match(texte)
        and not texte.startswith(" ")
        and not texte.endswith(" ")
        and not _DEDANS_INTERDIT.search(texte)
        and not _RIEN.fullmatch(texte)
        and not (flux and _FLUX_INTERDIT.search(texte))
    )
    if nu or (_NOMBRE_NEGATIF.fullmatch(texte) and not texte.endswith(" ") and not flux):
        return texte
    if '"' in texte or "\\" in texte:
        return "'" + texte.replace("'", "''") + "'"
    return f'"{texte}"'


def _entre_guillemets(texte: str) -> str:
    """Between double quotes, every character that does not show written by its number."""
    return '"' + "".join(map(_echapper, texte)) + '"'


def _echapper(caractere: str) -> str:
    if court := _ECHAPPES.get(caractere):
        return court
    if caractere.isprintable() or caractere in ESPACES_ADMIS:
        return caractere
    code = ord(caractere)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def texte_apres(debut: str, texte: str, retrait: int) -> Iterator[str]:
    """A text after its key: on the line, folded when it is long, line by line when it has several."""
    marge = " " * retrait
    lignes = texte.split("\n")
    if len(lignes) > 1 and lignes[0] and lignes[-1] and all(_ligne_nue(ligne) for ligne in lignes):
        yield f"{debut} |-"
        yield from (f"{marge}{ligne}" if ligne else "" for ligne in lignes)
        return
    ecrit = scalaire(texte)
    if len(debut) + 1 + len(ecrit) > LARGEUR and " " in texte.strip() and _ligne_nue(texte):
        yield f"{debut} >-"
        yield from _plier(texte, marge)
    else:
        yield f"{debut} {ecrit}"


def _ligne_nue(ligne: str) -> bool:
    """Whether a line stands in a block text as it is."""
    return not ligne or (visible(ligne) and ligne[0] != " " and ligne[-1] != " ")


def _plier(texte: str, marge: str) -> Iterator[str]:
    """The text cut where YAML puts a single space back; two spaces in a row stay inside a line."""
    ligne = ""
    for mot in re.split(r"(?<! ) (?! )", texte):
        if ligne and len(marge) + len(ligne) + 1 + len(mot) > LARGEUR:
            yield marge + ligne
            ligne = mot
        else:
            ligne = f"{ligne} {mot}" if ligne else mot
    yield marge + ligne


def liste_serree(debut: str, valeur: Sequence[Valeur]) -> list[str]:
    """`[Adilly, Amailloux]`, continued under its first element when it is long; nothing unless all are short texts."""
    mots = [scalaire(v, flux=True) for v in valeur if isinstance(v, str) and simple(v)]
    place = LARGEUR - len(debut) - 2
    if len(mots) != len(valeur) or any(len(mot) > place - 2 for mot in mots) or place < 40:
        return []
    lignes, ligne = [], debut + " ["
    marge = " " * len(ligne)
    for rang, mot in enumerate(mots):
        suite = mot + ("]" if rang == len(mots) - 1 else ",")
        if ligne.strip() and not ligne.endswith("[") and ligne != marge and len(ligne) + 1 + len(suite) > LARGEUR:
            lignes.append(ligne)
            ligne = marge + suite
        else:
            ligne += suite if ligne.endswith("[") or ligne == marge else f" {suite}"
    return [*lignes, ligne]
