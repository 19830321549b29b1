"""Opening a stranger's ZIP: its structure is judged before anything is inflated, every name before anything is written.

Nothing is believed of what the archive says of itself: sizes, names and checksums are compared with what is read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from maia.forms.francais import montrable
from maia.forms.paquet import (
    DOCUMENTS,
    DOSSIER,
    FICHIERS_MAX,
    LISEZ_MOI,
    OCTETS_MAX,
    Manifeste,
    cle_du_nom,
    defaut_du_nom,
)
from maia.forms.systeme import motif

ARCHIVE_MAX = OCTETS_MAX + (16 << 20)  # the files, and what the archive adds
GONFLE_MAX = OCTETS_MAX
TAUX_MAX = 100
_TAUX_A_PARTIR_DE = 10_000_000
_ANNUAIRE_MAX = 4 << 20
_MORCEAU = 1 << 20
_FIN = struct.Struct("<4s4H2LH")
_FIN_64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL = struct.Struct("<4s5H3L2H")
_CHIFFRE = 0x1 | 0x40 | 0x2000


class PaquetRefuse(Exception):
    """A package that is not opened, or not kept: one sentence in French."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose structure is sound: its open file, and its files by name (folders left out)."""

    zip: zipfile.ZipFile
    entrees: dict[str, zipfile.ZipInfo]

    def lire(self, nom: str, limite: int) -> bytes:
        """The content of one small file; `PaquetRefuse` when it is missing, bigger than `limite` or damaged."""
        info = self.entrees.get(nom)
        if info is None:
            raise PaquetRefuse(f"« {nom} » n’est pas dans l’archive : ce n’est pas un paquet de « maia transmettre ».")
        if info.file_size > limite:
            raise PaquetRefuse(f"« {nom} » est trop gros ({info.file_size} octets).")
        try:
            return self.zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
            raise PaquetRefuse(f"« {nom} » est abîmé.") from None

    def extraire(self, manifeste: Manifeste, dossier: Path) -> None:
        """Write every file of the manifest under `dossier`, an empty folder of ours, each checked while it is written.

        Raises `PaquetRefuse`, which names the file altered.
        """
        for f in manifeste.fichiers:
            chemin = dossier.joinpath(*f.nom.split("/"))
            chemin.parent.mkdir(parents=True, exist_ok=True)
            empreinte = hashlib.sha256()
            lus = 0
            try:
                # « x »: never through something that already stands there.
                with self.zip.open(self.entrees[f.nom]) as source, chemin.open("xb") as cible:
                    while morceau := source.read(_MORCEAU):
                        lus += len(morceau)
                        if lus > f.octets:
                            break
                        empreinte.update(morceau)
                        cible.write(morceau)
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError):
                raise PaquetRefuse(f"« {montrable(f.nom)} » est abîmé ou a été modifié depuis l’envoi.") from None
            if lus != f.octets or empreinte.hexdigest() != f.sha256:
                raise PaquetRefuse(f"« {montrable(f.nom)} » a été modifié depuis l’envoi.")


def ouvrir(chemin: Path) -> Archive:
    """Open the archive at `chemin`, its structure judged; the caller closes its `zip`. Raises `PaquetRefuse`."""
    _annuaire(chemin)
    try:
        archive = zipfile.ZipFile(chemin)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, struct.error, RecursionError):
        raise PaquetRefuse("L’archive est abîmée ou incomplète : demandez un nouvel envoi.") from None
    try:
        return Archive(archive, _entrees(archive, chemin))
    except PaquetRefuse:
        archive.close()
        raise
    except (OSError, struct.error, ValueError):
        archive.close()
        raise PaquetRefuse("L’archive est abîmée ou incomplète : demandez un nouvel envoi.") from None


