"""PSI for the tests of the rules: a valid one (`psi_valide.yaml`), and what a few written changes make of it.

The cases of `validators/cas/Z*.yaml` are written as those of a dossier (`tests/dossiers.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maia.forms.campagne import campagne
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.psi import Psi
from maia.forms.saisie import lire_modele
from maia.validators.rapport import RapportPsi, verifier_psi
from maia.validators.registre import FAMILLES_DU_PSI
from tests.dossiers import ICI, Cas, cas, copie, ecrire, modifie
from tests.dossiers import lu as lire_arbre


def cas_du_psi() -> tuple[Cas, ...]:
    """Every case of the rules of a PSI."""
    return cas(tuple(FAMILLES_DU_PSI))


def base() -> dict[str, Any]:
    """The valid plan, as a tree of texts."""
    return copie(lire_arbre(ICI / "psi_valide.yaml"))  # type: ignore[no-any-return]


def ouvrir(texte: str) -> tuple[Lecture, Psi]:
    """A plan read as any file, its faults with it."""
    lecture = analyser(texte.encode(), "psi.yaml")
    assert not isinstance(lecture, Illisible), lecture
    saisie = lire_modele(lecture, Psi)
    plan = saisie.valeur or Psi()
    plan.situer(saisie.fautes)
    return lecture, plan


def juger_texte(texte: str) -> RapportPsi:
    """The report on a plan as written."""
    lecture, plan = ouvrir(texte)
    return verifier_psi(plan, campagne(), lecture)


def juger(changements: Mapping[str, Any] | None = None) -> RapportPsi:
    """The report on the valid plan with these changes."""
    return juger_texte(ecrire(modifie(changements or {}, base())))
