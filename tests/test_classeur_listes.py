"""Lists in a workbook: a filter that follows the lines, sums of what is shown, counts by column."""

from typing import Any

import pytest

from maia.generators.classeur import ModeleExcel, ModeleRefuse, RenduImpossible
from tests.juges.libreoffice import desaccords
from tests.modeles_excel import Cellules, classeur, compiler, en_octets, formules, partie, relire, retoucher, valeurs

DOSSIERS: dict[str, Cellules] = {
    "Dossiers": {
        "A1": "Région", "B1": "Recevable", "C1": "Montant", "D1": "Affiché",
        "A2": None, "D2": "=SUBTOTAL(9,C2:C2)",
    },
    "Enveloppe": {
        "A1": "Région", "B1": "Places", "C1": "Recevables", "D1": "Reste", "E1": "Montant",
        "C2": '=COUNTIFS(Dossiers!$A$2:$A$2,A2,Dossiers!$B$2:$B$2,"oui")',
        "D2": "=B2-C2",
        "E2": '=SUMIFS(Dossiers!$C$2:$C$2,Dossiers!$A$2:$A$2,A2,Dossiers!$B$2:$B$2,"oui")',
    },
}  # fmt: skip
NOMS = {
    "dossiers": "Dossiers!$A$2:$C$2",
    "dossiers.region": "Dossiers!$A$2",
    "dossiers.recevable": "Dossiers!$B$2",
    "dossiers.montant": "Dossiers!$C$2",
    "enveloppe": "Enveloppe!$A$2:$E$2",
    "enveloppe.region": "Enveloppe!$A$2",
    "enveloppe.places": "Enveloppe!$B$2",
}
CENTRE, CORSE = "Centre", "Corse"
RECUS = [(CENTRE, "oui", 150_000), (CORSE, "oui", 130_000), ("CENTRE", "oui", 100_000), (CENTRE, "non", 50_000)]
PLACES = [(CENTRE, 5), (CORSE, 0)]


def modele() -> bytes:
    livre = classeur(DOSSIERS, NOMS)
    livre["Dossiers"].auto_filter.ref = "A1:C2"
    return en_octets(livre)


def rendre(recus: list[tuple[Any, ...]], places: list[tuple[str, int]]) -> bytes:
    return ModeleExcel.compiler(modele(), "listes.xlsx").rendre(
        {
            "dossiers": [{"region": r, "recevable": v, "montant": m} for r, v, m in recus],
            "enveloppe": [{"region": r, "places": p} for r, p in places],
        }
    )


def test_le_filtre_s_etend_a_toutes_les_lignes() -> None:
    xlsx = rendre(RECUS, PLACES)

    assert relire(xlsx)["Dossiers"].auto_filter.ref == "A1:C5"
    assert "Dossiers'!$A$1:$C$5</definedName>" in partie(xlsx, "xl/workbook.xml")


def test_sous_total_additionne_les_lignes_et_suit_le_filtre_dans_excel() -> None:
    xlsx = rendre(RECUS, PLACES)

    assert formules(xlsx)["D2"] == "=SUBTOTAL(9,C2:C5)"
    assert valeurs(xlsx)["D2"] == 430_000


def test_les_comptes_par_region_ne_regardent_pas_la_casse() -> None:
    lues = valeurs(rendre(RECUS, PLACES), 1)

    assert [lues[c] for c in ("A2", "C2", "D2", "E2")] == [CENTRE, 2, 3, 250_000]
    assert [lues[c] for c in ("A3", "C3", "D3", "E3")] == [CORSE, 1, -1, 130_000]


def test_libreoffice_compte_comme_nous_quoi_qu_on_ait_ecrit() -> None:
    hostiles = [("*", "oui", 1), ("=Corse", "oui", 2), ("cor?e", "OUI", 4), (None, None, None), (CORSE, "oui", 8)]

    assert desaccords([rendre(RECUS, PLACES), rendre([*hostiles, *RECUS], PLACES), rendre([], PLACES[:1])]) == []


