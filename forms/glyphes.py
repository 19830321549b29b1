"""What the fonts of `templates/fonts` can print: a character none of them draws would stop a PDF.

PDF/A and PDF/UA forbid the empty box that stands for an unknown character, so the check comes before the document.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from importlib.resources import files

# Typst lays these out itself: line ends, tabs (turned into spaces before printing), soft hyphen.
_ESPACEMENTS = "\t\n\r\u00ad"


def glyphes_absents(texte: str) -> list[str]:
    """Characters of `texte` that the product's fonts cannot draw, each once, as they stand in it.

    A letter whose accents the fonts have only as separate marks is drawn from its parts, and so is not listed; of a
    letter typed in parts, the parts that are missing are.
    """
    hors = _hors_couverture()
    suspects = dict.fromkeys(hors.findall(unicodedata.normalize("NFC", texte)))
    parties = {c: hors.findall(unicodedata.normalize("NFD", c)) for c in suspects}
    return list(dict.fromkeys(p for c, absents in parties.items() if absents for p in ([c] if c in texte else absents)))


@cache
def _hors_couverture() -> re.Pattern[str]:
    """A class of every character that at least one face lacks: bold, italic and regular are all in use."""
    polices = [p for p in (files("maia.templates") / "fonts").iterdir() if p.name.endswith(".ttf")]
    communs = set.intersection(*(_caracteres(p.read_bytes()) for p in polices))
    # Control characters, private use and the byte order mark are refused by PDF/A even where a font maps them.
    imprimables = {c for c in communs if unicodedata.category(chr(c)) not in {"Cc", "Co", "Cs", "Cn"} and c != 0xFEFF}
    return re.compile(f"[^{_classe(imprimables | {ord(c) for c in _ESPACEMENTS})}]")


def _classe(codes: set[int]) -> str:
    """The inside of a regular expression's class for `codes`, as ranges."""
    bornes: list[list[int]] = []
    for code in sorted(codes):
        if bornes and code == bornes[-1][1] + 1:
            bornes[-1][1] = code
        else:
            bornes.append([code, code])
    return "".join(f"\\U{debut:08x}-\\U{fin:08x}" for debut, fin in bornes)


def _caracteres(police: bytes) -> set[int]:
    """Code points that an OpenType font maps to a glyph, from its full Unicode table (`cmap`, format 12)."""
    nombre_de_tables = struct.unpack_from(">H", police, 4)[0]
    entrees = (struct.unpack_from(">4s4xLL", police, 12 + 16 * i) for i in range(nombre_de_tables))
    cmap = next(debut for nom, debut, _ in entrees if nom == b"cmap")
    for i in range(struct.unpack_from(">H", police, cmap + 2)[0]):
        sous_table = cmap + struct.unpack_from(">L", police, cmap + 8 + 8 * i)[0]
        if struct.unpack_from(">H", police, sous_table)[0] == 12:
            groupes = struct.unpack_from(">L", police, sous_table + 12)[0]
            plages = (struct.unpack_from(">LL", police, sous_table + 16 + 12 * g) for g in range(groupes))
            return {code for debut, fin in plages for code in range(debut, fin + 1)}
    raise ValueError("police sans table cmap de format 12")
