"""A workbook template as Excel saved it, read into lines and cells (once, when it is compiled).

Source: ECMA-376 part 1, §18.2 (workbook), §18.3.1 (worksheets), §18.4 (shared strings).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from maia.generators.classeur.fonctions import Valeur
from maia.generators.classeur.formules import Genre, Jeton, jetons
from maia.generators.classeur.reperes import Refus, lire_repere, nom_de_cellule
from maia.generators.ooxml import Paquet

TABLEUR: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CLASSEUR, CHAINES, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_INTERDITES: Final = {
    "xl/vbaProject.bin": "des macros",
    "xl/externalLinks/": "des liens vers d’autres classeurs",
    "xl/pivotTables/": "un tableau croisé dynamique",
    "xl/metadata.xml": "des formules matricielles dynamiques",
}


@dataclass(slots=True)
class CelluleLue:
    """A cell of the template: its style, and a constant (``suite``: the XML after its head) or a formula."""

    colonne: int
    ligne: int
    style: int
    suite: str = "/>"
    valeur: Valeur = None
    formule: list[Jeton] | None = None

    @property
    def nom(self) -> str:
        """``B5``."""
        return nom_de_cellule(self.colonne, self.ligne)


@dataclass(slots=True)
class LigneLue:
    """A line of the template: its attributes (height, style…) and its cells by column."""

    numero: int
    attributs: dict[str, str]
    cellules: dict[int, CelluleLue] = field(default_factory=dict)


@dataclass(slots=True)
class FeuilleLue:
    """A sheet: its index, tab name, part name, lines by number, and its XML without them."""

    index: int
    nom: str
    partie: str
    racine: etree._Element
    lignes: dict[int, LigneLue]

    def cellule(self, colonne: int, ligne: int) -> CelluleLue:
        """The cell, made on the spot when the template leaves it out, as Excel does with untouched cells."""
        lue = self.lignes.setdefault(ligne, LigneLue(ligne, {}))
        return lue.cellules.setdefault(colonne, CelluleLue(colonne, ligne, int(lue.attributs.get("s", "0"))))

    def cellules(self) -> Iterator[CelluleLue]:
        """Every cell, in reading order."""
        for numero in sorted(self.lignes):
            cellules = self.lignes[numero].cellules
            for colonne in sorted(cellules):
                yield cellules[colonne]

    def refuser(self, raison: object, cellule: CelluleLue | None = None) -> Refus:
        """The refusal, naming the sheet and the cell."""
        ou = f", cellule {cellule.nom}" if cellule else ""
        return Refus(f"feuille « {self.nom} »{ou} : {raison}")


def lire_partie(paquet: Paquet, partie: str) -> etree._Element:
    """Parse a part without which a package is no workbook."""
    if partie not in paquet.parties:
        raise Refus(f"ce fichier n’est pas un classeur Excel : il n’a pas de partie « {partie} »")
    return arbre(paquet.parties[partie], partie)


def arbre(octets: bytes, partie: str) -> etree._Element:
    """Parse a part, without entities, DTD or network."""
    analyseur = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        racine = etree.fromstring(octets, analyseur)
    except etree.XMLSyntaxError as erreur:
        raise Refus(f"la partie {partie} est illisible ({erreur})") from erreur
    if racine.getroottree().docinfo.internalDTD is not None:
        raise Refus(f"la partie {partie} contient un DOCTYPE")
    return racine


def lire_feuilles(paquet: Paquet, classeur: etree._Element) -> list[FeuilleLue]:
    """The sheets, in tab order, with their cells; raises :class:`Refus`."""
    for interdite, quoi in _INTERDITES.items():
        if any(nom.startswith(interdite) for nom in paquet.parties):
            raise Refus(f"le modèle contient {quoi}, que maia ne sait pas reprendre fidèlement")
    cibles = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in lire_partie(paquet, _RELATIONS)
    }
    chaines = _lire_chaines(paquet)
    noms = [feuille.get("name", "") for feuille in classeur.iter(f"{TABLEUR}sheet")]
    index = {nom: rang for rang, nom in enumerate(noms)}
    feuilles = []
    for rang, element in enumerate(classeur.iter(f"{TABLEUR}sheet")):
        partie = cibles.get(element.get(_RELATION, ""), "")
        if partie not in paquet.parties:
            raise Refus(f"la feuille « {noms[rang]} » n’a pas de contenu")
        racine = arbre(paquet.parties[partie], partie)
        if racine.tag != f"{TABLEUR}worksheet" or racine.prefix:
            raise Refus(f"la feuille « {noms[rang]} » n’est pas une feuille de calcul (graphique, macro ?)")
        feuille = FeuilleLue(rang, noms[rang], partie, racine, {})
        _lire_lignes(feuille, chaines, index)
        feuilles.append(feuille)
    return feuilles


@dataclass(frozen=True, slots=True)
class _Chaine:
    texte: str
    riche: bool


def _chaine(element: etree._Element) -> _Chaine:
    """Text of a shared or inline string, its phonetic guides left out."""
    passages = [t for t in element.iter(f"{TABLEUR}t") if t.getparent().tag != f"{TABLEUR}rPh"]  # type: ignore[union-attr]
    return _Chaine("".join(t.text or "" for t in passages), element.find(f"{TABLEUR}r") is not None)


def _lire_chaines(paquet: Paquet) -> list[_Chaine]:
    if CHAINES not in paquet.parties:
        return []
    return [_chaine(si) for si in arbre(paquet.parties[CHAINES], CHAINES).findall(f"{TABLEUR}si")]


def _lire_lignes(feuille: FeuilleLue, chaines: list[_Chaine], index: Mapping[str, int]) -> None:
    donnees = feuille.racine.find(f"{TABLEUR}sheetData")
    if donnees is None:
        raise feuille.refuser("la feuille n’a pas de cellules")
    partagees: dict[str, CelluleLue] = {}
    for rang, row in enumerate(donnees.iterfind(f"{TABLEUR}row"), 1):
        numero = int(row.get("r", rang))
        attributs = {cle: v for cle, v in row.attrib.items() if isinstance(cle, str) and cle[0] != "{"}
        for superflu in ("r", "spans"):
            attributs.pop(superflu, None)
        ligne = LigneLue(numero, {str(cle): str(v) for cle, v in attributs.items()})
        feuille.lignes[numero] = ligne
        for element in row.iterfind(f"{TABLEUR}c"):
            repere = lire_repere(element.get("r", ""), feuille.index)
            if repere is None or repere.colonnes is None:
                raise feuille.refuser(f"une cellule de la ligne {numero} n’a pas d’adresse")
            cellule = CelluleLue(repere.colonnes[0], numero, int(element.get("s", "0")))
            _lire_contenu(feuille, cellule, element, chaines)
            _lire_formule(feuille, cellule, element.find(f"{TABLEUR}f"), partagees, index)
            ligne.cellules[cellule.colonne] = cellule
    donnees.clear()


def _lire_contenu(feuille: FeuilleLue, cellule: CelluleLue, element: etree._Element, chaines: list[_Chaine]) -> None:
    """The constant in a cell; a formula's cached value is left, since it will be computed again."""
    genre = element.get("t", "n")
    valeur = element.findtext(f"{TABLEUR}v") or ""
    if element.get("vm") or element.get("cm"):
        raise feuille.refuser("formule matricielle ou type de donnée lié, que maia ne calcule pas", cellule)
    if element.find(f"{TABLEUR}f") is not None:
        return
    if genre == "s":
        chaine = chaines[int(valeur)]
        suite = f' t="s"><v>{valeur}</v></c>'
    elif genre == "inlineStr":
        interieur = element.find(f"{TABLEUR}is")
        if interieur is None:
            return
        chaine = _chaine(interieur)
        etree.cleanup_namespaces(interieur)
        brut = etree.tostring(interieur, encoding="unicode", with_tail=False)
        suite = ' t="inlineStr">' + brut.replace(f' xmlns="{TABLEUR[1:-1]}"', "") + "</c>"
    elif genre in ("n", "b"):
        if valeur:
            cellule.valeur = _nombre(feuille, cellule, valeur) if genre == "n" else valeur == "1"
            cellule.suite = (' t="b"' if genre == "b" else "") + f"><v>{valeur}</v></c>"
        return
    else:
        raise feuille.refuser("une erreur ou un type de valeur que maia ne recopie pas", cellule)
    if "{{" in chaine.texte and chaine.riche:
        raise feuille.refuser("un texte à trous ({{ … }}) doit avoir une seule mise en forme", cellule)
    cellule.valeur, cellule.suite = chaine.texte, suite