@pytest.mark.parametrize("region", ["*", "Cor?e", "=Corse", ">A", "12", "", "~"])
def test_un_critere_qu_excel_lirait_autrement_est_refuse(region: str) -> None:
    with pytest.raises(RenduImpossible, match="ne peut pas servir de critère"):
        rendre(RECUS, [(region, 1)])


@pytest.mark.parametrize(
    ("formule", "attendu"),
    [
        ("SUBTOTAL(1,A1:A9)", 2),
        ("SUBTOTAL(2,A1:B9)", 3),
        ("SUBTOTAL(3,A1:B9)", 6),
        ("SUBTOTAL(4,A1:A9)", 3),
        ("SUBTOTAL(5,A1:A9)", 1),
        ("SUBTOTAL(9,A1:A9,A1)", 7),
        ('COUNTIFS(B1:B3,"x")', 2),
        ('COUNTIFS(B1:B3,"X",C1:C3,"oui")', 1),
        ('SUMIFS(A1:A3,B1:B3,"x")', 4),
        ('SUMIFS(C1:C3,B1:B3,"x")', 0),
        ("COUNTIFS(B1:B3,B1)", 2),
    ],
)
def test_une_fonction_de_liste_vaut_ce_qu_excel_en_dit(formule: str, attendu: int) -> None:
    cellules = {"A1": 1, "A2": 2, "A3": 3, "B1": "x", "B2": "y", "B3": "X", "C1": "oui", "C2": "oui", "C3": "non"}
    xlsx = compiler({"F": {**cellules, "Z1": f"={formule}"}}).rendre({})

    assert valeurs(xlsx)["Z1"] == attendu
    assert desaccords([xlsx]) == []


@pytest.mark.parametrize(
    ("formule", "raison"),
    [
        ("SUBTOTAL(109,A1:A3)", "SOUS.TOTAL veut un de ces nombres"),
        ("SUBTOTAL(A1,A1:A3)", "SOUS.TOTAL veut un de ces nombres"),
        ("SUBTOTAL(9,3)", "SOUS.TOTAL veut un de ces nombres"),
        ('COUNTIFS(A1:A3,"x",B1:B3)', "un critère pour chaque plage"),
        ('COUNTIFS(A1:B3,"x")', "des plages d’une colonne"),
        ('COUNTIFS(A:A,"x")', "des plages d’une colonne"),
        ('COUNTIFS(A1:A3,"x",B1:B2,"y")', "mêmes lignes"),
        ('SUMIFS(A1:A2,B1:B3,"y")', "mêmes lignes"),
        ('COUNTIFS(A1:A4,"x")', "des cellules vides du modèle"),
    ],
)
def test_ce_qui_ne_se_compterait_pas_fidelement_est_refuse(formule: str, raison: str) -> None:
    cellules = {f"{colonne}{ligne}": 1 for colonne in "AB" for ligne in (1, 2, 3)}

    with pytest.raises(ModeleRefuse, match=raison):
        compiler({"F": {**cellules, "Z1": f"={formule}"}})


def test_un_sous_total_n_en_lit_pas_un_autre() -> None:
    with pytest.raises(ModeleRefuse, match=r"SOUS\.TOTAL lit un autre SOUS\.TOTAL"):
        compiler({"F": {"A1": 1, "A2": "=SUBTOTAL(9,A1:A1)", "A3": "=SUBTOTAL(9,A1:A2)"}})


def test_un_filtre_en_cours_est_refuse_sur_des_lignes_repetees() -> None:
    filtre = retoucher(
        modele(),
        "xl/worksheets/sheet1.xml",
        '<autoFilter ref="A1:C2"/>',
        '<autoFilter ref="A1:C2"><filterColumn colId="1"><filters><filter val="oui"/></filters></filterColumn></autoFilter>',
    )

    with pytest.raises(ModeleRefuse, match="un filtre en cours"):
        ModeleExcel.compiler(filtre, "listes.xlsx")
