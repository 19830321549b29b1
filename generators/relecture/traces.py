"""What Word keeps beside the text: tracked changes, comments, hidden words.

Source: ECMA-376 part 1, §17.13.4 (comments), §17.13.5 (revisions), §17.3.2.41 (hidden text).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

from maia.forms.francais import INSECABLE, date_longue
from maia.generators.ooxml import Paquet
from maia.generators.proprietes import arbre
from maia.generators.relecture.ecarts import montrer
from maia.generators.relecture.passages import W, brut, parties_lues

__all__ = ["Genre", "Trace", "traces"]

_COMMENTAIRES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Genre(StrEnum):
    """Kinds of traces."""

    AJOUT = "ajout suivi"
    RETRAIT = "suppression suivie"
    COMMENTAIRE = "commentaire"
    MASQUE = "texte masqué"


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace: what Word shows in its margin, by whom and when if it says so."""

    genre: Genre
    texte: str
    auteur: str = ""
    date: datetime.date | None = None

    def __str__(self) -> str:
        par = f" de {self.auteur}" if self.auteur else ""
        le = f" du {date_longue(self.date)}" if self.date else ""
        return f"{self.genre}{par}{le}{INSECABLE}: {montrer(self.texte)}"


def traces(paquet: Paquet) -> list[Trace]:
    """Every trace that holds a text, the body's first. Raises `PaquetRefuse` for a part that can't be read."""
    trouvees: list[Trace] = []
    for partie in parties_lues(paquet):
        racine = arbre(paquet, partie)
        trouvees += _revisions(racine)
        trouvees += _masques(racine)
    for partie, genre in paquet.types_de_contenu.items():
        if genre == _COMMENTAIRES:
            for commentaire in arbre(paquet, partie).iter(f"{W}comment"):
                texte = " ".join(filter(None, map(brut, commentaire.iter(f"{W}p"))))
                trouvees.append(_trace(Genre.COMMENTAIRE, texte or "(vide)", commentaire))
    return trouvees


def _revisions(racine: etree._Element) -> Iterator[Trace]:
    """Insertions and deletions; what one person did on one day in neighbouring runs is told as one."""
    precedente: tuple[Trace, etree._Element] | None = None
    for element in racine.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"):
        retrait = element.tag in (f"{W}del", f"{W}moveFrom")
        balises = (f"{W}delText",) if element.tag == f"{W}del" else (f"{W}t",)
        texte = "".join(t.text or "" for t in element.iter(*balises))
        if not texte.strip():
            continue
        trace = _trace(Genre.RETRAIT if retrait else Genre.AJOUT, texte, element)
        if precedente and _suite(precedente[1], element) and (trace.genre, trace.auteur) == _qui(precedente[0]):
            trace = Trace(trace.genre, precedente[0].texte + texte, trace.auteur, precedente[0].date)
        elif precedente:
            yield precedente[0]
        precedente = trace, element
    if precedente:
        yield precedente[0]


def _suite(avant: etree._Element, apres: etree._Element) -> bool:
    suivant = avant.getnext()
    return suivant is apres


def _qui(trace: Trace) -> tuple[Genre, str]:
    return trace.genre, trace.auteur


def _masques(racine: etree._Element) -> Iterator[Trace]:
    for course in racine.iter(f"{W}r"):
        cache = course.find(f"{W}rPr/{W}vanish")
        texte = "".join(t.text or "" for t in course.iter(f"{W}t"))
        if cache is not None and cache.get(f"{W}val", "1") not in ("0", "false") and texte.strip():
            yield Trace(Genre.MASQUE, texte)


def _trace(genre: Genre, texte: str, element: etree._Element) -> Trace:
    return Trace(genre, texte, element.get(f"{W}author", ""), _date(element.get(f"{W}date", "")))


def _date(texte: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(texte[:10])
    except ValueError:
        return None
