"""How the workbook to fill looks and helps: colours, number formats, messages on a cell, drop-downs, printing.

Blue tells what is asked, yellow where to answer, grey what is computed; each also differs by its border or its
weight, for a black and white print.
"""

from __future__ import annotations

import datetime
import math
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from maia.forms.champs import Valeur
from maia.forms.classeur.normes import DATE, ETP, MONTANT, NOMBRE, lire_simple
from maia.forms.classeur.plan import Case
from maia.forms.francais import typographie

POLICE = "Arial"
BLEU, BLEU_PALE, BLEU_MOYEN, JAUNE, GRIS = "1F3A5F", "DCE6F1", "B8CCE4", "FFFBE6", "F2F2F2"
_TRAIT = Side("thin", color="BFBFBF")
CADRE = Border(left=_TRAIT, right=_TRAIT, top=_TRAIT, bottom=_TRAIT)
FORMATS = {MONTANT: "#,##0", NOMBRE: "0", ETP: "General", DATE: "dd/mm/yyyy"}
SANS_ZERO = '#,##0;-#,##0;""'
"""A total of nothing shows nothing, as on the paper form."""
TEXTE = "@"
LONGUEUR_MAX = 32_767
_PREMIER_JOUR = datetime.date(1900, 3, 1)  # Excel believes in a 29 February 1900: earlier days are ambiguous
_LISTE_MAX, _MESSAGE_MAX, _TITRE_MAX = 255, 255, 32


def imprimer(
    cellule: Any, texte: str, *, gras: bool = False, fond: str = "", taille: int = 9, encre: str = "000000"
) -> None:
    """A printed text: a label, a heading, a help."""
    _texte(cellule, texte)
    cellule.font = Font(name=POLICE, size=taille, bold=gras, color=f"FF{encre}")
    cellule.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    if fond:
        cellule.fill = PatternFill("solid", fgColor=f"FF{fond}")


def entete(cellule: Any, texte: str) -> None:
    """The heading of a column: white on dark blue."""
    imprimer(cellule, texte, gras=True, fond=BLEU, encre="FFFFFF")
    cellule.border = CADRE
    cellule.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def aide(cellule: Any, texte: str) -> None:
    """A help beside a cell to fill."""
    imprimer(cellule, texte, taille=8, encre="595959")


def ouvrir(cellule: Any, nature: Valeur, *, taille: int = 10, a_gauche: bool = False) -> None:
    """A cell to fill: yellow, free, in the format of its value."""
    cellule.font = Font(name=POLICE, size=taille)
    cellule.fill = PatternFill("solid", fgColor=f"FF{JAUNE}")
    cellule.border = CADRE
    cellule.protection = Protection(locked=False)
    cellule.number_format = FORMATS.get(nature.nom, TEXTE)
    cellule.alignment = Alignment(
        horizontal="left" if a_gauche or nature.nom not in FORMATS else None,
        vertical="center",
        wrap_text=nature.nom not in FORMATS,
        indent=0 if nature.nom in FORMATS and not a_gauche else 1,
    )


def calculer(
    cellule: Any, formule: str, *, libre: bool = False, fond: str = GRIS, forme: str = FORMATS[MONTANT]
) -> None:
    """A cell computed by a formula; `libre` when someone may type over it."""
    cellule.value = formule
    cellule.font = Font(name=POLICE, size=9, bold=True)
    cellule.fill = PatternFill("solid", fgColor=f"FF{fond}")
    cellule.border = CADRE
    cellule.number_format = forme
    cellule.alignment = Alignment(vertical="center")
    cellule.protection = Protection(locked=not libre)


def inscrivable(texte: str) -> bool:
    """Whether Excel can hold a text: no control character, 32 767 characters at most."""
    return len(texte) <= LONGUEUR_MAX and "\r" not in texte and not ILLEGAL_CHARACTERS_RE.search(texte)


