"""The register of rules: one rule is one small function, with its id, severity and source.

    @regle("B01", BLOQUANT, source="CIRC annexe IV §2, équilibre")
    def total_des_charges_egal_au_total_des_produits(d: Dossier, c: Campagne) -> Iterator[Constat]: ...

The function's docstring is the catalogue's text, in French. The family (the letter) says which part of the verdict a
blocking finding denies. A new subject is a new module, named in `maia.validators.catalogue`.

A register holds the rules of one form: `DOSSIERS` those of a dossier, `PLANS` those of a PSI (`regle_du_psi`, modules of
`maia.validators.psi`). Ids are never shared: a letter belongs to one form.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.psi import Psi

F = TypeVar("F")
Verification = Callable[[F, Campagne], Iterator[Constat]]


class Aspect(StrEnum):
    """The part of the verdict that a blocking finding of a family denies."""

    COMPLET = "complet"
    ELIGIBLE = "éligible"
    BUDGET = "budget conforme"
    PLAN = "plan cohérent"


Familles = Mapping[str, tuple[str, Aspect]]

FAMILLES: Familles = {
    "F": ("Lecture et forme", Aspect.COMPLET),
    "I": ("Identité du porteur", Aspect.COMPLET),
    "P": ("Pièces", Aspect.COMPLET),
    "E": ("Éligibilité", Aspect.ELIGIBLE),
    "B": ("Budget", Aspect.BUDGET),
    "S": ("Effectifs", Aspect.BUDGET),
    "N": ("Financement", Aspect.BUDGET),
    "C": ("Calendrier", Aspect.ELIGIBLE),
    "X": ("Concordance", Aspect.BUDGET),
    "V": ("Préparation de la convention", Aspect.COMPLET),
}
FAMILLES_DU_PSI: Familles = {"Z": ("Plan de services individualisé", Aspect.PLAN)}

_SOURCE = re.compile(r"^(CIRC|CDC) (§|annexe )\S")


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule of the catalogue; `verifier` takes the form that its register is about.

    `lus` names the values it needs readable: where one of them is not, the rule is not applied, rather than judged on
    a part of the facts. A rule that asks for something to be written names nothing: it looks for itself.
    """

    id: str
    gravite: Gravite
    source: str
    verifier: Verification[Any]
    lus: tuple[Chemin, ...]
    aspect: Aspect

    def lit(self, chemin: Chemin) -> bool:
        """Whether the value at `chemin` is one the rule needs, or holds one, or is a part of one."""
        return any(all(a in ("*", b) for a, b in zip(lu, chemin, strict=False)) for lu in self.lus)

    @property
    def famille(self) -> str:
        """Name of the family, for the catalogue."""
        return (FAMILLES.get(self.id[0]) or FAMILLES_DU_PSI[self.id[0]])[0]

    @property
    def titre(self) -> str:
        """First sentence of the docstring."""
        return self.explication.split("\n", 1)[0]

    @property
    def explication(self) -> str:
        """The catalogue's text."""
        return typographie(inspect.cleandoc(self.verifier.__doc__ or ""))


class Registre(Generic[F]):
    """The rules about one form, by their ids."""

    def __init__(self, familles: Familles) -> None:
        self.familles = familles
        self.regles: dict[str, Regle] = {}

    def regle(
        self, identifiant: str, gravite: Gravite, *, source: str, lit: str = "", aspect: Aspect | None = None
    ) -> Callable[[Verification[F]], Verification[F]]:
        """Register a rule; refuses (at import) a duplicate id, an unknown family, a source that is not one.

        `lit` names values by their paths in the file, separated by spaces, `*` for any row: `"demande effectifs.*.etp"`.
        `aspect` is for the rare rule that denies another part of the verdict than its family's.
        """

        def inscrire(verification: Verification[F]) -> Verification[F]:
            if identifiant in self.regles:
                raise TypeError(f"{identifiant} : identifiant déjà pris")
            if not re.fullmatch(r"[A-Z]\d\d", identifiant) or identifiant[0] not in self.familles:
                raise TypeError(f"{identifiant} : identifiant inconnu des familles")
            if not _SOURCE.match(source):
                raise TypeError(f"{identifiant} : source « {source} » inconnue")
            lus = tuple(tuple(chemin.split(".")) for chemin in lit.split())
            touche = aspect or self.familles[identifiant[0]][1]
            self.regles[identifiant] = Regle(identifiant, gravite, source, verification, lus, touche)
            return verification

        return inscrire


DOSSIERS: Registre[Dossier] = Registre(FAMILLES)
PLANS: Registre[Psi] = Registre(FAMILLES_DU_PSI)
REGLES, regle = DOSSIERS.regles, DOSSIERS.regle
REGLES_DU_PSI, regle_du_psi = PLANS.regles, PLANS.regle


def source_en_toutes_lettres(source: str, campagne: Campagne) -> str:
    """`CIRC §2.2` → `Circulaire DGCS/DGOS n° 2012-06 du 10 janvier 2012, § 2.2`."""
    sigle, passage = source.split(" ", 1)
    texte = campagne.textes.get(sigle, sigle)
    return f"{texte}, {passage.replace('§', '§ ')}"
