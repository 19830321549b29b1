"""What changed between two versions of a plan: needs opened, closed, met or no longer met, services, refusals.

Pure functions from two plans to plain data. A need is followed by its number when its words are close, by its words
otherwise: numbers are often given anew. Source: CDC §3.3 (révision périodique); CIRC annexe VIII-2 §3 to §5.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from maia.forms.francais import sans_accents
from maia.forms.psi import Besoin, BesoinNonComble, Psi, ServiceEnPlace

T = TypeVar("T")

REFUS = ("La personne refuse", "L’entourage refuse", "Le service refuse")
_PROCHE, _MEME_NUMERO = 0.8, 0.45


class Etat(StrEnum):
    """How a need stands in a plan: VIII-2 §5 allows services in place and a gap at once."""

    COMBLE = "comblé"
    EN_PARTIE = "comblé en partie"
    NON_COMBLE = "non comblé"
    SANS_REPONSE = "sans réponse inscrite"


_RANG = {Etat.SANS_REPONSE: 0, Etat.NON_COMBLE: 0, Etat.EN_PARTIE: 1, Etat.COMBLE: 2}


@dataclass(frozen=True, slots=True)
class Suivi:
    """A need in both versions; `None` on the side where it is not."""

    avant: Besoin | None
    apres: Besoin | None
    etat_avant: Etat | None
    etat_apres: Etat | None

    @property
    def besoin(self) -> Besoin:
        """The need as it is now, or as it was."""
        besoin = self.apres or self.avant
        if besoin is None:
            raise TypeError("un suivi porte sur un besoin")
        return besoin

    @property
    def ouvert(self) -> bool:
        """Whether it is a new need."""
        return self.avant is None

    @property
    def clos(self) -> bool:
        """Whether the need is no longer in the plan."""
        return self.apres is None

    @property
    def progres(self) -> int:
        """Above zero when the need is better met, below when it is less."""
        if self.etat_avant is None or self.etat_apres is None:
            return 0
        return _RANG[self.etat_apres] - _RANG[self.etat_avant]

    @property
    def reformule(self) -> bool:
        """Whether its words changed."""
        return bool(self.avant and self.apres) and _cle(self.avant) != _cle(self.apres)

    @property
    def priorite_change(self) -> bool:
        """Whether it became, or ceased to be, a priority."""
        return (
            self.avant is not None
            and self.apres is not None
            and bool(self.avant.prioritaire) != bool(self.apres.prioritaire)
        )


@dataclass(frozen=True, slots=True)
class Ecart:
    """A gap and its cause, with the numbers of the needs in the version where it stands."""

    numeros: tuple[int, ...]
    reponse: str
    cause: str


@dataclass(frozen=True, slots=True)
class Comparaison:
    """Everything that changed from one version to the next; the lists keep the order of the plans."""

    du: date | None
    au: date | None
    suivis: tuple[Suivi, ...]
    services_commences: tuple[ServiceEnPlace, ...]
    services_arretes: tuple[ServiceEnPlace, ...]
    services_modifies: tuple[tuple[ServiceEnPlace, ServiceEnPlace], ...]
    refus_nouveaux: tuple[Ecart, ...]
    refus_leves: tuple[Ecart, ...]
    causes_changees: tuple[tuple[Ecart, Ecart], ...]

    @property
    def ouverts(self) -> list[Suivi]:
        """The needs that are new."""
        return [s for s in self.suivis if s.ouvert]

    @property
    def clos(self) -> list[Suivi]:
        """The needs no longer in the plan."""
        return [s for s in self.suivis if s.clos]

    @property
    def mieux_combles(self) -> list[Suivi]:
        """The needs better met than before."""
        return [s for s in self.suivis if s.progres > 0]

    @property
    def moins_combles(self) -> list[Suivi]:
        """The needs less met than before."""
        return [s for s in self.suivis if s.progres < 0]

    @property
    def vide(self) -> bool:
        """Whether nothing followed here changed."""
        changes = any(s.ouvert or s.clos or s.progres or s.reformule or s.priorite_change for s in self.suivis)
        services = self.services_commences or self.services_arretes or self.services_modifies
        return not (changes or services or self.refus_nouveaux or self.refus_leves or self.causes_changees)


def comparer(avant: Psi, apres: Psi) -> Comparaison:
    """What changed from `avant` to `apres`, two versions of one person's plan."""
    paires, disparus, nouveaux = _apparier(avant.besoins, apres.besoins, _ressemblance)
    suivis = [Suivi(a, b, etat(avant, a), etat(apres, b)) for a, b in paires]
    suivis += [Suivi(a, None, etat(avant, a), None) for a in disparus]
    suivis += [Suivi(None, b, None, etat(apres, b)) for b in nouveaux]
    memes, arretes, commences = _apparier(avant.services_en_place, apres.services_en_place, _meme_service)
    ecarts, leves, ajoutes = _apparier(_ecarts(avant), _ecarts(apres), _meme_ecart(paires))
    changees = [(a, b) for a, b in ecarts if a.cause != b.cause]
    return Comparaison(
        avant.date,
        apres.date,
        tuple(sorted(suivis, key=lambda s: (s.clos, s.besoin.numero or 0))),
        tuple(commences),
        tuple(arretes),
        tuple((a, b) for a, b in memes if _horaire(a) != _horaire(b) or a.numeros != b.numeros),
        tuple(e for e in [*ajoutes, *(b for _, b in changees)] if e.cause in REFUS),
        tuple(e for e in [*leves, *(a for a, _ in changees)] if e.cause in REFUS),
        tuple((a, b) for a, b in changees if a.cause not in REFUS and b.cause not in REFUS),
    )


