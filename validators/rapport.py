"""Applying the rules to a dossier: findings with their position, and the verdict, which is not the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, Position
from maia.validators.catalogue import regles
from maia.validators.registre import REGLES, Aspect, Regle

_DU_BUDGET = frozenset({"demande", "budget", "effectifs", "effectifs_supplementaires", "annee_pleine"})
_POIDS = {Gravite.BLOQUANT: 0, Gravite.AVERTISSEMENT: 1, Gravite.INFORMATION: 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an ARS decides on: the dossier is complete, the project eligible, the budget in order."""

    complet: bool
    eligible: bool
    budget_conforme: bool

    @property
    def recevable(self) -> bool:
        """Eligible and complete: what goes before the commission (CIRC §1.2.3)."""
        return self.complet and self.eligible


@dataclass(frozen=True, slots=True)
class Rapport:
    """The findings of one dossier, the worst first, the rules applied and those a fault of writing prevented."""

    constats: tuple[Constat, ...]
    verdict: Verdict
    appliquees: tuple[str, ...]
    empechees: tuple[str, ...]

    def de_gravite(self, gravite: Gravite) -> list[Constat]:
        """The findings of one severity."""
        return [c for c in self.constats if c.gravite is gravite]

    @property
    def bloquant(self) -> bool:
        """Whether a finding blocks."""
        return any(c.gravite is Gravite.BLOQUANT for c in self.constats)


def verifier(dossier: Dossier, campagne: Campagne, lecture: Lecture | None = None) -> Rapport:
    """Apply every rule; `lecture` gives the findings their line and column."""
    illisibles = [f.chemin for f in dossier.fautes if f.genre != "extra_forbidden"]
    constats: list[Constat] = []
    appliquees: list[str] = []
    empechees: list[str] = []
    for regle in regles():
        if regle.lit and any(_dans(regle, chemin) for chemin in illisibles):
            empechees.append(regle.id)
            continue
        appliquees.append(regle.id)
        constats += _appliquer(regle, dossier, campagne, illisibles)
    if lecture:
        constats = [_situer(c, lecture) for c in constats]
    constats.sort(key=lambda c: (_POIDS[c.gravite], c.ligne or 0, c.colonne or 0, c.regle))
    return Rapport(tuple(constats), _verdict(constats), tuple(appliquees), tuple(empechees))


def _dans(regle: Regle, chemin: Chemin) -> bool:
    return bool(chemin) and str(chemin[0]) in regle.lit


def _appliquer(regle: Regle, dossier: Dossier, campagne: Campagne, illisibles: list[Chemin]) -> Iterator[Constat]:
    gravite = campagne.gravites.get(regle.id, regle.gravite)
    for constat in regle.verifier(dossier, campagne):
        # A value that could not be read is reported once, as such: not again as missing.
        if regle.id[0] != "F" and any(constat.etapes[: len(f)] == f for f in illisibles):
            continue
        if regle.id in _COMPLETUDE and constat.etapes in illisibles:
            continue
        yield replace(constat, regle=regle.id, gravite=gravite, source=regle.source)


# Rules of family F that ask for a value: silent where it is written, if badly.
_COMPLETUDE = frozenset({"F05", "F06", "F07", "F11", "F12", "F13"})


def _situer(constat: Constat, lecture: Lecture) -> Constat:
    cle = constat.regle in ("F01", "B06", "B07", "P17")
    position = _position(constat.etapes, lecture, cle=cle)
    return replace(constat, ligne=position.ligne, colonne=position.colonne, fin=position.fin)


def _position(chemin: Chemin, lecture: Lecture, *, cle: bool) -> Position:
    """Where to point: the value; for what is missing, the name of the block where it should stand."""
    if lecture.contient(chemin):
        return lecture.position_cle(chemin) if cle else lecture.position(chemin)
    while chemin and not lecture.contient(chemin):
        chemin = chemin[:-1]
    return lecture.position_cle(chemin)


def _verdict(constats: list[Constat]) -> Verdict:
    refuses: set[Aspect] = set()
    for constat in constats:
        if constat.gravite is Gravite.BLOQUANT:
            refuses.add(REGLES[constat.regle].aspect)
            # A figure that can't be read leaves the form incomplete, and its budget unproved.
            if constat.regle[0] == "F" and constat.etapes and constat.etapes[0] in _DU_BUDGET:
                refuses.add(Aspect.BUDGET)
    return Verdict(Aspect.COMPLET not in refuses, Aspect.ELIGIBLE not in refuses, Aspect.BUDGET not in refuses)
