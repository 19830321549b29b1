"""What every measure is given: where to write, how long to measure."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.ouvriers import Ouvrier
from bench.tours import Tours, tourner


@dataclass(frozen=True, slots=True)
class Cadre:
    """A temporary folder, the number of rounds, and the time of each engine in a round."""

    dossier: Path
    tours: int
    secondes: float

    def tourner(self, ouvriers: Mapping[str, Ouvrier]) -> Tours:
        """Interleaved rounds of these engines."""
        return tourner({nom: o.mesurer for nom, o in ouvriers.items()}, tours=self.tours, secondes=self.secondes)


def python(tache: str, programme: str | Path = sys.executable) -> Sequence[str]:
    """Command line of an engine in Python, `module:function`."""
    return [str(programme), "-m", "bench.ouvrier", tache]
