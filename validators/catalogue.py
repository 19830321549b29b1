"""The whole catalogue: importing this module registers every rule, in the order reports show them."""

from __future__ import annotations

from maia.validators import (  # noqa: F401 - importing registers
    acteurs,
    adresses,
    association,
    budget,
    budget_detail,
    calendrier,
    concordance,
    concordance_detail,
    convention,
    effectifs,
    effectifs_detail,
    eligibilite,
    fichiers,
    financement,
    financement_detail,
    forme,
    identite,
    local,
    note,
    partenaires,
    personnes,
    pieces,
    pieces_jointes,
    profils,
    territoire,
)
from maia.validators.registre import FAMILLES, REGLES, Regle

_ORDRE = list(FAMILLES)


def regles() -> list[Regle]:
    """Every rule, by family in the order of the form, then by id."""
    return sorted(REGLES.values(), key=lambda r: (_ORDRE.index(r.id[0]), r.id))
