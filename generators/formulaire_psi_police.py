"""The font of the fillable PSI: what is drawn in its boxes, and what a reader draws when somebody types in them.

Typst lays a sheet of every character out, and the font it embeds there is taken over whole: a subset of Source Sans 3
whose codes are 16-bit glyph numbers, with the table that leads back to the characters.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pikepdf

from maia.forms.glyphes import glyphes_absents
from maia.generators.pdf import compiler

MODELE = "psi-formulaire-police.typ"
NOM = "/Maia"
"""Name of the font in the form's resources."""

# Latin letters with all their accents, marks by themselves for those that the font composes, punctuation, currencies,
# the arrows and signs of office documents. Anything else shows as « ? » and is read back all the same.
_PLAGES = ((0x20, 0x250), (0x300, 0x370), (0x1E00, 0x1F00), (0x2000, 0x2070), (0x20A0, 0x20C0), (0x2100, 0x2270))
_ESPACES = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_MEMES = {**dict.fromkeys(_ESPACES, " "), "\u00ad": "", "\u2010": "-", "\u2011": "-"}


class _Signe(NamedTuple):
    """A character as it is drawn: codes, width in thousandths, whether the font has it."""

    codes: tuple[int, ...]
    largeur: float
    connu: bool


@dataclass(frozen=True, slots=True)
class Police:
    """The font: the sheet it was taken from, the code of each character, the width of each code in thousandths."""

    feuille: bytes
    codes: Mapping[str, int]
    largeurs: Mapping[int, float]
    _signes: dict[str, _Signe] = field(default_factory=dict, repr=False)

    def coder(self, texte: str) -> list[int]:
        """The codes that draw a line of text, « ? » for what the font lacks."""
        return [code for c in unicodedata.normalize("NFC", texte) for code in self._signe(c).codes]

    def largeur(self, texte: str) -> float:
        """Width of a line of text, in thousandths of the size of its letters."""
        return sum(self._signe(c).largeur for c in unicodedata.normalize("NFC", texte))

    def absents(self, texte: str) -> list[str]:
        """The characters that show as « ? », each once."""
        return [c for c in dict.fromkeys(unicodedata.normalize("NFC", texte)) if c != "\n" and not self._signe(c).connu]

    def _signe(self, caractere: str) -> _Signe:
        if caractere not in self._signes:
            self._signes[caractere] = self._cherche(caractere)
        return self._signes[caractere]

    def _cherche(self, caractere: str) -> _Signe:
        """From the character itself to its look-alike, then to its parts."""
        for autre in (caractere, _MEMES.get(caractere), *_parties(caractere)):
            if autre is not None and all(c in self.codes for c in autre):
                codes = tuple(self.codes[c] for c in autre)
                return _Signe(codes, sum(self.largeurs.get(code, 0) for code in codes), connu=True)
        code = self.codes["?"]
        return _Signe((code,), self.largeurs.get(code, 0), connu=False)

    def joindre(self, pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        """The font as a resource of `pdf`."""
        with pikepdf.open(io.BytesIO(self.feuille)) as feuille:
            return pikepdf.Dictionary({NOM: pdf.copy_foreign(_objet(feuille))})


def _parties(caractere: str) -> Iterator[str]:
    yield unicodedata.normalize("NFC", caractere)
    yield unicodedata.normalize("NFD", caractere)
    yield unicodedata.normalize("NFKC", caractere)


@cache
def police() -> Police:
    """The font, made once a process."""
    caracteres = [chr(code) for debut, fin in _PLAGES for code in range(debut, fin)]
    admis = [c for c in caracteres if unicodedata.category(c)[0] not in "CZ"]
    manquants = set(glyphes_absents("".join(admis)))
    # A mark alone on its line would be joined to nothing: each is set on a space.
    lignes = [f" {c}" if unicodedata.combining(c) else c for c in admis if c not in manquants]
    feuille = compiler(MODELE, {"caracteres": [" ", *lignes]}, jour=date(2012, 1, 10))
    with pikepdf.open(io.BytesIO(feuille)) as pdf:
        objet = _objet(pdf)
        return Police(feuille, dict(_codes(objet.ToUnicode.read_bytes())), dict(_largeurs(objet.DescendantFonts[0].W)))


def _objet(feuille: pikepdf.Pdf) -> Any:
    (objet,) = feuille.pages[0].obj.Resources.Font.values()
    return objet


def _codes(table: bytes) -> Iterator[tuple[str, int]]:
    """Character → code, from the table that goes the other way."""
    for bloc in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, caracteres in re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", bloc):
            texte = bytes.fromhex(caracteres.decode()).decode("utf-16-be")
            if len(texte) == 1:
                yield texte, int(code, 16)


def _largeurs(tableau: Iterable[Any]) -> Iterator[tuple[int, float]]:
    """Code → width, from the two ways in which a PDF lists them."""
    reste = list(tableau)
    while reste:
        premier = int(reste.pop(0))
        suite = reste.pop(0)
        if isinstance(suite, pikepdf.Array):
            yield from ((premier + rang, float(w)) for rang, w in enumerate(suite))
        else:
            largeur = float(reste.pop(0))
            yield from ((code, largeur) for code in range(premier, int(suite) + 1))
