"""What can be said of a stranger's PDF without trusting it: it is opened in a separate, limited process.

The process (`python -m maia.forms.examen`) says it is ready, then reads one path a line and answers one JSON line each.
The parent gives each file a few seconds, then kills and starts again: a file made to exhaust the machine costs its own
answer only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

SECONDES = 20
MEMOIRE = 2 << 30
OCTETS_MAX = 200_000_000
SECONDES_DE_DEMARRAGE = 120

# -P: a `pypdf.py` lying in the current folder, among a stranger's files, must not be imported.
_COMMANDE = (sys.executable, "-P", "-m", "maia.forms.examen")
_PRET = "prêt"


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
        taille = chemin.stat().st_size
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


class _Ouvrier:
    """The child process and its answers."""

    def __init__(self) -> None:
        self.mort = False
        self._processus = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [*_COMMANDE, str(MEMOIRE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._reponses: queue.Queue[str] = queue.Queue()
        self._oreille = threading.Thread(target=self._ecouter, daemon=True)
        self._oreille.start()
        if json.loads(self._attendre(SECONDES_DE_DEMARRAGE) or "null") != _PRET:
            self.fermer()
            raise RuntimeError("le processus qui ouvre les PDF ne démarre pas : maia est mal installé")

    def _ecouter(self) -> None:
        if self._processus.stdout:
            for ligne in self._processus.stdout:
                self._reponses.put(ligne)
        self._reponses.put("")

    def _attendre(self, secondes: float) -> str:
        """The next line, or nothing when it doesn't come in time or the process is dead."""
        try:
            return self._reponses.get(timeout=secondes)
        except queue.Empty:
            return ""

    def demander(self, chemin: Path, connu: Examen) -> Examen:
        """Have one file opened; no answer in time, or a dead process, means a damaged file."""
        reponse = ""
        with contextlib.suppress(OSError):
            if self._processus.stdin:
                self._processus.stdin.write(json.dumps(str(chemin)) + "\n")
                self._processus.stdin.flush()
            reponse = self._attendre(SECONDES)
        try:
            lu = json.loads(reponse)
        except ValueError:  # no answer, or half of one
            self.mort = True
            return Examen(Etat.ABIME, empreinte=connu.empreinte, octets=connu.octets)
        return Examen(Etat(lu["etat"]), lu["pages"], connu.empreinte, connu.octets)

    def fermer(self) -> None:
        """End the process, whatever it is doing."""
        self._processus.kill()
        self._processus.wait()
        self._oreille.join()
        for flux in (self._processus.stdin, self._processus.stdout):
            with contextlib.suppress(OSError):  # what a dead process left unread
                if flux:
                    flux.close()


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


def _limiter(octets: int) -> None:
    """Bound the child's memory where the system can."""
    try:
        import resource  # noqa: PLC0415 - absent from Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS may refuse: time stays bounded
        resource.setrlimit(resource.RLIMIT_AS, (octets, octets))


def _servir(memoire: int) -> None:
    import logging  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _limiter(memoire)
    import pikepdf  # noqa: F401, PLC0415 - a broken installation shows before the first file
    import pypdf  # noqa: F401, PLC0415

    sys.stdout.write(json.dumps(_PRET) + "\n")
    sys.stdout.flush()
    for ligne in sys.stdin:
        try:
            examen = _ouvrir(Path(json.loads(ligne)))
        except Exception:
            examen = Examen(Etat.ABIME)
        sys.stdout.write(json.dumps(asdict(examen)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _servir(int(sys.argv[1]))
