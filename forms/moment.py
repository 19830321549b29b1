"""When something arrived: a day, its hour if it is known, and whose hour when it is not the département's own.

15/03/2012                          a day
15/03/2012 23:59                    the hour of the département
16/03/2012 à 1 h 30 heure de Paris  the hour of somewhere else: a mail server in Paris, a dossier of Martinique
2012-03-16T00:30:00Z                as machines write it
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from maia.forms.francais import date_longue, sans_accents
from maia.forms.territoires import Fuseau, fuseaux
from maia.forms.types import date_lue, ecriture, texte_lu

_LONGUEUR = 80
_ECRIT = re.compile(
    r"(.+?)(?:T| à | )(\d{1,2})(?: ?:(\d{2})(?::\d{2}(?:[.,]\d+)?)?| ?h ?(\d{2})?) ?(.*)", re.IGNORECASE | re.ASCII
)
_DECALAGE = re.compile(r"(?:utc|tu|gmt)? ?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and perhaps an hour, as written; `universel` is the same instant in UTC when a time zone was written."""

    jour: datetime.date
    heure: datetime.time | None = None
    universel: datetime.datetime | None = None

    def chez(self, fuseau: Fuseau) -> Moment:
        """The same moment on the clocks of a time zone; a moment written without one is on them already."""
        if self.universel is None:
            return self
        local = fuseau.local(self.universel)
        return Moment(local.date(), local.time())

    def __str__(self) -> str:
        """`15 mars 2012 à 23 h 59`."""
        heure = f" à {self.heure.hour} h {self.heure.minute:02}" if self.heure else ""
        return f"{date_longue(self.jour)}{heure}"


def moment_lu(valeur: Any) -> Moment:
    """The moment typed; refuses what is neither a date nor a date and an hour."""
    texte = texte_lu(valeur)
    simple = re.sub(r",? +", " ", re.sub(r"\s+", " ", texte))
    if len(simple) > _LONGUEUR or not (lu := _ECRIT.fullmatch(simple)):
        return Moment(date_lue(texte))
    jour = date_lue(lu[1])
    try:
        heure = datetime.time(int(lu[2]), int(lu[3] or lu[4] or 0))
    except ValueError:
        raise PydanticCustomError("heure", "heure", {"valeur": texte}) from None
    return Moment(jour, heure, _universel(datetime.datetime.combine(jour, heure), sans_accents(lu[5]), texte))


def _universel(local: datetime.datetime, zone: str, texte: str) -> datetime.datetime | None:
    """The instant in UTC, `None` when no time zone is written."""
    if zone in ("", "heure locale"):
        return None
    for fuseau in fuseaux().values():
        if zone == sans_accents(fuseau.nom):
            return fuseau.universel(local)
    if zone in ("z", "utc", "tu", "gmt"):
        return local
    if not (lu := _DECALAGE.fullmatch(zone)) or int(lu[2]) > 14 or int(lu[3] or 0) > 59:
        raise PydanticCustomError("heure", "heure", {"valeur": texte})
    decalage = datetime.timedelta(hours=int(lu[2]), minutes=int(lu[3] or 0))
    return local - decalage if lu[1] == "+" else local + decalage


MomentSaisi = Annotated[
    Moment,
    BeforeValidator(moment_lu),
    ecriture(
        "date, ou date et heure locale",
        *("15/03/2012", "15/03/2012 23:59", "15 mars 2012 à 23 h 59", "16/03/2012 01:30 heure de Paris"),
        nom="Date et heure",
    ),
]
