"""pdfua, a second judge of PDF/UA-1, without Java: structure, boxes and tooltips, metadata."""

import tempfile
from pathlib import Path

import pdfua


def juger_ua(octets: bytes) -> list[str]:
    """What pdfua blames in a PDF, one line a fault; empty if it finds nothing."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "produit.pdf"
        fichier.write_bytes(octets)
        return [f"{constat.rule_id} : {constat.message}" for constat in pdfua.validate(str(fichier)).findings]
