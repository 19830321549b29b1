"""Files verified: what was read, the report, and every check behind it, those that found nothing included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin
from maia.forms.controle import Controle, Resultat
from maia.forms.lecture import Illisible, Lecture, Valeur
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.forms.pieces import Catalogue, catalogue
from maia.validators.catalogue import regles
from maia.validators.rapport import Rapport, verifier
from maia.validators.registre import Regle


@dataclass(frozen=True, slots=True)
class Verifie:
    """A dossier verified: its file, the report on it, and the checks behind the report, in the catalogue's order."""

    lu: DossierLu
    rapport: Rapport
    controles: tuple[Controle, ...]


def verifier_fichiers(
    chemins: Iterable[Path], campagne: Campagne, pieces: Catalogue | None = None
) -> list[Verifie | Illisible]:
    """Read and verify each file, in order; all their pieces are opened in one go.

    The pieces asked are the national ones, those of `pieces`, and those that the campaign adds.
    """
    demandees = (pieces or catalogue()).avec(campagne.pieces)
    lus = [ouvrir(chemin, demandees) for chemin in chemins]
    examiner_pieces([lu for lu in lus if isinstance(lu, DossierLu)])
    return [lu if isinstance(lu, Illisible) else _verifier(lu, campagne) for lu in lus]


def _verifier(lu: DossierLu, campagne: Campagne) -> Verifie:
    r = verifier(lu.dossier, campagne, lu.lecture)
    faits = controles(r, campagne, lu.lecture)
    return Verifie(lu, replace(r, controles=faits), faits)


def controles(r: Rapport, campagne: Campagne, lecture: Lecture) -> tuple[Controle, ...]:
    """Every rule of the catalogue with what it gave on this dossier, in the catalogue's order."""
    trouves = Counter(constat.regle for constat in r.constats)
    return tuple(
        Controle(
            regle.id,
            regle.famille,
            regle.titre,
            campagne.gravites.get(regle.id, regle.gravite),
            regle.source,
            regle.aspect,
            _resultat(regle, r, trouves[regle.id], lecture),
            trouves[regle.id],
        )
        for regle in regles()
    )


def _resultat(regle: Regle, r: Rapport, constats: int, lecture: Lecture) -> Resultat:
    if regle.id in r.empechees:
        return Resultat.NON_FAIT
    if constats:
        return Resultat.CONSTAT
    # A rule that says what it reads has proved nothing when none of it is written.
    if regle.lus and not any(_ecrit(lecture.valeur, lu) for lu in regle.lus):
        return Resultat.SANS_OBJET
    return Resultat.SANS_ANOMALIE


def _ecrit(valeur: Valeur, chemin: Chemin) -> bool:
    """Whether something is written at `chemin`, where `*` stands for any row."""
    if not chemin or valeur is None:
        return valeur is not None
    tete, reste = chemin[0], chemin[1:]
    if isinstance(valeur, dict):
        return _ecrit(valeur.get(str(tete)), reste)
    return isinstance(valeur, list) and tete == "*" and any(_ecrit(v, reste) for v in valeur)
