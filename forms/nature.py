"""What kind of file a piece is, by its first bytes and its name: to say what to do with one that is no PDF."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Nature(StrEnum):
    """A kind of file, as a person calls it."""

    PDF = "un PDF"
    IMAGE = "une image"
    AUTRE_IMAGE = "une image d’un autre format"
    TEXTE = "un document de traitement de texte"
    CLASSEUR = "un classeur"
    AUTRE = "un fichier"


_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PAR_SUFFIXE = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".odt", ".rtf", ".pages"), Nature.TEXTE),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".numbers"), Nature.CLASSEUR),
    **dict.fromkeys((".tif", ".tiff", ".heic", ".webp", ".bmp", ".gif", ".jpg", ".jpeg", ".png"), Nature.AUTRE_IMAGE),
}
REMEDES = {
    Nature.AUTRE_IMAGE: "Enregistrez l’image en JPEG, en PNG ou en PDF.",
    Nature.TEXTE: "Ouvrez-le dans votre traitement de texte, puis « Enregistrer sous », type PDF.",
    Nature.CLASSEUR: "Ouvrez-le dans votre tableur, puis « Enregistrer sous », type PDF.",
}
"""What to do with a file that cannot be put in a PDF as it is."""


def nature(chemin: Path) -> Nature:
    """The kind of the file at `chemin`; what cannot be read is `AUTRE`."""
    try:
        if not chemin.is_file():  # a pipe would be waited for, for ever
            return Nature.AUTRE
        with chemin.open("rb") as flux:
            debut = flux.read(1024)
    except (OSError, ValueError):
        return Nature.AUTRE
    if debut.startswith(_IMAGES):
        return Nature.IMAGE
    if b"%PDF-" in debut:
        return Nature.PDF
    return _PAR_SUFFIXE.get(chemin.suffix.lower(), Nature.AUTRE)
