"""LibreOffice as a judge of workbooks: it computes every formula again, whatever values the file holds."""

import io
import math
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

# LibreOffice trusts the cached values of a file unless its profile says 0, "always recalculate".
_PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def reenregistrer(documents: Sequence[bytes], suffixe: str = ".xlsx") -> list[bytes]:
    """The workbooks (or `.docx`) opened, computed again and saved by LibreOffice, one run for all."""
    with tempfile.TemporaryDirectory() as brut:
        dossier = Path(brut)
        profil = dossier / "profil"
        (profil / "user").mkdir(parents=True)
        (profil / "user" / "registrymodifications.xcu").write_text(_PROFIL, encoding="utf-8")
        fichiers = [dossier / f"document-{rang}{suffixe}" for rang in range(len(documents))]
        for fichier, octets in zip(fichiers, documents, strict=True):
            fichier.write_bytes(octets)
        sortie = dossier / "recalcul"
        commande = ["soffice", f"-env:UserInstallation={profil.as_uri()}", "--headless", "--convert-to", suffixe[1:]]
        subprocess.run([*commande, "--outdir", sortie, *fichiers], check=True, capture_output=True)
        return [(sortie / fichier.name).read_bytes() for fichier in fichiers]


def recalculer(classeurs: Sequence[bytes]) -> list[Workbook]:
    """The workbooks with the values that LibreOffice finds."""
    return [load_workbook(io.BytesIO(octets), data_only=True) for octets in reenregistrer(classeurs)]


def desaccords(classeurs: Sequence[bytes]) -> list[str]:
    """Formula cells whose cached value is not the one LibreOffice finds; fails if there is no formula at all."""
    trouves: list[str] = []
    comparees = 0
    for octets, recalcule in zip(classeurs, recalculer(classeurs), strict=True):
        formules = load_workbook(io.BytesIO(octets))
        affiche = load_workbook(io.BytesIO(octets), data_only=True)
        for feuille in formules.worksheets:
            for ligne in feuille.iter_rows():
                for cellule in ligne:
                    if cellule.data_type != "f":
                        continue
                    comparees += 1
                    ici = affiche[feuille.title][cellule.coordinate].value
                    la = recalcule[feuille.title][cellule.coordinate].value
                    if not _egaux(ici, la):
                        trouves.append(
                            f"{feuille.title}!{cellule.coordinate} {cellule.value} : {ici!r} affiché, {la!r} recalculé"
                        )
    assert comparees, "aucune formule à comparer"
    return trouves


def _egaux(ici: Any, la: Any) -> bool:
    if isinstance(ici, int | float) and isinstance(la, int | float):
        return math.isclose(ici, la, rel_tol=1e-12)  # the last digits of a double
    return (ici or "") == (la or "")
