"""Which sheet holds a budget, and the words that D2 adds around what the porteur wrote."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.classeur.grille import Cellule, Feuille, Grille
from maia.forms.classeur.normes import COTES
from maia.forms.classeur.plan import FeuilleBudget, nom_defini
from maia.forms.classeur.reperes import compte_annonce
from maia.forms.classeur.textes import cle_de_texte
from maia.forms.francais import INSECABLE
from maia.forms.nomenclature import nomenclature


def feuille_de_budget(grille: Grille, p: FeuilleBudget) -> tuple[Feuille, bool] | None:
    """The sheet that holds a budget, and whether it is D2's: by a name, by its own, by its title, by its accounts."""
    annee = "campagne" if len(p.chemin) == 1 else "pleine"
    for nom, d2 in (
        *((nom_defini((*p.chemin, cote, n)), False) for cote in COTES for n in nomenclature().cote(cote)),
        *((f"{annee}_{n}", True) for n in nomenclature().charges),
    ):
        if (lieu := grille.nommee(nom)) and est_un_budget(lieu[0]):
            return lieu[0], d2
    budgets = [f for f in grille.feuilles if est_un_budget(f)]
    pleines = [f for f in budgets if any("annee pleine" in cle_de_texte(t) for t in _titres(f))]
    voulues = pleines if annee == "pleine" else [f for f in budgets if f not in pleines]
    return (voulues[0], not any(c.cle == "montant en euros" for c in voulues[0].cellules.values())) if voulues else None


def _titres(feuille: Feuille) -> Iterator[str]:
    yield feuille.nom
    yield from (c.texte for (ligne, _), c in feuille.cellules.items() if ligne <= 4)


def est_un_budget(feuille: Feuille) -> bool:
    """Whether a sheet holds at least three accounts of annexe IV."""
    return sum(1 for c in feuille.cellules.values() if c.texte and compte_annonce(c.texte)) >= 3


def montant_montre(cellule: Cellule) -> int | None:
    """What a computed cell showed, in whole euros."""
    if isinstance(cellule.contenu, int | float) and not isinstance(cellule.contenu, bool):
        return round(cellule.contenu)
    return None


def sans_prefixe(texte: str, prefixes: list[str]) -> str:
    """`Autres : buvette` → `buvette`, as D2 puts the form's words before the porteur's."""
    for prefixe in prefixes:
        for deux_points in (f"{INSECABLE}: ", " : "):
            debut, trouve, suite = texte.partition(deux_points)
            if trouve and suite and cle_de_texte(debut) == cle_de_texte(prefixe):
                return suite
    return texte


def financeur_propre(texte: str) -> str:
    """`Département(s) : Conseil général des Deux-Sèvres` → `Conseil général des Deux-Sèvres`; a kind alone stays."""
    genres = [
        libelle.replace("(à détailler)", "").replace("(à préciser)", "").rstrip(" :")
        for libelle, _ in nomenclature().financeurs
    ]
    return sans_prefixe(texte, genres).removesuffix(":").rstrip(f" {INSECABLE}")
