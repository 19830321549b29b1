"""Applying the rules to a dossier: findings with their position, and the verdict, which is not the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.instruction import Instruction, Verdict
from maia.forms.lecture import Lecture, Position
from maia.validators.catalogue import regles
from maia.validators.fautes import spoile
from maia.validators.registre import REGLES, Aspect, Regle

_POIDS = {Gravite.BLOQUANT: 0, Gravite.AVERTISSEMENT: 1, Gravite.INFORMATION: 2}


@dataclass(frozen=True, slots=True)
class Rapport(Instruction):
    """What checking gave, with the rules applied and those a fault of writing prevented."""

    appliquees: tuple[str, ...]
    empechees: tuple[str, ...]


def verifier(dossier: Dossier, campagne: Campagne, lecture: Lecture | None = None) -> Rapport:
    """Apply every rule; `lecture` gives the findings their line and column."""
    illisibles = [chemin for f in dossier.fautes if (chemin := spoile(f)) is not None]
    constats: list[Constat] = []
    appliquees: list[str] = []
    empechees: list[str] = []
    for regle in regles():
        if any(regle.lit(chemin) for chemin in illisibles):
            empechees.append(regle.id)
        else:
            appliquees.append(regle.id)
            constats += _appliquer(regle, dossier, campagne)
    if lecture:
        constats = [_situer(c, lecture) for c in constats]
    constats.sort(key=lambda c: (_POIDS[c.gravite], c.ligne or 0, c.colonne or 0, c.regle))
    return Rapport(tuple(constats), _verdict(constats, empechees, campagne), tuple(appliquees), tuple(empechees))


def _appliquer(regle: Regle, dossier: Dossier, campagne: Campagne) -> Iterator[Constat]:
    for constat in regle.verifier(dossier, campagne):
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
_SUR_LE_NOM = frozenset({"F01", "B06", "B07", "P17"})


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
    """What nothing denies: neither a blocking finding, nor a blocking rule that could not be applied (unproved)."""
    refuses = {REGLES[c.regle].aspect for c in constats if c.gravite is Gravite.BLOQUANT}
    refuses |= {REGLES[r].aspect for r in empechees if _gravite(REGLES[r], campagne) is Gravite.BLOQUANT}
    return Verdict(Aspect.COMPLET not in refuses, Aspect.ELIGIBLE not in refuses, Aspect.BUDGET not in refuses)
