"""The budget and staff sheets of the workbook to fill: annexe IV's accounts and tables, totals that compute themselves.

A total typed in a dossier to be checked stands in place of its formula, as someone would type it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maia.forms.budget import TOTAL, Financeur
from maia.forms.champs import Valeur, champs
from maia.forms.classeur import textes
from maia.forms.classeur.normes import FINANCEURS, MONTANT
from maia.forms.classeur.plan import Case, Etapes, FeuilleBudget, FeuilleEffectifs, Tableau, nom_defini, plan
from maia.forms.classeur.reperes import est_fin, est_repere
from maia.forms.constat import Chemin
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PERSONNEL, PRODUITS, SUBVENTIONS, Compte, nomenclature
from maia.generators import saisie_style as style
from maia.generators.saisie_feuilles import Atelier, titrer

_MONTANT = Valeur(nom=MONTANT)
_LIBRES = {SUBVENTIONS: 6}
_STATUT = 5
_LARGEURS = {1: 46.0, 2: 15.0, 3: 46.0, 4: 15.0, 5: 13.0}


@dataclass(frozen=True, slots=True)
class _Ligne:
    """One line of an account: what it is called, its amount, for a funder its status; with their paths."""

    libelle: str
    montant: str | None
    statut: str | None
    libre: bool


def budget(atelier: Atelier, plan_de_feuille: FeuilleBudget) -> None:
    """A budget: charges and products side by side, contributions below, and the checks."""
    _Budget(atelier, plan_de_feuille).faire()


class _Budget:
    """One budget sheet."""

    def __init__(self, atelier: Atelier, plan_de_feuille: FeuilleBudget) -> None:
        self.atelier, self.chemin = atelier, plan_de_feuille.chemin
        self.feuille = atelier.feuille(plan_de_feuille.titre)
        self.titre = plan_de_feuille.titre
        self.comptes: dict[str, str] = {}

    def faire(self) -> None:
        """Lay the sheet out, from top to bottom."""
        feuille, n = self.feuille, nomenclature()
        ligne = titrer(feuille, self.titre, 5, textes.BUDGET)
        entetes = (textes.CHARGES, textes.MONTANT, textes.PRODUITS, textes.MONTANT, textes.STATUT)
        for colonne, texte in enumerate(entetes, 1):
            style.entete(feuille.cell(ligne, colonne), texte)
        feuille.row_dimensions[ligne].height = 30
        feuille.freeze_panes = f"A{ligne + 1}"
        self.atelier.nommer(nom_defini(self.chemin), feuille, ligne, 1)
        fin = max(
            self._cote(CHARGES, n.charges.values(), ligne + 1, 1),
            self._cote(PRODUITS, n.produits.values(), ligne + 1, 3),
        )
        self._total(fin, CHARGES, textes.TOTAL_CHARGES, [self.comptes[numero] for numero in n.charges], 1)
        self._total(fin, PRODUITS, textes.TOTAL_PRODUITS, [self.comptes[numero] for numero in n.produits], 3)
        style.imprimer(feuille.cell(fin + 1, 1), textes.CONTRIBUTIONS, gras=True, taille=10)
        suite = max(
            self._cote(CONTRIBUTIONS, [compte], fin + 2, 1 + 2 * rang)
            for rang, compte in enumerate(n.contributions.values())
        )
        for rang, numero in enumerate(n.contributions):
            style.imprimer(feuille.cell(suite, 1 + 2 * rang), textes.TOTAL, gras=True, fond=style.BLEU_MOYEN)
            style.calculer(feuille.cell(suite, 2 + 2 * rang), f"={self.comptes[numero]}", fond=style.BLEU_MOYEN)
        self._controles(fin, suite + 2)
        style.finir(feuille, _LARGEURS, repeter=f"{ligne}:{ligne}")

    def _cote(self, cote: str, comptes: Any, ligne: int, colonne: int) -> int:
        """The accounts of one side, from a row down; returns the next free row."""
        for compte in comptes:
            ligne = self._compte(cote, compte, ligne, colonne)
        return ligne

    def _compte(self, cote: str, compte: Compte, ligne: int, colonne: int) -> int:
        feuille, chemin = self.feuille, (*self.chemin, cote, compte.numero)
        lignes = self._lignes(compte, chemin)
        style.imprimer(feuille.cell(ligne, colonne), textes.compte_imprime(compte), gras=True, fond=style.BLEU_PALE)
        total = feuille.cell(ligne, colonne + 1)
        lettre = get_column_letter(colonne + 1)
        formule = f"=SUM({lettre}{ligne + 1}:{lettre}{ligne + len(lignes)})"
        style.calculer(total, formule, libre=True, fond=style.BLEU_PALE, forme=style.SANS_ZERO)
        self._en_bloc(total, chemin)
        self.comptes[compte.numero] = total.coordinate
        self.atelier.nommer(nom_defini(chemin), feuille, ligne, colonne + 1)
        for rang, une in enumerate(lignes, ligne + 1):
            self._ligne(compte, une, rang, colonne)
        return ligne + 1 + len(lignes)

    def _en_bloc(self, cellule: Any, chemin: Chemin) -> None:
        """An amount given as a whole, or a total typed to be checked, in place of the formula."""
        for ici in (chemin, (*chemin, TOTAL)):
            if isinstance(texte := self.atelier.lire(ici), str):
                cellule.value = None
                self.atelier.remplir(cellule, ici, texte, _MONTANT)

    def _ligne(self, compte: Compte, une: _Ligne, ligne: int, colonne: int) -> None:
        libelle, montant = self.feuille.cell(ligne, colonne), self.feuille.cell(ligne, colonne + 1)
        if une.libre:
            style.ouvrir(libelle, Valeur(), taille=9)
            if une.libelle:
                style.inscrire(libelle, une.libelle, Valeur())
        else:
            style.imprimer(libelle, une.libelle)
        style.ouvrir(montant, _MONTANT)
        if une.montant:
            style.inscrire(montant, une.montant, _MONTANT)
        hauteur = style.hauteur({colonne: une.libelle}, _LARGEURS, 15)
        ancienne = self.feuille.row_dimensions[ligne].height
        self.feuille.row_dimensions[ligne].height = max(hauteur, ancienne or 0)
        if compte.numero == SUBVENTIONS:
            statut = self.feuille.cell(ligne, _STATUT)
            style.ouvrir(statut, Valeur())
            style.guider(self.feuille, _cases_de_financeur()[2], statut.coordinate)
            style.guider(self.feuille, _cases_de_financeur()[0], libelle.coordinate)
            if une.statut:
                style.inscrire(statut, une.statut, Valeur())

    def _lignes(self, compte: Compte, chemin: Chemin) -> list[_Ligne]:
        """The lines of an account: the form's, the porteur's own, and free ones."""
        libres = [_Ligne("", None, None, libre=True)] * _LIBRES.get(compte.numero, 2 if compte.a_preciser else 1)
        if compte.numero == SUBVENTIONS:
            return [*self._financeurs(chemin), *libres]
        groupe = self.atelier.lire(chemin)
        montants = {
            libelle: montant
            for libelle, montant in (groupe.items() if isinstance(groupe, dict) else ())
            if isinstance(montant, str) and _inscrivable(libelle, montant)
        }
        self.atelier.pris |= {(*chemin, libelle) for libelle in montants}
        officielles = [_Ligne(libelle, montants.pop(libelle, None), None, libre=False) for libelle in compte.lignes]
        propres = [_Ligne(libelle, montant, None, libre=True) for libelle, montant in montants.items()]
        return [*officielles, *propres, *libres]

    def _financeurs(self, chemin: Chemin) -> list[_Ligne]:
        """The funders of account 74, in the order typed."""
        ou = chemin if isinstance(self.atelier.lire(chemin), list) else (*chemin, FINANCEURS)
        etapes: Etapes = tuple(map(str, ou))
        t = Tableau("", etapes, "", _cases_de_financeur())
        if any(_cadre(f.get("financeur")) for f in self.atelier.lire(ou) or () if isinstance(f, dict)):
            return []
        return [
            _Ligne(r.get(("financeur",), ""), r.get(("montant",)), r.get(("statut",)), libre=True)
            for r in self.atelier.prendre(t)
        ]

    def _total(self, ligne: int, cote: str, titre: str, comptes: Sequence[str], colonne: int) -> None:
        """The total of a side; texts typed as amounts don't spoil it."""
        style.imprimer(self.feuille.cell(ligne, colonne), titre, gras=True, fond=style.BLEU_MOYEN, taille=10)
        cellule = self.feuille.cell(ligne, colonne + 1)
        style.calculer(cellule, f"=SUM({','.join(comptes)})", fond=style.BLEU_MOYEN)
        chemin = (*self.chemin, "totaux", cote)
        if isinstance(texte := self.atelier.lire(chemin), str):
            cellule.value = None
            self.atelier.remplir(cellule, chemin, texte, _MONTANT)
        self.comptes[cote] = cellule.coordinate
        self.atelier.nommer(nom_defini(("totaux", *self.chemin, cote)), self.feuille, ligne, colonne + 1)

    def _controles(self, total: int, ligne: int) -> None:
        """The sums that must be nil."""
        postes = "".join(f"-SUM({nom_defini(('cout', *chemin))})" for chemin in _effectifs_de(self.chemin))
        formules = (
            f"=SUM(B{total})-SUM(D{total})",
            f"=SUM({self.comptes['86']})-SUM({self.comptes['87']})",
            f"=SUM({self.comptes[PERSONNEL]}){postes}",
        )
        for rang, (texte, formule) in enumerate(zip(textes.CONTROLES, formules, strict=True)):
            style.imprimer(self.feuille.cell(ligne + rang, 1), texte, taille=8)
            style.calculer(self.feuille.cell(ligne + rang, 2), formule)


