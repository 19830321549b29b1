"""Trees of texts, blocks and lists: their leaves, and values put or found at a path."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from maia.forms.constat import Chemin


def feuilles(valeur: Any, prefixe: Chemin = ()) -> Iterator[tuple[Chemin, str]]:
    """Every text of a tree, with its path."""
    if isinstance(valeur, dict):
        for cle, v in valeur.items():
            yield from feuilles(v, (*prefixe, cle))
    elif isinstance(valeur, list):
        for rang, v in enumerate(valeur):
            yield from feuilles(v, (*prefixe, rang))
    elif valeur is not None:
        yield prefixe, valeur


def poser(arbre: Any, chemin: Sequence[str | int], valeur: Any) -> bool:
    """Put a value at a path, making the blocks and lists on the way; false when something else stands there."""
    for etape, suivante in itertools.pairwise(chemin):
        if not (dedans := _entrer(arbre, etape, [] if isinstance(suivante, int) else {})):
            return False
        arbre = dedans[0]
    return bool(_entrer(arbre, chemin[-1], valeur, remplacer=True))


def _entrer(arbre: Any, etape: str | int, neuf: Any, *, remplacer: bool = False) -> list[Any]:
    if isinstance(arbre, dict) and isinstance(etape, str):
        if remplacer or etape not in arbre:
            arbre[etape] = neuf
    elif isinstance(arbre, list) and isinstance(etape, int) and 0 <= etape <= len(arbre):
        if etape == len(arbre):
            arbre.append(neuf)
        elif remplacer:
            arbre[etape] = neuf
    else:
        return []
    return [arbre[etape]]


def lire_a(valeur: Any, chemin: Sequence[str]) -> Any:
    """What a tree holds at a path of fields, or `None`."""
    for etape in chemin:
        if not isinstance(valeur, dict) or etape not in valeur:
            return None
        valeur = valeur[etape]
    return valeur
