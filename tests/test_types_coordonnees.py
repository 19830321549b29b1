"""Field types: telephones, addresses, and the numbers that carry a check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from tests.typage import lire, refus

# --- Telephones, addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ecrit",
    [
        *("05 49 00 00 00", "0549000000", "05.49.00.00.00", "05-49-00-00-00", "05/49/00/00/00"),
        *("+33 5 49 00 00 00", "+33 (0)5 49 00 00 00", "0033 549000000", "05\u00a049\u00a000\u00a000\u00a000"),
    ],
)
def test_un_telephone_se_range_par_deux(ecrit: str) -> None:
    assert lire("Telephone", ecrit) == "05 49 00 00 00"


def test_un_telephone_d_outre_mer() -> None:
    assert lire("Telephone", "+262 262 12 34 56") == lire("Telephone", "0262 12 34 56") == "02 62 12 34 56"


@pytest.mark.parametrize(
    "ecrit", ["05 49 00 00", "549000000", "00 49 00 00 00", "٠٥49000000", "05 49 00 00 00 poste 12"]
)
def test_ce_qui_n_est_pas_un_telephone(ecrit: str) -> None:
    assert refus("Telephone", ecrit)[0] == "telephone"


@pytest.mark.parametrize("ecrit", ["a@b.fr", "Prenom.Nom+maia@ch-nord79.sante.fr", "contact@xn--gtine-wqa.fr"])
def test_un_courriel(ecrit: str) -> None:
    assert lire("Courriel", ecrit) == ecrit


@pytest.mark.parametrize(
    "ecrit", ["a@b", "a b@c.fr", "é@b.fr", "a@b.fr, c@d.fr", "<a@b.fr>", "a@b..fr", "a@b.fr.", "@b.fr"]
)
def test_ce_qui_n_est_pas_un_courriel(ecrit: str) -> None:
    assert refus("Courriel", ecrit)[0] == "courriel"


@pytest.mark.parametrize("ecrit", ["79200", "01000", "20000", "97400", "98800", "75 008"])
def test_un_code_postal(ecrit: str) -> None:
    assert lire("CodePostal", ecrit) == ecrit.replace(" ", "")


def test_un_code_postal_qui_a_perdu_son_zero_se_propose() -> None:
    assert refus("CodePostal", "1000") == ("code_postal_zero", {"valeur": "1000", "propose": "01000"})


@pytest.mark.parametrize("ecrit", ["00100", "96000", "99999", "792000", "792", "2A000", "٧9200"])
def test_ce_qui_n_est_pas_un_code_postal(ecrit: str) -> None:
    assert refus("CodePostal", ecrit)[0] == "code_postal"


@pytest.mark.parametrize(
    ("ecrit", "lu"), [("79", "79"), ("01", "01"), ("2a", "2A"), ("2B", "2B"), ("971", "971"), ("976", "976")]
)
def test_un_departement(ecrit: str, lu: str) -> None:
    assert lire("Departement", ecrit) == lu


def test_un_departement_qui_a_perdu_son_zero_se_propose() -> None:
    assert refus("Departement", "1") == ("departement_zero", {"valeur": "1", "propose": "01"})


@pytest.mark.parametrize("ecrit", ["20", "00", "96", "975", "079", "2C", "Isère"])
def test_ce_qui_n_est_pas_un_departement(ecrit: str) -> None:
    assert refus("Departement", ecrit)[0] == "departement"


def test_les_cent_un_departements_de_2012() -> None:
    codes = {f"{n:02}" for n in range(1, 96)} - {"20"} | {"2A", "2B", "971", "972", "973", "974", "976"}
    assert len(codes) == 101
    assert {lire("Departement", code) for code in codes} == codes


# --- Numbers with a check digit -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ecrit", ["123 456 782 00002", "12345678200002", "123 456 782 / 00002", "123.456.782-00002"])
def test_un_siret_s_ecrit_avec_ou_sans_espaces(ecrit: str) -> None:
    assert lire("Siret", ecrit) == "12345678200002"


def test_la_poste_a_son_propre_controle() -> None:
    assert lire("Siret", "356 000 000 49837") == "35600000049837"


@pytest.mark.parametrize(
    ("ecrit", "genre"),
    [
        ("123 456 728 00002", "siret_inverse"),
        ("123 456 782 00003", "siret_cle"),
        ("123 456 782 0002", "siret_longueur"),
        ("123 456 782", "siret_longueur"),
        ("FR 123 456 782", "siret_forme"),
        ("１２３45678200002", "siret_forme"),
        ("en cours", "siret_forme"),
    ],
)
def test_un_siret_faux_dit_pourquoi(ecrit: str, genre: str) -> None:
    assert refus("Siret", ecrit)[0] == genre


def test_un_siren() -> None:
    assert lire("Siren", "123 456 782") == "123456782"
    assert refus("Siren", "123 456 784")[0] == "siren_cle"
    assert refus("Siren", "123 456 782 00002") == ("siren_longueur", {"valeur": "123 456 782 00002", "nombre": 14})


SIREN = st.text("0123456789", min_size=8, max_size=8).map(lambda debut: debut + luhn.calc_check_digit(debut))


@given(SIREN.filter(lambda siren: siren != "0" * 9), st.integers(0, 8), st.integers(1, 9))
def test_un_chiffre_faux_se_voit_toujours(siren: str, rang: int, ecart: int) -> None:
    faux = siren[:rang] + str((int(siren[rang]) + ecart) % 10) + siren[rang + 1 :]
    assert lire("Siren", siren) == siren
    assert refus("Siren", faux)[0] in ("siren_cle", "siren_inverse")


def test_deux_chiffres_inverses_sont_remis_en_ordre() -> None:
    ecrit = "123 456 728 00002"
    assert refus("Siret", ecrit) == ("siret_inverse", {"valeur": ecrit, "propose": "123 456 782 00002"})
    assert refus("Siren", "213456782")[1]["propose"] == "123 456 782 ou 213 457 682"


@given(SIREN.filter(lambda siren: siren != "0" * 9), st.integers(0, 7))
def test_deux_chiffres_inverses_se_voient_et_le_bon_numero_est_parmi_les_proposes(siren: str, rang: int) -> None:
    faux = siren[:rang] + siren[rang + 1] + siren[rang] + siren[rang + 2 :]
    if faux == siren or {siren[rang], siren[rang + 1]} == {"0", "9"}:  # the one exchange that the key does not see
        assert lire("Siren", faux) == faux
        return
    genre, contexte = refus("Siren", faux)
    assert genre == "siren_inverse"
    proposes = contexte["propose"].replace(" ou ", ", ").split(", ")
    assert f"{siren[:3]} {siren[3:6]} {siren[6:]}" in proposes or len(proposes) == 3


def test_un_iban_se_verifie_et_se_range() -> None:
    assert lire("Iban", "fr14 2004 1010 0505 0001 3m02 606") == "FR1420041010050500013M02606"


@pytest.mark.parametrize("ecrit", ["FR15 2004 1010 0505 0001 3M02 606", "FR14", "É", "FR١420041010050500013M02606"])
def test_un_iban_faux(ecrit: str) -> None:
    assert refus("Iban", ecrit)[0] == "iban"
