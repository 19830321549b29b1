"""Proof, at compile time, that whatever the values a part stays well-formed and acceptable to Word.

The Jinja tree is walked with the stack of open XML elements: each branch of a condition and each turn of a loop must
leave the stack as it found it. A tag may begin in one paragraph and end in another, as authors do; it may not cut a
cell, a row or a table. Where a condition may empty a cell (Word demands a paragraph at its end) or a table (Word
demands a row), a mark is left for :func:`reparer`. Source: ECMA-376 part 1, §17.4.65 (``tc``), §17.4.37 (``tbl``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from jinja2 import nodes

__all__ = ["Analyse", "reparer"]

# Marks in the source: control characters, which no value may hold.
_FIN_A_VERIFIER: Final = "\x02"
_DEBUT_TABLEAU: Final = "\x03"
_FIN_TABLEAU: Final = "\x04"

_ELEMENT: Final = re.compile(r"<(/?)([^\s/>]+)([^>]*?)(/?)>")
_TRAVERSABLES: Final = frozenset({"w:t", "w:r", "w:p"})
_AVEC_PARAGRAPHE: Final = frozenset({"w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:txbxContent"})
_SANS_TEXTE: Final = frozenset({"w:body", "w:p", "w:r", "w:tbl", "w:tr", "w:tc"})
_TRANSPARENTS: Final = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins"})
_UNIQUES: Final = {
    "w:drawing": "une image",
    "w:pict": "une image",
    "w:object": "un objet incorporé",
    "w:bookmarkStart": "un signet",
    "w:footnoteReference": "un appel de note",
    "w:endnoteReference": "un appel de note",
    "w:commentReference": "un commentaire",
    "w:sdt": "un contrôle de contenu",
}
_TIRET: Final = "une balise « {%- » ou « -%} » coupe la mise en page : retirez le tiret"


class _Abandon(Exception):
    """The XML no longer makes sense after a fault: going on would only add false ones."""


@dataclass(slots=True)
class _Ouvert:
    nom: str
    profondeur: int
    garni: bool = False  # sure to hold the child that Word demands
    debut: tuple[nodes.TemplateData, int] | None = None


@dataclass
class Analyse:
    """Walks one parsed part.

    ``zones`` names the elements where a field may stand (``None``: anywhere). After :meth:`conduire`, ``fautes`` holds
    (line, message) and ``a_reparer`` says whether the text produced must go through :func:`reparer`.
    """

    arbre: nodes.Template
    zones: frozenset[str] | None = frozenset({"w:t"})
    fautes: list[tuple[int, str]] = field(default_factory=list)
    a_reparer: bool = False
    _pile: list[_Ouvert] = field(default_factory=list)
    _plancher: int = 0
    _profondeur: int = 0
    _boucles: int = 0
    _marques: list[tuple[nodes.TemplateData, int, str]] = field(default_factory=list)

    def conduire(self) -> None:
        """Check the part, put the marks, and leave the text as it will be written (no line marks, ``{_{`` undone)."""
        try:
            self._corps(self.arbre.body)
            if self._pile:
                self.fautes.append((1, _TIRET))
        except _Abandon:
            return
        for donnee, position, marque in sorted(self._marques, key=lambda m: -m[1]):
            donnee.data = donnee.data[:position] + marque + donnee.data[position:]
        self.a_reparer = bool(self._marques)
        for donnee in self.arbre.find_all(nodes.TemplateData):
            texte = donnee.data.replace("\n", "")
            for ecrit, voulu in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
                texte = texte.replace(ecrit, voulu)
            donnee.data = texte

    def _corps(self, noeuds: Sequence[nodes.Node]) -> None:
        for noeud in noeuds:
            if isinstance(noeud, nodes.Output):
                for morceau in noeud.nodes:
                    if isinstance(morceau, nodes.TemplateData):
                        self._xml(morceau)
                    elif self.zones is not None and (not self._pile or self._pile[-1].nom not in self.zones):
                        self.fautes.append((morceau.lineno, "ce champ n’est pas dans un texte"))
            elif isinstance(noeud, nodes.If):
                branches = [noeud.body, *(n.body for n in noeud.elif_), noeud.else_]
                for branche in branches:
                    self._branche(branche, noeud.lineno, "cette condition")
            elif isinstance(noeud, nodes.For):
                self._boucles += 1
                self._branche(noeud.body, noeud.lineno, "cette boucle")
                self._boucles -= 1
                self._branche(noeud.else_, noeud.lineno, "cette boucle")

    def _branche(self, corps: Sequence[nodes.Node], ligne: int, quoi: str) -> None:
        avant, plancher = self._pile, self._plancher
        self._pile, self._plancher = list(avant), len(avant)
        self._profondeur += 1
        self._corps(corps)
        self._profondeur -= 1
        if [e.nom for e in self._pile] != [e.nom for e in avant]:
            self._abandonner(
                ligne,
                f"{quoi} commence et finit à des endroits qui ne se répondent pas (par exemple l’un "
                "dans un tableau ou un lien, l’autre au-dehors)",
            )
        self._pile, self._plancher = avant, plancher

    def _xml(self, donnee: nodes.TemplateData) -> None:
        fin = 0
        for element in _ELEMENT.finditer(donnee.data):
            fermant, nom, _attributs, vide = element.groups()
            ligne = donnee.lineno + donnee.data.count("\n", 0, element.start())
            texte, fin = donnee.data[fin : element.start()], element.end()
            if texte.strip() and self._pile and self._pile[-1].nom in _SANS_TEXTE:
                self._abandonner(ligne, _TIRET)
            if not fermant:
                self._ouvrir(nom, donnee, element.start(), ligne)
            if fermant or vide:
                self._fermer(nom, donnee, element.start(), ligne)

    def _ouvrir(self, nom: str, donnee: nodes.TemplateData, position: int, ligne: int) -> None:
        if self._boucles and nom in _UNIQUES:
            self.fautes.append((ligne, f"{_UNIQUES[nom]} ne peut pas être répété par une boucle"))
        parent = next((e for e in reversed(self._pile) if e.nom not in _TRANSPARENTS), None)
        if parent is not None and parent.nom in _AVEC_PARAGRAPHE and nom in ("w:p", "w:tbl"):
            # the last child must be a paragraph, so a table makes the cell doubtful again
            parent.garni = nom == "w:p" and (parent.garni or parent.profondeur == self._profondeur)
        elif parent is not None and parent.nom == "w:tbl" and nom == "w:tr":
            parent.garni = parent.garni or parent.profondeur == self._profondeur
        self._pile.append(_Ouvert(nom, self._profondeur, debut=(donnee, position)))

    def _fermer(self, nom: str, donnee: nodes.TemplateData, position: int, ligne: int) -> None:
        if not self._pile or self._pile[-1].nom != nom:
            self._abandonner(ligne, _TIRET)
        if len(self._pile) <= self._plancher:
            if nom not in _TRAVERSABLES:
                self._abandonner(
                    ligne,
                    "une condition ou une boucle coupe une cellule, une ligne ou un tableau en deux ; "
                    "pour des lignes entières, employez {%tr … %}",
                )
            self._plancher = len(self._pile) - 1
        ouvert = self._pile.pop()
        if ouvert.garni:
            return
        if nom in _AVEC_PARAGRAPHE:
            self._marques.append((donnee, position, _FIN_A_VERIFIER))
        elif nom == "w:tbl" and ouvert.debut:
            self._marques += [(*ouvert.debut, _DEBUT_TABLEAU), (donnee, position, _FIN_TABLEAU)]

    def _abandonner(self, ligne: int, message: str) -> None:
        self.fautes.append((ligne, message))
        raise _Abandon


_TABLEAU_MARQUE: Final = re.compile(f"{_DEBUT_TABLEAU}([^{_DEBUT_TABLEAU}{_FIN_TABLEAU}]*){_FIN_TABLEAU}</w:tbl>")


def reparer(xml: str) -> str:
    """A table left without rows goes; a cell, header or note left without a paragraph at its end gets an empty one."""
    while _DEBUT_TABLEAU in xml:  # inner tables first
        xml = _TABLEAU_MARQUE.sub(lambda m: f"{m[1]}</w:tbl>" if "<w:tr" in m[1] else "", xml)
    morceaux = xml.split(_FIN_A_VERIFIER)
    return "".join(_avec_paragraphes(morceaux))


def _avec_paragraphes(morceaux: list[str]) -> Iterator[str]:
    for morceau in morceaux[:-1]:
        yield morceau if _finit_par_un_paragraphe(morceau) else f"{morceau}<w:p/>"
    yield morceaux[-1]


def _finit_par_un_paragraphe(xml: str) -> bool:
    while True:
        debut = xml.rfind("<")
        dernier = xml[debut:]
        if dernier.startswith(("</w:p>", "</w:sdt>", "<w:p/>", "<w:p ")):
            return True
        if not re.match(r"<w:(?:bookmark|comment|perm)[^>]*/>", dernier):
            return False
        xml = xml[:debut]
