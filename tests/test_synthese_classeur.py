"""The workbook of several dossiers: numbers that are numbers, a filter on every line, live sums, text that stays text."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bench.campagne import ecrire_campagne
from maia.forms.campagne import campagne
from maia.forms.pieces import PieceDemandee, catalogue
from maia.generators.synthese import champs_de_la_synthese, synthese
from maia.matrice import matrice
from maia.verification import verifier_fichiers
from tests.depot import RACINE
from tests.juges.libreoffice import desaccords
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import EXEMPLES, GATINE, Maia
from tests.modeles_excel import partie, relire

REFUSES = tuple(sorted((EXEMPLES / "refuses").glob("*.yaml")))
ILLISIBLE = EXEMPLES / "illisibles" / "latin-1.yml"
ISERE = GATINE.with_name("isere.yaml")
TITRES, PREMIERE = 4, 5
HOSTILE = """\
formulaire: dossier de candidature
regime: "=1+1"
region: "*"
departement: 79
porteur: {raison_sociale: '=HYPERLINK("http://exemple.invalid";"clic")'}
demande: {gestionnaires_de_cas: 3, montant: -5}
pieces: {note: "+cmd|' /C calc'!A0", "@SUM(1)": x}
"""


@cache
def rediger(*fichiers: Path) -> bytes:
    c = campagne()
    return synthese(matrice(verifier_fichiers(fichiers, c), c), c)


def tableau(feuille: Worksheet, titres: int = TITRES) -> list[dict[str, Any]]:
    """The lines under the titles, by title."""
    cles = [str(c.value) for c in feuille[titres]]
    return [
        dict(zip(cles, valeurs, strict=True)) for valeurs in feuille.iter_rows(min_row=titres + 1, values_only=True)
    ]


def test_une_ligne_par_dossier_les_nombres_en_nombres_les_verdicts_en_mots() -> None:
    gatine, absents, illisible = tableau(
        relire(rediger(GATINE, EXEMPLES / "refuses" / "statuts-absents.yaml", ILLISIBLE))["Dossiers"]
    )

    assert list(gatine.items())[:17] == [
        ("N°", 1),
        ("Dossier", "gatine"),
        ("Porteur", "Association gérontologique de Gâtine"),
        ("Dép.", "79"),
        ("Région", "Poitou-Charentes"),
        ("Régime", "CNSA"),
        ("GC", 3),
        ("Demandé 2012", 151_667),
        ("Demandé en année pleine", 280_000),
        ("Plafond d’année pleine", 280_000),
        ("Part de l’ARS", 0.91),
        ("Complet", "oui"),
        ("Éligible", "oui"),
        ("Recevable", "oui"),
        ("Budget conforme", "oui"),
        ("Bloquants", 0),
        ("Avertissements", 0),
    ]
    assert (absents["Complet"], absents["5 copie des statuts"], absents["Bloquants"]) == ("non", "manquante", 1)
    assert (illisible["N°"], illisible["Dossier"], illisible["Recevable"]) == (None, "latin-1", "illisible")
    assert illisible["1 note de présentation"] is None


def test_chaque_piece_nationale_a_sa_colonne_celles_de_l_ars_la_derniere() -> None:
    avis = PieceDemandee.model_validate(
        {
            "libelle": "avis du CLIC",
            "rang": "20",
            "demandee": "toujours",
            "type": "fichier",
            "source": "ARS",
            "remede": "Demandez-le.",
        }
    )
    liste = catalogue().avec({"avis": avis})
    c = campagne()
    m = matrice(verifier_fichiers([GATINE], c, liste), c, liste)
    (ligne,) = tableau(relire(synthese(m, c))["Dossiers"])

    assert len([titre for titre in ligne if titre[0].isdigit()]) == len(catalogue().pieces) + 1
    assert ligne["Pièces demandées par l’ARS"].replace("\u00a0", " ") == "avis du CLIC : manquante"


def test_les_constats_ont_chacun_leur_ligne_puis_ceux_de_l_ensemble() -> None:
    constats = tableau(relire(rediger(GATINE, *REFUSES))["Constats"])
    plafond = next(x for x in constats if x["Règle"] == "N01")

    assert (plafond["N°"], plafond["Dossier"], plafond["Ligne"], plafond["Gravité"]) == (
        REFUSES.index(EXEMPLES / "refuses" / "plafond-depasse-d-un-euro.yaml") + 2,
        "plafond-depasse-d-un-euro",
        124,
        "bloquant",
    )
    assert plafond["Constat"].startswith("280\u202f001\u00a0€ demandés")
    assert plafond["Ce qu’il faut faire"].startswith("Ramenez la demande au plafond")
    assert plafond["Source"].startswith("CIRC §2.2")
    assert {x["Dossier"] for x in constats if x["Règle"].startswith("M")} == {"(entre les dossiers)"}


def test_sans_constat_la_feuille_le_dit() -> None:
    c = campagne()
    assert champs_de_la_synthese(matrice([], c), c).valeurs["constats"] == [{"message": "Aucun constat."}]


def test_l_enveloppe_compte_la_feuille_des_dossiers() -> None:
    classeur = rediger(GATINE, ISERE, *REFUSES)
    cnsa = next(x for x in tableau(relire(classeur)["Enveloppe"]) if x["Région"] == "Poitou-Charentes")
    formule = next(
        x for x in tableau(relire(classeur, formules=True)["Enveloppe"]) if x["Région"] == "Poitou-Charentes"
    )

    assert (cnsa["Places"], cnsa["Dossiers reçus"], cnsa["Recevables"], cnsa["Places restantes"]) == (2, 19, 8, -6)
    assert cnsa["Demandé par les dossiers recevables"] == 8 * 151_667
    assert formule["Recevables"].startswith("=COUNTIFS('Dossiers'!$E$5:$E$24,")


def test_on_filtre_on_trie_on_imprime() -> None:
    livre = relire(rediger(GATINE, ISERE, *REFUSES))

    assert livre.sheetnames == ["Dossiers", "Constats", "Enveloppe", "À lire"]
    assert livre["Dossiers"].auto_filter.ref == "A4:AE24"
    assert livre["Dossiers"].freeze_panes == "C5"
    for feuille in livre:
        assert (feuille.page_setup.orientation, feuille.page_setup.paperSize) == ("landscape", 9)
        assert feuille.print_title_rows
        assert feuille.oddFooter
        assert feuille.oddFooter.right
        assert feuille.oddFooter.right.text == "Page &P / &N"
    assert all(livre[nom].auto_filter.ref for nom in ("Constats", "Enveloppe"))
    assert livre["Dossiers"].print_title_cols == "$A:$B"


def test_les_totaux_sont_ceux_des_lignes_affichees() -> None:
    classeur = rediger(GATINE, ISERE)

    assert relire(classeur, formules=True)["Dossiers"]["H3"].value == "=SUBTOTAL(9,H5:H6)"
    assert relire(classeur)["Dossiers"]["H3"].value == 283_334
    assert relire(classeur)["Dossiers"]["A3"].value == 2


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    dossier = tmp_path_factory.mktemp("hostile")
    fichiers = [dossier / nom for nom in ("=1+1.yaml", "-2.yaml", "@x.yaml", "a\x1b[31m.yaml", "\udcff.yaml")]
    for fichier in fichiers:
        fichier.write_text(HOSTILE, encoding="utf-8")
    return rediger(*fichiers)


def test_un_texte_n_est_jamais_une_formule(hostile: bytes) -> None:
    lignes = tableau(relire(hostile, formules=True)["Dossiers"])

    assert [x["Dossier"] for x in lignes] == ["=1+1", "-2", "@x", "a\ufffd[31m", "\ufffd"]
    assert lignes[0]["Porteur"] == '=HYPERLINK("http://exemple.invalid";"clic")'
    assert "<f>HYPERLINK" not in partie(hostile)
    assert "<f>1+1" not in partie(hostile)


def test_les_juges_n_ont_rien_a_redire_des_noms_hostiles_non_plus(hostile: bytes) -> None:
    assert defauts_ooxml(hostile, ".xlsx") == []
    assert defauts_ooxml(rediger(GATINE, ILLISIBLE, *REFUSES), ".xlsx") == []


def test_libreoffice_recalcule_les_memes_valeurs_partout(hostile: bytes, tmp_path: Path) -> None:
    tous = rediger(*ecrire_campagne(tmp_path), ILLISIBLE, *REFUSES)

    assert desaccords([hostile, tous, rediger(GATINE), rediger(ILLISIBLE)]) == []


def test_memes_octets_dans_un_autre_processus() -> None:
    programme = """
