"""`maia produire`: one convention, the one that the ARS chose; an avenant by its year."""

from pathlib import Path

import pytest

from tests.conventions import lire_docx
from tests.lancer import ARS, EXEMPLES, GATINE, Maia

ISERE = EXEMPLES / "dossiers" / "isere.yaml"
RHONE_ALPES = EXEMPLES / "ars" / "rhone-alpes.yaml"
NOM = "conseil-general-de-l-isere.docx"


def produits(dossier: Path) -> list[str]:
    return sorted(p.name for p in dossier.iterdir() if p.suffix == ".docx" and "convention" in p.name)


def test_l_ars_qui_n_a_rien_choisi_a_la_convention_annuelle_seule(tmp_path: Path, maia: Maia) -> None:
    assert maia("produire", GATINE, "--ars", ARS, "-o", tmp_path).code == 0
    assert produits(tmp_path) == ["convention-annuelle-association-gerontologique-de-gatine.docx"]


def test_l_ars_qui_choisit_la_pluriannuelle_l_a_seule(tmp_path: Path, maia: Maia) -> None:
    assert "type: pluriannuelle" in RHONE_ALPES.read_text(encoding="utf-8")
    assert maia("produire", ISERE, "--ars", RHONE_ALPES, "-o", tmp_path).code == 0
    assert produits(tmp_path) == [f"convention-pluriannuelle-{NOM}"]


def test_demandee_par_son_nom_l_autre_convention_se_fait_aussi(tmp_path: Path, maia: Maia) -> None:
    assert maia("produire", ISERE, "--ars", RHONE_ALPES, "-o", tmp_path, "--documents", "convention-annuelle").code == 0
    assert produits(tmp_path) == [f"convention-annuelle-{NOM}"]


def test_un_type_de_convention_inconnu_est_situe(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    texte = RHONE_ALPES.read_text(encoding="utf-8")
    ars.write_text(texte.replace("type: pluriannuelle", "type: triennale"), encoding="utf-8")
    resultat = maia("produire", ISERE, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 3
    assert "triennale" in resultat.erreurs
    assert "pluriannuelle" in resultat.erreurs


def test_un_avenant_se_demande_avec_son_annee(tmp_path: Path, maia: Maia) -> None:
    resultat = maia(
        "produire", ISERE, "--ars", RHONE_ALPES, "-o", tmp_path, "--documents", "convention-pluriannuelle,avenant-2013"
    )
    assert resultat.code == 0, resultat.erreurs
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"avenant-2013-{NOM}", f"convention-pluriannuelle-{NOM}"]
    mots = "\n".join(p.text for p in lire_docx((tmp_path / f"avenant-2013-{NOM}").read_bytes()).paragraphs)
    assert "220\u202f000\u00a0€ (deux cent vingt mille euros)" in mots


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("avenant", "« avenant » se fait pour une année : écrivez « avenant-2013 », par exemple."),
        ("avenant-13", "le document « avenant-13 » n’existe pas."),
        ("convention", "avenant-ANNÉE"),
    ],
)
def test_un_nom_inexact_est_explique(nom: str, dit: str, tmp_path: Path, maia: Maia) -> None:
    resultat = maia("produire", ISERE, "--ars", RHONE_ALPES, "-o", tmp_path / "d", "--documents", nom)
    assert resultat.code == 2
    assert dit in " ".join(resultat.erreurs.split())


def test_un_avenant_au_dessus_du_plafond_n_est_produit_qu_en_brouillon(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    texte = RHONE_ALPES.read_text(encoding="utf-8")
    assert texte.count("montant: 220 000") == 1
    ars.write_text(texte.replace("montant: 220 000", "montant: 230 000"), encoding="utf-8")
    commande = ("produire", ISERE, "--ars", ars, "-o", tmp_path / "d", "--documents", "avenant-2013")
    resultat = maia(*commande)
    assert resultat.code == 1
    assert "230\u202f000\u00a0€ accordés pour 220\u202f000\u00a0€ au plus" in resultat.erreurs
    assert not (tmp_path / "d").exists()
    assert maia(*commande, "--brouillon").code == 0
    assert [p.name for p in (tmp_path / "d").iterdir()] == [f"brouillon-avenant-2013-{NOM}"]
