"""The sheets of the workbook to fill: how to use it, sections of fields, lists, pieces, and what the form ignores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maia.forms.champs import RANG, Valeur
from maia.forms.classeur import textes
from maia.forms.classeur.arbres import feuilles
from maia.forms.classeur.normes import DATE, ETP, MONTANT, NOMBRE
from maia.forms.classeur.plan import AUTRES, Case, FeuillePieces, Formulaire, Tableau, nom_defini, plan
from maia.forms.constat import Chemin
from maia.forms.pieces import Catalogue
from maia.generators import saisie_style as style

_LIGNES_LIBRES, _LIGNES_MIN = 3, 8
_FICHIERS_MIN = 3
_LARGEURS_DE_COLONNE = {MONTANT: 14.0, NOMBRE: 10.0, ETP: 8.0, DATE: 14.0}


@dataclass(slots=True)
class Atelier:
    """A workbook being laid out: the dossier's norm, the pieces asked, what was placed, and the names to define."""

    classeur: Workbook
    valeur: Mapping[str, Any]
    pieces: Catalogue
    pris: set[Chemin] = field(default_factory=set)
    impossibles: list[Chemin] = field(default_factory=list)
    noms: dict[str, str] = field(default_factory=dict)

    def feuille(self, titre: str, couleur: str = style.BLEU_MOYEN) -> Worksheet:
        """A new sheet; its first cell, named after it, holds its title."""
        feuille: Worksheet = self.classeur.create_sheet(titre)
        feuille.sheet_properties.tabColor = f"FF{couleur}"
        return feuille

    def lire(self, chemin: Sequence[str | int]) -> Any:
        """What the dossier has at a path, or `None`."""
        valeur: Any = self.valeur
        for etape in chemin:
            if isinstance(valeur, dict) and isinstance(etape, str):
                valeur = valeur.get(etape)
            elif isinstance(valeur, list) and isinstance(etape, int) and etape < len(valeur):
                valeur = valeur[etape]
            else:
                return None
        return valeur

    def remplir(self, cellule: Any, chemin: Chemin, texte: Any, nature: Valeur) -> bool:
        """Write a value of the dossier in its cell, when it is a text that Excel can hold."""
        if not isinstance(texte, str):
            return False
        self.pris.add(chemin)
        if not style.inscrivable(texte):
            self.impossibles.append(chemin)
            return False
        style.inscrire(cellule, texte, nature)
        return True

    def remplir_rangee(
        self, feuille: Worksheet, ligne: int, colonnes: Sequence[Case], rangee: Mapping[Any, str]
    ) -> None:
        """A row of a list; which texts of the dossier it holds is known by `prendre`."""
        for rang, case in enumerate(colonnes, 1):
            if case.chemin in rangee:
                style.inscrire(feuille.cell(ligne, rang), rangee[case.chemin], case.nature)

    def prendre(self, tableau: Tableau) -> list[dict[tuple[str, ...], str]]:
        """The rows of a list of the dossier, taken; none when the list is not one that rows can hold."""
        liste = self.lire(tableau.chemin)
        rangees = tableau.aplatir(liste) if liste is not None else None
        if not rangees or not all(style.inscrivable(texte) for rangee in rangees for texte in rangee.values()):
            return []
        prefixe: Chemin = tableau.chemin
        self.pris |= {(*prefixe, *chemin) for chemin, _ in feuilles(tableau.regrouper(rangees))}
        return rangees

    def nommer(self, nom: str, feuille: Worksheet, ligne: int, colonne: int, derniere: int | None = None) -> None:
        """Define a name for a cell, or for a column of cells."""
        lettre = get_column_letter(colonne)
        fin = f":${lettre}${derniere}" if derniere and derniere != ligne else ""
        self.noms[nom] = f"'{feuille.title}'!${lettre}${ligne}{fin}"


def titrer(feuille: Worksheet, titre: str, colonnes: int, note: str = "") -> int:
    """The title and a note at the top of a sheet; returns the next free row."""
    style.imprimer(feuille.cell(1, 1), titre, gras=True, taille=13, encre=style.BLEU)
    feuille.merge_cells(start_row=1, start_column=1, end_row=1, end_column=colonnes)
    feuille.row_dimensions[1].height = 24
    if not note:
        return 2
    style.aide(feuille.cell(2, 1), note)
    feuille.merge_cells(start_row=2, start_column=1, end_row=2, end_column=colonnes)
    feuille.row_dimensions[2].height = 16
    return 3


