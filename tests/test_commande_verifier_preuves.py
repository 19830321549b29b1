"""`maia verifier`: the checks done (`--expliquer`), the page (`--html`), an ARS's own choices (`--ars`), odd names."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from maia.validators.catalogue import regles
from maia.validators.registre import FAMILLES, REGLES
from tests.lancer import EXEMPLES, GATINE, Maia, lancer
from tests.phrases import plat

REFUSES = EXEMPLES / "refuses"
PRESQUE_VIDE = "formulaire: dossier de candidature\n"


def controles(maia: Maia, fichier: Path) -> dict[str, dict[str, Any]]:
    (lu,) = json.loads(maia("verifier", "--json", "--expliquer", fichier).sortie)["fichiers"]
    return {c["regle"]: c for c in lu["controles"]}


# --- --expliquer ----------------------------------------------------------------------------------------------------


def test_chaque_regle_du_catalogue_a_son_resultat_par_famille(maia: Maia) -> None:
    sortie = maia("verifier", "--expliquer", REFUSES / "statuts-absents.yaml").sortie
    assert set(re.findall(r"^    [✓✗–?] ([A-Z]\d\d)  ", sortie, re.MULTILINE)) == {r.id for r in regles()}
    titres = [ligne.strip() for ligne in sortie.splitlines() if ligne.strip() in {nom for nom, _ in FAMILLES.values()}]
    assert titres == [nom for nom, _ in FAMILLES.values() if nom in titres]
    assert len(titres) == len({r.famille for r in regles()})
    assert "    ✗ P10  Un porteur privé à but non lucratif joint la copie de ses statuts." in sortie
    assert "    ✓ P12  " in sortie
    assert f"{len(regles())} contrôles, 1 anomalie :" in plat(sortie)


def test_un_controle_que_rien_n_a_permis_de_faire_est_dit(maia: Maia) -> None:
    sortie = maia("verifier", "--expliquer", REFUSES / "centimes.yaml").sortie
    assert "    ? B01  Le total des charges" in sortie
    assert "autres n’ont pas pu être faits, faute de valeurs lisibles." in plat(sortie)
    assert "? non fait, faute de valeurs lisibles" in plat(sortie)


def test_rien_n_est_prouve_par_un_dossier_presque_vide(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "d.yaml").write_text(PRESQUE_VIDE, encoding="utf-8")
    trouves = controles(maia, tmp_path / "d.yaml")
    assert {trouves[regle]["resultat"] for regle in ("B01", "B02", "S02", "N01", "X01")} == {"sans_objet"}
    assert trouves["F08"]["resultat"] == "constat"


def test_sans_expliquer_rien_de_plus(maia: Maia) -> None:
    assert "CONTRÔLES" not in maia("verifier", GATINE).sortie
    (lu,) = json.loads(maia("verifier", "--json", GATINE).sortie)["fichiers"]
    assert list(lu) == ["fichier", "lisible", "verdict", "constats"]


def test_le_json_des_controles(tmp_path: Path, maia: Maia) -> None:
    trouves = controles(maia, REFUSES / "statuts-absents.yaml")
    assert list(trouves) == [r.id for r in regles()]
    assert trouves["P10"] == {
        "regle": "P10",
        "famille": "Pièces",
        "titre": "Un porteur privé à but non lucratif joint la copie de ses statuts.",
        "gravite": "bloquant",
        "resultat": "constat",
        "constats": 1,
        "source": REGLES["P10"].source,
    }
    assert {c["resultat"] for c in trouves.values()} <= {"sans_anomalie", "constat", "sans_objet", "non_fait"}
    (tmp_path / "vide.yaml").write_bytes(b"")
    (vide,) = json.loads(maia("verifier", "--json", "--expliquer", tmp_path / "vide.yaml").sortie)["fichiers"]
    assert vide["controles"] == []


# --- --html ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fichier", "code"),
    [(GATINE, 0), (REFUSES / "centimes.yaml", 1), (EXEMPLES / "illisibles" / "latin-1.yml", 3)],
)
def test_la_page_s_ecrit_sans_changer_le_code_de_sortie(fichier: Path, code: int, tmp_path: Path, maia: Maia) -> None:
    page = tmp_path / "releves" / "r.html"
    resultat = maia("verifier", fichier, "--html", page)
    assert resultat.code == code
    assert page.read_bytes().startswith(b'<!DOCTYPE html>\n<html lang="fr">\n')
    assert page.read_bytes().endswith(b"</html>\n")
    assert f"Relevé écrit : {page}" in plat(resultat.sortie)


def test_la_page_n_est_pas_remplacee_sans_le_dire(tmp_path: Path, maia: Maia) -> None:
    page = tmp_path / "r.html"
    page.write_bytes(b"la mienne")
    resultat = maia("verifier", GATINE, "--html", page)
    assert (resultat.code, resultat.sortie) == (2, "")
    assert "existe déjà" in resultat.erreurs
    assert page.read_bytes() == b"la mienne"
    assert maia("verifier", GATINE, "--html", page, "--ecraser").code == 0
    assert page.read_bytes() != b"la mienne"


def test_un_dossier_n_est_jamais_remplace_par_sa_page(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "d.yaml").write_text(PRESQUE_VIDE, encoding="utf-8")
    resultat = maia("verifier", tmp_path / "d.yaml", "--html", tmp_path / "x" / ".." / "d.yaml", "--ecraser")
    assert resultat.code == 2
    assert "est déjà nommé dans cette commande" in resultat.erreurs
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == PRESQUE_VIDE


def test_avec_json_la_sortie_reste_du_json(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("verifier", GATINE, "--json", "--html", tmp_path / "r.html")
    assert json.loads(resultat.sortie)["version"] == 1
    assert (tmp_path / "r.html").exists()


# --- Local choices --------------------------------------------------------------------------------------------------


def test_les_reglages_d_une_ars_s_appliquent_et_sont_dits(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(
        "formulaire: agence régionale de santé\nreglages:\n  gravites: {N02: bloquant}\n  seuils: {part_des_produits: 90}\n",
        encoding="utf-8",
    )
    resultat = maia("verifier", GATINE, "--ars", ars)
    assert "N11  avertissement" in resultat.sortie
    dit = plat(resultat.sortie)
    assert "CHOIX LOCAUX EN VIGUEUR • La règle N02 est de gravité « bloquant »." in dit
    assert "La part de l’ARS dans les produits est signalée au-delà de 90 %." in dit
    assert "CHOIX LOCAUX" not in maia("verifier", GATINE).sortie


def test_une_ars_illisible_ou_fautive_sort_avec_3(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "ars.yaml").write_text("reglages: {gravites: {N02: mortel}}\n", encoding="utf-8")
    assert maia("verifier", GATINE, "--ars", tmp_path / "ars.yaml").code == 3
    assert maia("verifier", GATINE, "--ars", tmp_path / "absente.yaml").code == 3


def test_une_campagne_changee_dit_ce_qu_elle_change(tmp_path: Path, maia: Maia) -> None:
    ici = (EXEMPLES.parent / "forms" / "campagnes" / "2012.yaml").read_text(encoding="utf-8")
    assert ici.count("pages_max: 30") == ici.count("gravites: {}") == 1
    campagne = tmp_path / "ma-campagne.yaml"
    campagne.write_text(
        ici.replace("pages_max: 30", "pages_max: 40").replace("gravites: {}", "gravites: {N02: bloquant}"),
        encoding="utf-8",
    )
    dit = plat(maia("verifier", GATINE, "--campagne", campagne).sortie)
    assert "• Fichier de campagne : « ma-campagne.yaml »." in dit
    assert "• note.pages_max : 40 au lieu de 30." in dit
    assert "• Règle N02 : « bloquant » au lieu de « avertissement »." in dit
    assert str(tmp_path / "ma") not in dit.partition("CHOIX LOCAUX")[2]


def test_une_autre_annee_dit_qu_elle_n_est_pas_comparee(maia: Maia) -> None:
    dit = plat(maia("verifier", GATINE, "--campagne", EXEMPLES / "campagnes" / "2014-inventee.yaml").sortie)
    assert "La campagne 2014 n’est pas fournie avec maia : aucun de ses chiffres n’a été comparé." in dit
    assert "Pièce ajoutée : avis du conseil général (toujours demandée)." in dit


def test_une_piece_ajoutee_par_un_fichier_est_dite(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "p.yaml").write_text(
        "avis: {libelle: avis du CLIC, rang: 20, demandee: prive, type: fichier, source: ARS, remede: Joignez-le.}\n",
        encoding="utf-8",
    )
    dit = plat(maia("verifier", GATINE, "--pieces", tmp_path / "p.yaml").sortie)
    assert "• Pièce ajoutée : avis du CLIC (demandée aux porteurs privés)." in dit


# --- Odd names ------------------------------------------------------------------------------------------------------


def test_un_nom_qui_n_est_pas_du_texte_passe_en_json(tmp_path: Path) -> None:
    fichier = tmp_path / "a\udcff.yaml"
    shutil.copy(GATINE, fichier)
    resultat = lancer("verifier", "--json", fichier)
    assert resultat.code == 1, resultat.erreurs  # its pieces are not there
    assert json.loads(resultat.sortie)["fichiers"][0]["fichier"] == str(fichier)
