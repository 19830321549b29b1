"""Workbooks as they come home: rows inserted, columns moved, formulas typed over, numbers where texts were."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from maia.generators.saisie import classeur_de_saisie
from tests.classeurs_remplis import avec_partie, case, d2, dits, gatine, importe, modifie, rempli
from tests.juges.libreoffice import reenregistrer


def ecrire(feuille: str, libelle: str, valeur: Any) -> bytes:
    """The sample's workbook with another value after a label."""
    adresse = case(rempli(), feuille, libelle)

    def geste(classeur: Workbook) -> None:
        classeur[feuille][adresse] = valeur

    return modifie(rempli(), geste)


def test_un_classeur_vide_n_apprend_rien_et_ne_fait_rien_dire() -> None:
    lu = importe(classeur_de_saisie().octets)

    assert (lu.valeur, lu.remarques) == ({}, ())


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [("12 500 €", "12 500"), ("12 500,00", "12 500"), (12500.0, "12 500"), ("12.500,00", "12 500"), (0, "0")],
)
def test_un_montant_s_ecrit_de_toutes_les_facons(ecrit: Any, lu: str) -> None:
    importation = importe(ecrire("Budget", "Assurance", ecrit))

    assert importation.valeur["budget"]["charges"]["61"]["Assurance"] == lu
    assert importation.incompris == 0


def test_un_montant_incompris_est_dit_de_sa_case_et_garde_tel_quel() -> None:
    lu = importe(ecrire("Budget", "Assurance", "environ 5 000"))

    assert lu.valeur["budget"]["charges"]["61"]["Assurance"] == "environ 5 000"
    ou = case(rempli(), "Budget", "Assurance")
    assert f"Budget!{ou} bloquant : « environ 5 000 » n’est pas un montant." in dits(lu)


def test_des_centimes_sont_dits_avec_l_arrondi() -> None:
    lu = importe(ecrire("Budget", "Assurance", 950.5))

    assert lu.valeur["budget"]["charges"]["61"]["Assurance"] == "950,50"
    assert [r.remede for r in lu.remarques if "centimes" in r.message] == ["Arrondissez à l’euro : 951."]


@pytest.mark.parametrize("ecrit", [datetime.datetime(2012, 6, 1), "1er juin 2012", "01/06/2012", "2012-06-01"])
def test_une_date_est_un_nombre_ou_un_texte(ecrit: Any) -> None:
    assert importe(ecrire("Projet", "Prise de poste", ecrit)).valeur["pilote"]["prise_de_poste"] == "01/06/2012"


@pytest.mark.parametrize(
    ("libelle", "nombre", "chemin", "retabli"),
    [
        ("Numéro SIRET", 79201000019, ("porteur", "siret"), "00079201000019"),
        ("Téléphone", 536491000, ("porteur", "siege", "telephone"), "0536491000"),
        ("Code postal", 1000.0, ("porteur", "siege", "code_postal"), "01000"),
        ("Département", 1, ("departement",), "01"),
    ],
)
def test_un_zero_de_tete_perdu_est_retabli_et_dit(libelle: str, nombre: float, chemin: Any, retabli: str) -> None:
    lu = importe(ecrire("Porteur", libelle, nombre))

    valeur: Any = lu.valeur
    for etape in chemin:
        valeur = valeur[etape]
    assert valeur == retabli
    ou = case(rempli(), "Porteur", libelle)
    assert [d for d in dits(lu) if f"le zéro de tête est rétabli, « {retabli} »" in d and f"Porteur!{ou} " in d]


def test_un_siret_dont_la_cle_est_fausse_n_est_pas_complete() -> None:
    lu = importe(ecrire("Porteur", "Numéro SIRET", 79201000018))

    assert lu.valeur["porteur"]["siret"] == "79201000018"
    assert any("n’a pas quatorze chiffres" in d for d in dits(lu))


