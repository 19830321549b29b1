"""A finding: what is wrong, where, what to do. Shared by the reader (typing faults) and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Chemin = tuple[str | int, ...]


class Gravite(StrEnum):
    """How much a finding weighs; only `BLOQUANT` can change a verdict or the exit code."""

    BLOQUANT = "bloquant"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


BLOQUANT, AVERTISSEMENT, INFORMATION = Gravite.BLOQUANT, Gravite.AVERTISSEMENT, Gravite.INFORMATION


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding.

    A rule gives `chemin` (`"demande.annee_pleine"`, or a tuple when a step is a list index or holds a dot), `message` and `remede`;
    the registry adds `regle`, `gravite`, `source` and `aspect`, the report adds the position (1-based line and column).
    """

    chemin: str | Chemin
    message: str
    remede: str
    regle: str = ""
    gravite: Gravite = BLOQUANT
    source: str = ""
    ligne: int | None = None
    colonne: int | None = None
    fin: int | None = None
    """Column just after the faulty value, when it stands on one line: the length of the caret."""
    aspect: str = ""
    """The part of the verdict that the finding denies when it blocks (`complet`, `éligible`, `budget conforme`)."""

    @property
    def etapes(self) -> Chemin:
        """The path as a tuple; a path through a list is given as one: `("effectifs", 0, "etp")`."""
        if isinstance(self.chemin, tuple):
            return self.chemin
        return tuple(self.chemin.split(".")) if self.chemin else ()

    @property
    def chemin_lisible(self) -> str:
        """The path as a reader writes it: `effectifs.0.etp`."""
        return ".".join(map(str, self.chemin)) if isinstance(self.chemin, tuple) else self.chemin
