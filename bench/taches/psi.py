"""The PSI by our PDF engine."""

from __future__ import annotations

from typing import Any

from bench.donnees import plans
from bench.ouvrier import Rendre
from maia.generators.psi import psi


def du_plan(_: Any) -> Rendre:
    """Typed plan to PDF, never the same twice: its attached source changes with each document."""
    tous = list(plans())
    return lambda i: psi(tous[i % len(tous)], f"# plan {i}\n".encode())
