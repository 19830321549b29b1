"""SHA-256 of all that a document comes from: the same sum, the same document, and nothing to do again."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from maia.forms.examen import OCTETS_MAX

_PAQUETS = ("maia.forms", "maia.validators", "maia.generators", "maia.templates", "maia.lot")
_BIBLIOTHEQUES = ("isal", "Jinja2", "docxtpl", "num2words")  # a new version may write other bytes
_SAUF = "__pycache__"
ABSENTE, DOSSIER, VIDE, TROP_LOURDE = "absente", "dossier", "vide", "trop lourde"


def somme(*parties: str | bytes) -> str:
    """One sum for several values; `("ab", "c")` and `("a", "bc")` differ."""
    total = hashlib.sha256()
    for partie in parties:
        octets = partie.encode("utf-8", "backslashreplace") if isinstance(partie, str) else partie
        total.update(len(octets).to_bytes(8, "big") + octets)
    return total.hexdigest()


@cache
def programme() -> str:
    """The program: its rules, lists, amounts, templates and code, and the libraries that write bytes."""
    contenus = (element for nom in _PAQUETS for element in _contenus(files(nom), nom))
    return somme(*contenus, *(f"{nom} {version(nom)}" for nom in ("maia", *_BIBLIOTHEQUES)))


def _contenus(dossier: Traversable, nom: str) -> Iterator[str | bytes]:
    for element in sorted(dossier.iterdir(), key=lambda e: e.name):
        if element.name == _SAUF or element.name.endswith(".pyc"):
            continue
        if element.is_dir():
            yield from _contenus(element, f"{nom}/{element.name}")
        else:
            yield f"{nom}/{element.name}"
            yield hashlib.sha256(element.read_bytes()).digest()


def de_la_piece(chemin: Path) -> str:
    """A piece as it lies on the disk: the sum of its bytes, or in a word why they are not read.

    The same cases as the examination's: what has no bytes of its own (`/dev/zero`, a pipe) is never opened.
    """
    try:
        etat = chemin.stat()
        if stat.S_ISDIR(etat.st_mode):
            return DOSSIER
        if not etat.st_size or not stat.S_ISREG(etat.st_mode):
            return VIDE
        if etat.st_size > OCTETS_MAX:
            return f"{TROP_LOURDE} {etat.st_size}"
        with chemin.open("rb") as flux:
            return hashlib.file_digest(flux, "sha256").hexdigest()
    except (OSError, ValueError):
        return ABSENTE


def des_pieces(chemins: Iterable[Path], connues: dict[Path, str]) -> tuple[str, ...]:
    """The same for several; `connues` keeps what was read, for the pieces that dossiers share."""
    for chemin in (trouves := list(chemins)):
        if chemin not in connues:
            connues[chemin] = de_la_piece(chemin)
    return tuple(connues[chemin] for chemin in trouves)
