"""Reading our own data files: they travel in the package and are read with the same strict reader as a dossier."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from maia.forms.lecture import Illisible, analyser


def lire_donnees(nom: str) -> Any:
    """The content of `forms/<nom>`, every scalar as text; a data file of ours that can't be read is a defect."""
    lu = analyser(files("maia.forms").joinpath(nom).read_bytes(), nom)
    if isinstance(lu, Illisible):
        raise TypeError(f"{nom}:{lu.ligne}:{lu.colonne} {lu.message}")
    return lu.valeur
