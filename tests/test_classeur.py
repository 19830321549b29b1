"""The Excel engine: a template, values, a workbook."""

import datetime
import io
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from maia.generators.classeur import ChampInconnu, ModeleExcel, RenduImpossible, ValeurRefusee
from tests.juges.libreoffice import desaccords
from tests.juges.ooxml import defauts_ooxml
from tests.modeles_excel import classeur, compiler, en_octets, formules, partie, relire, retoucher, valeurs

FRAIS = {
    "Frais": {
        "A1": "Objet", "B1": "Quantité", "C1": "Prix", "D1": "Montant",
        "A2": "(à préciser)", "D2": "=B2*C2",
        "A3": "(à préciser)", "D3": "=B3*C3",
        "A4": "Total", "D4": "=SUM(D2:D3)",
    }
}  # fmt: skip
NOMS_DES_FRAIS = {
    "frais": "Frais!$A$2:$D$3",
    "frais.objet": "Frais!$A$2:$A$3",
    "frais.quantite": "Frais!$B$2:$B$3",
    "frais.prix": "Frais!$C$2:$C$3",
    "total": "Frais!$D$4",
}


def frais(*lignes: tuple[str, int, int]) -> dict[str, object]:
    return {"frais": [{"objet": objet, "quantite": q, "prix": p} for objet, q, p in lignes]}


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
    feuille.print_area = "A1:D4"
    feuille.print_title_rows = "1:1"
    xlsx = ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre(frais(*[("x", 1, 1)] * 4))

    lue = relire(xlsx).worksheets[0]
    assert str(lue.data_validations.dataValidation[0].sqref) == "B2:C5"
    assert [(str(cf.sqref), cf.rules[0].formula) for cf in lue.conditional_formatting] == [("D6", ["$D$6<>SUM(D2:D5)"])]
    assert [str(fusion) for fusion in lue.merged_cells.ranges] == ["A6:C6"]
    assert [saut.id for saut in lue.row_breaks.brk] == [6]
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


