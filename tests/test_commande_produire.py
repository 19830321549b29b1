"""`maia produire`, `maia schema`, `maia regles`: what is written, what is refused, and that nothing is lost."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.lancer import ARS, EXEMPLES, GATINE, Maia, lancer

CONVENTION = "convention-annuelle-association-gerontologique-de-gatine.docx"
BUDGET = "budget-association-gerontologique-de-gatine.xlsx"
# The porteur's documents, in the order in which a file is put together.
DU_PORTEUR = [
    "dossier-de-demande-association-gerontologique-de-gatine.docx",
    BUDGET,
    "tableau-des-engagements-association-gerontologique-de-gatine.docx",
    "engagement-pilote-association-gerontologique-de-gatine.docx",
    "attestation-sur-l-honneur-association-gerontologique-de-gatine.docx",
]


def texte_word(chemin: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(chemin)).paragraphs)


def test_avec_une_ars_la_convention_s_ajoute_aux_documents_du_porteur(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("produire", GATINE, "--ars", ARS, "-o", tmp_path)
    assert resultat.code == 0, resultat.erreurs
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*DU_PORTEUR, CONVENTION])
    assert sorted(resultat.sortie.split()) == sorted(str(tmp_path / nom) for nom in [*DU_PORTEUR, CONVENTION])
    assert "Association gérontologique de Gâtine" in texte_word(tmp_path / CONVENTION)


def test_le_montant_de_la_convention_est_celui_du_dossier_en_chiffres_et_en_lettres(tmp_path: Path, maia: Maia) -> None:
    maia("produire", GATINE, "--ars", ARS, "-o", tmp_path, "--documents", "convention-annuelle")
    texte = texte_word(tmp_path / CONVENTION)
    assert "151\u202f667\u00a0€" in texte
    assert "cent cinquante et un mille six cent soixante-sept euros" in texte.replace("\u00a0", " ")


def test_le_classeur_montre_ses_totaux_sans_etre_recalcule(tmp_path: Path, maia: Maia) -> None:
    maia("produire", GATINE, "-o", tmp_path)
    classeur = openpyxl.load_workbook(tmp_path / BUDGET, data_only=True)
    valeurs = [c.value for feuille in classeur for ligne in feuille.iter_rows() for c in ligne]
    assert 151_667 in valeurs
    assert "#DIV/0!" not in valeurs


def test_sans_ars_tous_les_documents_du_porteur_dans_l_ordre_du_dossier(tmp_path: Path) -> None:
    resultat = lancer("produire", GATINE, "-o", tmp_path)
    assert resultat.code == 0, resultat.erreurs
    assert resultat.sortie.split() == [str(tmp_path / nom) for nom in DU_PORTEUR]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(DU_PORTEUR)


@pytest.mark.parametrize("exemple", ["isere", "reseau-equip-age"])
def test_les_autres_exemples_donnent_aussi_tous_leurs_documents(exemple: str, tmp_path: Path, maia: Maia) -> None:
    assert maia("produire", EXEMPLES / "dossiers" / f"{exemple}.yaml", "-o", tmp_path).code == 0
    assert len(list(tmp_path.iterdir())) == len(DU_PORTEUR)


def test_un_dossier_vide_donne_en_brouillon_les_formulaires_a_remplir_a_la_main(tmp_path: Path, maia: Maia) -> None:
    vide = tmp_path / "vide.yaml"
    vide.write_text("formulaire: dossier de candidature\n", encoding="utf-8")
    assert maia("produire", vide, "-o", tmp_path / "d").code == 1
    resultat = maia("produire", vide, "-o", tmp_path / "d", "--brouillon")
    assert resultat.code == 0
    assert "renseignements absents, en pointillés" in resultat.erreurs
    assert len(list((tmp_path / "d").iterdir())) == len(DU_PORTEUR)


def test_rien_n_est_remplace_sans_le_dire(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / BUDGET).write_bytes(b"le mien")
    resultat = maia("produire", GATINE, "--ars", ARS, "-o", tmp_path)
    assert resultat.code == 2
    assert "existe déjà" in resultat.erreurs
    assert [p.name for p in tmp_path.iterdir()] == [BUDGET]
    assert (tmp_path / BUDGET).read_bytes() == b"le mien"
    assert maia("produire", GATINE, "-o", tmp_path, "--ecraser").code == 0
    assert zipfile.is_zipfile(tmp_path / BUDGET)


def test_un_dossier_avec_une_anomalie_bloquante_n_est_pas_produit(tmp_path: Path, maia: Maia) -> None:
    refuse = EXEMPLES / "refuses" / "plafond-depasse-d-un-euro.yaml"
    resultat = maia("produire", refuse, "--ars", ARS, "-o", tmp_path / "d")
    assert resultat.code == 1
    assert "Rien n’a été produit." in resultat.erreurs
    assert not (tmp_path / "d").exists()
    assert maia("produire", refuse, "-o", tmp_path / "d", "--brouillon").code == 0


def test_un_renseignement_absent_est_nomme_avec_sa_place_et_rien_n_est_ecrit(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(re.sub(r"(?m)^tribunal_administratif:.*\n", "", ARS.read_text(encoding="utf-8")), encoding="utf-8")
    resultat = maia("produire", GATINE, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 1
    assert f"{ars}  tribunal_administratif" in resultat.erreurs
    assert not (tmp_path / "d").exists()


def test_en_brouillon_le_renseignement_absent_reste_en_pointilles(tmp_path: Path, maia: Maia) -> None:
    resultat = maia("produire", GATINE, "-o", tmp_path, "--documents", "convention-annuelle", "--brouillon")
    assert resultat.code == 0
    assert "en pointillés" in resultat.erreurs
    (produit,) = tmp_path.iterdir()
    assert produit.name == f"brouillon-{CONVENTION}"
    assert "tribunal administratif de ..." in texte_word(produit).replace("…", "...")


@pytest.mark.parametrize("fichier", ["dossier", "ars"])
def test_un_fichier_illisible_sort_avec_3(fichier: str, tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: [")
    dossier, ars = (tmp_path / "x.yaml", ARS) if fichier == "dossier" else (GATINE, tmp_path / "x.yaml")
    resultat = maia("produire", dossier, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 3
    assert "illisible" in resultat.erreurs
    assert not (tmp_path / "d").exists()


def test_une_faute_dans_le_fichier_de_l_ars_est_situee(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(ARS.read_text(encoding="utf-8") + "\ntribunal_adminstratif: Poitiers\n", encoding="utf-8")
    resultat = maia("produire", GATINE, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 3
    assert "Vouliez-vous écrire « tribunal_administratif » ?" in resultat.erreurs


def test_les_reglages_de_l_ars_valent_aussi_pour_produire(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(ARS.read_text(encoding="utf-8") + "\nreglages: {seuils: {pages_de_la_note: 2}}\n", encoding="utf-8")
    resultat = maia("produire", GATINE, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 1
    assert not (tmp_path / "d").exists()


def test_une_gravite_pour_une_regle_inconnue_est_dite(tmp_path: Path, maia: Maia) -> None:
    ars = tmp_path / "ars.yaml"
    ars.write_text(ARS.read_text(encoding="utf-8") + "\nreglages: {gravites: {Q99: bloquant}}\n", encoding="utf-8")
    resultat = maia("produire", GATINE, "--ars", ars, "-o", tmp_path / "d")
    assert resultat.code == 3
    assert "Q99" in resultat.erreurs


def test_memes_octets_sous_une_autre_graine_et_un_autre_fuseau(tmp_path: Path) -> None:
    for nom, environnement in (
        ("a", {"PYTHONHASHSEED": "1", "TZ": "UTC"}),
        ("b", {"PYTHONHASHSEED": "77", "TZ": "Pacific/Noumea"}),
    ):
        assert lancer("produire", GATINE, "--ars", ARS, "-o", tmp_path / nom, **environnement).code == 0
        assert (
            lancer("psi", EXEMPLES / "psi" / "ordinaire.yaml", "-o", tmp_path / nom / "psi.pdf", **environnement).code
            == 0
        )
    noms = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert noms == sorted([*DU_PORTEUR, CONVENTION, "psi.pdf"])
    for nom in noms:
        assert (tmp_path / "a" / nom).read_bytes() == (tmp_path / "b" / nom).read_bytes(), nom


def test_aucune_balise_ne_reste_dans_les_documents(tmp_path: Path, maia: Maia) -> None:
    maia("produire", GATINE, "--ars", ARS, "-o", tmp_path)
    for chemin in tmp_path.iterdir():
        with zipfile.ZipFile(io.BytesIO(chemin.read_bytes())) as paquet:
            assert paquet.testzip() is None
            for partie in paquet.namelist():
                assert not re.search(rb"\{[{%]|[%}]\}", paquet.read(partie)), f"{chemin.name}: {partie}"


def test_le_schema_s_ecrit_et_est_du_json(tmp_path: Path, maia: Maia) -> None:
    for formulaire in ("dossier", "ars", "psi"):
        assert json.loads(maia("schema", formulaire).sortie)["title"]
    assert maia("schema", "-o", tmp_path / "s.json").code == 0
    assert maia("schema", "-o", tmp_path / "s.json").code == 2


def test_les_regles_se_listent_en_texte_et_en_json(maia: Maia) -> None:
    en_texte, en_json = maia("regles").sortie, json.loads(maia("regles", "--json").sortie)
    assert len(en_json["regles"]) >= 50
    assert all(r["regle"] in en_texte for r in en_json["regles"])


def test_une_regle_s_explique_en_minuscules_aussi(maia: Maia) -> None:
    resultat = maia("regle", "n01")
    assert resultat.code == 0
    assert "280 000 € avec trois gestionnaires de cas" in " ".join(resultat.sortie.split())
    assert "§ 2.2" in resultat.sortie


def test_une_regle_d_ensemble_s_explique_aussi(maia: Maia) -> None:
    resultat = maia("regle", "M03")
    assert resultat.code == 0
    assert "Deux dossiers ne couvrent pas la même commune." in resultat.sortie
    assert "Entre plusieurs dossiers" in resultat.sortie
    assert "M03" in maia("regles").sortie


def test_la_demonstration_produit_les_trois_documents(tmp_path: Path) -> None:
    resultat = lancer("demo", tmp_path / "demo")
    assert resultat.code == 0, resultat.erreurs
    assert {p.suffix for p in (tmp_path / "demo" / "documents").iterdir()} == {".docx", ".xlsx", ".pdf"}
    assert "À regarder" in resultat.sortie
    shutil.rmtree(tmp_path / "demo")
