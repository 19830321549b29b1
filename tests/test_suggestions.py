"""Help with typing: silent on good dossiers, and right about the slips that a keyboard makes."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maia.forms.campagne import campagne
from maia.forms.constat import INFORMATION
from maia.forms.mots import Mots, mots
from maia.forms.passages import passages
from maia.validators.budget_detail import faute_de_frappe
from maia.validators.catalogue import regles
from maia.validators.rapport import verifier
from tests.dossiers import copie, ouvrir
from tests.test_convention_prete import arbres

C = campagne("2012")
SUGGESTIONS = {r.id for r in regles() if "Suggestion" in r.explication}
LIGNES = [
    ("charges", "60", "Achats matières et fournitures"),
    ("charges", "62", "Déplacements et missions"),
    ("charges", "64", "Charges sociales"),
    ("charges", "indirectes", "Charges fixes de fonctionnement"),
    ("charges", "68", "Provision pour la labellisation"),
]


def trouves(arbre: Any) -> list[tuple[str, str]]:
    """The suggestions made about a dossier, with the place of each."""
    constats = verifier(ouvrir(arbre).dossier, C).constats
    return [(c.regle, c.chemin_lisible) for c in constats if c.regle in SUGGESTIONS]


def dix_fois(montant: str) -> str:
    """An amount with a zero too many."""
    return montant.replace(" ", "") + "0"


def test_une_suggestion_n_est_jamais_plus_qu_une_information() -> None:
    assert {"B25", "B26", "S27", "S28", "S29"} <= SUGGESTIONS
    assert {r.gravite for r in regles() if r.id in SUGGESTIONS} == {INFORMATION}


def test_les_55_dossiers_de_la_campagne_n_en_recoivent_aucune() -> None:
    assert [trouves(arbre) for arbre in arbres()] == [[]] * 55


@settings(max_examples=60)
@given(st.integers(0, 54), st.sampled_from(LIGNES))
def test_un_zero_de_trop_dans_une_ligne_est_retrouve(rang: int, ligne: tuple[str, str, str]) -> None:
    cote, compte, libelle = ligne
    arbre = copie(arbres()[rang])
    groupe = arbre["budget"][cote][compte]
    groupe[libelle] = dix_fois(groupe[libelle])
    assert ("B25", f"budget.{cote}.{compte}.{libelle}") in trouves(arbre)


@settings(max_examples=60)
@given(st.integers(0, 54), st.sampled_from(LIGNES), st.data())
def test_deux_chiffres_intervertis_dans_une_ligne_sont_retrouves(
    rang: int, ligne: tuple[str, str, str], tirage: st.DataObject
) -> None:
    cote, compte, libelle = ligne
    arbre = copie(arbres()[rang])
    chiffres = list(arbre["budget"][cote][compte][libelle].replace(" ", ""))
    i = tirage.draw(st.integers(0, len(chiffres) - 2))
    assume(chiffres[i] != chiffres[i + 1] and (i or chiffres[1] != "0"))
    chiffres[i], chiffres[i + 1] = chiffres[i + 1], chiffres[i]
    arbre["budget"][cote][compte][libelle] = "".join(chiffres)
    assert ("B25", f"budget.{cote}.{compte}.{libelle}") in trouves(arbre)


@settings(max_examples=30)
@given(st.integers(0, 54), st.booleans())
def test_un_brut_et_des_charges_intervertis_sont_vus(rang: int, pleine: bool) -> None:
    arbre = copie(arbres()[rang])
    bloc = arbre["annee_pleine"] if pleine else arbre
    poste = bloc["effectifs"][0]
    poste["brut"], poste["charges"] = poste["charges"], poste["brut"]
    assert "S27" in {regle for regle, _ in trouves(arbre)}


@settings(max_examples=30)
@given(st.integers(0, 54))
def test_le_salaire_dix_fois_trop_haut_d_un_gestionnaire_est_vu(rang: int) -> None:
    arbre = copie(arbres()[rang])
    assume(len(arbre["effectifs"]) > 2)  # under the FIQCS regime there is no neighbour
    arbre["effectifs"][1]["brut"] = dix_fois(arbre["effectifs"][1]["brut"])
    assert ("S29", "effectifs.1.brut") in trouves(arbre)


@pytest.mark.parametrize(
    ("ecrit", "juste", "faute"),
    [
        (12_000, 1_200, "un zéro de trop"),
        (1_200, 12_000, "un zéro de moins"),
        (4_667, 4_676, "deux chiffres intervertis"),
        (4_667, 6_467, "deux chiffres intervertis"),
        (4_667, 4_668, ""),
        (4_667, 7_664, ""),
        (0, 100, ""),
        (100, 0, ""),
        (100, -10, ""),
        (5, 5, ""),
    ],
)
def test_une_faute_de_frappe_n_en_est_une_que_si_elle_est_seule(ecrit: int, juste: int, faute: str) -> None:
    assert faute_de_frappe(ecrit, juste) == faute


# --- The words by which things are recognised ---------------------------------------------------------------------------


@pytest.mark.parametrize("nom", sorted(Mots.model_fields))
def test_un_vocabulaire_cite_un_passage_des_textes(nom: str) -> None:
    assert getattr(mots(), nom).source in {passage.id for passage in passages()}


@pytest.mark.parametrize(
    ("libelle", "investissement"),
    [
        ("Achat d’un véhicule", True),
        ("Travaux d’accessibilité", True),
        ("INVESTISSEMENTS", True),
        ("Acquisition de mobilier", True),
        ("Acquisition de logiciels", False),
        ("Acquisition de tablettes", False),
        ("Location d’un véhicule", False),
        ("Frais d’utilisation de véhicules personnels", False),
        ("Indemnités kilométriques (voiture)", False),
        ("Locations immobilières et mobilières", False),
        ("Licences et droits d’utilisation", False),
        ("Provision pour la labellisation", False),
    ],
)
def test_un_investissement_se_reconnait_a_son_libelle(libelle: str, investissement: bool) -> None:
    assert mots().investissements.dans(libelle) is investissement


@pytest.mark.parametrize(
    ("financeur", "vague"),
    [
        ("Région(s) :", True),
        ("Région Centre", False),
        ("le département", True),
        ("Département de la Loire", False),
        ("Etat (à détailler)", True),
        ("État (DRJSCS)", False),
        ("Caisse de retraite", True),
        ("MSA", False),
        ("Autres", True),
        ("Fondation Médéric", False),
    ],
)
def test_un_financeur_est_vague_quand_rien_ne_suit_sa_rubrique(financeur: str, vague: bool) -> None:
    assert mots().financeurs_vagues.est(financeur) is vague
