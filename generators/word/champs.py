"""The fields that a Word template asks for, tag by tag: a template full of faults can be read too.

A loop's variable stands for the elements of its list: in ``{%tr for l in territoire %}``, ``l.canton`` is
``territoire[].canton``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jinja2 import TemplateError, nodes

from maia.generators.word.langage import Langage
from maia.generators.word.valeurs import texte_word

__all__ = ["ELEMENT", "ChampLu", "Emploi", "champs_lus"]

ELEMENT: Final = "[]"
"""In a path, an element of the list."""

_BALISE: Final = re.compile(
    r"\{\{(?P<champ>(?:(?!\{\{|\}\}).)*)\}\}|\{%(?P<commande>(?:(?!\{%|%\}).)*)%\}|\{#(?:(?!\{#|#\}).)*#\}", re.DOTALL
)
_PREFIXE: Final = re.compile(r"^(?:p|tr)\s+|^-\s*")


class Emploi(StrEnum):
    """What a tag does with a field."""

    ECRIT = "écrit"
    PARCOURU = "parcouru"
    TESTE = "testé"


@dataclass(frozen=True, slots=True)
class ChampLu:
    """A field that a tag names: its path, what the tag does with it, the rank of its paragraph among those given."""

    chemin: tuple[str, ...]
    emploi: Emploi
    paragraphe: int
    balise: str


_Portee = dict[str, tuple[str, ...] | None]


def champs_lus(paragraphes: Sequence[str]) -> list[ChampLu]:
    """The fields of a part's paragraphs, in reading order; a tag that is badly written has none."""
    langage = Langage(texte_word, {})
    portees: list[_Portee] = [{}]
    lus: list[ChampLu] = []
    for rang, texte in enumerate(paragraphes):
        for balise in _BALISE.finditer(texte):
            if balise["champ"] is not None:
                essai = "{{" + _droits(balise["champ"]) + "}}"
            elif balise["commande"] is not None:
                contenu = _PREFIXE.sub("", _droits(balise["commande"]).strip()).removesuffix("-").strip()
                mot = (contenu.split(None, 1) or [""])[0]
                if mot == "endfor" and len(portees) > 1:
                    portees.pop()
                if mot not in ("if", "elif", "for"):
                    continue
                essai = "{% " + contenu.removeprefix("el") + (" %}{% endfor %}" if mot == "for" else " %}{% endif %}")
            else:
                continue
            try:
                arbre = langage.parse(essai)
            except (TemplateError, RecursionError, ValueError, OverflowError):
                portees += [dict(portees[-1])] if balise["commande"] and mot == "for" else []
                continue
            for chemin, emploi in _noms(arbre, portees):
                lus.append(ChampLu(chemin, emploi, rang, balise[0]))
    return lus


def _droits(balise: str) -> str:
    return balise.translate(str.maketrans("“”‘’", "\"\"''"))


def _noms(arbre: nodes.Template, portees: list[_Portee]) -> Iterator[tuple[tuple[str, ...], Emploi]]:
    portee = portees[-1]
    for noeud in arbre.body:
        if isinstance(noeud, nodes.For):
            yield from _chemins(noeud.iter, portee, Emploi.PARCOURU)
            parcouru = _chemin(noeud.iter, portee)
            dedans = dict(portee)
            cible = noeud.target
            if isinstance(cible, nodes.Name):
                dedans[cible.name] = None if parcouru is None else (*parcouru, ELEMENT)
            else:
                dedans |= {nom.name: None for nom in cible.find_all(nodes.Name)}
            portees.append({**dedans, "loop": None})
            for condition in filter(None, [noeud.test]):
                yield from _chemins(condition, portees[-1], Emploi.TESTE)
        elif isinstance(noeud, nodes.If):
            yield from _chemins(noeud.test, portee, Emploi.TESTE)
        elif isinstance(noeud, nodes.Output):
            for morceau in noeud.nodes:
                yield from _chemins(morceau, portee, Emploi.ECRIT)


def _chemins(noeud: nodes.Node, portee: _Portee, emploi: Emploi) -> Iterator[tuple[tuple[str, ...], Emploi]]:
    """The paths in an expression; only what stands alone in the tag is really written."""
    if isinstance(noeud, nodes.Name | nodes.Getattr | nodes.Getitem):
        chemin = _chemin(noeud, portee)
        if chemin:
            yield chemin, emploi
        return
    if isinstance(noeud, nodes.CondExpr):
        yield from _chemins(noeud.test, portee, Emploi.TESTE)
        for branche in filter(None, [noeud.expr1, noeud.expr2]):
            yield from _chemins(branche, portee, emploi)
        return
    for enfant in noeud.iter_child_nodes():
        yield from _chemins(enfant, portee, Emploi.TESTE)


def _chemin(noeud: nodes.Node | None, portee: _Portee) -> tuple[str, ...] | None:
    """The path of a name and what follows it; `None` for what only the values can tell."""
    if isinstance(noeud, nodes.Name):
        return portee.get(noeud.name, (noeud.name,))
    if isinstance(noeud, nodes.Getattr):
        debut = _chemin(noeud.node, portee)
        return None if debut is None else (*debut, noeud.attr)
    if isinstance(noeud, nodes.Getitem):
        debut = _chemin(noeud.node, portee)
        if debut is None:
            return None
        if isinstance(noeud.arg, nodes.Const):
            return (*debut, noeud.arg.value if isinstance(noeud.arg.value, str) else ELEMENT)
        return debut if isinstance(noeud.arg, nodes.Slice) else None
    return None