def test_des_lignes_inserees_et_supprimees_ne_changent_rien() -> None:
    def geste(classeur: Workbook) -> None:
        for nom in ("Budget", "Effectifs", "Représentants légaux", "Pièces", "Porteur"):
            feuille = classeur[nom]
            for fusion in list(feuille.merged_cells.ranges):
                feuille.unmerge_cells(str(fusion))
            feuille.insert_rows(8, 2)
            feuille.insert_rows(4)

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur == gatine()
    assert lu.incompris == 0


def test_des_colonnes_deplacees_ne_changent_rien() -> None:
    def geste(classeur: Workbook) -> None:
        for nom in ("Partenaires", "Cantons"):
            feuille = classeur[nom]
            for ligne in feuille.iter_rows():
                valeurs = [cellule.value for cellule in ligne]
                for cellule, valeur in zip(ligne, reversed(valeurs), strict=True):
                    if type(cellule).__name__ == "Cell":
                        cellule.value = valeur
        classeur["Budget"].insert_cols(2)
        classeur["Effectifs"].insert_cols(3)

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur == gatine()


def test_un_bloc_deplace_est_retrouve() -> None:
    def geste(classeur: Workbook) -> None:
        for fusion in list(classeur["Budget"].merged_cells.ranges):
            classeur["Budget"].unmerge_cells(str(fusion))
        classeur["Budget"].move_range("A1:E80", rows=12, cols=3)
        classeur["Cantons"].move_range("A3:D70", rows=5, cols=2)

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur == gatine()


def test_des_feuilles_renommees_et_sans_noms_definis_sont_reconnues() -> None:
    def geste(classeur: Workbook) -> None:
        for nom in list(classeur.defined_names):
            del classeur.defined_names[nom]
        classeur["Budget"].title = "Feuil3"
        classeur["Porteur"].title = "qui"
        classeur["Effectifs"].title = "personnel"

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur == gatine()


def test_des_lignes_masquees_sont_lues() -> None:
    def geste(classeur: Workbook) -> None:
        for ligne in range(5, 30):
            classeur["Budget"].row_dimensions[ligne].hidden = True

    assert importe(modifie(rempli(), geste)).valeur == gatine()


def test_un_total_ecrit_sur_sa_formule_est_garde_et_compare() -> None:
    lu = importe(ecrire("Budget", "60 Achats", 5000))

    assert lu.valeur["budget"]["charges"]["60"]["total"] == "5 000"
    assert [d for d in dits(lu) if "5\u202f000\u00a0€, alors que ses lignes font 3\u202f600\u00a0€" in d]


def test_une_formule_de_l_utilisateur_donne_sa_derniere_valeur() -> None:
    ou = case(rempli(), "Budget", "Assurance")

    def geste(classeur: Workbook) -> None:
        classeur["Budget"][ou] = "=400+550"

    lu = importe(modifie(rempli(), geste))  # openpyxl keeps no value for a formula

    assert "Assurance" not in lu.valeur["budget"]["charges"]["61"]
    assert f"Budget!{ou} bloquant : Cette formule n’a pas de valeur enregistrée : rien n’y est lu." in dits(lu)


def test_une_formule_calculee_par_un_tableur_donne_sa_valeur_et_se_dit() -> None:
    ou = case(rempli(), "Budget", "Assurance")

    def geste(classeur: Workbook) -> None:
        classeur["Budget"][ou] = "=400+600"

    lu = importe(reenregistrer([modifie(rempli(), geste)])[0])

    assert lu.valeur["budget"]["charges"]["61"]["Assurance"] == "1 000"
    assert f"Budget!{ou} information : Une formule est dans cette case : sa valeur, « 1 000 », est lue." in dits(lu)


def test_un_total_qui_ne_dit_plus_la_somme_de_ses_lignes_est_signale() -> None:
    faux = avec_partie(
        rempli(), "xl/worksheets/sheet8.xml", lambda brut: brut.replace(b"<v>166667</v>", b"<v>166668</v>", 1)
    )

    lu = importe(faux)

    assert lu.valeur == gatine()
    ou = case(rempli(), "Budget", "TOTAL DES CHARGES")
    assert (
        f"Budget!{ou} avertissement : Cette case montrait 166\u202f668\u00a0€, mais les lignes lues font 166\u202f667\u00a0€."
        in dits(lu)
    )


