"""`maia verifier`: exit codes, the report a person reads, the JSON another program reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.lancer import EXEMPLES, GATINE, Maia

REFUSE = EXEMPLES / "refuses" / "plafond-depasse-d-un-euro.yaml"
FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A copy of a valid dossier and its pieces, to be spoiled."""
    shutil.copytree(EXEMPLES / "dossiers", tmp_path / "d")
    return tmp_path / "d" / "gatine.yaml"


def changer(chemin: Path, avant: str, apres: str) -> None:
    texte = chemin.read_text(encoding="utf-8")
    assert texte.count(avant) == 1, f"« {avant} » devrait se trouver une fois"
    chemin.write_text(texte.replace(avant, apres), encoding="utf-8")


def test_un_dossier_accepte_sort_avec_0(maia: Maia) -> None:
    resultat = maia("verifier", GATINE)
    assert resultat.code == 0
    assert "Recevable : complet, éligible. Budget conforme." in resultat.sortie
    assert resultat.erreurs == ""


def test_un_dossier_refuse_sort_avec_1_et_montre_la_valeur_le_calcul_le_remede_et_la_source(maia: Maia) -> None:
    resultat = maia("verifier", REFUSE)
    assert resultat.code == 1
    assert "1 anomalie bloquante".upper().replace(" ", INSECABLE, 1) in resultat.sortie
    assert "N01  bloquant" in resultat.sortie
    assert f"280{FINE}001{INSECABLE}€ demandés pour un plafond de 280{FINE}000{INSECABLE}€" in resultat.sortie
    assert "→ Ramenez la demande au plafond" in resultat.sortie
    assert "Circulaire DGCS/DGOS n° 2012-06" in resultat.sortie
    assert "^^^^^^^" in resultat.sortie


def test_le_signe_est_sous_la_valeur_fautive(maia: Maia) -> None:
    lignes = maia("verifier", REFUSE).sortie.splitlines()
    signe = next(i for i, ligne in enumerate(lignes) if "^" in ligne)
    debut, fin = lignes[signe].index("^"), lignes[signe].rindex("^") + 1
    assert lignes[signe - 1][debut:fin] == "280 001"


def test_le_rapport_tient_en_80_colonnes_sans_couleur_hors_d_un_terminal(maia: Maia) -> None:
    sortie = maia("verifier", REFUSE).sortie
    corps = [ligne for ligne in sortie.splitlines() if not ligne.startswith(str(EXEMPLES))]
    assert max(map(len, corps)) <= 84
    assert "\x1b[" not in sortie


@pytest.mark.parametrize(
    ("nom", "octets", "phrase"),
    [
        ("vide.yaml", b"", "Le fichier est vide."),
        ("latin1.yaml", "porteur: é".encode("latin-1"), "pas enregistré en UTF-8"),
        ("utf16.yaml", "porteur: x".encode("utf-16"), "UTF-16"),
        ("dossier.docx", b"PK\x03\x04....", "C’est un document Word, Excel"),
        ("binaire.yaml", b"a\x00\x01\x02", "binaire"),
        ("bombe.yaml", b"[" * 100_000, "niveaux imbriqués"),
        ("alias.yaml", b"a: &x [1]\nb: *x", "ancres YAML"),
        ("double.yaml", b"a: 1\na: 2", "écrit deux fois"),
        ("liste.yaml", b"- a\n- b", "aucun champ"),
        ("psi.yaml", "formulaire: plan de services individualisé".encode(), "pas « dossier de candidature »"),
    ],
)
def test_un_fichier_illisible_sort_avec_3_et_une_phrase(
    nom: str, octets: bytes, phrase: str, tmp_path: Path, maia: Maia
) -> None:
    fichier = tmp_path / nom
    fichier.write_bytes(octets)
    resultat = maia("verifier", fichier)
    assert resultat.code == 3
    assert phrase in resultat.sortie.replace("\n  ", " ")
    assert "Traceback" not in resultat.sortie + resultat.erreurs


def test_un_fichier_absent_ou_un_dossier_sort_avec_3(tmp_path: Path, maia: Maia) -> None:
    assert "n’existe pas" in maia("verifier", tmp_path / "rien.yaml").sortie
    assert "C’est un dossier" in maia("verifier", tmp_path).sortie.replace("\n  ", " ")
    assert maia("verifier", tmp_path).code == 3


