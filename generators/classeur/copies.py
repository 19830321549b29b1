"""One sheet of a template made several: a sheet for each assessor, each site, each year.

:func:`copier` turns a template into another one, before it is compiled; nothing else of the engine knows of copies.
In the sheet that is copied, names to fill and blanks take the copy's number: ``notes`` becomes ``notes_1``, ``notes_2``;
``{{ evaluateur }}`` becomes ``{{ evaluateur_1 }}``… so that each copy is filled apart; a blank that stands elsewhere in
the workbook too (``{{ annee }}``) is the same everywhere. Elsewhere, what a function of
:data:`CUMULS` takes from the sheet is taken from each copy: ``SOMME(Notes!B5)`` becomes
``SOMME('Notes 1'!B5,'Notes 2'!B5)``, as a person would write it. Source: ECMA-376 part 1, §18.2.19 (sheets), §18.17.
"""

from __future__ import annotations

import copy
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from maia.generators.classeur.formules import Genre, Jeton, jetons
from maia.generators.classeur.lecture import CHAINES, CLASSEUR, TABLEUR, arbre, lire_partie
from maia.generators.classeur.reperes import Refus
from maia.generators.erreurs import Faute, ModeleRefuse
from maia.generators.ooxml import TYPES_DE_CONTENU, Paquet, PaquetRefuse

CUMULS: Final = frozenset({"SUM", "COUNT", "COUNTA", "AVERAGE", "MIN", "MAX"})
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLANC: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FORMULES: Final = frozenset({"f", "formula", "formula1", "formula2"})
_MAXIMUM: Final = 60


def copier(octets: bytes, modele: str, feuille: str, nombre: int) -> bytes:
    """The template with ``nombre`` copies of the sheet whose tab is ``feuille``; ``modele`` is for messages.

    Raises :class:`~maia.generators.erreurs.ModeleRefuse` when the template has no such sheet, or the sheet holds what
    can't be copied (drawing, comment, outer link), or a formula reads it outside the functions of :data:`CUMULS`.
    """
    try:
        return _copier(octets, feuille, nombre)
    except (PaquetRefuse, Refus) as refus:
        raise ModeleRefuse(modele, [Faute(str(refus))]) from refus


def _copier(octets: bytes, feuille: str, nombre: int) -> bytes:
    if not 1 <= nombre <= _MAXIMUM:
        raise Refus(f"une feuille se copie de 1 à {_MAXIMUM} fois, pas {nombre}")
    paquet = Paquet.lire(octets)
    classeur = lire_partie(paquet, CLASSEUR)
    feuilles = list(classeur.iter(f"{TABLEUR}sheet"))
    noms = [f.get("name", "") for f in feuilles]
    if feuille not in noms:
        raise Refus(f"le modèle n’a pas de feuille « {feuille} »")
    cibles = _cibles(paquet)
    source = cibles.get(feuilles[noms.index(feuille)].get(_ID, ""), "")
    if posixpath.join(posixpath.dirname(source), "_rels", f"{posixpath.basename(source)}.rels") in paquet.parties:
        raise Refus(f"la feuille « {feuille} » a un dessin, un commentaire ou un lien, que maia ne sait pas copier")
    chaines = _chaines(paquet)
    autres = {partie: arbre(paquet.parties[partie], partie) for partie in _parties(feuilles, cibles) - {source}}
    blancs = _Blancs(frozenset(_communs(paquet, autres.values(), chaines)))
    travail = _Copie(noms, feuille, [blancs.onglet(feuille, rang) for rang in range(1, nombre + 1)], blancs)
    parties = dict(paquet.parties)
    for partie, racine in autres.items():
        parties[partie] = _ecrire(travail.ailleurs(racine))
    originale = arbre(parties[source], source)
    _mettre_les_textes_en_place(originale, chaines)
    nouvelles = [source, *(f"xl/worksheets/copie{rang}.xml" for rang in range(2, nombre + 1))]
    for rang, partie in enumerate(nouvelles):
        parties[partie] = _ecrire(travail.ici(copy.deepcopy(originale), rang))
    parties[CLASSEUR] = _ecrire(travail.classeur(classeur))
    parties[_RELATIONS] = _declarer_relations(parties[_RELATIONS], nouvelles[1:])
    parties[TYPES_DE_CONTENU] = _declarer_types(parties[TYPES_DE_CONTENU], nouvelles)
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom), contenu)
    return tampon.getvalue()