import hashlib
from tests.test_synthese_classeur import GATINE, ILLISIBLE, REFUSES, rediger
print(hashlib.sha256(rediger(GATINE, ILLISIBLE, *REFUSES)).hexdigest())
"""
    ailleurs = subprocess.run(
        [sys.executable, "-c", programme],
        cwd=RACINE,
        env={"PYTHONHASHSEED": "41", "TZ": "Pacific/Noumea", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert ailleurs == sha256(rediger(GATINE, ILLISIBLE, *REFUSES)).hexdigest()


# --- On the command line --------------------------------------------------------------------------------------------


def test_classeur_ecrit_le_fichier_et_le_dit(tmp_path: Path, maia: Maia) -> None:
    sortie = tmp_path / "synthese.xlsx"
    resultat = maia("verifier", GATINE, ISERE, "--classeur", sortie)

    assert resultat.code == 0
    assert f"Classeur écrit : {sortie}" in resultat.sortie
    assert relire(sortie.read_bytes()).sheetnames[0] == "Dossiers"


def test_classeur_sert_aussi_pour_un_seul_dossier_et_dit_les_choix_locaux(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "ars.yaml").write_text(
        "formulaire: ARS\nreglages: {gravites: {P01: avertissement}}\n", encoding="utf-8"
    )
    maia("verifier", GATINE, "--ars", tmp_path / "ars.yaml", "--classeur", tmp_path / "s.xlsx")
    notes = tableau(relire((tmp_path / "s.xlsx").read_bytes())["À lire"], 3)

    assert any(x["Sujet"] == "Choix locaux" and "P01" in x["Ce qu’il faut savoir"] for x in notes)


def test_rien_n_est_ecrase_sans_le_demander(tmp_path: Path, maia: Maia) -> None:
    sortie = tmp_path / "s.xlsx"
    sortie.write_text("à moi", encoding="utf-8")

    assert maia("verifier", GATINE, "--classeur", sortie).code == 2
    assert sortie.read_text(encoding="utf-8") == "à moi"
    assert maia("verifier", GATINE, "--classeur", sortie, "--ecraser").code == 0


def test_page_et_classeur_ne_vont_pas_dans_le_meme_fichier(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("verifier", GATINE, "--html", tmp_path / "s", "--classeur", tmp_path / "s")

    assert resultat.code == 2
    assert "déjà nommé" in resultat.erreurs
    assert not (tmp_path / "s").exists()
