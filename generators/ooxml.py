"""Office packages (.docx, .xlsx): read one safely once, then write it again thousands of times.

A ``.docx`` or ``.xlsx`` is a zip file of *parts*. Between two documents made from one template only a few parts
change. :class:`Paquet` reads the template; :class:`Assembleur` keeps the parts that never change as one constant
block, already deflated, and appends the parts of the day:

>>> modele = Paquet.lire(octets)                                      # doctest: +SKIP
>>> assembleur = Assembleur(modele, ["word/document.xml"])            # doctest: +SKIP
>>> docx = assembleur.assembler({"word/document.xml": b"<w:document …"})  # doctest: +SKIP

Source: ECMA-376 part 2 (Open Packaging Conventions), PKWARE APPNOTE 6.3 (zip).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import ParseError

from isal import isal_zlib

__all__ = ["TYPES_DE_CONTENU", "Assembleur", "Paquet", "PaquetRefuse", "deflate", "joindre"]

TYPES_DE_CONTENU: Final = "[Content_Types].xml"
TAILLE_MAXIMALE: Final = 64 * 1024 * 1024  # bytes, all parts inflated: thirty times the heaviest template seen
PARTIES_MAXIMALES: Final = 2000
BALISES_XML: Final = 1_000_000  # in a part read as a tree, which takes a hundred bytes for each
_ESPACE_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_FICHIER_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STOCKE, _DEFLATE = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


class PaquetRefuse(Exception):
    """The file is no Office package that we accept to open; the message, in French, says why."""


def deflate(octets: bytes) -> bytes:
    """Raw deflate stream of ``octets``, as zip entries hold it.

    ISA-L at level 1: on a 13-page document 0.16 ms against 1.27 for zlib at level 6, for a file 10 to 20 % larger.
    What makes the bytes repeatable: one call, one buffer, no thread, clock or seed, and a version that the lock file
    pins. Level 1 gives the same bytes on every x86-64 processor with SSE4.2 (2008): checked under emulation from
    Nehalem to Skylake. Level 3 does not, so don't raise the level without checking again.
    """
    compresseur = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    return bytes(compresseur.compress(octets) + compresseur.flush())


@dataclass(frozen=True, slots=True)
class _Entree:
    """A zip entry ready to be written: its data already compressed."""

    methode: int
    crc: int
    taille: int
    comprime: bytes

    @classmethod
    def de(cls, octets: bytes) -> _Entree:
        return cls(_DEFLATE, isal_zlib.crc32(octets), len(octets), deflate(octets))


@dataclass(frozen=True, slots=True)
class Paquet:
    """An Office package in memory.

    ``parties``: part name (``word/document.xml``) → inflated bytes, in the file's order.
    ``types_de_contenu``: part name → content type; a part that the package declares nowhere is absent.
    """

    parties: Mapping[str, bytes]
    types_de_contenu: Mapping[str, str]
    _entrees: Mapping[str, _Entree]

    @classmethod
    def lire(cls, octets: bytes) -> Paquet:
        """Read a package, once, refusing what could harm or be read in two ways.

        Raises :class:`PaquetRefuse`: not a zip, encrypted, unknown compression, name used twice or leading out of
        the package, more than 64 MiB once inflated, damaged data, no ``[Content_Types].xml``.
        """
        if octets.startswith(_FICHIER_OLE):
            raise PaquetRefuse(
                "Ce fichier est protégé par un mot de passe, ou d’un format antérieur à 2007 (.doc, .xls) : "
                "enregistrez-le sans mot de passe, en .docx ou .xlsx."
            )
        try:
            entrees, parties = _lire_entrees(octets)
        except PaquetRefuse:
            raise
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as erreur:
            raise PaquetRefuse(f"Ce fichier n’est pas un document Office lisible ({erreur}).") from erreur
        return cls(MappingProxyType(parties), _lire_types(parties), MappingProxyType(entrees))

    def avec(self, remplacees: Mapping[str, bytes]) -> Paquet:
        """The same package with some parts replaced, or added at the end."""
        parties = {**self.parties, **remplacees}
        entrees = {**self._entrees, **{nom: _Entree.de(octets) for nom, octets in remplacees.items()}}
        return Paquet(MappingProxyType(parties), _lire_types(parties), MappingProxyType(entrees))

    def sans(self, nom: str) -> Paquet:
        """The same package without the part ``nom``, if it was there; what declares it elsewhere stays."""
        parties = {n: octets for n, octets in self.parties.items() if n != nom}
        entrees = {n: entree for n, entree in self._entrees.items() if n != nom}
        return Paquet(MappingProxyType(parties), _lire_types(parties), MappingProxyType(entrees))


def _lire_entrees(octets: bytes) -> tuple[dict[str, _Entree], dict[str, bytes]]:
    entrees: dict[str, _Entree] = {}
    parties: dict[str, bytes] = {}
    vus: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > PARTIES_MAXIMALES:
            raise PaquetRefuse(f"Ce fichier contient {len(infos)} parties ; {PARTIES_MAXIMALES} au plus sont admises.")
        if sum(info.file_size for info in infos) > TAILLE_MAXIMALE:
            raise PaquetRefuse("Ce fichier est trop volumineux une fois décompressé (plus de 64 Mio).")
        for info in infos:
            nom = info.orig_filename
            _verifier_nom(nom)
            if nom.lower() in vus:  # OPC compares names without case, and readers disagree on which one wins
                raise PaquetRefuse(f"La partie « {nom} » figure deux fois dans le fichier.")
            vus.add(nom.lower())
            if info.flag_bits & 0x1:
                raise PaquetRefuse(f"La partie « {nom} » est chiffrée.")
            if info.compress_type not in (_STOCKE, _DEFLATE):
                raise PaquetRefuse(f"La partie « {nom} » emploie une compression que Word et Excel ignorent.")
            # zipfile inflates no more than the announced size, and checks the CRC of what it read
            parties[nom] = archive.read(info)
            if len(parties[nom]) != info.file_size:
                raise PaquetRefuse(f"La partie « {nom} » est tronquée.")
            brut = _donnees_comprimees(octets, info)
            entrees[nom] = _Entree(info.compress_type, info.CRC, info.file_size, brut)
    return entrees, parties


def _verifier_nom(nom: str) -> None:
    segments = nom.split("/")
    if "\\" in nom or ":" in nom or not nom.isprintable() or any(s in ("", ".", "..") for s in segments):
        raise PaquetRefuse(f"Le nom de partie {nom[:80]!a} n’est pas admis dans un document Office.")


def _donnees_comprimees(octets: bytes, info: zipfile.ZipInfo) -> bytes:
    """The entry's data as they lie in the file: the template's own compression is kept, byte for byte."""
    longueur_nom, longueur_extra = struct.unpack_from("<HH", octets, info.header_offset + 26)
    debut = info.header_offset + 30 + longueur_nom + longueur_extra
    return octets[debut : debut + info.compress_size]


def _lire_types(parties: Mapping[str, bytes]) -> Mapping[str, str]:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only templates need it, not `maia --help`
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    if TYPES_DE_CONTENU not in parties:
        raise PaquetRefuse(f"Ce fichier n’est pas un document Office : il n’a pas de partie « {TYPES_DE_CONTENU} ».")
    try:
        racine = fromstring(parties[TYPES_DE_CONTENU], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as erreur:
        raise PaquetRefuse(f"La partie « {TYPES_DE_CONTENU} » est illisible ({erreur}).") from erreur
    par_extension: dict[str, str] = {}
    par_nom: dict[str, str] = {}
    for element in racine:
        type_de_contenu = element.get("ContentType", "")
        if element.tag == f"{_ESPACE_TYPES}Default":
            par_extension[element.get("Extension", "").lower()] = type_de_contenu
        elif element.tag == f"{_ESPACE_TYPES}Override":
            par_nom[element.get("PartName", "").removeprefix("/").lower()] = type_de_contenu
    types: dict[str, str] = {}
    for nom in parties:
        trouve = par_nom.get(nom.lower()) or par_extension.get(nom.lower().rpartition(".")[2])
        if trouve:
            types[nom] = trouve
    return MappingProxyType(types)


# Zip headers, little-endian. Every date is 1980-01-01 00:00, the zip epoch: the clock must not show in the bytes.
_ENTETE_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_ENTETE_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_FIN: Final = struct.Struct("<4sHHHHLLH")
_HEURE, _DATE = 0, (1 << 5) | 1
_VERSION: Final = 20  # 2.0: deflate
_NOMS_EN_UTF8: Final = 0x800


def _entetes(nom: str, entree: _Entree, position: int) -> tuple[bytes, bytes]:
    """The header in front of the data, and the one of the central directory."""
    brut = nom.encode()
    drapeaux = 0 if nom.isascii() else _NOMS_EN_UTF8
    communs = (drapeaux, entree.methode, _HEURE, _DATE, entree.crc, len(entree.comprime), entree.taille, len(brut), 0)
    return (
        _ENTETE_LOCAL.pack(b"PK\3\4", _VERSION, *communs) + brut,
        _ENTETE_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *communs, 0, 0, 0, 0, position) + brut,
    )


class Assembleur:
    """Writes packages that share all their parts but a few.

    Immutable once built: threads may share one.
    """

    __slots__ = ("_annuaire_constant", "_bloc_constant", "_dynamiques", "_nombre")

    def __init__(self, paquet: Paquet, dynamiques: Iterable[str]) -> None:
        """Prepare the constant block.

        ``dynamiques`` names the parts that each document brings, in the order in which they will be written, after
        the constant ones; a name may be absent from ``paquet``. ``[Content_Types].xml`` must stay first in the file,
        hence constant.
        """
        self._dynamiques: Final = tuple(dict.fromkeys(dynamiques))
        if TYPES_DE_CONTENU in self._dynamiques:
            raise ValueError(f"{TYPES_DE_CONTENU} cannot be a dynamic part: use Paquet.avec")
        constantes = [nom for nom in paquet.parties if nom not in self._dynamiques]
        constantes.sort(key=lambda nom: nom != TYPES_DE_CONTENU)  # stable: moves that part first, nothing else
        morceaux: list[bytes] = []
        annuaire: list[bytes] = []
        position = 0
        for nom in constantes:
            entree = paquet._entrees[nom]
            local, central = _entetes(nom, entree, position)
            morceaux += (local, entree.comprime)
            annuaire.append(central)
            position += len(local) + len(entree.comprime)
        self._bloc_constant: Final = b"".join(morceaux)
        self._annuaire_constant: Final = b"".join(annuaire)
        self._nombre: Final = len(constantes) + len(self._dynamiques)

    def assembler(self, parties: Mapping[str, bytes]) -> bytes:
        """The zip file: the constant parts, then ``parties``, which holds the dynamic ones, all of them and no other.

        Raises :class:`ValueError` if the names differ from those announced.
        """
        if len(parties) != len(self._dynamiques) or any(nom not in parties for nom in self._dynamiques):
            raise ValueError(f"expected parts {self._dynamiques}, got {tuple(parties)}")
        morceaux = [self._bloc_constant]
        annuaire = [self._annuaire_constant]
        position = len(self._bloc_constant)
        for nom in self._dynamiques:
            entree = _Entree.de(parties[nom])
            local, central = _entetes(nom, entree, position)
            morceaux += (local, entree.comprime)
            annuaire.append(central)
            position += len(local) + len(entree.comprime)
        taille_annuaire = sum(map(len, annuaire))
        fin = _FIN.pack(b"PK\5\6", 0, 0, self._nombre, self._nombre, taille_annuaire, position, 0)
        return b"".join([*morceaux, *annuaire, fin])


def joindre(fichier: bytes, nom: str, octets: bytes) -> bytes:
    """A package that :class:`Assembleur` wrote, with one more part at its end; a few microseconds.

    The engines know nothing of that part: it must be declared in the package already, and absent from it.
    """
    _, _, _, _, nombre, taille, position, _ = _FIN.unpack_from(fichier, len(fichier) - _FIN.size)
    entree = _Entree.de(octets)
    local, central = _entetes(nom, entree, position)
    fin = _FIN.pack(
        b"PK\5\6", 0, 0, nombre + 1, nombre + 1, taille + len(central), position + len(local) + len(entree.comprime), 0
    )
    annuaire = fichier[position : position + taille]
    return b"".join([fichier[:position], local, entree.comprime, annuaire, central, fin])