def etat(p: Psi, besoin: Besoin) -> Etat:
    """How a need stands in its plan: services in place, a gap, both, or neither."""
    servis = {n for s in p.services_en_place for n in s.numeros} | {n for s in p.services_ponctuels for n in s.numeros}
    manquants = {n for b in p.besoins_non_combles for n in b.numeros}
    if besoin.numero in servis:
        return Etat.EN_PARTIE if besoin.numero in manquants else Etat.COMBLE
    return Etat.NON_COMBLE if besoin.numero in manquants else Etat.SANS_REPONSE


def _apparier(
    avant: Sequence[T], apres: Sequence[T], ressemblance: Callable[[T, T], float]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs, the closest first, each element used once; then what is left on either side. Zero is no resemblance."""
    candidats = [(ressemblance(a, b), i, j) for i, a in enumerate(avant) for j, b in enumerate(apres)]
    prises: dict[int, int] = {}
    for note, i, j in sorted(candidats, key=lambda c: (-c[0], c[1], c[2])):
        if note > 0 and i not in prises and j not in prises.values():
            prises[i] = j
    restes = set(prises.values())
    return (
        [(avant[i], apres[prises[i]]) for i in sorted(prises)],
        [a for i, a in enumerate(avant) if i not in prises],
        [b for j, b in enumerate(apres) if j not in restes],
    )


def _cle(besoin: Besoin | None) -> str:
    return sans_accents(besoin.texte or "") if besoin else ""


def _ressemblance(a: Besoin, b: Besoin) -> float:
    mots = difflib.SequenceMatcher(None, _cle(a), _cle(b), autojunk=False).ratio()
    meme_numero = a.numero is not None and a.numero == b.numero
    return mots + (0.1 if meme_numero else 0) if mots >= (_MEME_NUMERO if meme_numero else _PROCHE) else 0


def _meme_service(a: ServiceEnPlace, b: ServiceEnPlace) -> float:
    """The same type of service, better still with the same name: a change of worker is not an end of service."""
    if sans_accents(a.service or "") != sans_accents(b.service or ""):
        return 0
    return 1 + (sans_accents(a.nom or "") == sans_accents(b.nom or "")) + (a.numeros == b.numeros) / 2


def _horaire(s: ServiceEnPlace) -> str:
    return " ".join(sans_accents(s.frequence or "").split())


def _ecarts(p: Psi) -> list[Ecart]:
    return [_ecart(b) for b in p.besoins_non_combles]


def _ecart(b: BesoinNonComble) -> Ecart:
    return Ecart(tuple(b.numeros), b.reponse or "", b.cause or "")


def _meme_ecart(paires: Iterable[tuple[Besoin, Besoin]]) -> Callable[[Ecart, Ecart], float]:
    """The same answer to the same needs, numbers followed from one version to the other."""
    suite = {a.numero: b.numero for a, b in paires}

    def note(a: Ecart, b: Ecart) -> float:
        communs = {suite.get(n) for n in a.numeros} & set(b.numeros)
        reponses = difflib.SequenceMatcher(
            None, sans_accents(a.reponse), sans_accents(b.reponse), autojunk=False
        ).ratio()
        return reponses + (a.cause == b.cause) / 4 if communs and reponses >= _PROCHE else 0

    return note
