"""What the tests of the porteur's documents share: the samples with some values changed, the files, their words."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from docx.table import Table
from docx.text.paragraph import Paragraph

from maia.forms.campagne import Campagne, campagne
from maia.forms.dossier import Dossier
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.generators.documents import Champs
from maia.generators.production import catalogue, rendre
from tests.conventions import lire_docx
from tests.depot import RACINE
from tests.dossiers import changer, copie, ecrire, lu

EXEMPLES = ("gatine", "isere", "reseau-equip-age")
DOCUMENTS = ("dossier-de-demande", "tableau-des-engagements", "engagement-pilote", "attestation-sur-l-honneur")
BLANC = "___"
Changements = dict[str, Any]


@cache
def _exemple(nom: str) -> Any:
    return lu(RACINE / "samples" / "dossiers" / f"{nom}.yaml")


def exemple(nom: str, changements: Changements | None = None) -> Dossier:
    """A sample with some values changed: `{"demande.montant": "150 000"}`; `None` takes a value out."""
    arbre = copie(_exemple(nom))
    for chemin, valeur in (changements or {}).items():
        changer(arbre, chemin, valeur)
    ouvert = ouvrir_texte(ecrire(arbre).encode())
    assert isinstance(ouvert, DossierLu)
    return ouvert.dossier


def gatine(changements: Changements | None = None) -> Dossier:
    """The sample of an association."""
    return exemple("gatine", changements)


def champs(nom: str, d: Dossier, c: Campagne | None = None) -> Champs:
    """The fields of a document."""
    return catalogue()[nom].champs(d, None, c or campagne())


def produire(nom: str, d: Dossier, c: Campagne | None = None) -> bytes:
    """The .docx."""
    return rendre(catalogue()[nom], champs(nom, d, c))


def blocs(octets: bytes) -> list[str | list[list[str]]]:
    """The body in reading order: a paragraph is a text, a table its rows of cells."""
    return [
        _simple(bloc.text) if isinstance(bloc, Paragraph) else _cellules(bloc)
        for bloc in lire_docx(octets).iter_inner_content()
    ]


def tableau(octets: bytes, *en_tete: str) -> list[list[str]]:
    """The rows of the first table that begins with these cells."""
    return next(b for b in blocs(octets) if isinstance(b, list) and b[0][: len(en_tete)] == list(en_tete))


def reponses(octets: bytes) -> dict[str, str]:
    """What the form's tables answer to each label; a label met twice keeps its first answer."""
    trouvees: dict[str, str] = {}
    for bloc in blocs(octets):
        for ligne in bloc if isinstance(bloc, list) else []:
            if len(ligne) == 2:
                trouvees.setdefault(ligne[0].removesuffix(" :"), ligne[1])
    return trouvees


def lignes(octets: bytes) -> list[str]:
    """The body line by line, the cells of a row between tabs."""
    return ["\t".join(ligne) for bloc in blocs(octets) for ligne in (bloc if isinstance(bloc, list) else [[bloc]])]


def texte(octets: bytes) -> str:
    """Every word of the body."""
    return mots(lignes(octets))


def mots(lues: list[str]) -> str:
    """Lines as one text: each budget table is read side after side, for its rows stand where the amounts put them."""
    return " ".join(" ".join(_dans_l_ordre(lues)).split())


def _dans_l_ordre(lues: list[str]) -> Iterator[str]:
    for budget, groupe in groupby(lues, lambda ligne: ligne.count("\t") == 4):
        rangees = [ligne.split("\t") for ligne in groupe]
        if budget and rangees[0][0] in ("Charges", "86 Emplois des contributions volontaires en nature"):
            entete = rangees.pop(0) if rangees[0][0] == "Charges" else []
            yield from (*entete, *(r[0] for r in rangees), *(r[2] for r in rangees))
        else:
            yield from (" ".join(r) for r in rangees)


def _cellules(table: Table) -> list[list[str]]:
    """Row by row; a cell that spans several columns is met once."""
    return [[_simple(cellule.text) for cellule in dict.fromkeys(ligne.cells)] for ligne in table.rows]


def _simple(brut: str) -> str:
    """Typography aside: apostrophes, quotation marks, no-break spaces; a row of dots is a blank."""
    brut = re.sub(r"«\s*|\s*»", '"', brut.replace("’", "'"))
    brut = re.sub(r"\.{5,}", BLANC, brut)
    return " ".join(re.sub(r"n°\s(?=\d)", "n°", brut).split())
