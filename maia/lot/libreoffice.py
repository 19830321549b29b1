"""Word documents to PDF by LibreOffice, when it is on this machine: one process for them all, watched.

LibreOffice writes the time and random numbers in each PDF; `figer` replaces them, so that the same document gives the
same bytes with the same LibreOffice and the same fonts. Another version, or other fonts, lays pages out otherwise.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

SECONDES_DE_DEMARRAGE = 180  # a first start writes a whole profile
SECONDES = 90  # without a new PDF, after which the document being converted is given up
_A_LA_FOIS = 2_000  # documents in one command: Windows takes 32 767 characters
_PAUSE = 0.05

ABSENT = (
    "LibreOffice n’a pas été trouvé sur cet ordinateur : les documents Word sont faits, pas leurs copies PDF. "
    "Installez LibreOffice (libreoffice.org), puis relancez la même commande."
)
REFUSE = "LibreOffice n’a pas pu lire ces documents, ou n’a pas répondu à temps : ouvrez-les pour voir pourquoi."
_LIEUX = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"%ProgramFiles%\LibreOffice\program\soffice.com",
    r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com",
)
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")


def trouver() -> Path | None:
    """Where LibreOffice is: on the PATH, else where it is installed by default on Windows and macOS."""
    for nom in ("soffice", "libreoffice"):
        if trouve := shutil.which(nom):
            return Path(trouve)
    return next((lieu for nom in _LIEUX if (lieu := Path(os.path.expandvars(nom))).is_file()), None)


def copies(documents: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """PDF copies, by their paths, of the Word documents among these; those that can't be made are left out."""
    programme = trouver()
    if programme is None:
        return {}
    word = {chemin: octets for chemin, octets in documents.items() if chemin.suffix == ".docx"}
    with tempfile.TemporaryDirectory(prefix="maia-pdf-", ignore_cleanup_errors=True) as temporaire:
        provisoires = [Path(temporaire, f"{rang}.docx") for rang in range(len(word))]
        for provisoire, octets in zip(provisoires, word.values(), strict=True):
            provisoire.write_bytes(octets)
        pdfs = LibreOffice(programme).convertir(provisoires)
        return {chemin.with_suffix(".pdf"): pdf for chemin, pdf in zip(word, pdfs, strict=True) if pdf is not None}


class LibreOffice:
    """The program at `programme`; each conversion has a profile of its own, and so doesn't disturb an open window."""

    def __init__(self, programme: Path, *, demarrage: float = SECONDES_DE_DEMARRAGE, attente: float = SECONDES) -> None:
        self._programme = programme
        self._demarrage = demarrage
        self._attente = attente

    def convertir(self, documents: Sequence[Path]) -> Iterator[bytes | None]:
        """The PDF of each document as it comes, in order; `None` for one that LibreOffice could not convert."""
        with tempfile.TemporaryDirectory(prefix="maia-pdf-", ignore_cleanup_errors=True) as temporaire:
            for debut in range(0, len(documents), _A_LA_FOIS):
                yield from self._lot(documents[debut : debut + _A_LA_FOIS], Path(temporaire))

    def _lot(self, documents: Sequence[Path], temporaire: Path) -> Iterator[bytes | None]:
        entrees, sorties = temporaire / "docx", temporaire / "pdf"
        for dossier in (entrees, sorties):
            shutil.rmtree(dossier, ignore_errors=True)
            dossier.mkdir()
        # Short plain names, whatever the documents are called.
        noms = [f"{rang}{document.suffix}" for rang, document in enumerate(documents)]
        for nom, document in zip(noms, documents, strict=True):
            shutil.copyfile(document, entrees / nom)
        fait = 0
        while fait < len(noms):
            for pdf in self._processus(noms[fait:], entrees, sorties, temporaire):
                yield _lire(pdf, entrees / noms[fait])
                fait += 1
            if fait < len(noms):  # it died, or was given up, on this one: the others are for another process
                yield None
                fait += 1

    def _processus(self, noms: Sequence[str], entrees: Path, sorties: Path, temporaire: Path) -> Iterator[Path | None]:
        """Run LibreOffice on these; gives their PDF in order, `None` for one left out, until it ends or stalls."""
        processus = subprocess.Popen(  # noqa: S603 - the program found by `trouver`, no shell
            [
                str(self._programme),
                f"-env:UserInstallation={(temporaire / 'profil').as_uri()}",
                *_OPTIONS,
                *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(sorties)),
                *noms,
            ],
            cwd=entrees,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TZ": "UTC"},
            start_new_session=True,
        )
        pdfs = [sorties / Path(nom).with_suffix(".pdf") for nom in noms]
        rendus, limite = 0, time.monotonic() + self._demarrage
        try:
            while processus.poll() is None and time.monotonic() < limite:
                time.sleep(_PAUSE)
                # Documents come in order: one is whole once a later one has begun.
                for rang in range(len(pdfs) - 1, rendus, -1):
                    if pdfs[rang].exists():
                        for pdf in pdfs[rendus:rang]:
                            yield pdf if pdf.exists() else None
                        rendus, limite = rang, time.monotonic() + self._attente
                        break
            if processus.poll() == 0:
                yield from (pdf if pdf.exists() else None for pdf in pdfs[rendus:])
            else:  # the one that has no whole PDF is the one that stopped it
                yield from takewhile(_entier, pdfs[rendus:])
        finally:
            _tuer(processus)


def _entier(pdf: Path) -> bool:
    """Whether the PDF is there, to its end."""
    return pdf.exists() and pdf.read_bytes().rstrip().endswith(b"%%EOF")


def _lire(pdf: Path | None, document: Path) -> bytes | None:
    if pdf is None:
        return None
    octets = pdf.read_bytes()
    pdf.unlink()
    return figer(octets, hashlib.sha256(document.read_bytes()).hexdigest()) if octets.startswith(b"%PDF-") else None


def _tuer(processus: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes that it started: its launcher is not the one that works."""
    if processus.poll() is None:
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(processus.pid)], check=False, capture_output=True)  # noqa: S603, S607
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(processus.pid, signal.SIGKILL)
    processus.wait()


_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}")
_DATE_XMP = re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_ID = re.compile(rb"(/ID\s*\[\s*<)[0-9A-Fa-f]{32}(>\s*<)[0-9A-Fa-f]{32}(>)")
_SOMME = re.compile(rb"(/DocChecksum\s*/)[0-9A-Fa-f]{32}")


def figer(pdf: bytes, empreinte: str) -> bytes:
    """The PDF without what changes at each conversion: dates, identifier, checksum.

    Everything keeps its length, so that the table of offsets stays right. `empreinte`, the SHA-256 of the document in
    hexadecimal, gives the identifier: two documents have two.
    """
    identite = empreinte[:32].upper().encode()
    pdf = _DATE.sub(rb"\g<1>19800101000000", pdf)
    pdf = _DATE_XMP.sub(rb"\g<1>1980-01-01T00:00:00", pdf)
    pdf = _ID.sub(rb"\g<1>" + identite + rb"\g<2>" + identite + rb"\g<3>", pdf)
    return _SOMME.sub(rb"\g<1>" + identite, pdf)
