"""What formulas of a template are worth, computed by us: exact, as Excel means them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.modeles_excel import compiler, valeurs


def vaut(formule: str, **cellules: Any) -> Any:
    """Value of a formula in Z1 of a sheet that holds these cells."""
    noms = {f"n_{adresse}": f"F!${adresse[0]}${adresse[1:]}" for adresse in cellules}
    modele = compiler({"F": {"Z1": f"={formule}"}, "Autre feuille": {"A1": 10, "A2": 20, "B1": "texte"}}, noms)
    return valeurs(modele.rendre({f"n_{adresse}": valeur for adresse, valeur in cellules.items()}))["Z1"]


@pytest.mark.parametrize(
    ("formule", "attendu"),
    [
        ("1+2*3-4/2", 5),
        ("(1+2)*3", 9),
        ("-2+5", 3),
        ("--2", 2),
        ("50%*8", 4),
        ("10-2-3", 5),
        ("0.1+0.2", 0.3),
        ("1.5E3", 1500),
        ('"a"&1&"b"', "a1b"),
        ('"dit ""oui"""', 'dit "oui"'),
        ("0.5&\"\"", "0,5"),
        ("TRUE&FALSE", "VRAIFAUX"),
        ("1+1=2", True),
        ('"é"="É"', True),
        ('"a"<>"b"', True),
        ("2>=3", False),
        ('9<"a"', True),
        ("IF(1>2,3)", False),
        ('IF(0.1+0.2=0.3,"exact","approché")', "exact"),
        ("IFERROR(1/0,0)", 0),
        ("1/0", "#DIV/0!"),
        ('1+"a"', "#VALUE!"),
        ("ROUND(2.5,0)", 3),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(1234.5678,-2)", 1200),
        ("ROUND(100000*11/12+3*60000*4/12,0)", 151_667),
        ("ABS(-3)", 3),
        ("MIN(3,1,2)+MAX(3,1,2)", 4),
        ("AND(1,TRUE)", True),
        ("OR(0,FALSE)", False),
        ("NOT(0)", True),
        ("SUM('Autre feuille'!A1:B9)", 30),
        ("'Autre feuille'!A2-'Autre feuille'!A1", 10),
        ("AVERAGE('Autre feuille'!A1:A9)", 15),
        ("COUNT('Autre feuille'!A1:B9)", 2),
        ("COUNTA('Autre feuille'!A1:B9)", 3),
        ("SUM('Autre feuille'!A:A)", 30),
        ("SUM('Autre feuille'!1:1)", 10),
    ],
)  # fmt: skip
def test_une_formule_vaut_ce_qu_excel_en_dit(formule: str, attendu: Any) -> None:
    assert vaut(formule) == attendu


@pytest.mark.parametrize(
    ("formule", "attendu"),
    [
        ("A1+A2", 5),
        ("A1+A9", 5),
        ("SUM(A1:A3)", 5),
        ("n_A1*2", 10),
        ("SUM(n_A1,n_A3)", 5),
        ('IF(A9="","vide","plein")', "vide"),
        ("A3", "texte"),
        ("A9", 0),
        ("COUNTA(A1:A9)", 2),
        ("A1+A3", "#VALUE!"),
        ("IFERROR(A1+A3,-1)", -1),
    ],
)
def test_une_formule_lit_les_cellules_donnees(formule: str, attendu: Any) -> None:
    assert vaut(formule, A1=5, A2=None, A3="texte") == attendu


def test_une_erreur_se_propage_et_sierreur_l_arrete() -> None:
    modele = compiler({"F": {"A1": "=1/0", "A2": "=A1+1", "A3": "=SUM(A1:A2)", "A4": "=IFERROR(A3,0)"}})

    assert valeurs(modele.rendre({})) == {"A1": "#DIV/0!", "A2": "#DIV/0!", "A3": "#DIV/0!", "A4": 0}


def test_les_formules_se_calculent_dans_leur_ordre_et_non_celui_de_la_feuille() -> None:
    modele = compiler({"F": {"A1": "=Suite!A1*2", "A2": 3}, "Suite": {"A1": "=B1+1", "B1": "=F!A2"}})

    assert valeurs(modele.rendre({})) == {"A1": 8, "A2": 3}


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12))
def test_la_somme_d_un_tableau_est_exacte_quel_que_soit_le_nombre_de_lignes(montants: list[int]) -> None:
    xlsx = TABLEAU.rendre({"t": [{"m": m} for m in montants]})

    lues = valeurs(xlsx)
    fin = max(2, len(montants))
    assert [lues.get(f"A{r}") for r in range(1, len(montants) + 1)] == montants
    assert lues[f"A{fin + 1}"] == sum(montants)
    assert lues[f"B{fin + 1}"] == 2 * sum(montants)


@given(st.lists(st.decimals(0, 40, places=2), min_size=1, max_size=8))
def test_les_etp_s_ajoutent_sans_erreur_d_arrondi(etp: list[Decimal]) -> None:
    xlsx = TABLEAU.rendre({"t": [{"m": e} for e in etp]})

    assert Decimal(str(valeurs(xlsx)[f"A{max(2, len(etp)) + 1}"])) == sum(etp)


TABLEAU = compiler(
    {"F": {"B1": "=A1*2", "B2": "=A2*2", "A3": "=SUM(A1:A2)", "B3": "=SUM(B1:B2)"}},
    {"t": "F!$A$1:$B$2", "t.m": "F!$A$1:$A$2"},
)
