"""What travels inside each produced Word and Excel file: where it comes from, as custom properties.

A convention comes home weeks later, edited, under another name: the file itself must say what it was made from. Word,
Excel and LibreOffice all keep the custom properties (``docProps/custom.xml``) when they save, and a text of 255
characters at most is safe in each of them: longer data are deflated, written in base64 and cut into numbered pieces.

=========================  ==========================================================================================
``maia.document``          the document's name on the command line (``convention-annuelle``)
``maia.dossier``           name of the dossier's file, without its folder
``maia.dossier.sha256``    SHA-256 of that file; ``maia.source.01``… are its bytes
``maia.campagne``          the campaign, as it was named
``maia.regles``            the program's version and the fingerprint of its catalogue of rules
``maia.modele.sha256``     SHA-256 of the template that was filled
``maia.champs.sha256``     SHA-256 of the values that filled it; ``maia.champs.01``… are these values, in JSON
=========================  ==========================================================================================

The fingerprints tell a damaged or patched file; anyone may compute them again: they are no signature.

Source: ECMA-376 part 1, §22.3 (custom properties).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pydantic_core import to_json

from maia.generators.ooxml import BALISES_XML, TYPES_DE_CONTENU, Paquet, PaquetRefuse, deflate

__all__ = ["PREFIXE", "RELATION", "Origine", "Tampon", "arbre", "en_json"]

PREFIXE: Final = "maia."
"""Every property of ours begins so; any other belongs to the template's author and is kept."""

RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
LONGUEUR: Final = 252  # characters in a property: under Office's 255, and whole base64 groups
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPRIETES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALEURS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_FMTID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PREMIER: Final = 2  # 0 and 1 are taken by OLE itself
_ENTETE: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_PROPRIETES}" xmlns:vt="{_VALEURS}">'
)


@dataclass(frozen=True)
class Origine:
    """What a document is made from; one for each dossier, its pieces are computed once.

    ``fichier`` and ``source`` are the dossier's file name and bytes, ``campagne`` the campaign as it was named,
    ``regles`` the version of the rules.
    """

    fichier: str
    source: bytes
    campagne: str
    regles: str

    @cached_property
    def proprietes(self) -> tuple[str, ...]:
        """The properties that all the documents of the dossier share, written but for their number."""
        return (
            *_propriete("dossier", self.fichier),
            *_propriete("campagne", self.campagne),
            *_propriete("regles", self.regles),
            *_morceaux("dossier", "source", self.source),
        )


@dataclass(frozen=True, slots=True)
class Tampon:
    """What it takes to stamp the documents made from one template.

    ``partie`` is the name of the part, ``propres`` the properties of the template's author, ``empreinte`` the
    template's SHA-256.
    """

    partie: str
    propres: tuple[str, ...]
    empreinte: str

    @classmethod
    def preparer(cls, octets: bytes) -> tuple[Tampon, Paquet]:
        """The stamp, and the template's package where the part is declared and absent: each document brings its own.

        Raises :class:`PaquetRefuse` as :meth:`Paquet.lire` does, and for an unreadable list of parts or properties.
        """
        paquet = Paquet.lire(octets)
        relations = arbre(paquet, "_rels/.rels")
        cible = next((r.get("Target", "") for r in relations if r.get("Type") == RELATION), "")
        partie = cible.removeprefix("/") or "docProps/custom.xml"
        if b"{{" in paquet.parties.get(partie, b""):
            raise PaquetRefuse(f"La partie « {partie} » contient des balises, qui n’y seraient pas remplacées.")
        propres = tuple(_propres(arbre(paquet, partie))) if partie in paquet.parties else ()
        if not cible:
            pris = {r.get("Id") for r in relations}
            libre = next(nom for n in range(1, len(pris) + 2) if (nom := f"rIdMaia{n}") not in pris)
            etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id=libre, Type=RELATION, Target=partie)
        remplacees = {"_rels/.rels": _octets(relations)}
        if paquet.types_de_contenu.get(partie) != _TYPE:
            types = arbre(paquet, TYPES_DE_CONTENU)
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{partie}", ContentType=_TYPE)
            remplacees[TYPES_DE_CONTENU] = _octets(types)
        tampon = cls(partie, propres, hashlib.sha256(octets).hexdigest())
        return tampon, paquet.sans(partie).avec(remplacees)

    def ecrire(self, document: str, origine: Origine, champs: Mapping[str, object] | None) -> bytes:
        """The part, for a document of this name; with its fields when it is one that may be read back."""
        suites = [
            *self.propres,
            *_propriete("document", document),
            *_propriete("modele.sha256", self.empreinte),
            *origine.proprietes,
        ]
        if champs is not None:
            suites += _morceaux("champs", "champs", en_json(champs))
        xml = "".join(
            f'<property fmtid="{_FMTID}" pid="{pid}" {suite}' for pid, suite in enumerate(suites, start=_PREMIER)
        )
        return f"{_ENTETE}{xml}</Properties>".encode()