def test_une_ligne_sans_libelle_est_gardee_et_dite() -> None:
    def geste(classeur: Workbook) -> None:
        classeur["Budget"]["B8"] = 300  # the free line under account 60

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur["budget"]["charges"]["60"]["Sans libellé"] == "300"
    assert "Budget!B8 avertissement : Ce montant n’a pas de libellé : il est gardé sous « Sans libellé »." in dits(lu)


def test_des_cases_fusionnees_se_lisent() -> None:
    ou = case(rempli(), "Porteur", "Sigle")

    def geste(classeur: Workbook) -> None:
        classeur["Porteur"].merge_cells(f"{ou}:D{ou[1:]}")

    assert importe(modifie(rempli(), geste)).valeur == gatine()


@pytest.mark.parametrize("valeur", ["1e999", "-1e400"])
def test_un_nombre_qui_n_en_est_pas_un_est_une_erreur(valeur: str) -> None:
    faux = avec_partie(
        rempli(), "xl/worksheets/sheet8.xml", lambda brut: brut.replace(b"<v>5500</v>", f"<v>{valeur}</v>".encode(), 1)
    )

    lu = importe(faux)

    assert any("rien n’y est lu" in d for d in dits(lu))


def test_une_erreur_est_dite_et_rien_n_est_lu() -> None:
    ou = case(rempli(), "Budget", "Assurance")
    lu = importe(ecrire("Budget", "Assurance", "#REF!"))

    assert f"Budget!{ou} bloquant : La case montre l’erreur #REF! : rien n’y est lu." in dits(lu)


def test_ce_qui_est_ecrit_hors_des_cases_est_signale() -> None:
    def geste(classeur: Workbook) -> None:
        classeur["Porteur"]["G40"] = "Rappeler M. Guérineau"
        classeur["Mode d’emploi"]["C3"] = 12

    lu = importe(modifie(rempli(), geste))

    assert lu.valeur == gatine()
    assert dits(lu) == [
        "Mode d’emploi!C3 bloquant : « 12 » est écrit ici, où aucun champ du dossier n’est attendu : ce n’est pas repris.",
        "Porteur!G40 bloquant : « Rappeler M. Guérineau » est écrit ici, où aucun champ du dossier n’est attendu : ce n’est pas repris.",
    ]


def test_le_budget_produit_par_maia_se_relit_avec_ses_effectifs() -> None:
    lu = importe(d2())
    attendu = gatine()
    for financeur in (pleine := attendu["annee_pleine"]["budget"]["produits"]["74"]):
        assert financeur["statut"] == "T"  # D2 has no column for it in the full year

    assert lu.remarques == ()
    assert {cle: lu.valeur[cle] for cle in ("budget", "effectifs", "effectifs_supplementaires")} == {
        cle: attendu[cle] for cle in ("budget", "effectifs", "effectifs_supplementaires")
    }
    assert lu.valeur["annee_pleine"]["effectifs"] == attendu["annee_pleine"]["effectifs"]
    sans_statut = [{cle: v for cle, v in f.items() if cle != "statut"} for f in pleine]
    assert lu.valeur["annee_pleine"]["budget"]["produits"]["74"] == sans_statut


def test_un_budget_d2_aux_feuilles_renommees_et_aux_lignes_inserees_se_relit() -> None:
    def geste(classeur: Workbook) -> None:
        for nom in list(classeur.defined_names):
            del classeur.defined_names[nom]
        for rang, feuille in enumerate(classeur.worksheets):
            for fusion in list(feuille.merged_cells.ranges):
                feuille.unmerge_cells(str(fusion))
            feuille.insert_rows(12)
            feuille.title = f"Feuil{rang}"

    lu = importe(modifie(d2(), geste))

    assert lu.valeur["budget"] == gatine()["budget"]
    assert lu.valeur["effectifs"] == gatine()["effectifs"]
