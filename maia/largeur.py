"""Text in the columns of a terminal: what each character takes, lines broken where French allows it, a line's extract."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from maia.forms.francais import typographie

LARGEUR = 80
_REMPLACANT = "\ufffd"
# Spaces that end no line although they are written as ordinary ones: inside a number, around a multiplication sign.
_TENUES = re.compile(r"(?<=\d) (?=\d{3}(?!\d))|(?<=×) | (?=×)")
_TENUE = "\ue000"
_BLANCS = re.compile(r"[ \t\n]+")
# Characters looked at on each side of a value, in widths of the terminal: some take no column at all.
_ALENTOUR = 4


def montrer(texte: str) -> str:
    """The text with each character a terminal would obey, or show nowhere, made visible; the length stays the same."""
    if texte.isprintable():
        return texte
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else _REMPLACANT for c in texte)


def a_taper(nom: object) -> str:
    """A file's name as it is typed in a command: between quotation marks when it has a space, in any shell."""
    texte = montrer(str(nom))
    if re.fullmatch(r"[\w./\\:~+,@%-]+", texte):
        return texte
    return f'"{texte}"' if not set(texte) & set('"$`!\\') else shlex.quote(texte)


def cases(texte: str) -> int:
    """Columns that the text takes on a terminal."""
    return len(texte) if texte.isascii() else sum(map(_cases, texte))


def _cases(caractere: str) -> int:
    if unicodedata.category(caractere) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(caractere) in "WF" else 1


def couper(texte: str, premiere: str = "", suivantes: str = "", largeur: int = LARGEUR) -> Iterator[str]:
    """The lines of a paragraph, none wider than `largeur` unless one word is (a path stays whole, to be copied).

    `premiere` and `suivantes` begin the lines. A line never ends after « nor begins with one of » : ; ? ! % €.
    """
    mots = _tenir(montrer(_BLANCS.sub(" ", texte))).split(" ")
    ligne, vide = premiere, True
    for mot in filter(None, mots):
        if not vide and cases(ligne) + 1 + cases(mot) > largeur:
            yield ligne.replace(_TENUE, " ")
            ligne, vide = suivantes, True
        ligne += mot if vide else f" {mot}"
        vide = False
    yield ligne.replace(_TENUE, " ")


def _tenir(texte: str) -> str:
    """The text with the ordinary spaces that must end no line set apart; they come out as they were typed."""
    tenus = "".join(_TENUE if a != b else a for a, b in zip(texte, typographie(texte), strict=True))
    return _TENUES.sub(_TENUE, tenus)


class Extrait(NamedTuple):
    """A part of a line, the columns before the value in it, and the columns that the value takes."""

    texte: str
    avant: int
    longueur: int


def extraire(ligne: str, colonne: int, fin: int | None, largeur: int) -> Extrait:
    """The part of `ligne` around the value that stands from `colonne` to `fin` (1-based, excluded), in so many columns.

    A tab takes one column, as it does in positions; what is left out shows as « … ».
    """
    debut = min(colonne - 1, len(ligne))
    # Whatever the line's length, and however many findings point at it, only its surroundings are looked at.
    origine, bout = max(0, debut - _ALENTOUR * largeur), debut + _ALENTOUR * largeur
    voisins = montrer(ligne[origine:bout].replace("\t", " "))
    cumul = list(accumulate(map(_cases, voisins), initial=0))
    depart, arrivee = _fenetre(cumul, debut - origine, largeur, avant=origine > 0, apres=bout < len(ligne))
    debut -= origine
    terme = min(max(debut + 1, (fin or colonne + 1) - 1 - origine), max(arrivee, debut + 1), len(voisins))
    avant, apres = "…" * bool(origine or depart), "…" * (arrivee < len(voisins) or bout < len(ligne))
    dessous = cumul[terme] - cumul[debut] if terme > debut else 1
    return Extrait(
        f"{avant}{voisins[depart:arrivee]}{apres}", len(avant) + cumul[debut] - cumul[depart], max(1, dessous)
    )


def _fenetre(cumul: list[int], debut: int, largeur: int, *, avant: bool, apres: bool) -> tuple[int, int]:
    """First and last (excluded) characters shown: everything, or a third of the room before the value.

    `cumul` holds the columns before each character; `avant` and `apres` say that the line goes on beyond them. A column
    is kept for each « … ».
    """
    total = len(cumul) - 1
    if not (avant or apres) and cumul[total] <= largeur:
        return 0, total

    def tient(depart: int, arrivee: int) -> bool:
        return cumul[arrivee] - cumul[depart] + (avant or depart > 0) + (apres or arrivee < total) <= largeur

    depart = arrivee = debut
    while depart and cumul[debut] - cumul[depart - 1] <= largeur // 3:
        depart -= 1
    while arrivee < total and tient(depart, arrivee + 1):
        arrivee += 1
    while depart and tient(depart - 1, arrivee):
        depart -= 1
    return depart, arrivee
