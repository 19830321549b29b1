"""Another year is a file and no code: the invented campaign of the samples, from verification to the convention."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from maia.forms.campagne_controle import lire_campagne
from maia.forms.lecture import Illisible
from tests.lancer import ARS, EXEMPLES, GATINE, Maia

INVENTEE = EXEMPLES / "campagnes" / "2014-inventee.yaml"
INSECABLE = "\u00a0"


@pytest.fixture
def dossier_2014(tmp_path: Path) -> Path:
    """Gâtine's dossier as its porteur would write it for the invented campaign: its amounts, its regime, its piece."""
    shutil.copytree(EXEMPLES / "dossiers", tmp_path / "d")
    chemin = tmp_path / "d" / "gatine.yaml"
    texte = chemin.read_text(encoding="utf-8").replace("2012", "2014").replace("regime: CNSA", "regime: FIR")
    debut, fin = texte.split("\npieces:\n")
    chemin.write_text(f"{debut}\npieces:\n  avis_du_departement: pieces/gatine/statuts.pdf\n{fin}", encoding="utf-8")
    return chemin


def test_les_campagnes_fournies_se_listent(maia: Maia) -> None:
    assert maia("campagnes").sortie.startswith("2012  Campagne 2012")


def test_la_campagne_inventee_se_lit_sans_contradiction() -> None:
    saisie = lire_campagne(INVENTEE)
    assert not isinstance(saisie, Illisible)
    assert saisie.fautes == ()


def test_un_dossier_de_2012_ne_passe_pas_en_2014_et_on_dit_pourquoi(maia: Maia) -> None:
    resultat = maia("campagnes", "comparer", "2012", INVENTEE, GATINE)
    assert resultat.code == 0
    texte = " ".join(resultat.sortie.split())
    assert "complet → incomplet" in texte
    assert "budget conforme → budget non conforme" in texte
    assert "N01" in texte.split("ne passe plus")[1]
    assert f"1{INSECABLE}change de verdict sur 1{INSECABLE}dossier." in resultat.sortie


def test_une_campagne_comparee_a_elle_meme_ne_change_rien(maia: Maia) -> None:
    assert "Aucun verdict ne change" in maia("campagnes", "comparer", "2012", "2012", GATINE).sortie


def test_la_comparaison_en_json(maia: Maia) -> None:
    lu = json.loads(maia("campagnes", "comparer", "2012", INVENTEE, GATINE, "--json").sortie)
    (fichier,) = lu["fichiers"]
    assert fichier["avant"]["recevable"] is True
    assert fichier["apres"]["recevable"] is False
    assert {"N01", "P16"} <= set(fichier["regles_nouvelles"])
    assert fichier["regles_levees"] == []


def test_un_illisible_n_arrete_pas_la_comparaison(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: [")
    resultat = maia("campagnes", "comparer", "2012", INVENTEE, tmp_path / "x.yaml", GATINE)
    assert resultat.code == 3
    assert "1" in resultat.sortie
    assert "illisible" in resultat.erreurs


def test_le_regime_de_plus_est_connu_et_son_plafond_est_celui_du_fichier(dossier_2014: Path, maia: Maia) -> None:
    lu = json.loads(maia("verifier", dossier_2014, "--campagne", INVENTEE, "--json").sortie)
    constats = {c["regle"]: c for c in lu["fichiers"][0]["constats"]}
    assert "E07" not in constats
    assert "P16" not in constats
    assert "200\u202f000\u00a0€ (90\u202f000 + 2 × 55\u202f000)" in constats["N01"]["message"]
    assert constats["N02"]["gravite"] == "bloquant"


def test_la_convention_et_le_budget_portent_l_annee_du_fichier(dossier_2014: Path, tmp_path: Path, maia: Maia) -> None:
    options = ("--documents", "convention-annuelle,budget", "--brouillon")
    resultat = maia("produire", dossier_2014, "--ars", ARS, "--campagne", INVENTEE, "-o", tmp_path / "s", *options)
    assert resultat.code == 0, resultat.erreurs
    convention, budget = sorted((tmp_path / "s").iterdir(), reverse=True)
    texte = "\n".join(p.text for p in docx.Document(str(convention)).paragraphs)
    assert "s’achève le 31 décembre 2014" in texte
    assert "au plus tard le 31 mars 2015" in texte
    assert "en 2012 et" not in texte
    assert openpyxl.load_workbook(budget).sheetnames[0] == "Budget 2014"


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("cloture: 31/03/2014", "cloture: 31/01/2014", "La clôture (31/01/2014) précède le lancement"),
        ("2: 200 000", "2: 210 000", "plafond de 210 000 €, mais les ordres de grandeur donnent 200 000 €"),
        ("colonnes: [CNSA, FIQCS, FIR]", "colonnes: [CNSA, FIQCS]", "les régimes sont CNSA, FIQCS et FIR"),
        (
            "pilotage: 7, gestion_de_cas: 2}\n  FIQCS",
            "pilotage: 14, gestion_de_cas: 2}\n  FIQCS",
            "14 mois financés dans une année",
        ),
        ("{2: 2, 3: 3, 4: 4}", "{2: 2, 3: 3}", "ne donne pas les mêmes nombres de gestionnaires de cas"),
        ("minimum: 2\n", "minimum: 5\n", "Le minimum de gestionnaires de cas (5) dépasse"),
        ("compte_rendu: 31/03/2015", "compte_rendu: 31/03/2016", "ne se suivent pas"),
        ("  seuil: 153 000\n", "", "Le champ « seuil » manque."),
        ("annee: 2014", "annee: deux mille", "n’est pas un nombre entier"),
        ("Rhône-Alpes: {CNSA: 3}", "Rhône-Alpes: {CNSA: 3, XYZ: 1}", "XYZ n’est pas une colonne de l’enveloppe"),
        ("pages_max: 20 ", "pages_max: 0 ", "La note n’a droit à aucune page"),
    ],
)
def test_un_parametre_absent_ou_contradictoire_est_explique(
    avant: str, apres: str, phrase: str, tmp_path: Path, maia: Maia
) -> None:
    texte = INVENTEE.read_text(encoding="utf-8")
    assert texte.count(avant) == 1
    (tmp_path / "c.yaml").write_text(texte.replace(avant, apres), encoding="utf-8")
    resultat = maia("verifier", GATINE, "--campagne", tmp_path / "c.yaml")
    assert resultat.code == 3
    dit = " ".join(resultat.erreurs.replace("\u202f", " ").replace(INSECABLE, " ").split())
    assert phrase in dit
    assert f"{tmp_path / 'c.yaml'}:" in resultat.erreurs
