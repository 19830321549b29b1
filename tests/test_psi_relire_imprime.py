"""A plan that we printed gives its data back, if its pages say the same thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from maia.forms.lecture import Illisible
from maia.forms.saisie import Saisie
from maia.generators.chiffrement import chiffrer
from maia.generators.formulaire_psi_lecture import Accord, accord
from maia.generators.psi import psi
from tests.formulaires_lus import abimer, ouvrir
from tests.psi_lus import EXEMPLES, exemple, plan

MOT = "quatre mots de passe"


def verdict(octets: bytes, dossier: Path) -> Accord:
    resultat = accord(ouvrir(octets, dossier), "psi.pdf")
    assert isinstance(resultat, Accord), resultat
    return resultat


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda c: c.stem)
@pytest.mark.parametrize("semaine", [False, True])
@pytest.mark.parametrize("copie", ["", "personne"])
def test_un_plan_imprime_rend_ses_donnees(chemin: Path, semaine: bool, copie: str, tmp_path: Path) -> None:
    source = chemin.read_bytes()
    pdf = psi(plan(source), source, exemplaire=copie, avec_semaine=semaine)
    assert verdict(pdf, tmp_path) == Accord(source, (), annotee=False, redessinee=False)


def test_un_plan_imprime_chiffre_puis_ouvert_aussi(tmp_path: Path) -> None:
    lu = ouvrir(chiffrer(exemple(EXEMPLES[0]), MOT), tmp_path, MOT)
    assert accord(lu, "psi.pdf") == Accord(EXEMPLES[0].read_bytes(), (), annotee=False, redessinee=False)


def changer_la_jointe(cherche: bytes, remplace: bytes) -> Callable[[pikepdf.Pdf], None]:
    def changer(pdf: pikepdf.Pdf) -> None:
        fichier = pdf.attachments["psi.yaml"].obj["/EF"]["/F"]
        assert cherche in fichier.read_bytes()
        fichier.write(fichier.read_bytes().replace(cherche, remplace))

    return changer


def changer_une_page(pdf: pikepdf.Pdf) -> None:
    """One line of the second page is no more."""
    page = pdf.pages[1].obj
    page.Contents.write(
        re.sub(rb"\[[^\]]*\] ?TJ|<[0-9a-fA-F]+> ?Tj|\([^)]*\) ?Tj", b"", page.Contents.read_bytes(), count=1)
    )


def test_une_piece_jointe_changee_se_voit(tmp_path: Path) -> None:
    geste = changer_la_jointe(b"numero: 8, prioritaire: non", b"numero: 8, prioritaire: oui")
    lu = verdict(abimer(exemple(EXEMPLES[0]), geste), tmp_path)
    assert lu.differentes == (1,)
    assert not lu.sur


def test_une_page_changee_se_voit(tmp_path: Path) -> None:
    assert verdict(abimer(exemple(EXEMPLES[0]), changer_une_page), tmp_path).differentes == (2,)


def test_une_page_retiree_se_voit(tmp_path: Path) -> None:
    def retirer(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    assert 2 in verdict(abimer(exemple(EXEMPLES[0]), retirer), tmp_path).differentes


def test_une_annotation_ajoutee_se_voit(tmp_path: Path) -> None:
    def annoter(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 50, 90, 90]), Contents=String("Non"))
        pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(note)])

    lu = verdict(abimer(exemple(EXEMPLES[0]), annoter), tmp_path)
    assert (lu.differentes, lu.annotee, lu.sur) == ((), True, False)


def test_un_dessin_ajoute_se_dit_sans_empecher_de_relire(tmp_path: Path) -> None:
    def dessiner(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"q 1 g 20 20 50 50 re f Q"))

    lu = verdict(abimer(exemple(EXEMPLES[0]), dessiner), tmp_path)
    assert (lu.sur, lu.redessinee) == (True, True)


def test_reecrit_par_un_autre_programme_le_plan_reste_le_meme(tmp_path: Path) -> None:
    lu = verdict(abimer(exemple(EXEMPLES[0]), lambda _: None), tmp_path)
    assert (lu.sur, lu.redessinee) == (True, False)


def test_un_commentaire_de_plus_dans_la_piece_jointe_ne_change_pas_le_plan(tmp_path: Path) -> None:
    geste = changer_la_jointe(b"formulaire:", b"# relu le 3 mars\nformulaire:")
    assert verdict(abimer(exemple(EXEMPLES[0]), geste), tmp_path).sur


def test_une_piece_jointe_qui_n_est_plus_un_plan_se_dit(tmp_path: Path) -> None:
    illisible = abimer(exemple(EXEMPLES[0]), changer_la_jointe(b"personne:", b"personne: ["))
    assert isinstance(accord(ouvrir(illisible, tmp_path), "psi.pdf"), Illisible)
    fautive = abimer(exemple(EXEMPLES[0]), changer_la_jointe(b"14/02/1929", b"31/02/1929"))
    assert isinstance(accord(ouvrir(fautive, tmp_path), "psi.pdf"), Saisie)
