"""Making a document: its function fills the fields, its engine, compiled once, fills the template."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from maia.forms.ars import ANNUELLE, PLURIANNUELLE, Ars
from maia.generators.documents import Champs, Document, documents
from maia.generators.erreurs import Faute, ModeleRefuse
from maia.generators.ooxml import Assembleur, PaquetRefuse, joindre
from maia.generators.proprietes import Origine, Tampon

if TYPE_CHECKING:
    from maia.generators.classeur import ModeleExcel
    from maia.generators.word import ModeleWord

_MODULES = (
    "demande",
    "budget",
    "engagements",
    "pieces_du_porteur",
    "convention",
    "convention_pluriannuelle",
    "avenant",
    "courriers",
    "releve",
)
"""Modules that register documents; a new family of documents is named here."""

_COMPILES = 64  # templates kept compiled, some 2 MB each at most


def catalogue() -> dict[str, Document]:
    """Every document by its command-line name, in the order in which a file is put together."""
    modules = [importlib.import_module(f"maia.generators.{module}").__name__ for module in _MODULES]
    # Whoever imports one of these modules first must not change the order.
    rangs = {module: rang for rang, module in enumerate(modules)}
    connus = documents().items()
    return dict(sorted(connus, key=lambda paire: rangs.get(paire[1].champs.__module__, len(rangs))))


def document_nomme(nom: str) -> Document | None:
    """The document that the command line calls so; the name of one made for a year ends with it: `avenant-2013`."""
    connus = catalogue()
    base, _, annee = nom.rpartition("-")
    if re.fullmatch("[0-9]{4}", annee) and base in connus and connus[base].annuel:
        return connus[base].de_l_annee(int(annee))
    document = connus.get(nom)
    return None if document is None or document.annuel else document


def par_defaut(a: Ars | None) -> list[str]:
    """What is made when no document is named: with the ARS's file, the one convention that it chose (CIRC §2.1 al. 2).

    What is made for a year, or tells of the instruction (letters, record), has to be named.
    """
    autres = {f"convention-{genre}" for genre in (ANNUELLE, PLURIANNUELLE)}
    if a is not None:
        autres.remove(f"convention-{a.convention.type or ANNUELLE}")
    return [
        nom
        for nom, d in catalogue().items()
        if nom not in autres and not d.annuel and not d.instruction and (a is not None or not d.ars)
    ]


def rendre(
    document: Document,
    champs: Champs,
    *,
    modeles: Mapping[str, bytes] | None = None,
    origine: Origine | None = None,
) -> bytes:
    """The document's bytes; the same arguments always give the same bytes.

    ``modeles`` holds the user's own templates, file name → bytes, read by the caller: one that bears the name of
    ``document.modele`` takes the place of ours. ``origine`` is what the document is made from; it travels in the
    file's custom properties (:mod:`~maia.generators.proprietes`). Make one for each dossier: it keeps what it computed.

    Raises :class:`~maia.generators.erreurs.ModeleRefuse` for a template that the engine refuses, and
    :class:`~maia.generators.erreurs.RenduImpossible` for one that asks for a field the document has not: neither
    happens with our own templates.
    """
    octets = (modeles or {}).get(document.modele)
    if origine is None:
        return _compiler(document.modele, document.format, octets).rendre(champs.valeurs)
    tampon, modele = _tamponner(document.modele, document.format, octets)
    partie = tampon.ecrire(document.nom, origine, champs.valeurs if document.relisible else None)
    return joindre(modele.rendre(champs.valeurs), tampon.partie, partie)


def modele_officiel(nom: str) -> bytes:
    """The bytes of the template that the product comes with."""
    return files("maia.templates").joinpath(nom).read_bytes()


@lru_cache(_COMPILES)
def _tamponner(nom: str, forme: str, octets: bytes | None) -> tuple[Tampon, ModeleWord | ModeleExcel]:
    """The template compiled for documents that say where they come from; `None` stands for our own."""
    try:
        tampon, paquet = Tampon.preparer(modele_officiel(nom) if octets is None else octets)
    except PaquetRefuse as refus:
        raise ModeleRefuse(nom, [Faute(str(refus))]) from refus
    return tampon, _moteur(nom, forme, Assembleur(paquet, []).assembler({}))


@lru_cache(_COMPILES)
def _compiler(nom: str, forme: str, octets: bytes | None) -> ModeleWord | ModeleExcel:
    """The template as it is; `None` stands for our own."""
    return _moteur(nom, forme, modele_officiel(nom) if octets is None else octets)


def _moteur(nom: str, forme: str, octets: bytes) -> ModeleWord | ModeleExcel:
    if forme == "xlsx":
        from maia.generators.classeur import ModeleExcel  # noqa: PLC0415 - each engine only where it serves

        return ModeleExcel.compiler(octets, nom)
    from maia.generators.word import ModeleWord  # noqa: PLC0415

    return ModeleWord.compiler(octets, nom)