def en_json(champs: Mapping[str, object]) -> bytes:
    """The values of a Word document's fields; reading them back fills the same template with the same text."""
    return to_json(champs)  # four times quicker than json.dumps: this is done for each document


def _propriete(nom: str, valeur: str) -> Iterator[str]:
    texte = valeur[-LONGUEUR:]
    if not texte.isprintable():  # a file name may hold what XML may not
        texte = "".join(c if c.isprintable() else "\ufffd" for c in texte)
    yield f'name="{PREFIXE}{nom}"><vt:lpwstr>{escape(texte)}</vt:lpwstr></property>'


def _morceaux(empreinte: str, nom: str, octets: bytes) -> Iterator[str]:
    """The fingerprint of these bytes, then the bytes, in pieces."""
    yield from _propriete(f"{empreinte}.sha256", hashlib.sha256(octets).hexdigest())
    texte = base64.b64encode(deflate(octets)).decode()
    debut, fin = (
        f'name="{PREFIXE}{nom}.',
        "</vt:lpwstr></property>",
    )  # base64 needs no escape: this is done for each document
    for rang, place in enumerate(range(0, len(texte), LONGUEUR), start=1):
        yield f'{debut}{rang:02d}"><vt:lpwstr>{texte[place : place + LONGUEUR]}{fin}'


def _propres(racine: etree._Element) -> Iterator[str]:
    """The author's properties, written as ours are: all but the number; those of ours that the file held go."""
    for element in racine.findall(f"{{{_PROPRIETES}}}property"):
        if element.get("name", "").startswith(PREFIXE):
            continue
        attributs = "".join(
            f"{cle!s}={quoteattr(str(valeur))} "
            for cle, valeur in element.attrib.items()
            if cle not in ("pid", "fmtid")
        )
        valeurs = "".join(etree.tostring(enfant, encoding="unicode", with_tail=False) for enfant in element)
        yield f"{attributs.rstrip()}>{valeurs}</property>"


def arbre(paquet: Paquet, nom: str) -> etree._Element:
    """A part as a tree. Raises :class:`PaquetRefuse`: absent, not XML, huge, or with a DOCTYPE, where bombs hide."""
    octets = paquet.parties.get(nom, b"")
    if b"<!DOCTYPE" in octets[:4096]:  # before reading it: entities are expanded as they are met
        raise PaquetRefuse(f"La partie « {nom} » contient une déclaration DOCTYPE, que Word n’écrit jamais.")
    if octets.count(b"<") > BALISES_XML:
        raise PaquetRefuse(f"La partie « {nom} » est trop longue pour être lue.")
    lecteur = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        racine = etree.fromstring(octets, lecteur)
    except etree.XMLSyntaxError:
        raise PaquetRefuse(f"La partie « {nom} » est absente ou illisible.") from None
    if getattr(racine.getroottree().docinfo, "doctype", ""):
        raise PaquetRefuse(f"La partie « {nom} » contient une déclaration DOCTYPE, que Word n’écrit jamais.")
    return racine


def _octets(racine: etree._Element) -> bytes:
    return etree.tostring(racine, encoding="UTF-8", standalone=True, xml_declaration=True)
