"""The JavaScript engines: their templates, translated from ours, and their command lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.donnees import CONVENTION
from bench.installation import ICI, node
from bench.pairs.dialectes import DIALECTES
from bench.pairs.traduction import traduire


def commandes(dossier: Path) -> dict[str, Sequence[str]]:
    """By engine, what starts it on its own translation of the convention's template, written in `dossier`."""
    programme, modele = str(node()), CONVENTION.read_bytes()
    lignes: dict[str, Sequence[str]] = {}
    for nom, dialecte in DIALECTES.items():
        traduit = dossier / f"{nom}.docx"
        traduit.write_bytes(traduire(modele, dialecte))
        lignes[nom] = [programme, str(ICI / "pairs" / "ouvrier.mjs"), nom, str(traduit)]
    return lignes
