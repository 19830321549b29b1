"""Several dossiers in the terminal: 80 columns, no colour in a file, what blocks first, hostile names held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.campagne import ecrire_campagne
from maia.largeur import LARGEUR, cases
from maia.synthese import PEU, abreger
from tests.lancer import EXEMPLES, GATINE, Maia
from tests.phrases import plat

REFUSES = sorted((EXEMPLES / "refuses").glob("*.yaml"))
ILLISIBLE = EXEMPLES / "illisibles" / "latin-1.yml"


def synthese(sortie: str) -> str:
    return sortie[sortie.index("SYNTHÈSE DE ") :]


def test_un_seul_dossier_n_a_pas_de_synthese(maia: Maia) -> None:
    assert "SYNTHÈSE" not in maia("verifier", GATINE).sortie


def test_peu_de_dossiers_sont_detailles_puis_resumes(maia: Maia) -> None:
    sortie = maia("verifier", GATINE, ILLISIBLE, *REFUSES[: PEU - 2]).sortie

    assert sortie.count("Budget non conforme.") == PEU - 2
    assert "→" in sortie[: sortie.index("SYNTHÈSE DE ")]


def test_beaucoup_de_dossiers_montrent_ce_qui_bloque_en_une_phrase_chacun(maia: Maia) -> None:
    sortie = maia("verifier", GATINE, ILLISIBLE, *REFUSES).sortie
    avant = plat(sortie[: sortie.index("SYNTHÈSE DE ")])

    assert "2 budget-desequilibre-d-un-euro recevable, budget non conforme B01 ligne 127 Budget déséquilibré" in avant
    assert "17 statuts-absents non recevable : incomplet P10 ligne 245 Pièce manquante : copie des statuts." in avant
    assert "– latin-1 illisible ligne 1 Le fichier n’est pas enregistré en UTF-8" in avant
    assert "1 gatine" not in avant
    assert "→" not in avant
    assert "« --expliquer » montre tout" in avant


def test_expliquer_montre_tout_quel_que_soit_le_nombre(maia: Maia) -> None:
    sortie = maia("verifier", "--expliquer", *REFUSES).sortie

    assert sortie.count("CONTRÔLES") == len(REFUSES)
    assert "SYNTHÈSE DE " in sortie


def test_le_tableau_se_lit_ligne_a_ligne(maia: Maia) -> None:
    lignes = synthese(maia("verifier", GATINE, ILLISIBLE, *REFUSES).sortie).splitlines()

    absents = next(ligne for ligne in lignes if "statuts-absents" in ligne)

    assert plat(lignes[2]) == "N° Dossier C É R B Demandé Bl Av 1 2 3 3b 5 6 6b 7 8 9 11"
    assert plat(lignes[4]) == "1 gatine ✓ ✓ ✓ ✓ 151 667 0 0 ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓"
    assert plat(lignes[5]) == "– latin-1 illisible 1 0"
    assert plat(absents) == "17 statuts-absents ✗ ✓ ✗ ✓ 151 667 1 0 ✓ ✓ ✓ ✓ ✗ ✓ ✓ ✓ ✓ ✓ ✓"


def test_la_legende_ne_dit_que_ce_que_le_tableau_montre(maia: Maia) -> None:
    dit = plat(synthese(maia("verifier", GATINE, GATINE.with_name("isere.yaml")).sortie))

    assert "3b CV du ou des pilotes pressentis" in dit
    assert "4 dossier de financement" not in dit
    assert "– non demandée." in dit
    assert "manquante" not in dit


def test_l_enveloppe_dit_combien_sont_de_trop(maia: Maia) -> None:
    dit = plat(synthese(maia("verifier", *REFUSES[:4]).sortie))

    assert "Poitou-Charentes CNSA 2 4 4 2 de trop 606 668 €" in dit
    assert "Poitou-Charentes FIQCS 1 0 0 1 0 €" in dit


def test_ce_qui_se_repete_entre_les_dossiers_est_compte_et_non_recopie(maia: Maia) -> None:
    dit = synthese(maia("verifier", *REFUSES).sortie)

    assert dit.count("M03  ") == 10
    assert "autres constats de cette sorte" in plat(dit)


def test_une_campagne_tient_en_80_colonnes_sans_couleur_hors_d_un_terminal(tmp_path: Path, maia: Maia) -> None:
    sortie = maia("verifier", *ecrire_campagne(tmp_path), ILLISIBLE, *REFUSES).sortie

    assert max(cases(ligne) for ligne in sortie.splitlines()) <= LARGEUR
    assert "\x1b[" not in sortie
    assert all(ligne == ligne.rstrip() for ligne in sortie.splitlines())


@pytest.mark.parametrize(
    "nom", ["[red]rouge", "\x1b[31mrouge\x1b[0m", "x" * 200, "文" * 60, "deux\nlignes", ":smile:", "a\u200bb"]
)
def test_un_nom_hostile_reste_un_nom(nom: str, tmp_path: Path, maia: Maia) -> None:
    autre = tmp_path / f"{nom}.yaml"
    shutil.copy(ILLISIBLE, autre)
    sortie = maia("verifier", GATINE, autre).sortie

    assert "\x1b" not in sortie
    assert max(cases(ligne) for ligne in synthese(sortie).splitlines()) <= LARGEUR
    assert len([x for x in synthese(sortie).splitlines() if "illisible" in x and x.lstrip().startswith("–")]) == 1


def test_des_crochets_ne_deviennent_pas_une_couleur(tmp_path: Path, maia: Maia) -> None:
    shutil.copy(ILLISIBLE, tmp_path / "[red]x[bold].yaml")

    assert "[red]x[bold]" in synthese(maia("verifier", GATINE, tmp_path / "[red]x[bold].yaml").sortie)


@pytest.mark.parametrize(
    ("texte", "place", "attendu"),
    [
        ("gatine", 6, "gatine"),
        ("conseil-general-du-haut-rhin", 20, "conseil-ge…haut-rhin"),
        ("文文文文", 8, "文文文文"),
        ("文文文文文", 8, "文文…文"),
    ],
)
def test_un_long_nom_garde_ses_deux_bouts(texte: str, place: int, attendu: str) -> None:
    assert abreger(texte, place) == attendu
    assert cases(attendu) <= place
