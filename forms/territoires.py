"""Regions and départements as they were in 2012 (`territoires.yaml`): which département lies in which region."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from maia.forms.donnees import lire_donnees


class Departement(NamedTuple):
    """A département: its number (`79`, `2A`, `974`), its name, its chef-lieu and its region as annexe II names it."""

    numero: str
    nom: str
    chef_lieu: str
    region: str


@cache
def departements() -> Mapping[str, Departement]:
    """Every département of 2012 by its number, read once."""
    return {
        numero: Departement(numero, d["nom"], d["chef_lieu"], region)
        for region, liste in lire_donnees("territoires.yaml")["regions"].items()
        for numero, d in liste.items()
    }


def region_du_departement(numero: str) -> str | None:
    """Region of a département: `79` → `Poitou-Charentes`; `None` when there is no such département."""
    departement = departements().get(numero)
    return departement.region if departement else None
