"""An encrypted copy of a PDF: AES-256 (ISO 32000-2, revision 6), asked for its password by any reader.

Encryption is forbidden in PDF/A: the copy no longer says it is one; it keeps its structure for reading aloud (PDF/UA-1).
"""

from __future__ import annotations

import io
import unicodedata

import pikepdf


def chiffrer(pdf: bytes, mot_de_passe: str) -> bytes:
    """`pdf` encrypted, its attachments and metadata included. Not the same bytes twice: the keys are drawn at random."""
    cle = normaliser(mot_de_passe)
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadonnees:
            for dit in ("pdfaid:part", "pdfaid:conformance"):
                if dit in metadonnees:
                    del metadonnees[dit]
        document.save(sortie, encryption=pikepdf.Encryption(user=cle, owner=cle, R=6))
    return sortie.getvalue()


def normaliser(mot_de_passe: str) -> str:
    """The same password whatever keyboard composed its accents (NFKC, as PDF asks)."""
    return unicodedata.normalize("NFKC", mot_de_passe)
