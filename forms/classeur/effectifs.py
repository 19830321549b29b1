"""Staff tables read back, ours or D2's: under each header, the posts down to the total."""

from __future__ import annotations

import re

from maia.forms.budget import TOTAL, Effectif
from maia.forms.champs import champs
from maia.forms.classeur.formulaires import Atelier, lire_rangees
from maia.forms.classeur.grille import Cellule, Feuille
from maia.forms.classeur.normes import MONTANT, lire_simple
from maia.forms.classeur.plan import Case, Etapes, FeuilleEffectifs, Tableau, nom_defini
from maia.forms.classeur.textes import cle_de_texte
from maia.forms.constat import Gravite
from maia.forms.francais import euros

# How D2 and annexe IV head the columns, beside the labels of the models.
_ENTETES = {
    "poste": r"qualite|poste",
    "profil": r"profil( \(1\))?",
    "etp": r"etp",
    "statut": r"statut( \(2\))?",
    "brut": r"salaire brut",
    "charges": r"charges soc(iales)?\.?",
    "total": r"cout total",
}
COLONNES = tuple(Case((champ.nom,), champ) for champ in champs(Effectif))
_IMPRIME = re.compile(r"pilote|gc n°\d+|autres \(preciser\)")
_TOTAL = re.compile(r"total( .*)?")


def lire_effectifs(a: Atelier, p: FeuilleEffectifs) -> None:
    """The staff tables of a sheet, put where the dossier has them."""
    feuille = _feuille(a, p)
    if feuille is None:
        return
    entetes = [ligne for ligne, rangee in feuille.lignes() if len(_colonnes(rangee)) >= 4]
    chemins = [chemin for _, chemin in p.tableaux]
    for rang, ligne in enumerate(entetes):
        fin = entetes[rang + 1] if rang + 1 < len(entetes) else feuille.derniere + 1
        premier = _rang(feuille, ligne, rang)
        # One header for the two lists, as D2 has for the full year: the total between them parts them.
        siens = chemins[premier:] if len(entetes) == 1 else chemins[premier : premier + 1]
        _tableau(a, feuille, (ligne, fin), p, siens)


def _feuille(a: Atelier, p: FeuilleEffectifs) -> Feuille | None:
    annee = "campagne" if len(p.tableaux[0][1]) == 1 else "pleine"
    for nom in (*(nom_defini(chemin) for _, chemin in p.tableaux), f"{annee}_pilote", f"{annee}_gc"):
        if (lieu := a.grille.nommee(nom)) and a_des_postes(lieu[0]):
            return lieu[0]
    candidates = [f for f in a.grille.feuilles if a_des_postes(f)]
    pleines = [f for f in candidates if "annee pleine" in _dits(f)]
    voulues = pleines if annee == "pleine" else [f for f in candidates if f not in pleines]
    return voulues[0] if voulues else None


def _dits(feuille: Feuille) -> str:
    return " ".join([cle_de_texte(feuille.nom), *(c.cle for (ligne, _), c in feuille.cellules.items() if ligne <= 4)])


def a_des_postes(feuille: Feuille) -> bool:
    """Whether a sheet has the header of a staff table."""
    return any(len(_colonnes(rangee)) >= 4 for _, rangee in feuille.lignes())


def _colonnes(rangee: list[Cellule]) -> dict[Etapes, int]:
    """The columns that a row heads, if it is a header."""
    trouvees: dict[Etapes, int] = {}
    for case in COLONNES:
        motif = _ENTETES.get(case.champ.nom, "")
        for c in rangee:
            if c.cle == cle_de_texte(case.champ.libelle) or (motif and re.fullmatch(motif, c.cle)):
                trouvees.setdefault(case.chemin, c.colonne)
    return trouvees


def _rang(feuille: Feuille, entete: int, ordre: int) -> int:
    """Which table a header opens: the title above it says, else its order."""
    for ligne in range(entete - 1, max(entete - 4, 0), -1):
        for c in feuille.rangee(ligne):
            if "supplementaires" in c.cle:
                return 1
            if "finances par l'ars" in c.cle:
                return 0
    return min(ordre, 1)


def _tableau(a: Atelier, feuille: Feuille, lignes: tuple[int, int], p: FeuilleEffectifs, chemins: list[Etapes]) -> None:
    """The rows under a header: after the total of what the ARS pays, those of the additional staff."""
    entete, fin = lignes
    colonnes = _colonnes(feuille.rangee(entete))
    a.grille.cocher(*feuille.rangee(entete))
    postes: list[int] = []
    for ligne in range(entete + 1, fin):
        premiere = next(iter(feuille.rangee(ligne)), None)
        if premiere is None:
            continue
        if _TOTAL.fullmatch(premiere.cle):
            a.grille.cocher(*(c for c in feuille.rangee(ligne) if c.formule or c is premiere))
            _verser(a, feuille, postes, p, colonnes, chemins)
            postes, chemins = [], chemins[1:]
            if not chemins:
                break
        else:
            postes.append(ligne)
    if chemins and postes:
        _verser(a, feuille, postes, p, colonnes, chemins)


def _verser(
    a: Atelier,
    feuille: Feuille,
    lignes: list[int],
    p: FeuilleEffectifs,
    colonnes: dict[Etapes, int],
    chemins: list[Etapes],
) -> None:
    """These posts in the first of these lists."""
    gardees = [ligne for ligne in lignes if _ecrite(a, feuille, ligne, p, colonnes)]
    lire_rangees(a, feuille, gardees, Tableau("", chemins[0], "", p.colonnes), colonnes)


def _ecrite(a: Atelier, feuille: Feuille, ligne: int, p: FeuilleEffectifs, colonnes: dict[Etapes, int]) -> bool:
    """Whether somebody wrote something in a row; its computed cost is checked and set aside."""
    par_nom = {
        case.champ.nom: feuille.a(ligne, colonnes[case.chemin]) for case in p.colonnes if case.chemin in colonnes
    }
    cout = par_nom.get(TOTAL)
    if cout and cout.formule:
        _comparer(a, cout, [par_nom.get("brut"), par_nom.get("charges")])
        a.grille.cocher(cout)
        colonne = colonnes[next(c.chemin for c in p.colonnes if c.champ.nom == TOTAL)]
        del feuille.cellules[ligne, colonne]
    ecrites = [c for nom, c in par_nom.items() if c and not (nom == TOTAL and c.formule)]
    if len(ecrites) == 1 and ecrites[0] is par_nom.get("poste") and _IMPRIME.fullmatch(ecrites[0].cle):
        return False
    # A note or a title between two tables is one text, in the first column, that heads nothing.
    return bool(ecrites) and not (len(ecrites) == 1 and re.match(r"\([12]\) |tableau des", ecrites[0].cle))


def _comparer(a: Atelier, cout: Cellule, parts: list[Cellule | None]) -> None:
    """A computed cost against the pay and charges of its row."""
    lus = [_entier(c) for c in parts if c]
    if isinstance(cout.contenu, int | float) and None not in lus:
        somme = sum(lu or 0 for lu in lus)
        if round(cout.contenu) != somme:
            a.journal.dire(
                cout,
                Gravite.AVERTISSEMENT,
                f"Ce coût montrait {euros(round(cout.contenu))}, mais salaire et charges font {euros(somme)}.",
                "Vérifiez la ligne et sa formule.",
            )


def _entier(cellule: Cellule) -> int | None:
    if isinstance(cellule.contenu, int | float):
        return round(cellule.contenu)
    lu = lire_simple(cellule.texte, MONTANT)
    return lu if isinstance(lu, int) else None
