"""A process of ours that opens strangers' files: little memory, little time, killed and forgotten when it misbehaves.

The parent writes one JSON request a line and reads one JSON answer a line; the child (`python -m MODULE OCTETS`) calls
`servir`, which says that it is ready, then answers. A file made to exhaust the machine costs its own answer only.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

SECONDES_DE_DEMARRAGE = 120
FICHIER_MAX = 4 << 30
"""Bytes that the child may write in one file."""
PROCESSEUR_MAX = 3600
"""Seconds of processor in the child's whole life: were the parent killed, a file that never ends would not outlive it long."""
_PRET = "prêt"


def commande_de(module: str) -> tuple[str, ...]:
    """The command line of the child that runs `module`."""
    # -P: a `pypdf.py` lying in the current folder, among a stranger's files, must not be imported.
    return (sys.executable, "-P", "-m", module)


class Ouvrier:
    """The child process and its answers; `mort` once it gave none, and then it must be closed and replaced."""

    def __init__(self, commande: Sequence[str], memoire: int) -> None:
        """Start the child, with `memoire` bytes of address space; `RuntimeError` when it does not start."""
        self.mort = False
        self._processus = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [*commande, str(memoire)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._reponses: queue.Queue[str] = queue.Queue()
        self._oreille = threading.Thread(target=self._ecouter, daemon=True)
        self._oreille.start()
        if json.loads(self._attendre(SECONDES_DE_DEMARRAGE) or "null") != _PRET:
            self.fermer()
            raise RuntimeError("le processus qui ouvre les PDF ne démarre pas : maia est mal installé")

    def _ecouter(self) -> None:
        if self._processus.stdout:
            for ligne in self._processus.stdout:
                self._reponses.put(ligne)
        self._reponses.put("")

    def _attendre(self, secondes: float) -> str:
        """The next line, or nothing when it doesn't come in time or the process is dead."""
        try:
            return self._reponses.get(timeout=secondes)
        except queue.Empty:
            return ""

    def interroger(self, requete: Any, secondes: float) -> Any:
        """The answer to one request; `None`, and `mort`, when there is none in time, or half of one."""
        reponse = ""
        with contextlib.suppress(OSError):
            if self._processus.stdin:
                self._processus.stdin.write(json.dumps(requete) + "\n")
                self._processus.stdin.flush()
            reponse = self._attendre(secondes)
        try:
            return json.loads(reponse)
        except ValueError:
            self.mort = True
            return None

    def fermer(self) -> None:
        """End the process, whatever it is doing."""
        self._processus.kill()
        self._processus.wait()
        self._oreille.join()
        for flux in (self._processus.stdin, self._processus.stdout):
            with contextlib.suppress(OSError):  # what a dead process left unread
                if flux:
                    flux.close()


def servir(repondre: Callable[[Any], Any], prechauffer: Callable[[], object], memoire: int) -> None:
    """Answer every request of the parent, in the child; `repondre` raises nothing, `prechauffer` imports what serves.

    Whatever the libraries print or warn of is kept silent: it could quote the file.
    """
    import logging  # noqa: PLC0415 - the child's cost, not the parent's
    import warnings  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _limiter(memoire)
    prechauffer()  # a broken installation shows before the first file
    _dire(_PRET)
    for ligne in sys.stdin:
        _dire(repondre(json.loads(ligne)))


def _dire(reponse: Any) -> None:
    sys.stdout.write(json.dumps(reponse) + "\n")
    sys.stdout.flush()


def _limiter(octets: int) -> None:
    """Bound the child's memory, its time and what it writes, where the system can."""
    try:
        import resource  # noqa: PLC0415 - absent from Windows
    except ImportError:
        return
    # macOS may refuse: time stays bounded
    for limite, valeur in (
        (resource.RLIMIT_AS, octets),
        (resource.RLIMIT_FSIZE, FICHIER_MAX),
        (resource.RLIMIT_CPU, PROCESSEUR_MAX),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limite, (valeur, valeur))
