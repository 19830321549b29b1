"""The whole catalogue: importing this module registers every rule, in the order reports show them."""

from __future__ import annotations

from functools import cache

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


def regles() -> tuple[Regle, ...]:
    """Every rule, by family in the order of the form, then by id."""
    return _en_ordre(len(REGLES))


@cache
def _en_ordre(_nombre: int) -> tuple[Regle, ...]:
    # Asked for every dossier; a rule registered since (in a test) changes the number, and so the answer.
    return tuple(sorted(REGLES.values(), key=lambda r: (_ORDRE.index(r.id[0]), r.id)))
