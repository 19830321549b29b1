"""What a value badly written changes: rules that read it wait, and nobody says that it is missing.

A fault is decisive when a blocking rule needs the value it spoils: without it the dossier can't be judged. Any other
fault is left to a human's eye.
"""

from __future__ import annotations

from collections.abc import Mapping

from maia.forms.constat import BLOQUANT, Chemin
from maia.forms.dossier import Dossier
from maia.forms.psi import Psi
from maia.forms.saisie import Faute
from maia.validators.registre import REGLES, Regle

INCONNU, CENTIMES, VIRGULE, RIEN = "extra_forbidden", "montant_centimes", "virgule_accolades", "texte_vide"


def spoile(faute: Faute) -> Chemin | None:
    """The path of what can't be read; `None` for a field that does not exist, which spoils nothing."""
    if faute.genre == INCONNU:
        return None
    # A comma between braces cuts the value before it: any field of the block may be the one.
    return faute.chemin[:-1] if faute.genre == VIRGULE else faute.chemin


def decisive(faute: Faute, regles: Mapping[str, Regle] = REGLES) -> bool:
    """Whether the fault keeps a blocking rule (of a dossier, if no others are given) from being applied."""
    chemin = spoile(faute)
    return chemin is not None and any(r.gravite is BLOQUANT and r.lit(chemin) for r in regles.values())


def mal_ecrit(d: Dossier | Psi, *chemin: str | int) -> bool:
    """Whether something is written at `chemin`, or under it, that can't be read: a fault says so, once."""
    return any(ou[: len(chemin)] == chemin for f in d.fautes if f.genre != RIEN and (ou := spoile(f)) is not None)