@dataclass(frozen=True, slots=True)
class _Blancs:
    """How blanks take a copy's number: all but those common to the whole workbook."""

    communs: frozenset[str]

    def numeroter(self, texte: str, rang: int) -> str:
        """The blanks of a text, numbered."""
        return _BLANC.sub(lambda m: m[0] if m[1] in self.communs else f"{{{{ {m[1]}_{rang} }}}}", texte)

    def onglet(self, texte: str, rang: int) -> str:
        """A tab's name; one that has no blank of its own takes the number itself."""
        numerote = self.numeroter(texte, rang)
        return numerote if numerote != texte else f"{texte} {rang}"


class _Copie:
    """What changes in the workbook: ``noms`` its tabs, ``feuille`` the one copied, ``copies`` their tabs."""

    def __init__(self, noms: Sequence[str], feuille: str, copies: Sequence[str], blancs: _Blancs) -> None:
        self._index = {nom: rang for rang, nom in enumerate(noms)}
        self._rang = self._index[feuille]
        self._feuille = feuille
        self._copies = copies
        self._blancs = blancs

    def ici(self, racine: etree._Element, rang: int) -> etree._Element:
        """One copy of the sheet: its blanks numbered, its formulas about itself."""
        for element in racine.iter(f"{TABLEUR}*"):
            nom = etree.QName(element).localname
            if element.text and nom in _FORMULES:
                element.text = "".join(self._de(j, rang) for j in self._jetons(element.text, self._rang))
            elif element.text and "{{" in element.text:
                element.text = self._blancs.numeroter(element.text, rang + 1)
            if rang and nom == "sheetView" and "tabSelected" in element.attrib:
                del element.attrib["tabSelected"]
        return racine

    def ailleurs(self, racine: etree._Element) -> etree._Element:
        """Another sheet: what it gathers from the one copied comes from every copy."""
        for element in racine.iter(*(f"{TABLEUR}{nom}" for nom in sorted(_FORMULES))):
            if element.text and self._feuille in element.text.replace("''", "'"):
                element.text = "".join(self._cumuler(self._jetons(element.text, -1)))
        return racine

    def classeur(self, racine: etree._Element) -> etree._Element:
        """The workbook part: tabs, and names that go with the sheet."""
        (element,) = [f for f in racine.iter(f"{TABLEUR}sheet") if f.get("name") == self._feuille]
        numero = max(int(f.get("sheetId", "0")) for f in racine.iter(f"{TABLEUR}sheet"))
        element.set("name", self._copies[0])
        for rang, nom in reversed(list(enumerate(self._copies[1:], 1))):
            double = copy.deepcopy(element)
            double.set("name", nom)
            double.set("sheetId", str(numero + rang))
            double.set(_ID, f"rIdCopie{rang}")
            element.addnext(double)
        for nom_defini in list(racine.iter(f"{TABLEUR}definedName")):
            self._nom(nom_defini)
        return racine

    def _nom(self, element: etree._Element) -> None:
        locale = element.get("localSheetId")
        suite = self._jetons(element.text or "", int(locale or "-1"))
        if locale is not None and int(locale) != self._rang:
            if int(locale) > self._rang:
                element.set("localSheetId", str(int(locale) + len(self._copies) - 1))
            return
        if locale is None and not any(map(self._vise, suite)):
            return
        for rang in reversed(range(len(self._copies))):
            double = copy.deepcopy(element)
            double.text = "".join(self._de(j, rang) for j in suite)
            if locale is None:
                table, point, partie = double.get("name", "").partition(".")
                double.set("name", f"{table}_{rang + 1}{point}{partie}")
            else:
                double.set("localSheetId", str(self._rang + rang))
            element.addnext(double)
        element.getparent().remove(element)  # type: ignore[union-attr]

    # --- Formulas ---------------------------------------------------------------------------------------------------

    def _jetons(self, formule: str, feuille: int) -> list[Jeton]:
        return jetons(formule, feuille, self._index)

    def _vise(self, jeton: Jeton) -> bool:
        """Whether a token names the sheet that is copied."""
        return jeton.repere is not None and jeton.repere.nommee and jeton.repere.feuille == self._rang

    def _de(self, jeton: Jeton, rang: int) -> str:
        """The token's text, about one copy."""
        if not self._vise(jeton):
            return jeton.texte
        onglet = self._copies[rang].replace("'", "''")
        return f"'{onglet}'!{jeton.texte.rpartition('!')[2]}"

    def _cumuler(self, suite: Sequence[Jeton]) -> Iterator[str]:
        """The formula, each argument of a function of `CUMULS` that names the sheet written once a copy."""
        rang = 0
        while rang < len(suite):
            jeton = suite[rang]
            if jeton.genre is not Genre.FONCTION:
                if self._vise(jeton):
                    formule = "".join(j.texte for j in suite)
                    connues = ", ".join(sorted(CUMULS))
                    raise Refus(f"la formule « {formule} » lit la feuille « {self._feuille} » hors de {connues}")
                yield jeton.texte
                rang += 1
                continue
            arguments, fin = _arguments(suite, rang + 1)
            yield jeton.texte
            yield ",".join(
                texte for a in arguments for texte in self._argument(a, cumul=jeton.texte[:-1].upper() in CUMULS)
            )
            yield ")"
            rang = fin + 1

    def _argument(self, argument: Sequence[Jeton], *, cumul: bool) -> Iterator[str]:
        if cumul and any(map(self._vise, argument)):
            for rang in range(len(self._copies)):
                yield "".join(self._de(j, rang) for j in argument)
        else:
            yield "".join(self._cumuler(argument))


