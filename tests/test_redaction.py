"""What the program writes in YAML reads back exactly, and reads well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.ars import Ars
from maia.forms.constat import Chemin
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser, lire
from maia.forms.psi import Psi
from maia.forms.redaction import montant_saisi, rediger, valeur_de
from maia.forms.saisie import lire_modele
from tests.dossiers_hasard import valides
from tests.echantillons_yaml import DOSSIERS, FICHES_ARS, PSIS


def relire(texte: str) -> Any:
    lu = analyser(texte.encode(), "ecrit.yaml")
    assert isinstance(lu, Lecture), f"{lu}\n{texte}"
    return lu.valeur


PIEGES = [
    "oui", "non", "NO", "null", "~", "01000", "151 667", "-5", "- x", "-", "--", "---", "...", ": ", "a: b", "a:", ":a",
    "#", "a #b", "a#b", " devant", "derrière ", "  ", "", "\n", "a\nb", "a\n\nb", "a\n", "\na", " a\nb", "a \nb",
    "a\n  b", "a\n---\nb", "*x", "&x", "!x", "|", ">", ">-", "%", "@", "`", "'", '"', "l'an", '"a" b', "\\", "\\n",
    "[a, b]", "{a: b}", "a, b", "?", "? a", "\t", "a\tb", "\r", "\u0085", "\u2028", "\ufeff", "\x01", "\u00a0a\u00a0",
    "🙂", "<<", "=", "Mme « X » : rien", "x" * 300, "mot " * 80 + "fin", "a:  " * 60 + "b", "http://x.fr/a?b=c#d",
]  # fmt: skip
textes = st.one_of(
    st.sampled_from(PIEGES),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.text(st.sampled_from("ab-:#?,[]{}'\"\\ \n\t|>&*!%@`é\u00a0"), max_size=20),
    st.lists(st.text("abcdé:,-#'", min_size=1, max_size=12), min_size=10, max_size=60).map(" ".join),
)
cles = st.one_of(
    st.sampled_from(["oui", "60", "- x", "---", "a: b", "#", "?", "l'an", "x" * 1500, "...", "%a", "{", "porteur"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12),
    st.text("ab :-#,'\"[]{}", min_size=1, max_size=8),
)
arbres = st.recursive(
    st.none() | textes,
    lambda enfants: st.lists(enfants, max_size=4) | st.dictionaries(cles, enfants, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("texte", PIEGES)
def test_un_texte_se_relit_tel_quel(texte: str) -> None:
    valeur: dict[str, Any] = {"a": texte, "b": [texte, texte], "c": [{"d": texte, "e": "f"}, {"d": {"g": texte}}]}

    assert relire(rediger(valeur)) == valeur


@given(st.dictionaries(cles, arbres, max_size=5))
def test_tout_arbre_se_relit_tel_quel(valeur: dict[str, Any]) -> None:
    assert relire(rediger(valeur)) == valeur


@given(textes, textes)
def test_un_commentaire_ne_change_rien_a_la_valeur(commentaire: str, texte: str) -> None:
    valeur: dict[str, Any] = {"porteur": {"sigle": texte}, "effectifs": [{"poste": texte}]}
    chemins: list[Chemin] = [("porteur",), ("porteur", "sigle"), ("effectifs", 0), ("effectifs", 0, "poste")]

    ecrit = rediger(valeur, entete=[commentaire], commentaires=dict.fromkeys(chemins, commentaire))

    assert relire(ecrit) == valeur


@pytest.mark.parametrize("chemin", [*DOSSIERS, *PSIS, *FICHES_ARS], ids=lambda chemin: chemin.name)
def test_chaque_echantillon_reecrit_se_relit_tel_quel(chemin: Path) -> None:
    lu = lire(chemin)
    assert isinstance(lu, Lecture)
    assert isinstance(lu.valeur, dict)
    modele = Psi if chemin in PSIS else Ars if chemin in FICHES_ARS else Dossier

    ecrit = rediger(lu.valeur, modele)

    assert relire(ecrit) == lu.valeur
    assert max(map(len, ecrit.splitlines())) <= 120


@pytest.mark.parametrize("chemin", [*DOSSIERS, *PSIS, *FICHES_ARS], ids=lambda chemin: chemin.name)
def test_un_modele_type_se_reecrit_en_textes_qui_redonnent_le_meme_modele(chemin: Path) -> None:
    lu = lire(chemin)
    assert isinstance(lu, Lecture)
    modele = Psi if chemin in PSIS else Ars if chemin in FICHES_ARS else Dossier
    valeur = lire_modele(lu, modele).valeur
    assert valeur is not None

    encore = analyser(rediger(valeur_de(valeur), modele).encode(), "ecrit.yaml")

    assert isinstance(encore, Lecture)
    relu = lire_modele(encore, modele)
    assert relu.fautes == ()
    assert relu.valeur == valeur


@given(valides())
def test_un_dossier_au_hasard_se_reecrit_de_meme(arbre: dict[str, Any]) -> None:
    lu = analyser(rediger(arbre).encode(), "hasard.yaml")
    assert isinstance(lu, Lecture)
    assert lu.valeur == arbre
    dossier = lire_modele(lu, Dossier).valeur
    assert dossier is not None

    encore = analyser(rediger(valeur_de(dossier)).encode(), "hasard.yaml")

    assert isinstance(encore, Lecture)
    assert lire_modele(encore, Dossier).valeur == dossier


def test_l_ordre_est_celui_du_formulaire_et_l_ecriture_celle_d_une_personne() -> None:
    valeur: dict[str, Any] = {
        "effectifs": [{"etp": "1", "poste": "Pilote"}, {"poste": "GC n°1", "etp": "0,5"}],
        "budget": {"produits": {"74": [{"montant": "9 000", "financeur": "ARS"}]}, "charges": {"64": "9 000"}},
        "porteur": {"siege": {"code_postal": "79200"}, "raison_sociale": "AGG : association"},
        "campagne": "2012",
        "territoire": {"cantons": [{"communes": ["Adilly", "Le Tallud"], "canton": "Parthenay"}]},
    }

    assert rediger(valeur, entete=["Lu dans un classeur."], commentaires={("porteur",): "Qui demande"}) == (
        "# Lu dans un classeur.\n"
        "campagne: 2012\n"
        "\n"
        "# Qui demande\n"
        "porteur:\n"
        '  raison_sociale: "AGG : association"\n'
        "  siege:\n"
        "    code_postal: 79200\n"
        "\n"
        "territoire:\n"
        "  cantons:\n"
        "    - canton: Parthenay\n"
        "      communes: [Adilly, Le Tallud]\n"
        "\n"
        "budget:\n"
        "  charges:\n"
        "    64: 9 000\n"
        "  produits:\n"
        "    74:\n"
        "      - {financeur: ARS, montant: 9 000}\n"
        "\n"
        "effectifs:\n"
        "  - {poste: Pilote, etp: 1}\n"
        '  - {poste: GC n°1, etp: "0,5"}\n'
    )


def test_un_texte_long_est_plie_et_un_texte_de_plusieurs_lignes_garde_les_siennes() -> None:
    valeur: dict[str, Any] = {"projet": {"historique": "mot " * 40 + "fin", "description": "Deux lignes :\n- l’une"}}

    assert rediger(valeur).splitlines() == [
        "projet:",
        "  historique: >-",
        "    " + "mot " * 28 + "mot",
        "    " + "mot " * 11 + "fin",
        "  description: |-",
        "    Deux lignes :",
        "    - l’une",
    ]


def test_un_montant_se_tape_avec_l_espace_du_clavier() -> None:
    assert montant_saisi(151667) == "151 667"
