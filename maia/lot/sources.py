"""What a batch is given on the command line: files, folders of dossiers, `*.yaml` → the files to read, in order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from maia.forms.dossier import FORMULAIRE
from maia.forms.francais import sans_accents

_SUFFIXES = (".yaml", ".yml")
_FORMULAIRE = re.compile(rb"^formulaire[ \t]*:[ \t]*[\"']?([^\r\n\"'#]+)", re.MULTILINE)
_DEBUT = 65_536  # bytes looked at: a form says what it is on its first lines


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read, once each, and those of the folders that say they are another form (an ARS's file, a PSI)."""

    fichiers: tuple[Path, ...]
    ecartes: tuple[Path, ...] = ()


def sources(arguments: Iterable[str], sortie: Path) -> Sources:
    """Spread out what was typed, in that order; a folder gives its YAML files, by name, those of its sub-folders included.

    A file named by its own path is always kept, so that a mistake in it is reported. Hidden folders and `sortie` are not
    entered. Two ways to the same file count once.
    """
    retenus: dict[str, Path] = {}
    ecartes: dict[str, Path] = {}
    for chemin in _etendre(arguments):
        if not chemin.is_dir():
            retenus.setdefault(os.path.realpath(chemin), chemin)
            continue
        for fichier in _du_dossier(chemin, os.path.realpath(sortie)):
            ou = ecartes if _autre_formulaire(fichier) else retenus
            ou.setdefault(os.path.realpath(fichier), fichier)
    return Sources(tuple(retenus.values()), tuple(c for cle, c in ecartes.items() if cle not in retenus))


def _etendre(arguments: Iterable[str]) -> Iterator[Path]:
    """`dossiers/*.yaml` is spread out here for the shells that don't (Windows)."""
    for argument in arguments:
        motif = any(signe in argument for signe in "*?[") and not os.path.lexists(argument)
        trouves = sorted(glob.glob(argument)) if motif else []  # noqa: PTH207 - the pattern may be absolute
        yield from map(Path, trouves or [argument])


def _du_dossier(dossier: Path, sortie: str) -> Iterator[Path]:
    for racine, dossiers, fichiers in os.walk(dossier):
        dossiers[:] = sorted(
            nom for nom in dossiers if not nom.startswith(".") and os.path.realpath(Path(racine, nom)) != sortie
        )
        for nom in sorted(fichiers):
            chemin = Path(racine, nom)
            if (
                nom.lower().endswith(_SUFFIXES)
                and not nom.startswith(".")
                and (chemin.is_file() or chemin.is_symlink())
            ):
                yield chemin


def _autre_formulaire(fichier: Path) -> bool:
    """Whether the file says on its first lines that it is not a dossier; one that says nothing is taken for one."""
    try:
        if not fichier.is_file():  # a link to a pipe would be waited for, for ever
            return False
        with fichier.open("rb") as flux:
            debut = flux.read(_DEBUT)
    except OSError:
        return False
    dit = _FORMULAIRE.search(debut)
    if dit is None:
        return False
    return sans_accents(dit[1].decode("utf-8", "replace").strip()) not in (
        sans_accents(FORMULAIRE),
        "dossier",
        "candidature",
    )
