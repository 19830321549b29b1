"""A budget read back from its sheet, ours or the one `maia produire` makes (D2), wherever its rows and columns went.

Account headings (`60 Achats`) are looked for all over the sheet; the lines under one are its lines until the next; the
amounts are in the column headed « Montant » nearest to the labels. A formula on an account or a total is not read but
computed again, and compared with what the workbook showed; an amount typed over it is taken, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from maia.forms.budget import TOTAL, Financeur
from maia.forms.champs import Valeur, champs
from maia.forms.classeur.budgets_feuilles import feuille_de_budget, financeur_propre, montant_montre, sans_prefixe
from maia.forms.classeur.contenus import texte_de
from maia.forms.classeur.formulaires import Atelier
from maia.forms.classeur.grille import Cellule, Feuille
from maia.forms.classeur.normes import COTES, FINANCEURS, MONTANT, lire_simple
from maia.forms.classeur.plan import Case, Etapes, FeuilleBudget
from maia.forms.classeur.reperes import compte_annonce, est_entete, est_fin
from maia.forms.classeur.textes import cle_de_texte
from maia.forms.constat import Gravite
from maia.forms.francais import euros, montrable
from maia.forms.nomenclature import CHARGES, PRODUITS, SUBVENTIONS, Compte, nomenclature

_MONTANT = Valeur(nom=MONTANT)
_TOTAUX = {"total des charges": CHARGES, "total des produits": PRODUITS}
_VIDES = re.compile(r"\(preciser\)|autres( \(a preciser\))?|autres \(preciser\)")


@dataclass(slots=True)
class _Compte:
    """An account being read: its heading, the cell of its amount, its lines."""

    cote: str
    numero: str
    titre: Cellule
    montant: Cellule | None
    lignes: list[tuple[Cellule | None, Cellule | None, Cellule | None]] = field(default_factory=list)


def lire_budget(a: Atelier, plan_de_feuille: FeuilleBudget) -> None:
    """The budget of a sheet, put where the dossier has it."""
    trouvee = feuille_de_budget(a.grille, plan_de_feuille)
    if trouvee:
        feuille, d2 = trouvee
        _Lecteur(a, feuille, plan_de_feuille.chemin, d2=d2).lire()


class _Lecteur:
    """Reads one sheet."""

    def __init__(self, a: Atelier, feuille: Feuille, chemin: Etapes, *, d2: bool) -> None:
        self.a, self.feuille, self.chemin, self.d2 = a, feuille, chemin, d2
        tetes = ((ligne, [c for c in rangee if est_entete(c.texte)]) for ligne, rangee in feuille.lignes())
        self.entetes = [(ligne, rangee) for ligne, rangee in tetes if rangee][::-1]
        self.cases = {champ.nom: Case((champ.nom,), champ) for champ in champs(Financeur)}

    def lire(self) -> None:
        """Every account, then the totals."""
        titres = [c for c in self.feuille.cellules.values() if c.texte and compte_annonce(c.texte)]
        sommes = dict.fromkeys(COTES, 0)
        totaux: list[tuple[str, Cellule, Cellule | None]] = []
        vus: set[tuple[str, str]] = set()
        for colonne in sorted({c.colonne for c in titres}):
            for compte in self._comptes(colonne, totaux):
                if (compte.cote, compte.numero) in vus:
                    self.a.journal.dire(
                        compte.titre,
                        Gravite.BLOQUANT,
                        f"Le compte {montrable(compte.titre.texte)} figure deux fois : le second n’est pas lu.",
                        "Gardez-en un seul.",
                    )
                    continue
                vus.add((compte.cote, compte.numero))
                sommes[compte.cote] += self._compte(compte)
        for cote, titre, cellule in totaux:
            self._total(cote, titre, cellule, sommes[cote])

    def _colonne_de(self, ligne: int, libelles: int, *mots: str) -> int | None:
        """The column headed by one of these words nearest to a column of labels, under the last header above a row."""
        for ici, rangee in self.entetes:
            tetes = [c.colonne for c in rangee if c.cle.startswith(mots)]
            if ici <= ligne and tetes:
                droite = [t for t in tetes if t > libelles]
                return min(droite) if droite else max(tetes)
        return None

    def _comptes(self, colonne: int, totaux: list[tuple[str, Cellule, Cellule | None]]) -> Iterator[_Compte]:
        """The accounts whose headings are in a column, with their lines."""
        compte: _Compte | None = None
        for ligne in range(1, self.feuille.derniere + 1):
            libelle = self.feuille.a(ligne, colonne)
            montants = self._colonne_de(ligne, colonne, "montant") or colonne + 1
            montant = self.feuille.a(ligne, montants)
            annonce = compte_annonce(libelle.texte) if libelle and libelle.texte else None
            if libelle and (annonce or est_fin(libelle.texte)):
                if compte:
                    yield compte
                compte = _Compte(*annonce, libelle, montant) if annonce else None
                if not annonce and libelle.cle in _TOTAUX:
                    totaux.append((_TOTAUX[libelle.cle], libelle, montant))
                elif not annonce:
                    self._calcule(montant)
            elif compte and (libelle or montant):
                statut = self._statut(ligne, colonne) if compte.numero == SUBVENTIONS else None
                compte.lignes.append((libelle, montant, statut))
        if compte:
            yield compte

    def _statut(self, ligne: int, colonne: int) -> Cellule | None:
        ou = self._colonne_de(ligne, colonne, "subvention", "a accordee", "statut")
        return self.feuille.a(ligne, ou) if ou else None

    def _calcule(self, cellule: Cellule | None) -> None:
        """A cell that only repeats or checks the others is passed over when a formula holds it."""
        if cellule and cellule.formule:
            self.a.grille.cocher(cellule)

    def _compte(self, compte: _Compte) -> int:
        """An account put in the tree; returns its amount, in whole euros, as far as it can be read."""
        chemin = (*self.chemin, compte.cote, compte.numero)
        self.a.grille.cocher(compte.titre)
        somme = self._financeurs(compte, chemin) if compte.numero == SUBVENTIONS else self._lignes(compte, chemin)
        return self._en_bloc(compte, chemin, somme)

    def _en_bloc(self, compte: _Compte, chemin: Etapes, somme: int | None) -> int:
        """The amount on the heading's row: computed again when it is a formula, else typed by somebody."""
        cellule = compte.montant
        if cellule is None:
            return somme or 0
        if cellule.formule and (somme is not None or not montant_montre(cellule)):
            self.a.grille.cocher(cellule)
            self._comparer(cellule, somme or 0)
            return somme or 0
        texte = self.a.lire(cellule, _MONTANT)
        if texte is None:
            return somme or 0
        if somme is None:
            self.a.placer(chemin, texte, cellule)
            return lire_simple(texte, MONTANT) or 0
        if isinstance(self._deja(chemin), list):
            liste = self._deja(chemin)
            self.a.placer(chemin, {FINANCEURS: liste}, cellule)
            for ou in [o for o in self.a.origines if o[: len(chemin)] == chemin and o != chemin]:
                self.a.origines[(*chemin, FINANCEURS, *ou[len(chemin) :])] = self.a.origines.pop(ou)
        self.a.placer((*chemin, TOTAL), texte, cellule)
        lu = lire_simple(texte, MONTANT)
        if lu is not None and lu != somme:
            self.a.journal.dire(
                cellule,
                Gravite.AVERTISSEMENT,
                f"Un total est écrit à la place de la formule : {euros(lu)}, alors que ses lignes font {euros(somme)}.",
                "C’est la somme des lignes qui compte : corrigez l’un ou l’autre.",
            )
        return somme

    def _deja(self, chemin: Etapes) -> Any:
        valeur: Any = self.a.arbre
        for etape in chemin:
            valeur = valeur.get(etape) if isinstance(valeur, dict) else None
        return valeur

    def _comparer(self, cellule: Cellule, somme: int) -> None:
        """A computed cell against what the lines give."""
        montre = montant_montre(cellule)
        if montre is not None and montre != somme and not cellule.erreur:
            self.a.journal.dire(
                cellule,
                Gravite.AVERTISSEMENT,
                f"Cette case montrait {euros(montre)}, mais les lignes lues font {euros(somme)}.",
                "Vérifiez les lignes et la formule.",
            )

    def _lignes(self, compte: _Compte, chemin: Etapes) -> int | None:
        """The lines of an account by label; returns their sum, or `None` when there is none."""
        officiel = nomenclature().cote(compte.cote)[compte.numero]
        somme: int | None = None
        libelles: set[str] = set()
        for libelle, montant, _ in compte.lignes:
            texte = self.a.lire(montant, _MONTANT) if montant else None
            if texte is None:
                continue
            self.a.grille.cocher(libelle)
            nom = self._libelle(libelle, montant, officiel)
            while nom in libelles:
                nom = f"{nom} (2)"
            libelles.add(nom)
            self.a.placer((*chemin, nom), texte, montant)
            somme = (somme or 0) + (lire_simple(texte, MONTANT) or 0)
        return somme

    def _libelle(self, libelle: Cellule | None, montant: Cellule | None, officiel: Compte) -> str:
        texte = libelle.texte if libelle else ""
        if libelle and not texte and libelle.contenu is not None:
            texte = texte_de(libelle, Valeur(), self.a.journal) or ""
        if self.d2:
            texte = officiel.ligne(texte) or sans_prefixe(texte, ["Autres"] if officiel.a_preciser else [])
        if not texte or (_VIDES.fullmatch(cle_de_texte(texte)) and not officiel.ligne(texte) and self.d2):
            if montant:
                self.a.journal.dire(
                    montant,
                    Gravite.AVERTISSEMENT,
                    "Ce montant n’a pas de libellé : il est gardé sous « Sans libellé ».",
                    "Écrivez à quoi il correspond.",
                )
            return "Sans libellé"
        return texte

    def _financeurs(self, compte: _Compte, chemin: Etapes) -> int | None:
        """Account 74: a funder a row; returns the sum, or `None` when no funder is written."""
        somme: int | None = None
        rang = 0
        for libelle, montant, statut in compte.lignes:
            if self.d2 and not montant and not statut:
                continue
            rangee: dict[str, tuple[str, Cellule]] = {}
            for nom, cellule in (("financeur", libelle), ("montant", montant), ("statut", statut)):
                texte = self.a.lire(cellule, self.cases[nom].nature) if cellule else None
                if texte is not None and cellule:
                    rangee[nom] = (texte, cellule)
            if not rangee:
                continue
            for nom, (texte, cellule) in rangee.items():
                dit = financeur_propre(texte) if nom == "financeur" and self.d2 else texte
                self.a.placer((*chemin, rang, nom), dit, cellule)
            rang += 1
            somme = (somme or 0) + (lire_simple(rangee["montant"][0], MONTANT) or 0 if "montant" in rangee else 0)
        return somme

    def _total(self, cote: str, titre: Cellule, cellule: Cellule | None, somme: int) -> None:
        self.a.grille.cocher(titre)
        if cellule is None:
            return
        if cellule.formule:
            self.a.grille.cocher(cellule)
            self._comparer(cellule, somme)
            return
        texte = self.a.lire(cellule, _MONTANT)
        if texte is None:
            return
        self.a.placer((*self.chemin, "totaux", cote), texte, cellule)
        lu = lire_simple(texte, MONTANT)
        if lu is not None and lu != somme:
            self.a.journal.dire(
                cellule,
                Gravite.AVERTISSEMENT,
                f"Un total est écrit à la place de la formule : {euros(lu)}, alors que les comptes font {euros(somme)}.",
                "C’est la somme des comptes qui compte : corrigez l’un ou l’autre.",
            )