def _arguments(suite: Sequence[Jeton], debut: int) -> tuple[list[list[Jeton]], int]:
    """The arguments of the function opened just before ``debut``, and the rank of its closing parenthesis."""
    arguments: list[list[Jeton]] = [[]]
    profondeur = 0
    for rang in range(debut, len(suite)):
        jeton = suite[rang]
        if jeton.genre is Genre.FONCTION or jeton.texte == "(":
            profondeur += 1
        elif jeton.texte == ")" and jeton.genre is Genre.SIGNE:
            if not profondeur:
                return arguments, rang
            profondeur -= 1
        if jeton.texte == "," and jeton.genre is Genre.SIGNE and not profondeur:
            arguments.append([])
        else:
            arguments[-1].append(jeton)
    raise Refus(f"la formule « {''.join(j.texte for j in suite)} » a une parenthèse mal fermée")


# --- Parts ----------------------------------------------------------------------------------------------------------


def _cibles(paquet: Paquet) -> Mapping[str, str]:
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in lire_partie(paquet, _RELATIONS)
    }


def _parties(feuilles: Sequence[etree._Element], cibles: Mapping[str, str]) -> set[str]:
    """The parts of the sheets."""
    return {cibles.get(element.get(_ID, ""), "") for element in feuilles}


def _chaines(paquet: Paquet) -> list[etree._Element]:
    return arbre(paquet.parties[CHAINES], CHAINES).findall(f"{TABLEUR}si") if CHAINES in paquet.parties else []


def _communs(paquet: Paquet, autres: Iterable[etree._Element], chaines: Sequence[etree._Element]) -> Iterator[str]:
    """The blanks that stand out of the sheet that is copied: in other sheets, formulas aside, and in the properties."""
    yield from _BLANC.findall(paquet.parties.get("docProps/core.xml", b"").decode())
    for racine in autres:
        for element in racine.iter(f"{TABLEUR}*"):
            if element.text and etree.QName(element).localname not in _FORMULES:
                yield from _BLANC.findall(element.text)
        for cellule in racine.iter(f"{TABLEUR}c"):
            if cellule.get("t") == "s":
                textes = chaines[int(cellule.findtext(f"{TABLEUR}v") or "0")].iter(f"{TABLEUR}t")
                yield from _BLANC.findall("".join(t.text or "" for t in textes))


def _mettre_les_textes_en_place(racine: etree._Element, chaines: Sequence[etree._Element]) -> None:
    """Shared texts that hold blanks written in their cells, since each copy has its own."""
    for cellule in racine.iter(f"{TABLEUR}c"):
        valeur = cellule.find(f"{TABLEUR}v")
        if cellule.get("t") != "s" or valeur is None:
            continue
        chaine = chaines[int(valeur.text or "0")]
        if any("{{" in (t.text or "") for t in chaine.iter(f"{TABLEUR}t")):
            cellule.set("t", "inlineStr")
            cellule.remove(valeur)
            ici = etree.SubElement(cellule, f"{TABLEUR}is")
            ici.extend(copy.deepcopy(enfant) for enfant in chaine)


def _declarer_relations(octets: bytes, parties: Sequence[str]) -> bytes:
    racine = arbre(octets, _RELATIONS)
    espace = racine.tag.partition("}")[0] + "}"
    for rang, partie in enumerate(parties, 1):
        relation = etree.SubElement(racine, f"{espace}Relationship")
        relation.set("Id", f"rIdCopie{rang}")
        relation.set("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet")
        relation.set("Target", f"/{partie}")
    return _ecrire(racine)


def _declarer_types(octets: bytes, parties: Sequence[str]) -> bytes:
    racine = arbre(octets, TYPES_DE_CONTENU)
    (modele,) = [e for e in racine if e.get("PartName") == f"/{parties[0]}"]
    for partie in parties[1:]:
        double = copy.deepcopy(modele)
        double.set("PartName", f"/{partie}")
        racine.append(double)
    return _ecrire(racine)


def _ecrire(racine: etree._Element) -> bytes:
    return etree.tostring(racine, encoding="UTF-8", standalone=True, xml_declaration=True)
