"""The PSI by WeasyPrint: HTML and CSS; plain, or tagged and archivable with its source attached, as ours is."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from bench.ouvrier import Rendre
from bench.pairs.plan import INTRODUCTION, NOTE, POLICES, TITRE, Plan, Tableau, Texte, plan

_POLICES = "".join(
    f"@font-face {{ font-family: S; src: url({(POLICES / f'SourceSans3-{nom}.ttf').as_uri()}); {style} }}\n"
    for nom, style in (("Regular", ""), ("Bold", "font-weight: bold"), ("It", "font-style: italic"))
)
_STYLE = """
@page { size: A4; margin: 21mm 15mm 19mm; font: 8pt S; @top-left { content: string(site) } @top-right { content: string(personne) }
  @bottom-left { content: string(pied) } @bottom-right { content: "Page " counter(page) "/" counter(pages) } }
.fixe { string-set: site attr(data-site), personne attr(data-personne), pied attr(data-pied); height: 0 }
body { font: 10pt/1.2 S; margin: 0 } .debut { font-size: 9pt }
h1 { background: #1c2b3f; color: white; font-size: 13pt; padding: 2mm; margin: 3mm 0 } .page { break-before: page }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 4mm }
th, td { border: .5pt solid #5b6b7f; padding: 1.4mm 1.7mm; text-align: left; vertical-align: top; white-space: pre-line }
th { background: #eef1f5 } th.titre { background: #d3dbe6; font-size: 11pt } tr { break-inside: avoid }
"""


def simple(champs: list[dict[str, Any]]) -> Rendre:
    """Without tags nor PDF/A."""
    return _preparer(champs, lambda _: {})


def pdf_a(champs: list[dict[str, Any]]) -> Rendre:
    """PDF/A-3a: tagged, with an attachment."""

    def options(i: int) -> dict[str, Any]:
        source = Attachment(string=f"# plan {i}\n", name="psi.yaml", relationship="Source")
        return {"pdf_variant": "pdf/a-3a", "attachments": [source]}

    return _preparer(champs, options)


def _preparer(champs: list[dict[str, Any]], options: Callable[[int], dict[str, Any]]) -> Rendre:
    """Fonts and style sheet are read once, outside the measure."""
    polices = FontConfiguration()
    style = CSS(string=_POLICES + _STYLE, font_config=polices)

    def rendre(i: int) -> bytes:
        page = HTML(string=_html(plan(champs[i % len(champs)])))
        octets: bytes = page.write_pdf(stylesheets=[style], font_config=polices, **options(i))
        return octets

    return rendre


def _html(p: Plan) -> str:
    debut = "".join(f"<p><b>{escape(libelle)}</b> {escape(texte)}</p>" for libelle, texte in p.debut)
    pages = [
        f"<h1{' class=page' if rang else ''}>PLAN DE SERVICES INDIVIDUALISÉ (PSI) {rang + 1}/2</h1>"
        + "".join(_tableau(t) for t in tableaux)
        + ("" if rang else f"<p class=debut>{NOTE}</p>")
        for rang, tableaux in enumerate(p.pages)
    ]
    fixe = f'<div class=fixe data-site="{escape(p.site)} – Service de Gestion de Cas" data-personne="{escape(p.personne)}" data-pied="{escape(p.pied)}"></div>'
    corps = f"{fixe}<p class=debut>{escape(INTRODUCTION)}</p>{debut}{''.join(pages)}"
    return f"<!doctype html><html lang=fr><head><title>{TITRE}</title></head><body>{corps}</body></html>"


def _tableau(t: Tableau) -> str:
    colonnes = "".join(f"<col style='width: {largeur}mm'>" for largeur in t.largeurs)
    entetes = "".join(f"<th>{escape(texte)}</th>" for texte in t.entetes)
    lignes = "".join(
        "<tr>" + "".join(_case(texte, titre=not t.entetes and not rang) for rang, texte in enumerate(textes)) + "</tr>"
        for textes in t.lignes
    )
    titre = f"<tr><th class=titre colspan={len(t.largeurs)}>{escape(t.titre)}</th></tr>"
    return (
        f"<table><colgroup>{colonnes}</colgroup><thead>{titre}<tr>{entetes}</tr></thead><tbody>{lignes}</tbody></table>"
    )


def _case(texte: Texte, *, titre: bool) -> str:
    mots = (f"<i>{escape(texte.italique)}</i>" if texte.italique else "") + escape(texte.suite)
    return f"<th>{mots}</th>" if titre else f"<td>{mots}</td>"
