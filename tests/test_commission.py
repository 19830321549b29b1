"""The commission's workbook: facts, withdrawals, what is locked, checked and printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from maia.forms.commission import GRILLE_PAR_DEFAUT, Commission, Evaluateur
from maia.generators.classeur.valeurs import verifier_onglets
from maia.generators.commission import Candidat
from maia.generators.onglets import onglets
from tests.commissions import (
    FICHIERS,
    ILLISIBLE,
    ISERE,
    POIDS,
    PREMIERE,
    RECEVABLES,
    REFUSES,
    TITRES,
    rediger,
    tableau,
    trois_membres,
    verifies,
)
from tests.courriers import ars
from tests.juges.libreoffice import desaccords
from tests.juges.ooxml import defauts_ooxml
from tests.lancer import GATINE
from tests.modeles_excel import relire

# --- Facts ----------------------------------------------------------------------------------------------------------


def test_tous_les_dossiers_y_sont_l_illisible_aussi() -> None:
    dossiers = tableau(relire(rediger(trois_membres(), *FICHIERS))["Dossiers"])

    assert [(x["Dossier"], x["Recevable"]) for x in dossiers] == [
        ("D01", "oui"), ("D02", "oui"), ("D03", "non"), ("D04", "oui"), (None, "illisible"), ("D05", "oui"),
    ]  # fmt: skip
    isere = dossiers[1]
    assert {cle: isere[cle] for cle in ("Porteur", "Nature", "Dép.", "Région", "Territoire", "Régime", "GC")} == {
        "Porteur": "Conseil général de l’Isère",
        "Nature": "conseil général",
        "Dép.": "38",
        "Région": "Rhône-Alpes",
        "Territoire": "Sud Grésivaudan",
        "Régime": "CNSA",
        "GC": 2,
    }
    assert (isere["Demandé 2012"], isere["Année pleine"], isere["Budget conforme"]) == (131_667, 220_000, "oui")
    assert (dossiers[5]["Complet"], dossiers[5]["Budget conforme"]) == ("oui", "non")
    assert dossiers[4]["Porteur"] == "latin-1"


def test_seuls_les_dossiers_recevables_se_notent_et_se_classent() -> None:
    livre = relire(rediger(trois_membres(), *FICHIERS))

    assert [x["Dossier"] for x in tableau(livre["Moyennes"])] == RECEVABLES
    for feuille in ("Notes Denis Marchais", "Notes Annie Pelletier", "Notes Paul Rambaud"):
        notes = tableau(livre[feuille], TITRES)
        assert [x["Dossier"] for x in notes[::4]] == RECEVABLES
        assert {x["Critère"]: x["Poids"] for x in notes} == POIDS
    assert [x["Dossier"] for x in tableau(livre["Classement"])] == RECEVABLES
    assert [x["Rang"] for x in tableau(livre["Classement"])] == [None] * 4  # nothing noted yet


def test_chacun_se_retire_de_son_dossier() -> None:
    livre = relire(rediger(trois_membres(), *FICHIERS))

    assert [(x["Dossier"], x["Se retire"], x["Feuille de notes"]) for x in tableau(livre["Retraits"])] == [
        ("D02", "Annie Pelletier", "Notes Annie Pelletier"),
        ("D04", "Paul Rambaud", "Notes Paul Rambaud"),
    ]
    retires = {x["Dossier"] for x in tableau(livre["Notes Annie Pelletier"], TITRES) if x["Retrait"]}
    assert retires == {"D02"}
    assert tableau(livre["Dossiers"])[1]["Se retire de la commission"] == "Annie Pelletier"


def test_un_conseil_general_sans_evaluateur_nomme_se_retire_aussi() -> None:
    livre = relire(rediger(ars(), ISERE))
    (retrait,) = tableau(livre["Retraits"])
    assert retrait["Se retire"] == "Le représentant du président du conseil général"
    assert retrait["Qualité"] == "département 38"


def test_l_enveloppe_compte_la_feuille_des_dossiers() -> None:
    livre = relire(rediger(trois_membres(), *FICHIERS))
    lignes = {(x["Région"], x["Régime"]): x for x in tableau(livre["Enveloppe"])}

    rhone = lignes["Rhône-Alpes", "CNSA"]
    assert (rhone["Places"], rhone["Dossiers reçus"], rhone["Recevables"], rhone["Places restantes"]) == (8, 1, 1, 7)
    assert lignes["Poitou-Charentes", "CNSA"]["Recevables"] == 2


def test_la_grille_par_defaut_est_celle_de_la_circulaire() -> None:
    livre = relire(rediger(ars({"commission": None}), GATINE))

    assert "Notes Évaluateur" in livre.sheetnames
    notes = tableau(livre["Notes Évaluateur"], TITRES)
    assert [(x["Critère"], x["Poids"]) for x in notes] == list(GRILLE_PAR_DEFAUT)
    assert livre["Notes Évaluateur"]["D4"].value == 20
    assert any(x["Sujet"] == "Grille par défaut" for x in tableau(livre["À lire"], 3))


def test_la_decision_ecrite_se_lit_dans_la_liste() -> None:
    a = ars({"decisions": [{"siren": "000 792 010", "suite": "liste complémentaire"}]})
    assert tableau(relire(rediger(a, GATINE))["Dossiers"])[0]["Décision"] == "liste complémentaire"


@pytest.mark.parametrize("fichiers", [(), (ILLISIBLE,), (REFUSES / "statuts-absents.yaml",)])
def test_sans_dossier_a_classer_le_classeur_se_tient(fichiers: tuple[Path, ...]) -> None:
    fait = rediger(trois_membres(), *fichiers)
    assert tableau(relire(fait)["Moyennes"])[0]["Porteur"] == "Aucun dossier recevable"
    assert desaccords([fait]) == []


# --- What is locked, checked, printed -------------------------------------------------------------------------------


def test_les_faits_et_les_formules_sont_verrouilles_les_notes_ouvertes() -> None:
    livre = relire(rediger(trois_membres(), *FICHIERS), formules=True)

    for feuille in livre.worksheets:
        assert feuille.protection.sheet, feuille.title
        assert not feuille.protection.password
        ouvertes = {
            get_column_letter(c.column or 0) for ligne in feuille.iter_rows() for c in ligne if not c.protection.locked
        }
        attendues = (
            {"E", "F"} if feuille.title.startswith("Notes ") else {"N", "O"} if feuille.title == "Moyennes" else set()
        )
        assert ouvertes == attendues, feuille.title
        assert not any(c.data_type == "f" for ligne in feuille.iter_rows() for c in ligne if not c.protection.locked)


def test_une_note_se_saisit_de_zero_au_bareme_et_pas_apres_un_retrait() -> None:
    livre = relire(rediger(trois_membres(), *FICHIERS), formules=True)
    (regle,) = livre["Notes Annie Pelletier"].data_validations.dataValidation

    assert str(regle.sqref) == f"E{PREMIERE}:E{PREMIERE + 4 * len(RECEVABLES) - 1}"
    assert (regle.type, regle.formula1, regle.formula2) == ("decimal", "0", 'IF($G7="",$D$4,-1)')
    assert regle.showErrorMessage


def test_tout_s_imprime_en_paysage_titres_repetes() -> None:
    for feuille in relire(rediger(trois_membres(), *FICHIERS)).worksheets:
        assert (feuille.page_setup.orientation, feuille.page_setup.paperSize) == ("landscape", 9)
        assert feuille.page_setup.fitToWidth == 1
        assert feuille.print_title_rows


def test_un_nom_d_evaluateur_n_est_jamais_une_formule_ni_un_onglet_refuse() -> None:
    noms = [
        "=1+1",
        "A/B: [x]*?",
        "'quote'",
        "Très long nom d’évaluateur qui ne tient pas",
        "très long nom d’évaluateur qui ne tient pas non plus",
        "{{ annee }}",
    ]
    a = ars(
        {"commission.evaluateurs": [{"nom": n} for n in noms], "commission.grille": [{"critere": "=cmd|' /C calc'!A0"}]}
    )
    fait = rediger(a, GATINE)
    livre = relire(fait, formules=True)

    assert livre["Notes =1+1"]["C7"].value == "=cmd|' /C calc'!A0"
    assert livre["Notes =1+1"]["C7"].data_type != "f"
    assert sum(nom.startswith("Notes ") for nom in livre.sheetnames) == len(noms)
    assert max(map(len, livre.sheetnames)) <= 31
    assert defauts_ooxml(fait, ".xlsx") == []
    assert desaccords([fait]) == []


def test_les_juges_n_ont_rien_a_redire_libreoffice_recalcule_les_memes_valeurs() -> None:
    fait = rediger(trois_membres(), *FICHIERS)
    assert defauts_ooxml(fait, ".xlsx") == []
    assert desaccords([fait]) == []


def test_memes_donnees_memes_octets() -> None:
    assert rediger(trois_membres(), *FICHIERS) == rediger(trois_membres(), *FICHIERS)


# --- Small things ---------------------------------------------------------------------------------------------------


def test_un_retrait_suit_le_departement_ou_le_nom() -> None:
    (gatine, isere) = (v.lu.dossier for v in verifies((GATINE, ISERE)))
    assert Evaluateur(conseil_general="38").se_retire(isere)
    assert not Evaluateur(conseil_general="79").se_retire(gatine)  # an association of this département, not its council
    assert Evaluateur(retraits=["association gerontologique de gatine"]).se_retire(gatine)


def test_un_critere_sans_poids_pese_un_sans_nom_rien() -> None:
    lue = Commission.model_validate(
        {"grille": [{"critere": "A"}, {"critere": "B", "poids": "3"}, {"critere": "C", "poids": "0"}, {"poids": "2"}]}
    )
    assert lue.criteres == (("A", 1), ("B", 3))
    assert Commission.model_validate({"bareme": "0"}).note_maximale == 20


def test_les_onglets_sont_courts_distincts_et_permis() -> None:
    assert onglets(["Notes A", "notes a", "Notes: [B]/?", "", "'x'"], {"Feuille"}) == [
        "Notes A",
        "notes a (2)",
        "Notes B",
        "Feuille (2)",
        "x",
    ]
    longs = onglets(["N" * 40] * 3)
    assert longs == ["N" * 31, "N" * 27 + " (2)", "N" * 27 + " (3)"]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_quels_que_soient_les_noms_excel_prend_les_onglets(noms: list[str]) -> None:
    verifier_onglets(onglets(noms, {"Dossiers"}))


def test_un_candidat_est_leger() -> None:
    dossier = verifies((ISERE,))[0].lu.dossier
    assert Candidat.de(dossier, trois_membres()) == replace(
        Candidat(), nature="conseil général", territoire="Sud Grésivaudan", retraits=(1,), conseil_general="38"
    )
