"""A big file made beside its place, then put there at once: nothing half-written, nothing overwritten unless asked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maia.ecriture import EcritureRefusee, mettre_en_place, mode_habituel, refus, refuser_un_autre_genre
from maia.forms.systeme import DISQUE


@contextmanager
def atelier(a_cote_de: Path) -> Iterator[Path]:
    """A private folder beside the file to come, gone afterwards whatever happens.

    Beside, and not in the system's own: that one may be in memory, and a renaming must not become a copy.
    Raises `EcritureRefusee` when the system refuses, then or while the file is made: a full disk.
    """
    try:
        a_cote_de.parent.mkdir(parents=True, exist_ok=True)
        dossier = tempfile.TemporaryDirectory(prefix=".maia-", dir=a_cote_de.parent, ignore_cleanup_errors=True)
    except OSError as erreur:
        raise EcritureRefusee(refus(a_cote_de, erreur)) from None
    with dossier as nom:
        try:
            yield Path(nom)
        except OSError as erreur:
            if erreur.errno not in DISQUE:
                raise
            raise EcritureRefusee(refus(a_cote_de, erreur)) from None


def placer(provisoire: Path, chemin: Path, *, ecraser: bool) -> None:
    """Put a finished file in its place; `EcritureRefusee` when something stands there, or when the system refuses."""
    try:
        with provisoire.open("rb") as flux:
            refuser_un_autre_genre(chemin, flux.read(8))
        provisoire.chmod(mode_habituel())
        mettre_en_place(provisoire, chemin, ecraser=ecraser)
    except OSError as erreur:
        raise EcritureRefusee(refus(chemin, erreur)) from None
