"""A sheet copied: each copy filled apart, the others gathering from all of them; ranks and look-ups."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection

from maia.generators.classeur import ModeleExcel, ModeleRefuse
from maia.generators.classeur.copies import copier
from tests.juges.libreoffice import desaccords
from tests.modeles_excel import Cellules, classeur, en_octets, relire

BILAN: dict[str, Cellules] = {
    "Bilan": {
        "A1": "Total {{ annee }}", "B1": "=SUM(Site!$B$3:$B$3)", "C1": "=MAX(Site!$B$3:$B$3,0)+COUNT('Site'!$B$3:$B$3)",
        "A2": "=SUM(IF(SUM(Site!$B$3:$B$3)>10,1,0))", "B2": "Après",
    },
    "Site": {"A1": "{{ site }} en {{ annee }}", "B1": "=SUM(B3:B3)", "A3": None, "B3": None},
    "Fin": {"A1": "=B1", "B1": 7},
}  # fmt: skip
NOMS = {"frais": "Site!$A$3:$B$3", "frais.libelle": "Site!$A$3", "frais.montant": "Site!$B$3", "chef": "Site!$D$1"}


def modele(feuilles: dict[str, Cellules] = BILAN) -> bytes:
    livre = classeur(feuilles, NOMS)
    site = livre["Site"]
    site.print_title_rows = "1:2"
    site.protection = SheetProtection(sheet=True)
    regle = DataValidation(type="decimal", operator="between", formula1="0", formula2="$B$1", allow_blank=True)
    site.add_data_validation(regle)
    regle.add("B3")
    livre["Fin"].print_title_rows = "1:1"
    return en_octets(livre)


def rendre(nombre: int, **champs: Any) -> bytes:
    compile_ = ModeleExcel.compiler(copier(modele(), "essai.xlsx", "Site", nombre), "essai.xlsx")
    return compile_.rendre({"annee": 2012, **champs})


DEUX = {
    "site_1": "Gâtine",
    "site_2": "Isère",
    "chef_1": "Anne",
    "frais_1": [{"libelle": "Loyer", "montant": 7}, {"libelle": "Train", "montant": 5}],
    "frais_2": [{"libelle": "Loyer", "montant": 9}],
}


def test_chaque_copie_est_remplie_a_part() -> None:
    livre = relire(rendre(2, **DEUX))

    assert livre.sheetnames == ["Bilan", "Site 1", "Site 2", "Fin"]
    assert [c.value for c in livre["Site 1"]["A"]] == ["Gâtine en 2012", None, "Loyer", "Train"]
    assert (livre["Site 1"]["B1"].value, livre["Site 1"]["D1"].value) == (12, "Anne")
    assert (livre["Site 2"]["A1"].value, livre["Site 2"]["B1"].value, livre["Site 2"]["D1"].value) == (
        "Isère en 2012",
        9,
        None,
    )


def test_les_autres_feuilles_additionnent_toutes_les_copies() -> None:
    livre, ecrit = relire(rendre(2, **DEUX)), relire(rendre(2, **DEUX), formules=True)

    assert ecrit["Bilan"]["B1"].value == "=SUM('Site 1'!$B$3:$B$4,'Site 2'!$B$3:$B$3)"
    assert livre["Bilan"]["B1"].value == 21
    assert livre["Bilan"]["C1"].value == 9 + 3
    assert ecrit["Bilan"]["A2"].value == "=SUM(IF(SUM('Site 1'!$B$3:$B$4)>10,1,0),IF(SUM('Site 2'!$B$3:$B$3)>10,1,0))"
    assert livre["Bilan"]["A2"].value == 1
    assert livre["Bilan"]["A1"].value == "Total 2012"


def test_titres_protection_et_saisie_suivent_chaque_copie() -> None:
    livre = relire(rendre(2, **DEUX))

    for nom in ("Site 1", "Site 2"):
        assert livre[nom].print_title_rows == "$1:$2"
        assert livre[nom].protection.sheet
    assert str(livre["Site 1"].data_validations.dataValidation[0].sqref) == "B3:B4"
    assert str(livre["Site 2"].data_validations.dataValidation[0].sqref) == "B3"
    assert livre["Fin"].print_title_rows == "$1:$1"


def test_une_seule_copie_est_encore_une_copie() -> None:
    livre = relire(rendre(1, site_1="Gâtine", frais_1=[{"montant": 3}]))
    assert livre.sheetnames == ["Bilan", "Site 1", "Fin"]
    assert livre["Bilan"]["B1"].value == 3


def test_l_onglet_peut_porter_le_blanc_de_chaque_copie() -> None:
    feuilles = {nom.replace("Site", "{{ site }}"): cellules for nom, cellules in BILAN.items()}
    feuilles["Bilan"] = {"A1": "{{ annee }}", "B1": "=SUM('{{ site }}'!$B$3:$B$3)"}
    livre = classeur(feuilles, {nom: cible.replace("Site", "'{{ site }}'") for nom, cible in NOMS.items()})
    octets = copier(en_octets(livre), "essai.xlsx", "{{ site }}", 2)
    fait = ModeleExcel.compiler(octets, "essai.xlsx").rendre({"annee": 2012, **DEUX, "site_2": "L’Isère d'en haut"})

    assert relire(fait).sheetnames == ["Bilan", "Gâtine", "L’Isère d'en haut", "Fin"]
    assert relire(fait, formules=True)["Bilan"]["B1"].value == "=SUM('Gâtine'!$B$3:$B$4,'L’Isère d''en haut'!$B$3:$B$3)"
    assert desaccords([fait]) == []


@pytest.mark.parametrize(
    ("cellule", "formule", "mots"),
    [
        ("B1", "=Site!B3", "hors de"),
        ("B1", "=ROUND(Site!B3,2)", "hors de"),
        ("B1", "=IF(Site!B3>1,SUM(Site!B3:B3),0)", "hors de"),
    ],
)
def test_lire_une_copie_sans_dire_laquelle_est_refuse(cellule: str, formule: str, mots: str) -> None:
    with pytest.raises(ModeleRefuse, match=mots):
        copier(modele({**BILAN, "Bilan": {cellule: formule}}), "essai.xlsx", "Site", 2)


def test_ce_qui_ne_se_copie_pas_est_refuse() -> None:
    livre = classeur(BILAN, NOMS)
    livre["Site"]["A1"].comment = Comment("note", "moi")
    for octets, feuille, nombre, mots in (
        (en_octets(livre), "Site", 2, "commentaire"),
        (modele(), "Absente", 2, "n’a pas de feuille"),
        (modele(), "Site", 0, "de 1 à 60 fois"),
        (modele(), "Site", 61, "de 1 à 60 fois"),
        (b"rien", "Site", 2, "pas un document Office"),
    ):
        with pytest.raises(ModeleRefuse, match=mots):
            copier(octets, "essai.xlsx", feuille, nombre)


def test_libreoffice_compte_de_meme() -> None:
    assert desaccords([rendre(3, **DEUX, site_3="Ain")]) == []


# --- RANG, INDEX, EQUIV ---------------------------------------------------------------------------------------------

NOTES: dict[str, Cellules] = {
    "Notes": {"A1": "Nom", "A2": None, "B2": None, "C2": '=IF(B2="","",RANK(B2,$B$2:$B$3))'},
    "Rangs": {
        "A1": "=INDEX(Notes!$A$2:$A$2,MATCH(1,Notes!$C$2:$C$2,0))",
        "A2": "=IFERROR(MATCH(9,Notes!$C$2:$C$2,0),\"absent\")",
        "A3": "=IFERROR(INDEX(Notes!$A$2:$A$2,99),\"hors plage\")",
        "A4": "=IFERROR(RANK(99,Notes!$B$2:$B$2),\"absent\")",
        "A5": "=MATCH(\"PAUL\",Notes!$A$2:$A$2,0)",
        "A6": "=IF(INDEX(Notes!$B$2:$B$2,4)=\"\",\"sans note\",\"\")",
    },
}  # fmt: skip
NOMS_DES_NOTES = {"n": "Notes!$A$2:$C$2", "n.nom": "Notes!$A$2", "n.note": "Notes!$B$2"}


def noter(*notes: Any) -> bytes:
    lignes = [{"nom": nom, "note": note} for nom, note in zip(["Anne", "Paul", "Zoé", "Luc"], notes, strict=True)]
    return ModeleExcel.compiler(en_octets(classeur(NOTES, NOMS_DES_NOTES)), "essai.xlsx").rendre({"n": lignes})


def test_d_un_document_au_suivant_rien_ne_reste_du_premier() -> None:
    modele_ = ModeleExcel.compiler(en_octets(classeur(NOTES, NOMS_DES_NOTES)), "essai.xlsx")
    faits = [
        modele_.rendre({"n": [{"nom": nom, "note": note} for nom, note in zip("ABCD", notes, strict=True)]})
        for notes in ((1, 2, 3, 4), (4, 3, 2, 1), (1, 2, 3, 4))
    ]
    assert faits[0] == faits[2]
    assert [relire(f)["Rangs"]["A1"].value for f in faits] == ["D", "A", "D"]


def test_rang_index_equiv() -> None:
    fait = noter(12, Decimal("15.5"), 12, None)
    livre = relire(fait)

    assert [c.value or "" for c in livre["Notes"]["C"]][1:5] == [2, 1, 2, ""]
    assert [c.value for c in livre["Rangs"]["A"]] == ["Paul", "absent", "hors plage", "absent", 2, "sans note"]
    assert desaccords([fait]) == []


@pytest.mark.parametrize(
    ("formule", "mots"),
    [
        ("=RANK(B1,3)", "RANG veut une plage"),
        ("=MATCH(1,B1:B1,1)", "EQUIV veut 0"),
        ("=INDEX(B1:C1,1)", "INDEX veut des plages d’une colonne"),
    ],
)
def test_ce_que_le_moteur_ne_sait_pas_chercher_est_refuse(formule: str, mots: str) -> None:
    with pytest.raises(ModeleRefuse, match=mots):
        ModeleExcel.compiler(en_octets(classeur({"F": {"A1": formule, "B1": 1, "C1": 2}})), "essai.xlsx")
