"""From findings to the verdict: what denies it, what does not, what could not be judged, where each finding points."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from maia.forms.campagne import Campagne, campagne
from maia.forms.campagne_controle import lire_campagne
from maia.forms.constat import Gravite
from maia.forms.instruction import Verdict
from maia.forms.lecture import Illisible
from maia.validators.rapport import Rapport, verifier
from maia.validators.registre import REGLES
from tests.depot import RACINE, lire
from tests.dossiers import ecrire, juger, modifie, ouvrir

SANS_ACTEUR_SOCIAL = {"pieces.engagements.2": None}
SANS_NOTE = {"pieces.note": None}
UN_EURO_DE_TROP = {"budget.charges.60": "4 668"}
UN_EURO_AU_DESSUS_DU_PLAFOND = {
    "demande.annee_pleine": "280 001",
    "annee_pleine.budget.produits.74.0.montant": "280 001",
    "annee_pleine.budget.charges.60": "20 001",
}


def regles(rapport: Rapport) -> set[str]:
    """The rules that found something."""
    return {c.regle for c in rapport.constats}


# --- The verdict ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("complet", [True, False])
@pytest.mark.parametrize("eligible", [True, False])
@pytest.mark.parametrize("budget", [True, False])
def test_recevable_veut_dire_complet_et_eligible(complet: bool, eligible: bool, budget: bool) -> None:
    assert Verdict(complet, eligible, budget).recevable == (complet and eligible)


@pytest.mark.parametrize(
    ("changements", "verdict"),
    [
        ({}, Verdict(True, True, True)),
        (SANS_NOTE, Verdict(False, True, True)),
        (SANS_ACTEUR_SOCIAL, Verdict(True, False, True)),
        (UN_EURO_DE_TROP, Verdict(True, True, False)),
        ({**SANS_NOTE, **SANS_ACTEUR_SOCIAL, **UN_EURO_DE_TROP}, Verdict(False, False, False)),
        ({"porteur.nature": "autre", "porteur.statut": "privé"}, Verdict(True, True, True)),
        ({"effectifs.0.brut": "38 000,50"}, Verdict(True, True, False)),
        ({"budget.produits.74.0.montant": "151 667,50"}, Verdict(True, True, False)),
        ({"demande.montant": "beaucoup"}, Verdict(False, True, False)),
        ({"effectifs.0.etp": "presque un"}, Verdict(False, False, False)),
        ({"personne_chargee.telephone": "05 49"}, Verdict(True, True, True)),
    ],
    ids=[
        "rien",
        "la note manque",
        "pas d’acteur social",
        "budget déséquilibré",
        "tout à la fois",
        "un avertissement n’ôte rien",
        "des centimes dans un salaire ne rendent pas incomplet",
        "des centimes dans une subvention ne rendent pas incomplet",
        "un montant illisible : incomplet, budget non prouvé",
        "un temps de pilote illisible : éligibilité non prouvée",
        "un téléphone faux n’ôte rien",
    ],
)
def test_chaque_constat_bloquant_ote_sa_part_du_verdict(changements: dict[str, Any], verdict: Verdict) -> None:
    assert juger(changements).verdict == verdict


def test_un_rapport_dit_s_il_bloque() -> None:
    assert juger(SANS_NOTE).bloquant
    assert not juger({"porteur.nature": "autre", "porteur.statut": "privé"}).bloquant
    assert [c.regle for c in juger(SANS_NOTE).de_gravite(Gravite.BLOQUANT)] == ["P01"]


# --- Severities changed by a campaign file ----------------------------------------------------------------------------


def avec_gravites(dossier: Path, gravites: str) -> Campagne:
    """The campaign of 2012 as an ARS would rewrite it, with severities of its own."""
    fichier = dossier / "2012-ars.yaml"
    texte = lire("forms/campagnes/2012.yaml")
    assert "\ngravites: {}" in texte
    fichier.write_text(texte.replace("\ngravites: {}", f"\ngravites: {{{gravites}}}"), encoding="utf-8")
    saisie = lire_campagne(fichier)
    assert not isinstance(saisie, Illisible)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    return saisie.valeur


def test_une_ars_peut_rendre_bloquant_le_depassement_du_prorata(tmp_path: Path) -> None:
    un_euro_de_plus = {
        "demande.montant": "151 668",
        "budget.produits.74.0.montant": "151 668",
        "budget.produits.74.1.montant": "4 999",
        "demande.repartition": {"pilotage": "91 668", "gestion_de_cas": "60 000"},
    }
    assert juger(un_euro_de_plus).verdict.budget_conforme
    severe = juger(un_euro_de_plus, avec_gravites(tmp_path, "N02: bloquant"))
    assert not severe.verdict.budget_conforme
    assert [(c.regle, c.gravite) for c in severe.constats] == [("N02", Gravite.BLOQUANT)]


def test_une_ars_peut_adoucir_une_regle(tmp_path: Path) -> None:
    doux = juger(SANS_ACTEUR_SOCIAL, avec_gravites(tmp_path, "E03: avertissement"))
    assert doux.verdict.recevable
    assert [(c.regle, c.gravite) for c in doux.constats] == [("E03", Gravite.AVERTISSEMENT)]


# --- What can't be read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changements", "empechees", "appliquees"),
    [
        ({"effectifs.0.brut": "cher"}, "S01 S02 S03 S04 S05", "E04 E05 X04 B01 N01"),
        ({"effectifs.1.etp": "la moitié"}, "E04 E05 S01 X04 X05", "S02 S03 S05 B01"),
        ({"effectifs.1": "un gestionnaire"}, "E04 E05 S01 S03 X04", "B01 N01 X01"),
        ({"demande.montant": "?"}, "N02 N03 N05 X01 X02", "N01 E06 B01"),
        ({"demande.gestionnaires_de_cas": "trois"}, "E06 N01 N02 N03 X04 X05", "N05 X01 E05"),
        ({"demande.annee_pleine": "?"}, "N01 N05 X03", "N02 N03 X02"),
        ({"attestation.montant": "?"}, "X01", "X02 F10"),
        ({"budget.charges.60": "?"}, "B01 B03", "S03 X02 N06 P13"),
    ],
    ids=str,
)
def test_une_regle_qui_lit_une_valeur_illisible_n_est_pas_appliquee_et_elle_seule(
    changements: dict[str, Any], empechees: str, appliquees: str
) -> None:
    rapport = juger(changements)
    assert set(rapport.empechees) >= set(empechees.split())
    assert set(rapport.appliquees) >= set(appliquees.split())
    assert {*rapport.empechees, *rapport.appliquees} == {*juger().appliquees}


@pytest.mark.parametrize(
    ("chemin", "valeur"),
    [
        ("attestation.date", "?"),
        ("porteur.siret", "123"),
        ("effectifs.0.profil", ""),
        ("porteur.couleur", "bleu"),
    ],
)
def test_une_valeur_que_nulle_regle_bloquante_ne_lit_n_empeche_rien_et_ne_bloque_pas(chemin: str, valeur: str) -> None:
    rapport = juger({chemin: valeur})
    assert all(REGLES[regle].gravite is not Gravite.BLOQUANT for regle in rapport.empechees)
    assert {c.gravite for c in rapport.constats} == {Gravite.AVERTISSEMENT}


@pytest.mark.parametrize(
    ("chemin", "valeur", "regle"),
    [
        ("demande.montant", "cent mille", "F02"),
        ("demande.annee_pleine", "cent mille", "F02"),
        ("demande.gestionnaires_de_cas", "trois", "F02"),
        ("demande.montant", "151 667,50", "F03"),
        ("effectifs.0.etp", "plein", "F02"),
        ("effectifs.0.brut", "38 000,50", "F03"),
        ("budget.produits.74.0.montant", "?", "F02"),
        ("budget", "voir le tableau joint", "F02"),
        ("effectifs", "voir le tableau joint", "F02"),
        ("porteur.siege.code_postal", "7920", "F04"),
        ("porteur.nature", "asociation", "F04"),
        ("attestation.date", "mars", "F04"),
        ("personne_chargee.nom", "Bris\u200bson", "F04"),
        ("porteur.association.declaration.date", "1998", "F04"),
    ],
)
def test_une_valeur_illisible_est_dite_une_fois_et_non_pas_manquante(chemin: str, valeur: str, regle: str) -> None:
    # The nature says the status; without it the status is typed, so that nothing else is missing.
    rapport = juger({"porteur.statut": "privé", chemin: valeur})
    assert [(c.regle, c.chemin_lisible) for c in rapport.constats] == [(regle, chemin)]


@pytest.mark.parametrize(
    ("chemin", "valeur", "regle"),
    [
        ("regime", "", "E07"),
        ("porteur.raison_sociale", "", "F05"),
        ("pieces", "à venir", "P01"),
        ("representants", "Jacques Guérineau", "F07"),
    ],
)
def test_un_vide_ou_un_mot_a_la_place_d_un_bloc_ne_tient_pas_lieu_de_ce_qui_manque(
    chemin: str, valeur: str, regle: str
) -> None:
    rapport = juger({chemin: valeur})
    assert regle in regles(rapport)
    assert not rapport.verdict.recevable


# --- Positions and order ----------------------------------------------------------------------------------------------


def montres(changements: dict[str, Any]) -> dict[str, str]:
    """Rule → what its finding's line and columns show in the file."""
    lu = ouvrir(modifie(changements))
    lignes = lu.lecture.lignes()
    constats = verifier(lu.dossier, campagne(), lu.lecture).constats
    assert all(c.ligne and c.colonne and c.fin for c in constats)
    return {c.regle: lignes[(c.ligne or 1) - 1][(c.colonne or 1) - 1 : (c.fin or 1) - 1] for c in constats}


