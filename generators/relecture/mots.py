"""Texts cut into words, so that what Word or a person does to spaces and quotes is no difference.

In the text that a document should have, what comes from the dossier stands between two marks, put there by the engine
(:func:`marquer`): a changed word is then known to be the form's own, or the dossier's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from maia.generators.word.valeurs import texte_word

__all__ = ["Mot", "decouper", "marquer", "sans_marques"]

# Private use characters: `marquer` is given the values of a dossier, where they have been refused or mean nothing.
_DEBUT, _FIN = "\ue100", "\ue101"
_BALISE: Final = r"\{\{[^{}]*\}\}|\{%[^{}]*?%\}"
_MOT: Final = re.compile(
    rf"{_BALISE}|[0-9]+(?:[ .,/][0-9]+)*(?: ?[€%])?|[^\W\d_]+|\.{{2,}}|_{{2,}}|[^\s]",
)
_POINTILLES: Final = re.compile(r"\.{2,}|_{2,}")
_EGAUX: Final = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑–—−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\t\n\r\v\f", " "),
        "…": "...",
        "œ": "oe",
        "Œ": "Oe",
    }
)


@dataclass(frozen=True, slots=True)
class Mot:
    """A word, number, tag or sign: as written, what is compared, and its place in the text without marks.

    ``champ`` numbers the value that it belongs to in its text, from 1; 0 for the form's own words.
    """

    ecrit: str
    cle: str
    debut: int
    fin: int
    champ: int = 0

    @property
    def signe(self) -> bool:
        """Punctuation, which alone changes nothing of substance."""
        return not self.a_remplir and not any(c.isalnum() or c in "☐☒□€%{" for c in self.ecrit)

    @property
    def balise(self) -> bool:
        """A template's tag."""
        return len(self.cle) > 1 and self.cle[0] == "{"

    @property
    def a_remplir(self) -> bool:
        """Dots or a line, left for the pen."""
        return _POINTILLES.fullmatch(self.cle) is not None


def marquer(valeur: object) -> str:
    """What the engine writes for a value: the same as usual, between marks."""
    return f"{_DEBUT}{texte_word(valeur)}{_FIN}"


def sans_marques(texte: str) -> str:
    """The text as it is read."""
    return texte.replace(_DEBUT, "").replace(_FIN, "")


def decouper(texte: str) -> list[Mot]:
    """The words of a passage, marked or not."""
    propre: list[str] = []
    champs: list[int] = []
    champ, ouvert = 0, False
    for caractere in unicodedata.normalize("NFC", texte):
        if caractere == _DEBUT:
            champ, ouvert = champ + 1, True
        elif caractere == _FIN:
            ouvert = False
        else:
            propre.append(caractere)
            champs.append(champ if ouvert else 0)
    lisible = "".join(propre)
    equivalent, places = _equivalent(lisible)
    mots = []
    for trouve in _MOT.finditer(equivalent):
        debut, fin = places[trouve.start()], places[trouve.end() - 1] + 1
        cle = trouve[0] if trouve[0][0] == "{" else trouve[0].replace(" ", "")
        if trouve[0].startswith(("{{", "{%")):
            cle = re.sub(
                r"\s+|\|.*(?=\}\})", "", trouve[0]
            )  # a filter changes the look of a value, not which one it is
        elif _POINTILLES.fullmatch(cle):
            cle = ".."  # however many
        mots.append(Mot(lisible[debut:fin], cle, debut, fin, champs[debut]))
    return mots


def _equivalent(texte: str) -> tuple[str, list[int]]:
    """The text with one quote, one dash, one space; and for each of its characters, its place in ``texte``."""
    if texte.isascii():
        return texte, list(range(len(texte)))
    morceaux: list[str] = []
    places: list[int] = []
    for place, caractere in enumerate(texte):
        egal = caractere.translate(_EGAUX)
        morceaux.append(egal)
        places += [place] * len(egal)
    return "".join(morceaux), places
