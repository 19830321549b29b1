"""From a sheet as it was read to a compiled one: what is constant, what moves, what is filled.

Source: ECMA-376 part 1, §18.3.1.99 (worksheet and its children).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from maia.generators.classeur.cellules import LIGNE, Cellule, Grille, Styles
from maia.generators.classeur.feuilles import Feuille, Fusion, Ligne, Saut
from maia.generators.classeur.formules import jetons
from maia.generators.classeur.hauteurs import Mesures, Renvoi
from maia.generators.classeur.lecture import TABLEUR, CelluleLue, FeuilleLue, LigneLue
from maia.generators.classeur.reperes import Refus, Repere, lettres, lire_repere
from maia.generators.classeur.textes import ENTETE_XML, Figeur, Gabarit, Marques, Usage, decouper, decouper_entete
from maia.generators.classeur.valeurs import xml, xml_de_cellule

_ADRESSES: Final = {
    "dimension": ("ref",),
    "sheetView": ("topLeftCell",),
    "pane": ("topLeftCell",),
    "selection": ("activeCell", "sqref"),
    "conditionalFormatting": ("sqref",),
    "dataValidation": ("sqref",),
    "hyperlink": ("ref",),
    "ignoredError": ("sqref",),
    "protectedRange": ("sqref",),
    "autoFilter": ("ref",),
}
_FORMULES: Final = {"formula", "formula1", "formula2"}
_ENTETES: Final = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_IMMOBILES: Final = {
    "sheetPr", "sheetFormatPr", "sheetCalcPr", "cols", "sheetProtection", "printOptions", "pageMargins", "pageSetup",
    "colBreaks", "phoneticPr",
}  # fmt: skip
_SUIVIS: Final = {
    "dimension", "sheetViews", "sheetData", "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks",
    "headerFooter", "rowBreaks", "ignoredErrors", "protectedRanges", "autoFilter",
}  # fmt: skip
_UNE_CELLULE: Final = {"topLeftCell", "activeCell"}
_COUPE: Final = "\ue002"


class Compilateur:
    """Compiles one sheet, its formulas being compiled; ``figer`` makes a text of pieces, constant where it can be."""

    def __init__(self, feuille: FeuilleLue, grille: Grille, styles: Styles, figer: Figeur) -> None:
        self._feuille = feuille
        self._grille = grille
        self._styles = styles
        self._figer = figer
        self._repetees = {zone.lignes[1] for zone in grille.noms.zones if zone.feuille == feuille.index}
        self._mesures = Mesures(feuille, styles.racine)
        self._marques = Marques()

    def compiler(self) -> Feuille:
        """The compiled sheet; raises :class:`Refus`."""
        feuille = self._feuille
        lignes = tuple(self._ligne(feuille.lignes[numero]) for numero in sorted(feuille.lignes))
        for enfant in feuille.racine:
            nom = etree.QName(enfant).localname
            if self._repetees and nom not in _IMMOBILES | _SUIVIS:
                raise feuille.refuser(f"elle a des lignes répétées et un élément que maia ne sait pas déplacer ({nom})")
        for element in list(feuille.racine.iter(f"{TABLEUR}*")):
            self._marquer(element)
        feuille.racine.find(f"{TABLEUR}sheetData").text = _COUPE  # type: ignore[union-attr]
        avant, _, apres = etree.tostring(feuille.racine, encoding="unicode").partition(_COUPE)
        if "{{" in avant + apres:
            raise feuille.refuser("un blanc ({{ … }}) se trouve ailleurs que dans une cellule, un en-tête ou un onglet")
        return Feuille(
            feuille.index,
            feuille.partie,
            self._figer([ENTETE_XML, *self._marques.lire(avant)]),
            lignes,
            self._figer(self._marques.lire(apres)),
        )

    def _ligne(self, ligne: LigneLue) -> Ligne:
        attributs = dict(ligne.attributs)
        masquee = attributs.pop("hidden", "0") in ("1", "true")
        hauteur: dict[str, str] = {cle: attributs.pop(cle) for cle in ("ht", "customHeight") if cle in attributs}
        morceaux: list[str | Cellule] = []
        copie: list[tuple[Cellule | None, str]] = []
        visibles: list[int] = []
        renvois: list[tuple[int, Renvoi]] = []
        for colonne in sorted(ligne.cellules):
            lue = ligne.cellules[colonne]
            cellule = self._cellule(lue)
            tete = f'<c r="{lettres(colonne)}{LIGNE}" s="{lue.style}"'
            morceaux.append(cellule or tete + lue.suite)
            copie.append((cellule if cellule and cellule.zone >= 0 else None, tete + "/>"))
            if cellule is None or cellule.case < 0:
                continue
            if lue.formule is not None or lue.valeur is None:
                visibles.append(cellule.case)
            if cellule.case in self._grille.a_donner and (
                renvoi := self._mesures.renvoi(colonne, ligne.numero, lue.style)
            ):
                renvois.append((cellule.case, renvoi))
        morceaux.append("</row>")
        return Ligne(
            numero=ligne.numero,
            attributs=_attributs(attributs),
            hauteur=float(hauteur.get("ht", self._mesures.ligne)),
            hauteur_ecrite=_attributs(hauteur),
            masquee=masquee,
            visibles=tuple(visibles),
            renvois=tuple(renvois),
            morceaux=tuple(_joindre(morceaux)),
            copie=tuple(copie) if ligne.numero in self._repetees else (),
        )

    def _cellule(self, lue: CelluleLue) -> Cellule | None:
        """The cell, if anything about it may change; ``None`` for a constant."""
        cle = self._feuille.index, lue.colonne, lue.ligne
        zone = self._grille.noms.zone_de(*cle)
        case = self._grille.cases.get(cle, -1)
        a_donner = case in self._grille.a_donner
        texte = self._texte(lue)
        if lue.formule is None and texte is None and not a_donner and zone < 0:
            return None
        formule = None
        if lue.formule:
            formule = self._figer([xml(j.texte) if j.repere is None else j.repere for j in lue.formule])
        adresse = f'<c r="{lettres(lue.colonne)}{LIGNE}" s="'
        jumeau = self._styles.jumeau(lue.style) if a_donner or texte else lue.style
        tete = f'{adresse}{lue.style}"'
        return Cellule(tete, f'{adresse}{jumeau}"', case, zone, formule, texte, tete + lue.suite)

    def _texte(self, lue: CelluleLue) -> Gabarit | None:
        """The text of a cell that holds blanks."""
        if not isinstance(lue.valeur, str) or ("{{" not in lue.valeur and "}}" not in lue.valeur):
            return None
        coupe = decouper(lue.valeur, Usage.CELLULE)
        if coupe is None:
            raise self._feuille.refuser(f"le texte « {lue.valeur} » a des accolades mal fermées", lue)
        return self._figer([xml_de_cellule(m) if isinstance(m, str) else m for m in coupe])

    def _marquer(self, element: etree._Element) -> None:
        """Leave a mark for each address, formula and blank around the lines."""
        feuille, poser = self._feuille, self._marques.poser
        nom = etree.QName(element).localname
        for attribut in _ADRESSES.get(nom, ()):
            adresses = element.get(attribut, "").split()
            if adresses:
                etendu = attribut not in _UNE_CELLULE
                element.set(attribut, " ".join(poser(self._adresse(a, etendu=etendu)) for a in adresses))
        if nom == "pane" and any(r <= float(element.get("ySplit", "0")) for r in self._repetees):
            raise feuille.refuser("une ligne répétée se trouve dans les lignes figées")
        if nom == "filterColumn" and self._repetees:
            raise feuille.refuser("elle a des lignes répétées et un filtre en cours : affichez toutes les lignes")
        if nom == "mergeCells":
            cadres = [self._adresse(fusion.get("ref", "")).cadre for fusion in element]
            element.clear()
            element.text = "".join(poser(Fusion(cadre)) for cadre in cadres if cadre)
        elif nom == "rowBreaks":
            for saut in element:
                saut.set("id", poser(Saut(feuille.index, int(saut.get("id", "0")))))
        elif nom == "hyperlink" and element.get("location"):
            element.set("location", self._suivre(element.get("location", "")))
        elif nom in _FORMULES and element.text:
            element.text = self._suivre(element.text)
        elif nom in _ENTETES and element.text:
            coupe = decouper_entete(element.text)
            if coupe is None:
                raise feuille.refuser("un en-tête ou un pied de page est trop long, ou a des accolades mal fermées")
            element.text = "".join(m if isinstance(m, str) else poser(m) for m in coupe)

    def _suivre(self, formule: str) -> str:
        """A formula out of the cells, a mark in place of each reference."""
        try:
            suite = jetons(formule, self._feuille.index, {f.nom: f.index for f in self._grille.feuilles})
        except Refus as erreur:
            raise self._feuille.refuser(f"validation, lien ou mise en forme conditionnelle, {erreur}") from None
        return "".join(self._marques.poser(j.repere) if j.repere else j.texte for j in suite)

    def _adresse(self, texte: str, *, etendu: bool = True) -> Repere:
        repere = lire_repere(texte, self._feuille.index, etendu=etendu)
        if repere is None:
            raise self._feuille.refuser(f"l’adresse « {texte} » est illisible")
        return repere


def _attributs(attributs: Mapping[str, str]) -> str:
    return "".join(f' {cle}="{xml(valeur)}"' for cle, valeur in attributs.items())


def _joindre(morceaux: Sequence[str | Cellule]) -> Iterator[str | Cellule]:
    """Neighbouring constants made one."""
    texte = ""
    for morceau in morceaux:
        if isinstance(morceau, str):
            texte += morceau
        else:
            if texte:
                yield texte
            yield morceau
            texte = ""
    if texte:
        yield texte
