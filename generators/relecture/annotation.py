"""Word comments written into a document, each beside the paragraph it speaks of.

Source: ECMA-376 part 1, §17.13.4 (comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from maia.generators.ooxml import TYPES_DE_CONTENU, Assembleur, Paquet
from maia.generators.proprietes import arbre
from maia.generators.relecture.passages import CORPS, W

__all__ = ["annoter"]

AUTEUR: Final = "maia"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_LIENS: Final = "word/_rels/document.xml.rels"


def annoter(octets: bytes, remarques: Iterable[tuple[int | None, str]]) -> bytes:
    """The document with a comment for each remark: rank of a paragraph of the body, `None` for the first; the text.

    Comments that the document already has are kept. Raises :class:`~maia.generators.ooxml.PaquetRefuse` for a document
    that can't be read.
    """
    paquet = Paquet.lire(octets)
    corps = arbre(paquet, CORPS)
    paragraphes = list(corps.iter(f"{W}p"))
    if not paragraphes:
        return octets
    partie, parties = _partie_des_commentaires(paquet)
    racine = arbre(paquet, partie) if partie in paquet.parties else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    pris = [c.get(f"{W}id", "") for c in racine.iter(f"{W}comment")]
    suivant = 1 + max((int(numero) for numero in pris if re.fullmatch("[0-9]{1,9}", numero)), default=-1)
    for numero, (rang, texte) in enumerate(remarques, start=suivant):
        place = paragraphes[min(rang or 0, len(paragraphes) - 1)]
        _accrocher(_lisible(place, paragraphes), numero)
        racine.append(_commentaire(numero, texte))
    return Assembleur(paquet.avec({**parties, partie: _xml(racine), CORPS: _xml(corps)}), []).assembler({})


def _lisible(place: etree._Element, paragraphes: Sequence[etree._Element]) -> etree._Element:
    """The paragraph, or, in a text box, where Word allows no comment, the one that holds the box."""
    zone = next(place.iterancestors(f"{W}txbxContent"), None)
    return place if zone is None else next(zone.iterancestors(f"{W}p"), paragraphes[0])


def _accrocher(paragraphe: etree._Element, numero: int) -> None:
    """Put the marks of a comment around the whole paragraph."""
    debut = etree.Element(f"{W}commentRangeStart", {f"{W}id": str(numero)})
    proprietes = paragraphe.find(f"{W}pPr")
    if proprietes is None:
        paragraphe.insert(0, debut)
    else:
        proprietes.addnext(debut)
    etree.SubElement(paragraphe, f"{W}commentRangeEnd", {f"{W}id": str(numero)})
    course = etree.SubElement(paragraphe, f"{W}r")
    etree.SubElement(course, f"{W}commentReference", {f"{W}id": str(numero)})


def _commentaire(numero: int, texte: str) -> etree._Element:
    """A comment, a paragraph a line; no date, so that the same remarks give the same bytes."""
    commentaire = etree.Element(
        f"{W}comment", {f"{W}id": str(numero), f"{W}author": AUTEUR, f"{W}initials": AUTEUR}, nsmap={"w": W[1:-1]}
    )
    for ligne in texte.split("\n"):
        course = etree.SubElement(etree.SubElement(commentaire, f"{W}p"), f"{W}r")
        morceau = etree.SubElement(course, f"{W}t")
        morceau.text = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in ligne)
        morceau.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return commentaire


def _partie_des_commentaires(paquet: Paquet) -> tuple[str, dict[str, bytes]]:
    """The name of the part, and the parts to write so that it is declared."""
    for partie, genre in paquet.types_de_contenu.items():
        if genre == _TYPE:
            return partie, {}
    partie = "word/comments.xml" if "word/comments.xml" not in paquet.parties else "word/comments-maia.xml"
    types = arbre(paquet, TYPES_DE_CONTENU)
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{partie}", ContentType=_TYPE)
    if _LIENS in paquet.parties:
        liens = arbre(paquet, _LIENS)
    else:
        liens = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
    pris = {lien.get("Id") for lien in liens}
    libre = next(nom for n in range(1, len(pris) + 2) if (nom := f"rIdMaia{n}") not in pris)
    cible = partie.removeprefix("word/")
    etree.SubElement(liens, f"{{{_RELATIONS}}}Relationship", Id=libre, Type=_RELATION, Target=cible)
    return partie, {TYPES_DE_CONTENU: _xml(types), _LIENS: _xml(liens)}


def _xml(racine: etree._Element) -> bytes:
    return etree.tostring(racine, encoding="UTF-8", standalone=True, xml_declaration=True)
