"""Our template in another engine's dialect, tag for tag, so that everyone fills the same document.

Only what the official templates use is translated; anything else stops the bench rather than favour someone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from bench.bilan import Arret
from bench.pairs.dialectes import Chemin, Condition, Dialecte

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHEMIN = r"[a-z_]\w*(?:\.\w+)*"
_CHAMP = re.compile(r"\{\{ *(" + _CHEMIN + r") *\}\}")
_BALISE = re.compile(r"\{% *(?:(if) +(" + _CHEMIN + r")|(else)|(endif)) *%\}")
_PARAGRAPHE = re.compile(r"^\{%p *(?:(if) +(" + _CHEMIN + r")|(else)|(endif)) *%\}$")
_LIGNE = re.compile(r"^\{%tr *(?:(for) +(\w+) +in +(" + _CHEMIN + r")|(endfor)) *%\}$")
_RESTE = re.compile(r"\{[{%]")

Boucles = dict[etree._Element, tuple[str, tuple[str, ...]]]


class Intraduisible(Arret):
    """A tag that has no translation here."""


def traduire(modele: bytes, dialecte: Dialecte) -> bytes:
    """The template `modele` (docxtpl's tags) in `dialecte`; parts without a tag are copied as they are."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(modele)) as entree, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom in entree.namelist():
            octets = entree.read(nom)
            if nom.endswith(".xml") and _RESTE.search(octets.decode("utf-8")):
                octets = _partie(octets, dialecte)
            archive.writestr(nom, octets)
    return sortie.getvalue()


def _partie(octets: bytes, dialecte: Dialecte) -> bytes:
    racine = etree.fromstring(octets)
    boucles, balises = _boucles(racine)
    ouverts: list[Condition] = []
    for element in racine.iter():
        if isinstance(element.tag, str) and element.text and not element.text.startswith(("{%p", "{%tr")):
            element.text = _texte(element.text, _Portee(element, boucles), dialecte, ouverts)
    if ouverts:
        raise Intraduisible("modèle : {% if %} sans {% endif %}")
    _paragraphes(racine, boucles, dialecte)
    for debut, corps, fin, variable, chemin in balises:
        _lignes(debut, corps, fin, variable, chemin, dialecte)
    traduit = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    texte = traduit.decode("utf-8")
    if reste := _RESTE.search(texte):
        raise Intraduisible(f"modèle intraduisible pour {dialecte.nom} : {texte[reste.start() : reste.start() + 80]}")
    return traduit


class _Portee:
    """Resolves the paths of one element: those that start with the variable of a loop around it belong to the loop."""

    def __init__(self, element: etree._Element, boucles: Boucles) -> None:
        self._boucle = next((boucles[e] for e in element.iterancestors(W + "tr") if e in boucles), None)

    def chemin(self, texte: str) -> Chemin:
        noms = tuple(texte.split("."))
        if self._boucle and noms[0] == self._boucle[0]:
            return Chemin(noms, self._boucle[1])
        return Chemin(noms)


def _texte(texte: str, portee: _Portee, dialecte: Dialecte, ouverts: list[Condition]) -> str:
    def ouvrir(condition: Condition) -> str:
        ferme = dialecte.fin(ouverts[-1]) if ouverts and not dialecte.imbrique else ""
        ouverts.append(condition)
        return ferme + dialecte.si(ouverts)

    def fermer() -> str:
        ferme = dialecte.fin(ouverts.pop())
        return ferme + (dialecte.si(ouverts) if ouverts and not dialecte.imbrique else "")

    def balise(m: re.Match[str]) -> str:
        if m[1]:
            return ouvrir(Condition(portee.chemin(m[2]), vrai=True))
        chemin, _ = ouverts[-1]
        ferme = fermer()
        return ferme + ouvrir(Condition(chemin, vrai=False)) if m[3] else ferme

    return _BALISE.sub(balise, _CHAMP.sub(lambda m: dialecte.champ(portee.chemin(m[1])), texte))


def _dit(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


# --- Rows -----------------------------------------------------------------------------------------------------------

Balises = tuple[etree._Element, list[etree._Element], etree._Element, str, tuple[str, ...]]


def _boucles(racine: etree._Element) -> tuple[Boucles, list[Balises]]:
    """The loop that each repeated row belongs to, and every loop: its two rows of tags and the rows between."""
    boucles: Boucles = {}
    balises: list[Balises] = []
    for table in racine.iter(W + "tbl"):
        ouverte: tuple[etree._Element, str, tuple[str, ...]] | None = None
        corps: list[etree._Element] = []
        for ligne in table.iterchildren(W + "tr"):
            m = _LIGNE.match(_dit(ligne))
            if m and m[1]:
                ouverte, corps = (ligne, m[2], tuple(m[3].split("."))), []
            elif m and ouverte:
                balises.append((ouverte[0], corps, ligne, ouverte[1], ouverte[2]))
                boucles.update((e, (ouverte[1], ouverte[2])) for e in corps)
                ouverte = None
            elif ouverte:
                corps.append(ligne)
    return boucles, balises


def _lignes(
    debut: etree._Element,
    corps: list[etree._Element],
    fin: etree._Element,
    variable: str,
    noms: tuple[str, ...],
    dialecte: Dialecte,
) -> None:
    chemin = Chemin(noms)
    ouvre, ferme = dialecte.boucle(chemin, variable), dialecte.fin_boucle(chemin, variable)
    if dialecte.lignes_balises:
        _ecrire(debut, ouvre)
        _ecrire(fin, ferme)
    elif ouvre:
        textes = [t for ligne in corps for t in ligne.iter(W + "t")]
        textes[0].text = ouvre + (textes[0].text or "")
        textes[-1].text = (textes[-1].text or "") + ferme
        _oter(debut, fin)
    else:  # the row after the first one closes the loop
        _ecrire(fin, ferme)
        _oter(debut)


def _ecrire(element: etree._Element, texte: str) -> None:
    premier, *autres = element.iter(W + "t")
    premier.text = texte
    for autre in autres:
        autre.text = ""


def _oter(*elements: etree._Element) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


# --- Paragraphs -----------------------------------------------------------------------------------------------------


def _paragraphes(racine: etree._Element, boucles: Boucles, dialecte: Dialecte) -> None:
    """Translate `{%p if %}` … `{%p else %}` … `{%p endif %}`, the innermost first."""
    marques = [p for p in racine.iter(W + "p") if _PARAGRAPHE.match(_dit(p))]
    for conteneur in dict.fromkeys(parent for p in marques if (parent := p.getparent()) is not None):
        pile: list[list[etree._Element]] = []
        for element in list(conteneur):
            m = _PARAGRAPHE.match(_dit(element)) if element.tag == W + "p" else None
            if m and m[1]:
                pile.append([element])
            elif m and m[3]:
                pile[-1].append(element)
            elif m:
                _condition([*pile.pop(), element], boucles, dialecte)


def _condition(marques: list[etree._Element], boucles: Boucles, dialecte: Dialecte) -> None:
    m = _PARAGRAPHE.match(_dit(marques[0]))
    if m is None:
        raise Intraduisible(f"modèle intraduisible : {_dit(marques[0])}")
    chemin = _Portee(marques[0], boucles).chemin(m[2])
    for vrai, debut, fin in zip((True, False), marques, marques[1:], strict=False):
        condition = Condition(chemin, vrai)
        entre = list(_entre(debut, fin))
        if dialecte.paragraphes_balises or any(e.tag != W + "p" for e in (entre[0], entre[-1])):
            debut.addnext(_copie(debut, dialecte.si([condition])))
            fin.addprevious(_copie(fin, dialecte.fin(condition)))
        else:
            _premier(entre[0]).text = dialecte.si([condition], blocs=True) + (_premier(entre[0]).text or "")
            dernier = list(entre[-1].iter(W + "t"))[-1]
            dernier.text = (dernier.text or "") + dialecte.fin(condition)
    _oter(*marques)


def _entre(debut: etree._Element, fin: etree._Element) -> Iterator[etree._Element]:
    for element in debut.itersiblings():
        if element is fin:
            return
        yield element


def _premier(paragraphe: etree._Element) -> etree._Element:
    return next(paragraphe.iter(W + "t"))


def _copie(paragraphe: etree._Element, texte: str) -> etree._Element:
    copie = deepcopy(paragraphe)
    _ecrire(copie, texte)
    return copie
