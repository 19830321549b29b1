"""Texts with blanks (``{{ porteur }}``) and pieces of XML whose references move, filled for each document.

Source: ECMA-376 part 1, §18.3.1.46 (headers and footers).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import groupby
from typing import Final, Protocol

from maia.generators.classeur.reperes import Contexte
from maia.generators.classeur.valeurs import xml, xml_de_cellule

ENTETE_MAXIMAL: Final = 255  # characters, codes included: beyond, Excel says the file is damaged
ENTETE_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Usage(Enum):
    """Where a blank stands, hence how its text is escaped."""

    CELLULE = auto()
    ENTETE = auto()
    PROPRIETE = auto()
    ONGLET = auto()


@dataclass(frozen=True, slots=True)
class Blanc:
    """A blank of a text: ``{{ porteur }}``."""

    champ: str
    usage: Usage
    limite: int = 0  # characters that a header leaves it

    def variable(self, onglets: frozenset[int]) -> bool:
        """Always."""
        return True

    def rendre(self, contexte: Contexte) -> str:
        """The text of the day, escaped."""
        texte = contexte.textes[self.champ]
        if self.usage is Usage.CELLULE:
            return xml_de_cellule(texte)
        if self.usage is Usage.ENTETE:
            return xml(_pour_entete(texte, self.limite))
        return xml(texte)


def _pour_entete(texte: str, limite: int) -> str:
    """A text in a header: on one line, ``&`` doubled since it starts a code there, cut to what Excel accepts."""
    texte = " ".join(texte.split("\n"))
    if len(texte) + texte.count("&") <= limite:
        return texte.replace("&", "&&")
    coupe = ""
    for caractere in texte:
        suivant = coupe + ("&&" if caractere == "&" else caractere)
        if len(suivant) >= limite:
            break
        coupe = suivant
    return coupe + "…"


class Piece(Protocol):
    """What can be written once the document's lines, sheet names and texts are known."""

    def rendre(self, contexte: Contexte, /) -> str:
        """The XML of the day."""

    def variable(self, onglets: frozenset[int], /) -> bool:
        """Whether it changes though no line is inserted; ``onglets``: sheets whose name holds a blank."""


Morceau = str | Piece


@dataclass(frozen=True, slots=True, eq=False)
class Gabarit:
    """A piece of XML made of constants and pieces, in order.

    ``constant`` is the whole text when nothing in it changes as long as no line is inserted; ``memorable`` tells that
    it depends on the inserted lines and the tab names only, which many documents share.
    """

    morceaux: tuple[Morceau, ...]
    memorable: bool
    constant: str | None = None

    def variable(self, onglets: frozenset[int]) -> bool:
        """Whether any piece does."""
        return any(not isinstance(m, str) and m.variable(onglets) for m in self.morceaux)

    def rendre(self, contexte: Contexte) -> str:
        """The text, in the document being made."""
        if self.constant is not None and contexte.identique:
            return self.constant
        if not self.memorable:
            return self._ecrire(contexte)
        cle = self, contexte.copie
        texte = contexte.memoire.get(cle)
        if texte is None:
            texte = contexte.memoire[cle] = self._ecrire(contexte)
        return texte

    def _ecrire(self, contexte: Contexte) -> str:
        return "".join([m if isinstance(m, str) else m.rendre(contexte) for m in self.morceaux])


@dataclass(slots=True)
class Figeur:
    """Makes a text of pieces, constant when nothing in it depends on the document alone; notes the blanks met."""

    neutre: Contexte
    variables: frozenset[int]  # sheets whose name holds a blank
    blancs: set[str] = field(default_factory=set)

    def __call__(self, morceaux: Sequence[Morceau]) -> Gabarit:
        """The text; ``morceaux`` in order, empty constants allowed."""
        suites: list[Morceau] = []
        for blanc, suite in groupby(morceaux, lambda m: isinstance(m, Blanc)):
            voisins = list(suite)
            suites += voisins if blanc else [self._suite(voisins)]
        if len(suites) == 1 and isinstance(suites[0], Gabarit):
            return suites[0]
        self.blancs.update(m.champ for m in suites if isinstance(m, Blanc))
        return Gabarit(tuple(suites), memorable=False)

    def _suite(self, morceaux: list[Morceau]) -> Gabarit:
        """A stretch without blanks."""
        gabarit = Gabarit(tuple(morceaux), memorable=True)
        if gabarit.variable(self.variables):
            return gabarit
        return replace(gabarit, constant=gabarit.rendre(self.neutre))


class Marques:
    """Marks left in an XML tree where pieces belong; the tree once written is cut at the marks.

    The marks are private-use characters, which no template has a reason to hold.
    """

    def __init__(self) -> None:
        self._pieces: list[Morceau] = []

    def poser(self, piece: Morceau) -> str:
        """The mark to leave."""
        self._pieces.append(piece)
        return f"\ue000{len(self._pieces) - 1}\ue001"

    def lire(self, brut: str) -> list[Morceau]:
        """The written tree, cut."""
        return [self._pieces[int(m)] if rang % 2 else m for rang, m in enumerate(_MARQUE.split(brut))]


_TAILLE: Final = re.compile(r"&[0-9]+$")
_PLACE_MINIMALE: Final = 30
_MARQUE: Final = re.compile("\ue000([0-9]+)\ue001")
_BLANC: Final = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")


def decouper(texte: str, usage: Usage) -> list[str | Blanc] | None:
    """Split a text around its blanks, raw (nothing escaped); ``None`` when a brace pair is no well-formed blank."""
    morceaux: list[str | Blanc] = []
    position = 0
    for trouve in _BLANC.finditer(texte):
        morceaux += [texte[position : trouve.start()], Blanc(trouve[1], usage)]
        position = trouve.end()
    morceaux.append(texte[position:])
    if any(isinstance(m, str) and ("{{" in m or "}}" in m) for m in morceaux):
        return None
    return [m for m in morceaux if m != ""]


def decouper_entete(texte: str) -> list[str | Blanc] | None:
    """Split a header or footer; ``None`` when a brace pair is no well-formed blank, or no room is left for blanks."""
    morceaux = decouper(texte, Usage.ENTETE)
    if morceaux is None:
        return None
    blancs = sum(isinstance(m, Blanc) for m in morceaux)
    # a number after "&" is a size: "&8" then "3 Rivières" would be read "&83"
    morceaux = [m + " " if isinstance(m, str) and _TAILLE.search(m) else m for m in morceaux]
    limite = (ENTETE_MAXIMAL - sum(len(m) for m in morceaux if isinstance(m, str))) // max(1, blancs)
    if blancs and limite < _PLACE_MINIMALE:
        return None
    return [replace(m, limite=limite) if isinstance(m, Blanc) else m for m in morceaux]
