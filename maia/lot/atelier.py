"""The folder of a batch: one run at a time in it, files put in place whole, and the memory of who wrote which.

While a batch runs, a hidden sub-folder holds what is not finished: the lock, the file being written, and a row for each
dossier, written *before* its documents are put in place. A run killed at any point leaves whole files, and the next one
knows them. A file that nobody but its reader changed since is the only one ever replaced or removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Self

from maia.ecriture import ecrire
from maia.forms.systeme import motif
from maia.lot.journal import CSV, JSON, Journal, Ligne, Produit, ecrire_ligne, en_csv, en_json, lire, lire_ligne

EN_COURS = ".maia-lot"
_VERROU, _SUIVI, _PROVISOIRE = "verrou", "suivi.jsonl", "provisoire"


class AtelierRefuse(Exception):
    """A folder in which the batch can't start: the sentence to show."""


class Atelier:
    """The output folder of a batch, held while it runs; use as a context manager.

    Raises `AtelierRefuse` on entering when another run holds it, when it holds the journal of something else, or when
    the system refuses to write in it.
    """

    def __init__(self, sortie: Path, lot: str, *, ecraser: bool = False) -> None:
        self.sortie = sortie
        self.ecraser = ecraser
        self.anterieur = Journal(lot)
        self.lignes: dict[str, Ligne] = {}
        self._connues: dict[str, set[str]] = {}
        self._interieur = sortie / EN_COURS
        self._verrou: IO[bytes] | None = None
        self._suivi: IO[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            reprise = self._interieur.is_dir()
            self._interieur.mkdir(parents=True, exist_ok=True)
            self._verrou = _verrouiller(self._interieur / _VERROU)
            if reprise:
                self._nettoyer()
            self._se_souvenir()
            self._suivi = (self._interieur / _SUIVI).open("ab")
            if self._suivi.tell():
                self._suivi.write(b"\n")  # ends the row that the last run could not
        except OSError as erreur:
            self._lacher()
            raise AtelierRefuse(
                f"« {self.sortie} » ne peut pas recevoir de documents : {motif(erreur)}. Choisissez un autre dossier."
            ) from None
        except AtelierRefuse:
            self._lacher()
            if not reprise:
                shutil.rmtree(self._interieur, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lacher()
        suivi = self._interieur / _SUIVI
        if suivi.exists() and not suivi.stat().st_size:  # nothing was begun
            shutil.rmtree(self._interieur, ignore_errors=True)

    def _lacher(self) -> None:
        for flux in (self._suivi, self._verrou):
            with contextlib.suppress(OSError):  # the row that a full disk refused, and that was told of
                if flux:
                    flux.close()

    def _nettoyer(self) -> None:
        """Remove what a killed run was writing: its own file, and those of `maia.ecriture`."""
        (self._interieur / _PROVISOIRE).unlink(missing_ok=True)
        for reste in self.sortie.glob(".maia-????????"):
            if reste.is_file():
                reste.unlink()

    def _se_souvenir(self) -> None:
        """Read the journal of the last run, then the rows of one that did not end."""
        lot = self.anterieur.lot
        try:
            ancien = lire((self.sortie / JSON).read_bytes())
        except FileNotFoundError:
            ancien = Journal(lot)
            if (self.sortie / CSV).exists() and not (self._interieur / _SUIVI).exists() and not self.ecraser:
                raise AtelierRefuse(
                    f"« {self.sortie / CSV} » existe déjà et ne vient pas de maia : choisissez un autre dossier, "
                    "ou ajoutez --ecraser pour le remplacer."
                ) from None
        if ancien is None or ancien.lot != lot:
            quoi = "n’est pas un journal de maia" if ancien is None else f"est celui de « {ancien.lot} »"
            if ancien is not None or not self.ecraser:
                raise AtelierRefuse(
                    f"« {self.sortie / JSON} » {quoi} : choisissez un autre dossier"
                    + (", ou ajoutez --ecraser pour le remplacer." if ancien is None else ".")
                )
            ancien = Journal(lot)
        self.anterieur = ancien
        for produit in ancien.produits():
            self._connues.setdefault(produit.nom, set()).add(produit.empreinte)
        self.lignes = {ligne.fichier: ligne for ligne in ancien.dossiers}
        for ligne in self._du_suivi():
            if ligne.fichier:
                self.lignes[ligne.fichier] = ligne
            for produit in ligne.produits:
                self._connues.setdefault(produit.nom, set()).add(produit.empreinte)

    def _du_suivi(self) -> Iterator[Ligne]:
        with contextlib.suppress(FileNotFoundError):
            for texte in (self._interieur / _SUIVI).read_text(encoding="utf-8", errors="replace").split("\n"):
                if ligne := lire_ligne(texte):
                    yield ligne

    # --- One file -------------------------------------------------------------------------------------------------

    def empreinte(self, nom: str) -> str | None:
        """SHA-256 of the file of that name; `None` when there is none, or an empty one, which a power cut may leave."""
        try:
            with (self.sortie / nom).open("rb") as flux:
                empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
        except OSError:
            return None
        return None if empreinte == _VIDE else empreinte

    def intact(self, produit: Produit) -> bool:
        """Whether the file is there as it was written."""
        return self.empreinte(produit.nom) == produit.empreinte

    # --- Files put in place or removed ----------------------------------------------------------------------------

    def noter(self, ligne: Ligne) -> None:
        """Remember a row on disk, before its documents are there; `AtelierRefuse` when the disk takes no more."""
        assert self._suivi is not None  # noqa: S101 - inside the `with`
        try:
            self._suivi.write(ecrire_ligne(ligne))
            self._suivi.flush()
        except OSError as erreur:
            raise AtelierRefuse(
                f"« {self.sortie} » ne peut plus recevoir de documents : {motif(erreur)}. Ceux qui y sont sont entiers ; "
                "relancez la même commande pour continuer."
            ) from None
        for produit in ligne.produits:
            self._connues.setdefault(produit.nom, set()).add(produit.empreinte)

    def libre(self, produit: Produit, *, ecraser: bool = True) -> bool:
        """Whether a file of this name and content may be put there: nothing lost, or `--ecraser`, where it holds."""
        la = self.empreinte(produit.nom)
        chemin = self.sortie / produit.nom
        if la is None:
            return not chemin.is_symlink() and (not chemin.exists() or chemin.is_file())
        return (self.ecraser and ecraser) or la == produit.empreinte or la in self._connues.get(produit.nom, set())

    def poser(self, nom: str, octets: bytes) -> None:
        """Put a file in place, whole or not at all; one that says the same already is not touched. Raises `OSError`."""
        cible, provisoire = self.sortie / nom, self._interieur / _PROVISOIRE
        if self.empreinte(nom) == hashlib.sha256(octets).hexdigest():
            return
        cible.parent.mkdir(parents=True, exist_ok=True)
        provisoire.write_bytes(octets)
        provisoire.replace(cible)

    def retirer(self, actuels: Collection[str]) -> tuple[list[str], list[Produit]]:
        """Remove the files of ours that are not in `actuels`; returns the names removed, and the files left.

        A file that somebody edited since is never removed.
        """
        retires: list[str] = []
        laisses: list[Produit] = []
        for nom in sorted(self._connues.keys() - set(actuels)):
            chemin = self.sortie / nom
            if not chemin.is_file() or chemin.is_symlink():
                continue
            try:
                if self.empreinte(nom) not in {None, *self._connues[nom]}:
                    raise PermissionError
                chemin.unlink()
                retires.append(nom)
            except OSError:  # edited, or open in Word on Windows
                laisses.append(Produit(nom, min(self._connues[nom])))
                continue
            if chemin.parent != self.sortie:
                with contextlib.suppress(OSError):
                    chemin.parent.rmdir()
        return retires, laisses

    def conclure(self, journal: Journal, *, fini: bool) -> None:
        """Write the journal and, when all is done, forget what was unfinished. Raises `EcritureRefusee`."""
        ecrire({self.sortie / CSV: en_csv(journal), self.sortie / JSON: en_json(journal)}, ecraser=True)
        self._lacher()
        if fini:
            shutil.rmtree(self._interieur, ignore_errors=True)


_VIDE = hashlib.sha256(b"").hexdigest()


def _verrouiller(chemin: Path) -> IO[bytes]:
    """Hold the folder until the file is closed, or the process ends in whatever way."""
    flux = chemin.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(flux.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(flux, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Held on a file that the run before has just removed: it holds nothing.
            if not chemin.exists() or os.fstat(flux.fileno()).st_ino != chemin.stat().st_ino:
                raise BlockingIOError
    except OSError:
        flux.close()
        raise AtelierRefuse(
            f"Un autre lancement de maia écrit déjà dans « {chemin.parent.parent} » : attendez sa fin."
        ) from None
    return flux
