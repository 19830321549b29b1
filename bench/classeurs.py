"""The budget workbook as openpyxl sees it: where each field goes, and values that fit the template's own lines.

openpyxl cannot insert lines without breaking formulas, so lines beyond the template's are left out, for everybody.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from bench.donnees import campagne_entiere
from bench.ouvriers import RACINE
from maia.forms.campagne import campagne
from maia.generators.budget import budget

MODELE = RACINE / "templates" / "budget.xlsx"
_ANNEE = "{{ annee }}"


@dataclass(frozen=True, slots=True)
class Ecriture:
    """One cell to write: rank of the sheet, row and column from 1, value."""

    feuille: int
    ligne: int
    colonne: int
    valeur: str | int | float


@dataclass(frozen=True, slots=True)
class Places:
    """Where each defined name stands: rank of the sheet, column, first and last rows."""

    noms: Mapping[str, tuple[int, int, int, int]]

    @classmethod
    def lire(cls, octets: bytes) -> Places:
        """From a template."""
        classeur = openpyxl.load_workbook(io.BytesIO(octets))
        noms: dict[str, tuple[int, int, int, int]] = {}
        for nom, defini in classeur.defined_names.items():
            for feuille, zone in defini.destinations:
                gauche, haut, _, bas = range_boundaries(zone)
                noms[nom] = (classeur.sheetnames.index(feuille), gauche or 1, haut or 1, bas or 1)
        return cls(noms)

    def couper(self, valeurs: Mapping[str, Any]) -> dict[str, Any]:
        """The values, each table cut at the number of lines of the template."""
        return {
            nom: v[: self.noms[nom][3] - self.noms[nom][2] + 1] if isinstance(v, list) else v
            for nom, v in valeurs.items()
        }

    def ecritures(self, valeurs: Mapping[str, Any]) -> Iterator[Ecriture]:
        """The cells to write for these values; `None` keeps what the template has."""
        for nom, valeur in valeurs.items():
            if isinstance(valeur, list):
                for rang, ligne in enumerate(valeur):
                    for champ, v in ligne.items():
                        if v is not None:
                            feuille, colonne, haut, _ = self.noms[f"{nom}.{champ}"]
                            yield Ecriture(feuille, haut + rang, colonne, _nombre(v))
            elif valeur is not None and nom in self.noms:
                feuille, colonne, haut, _ = self.noms[nom]
                yield Ecriture(feuille, haut, colonne, _nombre(valeur))


def modele_de_l_annee() -> bytes:
    """The template with the year already in its tabs, names and formulas, which openpyxl would not follow."""
    sortie, annee = io.BytesIO(), str(campagne().annee).encode()
    with zipfile.ZipFile(MODELE) as entree, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom in entree.namelist():
            archive.writestr(nom, entree.read(nom).replace(_ANNEE.encode(), annee))
    return sortie.getvalue()


def valeurs() -> list[dict[str, Any]]:
    """The fields of each porteur's workbook."""
    places, c = Places.lire(MODELE.read_bytes()), campagne()
    return [places.couper(budget(d, None, c).valeurs) for d, _ in campagne_entiere()]


def _nombre(valeur: Any) -> Any:
    return float(valeur) if isinstance(valeur, Decimal) else valeur


def en_programme() -> dict[str, Any]:
    """The template as a list of cells to write, and each document's values: for an engine that starts from nothing."""
    octets = modele_de_l_annee()
    places, classeur = Places.lire(octets), openpyxl.load_workbook(io.BytesIO(octets))
    styles: list[dict[str, Any]] = []
    feuilles = [
        {
            "titre": feuille.title,
            "colonnes": {nom: dimension.width for nom, dimension in feuille.column_dimensions.items()},
            "fusions": {
                f"{zone.min_row},{zone.min_col}": [zone.max_row, zone.max_col] for zone in feuille.merged_cells
            },
            "cellules": [
                [c.row, c.column, c.value, _rang(_style(c), styles)]
                for ligne in feuille.iter_rows()
                for c in ligne
                if c.value is not None or c.has_style
            ],
        }
        for feuille in classeur
    ]
    documents = [
        {"porteur": v["porteur"], "valeurs": [[e.feuille, e.ligne, e.colonne, e.valeur] for e in places.ecritures(v)]}
        for v in valeurs()
    ]
    return {"styles": styles, "feuilles": feuilles, "documents": documents}


def _style(cellule: Any) -> dict[str, Any]:
    """A cell's look, as XlsxWriter's options."""
    police, cadre = cellule.font, cellule.border
    style = {
        "font_name": police.name,
        "font_size": police.sz,
        "bold": bool(police.b),
        "italic": bool(police.i),
        "num_format": cellule.number_format,
        "text_wrap": bool(cellule.alignment.wrap_text),
        "align": cellule.alignment.horizontal,
        "valign": {"center": "vcenter"}.get(cellule.alignment.vertical, cellule.alignment.vertical),
        "locked": bool(cellule.protection.locked),
        **{nom: 1 for nom in ("left", "right", "top", "bottom") if (trait := getattr(cadre, nom)) and trait.style},
    }
    if cellule.fill.patternType == "solid" and isinstance(cellule.fill.fgColor.rgb, str):
        style["bg_color"] = f"#{cellule.fill.fgColor.rgb[-6:]}"
    return {nom: valeur for nom, valeur in style.items() if valeur is not None}


def _rang(style: dict[str, Any], styles: list[dict[str, Any]]) -> int:
    if style not in styles:
        styles.append(style)
    return styles.index(style)
