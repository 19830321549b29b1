"""One engine in a process of its own: `python -m bench.ouvrier MODULE:FUNCTION DATA.json`.

The function takes the data and gives back `document number → bytes`; whatever an engine can do once for all documents,
it does there, outside the measure. Then one JSON line is read, and one answered, at a time:

- `{"mesurer": seconds}`: documents one after the other for that long; `durees`, in milliseconds, one for each;
- `{"compter": n}`: that many documents; `pic`, the highest resident memory of the process so far, in MiB;
- `{"rendre": i}`: the document number `i`, in base64.

`ouvrier.mjs` does the same for the engines written in JavaScript.
"""

from __future__ import annotations

import base64
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rendre = Callable[[int], Any]


class Ouvrier:
    """Answers requests about one engine; documents follow each other from one request to the next."""

    def __init__(self, rendre: Rendre) -> None:
        self._rendre = rendre
        self._rang = 0

    def repondre(self, demande: dict[str, float]) -> dict[str, Any]:
        """The answer to one line."""
        if "rendre" in demande:
            return {"document": base64.b64encode(self._rendre(int(demande["rendre"]))).decode()}
        if "compter" in demande:
            for _ in range(int(demande["compter"])):
                self._suivant()
            return {"pic": pic_de_memoire()}
        return {"durees": self._mesurer(demande["mesurer"])}

    def _mesurer(self, secondes: float) -> list[float]:
        durees: list[float] = []
        fin = time.perf_counter() + secondes
        while time.perf_counter() < fin:
            debut = time.perf_counter()
            self._suivant()
            durees.append((time.perf_counter() - debut) * 1000)
        return durees

    def _suivant(self) -> None:
        self._rendre(self._rang)
        self._rang += 1


def pic_de_memoire() -> float | None:
    """Highest resident memory of this process, in MiB; `None` where the system doesn't tell."""
    etat = Path("/proc/self/status")
    if etat.exists():
        # Not getrusage: on Linux it starts from the parent's memory.
        champs = dict(ligne.split(":", 1) for ligne in etat.read_text().splitlines())
        return int(champs["VmHWM"].split()[0]) / 1024
    try:
        import resource  # noqa: PLC0415 - absent from Windows
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def main() -> None:
    """Serve until the parent closes the pipe."""
    nom, donnees = sys.argv[1:]
    module, fonction = nom.split(":")
    reponses, sys.stdout = sys.stdout, sys.stderr  # what an engine prints must not mix with the answers
    preparer = getattr(importlib.import_module(module), fonction)
    ouvrier = Ouvrier(preparer(json.loads(Path(donnees).read_text(encoding="utf-8"))))
    for ligne in sys.stdin:
        print(json.dumps(ouvrier.repondre(json.loads(ligne))), file=reponses, flush=True)


if __name__ == "__main__":
    main()
