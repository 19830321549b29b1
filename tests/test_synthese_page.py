"""Several dossiers in a page: the matrix, its links, the envelope; landscape on paper, then each dossier upright."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

from pypdf import PdfReader

from tests.juges.pages import imprimer
from tests.lancer import EXEMPLES, GATINE
from tests.rapports import rediger, texte

ISERE = GATINE.with_name("isere.yaml")
ILLISIBLE = EXEMPLES / "illisibles" / "latin-1.yml"
REFUSES = sorted((EXEMPLES / "refuses").glob("*.yaml"))


def test_un_seul_dossier_n_a_pas_de_tableau() -> None:
    page = rediger(GATINE).decode()

    assert 'class="matrice"' not in page
    assert ".matrice" not in page


def test_chaque_ligne_mene_a_son_dossier() -> None:
    page = rediger(GATINE, ILLISIBLE, ISERE).decode()
    liens = re.findall(r'<a href="#(d\d+)"><bdi>(.*?)</bdi>', page)

    assert liens == [("d1", "gatine"), ("d2", "latin-1"), ("d3", "isere")]
    assert all(f'id="{ancre}"' in page for ancre, _ in liens)


def test_le_tableau_dit_les_verdicts_et_chaque_piece_en_mots() -> None:
    page = rediger(GATINE, EXEMPLES / "refuses" / "statuts-absents.yaml").decode()

    assert page.count('<td class="oui">oui</td>') == 6
    assert page.count('<td class="non">non</td>') == 2
    assert '<td class="piece signe etat manquante"><span class="dit">manquante</span></td>' in page
    assert '.signe.manquante::before { content: "✗" / ""; }' in page


def test_un_illisible_dit_pourquoi_dans_sa_ligne() -> None:
    assert "Illisible. Le fichier n’est pas enregistré en UTF-8" in texte(rediger(GATINE, ILLISIBLE))


def test_l_enveloppe_dit_combien_sont_de_trop_et_d_ou_viennent_les_places() -> None:
    page = rediger(*REFUSES[:4]).decode()

    assert '<strong class="non">2 de trop</strong>' in page
    assert "annexe II" in page[page.index('id="enveloppe"') :]


def test_un_nom_hostile_reste_un_nom(tmp_path: Path) -> None:
    hostile = tmp_path / "<img src=x onerror=alert(1)>.yaml"
    shutil.copy(ILLISIBLE, hostile)
    page = rediger(GATINE, hostile).decode()

    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_le_tableau_s_imprime_en_paysage_puis_chaque_dossier_debout() -> None:
    feuilles = PdfReader(io.BytesIO(imprimer(rediger(GATINE, ISERE)))).pages
    debout = [feuille.mediabox.height > feuille.mediabox.width for feuille in feuilles]
    premier = debout.index(True)

    assert premier >= 1
    assert all(debout[premier:])
    assert "Rhône-Alpes" in feuilles[0].extract_text()
    assert "Association gérontologique de Gâtine" in feuilles[premier].extract_text()
