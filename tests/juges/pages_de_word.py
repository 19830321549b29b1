"""LibreOffice as a judge of Word documents: where each page begins, and what stands on it."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader


def pages(documents: Sequence[bytes]) -> list[list[str]]:
    """The text of each page of each `.docx`, as LibreOffice lays them out; one run for all."""
    with tempfile.TemporaryDirectory() as brut:
        dossier = Path(brut)
        fichiers = [dossier / f"document-{rang}.docx" for rang in range(len(documents))]
        for fichier, octets in zip(fichiers, documents, strict=True):
            fichier.write_bytes(octets)
        profil = f"-env:UserInstallation={(dossier / 'profil').as_uri()}"
        commande = ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", str(dossier)]
        subprocess.run([*commande, *fichiers], check=True, capture_output=True)
        return [[_mots(page.extract_text()) for page in PdfReader(f.with_suffix(".pdf")).pages] for f in fichiers]


def _mots(brut: str) -> str:
    return " ".join(brut.replace("’", "'").split())
