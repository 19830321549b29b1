"""The thirteen causes of a gap (CIRC annexe VIII-2 §5): the closed list, and what is proposed for anything else."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents
from maia.forms.modele import Choix
from maia.forms.profils import dit

_DONNEES: Mapping[str, Any] = lire_donnees("psi.yaml")
CAUSES: Mapping[str, str] = _DONNEES["causes"]
"""The thirteen causes of a gap and their definitions, in the order of CIRC annexe VIII-2 §5: the list is closed."""


class _Causes(Choix):
    """The closed list; another cause is refused with the nearest, two on one line with the two."""

    def lire(self, valeur: Any) -> str:
        """The official spelling of what was typed."""
        try:
            return super().lire(valeur)
        except PydanticCustomError as refus:
            if refus.type != "choix":
                raise
            proches = causes_proches(valeur)
            if len(proches) > 1:
                raise PydanticCustomError(
                    "cause_double", "cause_double", {"une": proches[0], "autre": proches[1]}
                ) from None
            if proches:
                raise PydanticCustomError(
                    "cause_proche", "cause_proche", {"valeur": valeur, "propose": proches[0]}
                ) from None
            raise


def causes_proches(texte: str) -> list[str]:
    """The causes that the text names or resembles: two when it names two, one at most when it only resembles it."""
    cle = sans_accents(texte)
    if nommees := [cause for cause in CAUSES if sans_accents(cause) in cle]:
        return nommees
    variantes = {sans_accents(cause): cause for cause in CAUSES}
    if proches := difflib.get_close_matches(cle.rstrip(". "), variantes, n=1, cutoff=0.75):
        return [variantes[proches[0]]]
    dites = [cause for cause, indices in _DONNEES["indices"].items() if dit(texte, indices)]
    # « refus de la famille, elle réfléchit »: several hints choose nothing.
    return dites if len(dites) == 1 else []


# The published list ends each item with a full stop; people write it with or without.
Cause = Annotated[str, _Causes(*CAUSES, **{f"{cause}.": cause for cause in CAUSES} | _DONNEES["variantes"])]