def effectifs(atelier: Atelier, plan_de_feuille: FeuilleEffectifs) -> None:
    """The staff tables, each with its total, one under the other."""
    feuille = atelier.feuille(plan_de_feuille.titre)
    colonnes = plan_de_feuille.colonnes
    largeurs = {1: 26.0, 2: 32.0, 3: 8.0, 4: 36.0, 5: 15.0, 6: 15.0, 7: 15.0}
    ligne = titrer(feuille, plan_de_feuille.titre, len(colonnes)) + 1
    for titre, chemin in plan_de_feuille.tableaux:
        style.imprimer(feuille.cell(ligne, 1), titre, gras=True, taille=11, encre=style.BLEU)
        feuille.merge_cells(start_row=ligne, start_column=1, end_row=ligne, end_column=len(colonnes))
        ligne = _effectifs(atelier, feuille, ligne + 1, Tableau(titre, chemin, "", colonnes), largeurs)
        atelier.nommer(nom_defini(("cout", *chemin)), feuille, ligne, len(colonnes))
        ligne += 2
    style.finir(feuille, largeurs, paysage=True)


def _effectifs(atelier: Atelier, feuille: Worksheet, ligne: int, t: Tableau, largeurs: dict[int, float]) -> int:
    """A staff table from its header down; returns the row of its total."""
    colonnes = t.colonnes
    for rang, case in enumerate(colonnes, 1):
        style.entete(feuille.cell(ligne, rang), case.champ.libelle)
    atelier.nommer(nom_defini(t.chemin), feuille, ligne, 1)
    postes = atelier.lire(t.chemin)
    cadre = any(_cadre(e.get("poste")) for e in postes or () if isinstance(e, dict))
    rangees = [] if cadre else atelier.prendre(t)
    premiere, derniere = ligne + 1, ligne + max(len(rangees) + 2, 5)
    par_nom = {case.champ.nom: get_column_letter(rang) for rang, case in enumerate(colonnes, 1)}
    for ici in range(premiere, derniere + 1):
        for rang, case in enumerate(colonnes, 1):
            cellule = feuille.cell(ici, rang)
            if case.champ.nom == TOTAL:
                style.calculer(
                    cellule,
                    f"=SUM({par_nom['brut']}{ici},{par_nom['charges']}{ici})",
                    libre=True,
                    forme=style.SANS_ZERO,
                )
            else:
                style.ouvrir(cellule, case.nature)
    for ici, rangee in enumerate(rangees, premiere):
        atelier.remplir_rangee(feuille, ici, colonnes, rangee)
        montres = {rang: rangee.get(case.chemin, "") for rang, case in enumerate(colonnes, 1)}
        feuille.row_dimensions[ici].height = style.hauteur(montres, largeurs)
    total = derniere + 1
    style.imprimer(feuille.cell(total, 1), textes.TOTAL, gras=True, fond=style.BLEU_MOYEN)
    for rang, case in enumerate(colonnes, 1):
        lettre = get_column_letter(rang)
        style.guider(feuille, case, f"{lettre}{premiere}:{lettre}{derniere}")
        if case.champ.nom in ("etp", "brut", "charges", TOTAL):
            forme = style.FORMATS[case.nature.nom]
            formule = f"=SUM({lettre}{premiere}:{lettre}{derniere})"
            style.calculer(feuille.cell(total, rang), formule, fond=style.BLEU_MOYEN, forme=forme)
    return total


def _effectifs_de(budget: Etapes) -> list[Etapes]:
    """The staff tables that stand beside a budget in the dossier."""
    tables = [chemin for f in plan() if isinstance(f, FeuilleEffectifs) for _, chemin in f.tableaux]
    return [chemin for chemin in tables if chemin[:-1] == budget[:-1]]


def _cases_de_financeur() -> tuple[Case, ...]:
    return tuple(Case((champ.nom,), champ) for champ in champs(Financeur))


def _inscrivable(libelle: str, montant: str) -> bool:
    """Whether a line may stand in the sheet under its own name without being taken for its frame."""
    return bool(libelle) and libelle != TOTAL and not est_repere(libelle) and style.inscrivable(libelle + montant)


def _cadre(libelle: Any) -> bool:
    return isinstance(libelle, str) and (est_fin(libelle) or est_repere(libelle))
