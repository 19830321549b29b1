"""Writing files: beside, then renamed; nothing overwritten unless asked; nothing left half-written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class EcritureRefusee(Exception):
    """A file that cannot be written: the sentence to show."""


def ecrire(fichiers: Mapping[Path, bytes], *, ecraser: bool = False, mode: int | None = None) -> None:
    """Write these files, all checked before the first is put in place.

    `mode` sets the permissions (0o600 for a PSI: its reader and nobody else); otherwise the user's own habit holds.
    Raises `EcritureRefusee` when a file exists and `ecraser` is not given, or when the system refuses.
    """
    existants = [chemin for chemin in fichiers if chemin.exists() or chemin.is_symlink()]
    if existants and not ecraser:
        raise EcritureRefusee(
            f"« {existants[0]} » existe déjà"
            + (f" (et {len(existants) - 1} autres)" if len(existants) > 1 else "")
            + " : "
            "choisissez un autre nom, ou ajoutez --ecraser pour le remplacer."
        )
    provisoires: dict[Path, Path] = {}
    try:
        for chemin, octets in fichiers.items():
            chemin.parent.mkdir(parents=True, exist_ok=True)
            provisoires[chemin] = _deposer(chemin, octets, mode)
        for chemin, provisoire in list(provisoires.items()):
            _mettre_en_place(provisoire, chemin, ecraser=ecraser)
            del provisoires[chemin]
    except FileExistsError as erreur:
        raise EcritureRefusee(
            f"« {erreur.filename2 or erreur.filename} » vient d’être créé par un autre programme."
        ) from None
    except OSError as erreur:
        raison = erreur.strerror or type(erreur).__name__
        raise EcritureRefusee(f"« {erreur.filename2 or erreur.filename} » ne peut pas être écrit ({raison}).") from None
    finally:
        for provisoire in provisoires.values():
            with contextlib.suppress(OSError):
                provisoire.unlink()


def _deposer(chemin: Path, octets: bytes, mode: int | None) -> Path:
    """The bytes in a new file beside `chemin`, on disk for good."""
    descripteur, nom = tempfile.mkstemp(prefix=".maia-", dir=chemin.parent)
    provisoire = Path(nom)
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.chmod(_mode_habituel() if mode is None else mode)
    except OSError:
        provisoire.unlink(missing_ok=True)
        raise
    return provisoire


def _mode_habituel() -> int:
    """Permissions of a new file under the user's umask (mkstemp gives 0600)."""
    masque = os.umask(0)
    os.umask(masque)
    return 0o666 & ~masque


def _mettre_en_place(provisoire: Path, chemin: Path, *, ecraser: bool) -> None:
    if ecraser:
        provisoire.replace(chemin)
        return
    try:
        # A hard link refuses an existing name, even one created since it was checked; rename would not.
        os.link(provisoire, chemin)
    except FileExistsError:
        raise
    except OSError:
        # File systems without hard links (FAT keys, some shares).
        provisoire.rename(chemin)
        return
    provisoire.unlink()
