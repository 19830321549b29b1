"""The PSI by our PDF engine."""

from __future__ import annotations

from typing import Any

from bench.donnees import plans, plans_divers
from bench.ouvrier import Rendre
from maia.generators.formulaire_psi import formulaire
from maia.generators.psi import psi


def du_plan(_: Any) -> Rendre:
    """Typed plan to PDF, never the same twice: its attached source changes with each document."""
    tous = list(plans())
    return lambda i: psi(tous[i % len(tous)], f"# plan {i}\n".encode())


def tous_differents(_: Any) -> Rendre:
    """The same, from plans of which no two say the same thing."""
    suite = plans_divers()
    return lambda i: psi(next(suite), f"# plan {i}\n".encode())


def du_formulaire(_: Any) -> Rendre:
    """Typed plan to the form with its boxes filled, laid out for it."""
    tous = list(plans())
    return lambda i: formulaire(tous[i % len(tous)]).octets
