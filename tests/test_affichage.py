"""What a person reads in a terminal: lines cut where French allows it, a caret exactly under the value."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.affichage import paragraphe
from maia.largeur import LARGEUR, cases, couper, extraire, montrer
from tests.lancer import EXEMPLES, GATINE, Maia, lancer

FINE, INSECABLE = "\u202f", "\u00a0"

# --- Paragraphs -----------------------------------------------------------------------------------------------------


def test_une_ligne_ne_finit_ni_ne_commence_par_un_signe_isole() -> None:
    phrase = "Le compte « 64 » : 100 000 € ; est-ce 12 % du total ? Non ! Voir « maia regle S03 »."
    for largeur in range(12, 60):
        for ligne in couper(phrase, largeur=largeur):
            assert not ligne.endswith("«"), ligne
            assert not re.match(r"[»:;?!%€]", ligne), ligne


def test_un_nombre_ni_un_produit_ne_se_coupe() -> None:
    lignes = list(couper("Le montant est de 100 000 × 11/12 + 3 × 60 000 × 4/12 = 151 667 € en tout.", largeur=24))
    assert lignes == ["Le montant est de", "100 000 × 11/12 +", "3 × 60 000 × 4/12 =", "151 667 € en tout."]


def test_une_annee_suivie_d_un_mot_se_coupe() -> None:
    assert list(couper("campagne 2012 du programme", largeur=13)) == ["campagne 2012", "du programme"]


def test_un_chemin_reste_entier_pour_etre_copie() -> None:
    chemin = "pieces/note-de-presentation-du-projet-de-dispositif.pdf"
    assert f"« {chemin} »" in list(couper(f"Le fichier « {chemin} » n’existe pas.", largeur=30))


def test_les_espaces_restent_ceux_de_la_phrase() -> None:
    assert (
        " ".join(couper(f"deux : « x » et 1{FINE}000{INSECABLE}€", largeur=8))
        == f"deux : « x » et 1{FINE}000{INSECABLE}€"
    )


def test_la_puce_ne_se_repete_pas() -> None:
    lignes = list(paragraphe("Joignez " + "la copie " * 20, "→ "))
    assert [ligne[:4] for ligne in lignes] == ["  → ", *["    "] * (len(lignes) - 1)]
    assert len(lignes) > 1


def test_les_caracteres_larges_comptent_pour_deux() -> None:
    assert [cases(ligne) for ligne in couper("漢字漢字 漢字漢字", largeur=12)] == [8, 8]
    assert cases("e\u0301") == 1


@given(st.text(max_size=300), st.integers(10, 80))
def test_aucune_ligne_ne_deborde_sauf_d_un_mot_insecable(texte: str, largeur: int) -> None:
    for ligne in couper(texte, "  ", "  ", largeur):
        assert (
            cases(ligne) <= largeur or " " not in ligne[2:].replace(INSECABLE, "") or re.search(r"[«»:;?!%€×\d]", ligne)
        )


@given(st.text(max_size=200))
def test_rien_de_ce_qui_est_montre_n_est_un_ordre_pour_le_terminal(texte: str) -> None:
    montre = montrer(texte)
    assert len(montre) == len(texte)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", montre)


# --- The line and its caret -----------------------------------------------------------------------------------------


def dessine(ligne: str, colonne: int, fin: int | None, largeur: int = 40) -> str:
    """What stands above the carets."""
    extrait = extraire(ligne, colonne, fin, largeur)
    assert cases(extrait.texte) <= largeur
    colonnes = "".join(c * max(1, cases(c)) if cases(c) else "" for c in extrait.texte)
    return colonnes[extrait.avant : extrait.avant + extrait.longueur]


@pytest.mark.parametrize(
    ("ligne", "valeur"),
    [
        ("montant: 151 676", "151 676"),
        ("\tmontant:\t151 676", "151 676"),
        (f"{'x' * 300}: 151 676", "151 676"),
        (f"a: 151 676 {'# ' * 200}", "151 676"),
        (f"{'x' * 100}: 151 676 {'# ' * 200}", "151 676"),
        ("漢字: 151 676", "151 676"),
        (f"{'漢字' * 50}: 151 676 {'漢字' * 50}", "151 676"),
        ("e\u0301" * 90 + ": 151 676", "151 676"),
    ],
)
def test_le_signe_est_sous_la_valeur(ligne: str, valeur: str) -> None:
    colonne = ligne.index(valeur) + 1
    assert dessine(ligne, colonne, colonne + len(valeur)) == valeur


def test_une_valeur_plus_longue_que_l_ecran_est_soulignee_jusqu_au_bord() -> None:
    extrait = extraire(f"nom: {'v' * 300}", 6, 306, 40)
    assert extrait.texte.endswith("v…")
    assert extrait.avant + extrait.longueur == len(extrait.texte) - 1


def test_sans_fin_connue_un_seul_signe() -> None:
    assert extraire("a: [", 4, None, 40) == ("a: [", 3, 1)


def test_une_ligne_d_un_million_de_signes_sans_largeur_ne_coute_rien() -> None:
    ligne = f"{'e' + chr(0x301) * 500_000}: x{chr(0x301) * 500_000}"
    extrait = extraire(ligne, 500_004, 500_005, 60)
    assert len(extrait.texte) < 1_000


@given(st.text(max_size=300), st.data(), st.integers(12, 80))
def test_un_extrait_tient_dans_la_largeur_et_le_signe_aussi(ligne: str, donnees: st.DataObject, largeur: int) -> None:
    ligne = ligne.replace("\n", " ")
    colonne = donnees.draw(st.integers(1, len(ligne) + 1))
    fin = donnees.draw(st.none() | st.integers(colonne + 1, len(ligne) + 2))
    extrait = extraire(ligne, colonne, fin, largeur)
    assert cases(extrait.texte) <= largeur
    assert 0 <= extrait.avant <= largeur
    assert extrait.avant + extrait.longueur <= largeur + 1


# --- A whole report -------------------------------------------------------------------------------------------------


def modifie(tmp_path: Path, octets: bytes) -> Path:
    (tmp_path / "pieces").mkdir(exist_ok=True)
    (tmp_path / "dossier.yaml").write_bytes(octets)
    return tmp_path / "dossier.yaml"


def sous_le_signe(sortie: str) -> list[str]:
    lignes = sortie.splitlines()
    return [
        lignes[rang - 1][m.start() : m.end()] for rang, ligne in enumerate(lignes) if (m := re.search(r"\^+", ligne))
    ]


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        (b"\n", b"\r\n"),
        (b"\n", b"\n"),
        (b"# Dossier d", b"\xef\xbb\xbf# Dossier d"),
    ],
    ids=["CRLF", "LF", "BOM"],
)
def test_le_signe_tombe_juste_quelle_que_soit_la_fin_des_lignes(
    ancien: bytes, nouveau: bytes, tmp_path: Path, maia: Maia
) -> None:
    octets = GATINE.read_bytes().replace(b"annee_pleine: 280 000 ", b"annee_pleine: 280 001 ")
    assert ancien in octets
    fichier = modifie(tmp_path, octets.replace(ancien, nouveau))
    resultat = maia("verifier", fichier)
    assert "280 001" in sous_le_signe(resultat.sortie)
    assert "\r" not in resultat.sortie


def test_tous_les_rapports_des_exemples_tiennent_en_80_colonnes(maia: Maia) -> None:
    sortie = maia("verifier", "--expliquer", *sorted((EXEMPLES / "refuses").glob("*.yaml"))[:6]).sortie
    larges = [ligne for ligne in sortie.splitlines() if cases(ligne) > LARGEUR and str(EXEMPLES) not in ligne]
    assert larges == []


def test_un_nom_de_fichier_ne_commande_pas_le_terminal(tmp_path: Path, maia: Maia) -> None:
    fichier = tmp_path / "a\x1b[31m\u202ebidon.yaml"
    fichier.write_bytes(b"")
    resultat = maia("verifier", fichier)
    assert resultat.code == 3
    assert "\x1b" not in resultat.sortie
    assert "\u202e" not in resultat.sortie
    assert "bidon.yaml" in resultat.sortie


def test_une_valeur_qui_renverse_la_lecture_est_neutralisee_dans_l_extrait(tmp_path: Path, maia: Maia) -> None:
    fichier = modifie(tmp_path, "formulaire: dossier de candidature\ncouleur: \u202eetrev\n".encode())
    assert "\u202e" not in maia("verifier", fichier).sortie


# --- Colours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("terminal", "no_color", "colore"), [(True, "", True), (True, "1", False), (False, "", False)])
def test_les_couleurs_ne_vont_qu_au_terminal_de_qui_en_veut(
    terminal: bool, no_color: str, colore: bool, maia: Maia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(
        click.utils, "should_strip_ansi", lambda _flux=None, couleur=None: couleur is False or not terminal
    )
    assert ("\x1b[" in maia("verifier", EXEMPLES / "refuses" / "centimes.yaml").sortie) is colore


def test_dans_un_tuyau_il_n_y_a_pas_de_couleur() -> None:
    assert "\x1b[" not in lancer("verifier", EXEMPLES / "refuses" / "centimes.yaml").sortie
