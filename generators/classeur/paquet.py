"""The parts of a workbook around its sheets: names and tabs, file properties, shared strings, calculation chain.

Source: ECMA-376 part 1, §18.2 (workbook), §18.6 (calculation chain), §22.2 (extended properties); part 2 (packages).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from maia.generators.classeur.cellules import Grille
from maia.generators.classeur.lecture import CHAINES, CLASSEUR, TABLEUR, FeuilleLue, arbre
from maia.generators.classeur.reperes import Contexte, Refus
from maia.generators.classeur.textes import ENTETE_XML, Figeur, Gabarit, Marques, Morceau, Usage, decouper
from maia.generators.classeur.zones import jetons_de_nom
from maia.generators.ooxml import TYPES_DE_CONTENU, Paquet

_CHAINE: Final = "xl/calcChain.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_PROPRIETES, _APPLICATION = "docProps/core.xml", "docProps/app.xml"
_COMPATIBILITE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PROGRAMME: Final = (
    ENTETE_XML + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>maia</Application></Properties>"
).encode()


def sans_chaine_de_calcul(paquet: Paquet) -> Paquet:
    """The package without the list of formulas in the order Excel last computed them: ours move, Excel makes it anew."""
    if _CHAINE not in paquet.parties:
        return paquet
    parties = dict(paquet.parties)
    del parties[_CHAINE]
    for nom, attribut, fin in ((TYPES_DE_CONTENU, "PartName", "/calcChain.xml"), (_RELATIONS, "Type", "/calcChain")):
        racine = arbre(parties[nom], nom)
        for element in list(racine):
            if element.get(attribut, "").endswith(fin):
                racine.remove(element)
        parties[nom] = _ecrire(racine)
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, octets in parties.items():
            archive.writestr(zipfile.ZipInfo(nom), octets)
    return Paquet.lire(tampon.getvalue()).avec(parties)


def parties_constantes(paquet: Paquet) -> dict[str, bytes]:
    """Parts rid of what would be stale in every document.

    The file's properties no longer list the tabs nor name the program that saved the template: LibreOffice, which
    trusts the figures and line heights of Excel's own files, then computes them. Texts whose blanks are filled go from
    the shared strings.
    """
    parties: dict[str, bytes] = {}
    if _APPLICATION in paquet.parties:
        parties[_APPLICATION] = _PROGRAMME
    if CHAINES in paquet.parties:
        racine = arbre(paquet.parties[CHAINES], CHAINES)
        for attribut in ("count", "uniqueCount"):
            if attribut in racine.attrib:
                del racine.attrib[attribut]
        for si in racine.findall(f"{TABLEUR}si"):
            if any("{{" in (t.text or "") for t in si.iter(f"{TABLEUR}t")):
                si.clear()
                etree.SubElement(si, f"{TABLEUR}t")
        parties[CHAINES] = _ecrire(racine)
    return parties


def verifier_sans_blanc(paquet: Paquet, remplies: Container[str]) -> None:
    """Raise :class:`Refus` when a part that is copied as it is (drawing, comment, chart) holds a blank."""
    for nom, octets in paquet.parties.items():
        if nom not in remplies and nom.endswith((".xml", ".vml")) and b"{{" in octets:
            raise Refus(f"un blanc ({{{{ … }}}}) se trouve dans {nom}, que maia recopie sans le lire")


def _ecrire(racine: etree._Element) -> bytes:
    return etree.tostring(racine, encoding="UTF-8", standalone=True, xml_declaration=True)


@dataclass(frozen=True, slots=True)
class _Onglet:
    """A tab's name."""

    index: int

    def rendre(self, contexte: Contexte) -> str:
        return contexte.onglets[self.index]

    def variable(self, onglets: frozenset[int]) -> bool:
        return self.index in onglets


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """The parts around the sheets that change.

    ``parties`` by part name, ``onglets`` the names of the tabs, raw, ``blancs`` every blank met in the workbook.
    """

    parties: Mapping[str, Gabarit]
    onglets: Sequence[Gabarit]
    blancs: frozenset[str]

    @classmethod
    def compiler(
        cls,
        paquet: Paquet,
        racine: etree._Element,
        grille: Grille,
        figer: Figeur,
    ) -> Enveloppe:
        """Compile ``xl/workbook.xml`` and the file's properties; raises :class:`Refus`."""
        if grille.noms.zones and any(nom.startswith("xl/charts/") for nom in paquet.parties):
            raise Refus("le modèle a des lignes répétées et un graphique, que maia ne sait pas faire suivre")
        parties = {CLASSEUR: figer([ENTETE_XML, *_classeur(racine, grille.feuilles)])}
        if b"{{" in paquet.parties.get(_PROPRIETES, b""):
            parties[_PROPRIETES] = figer(
                _decouper(paquet.parties[_PROPRIETES].decode(), Usage.PROPRIETE, "les propriétés du fichier")
            )
        onglets = [
            figer(_decouper(feuille.nom, Usage.ONGLET, f"le nom de feuille « {feuille.nom} »"))
            for feuille in grille.feuilles
        ]
        return cls(parties, onglets, frozenset(figer.blancs))


def _decouper(texte: str, usage: Usage, ou: str) -> Sequence[Morceau]:
    coupe = decouper(texte, usage)
    if coupe is None:
        raise Refus(f"des accolades sont mal fermées dans {ou}")
    return coupe


def _classeur(racine: etree._Element, feuilles: Sequence[FeuilleLue]) -> list[Morceau]:
    """The workbook part: tabs and names marked, everything recomputed when opened, no path of the author's disk."""
    marques = Marques()
    for element in racine.findall(_COMPATIBILITE):  # holds x15ac:absPath, the folder the template was saved in
        racine.remove(element)
    for rang, element in enumerate(racine.iter(f"{TABLEUR}sheet")):
        element.set("name", marques.poser(_Onglet(rang)))
    for element in racine.iter(f"{TABLEUR}definedName"):
        suite = jetons_de_nom(element, feuilles)
        element.text = "".join(marques.poser(j.repere) if j.repere else j.texte for j in suite)
    calcul = racine.find(f"{TABLEUR}calcPr")
    if calcul is None:
        calcul = etree.Element(f"{TABLEUR}calcPr")
        _avant(racine, calcul)
    calcul.set("fullCalcOnLoad", "1")
    calcul.set("calcCompleted", "1")
    return marques.lire(etree.tostring(racine, encoding="unicode"))


def _avant(racine: etree._Element, calcul: etree._Element) -> None:
    """Put ``calcPr`` at its place in the schema's order: after the names, or after the sheets."""
    for nom in ("definedNames", "externalReferences", "functionGroups", "sheets"):
        precedent = racine.find(f"{TABLEUR}{nom}")
        if precedent is not None:
            precedent.addnext(calcul)
            return
