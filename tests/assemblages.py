"""What the tests of the assembly share: a file made inert, files bound, a page looked at."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
from PIL import Image

from maia.generators.assemblage_ouvrier import repondre
from tests import pdfs

BLEU, ROUGE = (0, 0, 255), (255, 0, 0)


def preparer(source: Path) -> Path:
    """The inert copy."""
    sortie = source.with_name(f"copie-{source.name}")
    reponse = repondre({"geste": "preparer", "source": str(source), "sortie": str(sortie), "image": False})
    assert "pages" in reponse, reponse
    return sortie


def lies(*copies: Path) -> Path:
    """The copies bound behind one divider, with stamps « TIMBRE » of fifty points by ten."""
    pages = sum(len(pikepdf.open(c).pages) for c in copies)
    nous = pikepdf.new()
    for dit in ("garde", "contenu", "intercalaire"):
        pdfs.page(nous, dit)
    for _ in range(pages):
        timbre = pdfs.page(nous, "TIMBRE", (0, 0, 50, 10))
        timbre["/Contents"] = nous.make_stream(
            b"0 0 1 rg BT /F1 4 Tf (TIMBRE) Tj ET 0 0 25 10 re f 1 0 0 rg 25 0 25 10 re f"
        )
    dossier = copies[0].parent
    reponse = repondre(
        {
            "geste": "relier",
            "liminaires": str(pdfs.ecrire(nous, dossier / "nous.pdf")),
            "pieces": [[str(c) for c in copies]],
            "signets": [["1. Note", 1, [["a", 2]]]],
            "titre": "Titre",
            "auteur": "Porteur",
            "sortie": str(dossier / "ensemble.pdf"),
        }
    )
    assert reponse == {"pages": 3 + pages}
    return dossier / "ensemble.pdf"


def propre(chemin: Path) -> str:
    """What qpdf says of a file."""
    fini = subprocess.run(["qpdf", "--check", chemin], capture_output=True, encoding="utf-8", check=False)
    return fini.stdout if fini.returncode == 0 else f"défaut : {fini.stdout}{fini.stderr}"


def vue(chemin: Path, page: int) -> Image.Image:
    """A page as a person sees it, one dot a point."""
    commande = ["pdftoppm", "-r", "72", "-cropbox", "-png", "-f", str(page), "-l", str(page), str(chemin)]
    return Image.open(io.BytesIO(subprocess.run(commande, capture_output=True, check=True).stdout)).convert("RGB")
