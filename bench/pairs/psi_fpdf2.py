"""The PSI by fpdf2: same fonts and tables, without tags nor PDF/A."""

from __future__ import annotations

from typing import Any

from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos

from bench.ouvrier import Rendre
from bench.pairs.plan import INTRODUCTION, NOTE, POLICES, TITRE, Plan, Tableau, plan

_ENCRE, _BANDEAU, _FOND = (28, 43, 63), (211, 219, 230), (238, 241, 245)


class _Document(FPDF):
    """Header and footer are methods, in fpdf2."""

    def __init__(self, p: Plan) -> None:
        super().__init__(format="A4")
        self.plan = p

    def header(self) -> None:
        """Name of the site and, from the second page, of the person."""
        self.set_font("S", "B", 8.5)
        self.set_xy(15, 9)
        self.cell(90, 4, self.plan.site)
        self.set_font("S", "", 8.5)
        if self.page_no() > 1:
            self.cell(90, 4, self.plan.personne, align="R")
        self.set_xy(15, 13)
        self.cell(90, 4, "Service de Gestion de Cas")
        self.line(15, 18, 195, 18)
        self.set_y(21)

    def footer(self) -> None:
        """Secrecy, author, page."""
        self.set_y(-15)
        self.set_font("S", "", 8)
        self.cell(150, 5, self.plan.pied)
        self.cell(30, 5, f"Page {self.page_no()}/{{nb}}", align="R")


def preparer(champs: list[dict[str, Any]]) -> Rendre:
    """Fonts are read for each document: they belong to it, in fpdf2."""

    def rendre(i: int) -> bytes:
        p = plan(champs[i % len(champs)])
        document = _Document(p)
        for style, nom in (("", "Regular"), ("B", "Bold"), ("I", "It")):
            document.add_font("S", style, POLICES / f"SourceSans3-{nom}.ttf")
        document.set_title(TITRE)
        document.set_lang("fr-FR")
        document.set_margins(15, 21, 15)
        document.set_auto_page_break(True, 19)
        for rang, tableaux in enumerate(p.pages):
            document.add_page()
            if rang == 0:
                _debut(document, p)
            _titre(document, f"PLAN DE SERVICES INDIVIDUALISÉ (PSI) {rang + 1}/2")
            for tableau in tableaux:
                _tableau(document, tableau)
            if rang == 0:
                document.set_font("S", "", 8.5)
                _ligne(document, NOTE)
        return bytes(document.output())

    return rendre


def _ligne(document: FPDF, texte: str) -> None:
    document.multi_cell(180, 4.2, texte, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _debut(document: FPDF, p: Plan) -> None:
    document.set_font("S", "", 9)
    _ligne(document, INTRODUCTION)
    for libelle, texte in p.debut:
        document.set_font("S", "", 10)
        _ligne(document, f"{libelle} {texte}")


def _titre(document: FPDF, texte: str) -> None:
    document.ln(2)
    document.set_font("S", "B", 13)
    document.set_fill_color(*_ENCRE)
    document.set_text_color(255)
    document.cell(180, 8, texte, fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    document.set_text_color(0)
    document.ln(2)


def _tableau(document: FPDF, t: Tableau) -> None:
    document.set_font("S", "", 10)
    document.set_fill_color(255)
    titre, entete = (FontFace(emphasis="BOLD", fill_color=couleur) for couleur in (_BANDEAU, _FOND))
    with document.table(
        col_widths=tuple(t.largeurs),
        width=180,
        text_align="LEFT",
        line_height=4.4,
        padding=1,
        first_row_as_headings=False,
        markdown=any(texte.italique for textes in t.lignes for texte in textes),
    ) as table:
        table.row().cell(t.titre, colspan=len(t.largeurs), style=titre)
        if t.entetes:
            ligne = table.row()
            for intitule in t.entetes:
                ligne.cell(intitule, style=entete)
        for textes in t.lignes:
            ligne = table.row()
            for colonne, texte in enumerate(textes):
                mots = f"__{texte.italique}__{texte.suite}" if texte.italique else texte.suite
                ligne.cell(mots, style=entete if not t.entetes and colonne == 0 else None)
    document.ln(3)
