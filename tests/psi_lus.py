"""What the tests of the PSI share: plans made by hand, and their PDF read back."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from maia.forms.lecture import Illisible, analyser
from maia.forms.psi import Psi
from maia.forms.saisie import lire_modele
from maia.generators.chiffrement import normaliser
from maia.generators.pdf import Donnee
from maia.generators.psi import psi
from tests.depot import RACINE

EXEMPLES = sorted((RACINE / "samples" / "psi").glob("*.yaml"))


def plan(octets: bytes) -> Psi:
    lecture = analyser(octets, "psi.yaml")
    assert not isinstance(lecture, Illisible), lecture.message
    saisie = lire_modele(lecture, Psi)
    assert saisie.fautes == ()
    assert saisie.valeur is not None
    return saisie.valeur


def psi_de(**suite: Any) -> Psi:
    return Psi.model_validate({"date": "14/01/2013", **suite})


def besoins(nombre: int, texte: str = "Améliorer la mobilité") -> list[dict[str, str]]:
    return [
        {"numero": str(n), "prioritaire": "oui" if n % 3 == 1 else "non", "texte": f"{texte}, {n}"}
        for n in range(1, nombre + 1)
    ]


@cache
def exemple(chemin: Path) -> bytes:
    source = chemin.read_bytes()
    return psi(plan(source), source)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def serre(texte: str) -> str:
    """Without spaces, line breaks or kinds of apostrophe: what a column's width or typography may change."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", texte).replace("’", "'").replace("…", "..."))


def textes(donnee: Donnee) -> Iterator[str]:
    if isinstance(donnee, str):
        yield donnee
    elif isinstance(donnee, dict):
        yield from (t for v in donnee.values() for t in textes(v))
    elif isinstance(donnee, list):
        yield from (t for v in donnee for t in textes(v))


def balises(element: Any) -> Iterator[DictionaryObject]:
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for enfant in element:
            yield from balises(enfant)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from balises(element["/K"])


def dechiffrer(pdf: bytes, mot_de_passe: str) -> bytes | None:
    """What was encrypted, or `None` when the password is not the right one."""
    sortie = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf), password=normaliser(mot_de_passe)) as document:
            document.save(sortie, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError:
        return None
    return sortie.getvalue()
