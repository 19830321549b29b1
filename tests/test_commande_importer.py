"""`maia classeur` and `maia importer`, as typed in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from maia.forms.classeur.normes import normaliser
from maia.forms.lecture import Lecture, lire
from tests.classeurs_remplis import case, d2, gatine, modifie, rempli
from tests.lancer import EXEMPLES, GATINE, Maia, Resultat, lancer


@pytest.fixture
def maia(capsys: pytest.CaptureFixture[str]) -> Maia:
    return Maia(capsys)


def dit(resultat: Resultat) -> str:
    """What was complained of, with ordinary spaces."""
    return resultat.erreurs.replace("\u00a0", " ").replace("\u202f", " ")


def valeur(chemin: Path) -> object:
    lu = lire(chemin)
    assert isinstance(lu, Lecture)
    assert isinstance(lu.valeur, dict)
    return normaliser(lu.valeur)


def test_un_dossier_va_dans_un_classeur_et_en_revient(maia: Maia, tmp_path: Path) -> None:
    classeur, dossier = tmp_path / "d.xlsx", tmp_path / "d.yaml"

    fait = maia("classeur", GATINE, "-o", classeur)
    lu = maia("importer", classeur, "-o", dossier)

    assert (fait.code, fait.sortie, dit(fait)) == (0, f"{classeur}\n", "")
    assert (lu.code, lu.sortie) == (0, f"{dossier}\n")
    assert dit(lu) == f"292 valeurs lues. « maia verifier {dossier} » vérifie le dossier.\n"
    assert valeur(dossier) == gatine()
    assert dossier.read_text("utf-8").startswith(
        "# Lu par « maia importer » dans d.xlsx.\nformulaire: dossier de candidature"
    )


def test_un_classeur_vide_donne_un_dossier_a_remplir(maia: Maia, tmp_path: Path) -> None:
    classeur, dossier = tmp_path / "d.xlsx", tmp_path / "d.yaml"

    assert maia("classeur", "-o", classeur).code == 0
    assert maia("importer", classeur, "-o", dossier).code == 0
    assert valeur(dossier) == {"formulaire": "dossier de candidature"}


def test_une_case_incomprise_est_montree_et_le_code_est_un(maia: Maia, tmp_path: Path) -> None:
    ou = case(rempli(), "Budget", "Assurance")
    classeur = tmp_path / "d.xlsx"
    classeur.write_bytes(modifie(rempli(), lambda c: c["Budget"].__setitem__(ou, "environ 5 000")))

    lu = maia("importer", classeur, "-o", tmp_path / "d.yaml")

    assert lu.code == 1
    assert dit(lu).startswith(
        f"1 CASE À CORRIGER\n\nBudget!{ou}\n  « environ 5 000 » n’est pas un montant.\n"
        "  → Écrivez des chiffres, par exemple 12 500 ou 12 500 €.\n"
    )
    assert "Assurance: environ 5 000" in (tmp_path / "d.yaml").read_text("utf-8")


def test_un_dossier_se_complete_avec_le_budget_sans_etre_recrit(maia: Maia, tmp_path: Path) -> None:
    budget, refuse = tmp_path / "budget.xlsx", EXEMPLES / "refuses" / "centimes.yaml"
    budget.write_bytes(d2())
    avant = refuse.read_bytes()

    lu = maia("importer", budget, "--dossier", refuse, "-o", tmp_path / "d.yaml")

    assert lu.code == 0
    assert "1 DIFFÉRENCE avec " in dit(lu)
    assert "  • budget.charges.62.Déplacements et missions : « 7 199,50 » → « 7 200 »\n" in dit(lu)
    assert refuse.read_bytes() == avant
    assert valeur(tmp_path / "d.yaml") == gatine() | {"pieces": valeur_des_pieces(refuse)}


def valeur_des_pieces(chemin: Path) -> object:
    lu = valeur(chemin)
    assert isinstance(lu, dict)
    return lu["pieces"]


def test_le_dossier_a_completer_n_est_jamais_recrit(maia: Maia, tmp_path: Path) -> None:
    dossier, classeur = tmp_path / "d.yaml", tmp_path / "d.xlsx"
    dossier.write_bytes(GATINE.read_bytes())
    classeur.write_bytes(rempli())

    lu = maia("importer", classeur, "--dossier", dossier, "-o", dossier, "--ecraser")

    assert lu.code == 2
    assert "n’est jamais récrit" in dit(lu)
    assert dossier.read_bytes() == GATINE.read_bytes()


def test_rien_n_est_remplace_sans_ecraser(maia: Maia, tmp_path: Path) -> None:
    classeur, dossier = tmp_path / "d.xlsx", tmp_path / "d.yaml"
    classeur.write_bytes(rempli())
    dossier.write_text("a: b\n", "utf-8")

    assert maia("classeur", "-o", classeur).code == 2
    assert maia("importer", classeur, "-o", dossier).code == 2
    assert (classeur.read_bytes(), dossier.read_text("utf-8")) == (rempli(), "a: b\n")
    assert maia("importer", classeur, "-o", dossier, "--ecraser").code == 0


def test_un_fichier_illisible_est_explique(maia: Maia, tmp_path: Path) -> None:
    csv = tmp_path / "d.xlsx"
    csv.write_text("Nom;Montant\n", "utf-8")

    lu = maia("importer", csv, "-o", tmp_path / "d.yaml")

    assert lu.code == 3
    assert dit(lu).startswith(f"{csv}  illisible\n  Ce fichier est du texte (CSV, HTML…), pas un classeur Excel")
    assert maia("importer", tmp_path / "absent.xlsx", "-o", tmp_path / "d.yaml").code == 3
    assert maia("importer", tmp_path, "-o", tmp_path / "d.yaml").code == 3
    assert maia("classeur", EXEMPLES / "illisibles" / "latin-1.yml", "-o", tmp_path / "x.xlsx").code == 3
    assert not (tmp_path / "d.yaml").exists()


def test_les_champs_inconnus_et_impossibles_sont_dits(maia: Maia, tmp_path: Path) -> None:
    dossier = tmp_path / "d.yaml"
    dossier.write_text('porteur:\n  couleur: bleu\n  sigle: "a\\x01"\n', "utf-8")

    fait = maia("classeur", dossier, "-o", tmp_path / "d.xlsx")

    assert fait.code == 1
    assert "1 valeur que le formulaire ne sait pas placer, sur la feuille" in dit(fait)
    assert "• porteur.couleur" in dit(fait)
    assert "• porteur.sigle" in dit(fait)


@pytest.mark.parametrize("arguments", [("--help",), ("verifier", GATINE), ("importer", "--help")])
def test_les_autres_commandes_ne_paient_pas_openpyxl(arguments: tuple[str | Path, ...]) -> None:
    fini = lancer(*arguments, PYTHONPROFILEIMPORTTIME="1")

    assert fini.code == 0
    assert "maia.aide" in fini.erreurs
    assert "openpyxl" not in fini.erreurs
