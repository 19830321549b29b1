"""A Word part as its reader sees it: paragraphs and table rows in order, under their article.

What counts is the text once every tracked change is accepted. Page numbers and other fields that Word computes again
are left out, so that saving the file changes nothing.

Source: ECMA-376 part 1, §17.3 (text), §17.13.5 (revisions), §17.16 (fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from maia.generators.ooxml import Paquet, PaquetRefuse

__all__ = ["CORPS", "Passage", "W", "brut", "parties_lues", "passages"]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CORPS: Final = "word/document.xml"
PASSAGES_MAXIMAUX: Final = 20_000  # fifty times the longest form
SIGNES_MAXIMAUX: Final = 1_000_000
_GENRES: Final = ("header", "footer", "footnotes", "endnotes")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OUBLIES: Final = frozenset(
    f"{W}{nom}" for nom in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "txbxContent", "tbl")
) | {f"{_MC}Fallback"}  # fmt: skip
_ESPACES: Final = frozenset(f"{W}{nom}" for nom in ("tab", "br", "cr", "ptab"))
# Fields whose result Word or LibreOffice computes again whenever it pleases.
_CALCULES: Final = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|DATE|TIME|SAVEDATE|PRINTDATE|FILENAME|NUMWORDS)\b", re.IGNORECASE
)
_TITRE: Final = re.compile(
    r"(?:article|annexe|titre|chapitre|partie|section)\s+(?:[0-9]+(?:er|-[0-9]+)?|[ivx]+)\b", re.IGNORECASE
)
_STYLE_DE_TITRE: Final = re.compile(r"(?:titre|heading) ?[0-9d]|intitul|rubrique|partie(?:de|en)", re.IGNORECASE)
_LONGUEUR_LIEU: Final = 60
_BARRE: Final = " | "


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a table row (its cells) or a paragraph of a text box.

    ``rang`` is the rank of its first paragraph among all those of the part, ``lieu`` the title it stands under.
    """

    partie: str
    rang: int
    lieu: str
    cellules: tuple[str, ...]
    zone: bool = False

    @property
    def texte(self) -> str:
        """The text, cells separated by bars."""
        return _BARRE.join(self.cellules)

    def cellule(self, position: int) -> int:
        """The cell that holds a position of the text."""
        fin = 0
        for rang, cellule in enumerate(self.cellules):
            fin += len(cellule) + len(_BARRE)
            if position < fin:
                return rang
        return len(self.cellules) - 1


def parties_lues(paquet: Paquet) -> list[str]:
    """The parts that hold text: the body first, then headers, footers and notes, by name."""
    if paquet.types_de_contenu.get(CORPS) != f"{_WORD}document.main+xml":
        raise PaquetRefuse("Ce fichier n’est pas un document Word .docx.")
    types = {f"{_WORD}{genre}+xml" for genre in _GENRES}
    return [CORPS, *sorted(nom for nom, genre in paquet.types_de_contenu.items() if genre in types)]


def passages(racine: etree._Element, partie: str) -> list[Passage]:
    """The passages of a part that say something, in reading order. Raises :class:`PaquetRefuse` beyond a length."""
    lecture = _Lecture(partie, {element: rang for rang, element in enumerate(racine.iter(f"{W}p"))})
    if len(lecture.rangs) > PASSAGES_MAXIMAUX:
        raise PaquetRefuse(f"Ce document a {len(lecture.rangs)} paragraphes ; {PASSAGES_MAXIMAUX} au plus sont lus.")
    lus, longueur = [], 0
    for passage in lecture.bloc(racine):
        longueur += sum(map(len, passage.cellules))
        if longueur > SIGNES_MAXIMAUX:
            raise PaquetRefuse(f"Ce document a plus de {SIGNES_MAXIMAUX} signes : il est trop long pour être relu.")
        if any(passage.cellules):
            lus.append(passage)
    return lus