def _nombre(feuille: FeuilleLue, cellule: CelluleLue, texte: str) -> int | Decimal:
    try:
        nombre = Decimal(texte)
    except InvalidOperation as erreur:
        raise feuille.refuser(f"le nombre « {texte} » est illisible", cellule) from erreur
    return int(nombre) if nombre == nombre.to_integral_value() else nombre


def _lire_formule(
    feuille: FeuilleLue,
    cellule: CelluleLue,
    element: etree._Element | None,
    partagees: dict[str, CelluleLue],
    index: Mapping[str, int],
) -> None:
    """A formula, or one shared with a neighbour, which Excel writes once and shifts."""
    if element is None:
        return
    genre = element.get("t", "normal")
    if genre not in ("normal", "shared"):
        raise feuille.refuser("formule matricielle ou table de données, que maia ne calcule pas", cellule)
    if element.text:
        try:
            cellule.formule = jetons(element.text, feuille.index, index)
        except Refus as erreur:
            raise feuille.refuser(str(erreur), cellule) from None
        if genre == "shared":
            partagees[element.get("si", "")] = cellule
        return
    modele = partagees.get(element.get("si", ""))
    if modele is None or modele.formule is None:
        raise feuille.refuser("formule partagée sans formule d’origine", cellule)
    decalage = cellule.colonne - modele.colonne, cellule.ligne - modele.ligne
    cellule.formule = [Jeton(Genre.REPERE, "", j.repere.decaler(*decalage)) if j.repere else j for j in modele.formule]
