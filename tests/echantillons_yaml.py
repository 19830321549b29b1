"""The sample files, by form: what every round trip must bring back exactly."""

from __future__ import annotations

from pathlib import Path

_RACINE = Path(__file__).parent.parent / "samples"

DOSSIERS = [*sorted((_RACINE / "dossiers").glob("*.yaml")), *sorted((_RACINE / "refuses").glob("*.yaml"))]
PSIS = sorted((_RACINE / "psi").glob("*.yaml"))
FICHES_ARS = sorted((_RACINE / "ars").glob("*.yaml"))