def inscrire(cellule: Any, texte: str, nature: Valeur) -> None:
    """A value in its cell: a number or a date when it is one, else the text as it is."""
    lu = lire_simple(texte, nature.nom)
    if lu is None or (isinstance(lu, datetime.date) and lu < _PREMIER_JOUR):
        _texte(cellule, texte)
        cellule.number_format = TEXTE
    else:
        cellule.value = lu


def _texte(cellule: Cell, texte: str) -> None:
    cellule.value = texte
    cellule.data_type = "s"  # « =1+1 » and « #REF! » stay texts


def guider(feuille: Worksheet, case: Case, cellules: str, titre: str = "") -> None:
    """What shows when a cell is chosen, and the answers offered; a doubtful answer is questioned, never refused."""
    nature = case.nature
    source = f" Source : {case.champ.source}." if case.champ.source else ""
    message = typographie(f"{case.aide}{source}".strip())
    liste = ",".join(nature.choix)
    genre: dict[str, Any] = {}
    if nature.choix and len(liste) <= _LISTE_MAX and not any("," in choix for choix in nature.choix):
        genre = {"type": "list", "formula1": f'"{liste}"', "error": "Choisissez une réponse de la liste."}
    elif nature.nom in (MONTANT, NOMBRE):
        bornes = {"operator": "between", "formula1": "-999999999", "formula2": "999999999999"}
        genre = {"type": "whole", **bornes, "error": "Écrivez un nombre entier, sans centimes."}
    elif nature.nom == DATE:
        genre = {"type": "date", "operator": "greaterThan", "formula1": "60", "error": "Écrivez une date : 15/03/2012."}
    elif nature.nom == ETP:
        genre = {
            "type": "decimal",
            "operator": "between",
            "formula1": "0",
            "formula2": "100",
            "error": "Écrivez 1, 0,5 ou 80 %.",
        }
    validation = DataValidation(sqref=cellules, allow_blank=True, showInputMessage=True, **genre)
    validation.showErrorMessage = bool(genre)
    validation.errorStyle = "warning" if genre else None
    validation.errorTitle = "Réponse inattendue" if genre else None
    if message:
        validation.promptTitle = (titre or case.champ.libelle)[:_TITRE_MAX]
        validation.prompt = message if len(message) <= _MESSAGE_MAX else f"{message[: _MESSAGE_MAX - 1]}…"
    if genre or message:
        feuille.add_data_validation(validation)


def hauteur(
    textes: dict[int, str], largeurs: dict[int, float], minimum: float = 16, petites: tuple[int, ...] = ()
) -> float:
    """The height of a row, in points, that shows these texts (column → text) in columns of these widths.

    `petites` are the columns printed small, where more letters stand on a line.
    """
    lignes = 1
    for colonne, texte in textes.items():
        place = max(largeurs[colonne] * (1.3 if colonne in petites else 1.05), 5)
        lignes = max(lignes, sum(max(1, math.ceil(len(ligne) / place)) for ligne in texte.split("\n")))
    return max(minimum, min(13.0 * lignes + 4, 400))


def finir(feuille: Worksheet, largeurs: dict[int, float], *, paysage: bool = False, repeter: str = "") -> None:
    """Widths, protection without a password, printing on A4."""
    for colonne, largeur in largeurs.items():
        feuille.column_dimensions[get_column_letter(colonne)].width = largeur
    feuille.sheet_view.showGridLines = False
    feuille.protection.sheet = True
    for permis in ("formatCells", "formatColumns", "formatRows", "insertRows", "sort", "autoFilter"):
        setattr(feuille.protection, permis, False)
    feuille.page_setup.paperSize = 9
    feuille.page_setup.orientation = "landscape" if paysage else "portrait"
    feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    feuille.print_options.horizontalCentered = True
    feuille.HeaderFooter.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    for cote in ("left", "right"):
        setattr(feuille.page_margins, cote, 0.5)
    if repeter:
        feuille.print_title_rows = repeter
