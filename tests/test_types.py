"""Field types: how people write amounts, whole numbers, dates and words, and what is refused."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.francais import date_courte, date_longue, etp, euros, nombre
from maia.forms.saisie import MESSAGES
from tests.typage import ADAPTATEURS, genre_de_faute, lire, refus

# --- Amounts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("12 500", 12_500),
        ("12500", 12_500),
        ("151\u202f667\u00a0€", 151_667),
        ("12\u2009500 euros", 12_500),
        ("12\u2007500 EUR", 12_500),
        ("1 234 567", 1_234_567),
        ("12.500", 12_500),
        ("12.500,00", 12_500),
        ("12 500,00 €", 12_500),
        ("12 500.00", 12_500),
        ("0", 0),
        ("-5", -5),
        ("\u2212 1 500 €", -1_500),
        (" 800 ", 800),
    ],
)
def test_un_montant_se_lit_comme_il_s_ecrit_en_francais(ecrit: str, lu: int) -> None:
    assert lire("Montant", ecrit) == lu


@pytest.mark.parametrize(
    ("ecrit", "arrondi"), [("12 500,49", 12_500), ("12 500,50", 12_501), ("99,5", 100), ("99.99 €", 100), ("0,4", 0)]
)
def test_des_centimes_sont_refuses_avec_le_montant_arrondi(ecrit: str, arrondi: int) -> None:
    genre, faits = refus("Montant", ecrit)
    assert genre == "montant_centimes"
    assert (faits["montant"], faits["arrondi"]) == (arrondi, nombre(arrondi))


@pytest.mark.parametrize(
    "ecrit",
    [
        "1_000",
        "1e5",
        "0x10",
        "١٢",
        "１２",
        "½",
        "12,500",
        "0.500",
        "12 k€",
        "€ 5",
        "+5",
        "--5",
        "12\n500",
        "N/C",
        "9" * 13,
    ],
)
def test_ce_qui_ne_s_ecrit_pas_ainsi_n_est_pas_un_montant(ecrit: str) -> None:
    assert refus("Montant", ecrit) == ("montant", {"valeur": ecrit})


@pytest.mark.parametrize("ecrit", ["151 67", "1 5000", "15 00 €", "1 23 456"])
def test_un_chiffre_perdu_se_voit_aux_espaces(ecrit: str) -> None:
    assert refus("Montant", ecrit)[0] == "montant_espaces"


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_tout_montant_affiche_se_relit(montant: int) -> None:
    assert lire("Montant", euros(montant)) == montant
    assert lire("Montant", str(montant)) == montant


# --- Whole numbers, full-time equivalents ---------------------------------------------------------------------------


@pytest.mark.parametrize(("ecrit", "lu"), [("3", 3), ("2012", 2012), ("1 200", 1_200), ("007", 7)])
def test_un_nombre_entier(ecrit: str, lu: int) -> None:
    assert lire("Entier", ecrit) == lu


@pytest.mark.parametrize("ecrit", ["-1", "2,0", "1 2", "deux", "٣", "1_0", "3 GC"])
def test_ce_qui_n_est_pas_un_nombre_entier(ecrit: str) -> None:
    assert refus("Entier", ecrit)[0] == "entier"


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [("1", "1"), ("0,5", "0.5"), ("0.5", "0.5"), ("80 %", "0.8"), ("33,3\u00a0%", "0.333"), ("1 etp", "1")],
)
def test_un_temps_plein_s_ecrit_en_nombre_ou_en_pourcentage(ecrit: str, lu: str) -> None:
    assert lire("Etp", ecrit) == Decimal(lu)


@pytest.mark.parametrize("ecrit", ["½", "-1", "1,", ",5", "mi-temps", "1e1", "٠٫٥", "NaN", "Infinity"])
def test_ce_qui_n_est_pas_un_temps_plein(ecrit: str) -> None:
    assert refus("Etp", ecrit)[0] == "etp"


@given(st.decimals(0, 999, places=4))
def test_tout_temps_plein_affiche_se_relit(valeur: Decimal) -> None:
    assert lire("Etp", etp(valeur)) == valeur


# --- Dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ecrit",
    [
        *("15/03/2012", "15-03-2012", "15.03.2012", "2012-03-15", "15 mars 2012", "15 Mars 2012"),
        *("15\u00a0mars\u00a02012", "15  MARS  2012"),
    ],
)
def test_une_date_s_ecrit_de_plusieurs_facons(ecrit: str) -> None:
    assert lire("Date", ecrit) == datetime.date(2012, 3, 15)


@pytest.mark.parametrize(
    "ecrit", ["1er février 2012", "1ᵉʳ février 2012", "1 fevrier 2012", "1ER FÉVRIER 2012", "1/2/2012"]
)
def test_le_premier_du_mois(ecrit: str) -> None:
    assert lire("Date", ecrit) == datetime.date(2012, 2, 1)


@pytest.mark.parametrize(
    "ecrit", ["29/02/2011", "31 avril 2012", "2012-13-01", "00/01/2012", "15/03/0012", "15/03/2212"]
)
def test_une_date_qui_n_existe_pas(ecrit: str) -> None:
    assert refus("Date", ecrit) == ("date_impossible", {"valeur": ecrit})


@pytest.mark.parametrize(
    "ecrit",
    ["15/03/12", "mars 2012", "2er mars 2012", "15 march 2012", "١٥/03/2012", "１５ mars 2012", "20120315", "demain"],
)
def test_ce_qui_n_est_pas_une_date(ecrit: str) -> None:
    assert refus("Date", ecrit)[0] == "date"


@given(st.dates(datetime.date(1850, 1, 1), datetime.date(2100, 12, 31)))
def test_toute_date_affichee_se_relit(date: datetime.date) -> None:
    assert lire("Date", date_courte(date)) == lire("Date", date_longue(date)) == lire("Date", str(date)) == date


# --- Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ecrit", "lu"), [("oui", True), ("Oui", True), (" NON ", False)])
def test_oui_ou_non(ecrit: str, lu: bool) -> None:
    assert lire("OuiNon", ecrit) is lu


@pytest.mark.parametrize("ecrit", ["true", "yes", "on", "1", "y", "vrai", "peut-être"])
def test_ni_oui_ni_non(ecrit: str) -> None:
    assert refus("OuiNon", ecrit) == ("oui_non", {"valeur": ecrit})


@pytest.mark.parametrize("ecrit", ["L’Haÿ-les-Roses", "a\tb", "a\nb", "co\u00adopération", "12\u202f%", "e\u0301"])
def test_un_texte_est_garde_tel_quel(ecrit: str) -> None:
    assert lire("Texte", f" {ecrit}\u00a0\n") == ecrit


@pytest.mark.parametrize("ecrit", ["a\u200bb", "a\x1b[31m", "a\ufeffb", "a\x00b", "a\u202eb", "\ue000", "a\rb"])
def test_un_caractere_invisible_est_nomme(ecrit: str) -> None:
    genre, faits = refus("Texte", ecrit)
    assert genre == "caractere_interdit"
    assert chr(int(faits["code"][2:], 16)) in ecrit


@pytest.mark.parametrize("genre", sorted(ADAPTATEURS))
def test_un_bloc_une_liste_ou_un_blanc_ne_sont_jamais_une_valeur(genre: str) -> None:
    assert refus(genre, {"a": "b"})[0] == refus(genre, ["a"])[0] == "texte_attendu"
    assert refus(genre, " \u00a0")[0] == "texte_vide"


@given(st.sampled_from(sorted(ADAPTATEURS)), st.text())
def test_un_texte_au_hasard_est_lu_ou_explique_en_une_faute_connue(genre: str, ecrit: str) -> None:
    assert genre_de_faute(genre, ecrit) in {None, *MESSAGES}
