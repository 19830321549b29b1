"""Writing files: beside, then renamed; nothing overwritten unless asked; nothing left half-written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from maia.forms.systeme import motif

_SIGNATURES = {"un PDF": b"%PDF-", "un fichier Word, Excel ou ZIP": b"PK\3\4"}
_SUFFIXES = {
    "un PDF": (".pdf",),
    "un fichier Word, Excel ou ZIP": (".docx", ".xlsx", ".zip"),
    "un texte": (".yaml", ".yml", ".json", ".html", ".csv"),
}
_DEBUT = 8


class EcritureRefusee(Exception):
    """A file that cannot be written: the sentence to show."""


def ecrire(fichiers: Mapping[Path, bytes], *, ecraser: bool = False, mode: int | None = None) -> None:
    """Write these files, all checked before the first is put in place.

    `mode` sets the permissions (0o600 for a PSI: its reader and nobody else); otherwise the user's own habit holds.
    Raises `EcritureRefusee` when a file exists and `ecraser` is not given, or when the system refuses.
    """
    refuser_si_existe(*fichiers, ecraser=ecraser)
    for chemin, octets in fichiers.items():
        refuser_un_autre_genre(chemin, octets[:_DEBUT])
    provisoires: dict[Path, Path] = {}
    en_cours = Path()  # the system names the temporary file, or none at all (disk full)
    try:
        for en_cours, octets in fichiers.items():
            en_cours.parent.mkdir(parents=True, exist_ok=True)
            provisoires[en_cours] = _deposer(en_cours, octets, mode)
        for en_cours, provisoire in list(provisoires.items()):
            mettre_en_place(provisoire, en_cours, ecraser=ecraser)
            del provisoires[en_cours]
    except OSError as erreur:
        raise EcritureRefusee(refus(en_cours, erreur)) from None
    finally:
        for provisoire in provisoires.values():
            with contextlib.suppress(OSError):
                provisoire.unlink()


def refuser_si_existe(*chemins: Path, ecraser: bool) -> None:
    """Raise `EcritureRefusee` when something stands at one of `chemins` and may not be replaced."""
    existants = [chemin for chemin in chemins if os.path.lexists(chemin)]  # a name too long exists nowhere
    if dossiers := [chemin for chemin in existants if chemin.is_dir()]:
        raise EcritureRefusee(f"« {dossiers[0]} » est un dossier : donnez le nom d’un fichier à y écrire.")
    if existants and not ecraser:
        raise EcritureRefusee(
            f"« {existants[0]} » existe déjà"
            + (f" (et {len(existants) - 1} autres)" if len(existants) > 1 else "")
            + " : choisissez un autre nom, ou ajoutez --ecraser pour le remplacer."
        )


def refus(chemin: Path, erreur: OSError) -> str:
    """What to say of a file that the system did not let us write."""
    for dossier in chemin.parents:
        if os.path.lexists(dossier) and not dossier.is_dir():
            return f"« {chemin} » ne peut pas être écrit : « {dossier} » est un fichier, pas un dossier."
    return f"« {chemin} » ne peut pas être écrit : {motif(erreur)}."


def refuser_un_autre_genre(chemin: Path, debut: bytes) -> None:
    """Raise `EcritureRefusee` for a name that says another kind of file than its first bytes: `-o dossier.yaml` for a ZIP.

    With `--ecraser`, such a slip would put the result in the place of the file it was made from.
    """
    suffixe = chemin.suffix.lower()
    genre = next((g for g, signature in _SIGNATURES.items() if debut.startswith(signature)), "un texte")
    attendus = _SUFFIXES[genre]
    if suffixe in attendus or all(suffixe not in s for s in _SUFFIXES.values()):
        return
    raise EcritureRefusee(
        f"« {chemin} » serait {genre}, et non un fichier {suffixe} : choisissez un nom qui finit par {' ou '.join(attendus)}."
    )


def mettre_en_place(provisoire: Path, chemin: Path, *, ecraser: bool) -> None:
    """Give a finished file its name; raises `EcritureRefusee` when something stands there, `OSError` as the system does."""
    if ecraser:
        provisoire.replace(chemin)
        return
    try:
        # A hard link refuses an existing name, even one created since it was checked; rename would not.
        os.link(provisoire, chemin)
    except FileExistsError:
        raise EcritureRefusee(f"« {chemin} » vient d’être créé par un autre programme.") from None
    except OSError:  # file systems without hard links (FAT keys, some shares)
        refuser_si_existe(chemin, ecraser=False)
        provisoire.rename(chemin)
        return
    provisoire.unlink()


def mode_habituel() -> int:
    """Permissions of a new file under the user's umask (a temporary one is private)."""
    masque = os.umask(0)
    os.umask(masque)
    return 0o666 & ~masque


def _deposer(chemin: Path, octets: bytes, mode: int | None) -> Path:
    """The bytes in a new file beside `chemin`, on disk for good."""
    descripteur, nom = tempfile.mkstemp(prefix=".maia-", dir=chemin.parent)
    provisoire = Path(nom)
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.chmod(mode_habituel() if mode is None else mode)
    except OSError:
        provisoire.unlink(missing_ok=True)
        raise
    return provisoire