def comparer(archive: Archive, manifeste: Manifeste, hors: Iterable[str]) -> None:
    """Refuse an archive that does not hold what its manifest says, no more, no less; `hors` are not listed in it."""
    listes = [f.nom for f in manifeste.fichiers]
    cles = {cle_du_nom(nom) for nom in listes}
    if len(cles) != len(listes):
        raise PaquetRefuse("Le manifeste donne deux fois le même fichier.")
    if manquants := [nom for nom in listes if nom not in archive.entrees]:
        raise PaquetRefuse(f"Il manque « {montrable(manquants[0])} », que le manifeste annonce{_autres(manquants)}.")
    if en_trop := [nom for nom in archive.entrees if nom not in {*listes, *hors}]:
        raise PaquetRefuse(f"« {montrable(en_trop[0])} » n’est pas dans le manifeste{_autres(en_trop)}.")
    if ailleurs := [nom for nom in listes if nom != LISEZ_MOI and not nom.startswith((DOSSIER, DOCUMENTS))]:
        raise PaquetRefuse(f"« {montrable(ailleurs[0])} » n’est ni dans « {DOSSIER} » ni dans « {DOCUMENTS} ».")
    for f in manifeste.fichiers:
        if archive.entrees[f.nom].file_size != f.octets:
            raise PaquetRefuse(f"« {montrable(f.nom)} » n’a pas la taille annoncée : il a été modifié depuis l’envoi.")


def _autres(noms: list[str]) -> str:
    return f" (et {len(noms) - 1} autres)" if len(noms) > 1 else ""


def _annuaire(chemin: Path) -> None:
    """Refuse, before it is read, a directory of entries made to exhaust the machine."""
    try:
        vu = chemin.stat()
        if stat.S_ISDIR(vu.st_mode):
            raise PaquetRefuse("C’est un dossier, pas un fichier : indiquez le paquet (.zip) qu’il contient.")
        if not stat.S_ISREG(vu.st_mode):
            raise PaquetRefuse("Ce n’est pas un fichier ordinaire : indiquez un paquet (.zip).")
        taille = vu.st_size
        with chemin.open("rb") as flux:
            debut = flux.read(4)
            flux.seek(max(0, taille - 65_557))
            queue = flux.read()
            fin = queue.rfind(b"PK\5\6")
            if fin < 0 or fin + _FIN.size > len(queue):
                if debut.startswith(b"PK"):
                    raise PaquetRefuse("L’archive est incomplète : demandez un nouvel envoi.")
                raise PaquetRefuse("Ce n’est pas une archive ZIP.")
            _, _, _, _, nombre, octets, _, commentaire = _FIN.unpack_from(queue, fin)
            if fin + _FIN.size + commentaire != len(queue):  # the end of another archive, inside this one
                raise PaquetRefuse("L’archive est incomplète : demandez un nouvel envoi.")
            if octets == 0xFFFFFFFF or nombre == 0xFFFF:
                nombre, octets = _fin_64(flux, queue, fin)
    except FileNotFoundError:
        raise PaquetRefuse("Ce fichier n’existe pas : vérifiez son nom et le dossier où vous vous trouvez.") from None
    except OSError as erreur:
        raise PaquetRefuse(f"Ce fichier ne peut pas être lu : {motif(erreur)}.") from None
    if taille > ARCHIVE_MAX:
        raise PaquetRefuse("L’archive dépasse 2 Go.")
    if nombre > FICHIERS_MAX or octets > _ANNUAIRE_MAX:
        raise PaquetRefuse(f"L’archive contient trop de fichiers ; {FICHIERS_MAX} au plus sont admis.")


def _fin_64(flux: object, queue: bytes, fin: int) -> tuple[int, int]:
    """Number of entries and bytes of a big archive's directory."""
    lecteur = flux
    if fin < 20 or queue[fin - 20 : fin - 16] != b"PK\6\7":
        raise PaquetRefuse("L’archive est incomplète : demandez un nouvel envoi.")
    (place,) = struct.unpack_from("<Q", queue, fin - 12)
    lecteur.seek(min(place, 1 << 62))  # type: ignore[attr-defined]
    brut = lecteur.read(_FIN_64.size)  # type: ignore[attr-defined]
    if len(brut) != _FIN_64.size or brut[:4] != b"PK\6\6":
        raise PaquetRefuse("L’archive est incomplète : demandez un nouvel envoi.")
    champs = _FIN_64.unpack(brut)
    return champs[7], champs[8]