def test_un_constat_montre_la_valeur_fautive() -> None:
    assert montres(UN_EURO_AU_DESSUS_DU_PLAFOND) == {"N01": "280 001"}


def test_un_constat_sur_un_nom_montre_le_nom() -> None:
    assert montres({"porteur.sigel": "AGG"}) == {"F01": "sigel"}
    assert montres({"pieces.photo": "pieces/photo.pdf"}) == {"P17": "photo"}
    assert montres({"budget.charges.62": {"Voyages": "12 000"}}) == {"B07": "Voyages"}


def test_un_constat_sur_un_bloc_montre_son_nom() -> None:
    assert montres(UN_EURO_DE_TROP) == {"B01": "budget"}


def test_ce_qui_manque_est_montre_la_ou_il_devrait_etre() -> None:
    assert montres({"demande.annee_pleine": None, "annee_pleine": None})["N04"] == "demande"
    assert montres(SANS_NOTE) == {"P01": "pieces"}


def test_les_bloquants_viennent_d_abord_puis_l_ordre_du_fichier() -> None:
    constats = juger({"campagne": "2011", **UN_EURO_AU_DESSUS_DU_PLAFOND, **SANS_NOTE, "porteur.sigel": "AGG"}).constats
    assert [c.regle for c in constats] == ["N01", "P01", "F13", "F01"]
    poids = list(Gravite)
    cles = [(poids.index(c.gravite), c.ligne or 0, c.colonne or 0) for c in constats]
    assert all(a <= b for a, b in pairwise(cles))


