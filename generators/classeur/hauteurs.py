"""How many lines a text takes in its cell, so that a longer text gets a taller line and is not cut when printed.

Excel measures that when a line is edited, LibreOffice does not when a file is opened: the height must be in the file.
It is estimated from the widths of Arial's letters, on the safe side: a line a little too tall beats a cut word.
Source: ECMA-376 part 1, §18.3.1.13 (column widths, in digits of the default font), §18.3.1.73 (line heights, in points).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from maia.generators.classeur.lecture import TABLEUR, FeuilleLue
from maia.generators.classeur.reperes import lire_repere

_LARGEURS: Final[Mapping[str, float]] = (
    dict.fromkeys("ijl’'|", 0.4)
    | dict.fromkeys("fItr.,:;!()[]/- \u00a0\u202f", 0.6)
    | dict.fromkeys("cksvxyzçJ?", 0.9)
    | dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZÀÂÉÈÊËÎÏÔÖÙÛÜÇ&w«»", 1.3)
    | dict.fromkeys("mMW@%œŒ—…", 1.75)
)
"""Widths of Arial's characters, in digits, rounded up by family; the others count one."""
_MARGE: Final = 0.9  # of a cell's width, in digits: its inner margins
_PAR_RETRAIT: Final = 1.3
_INTERLIGNE: Final = 1.28
_LARGEUR_PAR_DEFAUT: Final = 8.43


@dataclass(frozen=True, slots=True)
class Renvoi:
    """What wraps the text of a cell: digits on a line, height of a line in points."""

    largeur: float
    hauteur: float

    def hauteur_de(self, texte: str) -> float:
        """Height that the text needs, in points; 0 when it surely holds on one line."""
        if len(texte) * 1.3 <= self.largeur and "\n" not in texte:
            return 0
        lignes = sum(map(self._lignes, texte.split("\n")))
        return lignes * self.hauteur + 2 if lignes > 1 else 0

    def _lignes(self, paragraphe: str) -> int:
        lignes, reste = 1, self.largeur
        for mot in paragraphe.replace("-", "- ").split(" "):
            longueur = sum(_LARGEURS.get(c, 1.0) for c in mot)
            if longueur > reste and reste < self.largeur:
                lignes, reste = lignes + 1, self.largeur
            if longueur > self.largeur:  # a word longer than the line is cut by Excel
                lignes += int(longueur // self.largeur)
                longueur %= self.largeur
            reste -= longueur + _LARGEURS[" "]
        return lignes


class Mesures:
    """Measures of the cells of a sheet: formats of the workbook, widths of the columns, merged cells."""

    def __init__(self, feuille: FeuilleLue, styles: etree._Element) -> None:
        self._largeurs = _largeurs(feuille)
        self._par_defaut = _LARGEUR_PAR_DEFAUT
        self.ligne = 15.0
        """Height of a line that says none."""
        formats = feuille.racine.find(f"{TABLEUR}sheetFormatPr")
        if formats is not None:
            self._par_defaut = float(formats.get("defaultColWidth", _LARGEUR_PAR_DEFAUT))
            self.ligne = float(formats.get("defaultRowHeight", "15"))
        self._fusions: dict[tuple[int, int], int] = {}
        for fusion in feuille.racine.iter(f"{TABLEUR}mergeCell"):
            repere = lire_repere(fusion.get("ref", ""), feuille.index)
            if repere and (cadre := repere.cadre) and cadre.lignes[0] == cadre.lignes[1]:
                self._fusions[cadre.colonnes[0], cadre.lignes[0]] = cadre.colonnes[1]
        self._polices = styles.findall(f"{TABLEUR}fonts/{TABLEUR}font")
        self._formats = styles.findall(f"{TABLEUR}cellXfs/{TABLEUR}xf")

    def renvoi(self, colonne: int, ligne: int, style: int) -> Renvoi | None:
        """How a cell wraps its text; ``None`` when it does not."""
        alignement = self._formats[style].find(f"{TABLEUR}alignment")
        if alignement is None or alignement.get("wrapText") not in ("1", "true"):
            return None
        taille, gras = self._police(int(self._formats[style].get("fontId", "0")))
        derniere = self._fusions.get((colonne, ligne), colonne)
        largeur = sum(self._largeurs.get(c, self._par_defaut) for c in range(colonne, derniere + 1))
        largeur -= _MARGE + _PAR_RETRAIT * int(alignement.get("indent", "0"))
        return Renvoi(max(1.0, largeur * self._police(0)[0] / taille / (1.08 if gras else 1.0)), taille * _INTERLIGNE)

    def _police(self, rang: int) -> tuple[float, bool]:
        police = self._polices[rang]
        taille, gras = police.find(f"{TABLEUR}sz"), police.find(f"{TABLEUR}b")
        points = 11.0 if taille is None else float(taille.get("val", "11"))
        return points, gras is not None and gras.get("val", "1") in ("1", "true")


def _largeurs(feuille: FeuilleLue) -> dict[int, float]:
    largeurs: dict[int, float] = {}
    for col in feuille.racine.iter(f"{TABLEUR}col"):
        if col.get("width"):
            for colonne in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 256) + 1):
                largeurs[colonne] = float(col.get("width", ""))
    return largeurs
