"""Filled workbooks for the tests of the import: made from a dossier, then spoiled with openpyxl as people do in Excel."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from openpyxl import Workbook, load_workbook

from maia.forms.campagne import campagne
from maia.forms.classeur.importation import Importation, importer
from maia.forms.classeur.normes import normaliser
from maia.forms.lecture import Lecture, lire
from maia.forms.ouverture import DossierLu, ouvrir
from maia.generators.budget import budget
from maia.generators.classeur import ModeleExcel
from maia.generators.saisie import classeur_de_saisie
from tests.lancer import GATINE, RACINE

Arbre = dict[str, Any]


@cache
def gatine() -> Arbre:
    """The norm of the sample dossier."""
    lu = lire(GATINE)
    assert isinstance(lu, Lecture)
    assert isinstance(lu.valeur, dict)
    return normaliser(lu.valeur)


@cache
def rempli() -> bytes:
    """The workbook of the sample dossier."""
    return classeur_de_saisie(gatine()).octets


@cache
def d2() -> bytes:
    """The budget that `maia produire` makes of the sample dossier."""
    lu = ouvrir(GATINE)
    assert isinstance(lu, DossierLu)
    modele = ModeleExcel.compiler((RACINE / "templates" / "budget.xlsx").read_bytes(), "budget.xlsx")
    return modele.rendre(budget(lu.dossier, None, campagne()).valeurs)


def modifie(octets: bytes, geste: Callable[[Workbook], None]) -> bytes:
    """The workbook after somebody did something to it."""
    classeur = load_workbook(io.BytesIO(octets))
    geste(classeur)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def importe(octets: bytes) -> Importation:
    """What the import reads; fails when it refuses the workbook."""
    lu = importer(octets, "classeur.xlsx")
    assert isinstance(lu, Importation), lu
    return lu


def dits(lu: Importation) -> list[str]:
    """The remarks, one a line: `Budget!B7 bloquant : …`."""
    return [f"{r.adresse} {r.gravite} : {r.message}" for r in lu.remarques]


def case(octets: bytes, feuille: str, libelle: str) -> str:
    """The address of the cell after a label: `B17`."""
    for ligne in load_workbook(io.BytesIO(octets))[feuille].iter_rows():
        for cellule, suivante in itertools.pairwise(ligne):
            if cellule.value == libelle:
                return str(suivante.coordinate)
    raise AssertionError(libelle)


def avec_partie(octets: bytes, nom: str, changer: Callable[[bytes], bytes]) -> bytes:
    """The file with one of its parts changed, or added."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as avant, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres:
        for info in avant.infolist():
            contenu = avant.read(info)
            apres.writestr(info.filename, changer(contenu) if info.filename == nom else contenu)
        if nom not in avant.namelist():
            apres.writestr(nom, changer(b""))
    return sortie.getvalue()