def _entrees(archive: zipfile.ZipFile, chemin: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of the archive, every entry judged."""
    entrees: dict[str, zipfile.ZipInfo] = {}
    cles: set[str] = set()
    infos = archive.infolist()
    if len(infos) > FICHIERS_MAX:
        raise PaquetRefuse(f"L’archive contient trop de fichiers ; {FICHIERS_MAX} au plus sont admis.")
    for info in infos:
        nom = info.orig_filename
        if defaut := defaut_du_nom(nom.removesuffix("/")):
            raise PaquetRefuse(f"Le nom « {montrable(nom)} » n’est pas admis ({defaut}).")
        if cle_du_nom(nom.removesuffix("/")) in cles:
            raise PaquetRefuse(f"« {montrable(nom)} » figure deux fois dans l’archive.")
        cles.add(cle_du_nom(nom.removesuffix("/")))
        _juger(info, nom)
        if not nom.endswith("/"):
            entrees[nom] = info
    if sum(info.file_size for info in infos) > GONFLE_MAX:
        raise PaquetRefuse("L’archive dépasse 2 Go une fois décompressée.")
    fichiers = {cle_du_nom(nom) for nom in entrees}
    for nom in entrees:
        parents = nom.split("/")[:-1]
        if any(cle_du_nom("/".join(parents[: i + 1])) in fichiers for i in range(len(parents))):
            raise PaquetRefuse(f"« {montrable(nom)} » est rangé dans un fichier.")
    _chevauchements(infos, archive, chemin)
    return entrees


def _juger(info: zipfile.ZipInfo, nom: str) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PaquetRefuse(f"« {montrable(nom)} » est un lien ou un fichier spécial.")
    if info.flag_bits & _CHIFFRE:
        raise PaquetRefuse("L’archive est protégée par un mot de passe : demandez-la sans protection.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PaquetRefuse(f"« {montrable(nom)} » est compressé d’une façon qui n’est pas admise.")
    if nom.endswith("/") and info.file_size:
        raise PaquetRefuse(f"« {montrable(nom)} » est un dossier qui a un contenu.")
    if info.file_size > _TAUX_A_PARTIR_DE and info.file_size > TAUX_MAX * max(info.compress_size, 1):
        raise PaquetRefuse(f"« {montrable(nom)} » gonfle plus de {TAUX_MAX} fois : l’archive n’est pas ouverte.")


def _chevauchements(infos: list[zipfile.ZipInfo], archive: zipfile.ZipFile, chemin: Path) -> None:
    """Refuse entries that share their bytes, and bytes in front of the first one: another file hides there."""
    ordre = sorted(infos, key=lambda info: info.header_offset)
    fins = [*(info.header_offset for info in ordre[1:]), archive.start_dir]
    with chemin.open("rb") as flux:
        if ordre and ordre[0].header_offset != 0:
            raise PaquetRefuse("L’archive ne commence pas par son premier fichier : elle n’est pas ouverte.")
        for info, limite in zip(ordre, fins, strict=True):
            flux.seek(info.header_offset, os.SEEK_SET)
            brut = flux.read(_LOCAL.size)
            if len(brut) != _LOCAL.size or brut[:4] != b"PK\3\4":
                raise PaquetRefuse(f"« {montrable(info.filename)} » est abîmé.")
            *_, nom, extra = _LOCAL.unpack(brut)
            if info.header_offset + _LOCAL.size + nom + extra + info.compress_size > limite:
                raise PaquetRefuse(f"« {montrable(info.filename)} » chevauche un autre fichier de l’archive.")
