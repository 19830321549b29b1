"""`maia plafond`: how much may be asked, in sentences and in sums, with the source."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maia.largeur import LARGEUR, cases
from tests.lancer import EXEMPLES, Maia, lancer
from tests.phrases import plat, sans_fines


def lignes(texte: str) -> list[str]:
    return [" ".join(ligne.split()) for ligne in sans_fines(texte).splitlines()]


def plafonds(maia: Maia, *options: str) -> list[dict[str, Any]]:
    corps = json.loads(maia("plafond", "--json", *options).sortie)
    assert (list(corps), corps["version"]) == (["version", "campagne", "plafonds"], 1)
    return corps["plafonds"]  # type: ignore[no-any-return]


def test_sans_option_tout_le_tableau(maia: Maia) -> None:
    resultat = maia("plafond")
    assert resultat.code == 0
    assert {
        "CNSA 2 220 000 € 131 667 €",
        "CNSA 3 280 000 € 151 667 €",
        "FIQCS 2 160 000 € –",
        "FIQCS 3 160 000 € –",
    } <= set(lignes(resultat.sortie))
    assert "11 mois de pilotage et 4 mois de gestion de cas" in plat(resultat.sortie)
    assert "Source : Circulaire DGCS/DGOS n° 2012-06 du 10 janvier 2012, § 2.2" in plat(resultat.sortie)


def test_le_fiqcs_est_explique(maia: Maia) -> None:
    dit = plat(maia("plafond", "--regime", "fiqcs").sortie)
    assert "Régime réservé aux porteurs de nature « réseau de santé »." in dit
    assert "Ce montant paie 1 gestionnaire de cas sur 3 : les 2 autres sont mis à disposition ou payés" in dit
    assert "Pour 2012, les modalités de financement sont définies par le comité de gestion du fonds." in dit
    assert dit.count("Régime réservé") == 1


def test_la_question_de_la_circulaire_a_sa_reponse_et_son_addition(maia: Maia) -> None:
    resultat = maia("plafond", "--gc", "3", "--mois-pilotage", "11", "--mois-gc", "4", "--regime", "CNSA")
    dites = lignes(resultat.sortie)
    assert "En année pleine, vous pouvez demander jusqu’à 280 000 €." in dites
    debut = dites.index("91 667 € pilotage et fonctionnement : 100 000 × 11/12")
    assert dites[debut + 1 : debut + 3] == ["+ 60 000 € 3 gestionnaires de cas : 3 × 60 000 × 4/12", "= 151 667 €"]
    assert "Ce n’est pas un plafond" in plat(resultat.sortie)
    assert "Simulation" not in resultat.sortie


def test_d_autres_mois_sont_une_simulation_et_le_disent(maia: Maia) -> None:
    dit = plat(maia("plafond", "--gc", "2", "--regime", "CNSA", "--mois-gc", "6").sortie)
    assert "Simulation, avec 11 mois de pilotage et 6 mois de gestion de cas : 151 667 €." in dit
    assert "Ce montant n’est pas celui du texte : la campagne 2012 finance 11 mois de pilotage et 4 mois" in dit


def test_le_fiqcs_se_simule_sans_mois_de_campagne(maia: Maia) -> None:
    dit = plat(maia("plafond", "--gc", "2", "--regime", "FIQCS", "--mois-gc", "3").sortie)
    assert "Simulation, avec 12 mois de pilotage et 3 mois de gestion de cas : 115 000 €." in dit
    assert "pour ce régime, la campagne 2012 ne fixe pas de mois" in dit


def test_au_dela_de_trois_les_autres_financeurs_sont_nommes(maia: Maia) -> None:
    dit = plat(maia("plafond", "--gc", "4", "--regime", "CNSA").sortie)
    assert "jusqu’à 280 000 €" in dit
    assert "Ce montant paie 3 gestionnaires de cas sur 4 : l’autre est mis à disposition ou payé" in dit


def test_le_json_donne_montants_calculs_et_source(maia: Maia) -> None:
    (cnsa,) = plafonds(maia, "--gc", "3", "--regime", "CNSA")
    assert cnsa["annee_pleine"]["montant"] == 280_000
    assert cnsa["premiere_annee"] == {
        "montant": 151_667,
        "calcul": "100\u202f000 × 11/12 + 3 × 60\u202f000 × 4/12 = 151\u202f667\u00a0€",
        "pilotage": 91_667,
        "gestion_de_cas": 60_000,
        "mois_pilotage": 11,
        "mois_gestion_de_cas": 4,
        "simulation": False,
    }
    assert cnsa["source"] == "CIRC §2.2"
    (fiqcs,) = plafonds(maia, "--gc", "3", "--regime", "FIQCS")
    assert (fiqcs["premiere_annee"], fiqcs["gestionnaires_finances"]) == (None, 1)
    assert plafonds(maia, "--gc", "3", "--regime", "CNSA", "--mois-gc", "5")[0]["premiere_annee"]["simulation"] is True


def test_une_autre_campagne_sans_changer_de_code(maia: Maia) -> None:
    inventee = EXEMPLES / "campagnes" / "2014-inventee.yaml"
    dit = set(lignes(maia("plafond", "--campagne", str(inventee)).sortie))
    assert "FIR 3 200 000 € 70 833 €" in dit
    assert "CNSA 4 310 000 € 89 167 €" in dit


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (["--gc", "1"], "un dispositif compte au moins 2 gestionnaires de cas"),
        (["--gc", "trois"], "« trois » n’est pas un nombre entier"),
        (["--gc", "٣"], "n’est pas un nombre entier"),
        (["--mois-gc", "13"], "écrivez un nombre entre 0 et 12"),
        (["--mois-pilotage", "-1"], "n’est pas un nombre entier"),
        (["--regime", "ARS"], "Régimes de la campagne 2012 : CNSA, FIQCS."),
        (["--campagne", "1999"], "la campagne « 1999 » n’est pas connue"),
    ],
)
def test_une_question_mal_posee_sort_avec_2_et_dit_pourquoi(options: list[str], phrase: str, maia: Maia) -> None:
    resultat = maia("plafond", *options)
    assert resultat.code == 2
    assert phrase in plat(resultat.erreurs)
    assert resultat.sortie == ""


@pytest.mark.parametrize("options", [[], ["--gc", "5"], ["--mois-gc", "0"]])
def test_la_reponse_tient_en_80_colonnes(options: list[str], maia: Maia) -> None:
    assert max(map(cases, maia("plafond", *options).sortie.splitlines())) <= LARGEUR


def test_la_commande_est_dans_l_aide_et_se_lance() -> None:
    assert "plafond" in lancer("--help").sortie
    assert lancer("plafond", "--gc", "3").code == 0
