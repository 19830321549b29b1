"""Z — the plan de services individualisé (CIRC annexe VIII): importing this package registers its rules.

A subject is a module; what the language of a problem is judged by is data (`forms/psi_mots.yaml`).
"""

from __future__ import annotations

from maia.validators.psi import (  # noqa: F401 - importing registers
    ecarts,
    langue,
    numeros,
    personne,
    priorites,
    saisie,
    semaine,
    services,
)
from maia.validators.registre import REGLES_DU_PSI, Regle


def regles_du_psi() -> tuple[Regle, ...]:
    """Every rule of a PSI, by id."""
    return tuple(REGLES_DU_PSI[identifiant] for identifiant in sorted(REGLES_DU_PSI))
