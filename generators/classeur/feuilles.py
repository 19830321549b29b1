"""A compiled sheet, line after line: constants with, in order, the cells that change from one document to the next.

Source: ECMA-376 part 1, §18.3.1.73 (lines), §18.3.1.55 (merged cells), §18.3.1.1 (page breaks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maia.generators.classeur.cellules import LIGNE, Cellule
from maia.generators.classeur.hauteurs import Renvoi
from maia.generators.classeur.reperes import Cadre, Contexte, lettres
from maia.generators.classeur.textes import Gabarit


@dataclass(frozen=True, slots=True)
class Fusion:
    """Merged cells; those of one line are merged again in each copy of it."""

    cadre: Cadre

    def variable(self, onglets: frozenset[int]) -> bool:
        """Never: only inserted lines move it."""
        return False

    def rendre(self, contexte: Contexte) -> str:
        """The merge, or one for each copy."""
        feuille, colonnes, lignes = self.cadre
        plan = contexte.plans[feuille]
        un, deux = lettres(colonnes[0]), lettres(colonnes[1])
        debut, fin = plan.debut(lignes[0]), plan.fin(lignes[1])
        if lignes[0] < lignes[1]:
            return f'<mergeCell ref="{un}{debut}:{deux}{fin}"/>'
        return "".join(f'<mergeCell ref="{un}{r}:{deux}{r}"/>' for r in range(debut, fin + 1))


@dataclass(frozen=True, slots=True)
class Saut:
    """A page break: after a line, hence after its last copy."""

    feuille: int
    ligne: int

    def variable(self, onglets: frozenset[int]) -> bool:
        """Never: only inserted lines move it."""
        return False

    def rendre(self, contexte: Contexte) -> str:
        """The number of the line before the break."""
        return str(contexte.plans[self.feuille].fin(self.ligne))


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the template: as it stands there, and as it is copied when lines are inserted below it."""

    numero: int
    attributs: str
    hauteur: float  # in points
    hauteur_ecrite: str  # as the template says it, "" when it leaves it to the sheet
    masquee: bool
    visibles: tuple[int, ...]  # slots that show a hidden line as soon as one has something to say
    renvois: tuple[tuple[int, Renvoi], ...]  # slots whose text may need a taller line
    morceaux: tuple[str | Cellule, ...]
    copie: tuple[tuple[Cellule | None, str], ...]  # cell to copy if its zone goes that far, else the empty cell

    def ouvrir(self, donnees: Sequence[Any], valeurs: Sequence[Any], copie: int) -> str:
        """The start of the line, tall enough for its texts."""
        hauteur = self.hauteur
        for case, renvoi in self.renvois:
            texte = donnees[case]
            if type(texte) is list:
                texte = texte[copie] if copie < len(texte) else None
            if type(texte) is str:
                hauteur = max(hauteur, renvoi.hauteur_de(texte))
        ecrite = self.hauteur_ecrite if hauteur == self.hauteur else f' ht="{hauteur:.2f}"'
        masque = self.masquee and not any(_a_montrer(valeurs[case]) for case in self.visibles)
        return f'<row r="{LIGNE}"{self.attributs}{ecrite}{_MASQUE if masque else ">"}'

    def copier(self, donnees: Sequence[Any], valeurs: Sequence[Any], contexte: Any) -> str:
        """One more line below, the ``contexte.copie``-th: tables that go that far are filled, the rest is empty."""
        morceaux = [self.ouvrir(donnees, valeurs, contexte.copie)]
        for cellule, vide in self.copie:
            va_jusque_la = cellule is not None and contexte.copie < contexte.nombres[cellule.zone]
            morceaux.append(cellule.ecrire(donnees, valeurs, contexte) if cellule and va_jusque_la else vide)
        morceaux.append("</row>")
        return "".join(morceaux)


_MASQUE = ' hidden="1">'


def _a_montrer(valeur: Any) -> bool:
    if isinstance(valeur, list):
        return any(map(_a_montrer, valeur))
    return valeur not in (None, "", 0)


@dataclass(frozen=True, slots=True)
class Feuille:
    """A compiled sheet: its part's name, what is before, on and after its lines."""

    index: int
    partie: str
    avant: Gabarit
    lignes: tuple[Ligne, ...]
    apres: Gabarit

    def rendre(self, donnees: Sequence[Any], valeurs: Sequence[Any], contexte: Any) -> bytes:
        """The sheet's XML: ``donnees`` the slots given, ``valeurs`` the same with what formulas found."""
        sortie = [self.avant.rendre(contexte)]
        plan, insertions = contexte.plans[self.index], contexte.insertions[self.index]
        for ligne in self.lignes:
            numero = plan.debut(ligne.numero)
            morceaux = [ligne.ouvrir(donnees, valeurs, 0)]
            for m in ligne.morceaux:
                morceaux.append(m if isinstance(m, str) else m.ecrire(donnees, valeurs, contexte))
            sortie.append("".join(morceaux).replace(LIGNE, str(numero)))
            for copie in range(1, insertions.get(ligne.numero, 0) + 1):
                contexte.copie = copie
                sortie.append(ligne.copier(donnees, valeurs, contexte).replace(LIGNE, str(numero + copie)))
            contexte.copie = 0
        sortie.append(self.apres.rendre(contexte))
        return "".join(sortie).encode()
