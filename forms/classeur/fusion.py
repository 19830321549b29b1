"""A dossier completed with what a workbook holds: the workbook wins where it says something, and every change is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maia.forms.classeur.arbres import feuilles
from maia.forms.classeur.normes import normaliser
from maia.forms.constat import Chemin
from maia.forms.francais import sans_accents
from maia.forms.lecture import Valeur

# What tells two rows of a list apart: the first of these that both have.
_IDENTITES = ("financeur", "poste", "partenaire", "canton", "nom")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changes: its path, what the dossier had (`None`: nothing), what it now has (`None`: nothing)."""

    chemin: Chemin
    avant: str | None
    apres: str | None


@dataclass(frozen=True, slots=True)
class Fusion:
    """The dossier completed, and what differs from the one before."""

    valeur: dict[str, Any]
    differences: tuple[Difference, ...]


def completer(existant: Mapping[str, Valeur], lu: Mapping[str, Valeur]) -> Fusion:
    """`existant` completed by `lu`, what a workbook holds.

    Blocks are completed field by field; an account that the workbook gives is taken whole; the rows of a list are
    those of the workbook, in its order, each completed by the row of the same name. Differences of writing alone
    (`12 500 €`, `12 500`) are none.
    """
    avant, apres = normaliser(existant), normaliser(lu)
    valeur = normaliser(_fondre(avant, apres, ()))
    anciennes, nouvelles = dict(feuilles(avant)), dict(feuilles(valeur))
    chemins = [*nouvelles, *(chemin for chemin in anciennes if chemin not in nouvelles)]
    return Fusion(
        valeur,
        tuple(
            Difference(chemin, anciennes.get(chemin), nouvelles.get(chemin))
            for chemin in chemins
            if anciennes.get(chemin) != nouvelles.get(chemin)
        ),
    )


def _fondre(avant: Any, apres: Any, chemin: Chemin) -> Any:
    if isinstance(avant, dict) and isinstance(apres, dict):
        if _est_compte(chemin):
            return apres if "financeurs" not in apres else {**apres, "financeurs": _lignes(avant, apres, chemin)}
        fondu = {cle: v for cle, v in avant.items() if cle not in apres}
        ordre = [*avant, *(cle for cle in apres if cle not in avant)]
        fondu |= {cle: _fondre(avant.get(cle), v, (*chemin, cle)) for cle, v in apres.items()}
        return {cle: fondu[cle] for cle in ordre}
    if isinstance(avant, list) and isinstance(apres, list):
        return _rangees(avant, apres, chemin)
    return apres


def _est_compte(chemin: Chemin) -> bool:
    return len(chemin) >= 3 and chemin[-3] == "budget"


def _lignes(avant: Mapping[str, Any], apres: Mapping[str, Any], chemin: Chemin) -> Any:
    return _fondre(avant.get("financeurs"), apres["financeurs"], (*chemin, "financeurs"))


def _rangees(avant: list[Any], apres: list[Any], chemin: Chemin) -> list[Any]:
    """The rows of `apres`, each over the row of `avant` that bears the same name, taken once."""
    restes = list(avant)
    fondues = []
    for rangee in apres:
        pareille = next((r for r in restes if _meme(r, rangee)), None)
        if pareille is not None:
            restes.remove(pareille)
        fondues.append(_fondre(pareille, rangee, (*chemin, 0)) if pareille is not None else rangee)
    return fondues


def _meme(a: Any, b: Any) -> bool:
    if not (isinstance(a, dict) and isinstance(b, dict)):
        return False
    for cle in _IDENTITES:
        if isinstance(a.get(cle), str) and isinstance(b.get(cle), str):
            return sans_accents(a[cle]) == sans_accents(b[cle])
    return False
