"""Sections, lists, pieces and other fields read back: by their defined names, else by their labels.

A name follows its cell when rows are inserted or blocks moved; labels do when a sheet was copied or typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from maia.forms.champs import RANG, Valeur
from maia.forms.classeur import textes
from maia.forms.classeur.arbres import poser
from maia.forms.classeur.contenus import Journal, texte_de
from maia.forms.classeur.grille import Cellule, Feuille, Grille
from maia.forms.classeur.plan import AUTRES, Case, Etapes, FeuillePieces, Formulaire, Section, Tableau, nom_defini
from maia.forms.classeur.textes import cle_de_texte
from maia.forms.constat import Chemin, Gravite
from maia.forms.pieces import Catalogue


@dataclass(slots=True)
class Atelier:
    """A workbook being read: its cells, the dossier's tree so far, where each value comes from, and what to say."""

    grille: Grille
    pieces: Catalogue
    arbre: dict[str, Any] = field(default_factory=dict)
    origines: dict[Chemin, str] = field(default_factory=dict)
    journal: Journal = field(default_factory=Journal)

    def lire(self, cellule: Cellule | None, nature: Valeur, champ: str = "") -> str | None:
        """The text of a cell, which is then read."""
        self.grille.cocher(cellule)
        return texte_de(cellule, nature, self.journal, champ)

    def placer(self, chemin: Chemin, valeur: Any, cellule: Cellule | None) -> None:
        """A value in the tree, and where it comes from."""
        if not poser(self.arbre, chemin, valeur) and cellule:
            ou = ".".join(map(str, chemin))
            self.journal.dire(cellule, Gravite.BLOQUANT, f"Le chemin « {ou} » ne mène nulle part : rien n’y est écrit.")
        elif cellule:
            self.origines[chemin] = cellule.adresse


def lire_formulaire(a: Atelier, plan_de_feuille: Formulaire) -> None:
    """The answers of a sheet of sections."""
    feuille = a.grille.feuille(plan_de_feuille.titre)
    for section in plan_de_feuille.sections:
        etiquettes = _etiquettes(a.grille, feuille, section)
        for case in section.cases:
            cellule = _reponse(a.grille, case, etiquettes.get(cle_de_texte(case.champ.libelle)))
            if (texte := a.lire(cellule, case.nature, case.champ.nom)) is not None:
                a.placer(case.chemin, texte, cellule)


def _reponse(grille: Grille, case: Case, etiquette: Cellule | None) -> Cellule | None:
    """The cell that answers: the named one when its row bears the label, else the one after the label."""
    nommee = grille.nommee(nom_defini(case.chemin))
    if nommee:
        feuille, ligne, colonne = nommee
        libelle = cle_de_texte(case.champ.libelle)
        if etiquette is None or any(c.cle == libelle for c in feuille.rangee(ligne)):
            return feuille.a(ligne, colonne)
    if etiquette is None:
        return None
    feuille_ = next(f for f in grille.feuilles if f.nom == etiquette.feuille)
    aides = {cle_de_texte(case.aide), cle_de_texte(case.champ.source)}
    suite = [c for c in feuille_.rangee(etiquette.ligne) if c.colonne > etiquette.colonne]
    return suite[0] if suite and suite[0].cle not in aides else None


def _etiquettes(grille: Grille, feuille: Feuille | None, section: Section) -> dict[str, Cellule]:
    """The labels of a section by their text: those between its heading and the next one, on its sheet or another."""
    voulus = {cle_de_texte(case.champ.libelle) for case in section.cases}
    for candidate in dict.fromkeys([feuille.nom] if feuille else []) or [f.nom for f in grille.feuilles]:
        trouvees = _sous_le_titre(next(f for f in grille.feuilles if f.nom == candidate), section.titre, voulus)
        if trouvees:
            return trouvees
    return {}


def _sous_le_titre(feuille: Feuille, titre: str, voulus: set[str]) -> dict[str, Cellule]:
    trouvees: dict[str, Cellule] = {}
    dedans = False
    for _, rangee in feuille.lignes():
        premiere = rangee[0]
        if len(rangee) == 1 and premiere.cle in _titres() and (premiere.cle not in voulus or not dedans):
            dedans = premiere.cle == cle_de_texte(titre) and premiere.ligne > 1
        elif dedans:
            for cellule in rangee:
                if cellule.cle in voulus:
                    trouvees.setdefault(cellule.cle, cellule)
                    break
    return trouvees


def _titres() -> frozenset[str]:
    return textes.titres_de_section()


def lire_tableau(a: Atelier, t: Tableau) -> None:
    """A list, from its header down to the end of its sheet."""
    entete = trouver_entete(a.grille, t.titre, nom_defini(t.chemin), [c.champ.libelle for c in t.colonnes])
    if not entete:
        return
    feuille, ligne = entete
    colonnes = colonnes_de(a.grille, feuille, ligne, t.chemin, t.colonnes)
    lire_rangees(a, feuille, range(ligne + 1, feuille.derniere + 1), t, colonnes)


