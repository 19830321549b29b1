"""A workbook as plain cells: what each shows, whether a formula gave it, where names lead; what was read is ticked."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from maia.forms.classeur.limites import COLONNE_MAX, LIGNE_MAX, refus
from maia.forms.classeur.textes import cle_de_texte
from maia.forms.lecture import Illisible

Contenu = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None
_ABIME = "Ce classeur est abîmé : ouvrez-le dans un tableur, puis enregistrez-le à nouveau."
_LOIN = "Une case de ce classeur est très loin des autres ({}) : supprimez-la, puis enregistrez-le."
_ERREUR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!)")


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell that holds something: its content (a formula's last value), its formula if any, and where it stands."""

    feuille: str
    ligne: int
    colonne: int
    contenu: Contenu
    formule: str = ""
    erreur: bool = False

    @property
    def adresse(self) -> str:
        """`Budget!C12`."""
        return f"{self.feuille}!{lettres(self.colonne)}{self.ligne}"

    @property
    def texte(self) -> str:
        """Its text, trimmed; empty for a number or a date."""
        return self.contenu.strip() if isinstance(self.contenu, str) else ""

    @property
    def cle(self) -> str:
        """Its text as printed texts are compared."""
        return cle_de_texte(self.texte)


@dataclass(slots=True)
class Feuille:
    """A sheet: its cells by row and column, 1-based."""

    nom: str
    cachee: bool
    cellules: dict[tuple[int, int], Cellule]
    lignes_cachees: frozenset[int] = frozenset()
    _rangees: dict[int, list[Cellule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the cells by row, once."""
        for (ligne, _), cellule in sorted(self.cellules.items()):
            self._rangees.setdefault(ligne, []).append(cellule)

    def a(self, ligne: int, colonne: int) -> Cellule | None:
        """The cell there, if it holds anything."""
        return self.cellules.get((ligne, colonne))

    @property
    def derniere(self) -> int:
        """The last row that holds something."""
        return max((ligne for ligne, _ in self.cellules), default=0)

    def rangee(self, ligne: int) -> list[Cellule]:
        """The cells of a row, from left to right."""
        return self._rangees.get(ligne, [])

    def lignes(self) -> Iterator[tuple[int, list[Cellule]]]:
        """The rows that hold something, from top to bottom."""
        yield from self._rangees.items()


@dataclass(slots=True)
class Grille:
    """A workbook: its sheets in order, its names (sheet, row, column of their first cell), the cells already read."""

    feuilles: list[Feuille]
    noms: dict[str, tuple[str, int, int]]
    lues: set[tuple[str, int, int]] = field(default_factory=set)

    def feuille(self, nom: str) -> Feuille | None:
        """The sheet of that name, case and accents aside."""
        return next((f for f in self.feuilles if cle_de_texte(f.nom) == cle_de_texte(nom)), None)

    def nommee(self, nom: str) -> tuple[Feuille, int, int] | None:
        """Where a defined name leads, when its sheet is still there."""
        if nom not in self.noms:
            return None
        feuille, ligne, colonne = self.noms[nom]
        trouvee = next((f for f in self.feuilles if f.nom == feuille), None)
        return (trouvee, ligne, colonne) if trouvee else None

    def cocher(self, *cellules: Cellule | None) -> None:
        """These cells have been read."""
        self.lues.update((c.feuille, c.ligne, c.colonne) for c in cellules if c)

    def est_lue(self, c: Cellule) -> bool:
        """Whether a cell has been read."""
        return (c.feuille, c.ligne, c.colonne) in self.lues


def lettres(colonne: int) -> str:
    """`28` → `AB`."""
    texte = ""
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        texte = chr(65 + reste) + texte
    return texte


def ouvrir_classeur(octets: bytes, fichier: str) -> Grille | Illisible:
    """The cells of a stranger's workbook, or why it cannot be read."""
    if raison := refus(octets):
        return Illisible(fichier, raison)
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and only here

    try:
        formules = load_workbook(io.BytesIO(octets), keep_links=False)
        valeurs = load_workbook(io.BytesIO(octets), keep_links=False, data_only=True)
        grille = Grille([_feuille(f, valeurs[f.title]) for f in formules.worksheets], dict(_noms(formules)))
    except Exception:
        return Illisible(fichier, _ABIME)
    # What a disguised reference would have hidden from the search through the bytes.
    loin = [c for f in grille.feuilles for c in f.cellules.values() if c.ligne > LIGNE_MAX or c.colonne > COLONNE_MAX]
    return Illisible(fichier, _LOIN.format(loin[0].adresse)) if loin else grille


def _feuille(formules: Any, valeurs: Any) -> Feuille:
    cellules = {}
    for (ligne, colonne), cellule in formules._cells.items():
        contenu = valeurs._cells[ligne, colonne].value if (ligne, colonne) in valeurs._cells else None
        formule = ""
        if cellule.data_type == "f":
            formule = str(getattr(cellule.value, "text", cellule.value) or "=")
        if contenu is None and not formule:
            continue
        if isinstance(contenu, str):
            contenu = contenu.replace("\r\n", "\n").replace("_x000D_", "")
            if not contenu.strip() and not formule:
                continue
        type_ = valeurs._cells[ligne, colonne].data_type
        erreur = type_ == "e" or (bool(formule) and isinstance(contenu, str) and bool(_ERREUR.fullmatch(contenu)))
        if isinstance(contenu, float) and not math.isfinite(contenu):
            contenu, erreur = str(contenu), True
        cellules[ligne, colonne] = Cellule(formules.title, ligne, colonne, contenu, formule, erreur)
    cachees = frozenset(ligne for ligne, d in formules.row_dimensions.items() if d.hidden)
    return Feuille(formules.title, formules.sheet_state != "visible", cellules, cachees)


_CIBLE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?\d{1,7})?")


def _noms(classeur: Any) -> Iterator[tuple[str, tuple[str, int, int]]]:
    for nom, defini in classeur.defined_names.items():
        if lu := _CIBLE.fullmatch(defini.attr_text or ""):
            feuille = (lu[1] or "").replace("''", "'") or lu[2]
            colonne = 0
            for lettre in lu[3]:
                colonne = colonne * 26 + ord(lettre) - 64
            yield nom, (feuille, int(lu[4]), colonne)
