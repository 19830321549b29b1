"""Applying the rules to a dossier or a PSI: findings with their position, and the verdict, which is not the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.instruction import Instruction, Verdict
from maia.forms.lecture import Lecture, Position
from maia.forms.psi import Psi
from maia.validators.catalogue import regles
from maia.validators.fautes import spoile
from maia.validators.registre import REGLES, REGLES_DU_PSI, Aspect, Regle

_POIDS = {Gravite.BLOQUANT: 0, Gravite.AVERTISSEMENT: 1, Gravite.INFORMATION: 2}


@dataclass(frozen=True, slots=True)
class Rapport(Instruction):
    """What checking gave, with the rules applied and those a fault of writing prevented."""

    appliquees: tuple[str, ...]
    empechees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RapportPsi:
    """What checking a PSI gave: the findings, the worst first, and the rules applied or prevented.

    `coherent` is the verdict: every number leads to one problem and every cause is of the list, so that whoever
    receives the plan reads in it what its author wrote.
    """

    constats: tuple[Constat, ...]
    coherent: bool
    appliquees: tuple[str, ...]
    empechees: tuple[str, ...]

    def de_gravite(self, gravite: Gravite) -> list[Constat]:
        """The findings of one severity."""
        return [c for c in self.constats if c.gravite is gravite]


def verifier(dossier: Dossier, campagne: Campagne, lecture: Lecture | None = None) -> Rapport:
    """Apply every rule; `lecture` gives the findings their line and column."""
    constats, appliquees, empechees = _juger(dossier, regles(), campagne, lecture)
    return Rapport(tuple(constats), _verdict(constats, empechees, campagne), tuple(appliquees), tuple(empechees))


def verifier_psi(plan: Psi, campagne: Campagne, lecture: Lecture | None = None) -> RapportPsi:
    """Apply every rule of the PSI; `plan.situer` must have given it the faults of its reading, if there were any.

    Messages and remedies quote numbers, dates and words of the texts, never what the plan says of a person: they may be
    written in a file. Only the line shown by the terminal, under a finding, comes from the plan.
    """
    from maia.validators.psi import regles_du_psi  # noqa: PLC0415 - nothing of the PSI for those who check dossiers

    constats, appliquees, empechees = _juger(plan, regles_du_psi(), campagne, lecture)
    refuses = _refuses(constats, empechees, campagne, REGLES_DU_PSI)
    return RapportPsi(tuple(constats), Aspect.PLAN not in refuses, tuple(appliquees), tuple(empechees))


def _juger(
    lu: Dossier | Psi, catalogue: Iterable[Regle], campagne: Campagne, lecture: Lecture | None
) -> tuple[list[Constat], list[str], list[str]]:
    """Findings in order, ids of the rules applied, ids of those that a fault of writing prevented."""
    illisibles = [chemin for f in lu.fautes if (chemin := spoile(f)) is not None]
    constats: list[Constat] = []
    appliquees: list[str] = []
    empechees: list[str] = []
    for regle in catalogue:
        if any(regle.lit(chemin) for chemin in illisibles):
            empechees.append(regle.id)
        else:
            appliquees.append(regle.id)
            constats += _appliquer(regle, lu, campagne)
    if lecture:
        constats = [_situer(c, lecture) for c in constats]
    constats.sort(key=lambda c: (_POIDS[c.gravite], c.ligne or 0, c.colonne or 0, c.regle))
    return constats, appliquees, empechees


def _appliquer(regle: Regle, lu: Dossier | Psi, campagne: Campagne) -> Iterator[Constat]:
    for constat in regle.verifier(lu, campagne):
        yield replace(
            constat,
            message=typographie(constat.message),
            remede=typographie(constat.remede),
            regle=regle.id,
            gravite=_gravite(regle, campagne),
            source=regle.source,
            aspect=regle.aspect,
        )


def _gravite(regle: Regle, campagne: Campagne) -> Gravite:
    return campagne.gravites.get(regle.id, regle.gravite)


# Rules that speak of a name (a field, an account, a piece) rather than of what stands after it.
_SUR_LE_NOM = frozenset({"F01", "B06", "B07", "P17", "Z01"})


def _situer(constat: Constat, lecture: Lecture) -> Constat:
    position = _position(constat.etapes, lecture, cle=constat.regle in _SUR_LE_NOM)
    return replace(constat, ligne=position.ligne, colonne=position.colonne, fin=position.fin)


def _position(chemin: Chemin, lecture: Lecture, *, cle: bool) -> Position:
    """Where to point: a value on one line; for a block, or what is missing from one, the block's name."""
    if lecture.contient(chemin):
        position = lecture.position(chemin)
        return lecture.position_cle(chemin) if cle or position.fin is None else position
    while chemin and not lecture.contient(chemin):
        chemin = chemin[:-1]
    return lecture.position_cle(chemin)


def _verdict(constats: list[Constat], empechees: list[str], campagne: Campagne) -> Verdict:
    refuses = _refuses(constats, empechees, campagne, REGLES)
    return Verdict(Aspect.COMPLET not in refuses, Aspect.ELIGIBLE not in refuses, Aspect.BUDGET not in refuses)


def _refuses(
    constats: list[Constat], empechees: list[str], campagne: Campagne, catalogue: dict[str, Regle]
) -> set[Aspect]:
    """What a blocking finding denies, or a blocking rule that could not be applied (unproved)."""
    refuses = {catalogue[c.regle].aspect for c in constats if c.gravite is Gravite.BLOQUANT}
    return refuses | {catalogue[r].aspect for r in empechees if _gravite(catalogue[r], campagne) is Gravite.BLOQUANT}
