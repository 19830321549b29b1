"""Who comes when: the weekly grid of a PSI, with the clashes and gaps that the plan itself makes visible.

    semaine(psi).lignes[0].jours[6]      who comes on Sunday morning

Derived from the column « jours/horaires et fréquence de passage » (CIRC annexe VIII-2 §4); nothing here is typed.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from maia.forms.horaire import JOURNEE, JOURS, Creneau, Horaire, Moment, Plage, heure, notation_des_creneaux
from maia.forms.horaire_lecture import lire_horaire
from maia.forms.psi import Psi

# Where each part of the day begins, in hours. The text names the parts and gives no hours: these are usage, and only
# choose the row where an hour is shown.
_DEBUTS = {Moment.MATIN: 6, Moment.MIDI: 12, Moment.APRES_MIDI: 14, Moment.SOIR: 18, Moment.NUIT: 22}
_QUOTIDIEN = 5
"""A need met on this many days a week is taken for a need of every day: the days left are a gap to look at."""


@dataclass(frozen=True, slots=True)
class Visite:
    """One service in one box of the grid.

    `rang` is its row in `services_en_place`; `heures` is what it says of hours (`8 heures-10 heures`), empty when it
    names the part of the day or nothing; `frequence` is empty for every week, else `/15 jours`.
    """

    rang: int
    service: str
    nom: str
    numeros: tuple[int, ...]
    heures: str = ""
    frequence: str = ""


@dataclass(frozen=True, slots=True)
class LigneDeGrille:
    """A part of the day (`matin`… `nuit`, or `heure non précisée`) and, for each of the seven days, who comes."""

    moment: str
    jours: tuple[tuple[Visite, ...], ...]

    @property
    def vide(self) -> bool:
        """Whether nobody comes, any day."""
        return not any(self.jours)


@dataclass(frozen=True, slots=True)
class Chevauchement:
    """Two services (their rows in `services_en_place`) for one need, at one time of the same days."""

    rangs: tuple[int, int]
    numeros: tuple[int, ...]
    jours: tuple[int, ...]
    quand: str


@dataclass(frozen=True, slots=True)
class Manque:
    """A need met on most days of the week, and the days when nobody comes for it (0 for Monday)."""

    numero: int
    jours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grille:
    """The week of a person, ready to be printed.

    `jours`: the seven names, Monday first. `lignes`: always the five parts of the day in order, then one line « heure
    non précisée » if somebody comes on a known day at an hour not said; each line has seven boxes, each box a tuple of
    `Visite` in the order of the plan. A slot of several hours stands in each part of the day that it crosses.
    `sans_jour`: the services whose days are not said or not understood. `chevauchements`, `manques`: see these classes.
    `prochaine_revision`: the date when the plan is to be seen again, as written.
    """

    jours: tuple[str, ...]
    lignes: tuple[LigneDeGrille, ...]
    sans_jour: tuple[Visite, ...]
    chevauchements: tuple[Chevauchement, ...]
    manques: tuple[Manque, ...]
    prochaine_revision: datetime.date | None

    @property
    def vide(self) -> bool:
        """Whether there is nothing to show in the boxes."""
        return all(ligne.vide for ligne in self.lignes)


HEURE_NON_PRECISEE = "heure non précisée"


def semaine(p: Psi) -> Grille:
    """The weekly grid of a plan (`Grille` says its shape); never fails: what is not understood is in `sans_jour`."""
    horaires = [lire_horaire(s.frequence or "").horaire for s in p.services_en_place]
    cases: dict[tuple[str, int], list[Visite]] = defaultdict(list)
    sans_jour: list[Visite] = []
    for rang, h in enumerate(horaires):
        if h is None or not h.jours:
            sans_jour.append(_visite(p, rang, h.creneaux if h else (), h))
            continue
        for jour in h.jours:
            for moment, creneaux in _par_moment(h.du_jour(jour) or ()):
                cases[moment, jour].append(_visite(p, rang, creneaux, h))
    rangees = [LigneDeGrille(m, tuple(tuple(cases[m, j]) for j in range(7))) for m in (*Moment, HEURE_NON_PRECISEE)]
    if rangees[-1].vide:
        rangees.pop()
    return Grille(
        JOURS,
        tuple(rangees),
        tuple(sans_jour),
        tuple(chevauchements(p, horaires)),
        tuple(manques(p, horaires)),
        p.revision,
    )


def _visite(p: Psi, rang: int, creneaux: Sequence[Creneau], h: Horaire | None) -> Visite:
    s = p.services_en_place[rang]
    heures = notation_des_creneaux([c for c in creneaux if isinstance(c, Plage)])
    chaque_semaine = h is None or (h.chaque_semaine and not (h.frequence and h.frequence.fois > 1))
    return Visite(
        rang,
        s.service or "",
        s.nom or "",
        tuple(s.numeros),
        heures,
        "" if chaque_semaine else str(h.frequence if h else ""),
    )


def _par_moment(creneaux: Sequence[Creneau]) -> Iterator[tuple[str, tuple[Creneau, ...]]]:
    """Slots by part of the day; a slot that crosses two of them is in both."""
    if not creneaux:
        yield HEURE_NON_PRECISEE, ()
    for moment in Moment:
        if ici := tuple(c for c in creneaux if moment is c or (isinstance(c, Plage) and moment in _traverses(c))):
            yield moment, ici


def _traverses(p: Plage) -> set[Moment]:
    return {_moment(minute) for debut, fin in _minutes(p) for minute in (debut, *range(debut, fin, 60), fin - 1)}


def _moment(minute: int) -> Moment:
    return next((m for m in reversed(_DEBUTS) if minute >= _DEBUTS[m] * 60), Moment.NUIT)


def _minutes(p: Plage) -> tuple[tuple[int, int], ...]:
    """The minutes covered within one day; a slot that passes midnight has two pieces, a visit lasts a minute."""
    fin = p.debut + 1 if p.fin is None else p.fin
    return ((p.debut, fin),) if fin > p.debut else ((p.debut, JOURNEE), (0, fin))


# --- Clashes and gaps -----------------------------------------------------------------------------------------------


def chevauchements(p: Psi, horaires: Sequence[Horaire | None]) -> Iterator[Chevauchement]:
    """Pairs of weekly services that answer one same need at one same time; a presence round the clock meets nobody."""
    suivis = [(rang, h) for rang, h in enumerate(horaires) if h and h.chaque_semaine]
    for (a, ha), (b, hb) in combinations(suivis, 2):
        numeros = set(p.services_en_place[a].numeros) & set(p.services_en_place[b].numeros)
        if not numeros:
            continue
        communs: dict[str, list[int]] = defaultdict(list)
        for jour in range(7):
            for quand in _communs(ha.du_jour(jour) or (), hb.du_jour(jour) or ()):
                communs[quand].append(jour)
        for quand, jours in communs.items():
            yield Chevauchement((a, b), tuple(sorted(numeros)), tuple(jours), quand)


def _communs(uns: Sequence[Creneau], autres: Sequence[Creneau]) -> Iterator[str]:
    """When both are there for sure: the same part of the day, or hours that meet."""
    yield from (c for c in uns if isinstance(c, Moment) and c in autres)
    plages = [[c for c in creneaux if isinstance(c, Plage) and c != Plage(0, JOURNEE)] for creneaux in (uns, autres)]
    for a in plages[0]:
        for b in plages[1]:
            for debut, fin in ((max(x, y), min(z, t)) for x, z in _minutes(a) for y, t in _minutes(b)):
                if debut < fin:
                    yield heure(debut) if fin - debut == 1 else f"{heure(debut)}-{heure(fin)}"


def manques(p: Psi, horaires: Sequence[Horaire | None]) -> Iterator[Manque]:
    """Needs met five or six days a week by services whose days are all known, and not told as unmet."""
    dits = {numero for ecart in p.besoins_non_combles for numero in ecart.numeros}
    jours: dict[int, set[int]] = defaultdict(set)
    inconnus: set[int] = set()
    for s, h in zip(p.services_en_place, horaires, strict=True):
        for numero in s.numeros:
            if h is None or not h.jours or not h.chaque_semaine:
                inconnus.add(numero)
            else:
                jours[numero].update(h.jours)
    for numero in dict.fromkeys(b.numero for b in p.besoins if b.numero is not None):
        couverts = jours.get(numero, set())
        if numero not in dits | inconnus and _QUOTIDIEN <= len(couverts) < len(JOURS):
            yield Manque(numero, tuple(j for j in range(7) if j not in couverts))
