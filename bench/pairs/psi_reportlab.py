"""The PSI by ReportLab (Platypus): same fonts and tables, without tags nor PDF/A, which its free edition doesn't make."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

from bench.ouvrier import Rendre
from bench.pairs.plan import INTRODUCTION, NOTE, POLICES, TITRE, Plan, Tableau, Texte, plan

_GRAS, _NORMAL, _ITALIQUE = "SBold", "SRegular", "SIt"
_PETIT = ParagraphStyle("petit", fontName=_NORMAL, fontSize=9, leading=11)
_TEXTE = ParagraphStyle("texte", fontName=_NORMAL, fontSize=10, leading=12)
_FORT = ParagraphStyle("fort", _TEXTE, fontName=_GRAS)
_H1 = ParagraphStyle(
    "h1", _FORT, fontSize=13, leading=16, textColor=white, backColor=HexColor("#1c2b3f"), borderPadding=4, spaceBefore=9, spaceAfter=9
)  # fmt: skip
_GRILLE = [
    ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#5b6b7f")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("SPAN", (0, 0), (-1, 0)),
    ("BACKGROUND", (0, 0), (-1, 0), HexColor("#d3dbe6")),
]
_FOND = HexColor("#eef1f5")


def preparer(champs: list[dict[str, Any]]) -> Rendre:
    """Fonts are registered once, outside the measure."""
    for nom in (_NORMAL, _GRAS, _ITALIQUE):
        pdfmetrics.registerFont(TTFont(nom, str(POLICES / f"SourceSans3-{nom[1:]}.ttf")))
    pdfmetrics.registerFontFamily(_NORMAL, normal=_NORMAL, bold=_GRAS, italic=_ITALIQUE, boldItalic=_GRAS)
    return lambda i: _rendre(plan(champs[i % len(champs)]))


def _rendre(p: Plan) -> bytes:
    largeur, hauteur = A4

    def cadre(page: Any, document: Any) -> None:
        page.setFont(_NORMAL, 8)
        page.drawString(15 * mm, hauteur - 12 * mm, f"{p.site} – Service de Gestion de Cas")
        if document.page > 1:
            page.drawRightString(largeur - 15 * mm, hauteur - 12 * mm, p.personne)
        page.drawString(15 * mm, 10 * mm, p.pied)
        page.drawRightString(largeur - 15 * mm, 10 * mm, f"Page {document.page}/2")

    sortie = io.BytesIO()
    document = BaseDocTemplate(sortie, pagesize=A4, title=TITRE, lang="fr-FR")
    zone = Frame(15 * mm, 19 * mm, 180 * mm, 257 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate(frames=[zone], onPage=cadre))
    suite: list[Flowable] = [Paragraph(INTRODUCTION, _PETIT)]
    suite += [Paragraph(f"<b>{escape(libelle)}</b> {escape(texte)}", _TEXTE) for libelle, texte in p.debut]
    for rang, tableaux in enumerate(p.pages):
        suite += [PageBreak()] if rang else []
        suite.append(Paragraph(f"PLAN DE SERVICES INDIVIDUALISÉ (PSI) {rang + 1}/2", _H1))
        for tableau in tableaux:
            suite += [_tableau(tableau), Spacer(0, 4 * mm)]
        suite += [] if rang else [Paragraph(NOTE, _PETIT)]
    document.build(suite)
    return sortie.getvalue()


def _tableau(t: Tableau) -> Table:
    vides = [""] * (len(t.largeurs) - 1)
    lignes = [[Paragraph(escape(t.titre), _FORT), *vides]]
    lignes += [[Paragraph(escape(texte), _FORT) for texte in t.entetes]] if t.entetes else []
    lignes += [
        [
            Paragraph(_mots(texte), _FORT if not t.entetes and not colonne else _TEXTE)
            for colonne, texte in enumerate(textes)
        ]
        for textes in t.lignes
    ]
    fond = ("BACKGROUND", (0, 1), (-1, 1), _FOND) if t.entetes else ("BACKGROUND", (0, 1), (0, -1), _FOND)
    tetes = 2 if t.entetes else 1
    return Table(lignes, colWidths=[x * mm for x in t.largeurs], repeatRows=tetes, style=[*_GRILLE, fond])


def _mots(texte: Texte) -> str:
    debut = f"<i>{escape(texte.italique)}</i>" if texte.italique else ""
    return debut + escape(texte.suite).replace("\n", "<br/>")
