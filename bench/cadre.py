"""What every measure is given: where to write, how long to measure."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.ouvriers import Ouvrier
from bench.tours import Tours, tourner


def charge_de_la_machine() -> float | None:
    """Average number of busy processes over the last minute; `None` where the system doesn't tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


@dataclass(frozen=True, slots=True)
class Cadre:
    """A temporary folder, the number of rounds, the time of each engine in a round, how busy the machine was before."""

    dossier: Path
    tours: int
    secondes: float
    charge: float | None = field(default_factory=charge_de_la_machine)

    def tourner(self, ouvriers: Mapping[str, Ouvrier]) -> Tours:
        """Interleaved rounds of these engines."""
        return tourner({nom: o.mesurer for nom, o in ouvriers.items()}, tours=self.tours, secondes=self.secondes)


def python(tache: str, programme: str | Path = sys.executable) -> Sequence[str]:
    """Command line of an engine in Python, `module:function`."""
    return [str(programme), "-m", "bench.ouvrier", tache]
