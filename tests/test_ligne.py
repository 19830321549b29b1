"""The command line before any command: help, version, mistakes; all in French, nothing heavy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version

import pytest

from maia.aide import COMMANDES
from maia.commandes import regles
from maia.largeur import a_taper
from tests.lancer import Maia, lancer

ANGLAIS = ("Usage:", "Error", "Try ", "Options:", "Commands:", "Show this", "No such", "Missing", "default:")


def test_l_aide_montre_chaque_commande_un_exemple_et_les_codes_de_sortie() -> None:
    resultat = lancer("--help")
    assert resultat.code == 0
    assert all(commande in resultat.sortie for commande in COMMANDES)
    assert "maia verifier dossier.yaml" in resultat.sortie
    assert "3  fichier illisible" in resultat.sortie


def test_sans_rien_maia_montre_son_aide() -> None:
    assert lancer().sortie == lancer("--help").sortie


@pytest.mark.parametrize("commande", COMMANDES)
def test_chaque_commande_s_explique_en_francais_avec_un_exemple(commande: str, maia: Maia) -> None:
    resultat = maia(commande, "--help")
    assert resultat.code == 0
    assert "Usage : " in resultat.sortie
    assert "Exemple :\n  " in resultat.sortie
    assert not [mot for mot in ANGLAIS if mot in resultat.sortie]
    assert max(map(len, resultat.sortie.splitlines())) <= 88


def test_l_aide_n_importe_rien_de_lourd() -> None:
    programme = (
        "import sys\n"
        "from unittest import mock\n"
        "sys.argv = ['maia', '--help']\n"
        "from maia.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'click', 'pydantic', 'yaml', 'rich', 'typst', 'openpyxl',"
        " 'docxtpl', 'pypdf', 'jinja2', 'lxml', 'cerberus', 'babel', 'stdnum'}), file=sys.stderr)\n"
    )
    fini = subprocess.run([sys.executable, "-c", programme], capture_output=True, encoding="utf-8", check=True)
    assert fini.stderr.strip() == "[]"


def test_verifier_ne_paie_ni_word_ni_excel_ni_pdf() -> None:
    programme = (
        "import sys\n"
        "from maia.ligne import executer\n"
        "code = executer(['verifier', 'samples/dossiers/gatine.yaml'])\n"
        "lourds = sorted({m.split('.')[0] for m in sys.modules} & {'docxtpl', 'docx', 'openpyxl', 'pypdf', 'pikepdf', 'typst',"
        " 'jinja2', 'lxml', 'rich', 'num2words'})\n"
        "print(code, lourds, file=sys.stderr)\n"
    )
    fini = subprocess.run([sys.executable, "-c", programme], capture_output=True, encoding="utf-8", check=True)
    assert fini.stderr.strip() == "0 []"


def test_la_version_est_celle_du_paquet(maia: Maia) -> None:
    assert maia("--version").sortie == f"maia {version('maia')}\n"


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["verifie", "x.yaml"], "La commande « verifie » n’existe pas. Vouliez-vous dire « verifier » ?"),
        (["xyz"], "La commande « xyz » n’existe pas. « maia --help » donne la liste."),
        (["verifier", "--jsn", "x.yaml"], "l’option « --jsn » n’existe pas. Vouliez-vous dire « --json » ?"),
        (["verifier"], "il manque FICHIER…."),
        (["produire", "x.yaml"], "il manque -o DOSSIER."),
        (["produire", "x.yaml", "-o"], "l’option « -o » attend une valeur."),
        (["psi", "a.yaml", "b.yaml", "-o", "c.pdf"], "il y a un argument de trop."),
        (["verifier", "x.yaml", "--campagne", "1999"], "la campagne « 1999 » n’est pas connue."),
        (["schema", "budget"], "« formulaire » : écrivez dossier, ars, psi."),
        (["regle", "B99"], "la règle « B99 » n’existe pas."),
        (["produire", "x.yaml", "-o", "d", "--documents", "lettre"], "le document « lettre » n’existe pas."),
        (["produire", "x.yaml", "-o", "d", "--documents", "convention-annuelle"], "a besoin du fichier de l’ARS"),
    ],
)
def test_une_commande_mal_ecrite_est_expliquee(arguments: list[str], phrase: str, maia: Maia) -> None:
    resultat = maia(*arguments)
    assert resultat.code == 2
    assert phrase in resultat.erreurs
    assert not [mot for mot in ANGLAIS if mot in resultat.erreurs]
    assert "Traceback" not in resultat.erreurs


def test_un_defaut_du_programme_ne_montre_ni_trace_ni_valeur(maia: Maia, monkeypatch: pytest.MonkeyPatch) -> None:
    def casse() -> list[object]:
        raise RuntimeError("Mme Untel, née en 1930")

    monkeypatch.setattr(regles, "regles", casse)
    resultat = maia("regles")
    assert resultat.code == 4
    assert "défaut du programme (RuntimeError)" in resultat.erreurs
    assert "Untel" not in resultat.erreurs


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_la_completion_propose_les_commandes(shell: str, maia: Maia) -> None:
    assert "_MAIA_COMPLETE" in maia("completion", shell).sortie


def test_bash_complete_ver_en_verifier() -> None:
    reponse = subprocess.run(
        [sys.executable, "-m", "maia"],
        env={**os.environ, "_MAIA_COMPLETE": "bash_complete", "COMP_WORDS": "maia ver", "COMP_CWORD": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "verifier" in reponse.stdout


def test_un_lecteur_qui_part_ne_fait_pas_d_erreur() -> None:
    fini = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m maia regles | head -1"], capture_output=True, encoding="utf-8", check=False
    )
    assert fini.stderr == ""


def test_un_rapport_interrompu_par_son_lecteur_ne_passe_pas_pour_un_verdict() -> None:
    lance = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "maia",
            "verifier",
            "samples/illisibles/champ-en-double.yaml",
            "samples/dossiers/gatine.yaml",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert lance.stdout is not None
    assert lance.stderr is not None
    lance.stdout.close()
    erreurs = lance.stderr.read()
    lance.stderr.close()
    assert lance.wait() == 141
    assert erreurs == b""


def test_l_aide_de_produire_dit_ou_sont_les_courriers() -> None:
    aide = " ".join(lancer("produire", "--help").sortie.split())
    assert "Les courriers de l’ARS" in aide
    assert "accuse-de-reception,avenant-2013" in aide
    assert "« maia instruire » fait" in aide


@pytest.mark.parametrize("commande", COMMANDES)
def test_aucune_ligne_d_aide_ne_commence_ni_ne_finit_par_une_ponctuation_seule(commande: str) -> None:
    lignes = lancer(commande, "--help").sortie.splitlines()
    assert [ligne for ligne in lignes if re.match(r"\s+[»:;?!](?:\s|$)", ligne) or ligne.endswith("«")] == []


@pytest.mark.parametrize(
    ("tape", "proche"),
    [(("lot", "convention"), "conventions"), (("modeles", "copie"), "copier"), (("instrire",), "instruire")],
)
def test_une_commande_inconnue_nomme_la_plus_proche_a_tous_les_etages(tape: tuple[str, ...], proche: str) -> None:
    resultat = lancer(*tape)
    assert resultat.code == 2
    assert f"La commande « {tape[-1]} » n’existe pas. Vouliez-vous dire « {proche} » ?" in resultat.erreurs


@pytest.mark.parametrize(
    ("nom", "tape"),
    [
        ("dossier.yaml", "dossier.yaml"),
        ("été 2012/gâtine.yaml", '"été 2012/gâtine.yaml"'),
        ("l'été.yaml", '"l\'été.yaml"'),
        ("à $5.yaml", "'à $5.yaml'"),
    ],
)
def test_une_commande_conseillee_se_recopie_telle_quelle(nom: str, tape: str) -> None:
    assert a_taper(nom) == tape
