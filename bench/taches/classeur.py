"""The budget workbook by our Excel engine."""

from __future__ import annotations

from typing import Any

from bench.classeurs import MODELE, valeurs
from bench.donnees import campagne_entiere
from bench.ouvrier import Rendre
from maia.forms.campagne import campagne
from maia.generators.budget import budget
from maia.generators.classeur import ModeleExcel


def des_champs(_: Any) -> Rendre:
    """Fields to .xlsx, the values of every formula computed."""
    modele = _modele()
    tous = valeurs()
    return lambda i: modele.rendre(tous[i % len(tous)])


def du_dossier(_: Any) -> Rendre:
    """Typed dossier to .xlsx: fields computed each time, lines added where the form has too few."""
    modele, c = _modele(), campagne()
    dossiers = [d for d, _ in campagne_entiere()]
    return lambda i: modele.rendre(budget(dossiers[i % len(dossiers)], None, c).valeurs)


def _modele() -> ModeleExcel:
    return ModeleExcel.compiler(MODELE.read_bytes(), MODELE.name)
