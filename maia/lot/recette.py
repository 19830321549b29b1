"""What a batch makes of a dossier: the contract between carrying a batch out and knowing what its documents are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from maia.forms.campagne import Campagne
from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu
from maia.forms.pieces import Catalogue
from maia.lot.journal import Etat
from maia.validators.rapport import Rapport


@dataclass(frozen=True, slots=True)
class Fait:
    """What a dossier gives: its documents by name, from the batch's folder; or none, and why."""

    etat: Etat
    documents: dict[str, bytes] = field(default_factory=dict)
    raison: str = ""


class Recette(Protocol):
    """What a batch makes of each dossier.

    `cle` sums up everything that the documents depend on besides the dossier: ARS file, campaign, templates, program.
    `d_ensemble` says that there are documents about all the dossiers: each is then shown to `retenir`, in order.
    """

    lot: str
    campagne: Campagne
    pieces: Catalogue
    cle: str
    d_ensemble: bool

    def fabriquer(self, lu: DossierLu, rapport: Rapport, nom: str) -> Fait:
        """The documents of one dossier; their names hold `nom`, which no other dossier has."""

    def retenir(self, resultat: tuple[DossierLu, Rapport] | Illisible) -> None:
        """Keep of a dossier what the documents about all of them need, and no more."""

    def rassembler(self) -> dict[str, bytes]:
        """The documents about all the dossiers kept, by name."""
