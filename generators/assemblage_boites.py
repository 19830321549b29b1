"""Where a page of a PDF is, and which way it is turned, whatever its author wrote; runs in the limited child process."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

A4 = (0.0, 0.0, 595.276, 841.89)
_ANCETRES_MAX = 50


def boite_visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What a reader shows of a page, in its own units: left, bottom, right, top."""
    feuille = boite(herite(page.obj, "/MediaBox")) or A4
    cadre = boite(herite(page.obj, "/CropBox"))
    if cadre:
        coupe = (
            max(cadre[0], feuille[0]),
            max(cadre[1], feuille[1]),
            min(cadre[2], feuille[2]),
            min(cadre[3], feuille[3]),
        )
        if coupe[2] - coupe[0] > 1 and coupe[3] - coupe[1] > 1:
            return coupe
    return feuille


def rotation(page: pikepdf.Page) -> int:
    """The quarter turns of a page, clockwise: 0, 90, 180 or 270; what is no quarter turn counts for none."""
    valeur = nombre(herite(page.obj, "/Rotate"))
    return int(valeur) % 360 if valeur is not None and int(valeur) % 90 == 0 else 0


def herite(objet: Any, cle: str) -> Any:
    """What a page or a field says under `cle`, itself or through those it belongs to."""
    noeud = objet
    for _ in range(_ANCETRES_MAX):
        if not isinstance(noeud, Dictionary):
            return None
        if cle in noeud:
            return noeud[cle]
        noeud = noeud.get("/Parent")
    return None


def boite(valeur: Any) -> tuple[float, float, float, float] | None:
    """A rectangle with its corners in order, or nothing when it is none."""
    if not isinstance(valeur, Array) or len(valeur) != 4:
        return None
    nombres = [nombre(v) for v in valeur]
    if any(n is None or abs(n) > 1e7 for n in nombres):
        return None
    a, b, c, d = (float(n) for n in nombres if n is not None)
    gauche, droite, bas, haut = min(a, c), max(a, c), min(b, d), max(b, d)
    return (gauche, bas, droite, haut) if droite - gauche > 1 and haut - bas > 1 else None


def nombre(valeur: Any) -> float | None:
    """A number, or nothing when it is none."""
    try:
        return float(valeur)
    except (TypeError, ValueError, OverflowError):
        return None
