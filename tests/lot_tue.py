"""`python -m tests.lot_tue N maia's arguments…`: maia, killed as by `kill -9` at its Nth gesture on the disk.

Gestures are what a batch does to its folder: a row noted, a file half-written beside, one put in its place, one removed.
Exits normally when there are fewer than N.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maia.ligne import executer
from maia.lot.atelier import Atelier


class Faux:
    """Counts the gestures, and kills."""

    def __init__(self, rang: int) -> None:
        self.reste = rang

    def geste(self) -> None:
        self.reste -= 1
        if not self.reste:
            os.kill(os.getpid(), signal.SIGKILL)

    def autour(self, fonction: Callable[..., Any]) -> Callable[..., Any]:
        def mortelle(*arguments: Any, **options: Any) -> Any:
            self.geste()
            rendu = fonction(*arguments, **options)
            self.geste()
            return rendu

        return mortelle

    def a_moitie(self, fonction: Callable[[Path, bytes], int]) -> Callable[[Path, bytes], int]:
        def mortelle(chemin: Path, octets: bytes) -> int:
            fonction(chemin, octets[: len(octets) // 2])
            self.geste()
            return fonction(chemin, octets)

        return mortelle


if __name__ == "__main__":
    faux = Faux(int(sys.argv[1]))
    for classe, nom in ((Atelier, "noter"), (Path, "replace"), (Path, "unlink"), (os, "link")):
        setattr(classe, nom, faux.autour(getattr(classe, nom)))
    Path.write_bytes = faux.a_moitie(Path.write_bytes)  # type: ignore[method-assign,assignment,arg-type]
    sys.exit(executer(sys.argv[2:]))