def test_les_blancs_se_remplissent_partout() -> None:
    livre = classeur(
        {"Budget {{ annee }}": {"A1": "Année {{ annee }}", "A2": 5}, "Bilan": {"A1": "='Budget {{ annee }}'!A2+1"}},
        {"montant": "'Budget {{ annee }}'!$A$2"},
    )
    livre.worksheets[0].oddHeader.left.text = "{{ porteur }}"
    livre.worksheets[0].print_title_rows = "1:1"
    livre.properties.title = "Budget {{ annee }} de {{ porteur }}"
    modele = ModeleExcel.compiler(en_octets(livre), "m.xlsx")
    xlsx = modele.rendre({"annee": 2012, "porteur": "A & B", "montant": 7})

    lu = relire(xlsx)
    assert modele.champs == {"annee", "porteur", "montant"}
    assert lu.sheetnames == ["Budget 2012", "Bilan"]
    assert lu.worksheets[0]["A1"].value == "Année 2012"
    assert lu.worksheets[1]["A1"].value == 8
    assert formules(xlsx, 1) == {"A1": "='Budget 2012'!A2+1"}
    assert lu.defined_names["montant"].attr_text == "'Budget 2012'!$A$2"
    assert "&amp;LA &amp;&amp; B" in partie(xlsx)
    assert lu.properties.title == "Budget 2012 de A & B"
    assert "{{" not in "".join(partie(xlsx, nom) for nom in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"))


def test_un_blanc_oublie_ou_un_onglet_impossible_est_refuse() -> None:
    modele = compiler({"Budget {{ annee }}": {"A1": 1}, "Budget 2013": {"A1": 2}})

    with pytest.raises(ChampInconnu, match="annee"):
        modele.rendre({})
    for annee in ("20/12", "2013", "2012 " * 9):
        with pytest.raises(RenduImpossible, match="onglet"):
            modele.rendre({"annee": annee})


def test_un_long_nom_est_coupe_dans_l_en_tete_et_un_chiffre_n_y_change_pas_la_taille() -> None:
    livre = classeur({"F": {"A1": 1}})
    modele = ModeleExcel.compiler(
        retoucher(en_octets(livre), "xl/worksheets/sheet1.xml", "</worksheet>",
                  "<headerFooter><oddHeader>&amp;L&amp;8{{ porteur }}</oddHeader></headerFooter></worksheet>"),
        "m.xlsx",
    )  # fmt: skip

    assert "&amp;8 3 Rivières</oddHeader>" in partie(modele.rendre({"porteur": "3 Rivières"}))
    long = partie(modele.rendre({"porteur": "&" * 300})).partition("<oddHeader>")[2].partition("</oddHeader>")[0]
    assert len(long.replace("&amp;", "&")) <= 255
    assert long.count("&amp;") % 2 == 0


def test_une_formule_ajoutee_par_un_agent_est_calculee() -> None:
    livre = classeur(FRAIS, NOMS_DES_FRAIS)
    livre["Frais"]["E4"] = '=IF(total>100,ROUND(total*0.1,0)&" € de frais","")'

    assert (
        valeurs(ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre(frais(("x", 1, 125))))["E4"] == "13 € de frais"
    )


def test_une_formule_partagee_d_excel_est_comprise() -> None:
    octets = en_octets(classeur({"F": {"A1": 1, "A2": 2, "A3": 3, "B1": "=A1*$A$1+1", "B2": "=0", "B3": "=0"}}))
    feuille = "xl/worksheets/sheet1.xml"
    octets = retoucher(octets, feuille, "<f>A1*$A$1+1</f>", '<f t="shared" ref="B1:B3" si="0">A1*$A$1+1</f>')
    octets = retoucher(octets, feuille, "<f>0</f>", '<f t="shared" si="0"/>')
    xlsx = ModeleExcel.compiler(octets, "m.xlsx").rendre({})

    assert formules(xlsx) == {"B1": "=A1*$A$1+1", "B2": "=A2*$A$1+1", "B3": "=A3*$A$1+1"}
    assert [valeurs(xlsx)[f"B{r}"] for r in (1, 2, 3)] == [2, 3, 4]


def test_ce_qu_excel_laisse_en_plus_disparait() -> None:
    octets = en_octets(classeur({"F": {"A1": "=1+1"}}))
    octets = retoucher(octets, "[Content_Types].xml", "</Types>",
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.calcChain+xml"/></Types>')  # fmt: skip
    octets = retoucher(octets, "xl/_rels/workbook.xml.rels", "</Relationships>",
        '<Relationship Id="rId99" Target="calcChain.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/></Relationships>')  # fmt: skip
    octets = retoucher(octets, "xl/workbook.xml", "<sheets>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\agent\\" '
        'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice>'
        "</mc:AlternateContent><sheets>")  # fmt: skip
    tampon = io.BytesIO(octets)
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.writestr(
            "xl/calcChain.xml",
            '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>',
        )
    xlsx = ModeleExcel.compiler(tampon.getvalue(), "m.xlsx").rendre({})

    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()
        for nom in archive.namelist():
            assert b"calcChain" not in archive.read(nom)
            assert b"agent" not in archive.read(nom)
    assert 'fullCalcOnLoad="1"' in partie(xlsx, "xl/workbook.xml")


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


def test_memes_valeurs_memes_octets_dans_un_autre_processus(tmp_path: Path) -> None:
    (tmp_path / "modele.xlsx").write_bytes(en_octets(classeur(FRAIS, NOMS_DES_FRAIS)))
    programme = """
import hashlib, sys
from pathlib import Path
from maia.generators.classeur import ModeleExcel
modele = ModeleExcel.compiler(Path(sys.argv[1]).read_bytes(), "m.xlsx")
lignes = [{"objet": "é", "quantite": i, "prix": 2} for i in range(5)]
print(hashlib.sha256(modele.rendre({"frais": lignes})).hexdigest())
"""
    empreintes = {
        subprocess.run(
            [sys.executable, "-c", programme, tmp_path / "modele.xlsx"],
            env={"PYTHONHASHSEED": graine, "TZ": fuseau},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for graine, fuseau in (("1", "Europe/Paris"), ("77", "Pacific/Noumea"))
    }

    assert len(empreintes) == 1


def test_les_juges_n_ont_rien_a_redire() -> None:
    octets = en_octets(classeur(FRAIS, NOMS_DES_FRAIS))
    modele = ModeleExcel.compiler(octets, "m.xlsx")

    for xlsx in (modele.rendre({}), modele.rendre(frais(*[("=1+1 & <x>", 2, 3)] * 6))):
        assert [
            d for d in defauts_ooxml(xlsx, ".xlsx") if d not in defauts_ooxml(octets, ".xlsx") and "inline" not in d
        ] == []


def test_libreoffice_trouve_les_memes_valeurs_et_le_juge_voit_une_valeur_fausse() -> None:
    livre = classeur(FRAIS, NOMS_DES_FRAIS)
    autres = {
        "F2": "=IFERROR(1/0,\"néant\")", "F3": "=AVERAGE(D2:D3)", "F4": '=IF(AND(D4>1,NOT(D4=2)),"oui","non")',
        "G1": "=-D2%", "G2": "=ROUND(D4/3,2)", "G3": "=MAX(D2:D3,7)-MIN(D2:D3)", "G4": "=COUNT(A2:D3)+COUNTA(A2:D3)*100",
        "H1": '=""', "H2": "=D2>=D4", "H3": '="a"<"B"', "H4": '=A2&" : "&D2',
    }  # fmt: skip
    for adresse, formule in autres.items():
        livre["Frais"][adresse] = formule
    xlsx = ModeleExcel.compiler(en_octets(livre), "m.xlsx").rendre(frais(*((f"n° {i}", i, 7) for i in range(1, 5))))
    faux = retoucher(xlsx, "xl/worksheets/sheet1.xml", "<f>SUM(D2:D5)</f><v>70</v>", "<f>SUM(D2:D5)</f><v>71</v>")

    assert desaccords([xlsx]) == []
    assert ["SUM(D2:D5)" in d for d in desaccords([faux])] == [True]
