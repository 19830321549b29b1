"""The budget as it is typed: an account as an amount, by its lines or by its funders; totals computed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maia.forms.budget import Budget, Effectif, total_cout, total_etp
from maia.forms.dossier import Dossier
from maia.forms.lecture import Lecture, analyser
from maia.forms.saisie import lire_modele


def saisir(texte: str) -> Any:
    lecture = analyser(texte.encode(), "dossier.yaml")
    assert isinstance(lecture, Lecture), lecture
    return lire_modele(lecture, Dossier)


def budget(texte: str) -> Budget:
    """The budget of a dossier without a fault."""
    saisie = saisir("budget:\n" + "".join(f"  {ligne}\n" for ligne in texte.splitlines()))
    assert saisie.fautes == ()
    lu: Budget = saisie.valeur.budget
    return lu


# --- Three ways of writing an account -------------------------------------------------------------------------------

GATINE = """\
charges:
  60: {Achats matières et fournitures: 2 400}
  62: 9 267
  64:
    Rémunération des personnels: 98 000
    Charges sociales: 42 000
  indirectes: {Charges fixes de fonctionnement: 5 000}
produits:
  70: {Participation des usagers: 0}
  74:
    - {financeur: Agence régionale de santé, montant: 151 667, statut: T}
    - {financeur: Conseil général des Deux-Sèvres, montant: 5 000, statut: accordée}
contributions:
  86: {Personnel bénévole: 3 000}
  87: 3 000
