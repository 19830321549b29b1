"""The file that the Excel engine makes: what Excel left in the template, what judges say, the same bytes everywhere."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from maia.generators.classeur import ChampInconnu, ModeleExcel, RenduImpossible
from tests.juges.libreoffice import desaccords
from tests.juges.ooxml import defauts_ooxml
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
    retoucher,
    valeurs,
)


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


def test_les_juges_ne_reprochent_rien_de_plus_qu_au_modele() -> None:
    octets = en_octets(classeur(FRAIS, NOMS_DES_FRAIS))
    xlsx = ModeleExcel.compiler(octets, "m.xlsx").rendre(frais(*[("=1+1 & <x>", 2, 3)] * 6))
    avant = defauts_ooxml(octets, ".xlsx")  # openpyxl, which made the template, is not spotless

    assert [d for d in defauts_ooxml(xlsx, ".xlsx") if d not in avant and "inline-string" not in d] == []


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

    trouves = desaccords([xlsx, faux])

    assert trouves == ["Frais!D6 =SUM(D2:D5) : 71 affiché, 70 recalculé"]
