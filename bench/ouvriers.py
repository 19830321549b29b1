"""The parent's side of bench/ouvrier.py: engines started, questioned, closed."""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from bench.bilan import Arret

RACINE = Path(__file__).resolve().parent.parent


class EnPanne(Arret):
    """An engine stopped; the message is the end of what it said."""


class Ouvrier:
    """One engine at work. `commande` without its last argument, the data file; use as a context manager."""

    def __init__(self, nom: str, commande: Sequence[str], donnees: Path) -> None:
        self.nom = nom
        self._erreurs = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed with the engine
        self._processus = subprocess.Popen(
            [*commande, str(donnees)],
            cwd=RACINE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._erreurs,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._processus.communicate()
        self._erreurs.close()

    def mesurer(self, secondes: float) -> list[float]:
        """Durations, in milliseconds, of the documents made in that time: one at least."""
        durees: list[float] = self._demander({"mesurer": secondes})["durees"]
        return durees

    def compter(self, nombre: int) -> float | None:
        """Highest memory (MiB) once that many more documents are made; `None` where the system doesn't tell."""
        pic: float | None = self._demander({"compter": nombre})["pic"]
        return pic

    def rendre(self, rang: int) -> bytes:
        """The document number `rang`."""
        return base64.b64decode(self._demander({"rendre": rang})["document"])

    def _demander(self, demande: Mapping[str, float]) -> dict[str, Any]:
        entree, sortie = self._processus.stdin, self._processus.stdout
        assert entree is not None
        assert sortie is not None
        try:
            print(json.dumps(demande), file=entree, flush=True)
            reponse: dict[str, Any] = json.loads(sortie.readline())
        except (OSError, ValueError):
            self._processus.wait()
            self._erreurs.seek(0)
            raise EnPanne(f"{self.nom} s’est arrêté : " + self._erreurs.read().strip()[-600:]) from None
        return reponse


def embaucher(pile: ExitStack, commandes: Mapping[str, Sequence[str]], donnees: Path) -> dict[str, Ouvrier]:
    """Start several engines on the same data; `pile` will close them."""
    return {nom: pile.enter_context(Ouvrier(nom, commande, donnees)) for nom, commande in commandes.items()}