@dataclass(slots=True)
class _Lecture:
    partie: str
    rangs: dict[etree._Element, int]
    lieu: str = ""

    def bloc(self, conteneur: etree._Element) -> Iterator[Passage]:
        for element in conteneur:
            if element.tag == f"{W}p":
                yield from self._paragraphe(element)
            elif element.tag == f"{W}tbl":
                yield from self._tableau(element)
            elif element.tag not in _OUBLIES:
                yield from self.bloc(element)  # w:body, w:sdtContent, w:ins, w:footnote…

    def _paragraphe(self, element: etree._Element) -> Iterator[Passage]:
        texte = brut(element)
        titre = _TITRE.match(texte.strip())
        style = element.find(f"{W}pPr/{W}pStyle")
        if titre:
            self.lieu = _majuscule(titre[0])
        elif texte.strip() and style is not None:
            nom = style.get(f"{W}val", "")
            dans_un_article = re.match(r"(?:Article|Annexe)\b", self.lieu)
            if _STYLE_DE_TITRE.match(nom) and (not dans_un_article or nom.lower().startswith("titred")):
                self.lieu = _couper(texte)
        yield Passage(self.partie, self.rangs[element], self.lieu, (texte.strip(),))
        yield from self._zones(element)

    def _tableau(self, tableau: etree._Element) -> Iterator[Passage]:
        for ligne in tableau.iter(f"{W}tr"):
            if next(ligne.iterancestors(f"{W}tbl"), None) is not tableau or _supprimee(ligne):
                continue
            cellules = [c for c in ligne.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr"), None) is ligne]
            textes = tuple(" ".join(filter(None, (brut(p).strip() for p in c.iter(f"{W}p")))) for c in cellules)
            paragraphes = list(ligne.iter(f"{W}p"))
            if not paragraphes:
                continue
            seul = next((t for t in textes if t), "")
            if titre := _TITRE.match(seul):
                self.lieu = _majuscule(titre[0])
            yield Passage(self.partie, self.rangs[paragraphes[0]], self.lieu, textes)
            for paragraphe in paragraphes:
                yield from self._zones(paragraphe)

    def _zones(self, paragraphe: etree._Element) -> Iterator[Passage]:
        for zone in paragraphe.iter(f"{W}txbxContent"):
            if next(zone.iterancestors(f"{_MC}Fallback"), None) is not None:
                continue
            for dedans in zone.iter(f"{W}p"):
                yield Passage(self.partie, self.rangs[dedans], self.lieu, (brut(dedans).strip(),), zone=True)


def brut(paragraphe: etree._Element) -> str:
    """The text of a paragraph: accepted, visible, without what Word computes by itself nor the text boxes hung to it."""
    return "".join(_Texte().morceaux(paragraphe))


class _Texte:
    """Complex fields span runs: what is open is remembered from one to the next."""

    def __init__(self) -> None:
        self.champs: list[str | None] = []  # instruction of each open field; None once in its result

    def morceaux(self, element: etree._Element) -> Iterable[str]:
        for enfant in element:
            if enfant.tag == f"{W}fldChar":
                yield from self._champ(enfant)
            elif enfant.tag == f"{W}instrText" and self.champs and self.champs[-1] is not None:
                self.champs[-1] += enfant.text or ""
            elif enfant.tag in _OUBLIES or self._masque(enfant) or _champ_calcule(enfant):
                continue
            elif enfant.tag == f"{W}t":
                yield enfant.text or "" if not any(c is not None for c in self.champs) else ""
            elif enfant.tag in _ESPACES:
                yield " "
            elif enfant.tag == f"{W}noBreakHyphen":
                yield "-"
            elif enfant.tag == f"{W}sym":
                yield _symbole(enfant)
            else:
                yield from self.morceaux(enfant)

    def _champ(self, element: etree._Element) -> Iterable[str]:
        genre = element.get(f"{W}fldCharType")
        if genre == "begin":
            self.champs.append("")
            case = element.find(f"{W}ffData/{W}checkBox")
            if case is not None:
                etat = case.find(f"{W}checked")
                etat = case.find(f"{W}default") if etat is None else etat
                yield "☒" if etat is not None and etat.get(f"{W}val", "1") not in ("0", "false") else "☐"
        elif genre == "separate" and self.champs:
            if not _CALCULES.match(self.champs[-1] or ""):
                self.champs[-1] = None
        elif genre == "end" and self.champs:
            self.champs.pop()

    @staticmethod
    def _masque(element: etree._Element) -> bool:
        if element.tag != f"{W}r":
            return False
        cache = element.find(f"{W}rPr/{W}vanish")
        return cache is not None and cache.get(f"{W}val", "1") not in ("0", "false")


def _champ_calcule(element: etree._Element) -> bool:
    return element.tag == f"{W}fldSimple" and _CALCULES.match(element.get(f"{W}instr", "")) is not None


def _symbole(element: etree._Element) -> str:
    """A character of a symbol font; Wingdings' boxes are the ones that forms use."""
    code = element.get(f"{W}char", "").upper().removeprefix("F0")
    if "wingdings" in element.get(f"{W}font", "").lower():
        return {"FE": "☒", "FD": "☒", "78": "☒", "A8": "☐", "6F": "☐"}.get(code, "□")
    return "□"


def _supprimee(ligne: etree._Element) -> bool:
    return ligne.find(f"{W}trPr/{W}del") is not None


def _majuscule(texte: str) -> str:
    return " ".join(texte.split()).capitalize() if texte.isupper() else " ".join(texte.split())


def _couper(texte: str) -> str:
    texte = " ".join(texte.split())
    return texte if len(texte) <= _LONGUEUR_LIEU else texte[: _LONGUEUR_LIEU - 1].rstrip() + "…"
