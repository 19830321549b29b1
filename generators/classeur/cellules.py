"""The cells of a compiled workbook: which ones hold a value, how they read each other, how each is written.

Every cell that holds something has a *slot*, its place in the list of the day's values; a cell of a repeated line has
there the list of its copies' values. Source: ECMA-376 part 1, §18.3.1.4 (cells), §18.8.45 (``quotePrefix``).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from lxml import etree

from maia.generators.classeur.fonctions import Calcul, Erreur, Plage, Valeur
from maia.generators.classeur.formules import PLUSIEURS_VALEURS, Compilation, Genre, Jeton
from maia.generators.classeur.lecture import TABLEUR, CelluleLue, FeuilleLue
from maia.generators.classeur.listes import SOUS_TOTAL
from maia.generators.classeur.reperes import Contexte, Refus, Repere
from maia.generators.classeur.textes import Gabarit
from maia.generators.classeur.valeurs import est_dangereux, xml_de_cellule, xml_de_nombre
from maia.generators.classeur.zones import Noms, Zone

LIGNE: Final = "\0"
"""Stands for the line's number in a cell's address, until the line is written; no text may hold it."""


class Formule(NamedTuple):
    """A formula to compute: its slot, whether its line is repeated, what computes it, what it reads."""

    case: int
    multiple: bool
    calcul: Calcul
    lus: frozenset[int]
    ou: str


@dataclass(slots=True)
class Grille:
    """The slots of a template: by (sheet, column, line), with the constants they hold and the zone they repeat with."""

    noms: Noms
    feuilles: Sequence[FeuilleLue]
    cases: dict[tuple[int, int, int], int] = field(default_factory=dict)
    constantes: list[Valeur] = field(default_factory=list)
    zones: list[int] = field(default_factory=list)
    formules: list[Formule] = field(default_factory=list)
    champs: dict[str, int] = field(default_factory=dict)
    tables: list[list[dict[str, int]]] = field(default_factory=list)
    """By zone, then by line of the template: part of the name → slot."""
    a_donner: set[int] = field(default_factory=set)
    _sous_totaux: set[int] = field(default_factory=set)

    def ouvrir(self) -> None:
        """Give a slot to every cell that holds a constant or a formula, or that is to be filled."""
        self.champs = {nom: self._case(*cle) for nom, cle in self.noms.champs.items()}
        for zone in self.noms.zones:
            lignes = range(zone.lignes[0], zone.lignes[1] + 1)
            self.tables.append(
                [{nom: self._case(zone.feuille, c, ligne) for nom, c in zone.champs.items()} for ligne in lignes]
            )
        self.a_donner = set(range(len(self.constantes)))
        for feuille in self.feuilles:
            for cellule in feuille.cellules():
                if cellule.valeur is not None or cellule.formule is not None:
                    self._case(feuille.index, cellule.colonne, cellule.ligne)

    def _case(self, feuille: int, colonne: int, ligne: int) -> int:
        cle = feuille, colonne, ligne
        if cle not in self.cases:
            cellule = self.feuilles[feuille].cellule(colonne, ligne)
            self.cases[cle] = len(self.constantes)
            self.constantes.append(None if cellule.formule else cellule.valeur)
            self.zones.append(self.noms.zone_de(*cle))
        return self.cases[cle]

    def compiler_formules(self) -> list[Refus]:
        """Compile every formula, then order them so that each comes after those it reads; what had to be refused."""
        refus: list[Refus] = []
        for feuille in self.feuilles:
            for cellule in feuille.cellules():
                if cellule.formule is not None:
                    try:
                        self._compiler(feuille, cellule, cellule.formule)
                    except Refus as erreur:
                        refus.append(feuille.refuser(erreur, cellule))
        if not refus:
            self._verifier_sous_totaux()
            self.formules = _ordonner(self.formules)
        return refus

    def _verifier_sous_totaux(self) -> None:
        """Raise :class:`Refus` where a SOUS.TOTAL reads another one, which Excel would leave out."""
        for formule in self.formules:
            if formule.case in self._sous_totaux and formule.lus & self._sous_totaux:
                raise Refus(f"{formule.ou} : SOUS.TOTAL lit un autre SOUS.TOTAL")

    def _compiler(self, feuille: FeuilleLue, cellule: CelluleLue, suite: list[Jeton]) -> None:
        rang = self.noms.zone_de(feuille.index, cellule.colonne, cellule.ligne)
        zone = self.noms.zones[rang] if rang >= 0 else None
        if zone:
            suite = [j._replace(repere=_marquer(j.repere, zone, j.texte)) if j.repere else j for j in suite]
            cellule.formule = suite
        if any(j.genre is Genre.FONCTION and j.texte[:-1].upper() == SOUS_TOTAL for j in suite):
            self._sous_totaux.add(self.cases[feuille.index, cellule.colonne, cellule.ligne])
        compilation = Compilation(suite, self.plage, self.noms.reperes)
        calcul = compilation.compiler()
        case = self.cases[feuille.index, cellule.colonne, cellule.ligne]
        ou = f"feuille « {feuille.nom} », cellule {cellule.nom}"
        self.formules.append(Formule(case, zone is not None, calcul, frozenset(compilation.lus), ou))

    def plage(self, repere: Repere) -> Plage:
        """The slots of a reference."""
        lues = (
            (ligne, c, case)
            for (f, c, ligne), case in self.cases.items()
            if f == repere.feuille and repere.contient(c, ligne)
        )
        trouvees = [case for _, _, case in sorted(lues)]
        simples = tuple(c for c in trouvees if self.zones[c] < 0)
        multiples = tuple(c for c in trouvees if self.zones[c] >= 0)
        if repere.propre:
            return Plage((), (), multiples, repere.cadre)
        if multiples and not (repere.plage or repere.etendu):  # written as one cell, it would not follow the copies
            raise Refus(PLUSIEURS_VALEURS)
        return Plage(simples, multiples, cadre=repere.cadre)


def _marquer(repere: Repere, zone: Zone, texte: str) -> Repere:
    """Tell a reference of a repeated line to that same line from the others, which must not move with the copies."""
    if repere.feuille == zone.feuille and repere.lignes == (zone.lignes[1], zone.lignes[1]):
        if repere.colonnes is None or repere.colonnes[0] < zone.colonnes[0] or repere.colonnes[1] > zone.colonnes[1]:
            raise Refus(f"la formule lit {texte}, hors du tableau « {zone.nom} » qui est répété : agrandissez-le")
        if repere.dollars[1] or repere.dollars[3]:
            raise Refus(f"dans une ligne répétée, écrivez {texte} sans $ devant le numéro de ligne")
        return replace(repere, propre=True)
    if repere.lignes and not (repere.dollars[1] and (repere.dollars[3] or not repere.plage)):
        raise Refus(f"dans une ligne répétée, mettez un $ devant le numéro de ligne de {texte}")
    return repere


def _ordonner(formules: Sequence[Formule]) -> list[Formule]:
    """Formulas in computing order; raises :class:`Refus` on a circle."""
    par_case = {f.case: f for f in formules}
    faites: dict[int, bool] = {}
    ordre: list[Formule] = []

    def visiter(formule: Formule) -> None:
        if faites.get(formule.case):
            return
        if formule.case in faites:
            raise Refus(f"{formule.ou} : la formule se lit elle-même, directement ou par d’autres")
        faites[formule.case] = False
        for lue in sorted(formule.lus):
            if lue in par_case:
                visiter(par_case[lue])
        faites[formule.case] = True
        ordre.append(formule)

    for formule in formules:
        visiter(formule)
    return ordre


class Styles:
    """The workbook's cell formats, to which a twin with ``quotePrefix`` is added where a text could be misread."""

    def __init__(self, racine: etree._Element) -> None:
        self.racine = racine
        formats = self.racine.find(f"{TABLEUR}cellXfs")
        if formats is None:
            raise Refus("le modèle n’a pas de mises en forme de cellules")
        self._formats = formats
        self._jumeaux: dict[int, int] = {}

    def jumeau(self, style: int) -> int:
        """The format like ``style`` that marks the cell as text, as Excel does after a typed apostrophe."""
        if style not in self._jumeaux:
            element = copy.deepcopy(self._formats[style])
            element.set("quotePrefix", "1")
            self._formats.append(element)
            self._formats.set("count", str(len(self._formats)))
            self._jumeaux[style] = len(self._formats) - 1
        return self._jumeaux[style]

    def octets(self) -> bytes:
        """The part."""
        return etree.tostring(self.racine, encoding="UTF-8", standalone=True, xml_declaration=True)


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell that changes: given, computed, holding blanks, or copied with a repeated line."""

    tete: str
    tete_texte: str  # the same, in the format that marks a text
    case: int  # -1 when nothing reads it and it cannot be given
    zone: int  # -1 out of repeated lines
    formule: Gabarit | None
    texte: Gabarit | None
    modele: str  # what the template holds

    def ecrire(self, donnees: Sequence[Any], valeurs: Sequence[Any], contexte: Contexte) -> str:
        """The cell's XML, ``LIGNE`` in place of its line number."""
        case, copie = self.case, contexte.copie
        donnee = None
        if case >= 0:
            donnee = donnees[case]
            if self.zone >= 0 and donnee is not None:
                donnee = donnee[copie]
        if donnee is not None:
            if isinstance(donnee, str):
                return self._texte(xml_de_cellule(donnee), donnee)
            if isinstance(donnee, bool):
                return f'{self.tete} t="b"><v>{donnee:d}</v></c>'
            return f"{self.tete}><v>{xml_de_nombre(donnee)}</v></c>"
        if self.formule is not None:
            valeur = valeurs[case][copie] if self.zone >= 0 else valeurs[case]
            return self._formule(self.formule.rendre(contexte), valeur)
        if self.texte is not None:
            rendu = self.texte.rendre(contexte)
            return self._texte(rendu, rendu)
        return self.modele

    def _texte(self, rendu: str, texte: str) -> str:
        tete = self.tete_texte if est_dangereux(texte) else self.tete
        return f'{tete} t="inlineStr"><is><t xml:space="preserve">{rendu}</t></is></c>'

    def _formule(self, formule: str, valeur: Valeur) -> str:
        if isinstance(valeur, str):
            return f'{self.tete} t="str"><f>{formule}</f><v>{xml_de_cellule(valeur)}</v></c>'
        if isinstance(valeur, bool):
            return f'{self.tete} t="b"><f>{formule}</f><v>{valeur:d}</v></c>'
        if isinstance(valeur, Erreur):
            return f'{self.tete} t="e"><f>{formule}</f><v>{valeur.code}</v></c>'
        nombre: int | Decimal = valeur if isinstance(valeur, int | Decimal) else 0
        return f"{self.tete}><f>{formule}</f><v>{xml_de_nombre(nombre)}</v></c>"