def test_plusieurs_dossiers_ont_chacun_leur_verdict_et_une_synthese(maia: Maia) -> None:
    resultat = maia("verifier", GATINE, REFUSE)
    assert resultat.code == 1
    assert resultat.sortie.count("Recevable : complet, éligible.") == 2
    assert "SYNTHÈSE DE 2 DOSSIERS" in resultat.sortie
    assert f"2{INSECABLE}dossiers : 2{INSECABLE}complets" in resultat.sortie.replace(f"{INSECABLE}:", " :")


def test_un_illisible_parmi_d_autres_n_empeche_pas_les_autres(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "vide.yaml").write_bytes(b"")
    resultat = maia("verifier", tmp_path / "vide.yaml", GATINE)
    assert resultat.code == 3
    assert "Recevable : complet, éligible. Budget conforme." in resultat.sortie


def test_strict_compte_les_avertissements(dossier: Path, maia: Maia) -> None:
    changer(dossier, "\nporteur:\n", "\ncouleur: verte\nporteur:\n")
    assert maia("verifier", dossier).code == 0
    assert maia("verifier", "--strict", dossier).code == 1


def test_le_json_suit_le_contrat(tmp_path: Path, maia: Maia) -> None:
    (tmp_path / "vide.yaml").write_bytes(b"")
    resultat = maia("verifier", "--json", REFUSE, tmp_path / "vide.yaml")
    lu = json.loads(resultat.sortie)
    assert list(lu) == ["version", "campagne", "fichiers", "synthese"]
    assert list(json.loads(maia("verifier", "--json", REFUSE).sortie)) == ["version", "campagne", "fichiers"]
    assert (lu["version"], lu["campagne"]) == (1, "2012")
    refuse, vide = lu["fichiers"]
    assert list(refuse) == ["fichier", "lisible", "verdict", "constats"]
    assert refuse["lisible"] is True
    assert refuse["verdict"] == {"complet": True, "eligible": True, "recevable": True, "budget_conforme": False}
    constat = next(c for c in refuse["constats"] if c["regle"] == "N01")
    assert list(constat) == ["regle", "gravite", "message", "ligne", "colonne", "chemin", "remede", "source"]
    assert (constat["gravite"], constat["chemin"], constat["source"]) == (
        "bloquant",
        "demande.annee_pleine",
        "CIRC §2.2 al. 2",
    )
    ligne = REFUSE.read_text(encoding="utf-8").splitlines()[constat["ligne"] - 1]
    assert ligne[constat["colonne"] - 1 :].startswith("280 001")
    assert vide["lisible"] is False
    assert vide["verdict"] == {"complet": None, "eligible": None, "recevable": None, "budget_conforme": None}
    assert vide["constats"][0]["message"] == "Le fichier est vide."


def test_une_ars_ajoute_une_piece_sans_python(tmp_path: Path, maia: Maia) -> None:
    locales = tmp_path / "pieces.yaml"
    locales.write_text(
        "avis_du_clic:\n  libelle: avis du CLIC\n  rang: 20\n  demandee: toujours\n  type: fichier\n"
        "  source: ARS\n  remede: Demandez-le au CLIC.\n",
        encoding="utf-8",
    )
    resultat = maia("verifier", GATINE, "--pieces", locales)
    assert resultat.code == 1
    assert "P16  bloquant" in resultat.sortie


def test_une_liste_de_pieces_mal_ecrite_est_expliquee(tmp_path: Path, maia: Maia) -> None:
    locales = tmp_path / "pieces.yaml"
    locales.write_text("avis:\n  libele: avis\n", encoding="utf-8")
    resultat = maia("verifier", GATINE, "--pieces", locales)
    assert resultat.code == 3
    assert "Vouliez-vous écrire « libelle » ?" in resultat.erreurs


def test_une_campagne_dans_un_fichier_change_la_gravite_d_une_regle(dossier: Path, tmp_path: Path, maia: Maia) -> None:
    campagne = tmp_path / "ma-campagne.yaml"
    ici = (EXEMPLES.parent / "forms" / "campagnes" / "2012.yaml").read_text(encoding="utf-8")
    campagne.write_text(ici.split("\ngravites:")[0] + "\ngravites: {F01: bloquant}\n", encoding="utf-8")
    changer(dossier, "\nporteur:\n", "\ncouleur: verte\nporteur:\n")
    assert maia("verifier", dossier).code == 0
    assert maia("verifier", dossier, "--campagne", campagne).code == 1


def test_une_etoile_est_developpee_la_ou_le_shell_ne_le_fait_pas(maia: Maia) -> None:
    assert f"3{INSECABLE}dossiers" in maia("verifier", EXEMPLES / "dossiers" / "*.yaml").sortie
