"""A big file made beside its place, then put there at once: nothing half-written, nothing overwritten unless asked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maia.ecriture import EcritureRefusee


def refuser_si_existe(chemin: Path, *, ecraser: bool) -> None:
    """Raise `EcritureRefusee` when something stands at `chemin` and may not be replaced."""
    if (chemin.exists() or chemin.is_symlink()) and not ecraser:
        raise EcritureRefusee(
            f"« {chemin} » existe déjà : choisissez un autre nom, ou ajoutez --ecraser pour le remplacer."
        )


@contextmanager
def atelier(a_cote_de: Path) -> Iterator[Path]:
    """A private folder beside the file to come, gone afterwards whatever happens.

    Beside, and not in the system's own: that one may be in memory, and a renaming must not become a copy.
    Raises `EcritureRefusee` when the system refuses.
    """
    try:
        a_cote_de.parent.mkdir(parents=True, exist_ok=True)
        dossier = tempfile.TemporaryDirectory(prefix=".maia-", dir=a_cote_de.parent, ignore_cleanup_errors=True)
    except OSError as erreur:
        raise EcritureRefusee(_refus(a_cote_de, erreur)) from None
    with dossier as nom:
        yield Path(nom)


def placer(provisoire: Path, chemin: Path, *, ecraser: bool) -> None:
    """Put a finished file in its place; `EcritureRefusee` when something stands there, or when the system refuses."""
    try:
        masque = os.umask(0)
        os.umask(masque)
        provisoire.chmod(0o666 & ~masque)
        if ecraser:
            provisoire.replace(chemin)
            return
        try:
            # A hard link refuses an existing name, even one created since it was checked; rename would not.
            os.link(provisoire, chemin)
        except FileExistsError:
            raise
        except OSError:  # file systems without hard links (FAT keys, some shares)
            refuser_si_existe(chemin, ecraser=False)
            provisoire.rename(chemin)
    except FileExistsError:
        raise EcritureRefusee(f"« {chemin} » vient d’être créé par un autre programme.") from None
    except OSError as erreur:
        raise EcritureRefusee(_refus(chemin, erreur)) from None


def _refus(chemin: Path, erreur: OSError) -> str:
    return f"« {chemin} » ne peut pas être écrit ({erreur.strerror or type(erreur).__name__})."