def mode_d_emploi(atelier: Atelier) -> None:
    """The first sheet: what to do, and the list of the sheets."""
    feuille = atelier.feuille(textes.AIDE, style.BLEU)
    largeurs = {1: 84.0}
    style.imprimer(feuille.cell(1, 1), textes.TITRE, gras=True, taille=16, encre=style.BLEU)
    feuille.row_dimensions[1].height = 34
    for ligne, phrase in enumerate(textes.MODE_D_EMPLOI, 2):
        style.imprimer(feuille.cell(ligne, 1), phrase, taille=10)
        feuille.row_dimensions[ligne].height = style.hauteur({1: phrase}, largeurs, 20)
    ligne = len(textes.MODE_D_EMPLOI) + 3
    style.imprimer(feuille.cell(ligne, 1), textes.SOMMAIRE, gras=True, fond=style.BLEU_PALE, taille=10)
    for autre in plan():
        ligne += 1
        style.imprimer(feuille.cell(ligne, 1), autre.titre, taille=10)
    style.finir(feuille, largeurs)


def formulaire(atelier: Atelier, plan_de_feuille: Formulaire) -> None:
    """A sheet of sections: what is asked, the answer, what to write in it, its source."""
    feuille = atelier.feuille(plan_de_feuille.titre)
    largeurs = {1: 34.0, 2: 58.0, 3: 52.0, 4: 26.0}
    ligne = titrer(feuille, plan_de_feuille.titre, 4)
    for colonne, texte in enumerate((textes.QUOI, textes.REPONSE, textes.CONSIGNE, textes.SOURCE), 1):
        style.entete(feuille.cell(ligne, colonne), texte)
    feuille.freeze_panes = f"A{ligne + 1}"
    for section in plan_de_feuille.sections:
        ligne += 1
        style.imprimer(feuille.cell(ligne, 1), section.titre, gras=True, fond=style.BLEU_PALE, taille=10)
        for colonne in (2, 3, 4):
            style.imprimer(feuille.cell(ligne, colonne), "", fond=style.BLEU_PALE)
            feuille.cell(ligne, colonne).value = None
        feuille.row_dimensions[ligne].height = 20
        for case in section.cases:
            ligne += 1
            _case(atelier, feuille, ligne, case, largeurs)
    style.finir(feuille, largeurs, paysage=True, repeter="2:2")


def _case(atelier: Atelier, feuille: Worksheet, ligne: int, case: Case, largeurs: dict[int, float]) -> None:
    reponse = feuille.cell(ligne, 2)
    style.imprimer(feuille.cell(ligne, 1), case.champ.libelle)
    style.ouvrir(reponse, case.nature, a_gauche=True)
    if case.aide:
        style.aide(feuille.cell(ligne, 3), case.aide)
    if case.champ.source:
        style.aide(feuille.cell(ligne, 4), case.champ.source)
    style.guider(feuille, case, reponse.coordinate)
    texte = atelier.lire(case.chemin)
    atelier.remplir(reponse, case.chemin, texte, case.nature)
    atelier.nommer(nom_defini(case.chemin), feuille, ligne, 2)
    montres = {2: texte if isinstance(texte, str) else "", 3: case.aide, 4: case.champ.source}
    feuille.row_dimensions[ligne].height = style.hauteur(montres, largeurs, 18, (3, 4))


def tableau(atelier: Atelier, t: Tableau) -> None:
    """A sheet that holds a list: a header, its rows, and free ones."""
    feuille = atelier.feuille(t.titre)
    largeurs = {rang: _largeur(case) for rang, case in enumerate(t.colonnes, 1)}
    ligne = titrer(feuille, t.titre, len(t.colonnes), t.note)
    for rang, case in enumerate(t.colonnes, 1):
        style.entete(feuille.cell(ligne, rang), case.champ.libelle)
    feuille.row_dimensions[ligne].height = 20
    feuille.freeze_panes = f"A{ligne + 1}"
    rangees = atelier.prendre(t)
    premiere, derniere = ligne + 1, ligne + max(len(rangees) + _LIGNES_LIBRES, _LIGNES_MIN)
    for ici in range(premiere, derniere + 1):
        for rang, case in enumerate(t.colonnes, 1):
            style.ouvrir(feuille.cell(ici, rang), case.nature)
    for ici, rangee in enumerate(rangees, premiere):
        atelier.remplir_rangee(feuille, ici, t.colonnes, rangee)
        montres = {rang: rangee.get(case.chemin, "") for rang, case in enumerate(t.colonnes, 1)}
        feuille.row_dimensions[ici].height = style.hauteur(montres, largeurs)
    atelier.nommer(nom_defini(t.chemin), feuille, ligne, 1)
    for rang, case in enumerate(t.colonnes, 1):
        lettre = get_column_letter(rang)
        style.guider(feuille, case, f"{lettre}{premiere}:{lettre}{derniere}")
        atelier.nommer(nom_defini((*t.chemin, *case.chemin)), feuille, premiere, rang, derniere)
    style.finir(feuille, largeurs, paysage=True, repeter=f"{ligne}:{ligne}")


def _largeur(case: Case) -> float:
    if case.nature.nom in _LARGEURS_DE_COLONNE:
        return _LARGEURS_DE_COLONNE[case.nature.nom]
    if case.nature.choix:
        return max(12.0, *(len(choix) + 3.0 for choix in case.nature.choix))
    return 22.0 if case.nature.nom or len(case.champ.exemple) < 14 else 38.0