def test_sans_le_texte_les_constats_n_ont_pas_de_position() -> None:
    lu = ouvrir(modifie(SANS_NOTE))
    assert [(c.regle, c.ligne, c.colonne) for c in verifier(lu.dossier, campagne()).constats] == [("P01", None, None)]


PROGRAMME = """
import sys
from maia.forms.campagne import campagne
from maia.forms.ouverture import ouvrir_texte
from maia.validators.rapport import verifier
lu = ouvrir_texte(sys.stdin.buffer.read())
sys.stdout.buffer.write(repr(verifier(lu.dossier, campagne(), lu.lecture)).encode())
"""


def test_le_meme_rapport_sous_une_autre_graine_un_autre_fuseau_une_autre_langue() -> None:
    texte = ecrire(modifie({"pieces": {"photo": "a.pdf", "plan": "b.pdf"}, "porteur.sigel": "AGG", **UN_EURO_DE_TROP}))
    rapports = {
        subprocess.run(
            [sys.executable, "-c", PROGRAMME],
            input=texte.encode(),
            env={**os.environ, "PYTHONHASHSEED": graine, "TZ": fuseau, "LC_ALL": langue},
            cwd=RACINE,
            capture_output=True,
            check=True,
        ).stdout
        for graine, fuseau, langue in (("1", "UTC", "C"), ("2", "Pacific/Noumea", "C.UTF-8"))
    }
    assert len(rapports) == 1
