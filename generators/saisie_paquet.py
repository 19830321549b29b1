"""Texts of a workbook moved to its shared strings, where Excel keeps them: openpyxl writes each in its own cell."""

from __future__ import annotations

import re

from lxml import etree

from maia.generators.ooxml import TYPES_DE_CONTENU, Assembleur, Paquet

_T = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FEUILLE = re.compile(r"xl/worksheets/[^/]+\.xml")
_PARTAGES = "xl/sharedStrings.xml"
_PROPRIETES = "docProps/core.xml"
_DATE = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(</)")  # the clock must not show in the bytes
_ACCOLADES = re.compile(r"[{}]")
_STYLES = "xl/styles.xml"
_POLICE = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_LIENS = "xl/_rels/workbook.xml.rels"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_LIEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def textes_partages(octets: bytes) -> tuple[bytes, bytes]:
    """The same workbook, which openpyxl made, each of its texts written once in `xl/sharedStrings.xml`.

    Returns the workbook, where texts with braces are masked, and the true part: our engine would take `{{` for a
    blank to fill. `avec_textes` puts the true part back.
    """
    paquet = Paquet.lire(octets)
    rangs: dict[str, int] = {}
    emplois = 0
    remplacees: dict[str, bytes] = {}
    for nom, brut in paquet.parties.items():
        if not _FEUILLE.fullmatch(nom):
            continue
        racine = etree.fromstring(brut)
        for cellule in racine.iter(f"{_T}c"):
            if cellule.get("t") != "inlineStr":
                continue
            texte = "".join(t.text or "" for t in cellule.iter(f"{_T}t"))
            for enfant in list(cellule):
                cellule.remove(enfant)
            cellule.set("t", "s")
            etree.SubElement(cellule, f"{_T}v").text = str(rangs.setdefault(texte, len(rangs)))
            emplois += 1
        remplacees[nom] = _ecrire(racine)
    remplacees[_PARTAGES] = _table(["-" if _ACCOLADES.search(texte) else texte for texte in rangs], emplois)
    declarees = {
        TYPES_DE_CONTENU: _ajoute(
            paquet.parties[TYPES_DE_CONTENU], "Override", PartName=f"/{_PARTAGES}", ContentType=_TYPE
        ),
        _LIENS: _ajoute(paquet.parties[_LIENS], "Relationship", Id="rIdTextes", Type=_LIEN, Target=f"/{_PARTAGES}"),
    }
    remplacees[_STYLES] = _polices_en_ordre(paquet.parties[_STYLES])
    remplacees[_PROPRIETES] = _DATE.sub(rb"\g<1>2012-01-01T00:00:00Z\g<2>", paquet.parties[_PROPRIETES])
    return Assembleur(paquet.avec(remplacees | declarees), ()).assembler({}), _table(list(rangs), emplois)


def avec_textes(octets: bytes, textes: bytes) -> bytes:
    """The workbook with its true texts."""
    return Assembleur(Paquet.lire(octets).avec({_PARTAGES: textes}), ()).assembler({})


def _polices_en_ordre(brut: bytes) -> bytes:
    """The styles, what makes a font written in the order of the schema."""
    racine = etree.fromstring(brut)
    for police in racine.iter(f"{_T}font"):
        police[:] = sorted(police, key=lambda e: _POLICE.index(etree.QName(e).localname))
    return _ecrire(racine)


def _ajoute(brut: bytes, nom: str, **attributs: str) -> bytes:
    """A list of parts or of links with one more, unless it is there already."""
    racine = etree.fromstring(brut)
    if _PARTAGES.rpartition("/")[2].encode() not in brut:
        espace = etree.QName(racine).namespace
        etree.SubElement(racine, f"{{{espace}}}{nom}", attrib=attributs)
    return _ecrire(racine)


def _ecrire(racine: etree._Element) -> bytes:
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def _table(textes: list[str], emplois: int) -> bytes:
    racine = etree.fromstring(f'<sst xmlns="{_T[1:-1]}"/>'.encode())
    racine.set("count", str(emplois))
    racine.set("uniqueCount", str(len(textes)))
    for texte in textes:
        element = etree.SubElement(etree.SubElement(racine, f"{_T}si"), f"{_T}t")
        element.text = texte
        element.set(_ESPACE, "preserve")
    return _ecrire(racine)
