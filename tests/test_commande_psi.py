"""`maia psi`: the PDF, its permissions, and that nothing personal is ever shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.lancer import EXEMPLES, PSI, Maia


def test_le_psi_est_ecrit_pour_son_auteur_seul(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("psi", PSI, "-o", tmp_path / "psi.pdf")
    assert resultat.code == 0
    assert resultat.sortie == f"{tmp_path / 'psi.pdf'}\n"
    assert stat.S_IMODE((tmp_path / "psi.pdf").stat().st_mode) == 0o600
    assert "PLAN DE SERVICES INDIVIDUALISÉ" in PdfReader(tmp_path / "psi.pdf").pages[0].extract_text()


def test_le_fichier_source_voyage_dans_le_pdf(tmp_path: Path, maia: Maia) -> None:
    maia("psi", PSI, "-o", tmp_path / "psi.pdf")
    (contenu,) = (c for contenus in PdfReader(tmp_path / "psi.pdf").attachments.values() for c in contenus)
    assert contenu == PSI.read_bytes()


def test_la_source_reste_la_meme_avec_une_marque_d_ordre_des_octets(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.yaml").write_bytes(b"\xef\xbb\xbf" + PSI.read_bytes())
    maia("psi", tmp_path / "psi.yaml", "-o", tmp_path / "psi.pdf")
    (contenu,) = (c for contenus in PdfReader(tmp_path / "psi.pdf").attachments.values() for c in contenus)
    assert contenu == (tmp_path / "psi.yaml").read_bytes()


def test_une_image_dans_un_commentaire_ne_gene_pas(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.yaml").write_text("formulaire: PSI  # 😀\n", encoding="utf-8")
    assert maia("psi", tmp_path / "psi.yaml", "-o", tmp_path / "psi.pdf").code == 0


def test_un_long_psi_tient(tmp_path: Path, maia: Maia) -> None:
    assert maia("psi", EXEMPLES / "psi" / "vingt-deux-problematiques.yaml", "-o", tmp_path / "psi.pdf").code == 0


def test_un_fichier_existant_n_est_pas_remplace(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.pdf").write_bytes(b"ancien")
    resultat = maia("psi", PSI, "-o", tmp_path / "psi.pdf")
    assert resultat.code == 2
    assert (tmp_path / "psi.pdf").read_bytes() == b"ancien"
    assert maia("psi", PSI, "-o", tmp_path / "psi.pdf", "--ecraser").code == 0
    assert stat.S_IMODE((tmp_path / "psi.pdf").stat().st_mode) == 0o600


SECRETS = ("Zulmira", "Quintaneiro", "31/02/1931", "06 12 34 56 78 90", "Impasse des Glycines")


@pytest.mark.parametrize(
    "faute",
    [
        "  ne_le: 31/02/1931\n",
        "  telephone: 06 12 34 56 78 90\n",
        "  situation_familliale: Impasse des Glycines\n",
        "  adresse: {rue: Impasse des Glycines}\n",
    ],
)
def test_une_faute_est_situee_sans_jamais_montrer_la_valeur(faute: str, tmp_path: Path, maia: Maia) -> None:
    fichier = tmp_path / "psi.yaml"
    fichier.write_text(
        f"formulaire: plan de services individualisé\npersonne:\n  nom: Quintaneiro\n  prenom: Zulmira\n{faute}",
        encoding="utf-8",
    )
    resultat = maia("psi", fichier, "-o", tmp_path / "psi.pdf")
    assert resultat.code == 1
    assert f"{fichier}:5:" in resultat.erreurs
    assert not [secret for secret in SECRETS if secret in resultat.sortie + resultat.erreurs]
    assert not (tmp_path / "psi.pdf").exists()


def test_un_caractere_qui_ne_s_imprime_pas_est_nomme_et_situe(tmp_path: Path, maia: Maia) -> None:
    fichier = tmp_path / "psi.yaml"
    fichier.write_text("formulaire: PSI\npersonne:\n  nom: Quintaneiro 😀\n", encoding="utf-8")
    resultat = maia("psi", fichier, "-o", tmp_path / "psi.pdf")
    assert resultat.code == 1
    assert f"{fichier}:3:8  personne.nom  Le caractère U+1F600" in resultat.erreurs
    assert "Quintaneiro" not in resultat.erreurs


def test_un_psi_illisible_ou_un_autre_formulaire_sort_avec_3(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "psi.yaml").write_bytes(b"a: [")
    assert maia("psi", tmp_path / "psi.yaml", "-o", tmp_path / "p.pdf").code == 3
    resultat = maia("psi", EXEMPLES / "dossiers" / "gatine.yaml", "-o", tmp_path / "p.pdf")
    assert resultat.code == 3
    assert "pas « plan de services individualisé »" in resultat.erreurs.replace("\n  ", " ")
