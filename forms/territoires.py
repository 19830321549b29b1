"""Regions, départements and their clocks as they were in 2012 (`territoires.yaml`)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents

METROPOLE = "métropole"


class Departement(NamedTuple):
    """A département: its number (`79`, `2A`, `974`), its name, its chef-lieu and its region as annexe II names it."""

    numero: str
    nom: str
    chef_lieu: str
    region: str


class Fuseau(NamedTuple):
    """A time zone: its French name (`heure de Paris`), its hours ahead of UTC in winter, and whether it has a summer time.

    No time zone database: not every machine has one. The rule is the European directive's (2000/84/CE).
    """

    nom: str
    decalage: int
    ete: bool

    def local(self, universel: datetime.datetime) -> datetime.datetime:
        """What clocks show at an instant of UTC."""
        return universel + datetime.timedelta(hours=self.decalage + (self.ete and _en_ete(universel)))

    def universel(self, local: datetime.datetime) -> datetime.datetime:
        """The instant of UTC when clocks show this; of the two that an October night offers, the first."""
        hiver = local - datetime.timedelta(hours=self.decalage)
        ete = hiver - datetime.timedelta(hours=1)
        return ete if self.ete and _en_ete(ete) else hiver


def _en_ete(universel: datetime.datetime) -> bool:
    """Whether an instant of UTC falls between the last Sundays of March and October, at one in the morning."""
    debut, fin = (datetime.datetime(universel.year, mois, 31, 1) for mois in (3, 10))
    return _dimanche(debut) <= universel < _dimanche(fin)


def _dimanche(jour: datetime.datetime) -> datetime.datetime:
    return jour - datetime.timedelta(days=(jour.weekday() + 1) % 7)


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


@cache
def fuseaux() -> Mapping[str, Fuseau]:
    """The time zones by département overseas (`972`), and that of all others under `métropole`."""
    donnees = lire_donnees("territoires.yaml")["fuseaux"]
    return {cle: Fuseau(d["nom"], int(d["decalage"]), d.get("ete") == "oui") for cle, d in donnees.items()}


def fuseau(departement: str | None, region: str | None = None) -> Fuseau:
    """The clocks of a département, else of a region that has only one, else of mainland France."""
    if departement is None and region:
        siens = [d.numero for d in departements().values() if sans_accents(d.region) == sans_accents(region)]
        departement = siens[0] if siens else None
    return fuseaux().get(departement or METROPOLE, fuseaux()[METROPOLE])
