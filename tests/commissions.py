"""The commission's workbook for the tests: six dossiers, three members, and how its sheets are read back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.generators.commission import Candidat, commission
from maia.matrice import matrice
from maia.verification import Verifie, verifier_fichiers
from tests.courriers import ars
from tests.lancer import EXEMPLES, GATINE

ISERE = GATINE.with_name("isere.yaml")
RESEAU = GATINE.with_name("reseau-equip-age.yaml")
REFUSES = EXEMPLES / "refuses"
ILLISIBLE = EXEMPLES / "illisibles" / "latin-1.yml"
FICHIERS = (
    GATINE,
    ISERE,
    REFUSES / "statuts-absents.yaml",
    RESEAU,
    ILLISIBLE,
    REFUSES / "centimes.yaml",
)
RECEVABLES = ["D01", "D02", "D04", "D05"]  # a budget at fault leaves a dossier admissible
TITRES, PREMIERE = 6, 7
MEMBRES: list[dict[str, Any]] = [
    {"nom": "Denis Marchais", "qualite": "ARS"},
    {"nom": "Annie Pelletier", "qualite": "représentante du conseil général", "conseil_general": "38"},
    {"nom": "Paul Rambaud", "qualite": "usagers", "retraits": ["RESEAU SANTE EQUIP'AGE"]},
]
POIDS = {
    "Compréhension du dispositif intégré": 2,
    "Pertinence du projet au regard du territoire": 3,
    "Qualité du partenariat": 3,
    "Faisabilité et calendrier": 2,
}


@cache
def verifies(fichiers: tuple[Path, ...]) -> tuple[Any, ...]:
    """The files, verified once for all tests."""
    return tuple(verifier_fichiers(fichiers, campagne()))


def rediger(a: Ars, *fichiers: Path) -> bytes:
    """The workbook."""
    lus, c = verifies(fichiers), campagne()
    candidats = [Candidat.de(v.lu.dossier, a) for v in lus if isinstance(v, Verifie)]
    return commission(matrice(lus, c), candidats, a, c)


def trois_membres() -> Ars:
    """The ARS, with a member who represents the Isère and one who withdraws for the réseau."""
    return ars({"commission.evaluateurs": MEMBRES})


def tableau(feuille: Worksheet, titres: int = 5) -> list[dict[str, Any]]:
    """The lines under the titles, by title; empty ones left out."""
    cles = [str(c.value) for c in feuille[titres]]
    lignes = feuille.iter_rows(min_row=titres + 1, values_only=True)
    return [dict(zip(cles, valeurs, strict=True)) for valeurs in lignes if any(v not in (None, "") for v in valeurs)]
