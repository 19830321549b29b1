"""What can be said of a stranger's PDF without trusting it: it is opened in a separate, limited process.

The process (`python -m maia.forms.examen`) is given one path at a time, and a few seconds for each; then it is killed
and started again: a file made to exhaust the machine costs its own answer only.
"""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from maia.forms.ouvrier import Ouvrier, commande_de, servir

SECONDES = 20
MEMOIRE = 2 << 30
OCTETS_MAX = 200_000_000
_COMMANDE = commande_de("maia.forms.examen")


class Etat(StrEnum):
    """What an examination concludes."""

    LISIBLE = "lisible"
    ABSENT = "absent"
    DOSSIER = "dossier"
    VIDE = "vide"
    PAS_UN_PDF = "pas un pdf"
    CHIFFRE = "chiffré"
    ABIME = "abîmé"
    SANS_PAGE = "sans page"
    TROP_LOURD = "trop lourd"


@dataclass(frozen=True, slots=True)
class Examen:
    """One file: its state, number of pages, SHA-256 (hexadecimal) and size in bytes."""

    etat: Etat
    pages: int = 0
    empreinte: str = ""
    octets: int = 0

    @property
    def lisible(self) -> bool:
        """Whether the file is a PDF that opens and has pages."""
        return self.etat is Etat.LISIBLE


def examiner(chemins: Iterable[Path]) -> dict[Path, Examen]:
    """Examine each file once, and the same content once whatever its names; never raises for what a file contains."""
    resultats: dict[Path, Examen] = {}
    connus: dict[str, Examen] = {}
    ouvrier: _Ouvrier | None = None
    try:
        for chemin in dict.fromkeys(chemins):
            rapide = _sans_ouvrir(chemin)
            if rapide.etat is Etat.LISIBLE and rapide.empreinte not in connus:
                ouvrier = ouvrier or _Ouvrier()
                connus[rapide.empreinte] = ouvrier.demander(chemin, rapide)
                if ouvrier.mort:
                    ouvrier.fermer()
                    ouvrier = None
            resultats[chemin] = connus.get(rapide.empreinte, rapide)
    finally:
        if ouvrier:
            ouvrier.fermer()
    return resultats


def _sans_ouvrir(chemin: Path) -> Examen:
    """What size and first bytes tell; `LISIBLE` means « to be opened »."""
    try:
        if chemin.is_dir():
            return Examen(Etat.DOSSIER)
        vu = chemin.stat()
        if not stat.S_ISREG(vu.st_mode):  # a pipe would be waited for, for ever
            return Examen(Etat.ABSENT)
        taille = vu.st_size
        if taille == 0:
            return Examen(Etat.VIDE)
        if taille > OCTETS_MAX:
            return Examen(Etat.TROP_LOURD, octets=taille)
        with chemin.open("rb") as flux:
            debut = flux.read(1024)
            flux.seek(0)
            empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
    except (OSError, ValueError):
        return Examen(Etat.ABSENT)
    # PDF readers accept a few stray bytes before the header, and scanners write some.
    return Examen(Etat.LISIBLE if b"%PDF-" in debut else Etat.PAS_UN_PDF, empreinte=empreinte, octets=taille)


class _Ouvrier(Ouvrier):
    """The child process that counts pages."""

    def __init__(self) -> None:
        super().__init__(_COMMANDE, MEMOIRE)

    def demander(self, chemin: Path, connu: Examen) -> Examen:
        """Have one file opened; no answer in time, or a dead process, means a damaged file."""
        lu = self.interroger(str(chemin), SECONDES)
        if lu is None:
            return Examen(Etat.ABIME, empreinte=connu.empreinte, octets=connu.octets)
        return Examen(Etat(lu["etat"]), lu["pages"], connu.empreinte, connu.octets)


def _ouvrir(chemin: Path) -> Examen:
    """Count the pages with two readers; runs in the child only."""
    import pikepdf  # noqa: PLC0415 - the child's cost, not the parent's
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        with pikepdf.open(chemin) as pdf:
            if pdf.is_encrypted:  # a file that opens without a password may still be encrypted
                return Examen(Etat.CHIFFRE)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return Examen(Etat.CHIFFRE)
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, RecursionError, MemoryError):
        return Examen(Etat.ABIME)
    if not pages:
        return Examen(Etat.SANS_PAGE)
    try:
        contre = len(PdfReader(chemin).pages)
    except (PyPdfError, OSError, ValueError, RecursionError, MemoryError):
        return Examen(Etat.ABIME)
    # Two readers that disagree: the file is damaged, and a page count that may be wrong must not judge a note.
    return Examen(Etat.LISIBLE, pages) if pages == contre else Examen(Etat.ABIME)


def _repondre(chemin: str) -> dict[str, object]:
    try:
        return asdict(_ouvrir(Path(chemin)))
    except Exception:
        return asdict(Examen(Etat.ABIME))


def _prechauffer() -> None:
    import pikepdf  # noqa: F401, PLC0415
    import pypdf  # noqa: F401, PLC0415


if __name__ == "__main__":
    servir(_repondre, _prechauffer, int(sys.argv[1]))
