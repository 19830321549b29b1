"""What the Excel engine refuses when it compiles a template: it says what, and where."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from maia.generators.classeur import ModeleExcel, ModeleRefuse
from tests.modeles_excel import classeur, compiler, en_octets, retoucher

FEUILLE = "xl/worksheets/sheet1.xml"


def refus(octets: bytes) -> str:
    with pytest.raises(ModeleRefuse) as leve:
        ModeleExcel.compiler(octets, "modele.xlsx")
    return str(leve.value)


@pytest.mark.parametrize(
    ("formule", "raison"),
    [
        ("=VLOOKUP(A1,C1:D9,2)", "emploie VLOOKUP, que maia ne calcule pas"),
        ("=TODAY()", "emploie TODAY"),
        ("=A1+#REF!", "contient « #REF! »"),
        ("=2^3", "contient « ^3 »"),
        ("=Absente!A1", "renvoie à la feuille « Absente », absente du classeur"),
        ("=[1]Autre!A1", "contient « [1]Autre!A1 »"),
        ("=A1:A9", "emploie la plage « A1:A9 » là où il faut une cellule"),
        ("=inconnu+1", "emploie le nom « inconnu »"),
        ("=SUM(A1", "n’est pas comprise, à la fin"),
        ("=1 2", "n’est pas comprise, à « 2 »"),
        ("=IF(1)", "donne 1 valeur(s) à IF"),
        ("=XFE1", "contient l’adresse impossible « XFE1 »"),
    ],
)
def test_une_formule_hors_de_portee_est_refusee_et_situee(formule: str, raison: str) -> None:
    message = refus(en_octets(classeur({"Budget": {"B5": formule}})))

    assert "feuille « Budget », cellule B5 : " in message
    assert raison in message


def test_toutes_les_formules_fautives_sont_dites_d_un_coup() -> None:
    message = refus(en_octets(classeur({"F": {"A1": "=NOW()", "A2": "=1+1", "A3": "=RAND()"}})))

    assert "cellule A1" in message
    assert "cellule A3" in message


@pytest.mark.parametrize("formules", [{"A1": "=A1"}, {"A1": "=B1+1", "B1": "=SUM(A1:A3)"}])
def test_une_formule_qui_se_lit_elle_meme_est_refusee(formules: dict[str, str]) -> None:
    assert "se lit elle-même" in refus(en_octets(classeur({"F": formules})))


@pytest.mark.parametrize(
    ("cellules", "raison"),
    [
        ({"A9": "=B2"}, "cellule A9 : la formule lit seule une cellule d’une ligne répétée"),
        ({"A9": "=t.m"}, "cellule A9 : la formule lit seule une cellule d’une ligne répétée"),
        ({"C2": "=B$2"}, "cellule C2 : dans une ligne répétée, écrivez B$2 sans $"),
        ({"C2": "=A9"}, "cellule C2 : dans une ligne répétée, mettez un $ devant le numéro de ligne de A9"),
        ({"C2": "=D2"}, "cellule C2 : la formule lit D2, hors du tableau « t » qui est répété"),
    ],
)
def test_dans_une_ligne_repetee_une_formule_ambigue_est_refusee(cellules: dict[str, Any], raison: str) -> None:
    octets = en_octets(classeur({"F": cellules}, {"t": "F!$A$2:$C$2", "t.m": "F!$B$2"}))

    assert raison in refus(octets)


def test_une_ligne_repetee_peut_lire_le_total_par_une_adresse_fixe() -> None:
    compiler({"F": {"B1": "=SUM(B2:B2)", "C2": "=IFERROR(B2/B$1,0)"}}, {"t": "F!$A$2:$C$2", "t.m": "F!$B$2"})


@pytest.mark.parametrize(
    ("noms", "raison"),
    [
        ({"t.m": "F!$B$2"}, "nom « t.m » : il suppose un nom « t »"),
        ({"t": "F!$A$2:$C$3", "t.m": "F!$B$2"}, "nom « t.m » : il doit désigner une colonne du tableau « t »"),
        ({"t": "F!$A$2:$C$3", "t.m": "F!$D$2:$D$3"}, "nom « t.m » : il doit désigner une colonne du tableau « t »"),
        ({"un": "F!$A$1", "deux": "F!$A$1"}, "cellule A1 : les noms « un » et « deux »"),
        ({"un": "F!$A$2", "t": "F!$A$2:$B$2", "t.m": "F!$B$2"}, "cellule A2 : les noms « t » et « un »"),
        ({"un": "Absente!$A$1"}, "nom « un » : la formule « Absente!$A$1 »"),
    ],
)
def test_des_noms_qui_se_contredisent_sont_refuses(noms: dict[str, str], raison: str) -> None:
    assert raison in refus(en_octets(classeur({"F": {"A1": 1}}, noms)))


@pytest.mark.parametrize("texte", ["{{ annee", "annee }}", "{{ annee.x }}", "{{ 1 }}", "{{ a|upper }}"])
def test_des_accolades_mal_fermees_sont_refusees(texte: str) -> None:
    assert "cellule A1 : le texte « " in refus(en_octets(classeur({"F": {"A1": texte}})))


def test_un_blanc_ou_rien_ne_le_remplit_est_refuse() -> None:
    livre = classeur({"F": {"A1": 1}})
    aide = DataValidation(type="whole", formula1="0", prompt="Montant {{ annee }}")
    aide.add("A1")
    livre["F"].add_data_validation(aide)
    assert "feuille « F » : un blanc ({{ … }}) se trouve ailleurs" in refus(en_octets(livre))

    livre = classeur({"F": {"A1": 1}})
    livre["F"]["A1"].comment = Comment("Année {{ annee }}", "agent")
    assert "un blanc ({{ … }}) se trouve dans xl/comments/comment1.xml" in refus(en_octets(livre))


def test_un_blanc_dans_un_texte_a_plusieurs_mises_en_forme_est_refuse() -> None:
    riche = CellRichText("Année ", TextBlock(InlineFont(b=True), "{{ annee }}"))

    assert "cellule A1 : un texte à trous" in refus(en_octets(classeur({"F": {"A1": riche}})))


def test_une_ligne_repetee_parmi_les_lignes_figees_est_refusee() -> None:
    livre = classeur({"F": {"A1": 1}}, {"t": "F!$A$2:$B$2", "t.m": "F!$B$2"})
    livre["F"].freeze_panes = "A4"

    assert "feuille « F » : une ligne répétée se trouve dans les lignes figées" in refus(en_octets(livre))


def test_un_tableau_structure_sous_une_ligne_repetee_est_refuse() -> None:
    livre = classeur({"F": {"A5": "a", "B5": "b"}}, {"t": "F!$A$2:$B$2", "t.m": "F!$B$2"})
    livre["F"].add_table(Table(displayName="T1", ref="A5:B6"))

    assert "un élément que maia ne sait pas déplacer (tableParts)" in refus(en_octets(livre))


@pytest.mark.parametrize(
    ("avant", "apres", "raison"),
    [
        ("<f>1</f>", '<f t="array" ref="A1:A2">1</f>', "cellule A1 : formule matricielle"),
        ("<f>1</f>", '<f t="shared" si="4"/>', "cellule A1 : formule partagée sans formule d’origine"),
        ('r="A1"><f>1</f>', 'r="A1" t="e">', "cellule A1 : une erreur"),
        ("<c r=\"A1\">", "<c>", "une cellule de la ligne 1 n’a pas d’adresse"),
        ("<worksheet", "<!DOCTYPE x><worksheet", "contient un DOCTYPE"),
        ("</worksheet>", "", "est illisible"),
    ],
)  # fmt: skip
def test_une_feuille_hors_de_portee_est_refusee(avant: str, apres: str, raison: str) -> None:
    octets = en_octets(classeur({"F": {"A1": "=1"}}))

    assert raison in refus(retoucher(octets, FEUILLE, avant, apres))


@pytest.mark.parametrize(
    ("nom", "raison"),
    [
        ("xl/vbaProject.bin", "contient des macros"),
        ("xl/externalLinks/externalLink1.xml", "contient des liens vers d’autres classeurs"),
        ("xl/pivotTables/pivotTable1.xml", "contient un tableau croisé dynamique"),
    ],
)
def test_ce_qui_ne_se_reprend_pas_fidelement_est_refuse(nom: str, raison: str) -> None:
    tampon = io.BytesIO(en_octets(classeur({"F": {"A1": 1}})))
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.writestr(nom, b"x")

    assert raison in refus(tampon.getvalue())


@pytest.mark.parametrize("octets", [b"", b"pas un classeur", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse(octets: bytes) -> None:
    assert "Le modèle « modele.xlsx » est à corriger" in refus(octets)


def test_un_document_word_donne_a_la_place_est_refuse() -> None:
    from docx import Document  # noqa: PLC0415 - for this story only

    tampon = io.BytesIO()
    Document().save(tampon)

    assert "n’est pas un classeur Excel" in refus(tampon.getvalue())
