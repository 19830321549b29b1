"""What a stranger's workbook may be, checked before anything parses it: its kind, its size once inflated, its cells.

A workbook that could exhaust the machine, reach another file or hide a declaration is refused in one sentence. Parts
are inflated here under a cap, never on the word of the archive; XML is searched as bytes, not parsed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

OCTETS_MAX = 10_000_000
"""Bytes of the file; ours, filled, has 50 000."""
PARTIES_MAX, PARTIE_MAX, TOTAL_MAX = 500, 8_000_000, 24_000_000
"""Parts, and bytes once inflated: of one part, of all."""
CELLULES_MAX, TEXTES_MAX = 40_000, 40_000
LIGNE_MAX, COLONNE_MAX, COLONNE_DE_BLOC_MAX, SURFACE_MAX = 10_000, 256, 16_384, 20_000
"""Last row and column of a cell, last column of a block; cells of a merged block or of a link, which readers unfold one by one."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENREGISTRER = "ouvrez-le dans un tableur et enregistrez-le au format « Classeur Excel (.xlsx) »"
_CELLULE = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
_CELLULES = re.compile(rb"<(?:\w+:)?c[\s/>]")
_LIGNE = re.compile(rb"<(?:\w+:)?row[\s/>]")
_BLOC = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s([^>]*)")
_ETENDUE = re.compile(rb"\bref=[\"']([A-Za-z]{1,4})(\d{1,9})(?::([A-Za-z]{1,4})(\d{1,9}))?[\"']")
_TEXTE = re.compile(rb"<(?:\w+:)?si[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LARGE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, with or without its mark: Excel writes UTF-8


def refus(octets: bytes) -> str | None:
    """Why this file is not a workbook that we open, in one sentence; `None` when it may be parsed."""
    if len(octets) > OCTETS_MAX:
        return "Ce fichier dépasse 10 Mo : ce n’est sans doute pas un classeur de candidature."
    if autre := _autre_nature(octets):
        return autre
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return _refus_d_archive(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        return f"Ce classeur est abîmé : {_ENREGISTRER}."


def _autre_nature(octets: bytes) -> str | None:
    if not octets.strip():
        return "Le fichier est vide."
    if octets.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in octets:
            return "Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe (Fichier, Informations)."
        return f"C’est un ancien classeur (.xls) : {_ENREGISTRER}."
    if octets.startswith(b"%PDF"):
        return "C’est un PDF, pas un classeur Excel (.xlsx)."
    if not octets.startswith(b"PK"):
        if b"\0" in octets[:4096]:
            return "Ce fichier n’est pas un classeur Excel (.xlsx)."
        return f"Ce fichier est du texte (CSV, HTML…), pas un classeur Excel, malgré son nom : {_ENREGISTRER}."
    return None


def _refus_d_archive(archive: zipfile.ZipFile) -> str | None:
    infos = archive.infolist()
    noms = [info.filename for info in infos]
    if genre := _autre_archive(set(noms), archive):
        return genre
    if len(infos) > PARTIES_MAX:
        return f"Ce classeur contient {len(infos)} parties : ce n’est pas un classeur de candidature."
    if len({nom.lower() for nom in noms}) != len(noms):
        return "Ce classeur contient deux fois la même partie : il a été fabriqué ou abîmé."
    if any(nom.startswith("xl/externalLinks/") for nom in noms):
        return (
            "Ce classeur puise dans d’autres fichiers : rompez ces liaisons (Données, Modifier les liens, Rompre), "
            "puis enregistrez-le."
        )
    total = cellules = 0
    for info in infos:
        if info.flag_bits & 0x1:
            return "Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe."
        with archive.open(info) as flux:
            brut = flux.read(PARTIE_MAX + 1)
        total += len(brut)
        if len(brut) > PARTIE_MAX or total > TOTAL_MAX:
            return "Ce classeur est démesuré une fois décompressé : ce n’est pas un classeur de candidature."
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            if raison := _refus_de_partie(info.filename, brut):
                return raison
            if info.filename.startswith("xl/worksheets/"):
                cellules += sum(1 for _ in _CELLULES.finditer(brut))
                if cellules > CELLULES_MAX:
                    return f"Ce classeur a plus de {CELLULES_MAX // 1000} 000 cases : ce n’est pas un classeur de candidature."
    return None


def _autre_archive(noms: set[str], archive: zipfile.ZipFile) -> str | None:
    if "xl/workbook.xml" in noms:
        return None
    if "mimetype" in noms:
        with archive.open("mimetype") as flux:
            ods = b"spreadsheet" in flux.read(200)
        return (
            f"C’est un classeur OpenDocument (.ods) : {_ENREGISTRER}."
            if ods
            else "Ce n’est pas un classeur Excel (.xlsx)."
        )
    if "xl/workbook.bin" in noms:
        return f"C’est un classeur Excel binaire (.xlsb) : {_ENREGISTRER}."
    if "word/document.xml" in noms:
        return "C’est un document Word, pas un classeur Excel (.xlsx)."
    return "Ce n’est pas un classeur Excel (.xlsx)."


def _refus_de_partie(nom: str, brut: bytes) -> str | None:
    if brut.startswith(_LARGE) or _DECLARATION.search(brut):
        return "Ce classeur contient une déclaration (DOCTYPE) ou un codage qu’Excel n’écrit pas : il n’est pas ouvert, par prudence."
    if nom == "xl/sharedStrings.xml" and sum(1 for _ in _TEXTE.finditer(brut)) > TEXTES_MAX:
        return "Ce classeur contient trop de textes : ce n’est pas un classeur de candidature."
    if not nom.startswith("xl/worksheets/"):
        return None
    if sum(1 for _ in _LIGNE.finditer(brut)) > LIGNE_MAX:
        return "Ce classeur a trop de lignes : ce n’est pas un classeur de candidature."
    for lue in _CELLULE.finditer(brut):
        if int(lue[2]) > LIGNE_MAX or _colonne(lue[1]) > COLONNE_MAX:
            ou = (lue[1] + lue[2]).decode()
            return f"Une case de ce classeur est très loin des autres ({ou}) : supprimez-la, puis enregistrez-le."
    if not all(_petit(bloc[1]) for bloc in _BLOC.finditer(brut)):
        return "Ce classeur fusionne ou relie un bloc immense de cases : défaites cette fusion, puis enregistrez-le."
    return None


def _petit(attributs: bytes) -> bool:
    """Whether a merged block, or a link, covers few cells; one that can't be read is no small one."""
    lu = _ETENDUE.search(attributs)
    if not lu:
        return False
    droite, bas = lu[3] or lu[1], int(lu[4] or lu[2])
    hauteur, largeur = bas - int(lu[2]) + 1, _colonne(droite) - _colonne(lu[1]) + 1
    return bas <= LIGNE_MAX and _colonne(droite) <= COLONNE_DE_BLOC_MAX and hauteur * largeur <= SURFACE_MAX


def _colonne(lettres: bytes) -> int:
    rang = 0
    for lettre in lettres.upper():
        rang = rang * 26 + lettre - 64
    return rang
