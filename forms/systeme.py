"""What the system answers when it refuses a file, said in French: its own words are English, or the machine's."""

from __future__ import annotations

import errno
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_MOTIFS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "il n’existe pas",
        errno.ENOTDIR: "un des dossiers du chemin est en fait un fichier",
        errno.EISDIR: "c’est un dossier",
        errno.EEXIST: "il existe déjà",
        errno.ENOTEMPTY: "ce dossier n’est pas vide",
        errno.EACCES: "vous n’y avez pas accès, ou il est ouvert dans un autre programme",
        errno.EPERM: "vous n’y avez pas accès",
        errno.EROFS: "ce disque est en lecture seule",
        errno.EBUSY: "il est ouvert dans un autre programme",
        errno.ENOSPC: "il n’y a plus de place sur le disque",
        errno.EDQUOT: "votre espace sur le disque est plein",
        errno.EFBIG: "il dépasse la taille admise sur ce disque",
        errno.ENAMETOOLONG: "son nom est trop long",
        errno.ELOOP: "c’est un lien qui tourne en rond",
        errno.EIO: "le disque ou le réseau ne répond plus",
        errno.ESTALE: "le disque ou le réseau ne répond plus",
        errno.EMFILE: "trop de fichiers sont ouverts",
        errno.ENFILE: "trop de fichiers sont ouverts",
        errno.EINVAL: "son nom n’est pas admis sur ce disque",
        errno.EILSEQ: "son nom n’est pas admis sur ce disque",
        errno.ENOMEM: "il n’y a plus assez de mémoire",
    }
)

DISQUE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ESTALE})
"""What the disk refuses, whichever the file."""


def motif(erreur: OSError | ValueError) -> str:
    """Why the system refused, to put between brackets; a refusal not foreseen here keeps its number, for who can help.

    A `ValueError` is what Python raises for a name that no system admits (a null character, a lone surrogate).
    """
    if not isinstance(erreur, OSError):
        return _MOTIFS[errno.EINVAL]
    if erreur.errno is None:
        return str(erreur) or type(erreur).__name__
    return _MOTIFS.get(erreur.errno, f"erreur {erreur.errno} du système")


def octets_de(chemin: Path, maximum: int, quoi: str) -> bytes | str:
    """The bytes of a file, `maximum` and one more at most; or, in one sentence, why it can't be read.

    `quoi` is what is expected, without its article: « fichier YAML », « classeur ». Only regular files are opened: a
    pipe may never be filled, a device may never end.
    """
    try:
        mode = chemin.stat().st_mode
        if stat.S_ISDIR(mode):
            return f"C’est un dossier, pas un fichier : indiquez le {quoi} qu’il contient."
        if not stat.S_ISREG(mode):
            return f"C’est un tube ou un périphérique, pas un fichier : indiquez un {quoi}."
        with chemin.open("rb") as flux:
            return flux.read(maximum + 1)
    except FileNotFoundError:
        return "Ce fichier n’existe pas : vérifiez son nom et le dossier où vous vous trouvez."
    except (OSError, ValueError) as erreur:
        return f"Ce fichier ne peut pas être ouvert : {motif(erreur)}."
