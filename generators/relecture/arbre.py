"""The fields that a document gives its template, learnt from real fills: their paths, an example of each.

One tree serves the documentation and the check of edited templates, so that both always tell what the documents do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from maia.generators.proprietes import en_json
from maia.generators.word.champs import ELEMENT, ChampLu, Emploi

__all__ = ["Noeud", "apprendre"]


@dataclass(slots=True)
class Noeud:
    """A field: a text and its ``exemple``, a block and its ``enfants``, or a list, whose elements are ``element``."""

    exemple: str = ""
    enfants: dict[str, Noeud] = field(default_factory=dict)
    element: Noeud | None = None
    texte: bool = False

    def suivre(self, chemin: Iterable[str]) -> tuple[Noeud, str] | Noeud:
        """The node at the end of a path; or the last one known, and the name that it hasn't."""
        noeud = self
        for etape in chemin:
            if etape == ELEMENT:
                if noeud.element is None:
                    return noeud, etape
                noeud = noeud.element
            elif etape in noeud.enfants:
                noeud = noeud.enfants[etape]
            else:
                return noeud, etape
        return noeud

    def feuilles(self, chemin: str = "") -> Iterator[tuple[str, Noeud]]:
        """Every field that is written, with its path: ``porteur.nom``, ``territoire[].canton``."""
        if self.texte:
            yield chemin, self
        for nom, enfant in self.enfants.items():
            yield from enfant.feuilles(f"{chemin}.{nom}" if chemin else nom)
        if self.element is not None:
            yield from self.element.feuilles(f"{chemin}{ELEMENT}")

    @property
    def vierge(self) -> bool:
        """Nothing was ever seen there but absence or an empty list: nothing can be said of what is below."""
        return not self.enfants and not self.texte and (self.element is None or self.element.vierge)

    def faute(self, lu: ChampLu) -> str | None:
        """What is wrong with the field that a tag names, in French."""
        trouve = self.suivre(lu.chemin)
        ecrit = en_clair(lu.chemin)
        if isinstance(trouve, tuple):
            connu, inconnu = trouve
            if (connu is not self and connu.vierge) or ELEMENT in lu.chemin[lu.chemin.index(inconnu) + 1 :]:
                return None  # in a loop over an unknown list, the list alone is told
            if inconnu == ELEMENT:
                return f"« {en_clair(lu.chemin[: lu.chemin.index(ELEMENT)])} » n’est pas une liste"
            proche = self._proche(ecrit, inconnu, connu, lu.chemin)
            suite = f" ; le plus proche : « {proche} »" if proche else ""
            return f"« {ecrit} » n’est pas un champ de ce document{suite}"
        if lu.emploi is Emploi.ECRIT and not trouve.texte and not trouve.vierge:
            if trouve.element is not None:
                return f"« {ecrit} » est une liste : parcourez-la par {{%p for … in {ecrit} %}} ou {{%tr for … in {ecrit} %}}"
            return f"« {ecrit} » est un bloc ; ses champs : {', '.join(trouve.enfants)}"
        if lu.emploi is Emploi.PARCOURU and trouve.element is None and not trouve.vierge:
            return f"« {ecrit} » n’est pas une liste"
        return None

    def _proche(self, ecrit: str, inconnu: str, connu: Noeud, chemin: tuple[str, ...]) -> str | None:
        """The nearest name in the same block, else among all the paths."""
        voisins = get_close_matches(inconnu, connu.enfants, n=1, cutoff=0.6)
        if voisins:
            return en_clair((*chemin[: chemin.index(inconnu)], voisins[0]))
        tous = {c.replace(ELEMENT, ""): c for c, _ in self.feuilles()}
        proches = get_close_matches(ecrit, tous, n=1, cutoff=0.6)
        if proches:
            return proches[0]
        derniers = [c for c in tous if c.rpartition(".")[2] == inconnu]
        return derniers[0] if derniers else None


def en_clair(chemin: Iterable[str]) -> str:
    """A path as an author writes it: ``territoire.canton`` for an element's field."""
    return ".".join(etape for etape in chemin if etape != ELEMENT)


def apprendre(valeurs: Iterable[Mapping[str, Any]]) -> Noeud:
    """The tree of the fields seen in several fills of a document."""
    racine = Noeud()
    for une in valeurs:
        _ajouter(racine, json.loads(en_json(une)))
    return racine


def _ajouter(noeud: Noeud, valeur: Any) -> None:
    if isinstance(valeur, dict):
        for nom, enfant in valeur.items():
            _ajouter(noeud.enfants.setdefault(nom, Noeud()), enfant)
    elif isinstance(valeur, list):
        noeud.element = noeud.element or Noeud()
        for enfant in valeur:
            _ajouter(noeud.element, enfant)
    elif isinstance(valeur, bool):
        noeud.texte = True
        noeud.exemple = noeud.exemple or "oui ou non"
    elif valeur is not None:
        noeud.texte = True
        texte = str(valeur).strip()
        if texte.strip(".… \u00a0€") and (not noeud.exemple or not noeud.exemple.strip(".… \u00a0€")):
            noeud.exemple = texte
