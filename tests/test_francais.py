"""French as a reader expects it: amounts and their spaces, dates, words, elision."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.campagne import campagne
from maia.forms.francais import (
    arrondi,
    date_courte,
    date_longue,
    de,
    en_lettres,
    etp,
    euros,
    liste,
    nom_de_fichier,
    nombre,
    pluriel,
    pourcentage,
    sans_accents,
)

# --- Numbers --------------------------------------------------------------------------------------------------------


def test_les_milliers_prennent_une_espace_fine_et_l_euro_une_insecable() -> None:
    assert euros(151_667) == "151\u202f667\u00a0€"
    assert euros(800) == "800\u00a0€"
    assert nombre(1_234_567) == "1\u202f234\u202f567"


def test_un_montant_negatif_prend_le_vrai_signe_moins() -> None:
    assert euros(-1_500) == "\u22121\u202f500\u00a0€"


@pytest.mark.parametrize(
    ("valeur", "ecrit"),
    [("1", "1"), ("1.0", "1"), ("0.50", "0,5"), ("0.25", "0,25"), ("10", "10"), ("1E+2", "100"), ("0", "0")],
)
def test_un_temps_plein_s_ecrit_sans_zero_inutile(valeur: str, ecrit: str) -> None:
    assert etp(Decimal(valeur)) == ecrit


@pytest.mark.parametrize(
    ("brut", "euro"), [("91666.67", 91_667), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.49", 2), ("-0.5", -1)]
)
def test_l_arrondi_se_fait_a_l_euro_superieur_a_partir_de_la_moitie(brut: str, euro: int) -> None:
    assert arrondi(Decimal(brut)) == euro


@pytest.mark.parametrize(
    ("partie", "tout", "ecrit"),
    [
        (151_667, 280_000, "54,2\u00a0%"),
        (1, 1, "100,0\u00a0%"),
        (1, 2000, "0,1\u00a0%"),
        (0, 5, "0,0\u00a0%"),
        (0, 0, ""),
        (5, 0, ""),
    ],
)
def test_un_pourcentage_d_un_budget_vide_est_vide(partie: int, tout: int, ecrit: str) -> None:
    assert pourcentage(partie, tout) == ecrit


# --- Numbers in words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valeur", "lettres"),
    [
        (0, "zéro"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1_000, "mille"),
        (2_000, "deux mille"),
        (80_000, "quatre-vingt mille"),
        (131_667, "cent trente et un mille six cent soixante-sept"),
        (151_667, "cent cinquante et un mille six cent soixante-sept"),
        (160_000, "cent soixante mille"),
        (200_000, "deux cent mille"),
        (220_000, "deux cent vingt mille"),
        (280_000, "deux cent quatre-vingt mille"),
        (280_080, "deux cent quatre-vingt mille quatre-vingts"),
        (1_000_000, "un million"),
        (2_000_000, "deux millions"),
    ],
)
def test_un_montant_s_ecrit_en_lettres_comme_dans_un_acte(valeur: int, lettres: str) -> None:
    assert en_lettres(valeur) == lettres


UNITES = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
DIZAINES = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def lettres(n: int, *, finale: bool = True) -> str:
    """The rule as taught, written here a second time; `finale` when nothing follows (« quatre-vingts », « cents »)."""
    if n < 17:
        return UNITES[n]
    if n < 20:
        return f"dix-{UNITES[n - 10]}"
    if n < 100:
        dizaine = n // 10 - (1 if n // 10 in (7, 9) else 0)
        reste = n - dizaine * 10
        if reste == 0:
            return DIZAINES[dizaine] + ("s" if dizaine == 8 and finale else "")
        lien = " et " if reste in (1, 11) and dizaine != 8 else "-"
        return f"{DIZAINES[dizaine]}{lien}{lettres(reste)}"
    if n < 1_000:
        centaine, reste = divmod(n, 100)
        tete = "cent" if centaine == 1 else f"{UNITES[centaine]} cent"
        if not reste:
            return tete + ("s" if centaine > 1 and finale else "")
        return f"{tete} {lettres(reste, finale=finale)}"
    milliers, reste = divmod(n, 1_000)
    tete = "mille" if milliers == 1 else f"{lettres(milliers, finale=False)} mille"
    return f"{tete} {lettres(reste)}" if reste else tete


@given(st.integers(0, 999_999))
def test_tout_montant_en_lettres_suit_la_regle(valeur: int) -> None:
    assert en_lettres(valeur) == lettres(valeur)


# --- Dates, plurals, lists ------------------------------------------------------------------------------------------


def test_le_premier_du_mois_est_un_ordinal() -> None:
    assert date_longue(datetime.date(2012, 2, 1)) == "1er février 2012"
    assert date_longue(datetime.date(2012, 3, 15)) == "15 mars 2012"
    assert date_courte(datetime.date(2012, 3, 5)) == "05/03/2012"


@pytest.mark.parametrize(
    ("quantite", "ecrit"),
    [(0, "0\u00a0anomalie"), (1, "1\u00a0anomalie"), (2, "2\u00a0anomalies"), (Decimal("1.5"), "1,5\u00a0anomalie")],
)
def test_le_pluriel_commence_a_deux(quantite: int | Decimal, ecrit: str) -> None:
    assert pluriel(quantite, "anomalie") == ecrit


def test_un_pluriel_particulier() -> None:
    assert pluriel(3, "gestionnaire de cas", "gestionnaires de cas") == "3\u00a0gestionnaires de cas"


@pytest.mark.parametrize(
    ("elements", "ecrit"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_une_enumeration(elements: list[str], ecrit: str) -> None:
    assert liste(elements) == ecrit


def test_une_enumeration_de_choix() -> None:
    assert liste(iter(["oui", "non"]), "ou") == "oui ou non"


# --- Spellings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Réseau  de SANTÉ", "reseau de sante"),
        ("Cœur", "coeur"),
        ("L’Haÿ", "l'hay"),
        ("Nord – Pas-de-Calais", "nord - pas‑de‑calais"),
        ("Élan\u00a0social", "elan social"),
        ("e\u0301tat", "État"),
    ],
)
def test_deux_ecritures_d_un_meme_nom(a: str, b: str) -> None:
    assert sans_accents(a) == sans_accents(b)


@given(st.text())
def test_mettre_a_plat_deux_fois_ne_change_rien(texte: str) -> None:
    assert sans_accents(sans_accents(texte)) == sans_accents(texte)


@pytest.mark.parametrize(
    ("texte", "nom"),
    [("Association gérontologique de Gâtine", "association-gerontologique-de-gatine"), ("../..", "sans-nom")],
)
def test_un_nom_de_fichier_est_simple(texte: str, nom: str) -> None:
    assert nom_de_fichier(texte) == nom


@given(st.text())
def test_un_nom_de_fichier_ne_sort_jamais_de_son_dossier(texte: str) -> None:
    assert set(nom_de_fichier(texte)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


REGIONS_DE_2012 = {
    "Île-de-France": "d’Île-de-France",
    "Rhône-Alpes": "de Rhône-Alpes",
    "Provence-Alpes-Côte d'Azur": "de Provence-Alpes-Côte d'Azur",
    "Aquitaine": "d’Aquitaine",
    "Nord - Pas-de-Calais": "du Nord - Pas-de-Calais",
    "Midi-Pyrénées": "de Midi-Pyrénées",
    "Pays de la Loire": "des Pays de la Loire",
    "Bretagne": "de Bretagne",
    "Centre": "du Centre",
    "Languedoc-Roussillon": "du Languedoc-Roussillon",
    "Lorraine": "de Lorraine",
    "Poitou-Charentes": "de Poitou-Charentes",
    "Bourgogne": "de Bourgogne",
    "Haute-Normandie": "de Haute-Normandie",
    "Basse-Normandie": "de Basse-Normandie",
    "Auvergne": "d’Auvergne",
    "Alsace": "d’Alsace",
    "Picardie": "de Picardie",
    "Champagne-Ardenne": "de Champagne-Ardenne",
    "Limousin": "du Limousin",
    "Franche-Comté": "de Franche-Comté",
    "Corse": "de Corse",
    "La Réunion": "de La Réunion",
    "Martinique": "de Martinique",
    "Guadeloupe": "de Guadeloupe",
    "Guyane": "de Guyane",
}


def test_chaque_region_de_la_campagne_prend_sa_preposition() -> None:
    assert {region: de(region) for region in campagne("2012").enveloppe.regions} == REGIONS_DE_2012


@pytest.mark.parametrize(
    ("nom", "ecrit"),
    [
        ("Le Mans", "du Mans"),
        ("Les Herbiers", "des Herbiers"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Aigle", "de L’Aigle"),
        ("Œuilly", "d’Œuilly"),
        ("Nord – Pas-de-Calais", "du Nord – Pas-de-Calais"),
        ("océan Indien", "de l’océan Indien"),
        ("Lens", "de Lens"),
    ],
)
def test_un_article_se_contracte(nom: str, ecrit: str) -> None:
    assert de(nom) == ecrit
