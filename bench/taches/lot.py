"""Batches as an ARS runs them: the command line, in one process, from the files to the files."""

from __future__ import annotations

from pathlib import Path

from bench.ouvrier import Rendre
from maia.ligne import executer


def lot(donnees: dict[str, list[str] | str]) -> Rendre:
    """`commande` on `dossiers`, into a new folder of `sortie` each time."""
    commande, sortie = donnees["commande"], Path(str(donnees["sortie"]))
    dossiers, ars = str(donnees["dossiers"]), str(donnees["ars"])

    def rendre(rang: int) -> None:
        ou = sortie / str(rang)
        code = executer([*commande, dossiers, "--ars", ars, "-o", str(ou)])
        assert code == 0, code

    return rendre
