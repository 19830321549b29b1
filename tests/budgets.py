"""Budget workbooks for the tests of D2: made from a few fields or from a sample, read back by label."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.ouverture import DossierLu, ouvrir
from maia.generators.budget import budget
from maia.generators.classeur import ModeleExcel
from maia.generators.documents import Champs
from tests.depot import RACINE, lire
from tests.modeles_excel import relire

ANNEE, EFFECTIFS, PLEINE, EFFECTIFS_PLEINE = "Budget 2012", "Effectifs 2012", "Année pleine", "Effectifs année pleine"
ECHANTILLONS = ("gatine", "isere", "reseau-equip-age")


@cache
def modele() -> ModeleExcel:
    return ModeleExcel.compiler((RACINE / "templates" / "budget.xlsx").read_bytes(), "budget.xlsx")


def champs(**dossier: Any) -> Champs:
    return budget(Dossier.model_validate(dossier), None, campagne())


def produire(**dossier: Any) -> bytes:
    return modele().rendre(champs(**dossier).valeurs)


def lignes(xlsx: bytes, feuille: str = ANNEE) -> dict[str, Any]:
    """Label → amount, both sides of a budget sheet, hidden lines left out."""
    lue = relire(xlsx)[feuille]
    trouvees: dict[str, Any] = {}
    for ligne in lue.iter_rows(min_row=5):
        if lue.row_dimensions[ligne[0].row].hidden:
            continue
        for libelle, montant in ((ligne[0], ligne[1]), (ligne[2], ligne[3])):
            if libelle.value:
                trouvees.setdefault(simple(libelle.value), montant.value)
    return trouvees


def simple(texte: str) -> str:
    """The same words whatever the apostrophes, spaces and line ends."""
    return " ".join(texte.replace("’", "'").split())


def champs_de(nom: str) -> Mapping[str, Any]:
    """The fields of a sample."""
    lu = ouvrir(RACINE / "samples" / "dossiers" / f"{nom}.yaml")
    assert isinstance(lu, DossierLu)
    return budget(lu.dossier, None, campagne()).valeurs


@cache
def echantillon(nom: str) -> bytes:
    """The workbook of a sample."""
    return modele().rendre(champs_de(nom))


def du_formulaire(fichier: str) -> tuple[list[str], list[str]]:
    texte = lire(f"tests/textes/{fichier}").replace("personnel bénévole", "Personnel bénévole")
    cellules = [ligne.split("\t") for ligne in texte[texte.index("Charges\t") :].splitlines()]
    fin = next(rang for rang, ligne in enumerate(cellules) if ligne[0] == "TOTAL")
    gauche = [simple(c[0]) for c in cellules[: fin + 1] if c[0]]
    return gauche, [simple(c[2]) for c in cellules[: fin + 1] if len(c) > 2 and c[2]]
