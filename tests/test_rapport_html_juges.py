"""The page before its judges: the W3C's checker, axe-core, a narrow window, paper."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.juges.pages import defauts_axe, defauts_html, depassement, imprimer
from tests.lancer import EXEMPLES, GATINE
from tests.rapports import rediger

CENTIMES = EXEMPLES / "refuses" / "centimes.yaml"
HOSTILE = """\
formulaire: dossier de candidature
regime: CNSA
porteur: {raison_sociale: %(long)s}
territoire: {nom: "<script>alert(1)</script> & « x »"}
demande: {gestionnaires_de_cas: 3, montant: 151 667}
budget: {charges: {"%(long)s": 999 999 999}}
effectifs: [{poste: %(long)s, profil: "שלום עולם", etp: 1}]
pieces:
  note: %(long)s.pdf
  "%(long)s": x.pdf
  engagements: [{partenaire: "%(long)s", fichier: "%(long)s.pdf"}]
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    dossier = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    dossier.write_text(HOSTILE % {"long": "x" * 300}, encoding="utf-8")
    tous: list[Path] = [EXEMPLES / "illisibles" / "latin-1.yml", GATINE, CENTIMES, GATINE]
    return {"seul": rediger(GATINE), "hostile": rediger(dossier), "plusieurs": rediger(*tous)}


def test_le_code_est_valide(pages: dict[str, bytes]) -> None:
    assert defauts_html(pages) == []


def test_le_juge_du_code_voit_une_faute() -> None:
    assert defauts_html({"faux": b"<!DOCTYPE html><title>x</title><p><div></p>"})


@pytest.mark.parametrize(("nom", "largeur"), [("seul", 800), ("hostile", 800), ("plusieurs", 1800)])
def test_la_page_est_accessible(nom: str, largeur: int, pages: dict[str, bytes]) -> None:
    assert defauts_axe(pages[nom], largeur) == []


def test_le_juge_de_l_accessibilite_voit_une_faute() -> None:
    pale = b'<!DOCTYPE html><html lang="fr"><title>x</title><main><h1 style="color:#ccc">Bonjour</h1></main>'
    assert any(defaut.startswith("color-contrast") for defaut in defauts_axe(pale))


@pytest.mark.parametrize("largeur", [320, 360, 1100])
@pytest.mark.parametrize("nom", ["hostile", "plusieurs"])
def test_la_page_tient_dans_la_fenetre(nom: str, largeur: int, pages: dict[str, bytes]) -> None:
    assert depassement(pages[nom], largeur) == 0


def test_elle_s_imprime_en_a4_en_tetes_repetes_pages_numerotees(pages: dict[str, bytes]) -> None:
    feuilles = PdfReader(io.BytesIO(imprimer(pages["seul"]))).pages
    assert {(round(f.mediabox.width), round(f.mediabox.height)) for f in feuilles} <= {
        (595, 842),
        (594, 841),
        (596, 842),
    }
    textes = [f.extract_text() for f in feuilles]
    assert all(f"page {rang} / {len(feuilles)}" in dit for rang, dit in enumerate(textes, 1))
    coupee = next(rang for rang, dit in enumerate(textes) if "Note de présentation" in dit)
    assert "Fichier qui la prouve" in textes[coupee]
    assert "Fichier qui la prouve" in textes[coupee + 1]


def test_un_nom_sans_espace_ne_sort_pas_du_papier(pages: dict[str, bytes]) -> None:
    # Chromium shrinks a whole page when something is too wide for it: the footer's place would tell.
    seul, hostile = (PdfReader(io.BytesIO(imprimer(pages[nom]))) for nom in ("seul", "hostile"))
    assert seul.pages[0].mediabox == hostile.pages[0].mediabox
    assert _corps(seul) == pytest.approx(_corps(hostile), abs=0.5)


def _corps(pdf: PdfReader) -> float:
    """Size of the title's letters on paper, in points."""
    tailles: list[float] = []

    def visiter(texte: str, cm: list[float], tm: list[float], _police: object, taille: float) -> None:
        if "Relevé" in texte:
            tailles.append(abs(taille * tm[3] * cm[3]))

    pdf.pages[0].extract_text(visitor_text=visiter)
    return tailles[0]
