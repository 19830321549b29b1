"""A workbook read back into a dossier: its tree of texts, and what to say of it, cell by cell; nothing silently lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maia.forms.classeur.budgets import lire_budget
from maia.forms.classeur.budgets_feuilles import est_un_budget
from maia.forms.classeur.contenus import Remarque
from maia.forms.classeur.effectifs import a_des_postes, lire_effectifs
from maia.forms.classeur.formulaires import Atelier, lire_autres, lire_formulaire, lire_pieces, lire_tableau
from maia.forms.classeur.grille import Cellule, ouvrir_classeur
from maia.forms.classeur.limites import OCTETS_MAX
from maia.forms.classeur.normes import normaliser
from maia.forms.classeur.plan import FeuilleBudget, FeuilleEffectifs, FeuillePieces, Formulaire, Tableau, plan
from maia.forms.classeur.textes import cle_de_texte, est_imprime, textes_des_pieces
from maia.forms.constat import Chemin, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import montrable
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.pieces import Catalogue, catalogue
from maia.forms.redaction import rediger
from maia.forms.saisie import lire_modele
from maia.forms.systeme import octets_de

_ORDRE = {gravite: rang for rang, gravite in enumerate(Gravite)}


@dataclass(frozen=True, slots=True)
class Importation:
    """What a workbook holds: the dossier's tree, in its norm, and the remarks, sheet by sheet, from top to bottom."""

    valeur: dict[str, Any]
    remarques: tuple[Remarque, ...]

    @property
    def incompris(self) -> int:
        """How many cells were not understood, or not taken."""
        return sum(1 for r in self.remarques if r.gravite is Gravite.BLOQUANT)


def importer(octets: bytes, fichier: str, demandees: Catalogue | None = None) -> Importation | Illisible:
    """Read the workbook of these bytes, called `fichier`: the one `maia classeur` makes, or the budget (D2).

    What a cell holds is kept as it is typed even when it cannot be understood; the remark says which cell, and why.
    """
    grille = ouvrir_classeur(octets, fichier)
    if isinstance(grille, Illisible):
        return grille
    a = Atelier(grille, demandees or catalogue())
    for feuille in plan():
        match feuille:
            case Formulaire():
                lire_formulaire(a, feuille)
            case Tableau():
                lire_tableau(a, feuille)
            case FeuilleBudget():
                lire_budget(a, feuille)
            case FeuilleEffectifs():
                lire_effectifs(a, feuille)
            case FeuillePieces():
                lire_pieces(a, feuille)
    lire_autres(a)
    if not a.arbre and not any(est_imprime(c.texte) for f in grille.feuilles for c in f.cellules.values() if c.texte):
        return Illisible(
            fichier,
            "Ce classeur n’est ni celui de « maia classeur », ni un budget MAIA : rien n’y est reconnu.",
        )
    _fautes(a)
    _restes(a)
    valeur = normaliser(a.arbre)
    rangs = {f.nom: rang for rang, f in enumerate(grille.feuilles)}
    return Importation(valeur, tuple(sorted(a.journal.remarques, key=lambda r: _place(r, rangs))))


def lire_octets(chemin: Path) -> bytes | Illisible:
    """The bytes of the file at `chemin`, as many as a workbook may have and one more; or why it can't be opened."""
    octets = octets_de(chemin, OCTETS_MAX, "classeur")
    return Illisible(str(chemin), octets) if isinstance(octets, str) else octets


def _place(remarque: Remarque, rangs: dict[str, int]) -> tuple[Any, ...]:
    feuille, _, case = remarque.adresse.rpartition("!")
    lettres = case.rstrip("0123456789")
    ligne = case[len(lettres) :]
    return rangs.get(feuille, -1), int(ligne or 0), len(lettres), lettres, _ORDRE[remarque.gravite], remarque.message


def _fautes(a: Atelier) -> None:
    """The values that their fields cannot be, each said of its cell; they stay as typed."""
    lu = analyser(rediger(a.arbre).encode(), "dossier.yaml") if a.arbre else None
    if not isinstance(lu, Lecture):
        if isinstance(lu, Illisible):
            a.journal.dire("", Gravite.BLOQUANT, f"Le dossier lu est trop grand : {lu.message}")
        return
    for faute in lire_modele(lu, Dossier).fautes:
        a.journal.dire(_origine(a, faute.chemin), Gravite.BLOQUANT, faute.message, faute.remede)


def _origine(a: Atelier, chemin: Chemin) -> str:
    """The cell a value comes from, or that of the block it stands in."""
    while chemin and chemin not in a.origines:
        chemin = chemin[:-1]
    return a.origines.get(chemin, "")


def _restes(a: Atelier) -> None:
    """What nobody read and we did not print: typed somewhere that no field looks at."""
    imprimes = textes_des_pieces(a.pieces)
    calculees = {f.nom for f in a.grille.feuilles if est_un_budget(f) or a_des_postes(f)}
    for feuille in a.grille.feuilles:
        for cellule in feuille.cellules.values():
            if a.grille.est_lue(cellule) or _de_nous(cellule, imprimes, calculees):
                continue
            dit = montrable(str(cellule.contenu if cellule.contenu is not None else cellule.formule))
            a.journal.dire(
                cellule,
                Gravite.BLOQUANT,
                f"« {dit} » est écrit ici, où aucun champ du dossier n’est attendu : ce n’est pas repris.",
                "Reportez-le dans la case de son champ, ou effacez-le.",
            )


def _de_nous(cellule: Cellule, imprimes: frozenset[str], calculees: set[str]) -> bool:
    """Whether we printed it: a text of the form, or a sum, a check, a share on the sheet of a budget or of staff."""
    if cellule.formule:
        return cellule.feuille in calculees
    return bool(cellule.texte) and (est_imprime(cellule.texte) or cle_de_texte(cellule.texte) in imprimes)
