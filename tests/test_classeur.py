"""The Excel engine: a template, values, a workbook."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from maia.generators.classeur import ChampInconnu, ModeleExcel, ValeurRefusee
from tests.modeles_excel import (
    FRAIS,
    NOMS_DES_FRAIS,
    classeur,
    compiler,
    en_octets,
    formules,
    frais,
    partie,
    relire,
    valeurs,
)


def test_une_cellule_nommee_recoit_sa_valeur_et_les_autres_restent() -> None:
    modele = compiler({"F": {"A1": "Porteur", "B1": "(nom)", "A2": "Fait"}}, {"porteur": "F!$B$1"})

    assert valeurs(modele.rendre({"porteur": "CLIC de Gâtine"})) == {
        "A1": "Porteur",
        "B1": "CLIC de Gâtine",
        "A2": "Fait",
    }
    assert valeurs(modele.rendre({"porteur": None}))["B1"] == "(nom)"
    assert valeurs(modele.rendre({}))["B1"] == "(nom)"


def test_les_nombres_les_dates_et_les_booleens_gardent_leur_type() -> None:
    modele = compiler({"F": {"A1": None}}, {f"v{i}": f"F!$A${i}" for i in range(1, 6)})
    xlsx = modele.rendre(
        {"v1": 151_667, "v2": Decimal("0.50"), "v3": True, "v4": datetime.date(2012, 3, 15), "v5": Decimal("12.00")}
    )

    assert partie(xlsx).count("<v>") == 5
    assert valeurs(xlsx) == {"A1": 151_667, "A2": 0.5, "A3": True, "A4": 40_983, "A5": 12}  # 40983 : 15 mars 2012


def test_une_formule_reste_vivante_et_porte_sa_valeur() -> None:
    xlsx = compiler(FRAIS, NOMS_DES_FRAIS).rendre(frais(("Train", 3, 41), ("Hôtel", 2, 70)))

    assert formules(xlsx) == {"D2": "=B2*C2", "D3": "=B3*C3", "D4": "=SUM(D2:D3)"}
    assert (valeurs(xlsx)["D2"], valeurs(xlsx)["D4"]) == (123, 263)


def test_une_valeur_donnee_remplace_la_formule_de_sa_cellule() -> None:
    xlsx = compiler(FRAIS, NOMS_DES_FRAIS).rendre({"total": 500})

    assert "D4" not in formules(xlsx)
    assert valeurs(xlsx)["D4"] == 500


def test_un_tableau_incomplet_garde_les_lignes_du_modele() -> None:
    xlsx = compiler(FRAIS, NOMS_DES_FRAIS).rendre(frais(("Train", 1, 10)))

    assert valeurs(xlsx)["A2"] == "Train"
    assert valeurs(xlsx)["A3"] == "(à préciser)"
    assert valeurs(xlsx)["D4"] == 10


def test_la_derniere_ligne_d_un_tableau_trop_long_se_repete_et_la_somme_suit() -> None:
    xlsx = compiler(FRAIS, NOMS_DES_FRAIS).rendre(frais(*((f"Jour {i}", 1, i) for i in range(1, 6))))

    assert [valeurs(xlsx)[f"A{r}"] for r in range(2, 8)] == ["Jour 1", "Jour 2", "Jour 3", "Jour 4", "Jour 5", "Total"]
    assert formules(xlsx)["D6"] == "=B6*C6"
    assert formules(xlsx)["D7"] == "=SUM(D2:D6)"
    assert valeurs(xlsx)["D7"] == 15


def test_les_noms_suivent_les_lignes_ajoutees() -> None:
    noms = relire(compiler(FRAIS, NOMS_DES_FRAIS).rendre(frais(*[("x", 1, 1)] * 4))).defined_names

    assert noms["frais"].attr_text == "'Frais'!$A$2:$D$5"
    assert noms["frais.prix"].attr_text == "'Frais'!$C$2:$C$5"
    assert noms["total"].attr_text == "'Frais'!$D$6"


def test_deux_tableaux_cote_a_cote_partagent_leurs_lignes() -> None:
    modele = compiler(
        {"F": {"A1": "charge", "C1": "produit", "A2": "=SUM(B1:B1)", "C2": "=SUM(D1:D1)"}},
        {"c": "F!$A$1:$B$1", "c.nom": "F!$A$1", "c.euros": "F!$B$1", "p": "F!$C$1:$D$1", "p.euros": "F!$D$1"},
    )
    xlsx = modele.rendre(
        {"c": [{"euros": 1}, {"nom": "b", "euros": 2}, {"euros": 4}], "p": [{"euros": 8}, {"euros": 16}]}
    )

    assert valeurs(xlsx) == {
        "A1": "charge", "B1": 1, "C1": "produit", "D1": 8,
        "A2": "b", "B2": 2, "C2": "produit", "D2": 16,
        "A3": "charge", "B3": 4,
        "A4": 7, "C4": 24,
    }  # fmt: skip


def test_une_ligne_masquee_revient_des_qu_elle_a_un_montant() -> None:
    livre = classeur({"F": {"A2": "66", "B2": "=SUM(B3:B3)", "B4": "=B2"}}, {"l": "F!$A$3:$B$3", "l.m": "F!$B$3"})
    livre["F"].row_dimensions[2].hidden = livre["F"].row_dimensions[3].hidden = True
    modele = ModeleExcel.compiler(en_octets(livre), "m.xlsx")

    def masquees(xlsx: bytes) -> list[int]:
        return [r for r in (2, 3) if relire(xlsx).worksheets[0].row_dimensions[r].hidden]

    assert masquees(modele.rendre({})) == [2, 3]
    assert masquees(modele.rendre({"l": [{"m": 0}]})) == [2, 3]
    assert masquees(modele.rendre({"l": [{"m": 120}]})) == []


def test_validations_fusions_sauts_de_page_et_zone_d_impression_suivent() -> None:
    livre = classeur(FRAIS, NOMS_DES_FRAIS)
    feuille = livre["Frais"]
    montants = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    montants.add("B2:C3")
    feuille.add_data_validation(montants)
    feuille.conditional_formatting.add("D4", FormulaRule(formula=["$D$4<>SUM(D2:D3)"]))
    feuille.merge_cells("A4:C4")
    feuille.row_breaks.append(Break(id=4))
    feuille["E1"].hyperlink = Hyperlink(ref="E1", location="Frais!D4")
    feuille.print_area = "A1:D4"
    feuille.print_title_rows = "1:1"
    xlsx = ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre(frais(*[("x", 1, 1)] * 4))

    lue = relire(xlsx).worksheets[0]
    assert str(lue.data_validations.dataValidation[0].sqref) == "B2:C5"
    assert [(str(cf.sqref), cf.rules[0].formula) for cf in lue.conditional_formatting] == [("D6", ["$D$6<>SUM(D2:D5)"])]
    assert [str(fusion) for fusion in lue.merged_cells.ranges] == ["A6:C6"]
    assert [saut.id for saut in lue.row_breaks.brk] == [6]
    assert lue["E1"].hyperlink.location == "'Frais'!D6"
    assert lue.print_area == "'Frais'!$A$1:$D$6"
    assert lue.print_title_rows == "$1:$1"


def test_une_fusion_dans_la_ligne_repetee_se_repete() -> None:
    livre = classeur({"F": {"A1": "x"}}, {"l": "F!$A$1:$B$1", "l.texte": "F!$A$1:$B$1"})
    livre["F"].merge_cells("A1:B1")
    xlsx = ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre({"l": [{"texte": "a"}, {"texte": "b"}]})

    assert sorted(str(f) for f in relire(xlsx).worksheets[0].merged_cells.ranges) == ["A1:B1", "A2:B2"]
    assert valeurs(xlsx) == {"A1": "a", "A2": "b"}


@pytest.mark.parametrize(
    "texte",
    ["=1+1", "=cmd|'/C calc'!A0", "+33 5 49", "-remise", "@SUM(1)", "\t=1", "'=1", "=", "http://x.fr", "0123", "1e5"],
)
def test_un_texte_n_est_jamais_une_formule(texte: str) -> None:
    modele = compiler({"F": {"A1": None}}, {"v": "F!$A$1"})
    cellule = relire(modele.rendre({"v": texte}), formules=True).worksheets[0]["A1"]

    assert (cellule.data_type, cellule.value) == ("s", texte)
    assert cellule.quotePrefix is (texte[0] in "=+-@\t'")


def test_les_caracteres_de_xml_et_les_faux_echappements_restent_du_texte() -> None:
    modele = compiler({"F": {"A1": None, "A2": "{{ v }} & Cie"}}, {"v": "F!$A$1"})
    texte = 'A & B <b> ]]> "c" _x000D_ é — œ 🙂'
    xlsx = modele.rendre({"v": texte})

    assert "_x005F_x000D_" in partie(xlsx)
    assert valeurs(xlsx)["A1"].replace("_x005F_", "_") == texte
    assert valeurs(xlsx)["A2"].replace("_x005F_", "_") == f"{texte} & Cie"


@pytest.mark.parametrize(
    ("mauvais", "nomme"), [("\x00", "U+0000"), ("a\x0b", "U+000B"), ("\ud800", "U+D800"), ("\ufffe", "U+FFFE")]
)
def test_un_caractere_interdit_est_refuse_et_nomme(mauvais: str, nomme: str) -> None:
    modele = compiler(FRAIS, NOMS_DES_FRAIS)

    with pytest.raises(ValeurRefusee, match=r"frais\[1\]\.objet.*" + nomme.replace("+", r"\+")):
        modele.rendre({"frais": [{}, {"objet": mauvais}]})


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60))
def test_tout_texte_ordinaire_se_relit_tel_quel(texte: str) -> None:
    cellule = relire(UNE_CELLULE.rendre({"v": texte}), formules=True).worksheets[0]["A1"]

    assert cellule.data_type != "f"
    assert str(cellule.value or "").replace("_x005F_", "_") == texte


@given(st.text(max_size=60))
def test_un_texte_quelconque_est_ecrit_ou_refuse(texte: str) -> None:
    try:
        xlsx = UNE_CELLULE.rendre({"v": texte})
    except ValeurRefusee:
        return
    relire(xlsx)


UNE_CELLULE = compiler({"F": {"B1": "=A1"}}, {"v": "F!$A$1"})


def test_les_fins_de_ligne_sont_celles_d_une_cellule() -> None:
    modele = compiler({"F": {"A1": None}}, {"v": "F!$A$1"})

    assert valeurs(modele.rendre({"v": "un\r\ndeux\rtrois"}))["A1"] == "un\ndeux\ntrois"


@pytest.mark.parametrize("valeur", [0.5, Decimal("NaN"), 10**15, b"x", [1], datetime.date(1850, 1, 1), "x" * 40_000])
def test_une_valeur_sans_ecriture_exacte_est_refusee(valeur: object) -> None:
    modele = compiler({"F": {"A1": None}}, {"v": "F!$A$1"})

    with pytest.raises(ValeurRefusee, match="« v »"):
        modele.rendre({"v": valeur})


def test_un_nom_inconnu_est_refuse_plutot_que_perdu() -> None:
    modele = compiler(FRAIS, NOMS_DES_FRAIS)

    with pytest.raises(ChampInconnu, match="porteur"):
        modele.rendre({"porteur": "x"})
    with pytest.raises(ChampInconnu, match=r"frais\.tva"):
        modele.rendre({"frais": [{"tva": 1}]})


def test_une_formule_ajoutee_par_un_agent_est_calculee() -> None:
    livre = classeur(FRAIS, NOMS_DES_FRAIS)
    livre["Frais"]["E4"] = '=IF(total>100,ROUND(total*0.1,0)&" € de frais","")'

    assert (
        valeurs(ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre(frais(("x", 1, 125))))["E4"] == "13 € de frais"
    )


def test_un_texte_long_rehausse_sa_ligne() -> None:
    livre = classeur({"F": {"A1": None}}, {"v": "F!$A$1"})
    livre["F"].column_dimensions["A"].width = 20
    livre["F"]["A1"].alignment = Alignment(wrap_text=True)
    modele = ModeleExcel.compiler(en_octets(livre), "m.xlsx")

    def hauteur(texte: str) -> float | None:
        return relire(modele.rendre({"v": texte})).worksheets[0].row_dimensions[1].height

    assert hauteur("court") is None
    assert 25 < (hauteur("Conseil général des Deux-Sèvres") or 0) < 45
    assert 55 < (hauteur("un\ndeux\ntrois\nquatre") or 0) < 75