def lire_rangees(a: Atelier, feuille: Feuille, lignes: Sequence[int], t: Tableau, colonnes: dict[Etapes, int]) -> None:
    """The rows of a list, put in the tree where the list goes."""
    rangees: list[dict[Etapes, str]] = []
    origines: list[dict[Etapes, Cellule]] = []
    for ligne in lignes:
        rangee: dict[Etapes, str] = {}
        origine: dict[Etapes, Cellule] = {}
        for case in t.colonnes:
            cellule = feuille.a(ligne, colonnes[case.chemin]) if case.chemin in colonnes else None
            if cellule and (texte := a.lire(cellule, case.nature, case.champ.nom)) is not None:
                rangee[case.chemin], origine[case.chemin] = texte, cellule
        if rangee:
            rangees.append(rangee)
            origines.append(origine)
    elements = t.regrouper(rangees)
    if not elements:
        return
    a.placer(t.chemin, elements, next(iter(origines[0].values())))
    if any(RANG in c.chemin for c in t.colonnes):
        return
    for rang, origine in enumerate(origines):
        for chemin, cellule in origine.items():
            a.origines[(*t.chemin, rang, *chemin)] = cellule.adresse


def trouver_entete(grille: Grille, titre: str, nom: str, libelles: Sequence[str]) -> tuple[Feuille, int] | None:
    """The sheet and row of a header: where its name leads, else the row of a sheet that has most of its labels."""
    cles = {cle_de_texte(libelle) for libelle in libelles}
    besoin = max(2, (len(cles) + 1) // 2)

    def fidele(feuille: Feuille, ligne: int) -> bool:
        return len({c.cle for c in feuille.rangee(ligne)} & cles) >= min(besoin, len(cles))

    nommee = grille.nommee(nom)
    if nommee and fidele(nommee[0], nommee[1]):
        return nommee[0], nommee[1]
    feuille = grille.feuille(titre)
    candidates = [feuille] if feuille else [f for f in grille.feuilles if _porte(f, titre)]
    for candidate in candidates:
        for ligne, _ in candidate.lignes():
            if fidele(candidate, ligne):
                return candidate, ligne
    return None


def _porte(feuille: Feuille, titre: str) -> bool:
    """Whether a renamed sheet still bears its title in its first rows."""
    return any(c.cle == cle_de_texte(titre) for (ligne, _), c in feuille.cellules.items() if ligne <= 3)


def colonnes_de(
    grille: Grille, feuille: Feuille, ligne: int, chemin: Etapes, colonnes: Sequence[Case]
) -> dict[Etapes, int]:
    """The column of each field under a header: by its label, else by its name."""
    par_libelle = {c.cle: c.colonne for c in reversed(feuille.rangee(ligne))}
    trouvees: dict[Etapes, int] = {}
    for case in colonnes:
        cle = cle_de_texte(case.champ.libelle)
        if cle in par_libelle:
            trouvees[case.chemin] = par_libelle[cle]
    for case in colonnes:
        nommee = grille.nommee(nom_defini((*chemin, *case.chemin)))
        if case.chemin not in trouvees and nommee and nommee[0] is feuille and nommee[2] not in trouvees.values():
            trouvees[case.chemin] = nommee[2]
    grille.cocher(*feuille.rangee(ligne))
    return trouvees


def lire_pieces(a: Atelier, plan_de_feuille: FeuillePieces) -> None:
    """The paths of the pieces, by their key or their name."""
    titres = [textes.PIECE, textes.CLE, textes.DEMANDEE, textes.FICHIER]
    entete = trouver_entete(a.grille, plan_de_feuille.titre, nom_defini(plan_de_feuille.chemin), titres)
    if not entete:
        return
    feuille, ligne = entete
    tetes = feuille.rangee(ligne)
    a.grille.cocher(*tetes)
    par_libelle = {c.cle: c.colonne for c in reversed(tetes)}
    noms = {cle_de_texte(textes.piece_imprimee(p)): cle for cle, p in a.pieces.pieces.items()}
    fichiers = {c.colonne for c in tetes if c.cle == cle_de_texte(textes.FICHIER)}
    autres = {c.colonne for c in tetes} - fichiers
    for ici in range(ligne + 1, feuille.derniere + 1):
        rangee = feuille.rangee(ici)
        chemins = [c for c in rangee if c.colonne not in autres and (not fichiers or c.colonne >= min(fichiers))]
        ecrite = feuille.a(ici, par_libelle.get(cle_de_texte(textes.CLE), 0))
        libelle = feuille.a(ici, par_libelle.get(cle_de_texte(textes.PIECE), 0))
        cle = ecrite.texte if ecrite else noms.get(libelle.cle, "") if libelle else ""
        if not chemins or not cle:
            continue
        a.grille.cocher(ecrite, libelle)
        lus = [(c, texte) for c in chemins if (texte := a.lire(c, Valeur())) is not None]
        if len(lus) == 1:
            a.placer((*plan_de_feuille.chemin, cle), lus[0][1], lus[0][0])
        elif lus:
            a.placer((*plan_de_feuille.chemin, cle), [texte for _, texte in lus], lus[0][0])


def lire_autres(a: Atelier) -> None:
    """What the form does not know: each value at its path."""
    titres = [textes.VALEUR, textes.CHEMIN]
    entete = trouver_entete(a.grille, AUTRES, nom_defini((RANG, "autres")), titres)
    if not entete:
        return
    feuille, ligne = entete
    a.grille.cocher(*feuille.rangee(ligne))
    for ici in range(ligne + 1, feuille.derniere + 1):
        rangee = feuille.rangee(ici)
        if len(rangee) < 2 or rangee[0].colonne != 1:
            continue
        etapes = tuple(int(c.contenu) if isinstance(c.contenu, int | float) else str(c.contenu) for c in rangee[1:])
        a.grille.cocher(*rangee[1:])
        if (texte := a.lire(rangee[0], Valeur())) is not None:
            a.placer(etapes, texte, rangee[0])
