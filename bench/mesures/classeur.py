"""The budget workbook: the same template and values, by our compiled model and by openpyxl."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import Any

import openpyxl

from bench.bilan import Arret, Cible, Ligne
from bench.cadre import Cadre, python
from bench.classeurs import en_programme
from bench.donnees import ecrire
from bench.installation import Absent, python_des_pairs, verifier_import
from bench.ouvriers import embaucher

NOUS, DOSSIER, OPENPYXL, XLSXWRITER = "maia", "maia depuis le dossier", "openpyxl", "xlsxwriter"
A_COMPARER = range(0, 55, 11)


class ClasseurDifferent(Arret):
    """The peer doesn't make the same workbook: its time would prove nothing."""


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Ours, whose formulas also hold their values, against load + fill + save."""
    commandes = {
        NOUS: python("bench.taches.classeur:des_champs"),
        DOSSIER: python("bench.taches.classeur:du_dossier"),
        OPENPYXL: python("bench.pairs.openpyxl_:budget"),
    }
    absence = ""
    try:
        verifier_import("xlsxwriter")
        commandes[XLSXWRITER] = python("bench.pairs.xlsxwriter_:budget", python_des_pairs())
    except Absent as absent:
        absence = str(absent)
    with ExitStack() as pile:
        ouvriers = embaucher(pile, commandes, ecrire(cadre.dossier, "classeurs", en_programme()))
        for rang in A_COMPARER:
            _comparer(rang, ouvriers[NOUS].rendre(rang), ouvriers[OPENPYXL].rendre(rang))
        tours = cadre.tourner(ouvriers)

    def ligne(nous: str, mesure: str, pair: str, cible: Cible | None, note: str) -> Ligne:
        rapport = tours.rapport(pair, nous)
        return Ligne(mesure, pair, tours.duree(nous), tours.duree(pair), rapport=rapport, cible=cible, note=note)

    mesure, sans_valeurs = "Classeur (champs → .xlsx)", "sans les valeurs des formules, que le nôtre contient"
    return [
        ligne(NOUS, mesure, OPENPYXL, Cible(20, au_moins=True), f"charger, remplir, enregistrer ; {sans_valeurs}"),
        Ligne(mesure, XLSXWRITER, tours.duree(NOUS), absent=absence)
        if absence
        else ligne(
            NOUS,
            mesure,
            XLSXWRITER,
            None,
            f"sans modèle : écrit chaque cellule, mise en forme simplifiée ; {sans_valeurs}",
        ),
        ligne(DOSSIER, "Classeur (dossier → .xlsx)", OPENPYXL, None, "calcul des champs et lignes ajoutées compris"),
    ]


def _comparer(rang: int, nous: bytes, autre: bytes) -> None:
    """Same tabs, same texts, numbers and formulas in every cell."""
    attendu, obtenu = _cellules(nous), _cellules(autre)
    if ecart := {c: (attendu.get(c), obtenu.get(c)) for c in attendu | obtenu if attendu.get(c) != obtenu.get(c)}:
        raise ClasseurDifferent(f"document {rang} : {dict(list(ecart.items())[:5])}")


def _cellules(xlsx: bytes) -> dict[tuple[str, str], Any]:
    classeur = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {
        (feuille.title, cellule.coordinate): _formule(cellule.value)
        for feuille in classeur
        for ligne in feuille.iter_rows()
        for cellule in ligne
        if cellule.value is not None
    }


def _formule(valeur: Any) -> Any:
    # A tab's name may stand between quotation marks or not: it is the same formula.
    return valeur.replace("'", "") if isinstance(valeur, str) and valeur.startswith("=") else valeur
