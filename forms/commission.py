"""The regional consultative commission: the ARS's grid, who notes, who withdraws (CIRC §1.2.2, §1.2.3).

« La pondération des différents critères de sélection est laissée à la libre appréciation des ARS »: the criteria, their
weights and the scale are data of the ARS's file. Without them, the three things that the circulaire says an ARS analyses
count alike.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from maia.forms.dossier import Dossier
from maia.forms.francais import sans_accents
from maia.forms.modele import Modele, champ, champ_liste
from maia.forms.types import Departement, Entier, Texte

SOURCE = "CIRC §1.2.2"
BAREME = 20
EVALUATEURS = 60
"""Sheets of notes at most in the workbook."""
CONSEIL_GENERAL = "conseil général"


class Critere(Modele):
    """A criterion of the grid."""

    critere: Texte | None = champ("Critère", source=SOURCE, exemple="Qualité du projet")
    poids: Entier | None = champ("Poids", "Un nombre entier ; 1 s’il n’est pas écrit", source=SOURCE, exemple="2")


class Evaluateur(Modele):
    """Who notes the dossiers; a member of the commission."""

    nom: Texte | None = champ("Nom", "Prénom et nom, ou fonction", exemple="Claire Morin")
    qualite: Texte | None = champ("Qualité", exemple="représentante du président du conseil général des Deux-Sèvres")
    poids: Entier | None = champ(
        "Poids", "Ce que pèsent ses notes dans la moyenne, 1 au moins ; 1 s’il n’est pas écrit", exemple="1"
    )
    conseil_general: Departement | None = champ(
        "Conseil général représenté",
        "Numéro du département : la personne se retire si ce conseil général est candidat",
        source="CIRC §1.2.3",
        exemple="79",
    )
    retraits: list[Texte] = champ_liste(
        "Se retire aussi pour",
        "Raisons sociales des porteurs dont la personne n’examine pas le dossier",
        exemple="[Réseau gérontologique du Thouarsais]",
    )

    @property
    def voix(self) -> int:
        """The weight of this person's notes, at least 1."""
        return self.poids or 1

    def se_retire(self, d: Dossier) -> bool:
        """Whether this person leaves the debate on a dossier: its own conseil général applies, or the ARS says so."""
        p = d.porteur
        if p.nature == CONSEIL_GENERAL and self.conseil_general and self.conseil_general == d.departement:
            return True
        return sans_accents(p.raison_sociale or "") in {sans_accents(nom) for nom in self.retraits}


class Commission(Modele):
    """The grid and the people."""

    bareme: Entier | None = champ(
        "Note maximale", "Chaque critère est noté de 0 à ce nombre ; 20 à défaut", exemple="20"
    )
    grille: list[Critere] = champ_liste(
        "Grille", "Critères et poids choisis par l’ARS ; à défaut ceux de la circulaire, à poids égaux", source=SOURCE
    )
    evaluateurs: Annotated[list[Evaluateur], Field(max_length=EVALUATEURS)] = champ_liste(
        "Évaluateurs", "Une feuille de notes pour chacun ; à défaut une seule", source="CIRC §1.2.3"
    )

    @property
    def note_maximale(self) -> int:
        """The top of the scale, at least 1."""
        return self.bareme or BAREME

    @property
    def criteres(self) -> tuple[tuple[str, int], ...]:
        """Criterion and weight, in order; a criterion of no name or of weight 0 is left out."""
        ecrits = ((c.critere, 1 if c.poids is None else c.poids) for c in self.grille)
        return tuple((nom, poids) for nom, poids in ecrits if nom and poids) or GRILLE_PAR_DEFAUT


# CIRC §1.2.2: « l'ARS analyse plus particulièrement la compréhension du dispositif, puis la pertinence et la qualité
# du projet ». No text weighs them.
GRILLE_PAR_DEFAUT = (("Compréhension du dispositif", 1), ("Pertinence du projet", 1), ("Qualité du projet", 1))
EVALUATEUR_PAR_DEFAUT = Evaluateur(nom="Évaluateur")
