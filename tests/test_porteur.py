"""The porteur: what its kind implies, who the people are, where the money goes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from stdnum import iban as stdnum_iban

from maia.forms.ars import Ars
from maia.forms.modele import Modele
from maia.forms.porteur import AUTRES, COLLECTIVITE, PRIVE, Adresse, Banque, Personne, Porteur, Siege, cle_rib


def genres(modele: type[Modele], **champs: Any) -> list[str]:
    """Kinds of the faults found in these fields."""
    with pytest.raises(ValidationError) as erreur:
        modele.model_validate(champs)
    return [detail["type"] for detail in erreur.value.errors()]


# --- Status ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nature", "statut", "retenu"),
    [
        ("association", None, PRIVE),
        ("Conseil Général", None, COLLECTIVITE),
        ("département", None, COLLECTIVITE),
        ("cias", None, COLLECTIVITE),
        ("MDPH", None, AUTRES),
        ("EHPAD", None, None),
        ("EHPAD", "public", AUTRES),
        ("EHPAD", "privé", PRIVE),
        ("centre hospitalier", "autres", AUTRES),
        ("association", "Autre", AUTRES),
        (None, "Organisme privé sans but lucratif", PRIVE),
        (None, None, None),
    ],
)
def test_la_case_a_cocher_se_deduit_de_la_nature_quand_elle_suffit(
    nature: str | None, statut: str | None, retenu: str | None
) -> None:
    porteur = Porteur(nature=nature, statut=statut)
    assert porteur.statut_retenu == retenu
    assert porteur.prive is (retenu == PRIVE)


@pytest.mark.parametrize(
    ("tape", "lu"),
    [
        ("réseau de sante", "réseau de santé"),
        ("HÔPITAL", "établissement de santé"),
        ("Gcsms", "GCSMS"),
        ("autre", "autre"),
    ],
)
def test_une_nature_s_ecrit_sans_ses_accents(tape: str, lu: str) -> None:
    assert Porteur(nature=tape).nature == lu


def test_une_nature_inconnue_enumere_les_reponses() -> None:
    with pytest.raises(ValidationError) as erreur:
        Porteur(nature="SARL")
    (detail,) = erreur.value.errors()
    assert detail["type"] == "choix"
    assert detail["ctx"]["choix"][:3] == ["association", "CLIC", "réseau de santé"]


@pytest.mark.parametrize(
    ("tape", "lu"), [("M.", "M."), ("monsieur", "M."), ("m", "M."), ("Mr", "M."), ("MME", "Mme"), ("Madame", "Mme")]
)
def test_une_civilite(tape: str, lu: str) -> None:
    assert Personne(civilite=tape).civilite == lu


def test_un_choix_vide_est_un_texte_vide() -> None:
    assert genres(Personne, civilite=" ") == ["texte_vide"]


def test_le_siren_se_tire_du_siret() -> None:
    assert Porteur(siret="123 456 782 00010").numero_siren == "123456782"
    assert Porteur(siren="123 456 782").numero_siren == "123456782"
    assert Porteur().numero_siren is None


def test_un_porteur_ne_se_modifie_pas() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Porteur().sigle = "AGG"  # type: ignore[misc]


# --- Addresses ------------------------------------------------------------------------------------------------------


def test_une_adresse_entiere() -> None:
    siege = Siege.model_validate(
        {"adresse": "4 place du Drapeau", "code_postal": "79 200", "commune": "Parthenay", "telephone": "0549000000"}
    )
    assert (siege.code_postal, siege.telephone) == ("79200", "05 49 00 00 00")


def test_une_adresse_n_a_pas_de_telephone() -> None:
    assert genres(Adresse, telephone="05 49 00 00 00") == ["extra_forbidden"]


# --- Bank -----------------------------------------------------------------------------------------------------------

RIB = {"code_banque": "20041", "code_guichet": "01005", "compte": "0500013M026", "cle": "06"}
IBAN = "FR14 2004 1010 0505 0001 3M02 606"


def test_un_rib_et_son_iban_disent_la_meme_chose() -> None:
    assert Banque.model_validate(RIB).rib == Banque(iban=IBAN).rib == ("20041", "01005", "0500013M026", "06")


def test_un_rib_s_ecrit_avec_des_espaces_et_des_minuscules() -> None:
    assert Banque(compte="05 0001 3m02-6").compte == "0500013M026"


def test_un_compte_court_retrouve_ses_zeros() -> None:
    assert Banque(compte="42").compte == "00000000042"


@pytest.mark.parametrize(
    "champs",
    [
        {"code_banque": "2004"},
        {"code_guichet": "1005"},
        {"cle": "6"},
        {"compte": "1" * 12},
        {"compte": "É"},
        {"cle": "٠٦"},
    ],
)
def test_une_partie_de_rib_mal_recopiee(champs: dict[str, str]) -> None:
    assert genres(Banque, **champs) == ["rib_forme"]


def test_une_partie_de_rib_est_un_texte() -> None:
    assert genres(Banque, cle=["06"]) == ["texte_attendu"]


def test_une_cle_fausse_dit_la_juste() -> None:
    with pytest.raises(ValidationError) as erreur:
        Banque.model_validate(RIB | {"cle": "07"})
    (detail,) = erreur.value.errors()
    assert (detail["type"], detail["ctx"]) == ("rib_cle", {"attendue": "06"})


def test_un_rib_incomplet_n_a_pas_de_cle_a_verifier() -> None:
    assert Banque(code_banque="20041", cle="99").rib == ("20041", None, None, "99")


@pytest.mark.parametrize("iban", ["FR14 2004 1010 0505 0001 3M02 607", "DE89 3704 0044 0532 0130 00"])
def test_un_iban_faux_ou_etranger(iban: str) -> None:
    assert genres(Banque, iban=iban) == ["iban"]


CHIFFRES = st.text("0123456789", min_size=5, max_size=5)
COMPTES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=11, max_size=11)


@given(CHIFFRES, CHIFFRES, COMPTES, st.integers(1, 96))
def test_une_seule_cle_va_a_un_compte(banque: str, guichet: str, compte: str, ecart: int) -> None:
    cle = cle_rib(banque, guichet, compte)
    rib = {"code_banque": banque, "code_guichet": guichet, "compte": compte}
    assert 1 <= int(cle) <= 97
    assert Banque.model_validate(rib | {"cle": cle}).cle == cle
    autre = f"{(int(cle) - 1 + ecart) % 97 + 1:02}"
    assert genres(Banque, **rib, cle=autre) == ["rib_cle"]


@given(CHIFFRES, CHIFFRES, COMPTES)
def test_tout_iban_francais_donne_son_rib(banque: str, guichet: str, compte: str) -> None:
    suite = banque + guichet + compte + cle_rib(banque, guichet, compte)
    iban = f"FR{stdnum_iban.calc_check_digits('FR00' + suite)}{suite}"
    assert Banque(iban=iban).rib == (banque, guichet, compte, cle_rib(banque, guichet, compte))


# --- What an ARS decided for one porteur ----------------------------------------------------------------------------

ARS = Ars.model_validate(
    {
        "nom": "Poitou-Charentes",
        "decisions": [
            {"porteur": "Association Gerontologique de Gâtine", "montant": "140 000"},
            {"porteur": "Association gérontologique de Gâtine", "siren": "123 456 782", "montant": "150 000"},
        ],
    }
)


def test_une_decision_se_trouve_par_le_siren_puis_par_le_nom() -> None:
    nom = "association gérontologique de gâtine"
    assert ARS.decision(Porteur(raison_sociale=nom, siret="123 456 782 00010")).montant == 150_000
    assert ARS.decision(Porteur(raison_sociale=nom)).montant == 140_000
    assert ARS.decision(Porteur(raison_sociale="Conseil général")).montant is None
    assert ARS.decision(Porteur()).montant is None
