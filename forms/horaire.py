"""Days, hours and frequency of a service, as a schedule, and in the notation of the PSI (CIRC annexe VIII-2 §4).

    notation(lire_horaire("lun. mer. 14h-16h").horaire)   → Lundi/mercredi 14 heures-16 heures

`maia.forms.horaire_lecture` reads what people write; this module holds what it means and writes it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""The days, in the order of the text; a day is its rank here, 0 for Monday."""

JOURNEE = 24 * 60
"""Minutes of a day: the end of a slot that lasts until midnight."""

# « 5 jours/7 lundi au vendredi ; 6 jours/7 lundi au samedi ; 7 jours/7 »
_CODES = {tuple(range(5)): "5 jours/7", tuple(range(6)): "6 jours/7", tuple(range(7)): "7 jours/7"}
# From this many days in a row, the first and the last are enough: « lundi-mercredi ».
_SUITE = 3


class Moment(StrEnum):
    """A part of the day, when no hour is given."""

    MATIN = "matin"
    MIDI = "midi"
    APRES_MIDI = "après-midi"
    SOIR = "soir"
    NUIT = "nuit"


@dataclass(frozen=True, slots=True, order=True)
class Plage:
    """From an hour to another, in minutes after midnight; without an end, the hour of a visit."""

    debut: int
    fin: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no hour: a programming error, since the reader only makes those that exist."""
        if not 0 <= self.debut < JOURNEE or not (self.fin is None or 0 < self.fin <= JOURNEE):
            raise ValueError("plage")


Creneau = Moment | Plage


class Unite(StrEnum):
    """What a frequency counts."""

    JOUR = "jour"
    SEMAINE = "semaine"
    MOIS = "mois"
    AN = "an"


@dataclass(frozen=True, slots=True)
class Frequence:
    """So many times every so many days, weeks, months: `/15 jours` is `Frequence(1, 15, Unite.JOUR)`."""

    fois: int
    tous_les: int
    unite: Unite

    def __str__(self) -> str:
        """`/15 jours`, `/1 mois`; `2 fois/semaine`, for which the text has no code."""
        unite = self.unite if self.tous_les == 1 or self.unite is Unite.MOIS else f"{self.unite}s"
        if self.fois == 1:
            return f"/{self.tous_les} {unite}"
        return f"{self.fois} fois/{unite}" if self.tous_les == 1 else f"{self.fois} fois/{self.tous_les} {unite}"


@dataclass(frozen=True, slots=True)
class Horaire:
    """When a service comes.

    `semaine` gives, for each day of passage in order, its slots (none when only the day is said); `creneaux` the slots
    when no day is said. `frequence` is `None` for what comes every week. One of the three says something.
    """

    semaine: tuple[tuple[int, tuple[Creneau, ...]], ...] = ()
    creneaux: tuple[Creneau, ...] = ()
    frequence: Frequence | None = None

    @property
    def jours(self) -> tuple[int, ...]:
        """The days of passage that are known, each week or on the weeks of passage."""
        if not self.semaine and self.frequence and self.frequence.tous_les == 1 and self.frequence.unite is Unite.JOUR:
            return tuple(range(7))
        return tuple(jour for jour, _ in self.semaine)

    @property
    def chaque_semaine(self) -> bool:
        """Whether the week shown by `semaine` is every week's."""
        f = self.frequence
        return f is None or (f.tous_les == 1 and f.unite in (Unite.JOUR, Unite.SEMAINE))

    def du_jour(self, jour: int) -> tuple[Creneau, ...] | None:
        """The slots of a day; empty when only the day is said, `None` when nobody comes or the days are not said."""
        if jour not in self.jours:
            return None
        return dict(self.semaine).get(jour, self.creneaux)


def horaire(
    semaine: dict[int, Sequence[Creneau]], creneaux: Sequence[Creneau] = (), frequence: Frequence | None = None
) -> Horaire:
    """A schedule in its one written form: days and slots in order, each once."""
    jours = tuple((jour, _en_ordre(semaine[jour])) for jour in sorted(semaine))
    return Horaire(jours, _en_ordre(creneaux), frequence)


_RANGS = {moment: rang for rang, moment in enumerate(Moment)}


def _en_ordre(creneaux: Sequence[Creneau]) -> tuple[Creneau, ...]:
    """Parts of the day first, then hours."""
    moments = sorted({c for c in creneaux if isinstance(c, Moment)}, key=_RANGS.__getitem__)
    plages = sorted({c for c in creneaux if isinstance(c, Plage)}, key=lambda p: (p.debut, p.fin or 0))
    return (*moments, *plages)


# --- The notation of the text ---------------------------------------------------------------------------------------


def notation(h: Horaire) -> str:
    """A schedule as annexe VIII-2 §4 writes it: `Lundi/vendredi 8 heures-10 heures/mercredi 14 heures-15 heures`."""
    texte = " ".join(filter(None, (str(h.frequence or ""), _semaine(h), notation_des_creneaux(h.creneaux))))
    return texte[:1].upper() + texte[1:]


def _semaine(h: Horaire) -> str:
    """The days that share their slots together, in the order of their first day."""
    groupes: dict[tuple[Creneau, ...], list[int]] = {}
    # Days without slots last: followed by another's slots, they would be read with them.
    for jour, creneaux in sorted(h.semaine, key=lambda passage: not passage[1]):
        groupes.setdefault(creneaux, []).append(jour)
    return "/".join(
        f"{notation_des_jours(jours)} {notation_des_creneaux(creneaux)}".rstrip() for creneaux, jours in groupes.items()
    )


def notation_des_jours(jours: Sequence[int]) -> str:
    """`[0, 1, 4]` → `lundi/mardi/vendredi`, Monday to Friday → `5 jours/7`."""
    rangs = tuple(sorted(jours))
    return _CODES.get(rangs) or "/".join(_suites(rangs))


def _suites(jours: Sequence[int]) -> Iterator[str]:
    for _, groupe in groupby(enumerate(jours), key=lambda rang_jour: rang_jour[1] - rang_jour[0]):
        suite = [JOURS[jour] for _, jour in groupe]
        if len(suite) >= _SUITE:
            yield f"{suite[0]}-{suite[-1]}"
        else:
            yield from suite


def notation_des_creneaux(creneaux: Sequence[Creneau]) -> str:
    """`matin-midi-soir`, `8 heures-10 heures et 17 heures 30`."""
    moments = "-".join(c for c in creneaux if isinstance(c, Moment))
    return " et ".join(filter(None, (moments, *(_plage(c) for c in creneaux if isinstance(c, Plage)))))


def _plage(p: Plage) -> str:
    if p == Plage(0, JOURNEE):
        return "24 heures/24"
    return heure(p.debut) if p.fin is None else f"{heure(p.debut)}-{heure(p.fin)}"


def heure(minutes: int) -> str:
    """`510` → `8 heures 30`."""
    heures, reste = divmod(minutes, 60)
    return f"{heures} heure{'s' if heures > 1 else ''}" + (f" {reste:02}" if reste else "")
