"""The convention by our Word engine."""

from __future__ import annotations

from typing import Any

from bench.donnees import CONVENTION, campagne_entiere
from bench.ouvrier import Rendre
from maia.forms.campagne import campagne
from maia.generators.convention import convention_annuelle
from maia.generators.word import ModeleWord


def des_champs(champs: list[dict[str, Any]]) -> Rendre:
    """Fields to .docx."""
    modele = _modele()
    return lambda i: modele.rendre(champs[i % len(champs)])


def du_dossier(_: Any) -> Rendre:
    """Typed dossier and ARS file to .docx: fields computed each time."""
    modele, c = _modele(), campagne()
    dossiers = list(campagne_entiere())

    def rendre(i: int) -> bytes:
        d, a = dossiers[i % len(dossiers)]
        return modele.rendre(convention_annuelle(d, a, c).valeurs)

    return rendre


def _modele() -> ModeleWord:
    return ModeleWord.compiler(CONVENTION.read_bytes(), CONVENTION.name)
