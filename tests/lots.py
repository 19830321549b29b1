"""Small batches for tests: folders of dossiers, and what a batch left in its folder."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from tests.lancer import ARS, EXEMPLES

GATINE, ISERE, RESEAU = "gatine", "isere", "reseau-equip-age"
CONVENTIONS = {
    ISERE: "convention-annuelle-38-conseil-general-de-l-isere.docx",
    GATINE: "convention-annuelle-79-association-gerontologique-de-gatine.docx",
    RESEAU: "convention-annuelle-93-reseau-sante-equip-age.docx",
}


def dossiers(ou: Path, *refuses: str) -> Path:
    """A folder with the three accepted samples and their pieces, and some of the refused ones."""
    shutil.copytree(EXEMPLES / "dossiers", ou / "dossiers")
    if refuses:
        shutil.copytree(EXEMPLES / "refuses" / "pieces", ou / "refuses" / "pieces")
        for nom in refuses:
            shutil.copy(EXEMPLES / "refuses" / f"{nom}.yaml", ou / "refuses")
    shutil.copy(ARS, ou / "ars.yaml")
    return ou / "dossiers"


def contenu(dossier: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones included, by its name from there."""
    return {p.relative_to(dossier).as_posix(): p.read_bytes() for p in sorted(dossier.rglob("*")) if p.is_file()}


def journal(sortie: Path) -> dict[str, Any]:
    """The rows of `journal.json` by the name of their file."""
    lu = json.loads((sortie / "journal.json").read_text(encoding="utf-8"))
    return {ligne["fichier"].rpartition("/")[2]: ligne for ligne in lu["dossiers"]}


def tableau(sortie: Path) -> list[dict[str, str]]:
    """The rows of `journal.csv`, as Excel reads them."""
    with (sortie / "journal.csv").open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def remplacer(chemin: Path, avant: str, apres: str) -> None:
    """Change a text of a file, once."""
    texte = chemin.read_text(encoding="utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
