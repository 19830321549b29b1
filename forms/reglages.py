"""What an ARS sets for itself, in its own file: severities, pieces and thresholds of its own, without Python.

The texts leave it « la pondération des différents critères » and « toute information complémentaire qu’elle juge utile »
(CIRC §1.2.1, §1.2.2). Every choice in force is said in the report, next to what the texts alone would say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from maia.forms.constat import Gravite
from maia.forms.francais import euros, liste, pluriel
from maia.forms.modele import Choix, Modele, champ
from maia.forms.pieces import PieceDemandee
from maia.forms.types import Entier, Montant

if TYPE_CHECKING:
    from maia.forms.campagne import Campagne

_GRAVITES = Choix(*Gravite)
GraviteSaisie = Annotated[
    Gravite,
    BeforeValidator(lambda v: Gravite(_GRAVITES.lire(v)), json_schema_input_type=Annotated[str, _GRAVITES]),
]


class Seuils(Modele):
    """Thresholds of an ARS (amounts in whole euros)."""

    demande_de_l_annee: Montant | None = champ(
        "Demande de l’année, au plus",
        "Montant demandé pour l’année au-delà duquel l’ARS veut être avertie",
        exemple="155 000",
    )
    part_des_produits: Entier | None = champ(
        "Part des produits, au plus", "Part du financement de l’ARS dans les produits, en pour cent", exemple="90"
    )
    pages_de_la_note: Entier | None = champ("Pages de la note, au plus", "À la place du maximum national", exemple="20")


class Reglages(Modele):
    """The choices of an ARS."""

    gravites: dict[str, GraviteSaisie] = Field(
        default_factory=dict, title="Gravités", description="Règle → bloquant, avertissement ou information"
    )
    pieces: dict[str, PieceDemandee] = Field(
        default_factory=dict, title="Pièces", description="Pièces ajoutées à la liste nationale, comme dans pieces.yaml"
    )
    seuils: Seuils = Field(default_factory=Seuils, title="Seuils", description="Seuils propres à l’ARS")

    def choix_en_clair(self, campagne: Campagne) -> tuple[str, ...]:
        """Each choice in force, in one sentence, in the order of the file; `campagne` is the national one."""
        phrases = [f"La règle {regle} est de gravité « {gravite} »." for regle, gravite in self.gravites.items()]
        phrases += [f"La pièce « {piece.libelle} » s’ajoute à la liste nationale." for piece in self.pieces.values()]
        s = self.seuils
        if s.demande_de_l_annee is not None:
            phrases.append(f"La demande de l’année est signalée au-delà de {euros(s.demande_de_l_annee)}.")
        if s.part_des_produits is not None:
            phrases.append(f"La part de l’ARS dans les produits est signalée au-delà de {s.part_des_produits}\u00a0%.")
        if s.pages_de_la_note is not None:
            national = pluriel(campagne.note.pages_max, "page")
            phrases.append(f"La note compte au plus {pluriel(s.pages_de_la_note, 'page')} (au lieu de {national}).")
        return tuple(phrases)

    def regles_inconnues(self, connues: list[str]) -> str | None:
        """A sentence about severities given for rules that don't exist, or `None`."""
        if inconnues := [regle for regle in self.gravites if regle not in connues]:
            return f"Règle inconnue dans « gravites » : {liste(inconnues)}. « maia regles » donne la liste."
        return None