"""


def test_un_compte_se_donne_en_bloc_par_lignes_ou_par_financeurs() -> None:
    b = budget(GATINE)
    assert (b.charges["62"].total, b.charges["62"].detaille) == (9_267, False)
    assert (b.charges["64"].total, b.charges["64"].detaille) == (140_000, True)
    assert (b.produits["74"].total, b.produits["74"].detaille) == (156_667, True)
    assert [(f.financeur, f.ligne, f.statut) for f in b.financeurs] == [
        ("Agence régionale de santé", "ARS", "T"),
        ("Conseil général des Deux-Sèvres", "Département(s) :", "A"),
    ]


def test_les_totaux_se_calculent_sans_les_contributions_volontaires() -> None:
    b = budget(GATINE)
    assert (b.total_charges, b.total_produits) == (156_667, 156_667)
    assert (b.personnel, b.demande_a_l_ars) == (140_000, 151_667)


def test_chaque_montant_tape_a_son_chemin() -> None:
    saisie = saisir("budget:\n" + "".join(f"  {ligne}\n" for ligne in GATINE.splitlines()))
    montants = dict(saisie.valeur.budget.montants())
    assert montants["charges", "62"] == 9_267
    assert montants["charges", "64", "Charges sociales"] == 42_000
    assert montants["produits", "74", 0, "montant"] == 151_667
    assert all(saisie.lecture.contient(("budget", *chemin)) for chemin in montants)


def test_un_budget_absent_est_vide_et_vaut_zero() -> None:
    b = Budget()
    assert b.vide
    assert (b.total_charges, b.total_produits, b.personnel, b.demande_a_l_ars, b.financeurs) == (0, 0, 0, None, [])


def test_un_compte_en_attente_n_est_pas_un_compte() -> None:
    b = budget("charges:\n  60:\n  61: 5\nproduits:\n")
    assert list(b.charges) == ["61"]
    assert not b.vide


def test_une_ligne_en_attente_n_est_pas_une_ligne() -> None:
    assert budget("charges:\n  60:\n    Prestations de services:\n    Autres fournitures: 5\n").charges[
        "60"
    ].lignes == {"Autres fournitures": 5}


# --- A total typed to be checked ------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["total", "Total", "TOTAL"])
def test_un_total_tape_ne_compte_pas_il_se_verifie(nom: str) -> None:
    groupe = budget(f"charges:\n  60: {{Prestations de services: 100, Autres fournitures: 50, {nom}: 149}}\n").charges[
        "60"
    ]
    assert (groupe.montant, groupe.somme, groupe.total) == (149, 150, 150)


def test_un_total_seul_est_le_montant_du_compte() -> None:
    groupe = budget("charges:\n  60: {total: 149}\n").charges["60"]
    assert (groupe.total, groupe.detaille) == (149, False)


def test_un_total_avec_des_financeurs() -> None:
    groupe = budget(
        "produits:\n  74:\n    total: 200\n    financeurs:\n      - {financeur: ARS, montant: 199}\n"
    ).produits["74"]
    assert (groupe.montant, groupe.somme) == (200, 199)


def test_des_totaux_generaux_tapes_se_gardent_pour_etre_verifies() -> None:
    b = budget("charges: {60: 5}\ntotaux: {charges: 6, produits: 0}\n")
    assert b.totaux is not None
    assert (b.total_charges, b.totaux.charges, b.totaux.produits) == (5, 6, 0)


def test_un_total_illisible_laisse_les_lignes() -> None:
    saisie = saisir("budget: {charges: {60: {Autres fournitures: 5, total: x}}}")
    assert [f.chemin for f in saisie.fautes] == [("budget", "charges", "60", "total")]
    assert saisie.valeur.budget.charges["60"].lignes == {"Autres fournitures": 5}


def test_une_ligne_peut_s_appeler_comme_une_de_nos_etapes() -> None:
    saisie = saisir("budget: {charges: {65: {lignes: 5, Redevances: x, montant: 7}}}")
    assert [f.chemin for f in saisie.fautes] == [("budget", "charges", "65", "Redevances")]
    assert saisie.valeur.budget.charges["65"].lignes == {"lignes": 5, "montant": 7}


# --- Arithmetic -----------------------------------------------------------------------------------------------------

MONTANTS = st.integers(0, 10**9)


@given(
    st.dictionaries(st.sampled_from(["60", "61", "62", "64", "indirectes"]), st.lists(MONTANTS, min_size=1, max_size=4))
)
def test_le_total_est_la_somme_de_tout_ce_qui_est_tape(comptes: dict[str, list[int]]) -> None:
    b = Budget.model_validate(
        {
            "charges": {
                numero: {f"ligne {i}": str(m) for i, m in enumerate(lignes)} for numero, lignes in comptes.items()
            }
        }
    )
    assert b.total_charges == sum(sum(lignes) for lignes in comptes.values()) == sum(m for _, m in b.montants())


def test_la_demande_a_l_ars_additionne_ses_lignes() -> None:
    b = budget(
        "produits:\n  74:\n    - {financeur: ARS, montant: 100}\n    - {financeur: MSA, montant: 5}\n    - {financeur: l’ARS, montant: 20}\n"
    )
    assert b.demande_a_l_ars == 120


def test_une_ligne_de_l_ars_sans_montant_vaut_zero() -> None:
    assert budget("produits:\n  74: [{financeur: ARS}]\n").demande_a_l_ars == 0


# --- Staff ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "poste",
    [
        *(
            "GC n°1",
            "GC",
            "gc 2",
            "GC1",
            "G.C. n°3",
            "gestionnaire de cas",
            "Gestionnaires de cas",
            "Gestionnaire n° 2",
        ),
        *("Infirmière gestionnaire de cas", "Poste de gestionnaire de cas n° 3"),
    ],
)
def test_un_gestionnaire_de_cas_se_reconnait(poste: str) -> None:
    assert Effectif(poste=poste).est_gestionnaire
    assert not Effectif(poste=poste).est_pilote


@pytest.mark.parametrize(
    "poste",
    [
        "Gestionnaire de paie",
        "gestionnaire comptable",
        "GCSMS",
        "gcs",
        "secrétaire",
        "Secrétaire des gestionnaires de cas",
        None,
    ],
)
def test_un_autre_poste_n_est_pas_un_gestionnaire_de_cas(poste: str | None) -> None:
    assert not Effectif(poste=poste).est_gestionnaire


@pytest.mark.parametrize("poste", ["Assistante du pilote", "secrétaire du pilote", "copilotes"])
def test_un_poste_aupres_du_pilote_n_est_pas_le_sien(poste: str) -> None:
    assert not Effectif(poste=poste).est_pilote


@pytest.mark.parametrize("poste", ["pilote", "Pilote MAIA", "PILOTE", "Poste de pilote", "Cadre de santé, pilote"])
def test_un_pilote_se_reconnait(poste: str) -> None:
    assert Effectif(poste=poste).est_pilote


def test_le_cout_d_un_poste_et_d_un_tableau() -> None:
    effectifs = [
        Effectif.model_validate({"poste": "pilote", "etp": "1", "brut": "41 000", "charges": "17 500"}),
        Effectif.model_validate({"poste": "GC n°1", "etp": "0,5", "brut": "12 000"}),
        Effectif(poste="secrétaire"),
    ]
    assert [e.cout for e in effectifs] == [58_500, 12_000, 0]
    assert total_cout(effectifs) == 70_500
    assert total_etp(effectifs) == Decimal("1.5")
