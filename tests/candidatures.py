"""Copies of the sample dossier of Gâtine in a folder of their own, with other pieces."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.lancer import GATINE


def candidature(dossier: Path, **pieces: str) -> Path:
    """`gatine.yaml` and its pieces under `dossier`; `statuts="x.pdf"` changes what is written after that name.

    A piece given as nothing (`statuts=""`) is taken away.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    shutil.copytree(GATINE.parent / "pieces" / "gatine", dossier / "pieces" / "gatine", dirs_exist_ok=True)
    lignes = GATINE.read_text(encoding="utf-8").splitlines(keepends=True)
    for nom, valeur in pieces.items():
        (rang,) = [i for i, ligne in enumerate(lignes) if ligne.startswith(f"  {nom}: ")]
        lignes[rang] = f"  {nom}: {valeur}\n" if valeur else ""
    chemin = dossier / "gatine.yaml"
    chemin.write_text("".join(lignes), encoding="utf-8")
    return chemin
