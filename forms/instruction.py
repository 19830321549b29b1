"""What checking a dossier gave, as the documents use it: the findings and the verdict, which is not the findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from maia.forms.constat import Constat, Gravite
from maia.forms.controle import Controle


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an ARS decides on: the dossier is complete, the project eligible, the budget in order."""

    complet: bool
    eligible: bool
    budget_conforme: bool

    @property
    def recevable(self) -> bool:
        """Eligible and complete: what goes before the commission (CIRC §1.2.3)."""
        return self.complet and self.eligible

    @property
    def defauts(self) -> list[str]:
        """What denies admissibility: `incomplet`, `non éligible`, both or nothing."""
        return [mot for mot, dit in (("incomplet", self.complet), ("non éligible", self.eligible)) if not dit]


@dataclass(frozen=True, slots=True)
class Instruction:
    """The findings on one dossier, the worst first, and the verdict (CIRC §1.2.2).

    `controles` is every check done, for a document that shows them; empty when whoever verified kept findings only.
    """

    constats: tuple[Constat, ...]
    verdict: Verdict
    controles: tuple[Controle, ...] = field(default=(), kw_only=True)

    def de_gravite(self, gravite: Gravite) -> list[Constat]:
        """The findings of one severity."""
        return [c for c in self.constats if c.gravite is gravite]

    @property
    def bloquant(self) -> bool:
        """Whether a finding blocks."""
        return any(c.gravite is Gravite.BLOQUANT for c in self.constats)
