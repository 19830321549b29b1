"""Making a document: its function fills the fields, its engine, compiled once, fills the template."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from maia.generators.documents import Champs, Document, documents

if TYPE_CHECKING:
    from maia.generators.classeur import ModeleExcel
    from maia.generators.word import ModeleWord

_MODULES = ("budget", "convention")
"""Modules that register documents; a new family of documents is named here."""


def catalogue() -> dict[str, Document]:
    """Every document by its command-line name, in the order in which a file is put together."""
    for module in _MODULES:
        importlib.import_module(f"maia.generators.{module}")
    return dict(documents())


def rendre(document: Document, champs: Champs) -> bytes:
    """The document's bytes; the same fields always give the same bytes."""
    return _modele(document.modele, document.format).rendre(champs.valeurs)


@cache
def _modele(nom: str, forme: str) -> ModeleWord | ModeleExcel:
    octets = files("maia.templates").joinpath(nom).read_bytes()
    if forme == "xlsx":
        from maia.generators.classeur import ModeleExcel  # noqa: PLC0415 - each engine only where it serves

        return ModeleExcel.compiler(octets, nom)
    from maia.generators.word import ModeleWord  # noqa: PLC0415

    return ModeleWord.compiler(octets, nom)