def pieces(atelier: Atelier, plan_de_feuille: FeuillePieces) -> None:
    """The sheet of the pieces: for each, who must send it, and the paths of its files."""
    feuille = atelier.feuille(plan_de_feuille.titre)
    donnees = atelier.lire(plan_de_feuille.chemin)
    chemins = _chemins(donnees if isinstance(donnees, dict) else {}, atelier.pieces)
    nombre = max(_FICHIERS_MIN, *map(len, chemins.values()), 0)
    largeurs = {1: 42.0, 2: 24.0, 3: 22.0, 4: 24.0} | {5 + rang: 40.0 for rang in range(nombre)}
    ligne = titrer(feuille, plan_de_feuille.titre, 4)
    entetes = (textes.PIECE, textes.CLE, textes.DEMANDEE, textes.SOURCE, *[textes.FICHIER] * nombre)
    for colonne, texte in enumerate(entetes, 1):
        style.entete(feuille.cell(ligne, colonne), texte)
    feuille.freeze_panes = f"B{ligne + 1}"
    atelier.nommer(nom_defini(plan_de_feuille.chemin), feuille, ligne, 1)
    propres = [cle for cle in chemins if cle not in atelier.pieces.pieces]
    for cle in (*atelier.pieces.pieces, *propres, *[""] * _LIGNES_LIBRES):
        ligne += 1
        piece = atelier.pieces.pieces.get(cle)
        if piece:
            style.imprimer(feuille.cell(ligne, 1), textes.piece_imprimee(piece))
            style.aide(feuille.cell(ligne, 2), cle)
            style.aide(feuille.cell(ligne, 3), textes.DEMANDES[piece.demandee])
            style.aide(feuille.cell(ligne, 4), piece.source)
        else:
            style.ouvrir(feuille.cell(ligne, 2), Valeur())
            if cle:
                style.inscrire(feuille.cell(ligne, 2), cle, Valeur())
        for rang in range(nombre):
            style.ouvrir(feuille.cell(ligne, 5 + rang), Valeur())
        for rang, (chemin, texte) in enumerate(chemins.get(cle, ())):
            atelier.remplir(feuille.cell(ligne, 5 + rang), (*plan_de_feuille.chemin, *chemin), texte, Valeur())
        feuille.row_dimensions[ligne].height = (
            18
            if not piece
            else style.hauteur({1: piece.libelle, 3: textes.DEMANDES[piece.demandee], 4: piece.source}, largeurs, 18)
        )
    style.finir(feuille, largeurs, paysage=True, repeter="2:2")


def _chemins(donnees: Mapping[str, Any], demandees: Catalogue) -> dict[str, list[tuple[Chemin, str]]]:
    """The paths of each piece; a piece that a row could not bring back exactly is left out."""
    trouves: dict[str, list[tuple[Chemin, str]]] = {}
    for cle, valeur in donnees.items():
        plusieurs = isinstance(valeur, list) and len(valeur) > 1 and all(isinstance(v, str) for v in valeur)
        simple = isinstance(valeur, str)
        connue = cle in demandees.pieces or (
            cle == cle.strip() and cle and style.inscrivable(cle) and not textes.est_imprime(cle)
        )
        ecrits = list(feuilles(valeur, (cle,)))
        if (plusieurs or simple) and connue and all(style.inscrivable(texte) for _, texte in ecrits):
            trouves[cle] = ecrits
    return trouves


def autres(atelier: Atelier, restes: Mapping[Chemin, str]) -> list[Chemin]:
    """The last sheet, when there is need for one: what the form does not know, with its path; returns what it holds."""
    gardes = [
        (chemin, texte)
        for chemin, texte in restes.items()
        if all(style.inscrivable(str(etape)) and str(etape).strip() for etape in (*chemin, texte))
    ]
    if not gardes:
        return []
    feuille = atelier.feuille(AUTRES)
    profondeur = max(len(chemin) for chemin, _ in gardes)
    largeurs = {1: 50.0} | {2 + rang: 22.0 for rang in range(profondeur)}
    ligne = titrer(feuille, AUTRES, 1 + profondeur, textes.AUTRES_NOTE)
    style.entete(feuille.cell(ligne, 1), textes.VALEUR)
    for rang in range(profondeur):
        style.entete(feuille.cell(ligne, 2 + rang), textes.CHEMIN)
    atelier.nommer(nom_defini((RANG, "autres")), feuille, ligne, 1)
    for chemin, texte in gardes:
        ligne += 1
        for colonne, valeur in enumerate((texte, *chemin), 1):
            cellule = feuille.cell(ligne, colonne)
            style.ouvrir(cellule, Valeur())
            if isinstance(valeur, int):
                cellule.value, cellule.number_format = valeur, style.FORMATS[NOMBRE]
            else:
                style.inscrire(cellule, valeur, Valeur())
    style.finir(feuille, largeurs, paysage=True)
    return [chemin for chemin, _ in gardes]
