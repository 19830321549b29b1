"""Suppressing small cells of a table so that neither they nor the totals give them back.

A table with its margins is a network: each row gives to its columns, each total is an arc, and what enters a node goes
out of it. What a reader knows is the value of every arc shown, and that every arc hidden is at least one (a zero is
always shown). A hidden cell is safe when the flows that agree with what is shown leave it `seuil` values or more.

The rule: a cell that fewer than `seuil` persons make is hidden (primary suppression); then, for each of those, the
cheapest cycle of other cells is hidden with it, until the reader is left with enough values (secondary suppression);
totals are hidden last. Exact, not heuristic, as to what is safe; which cells go is a choice of least loss.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TOTAL = "Total"
Cellule = tuple[str, str]
"""Row and column; `TOTAL` on either side for a margin."""


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table made safe: its rows, columns and values, `None` where the value is hidden, margins included."""

    lignes: tuple[str, ...]
    colonnes: tuple[str, ...]
    valeurs: Mapping[Cellule, int | None]

    def valeur(self, ligne: str = TOTAL, colonne: str = TOTAL) -> int | None:
        """One cell, or a margin; `None` when it is hidden."""
        return self.valeurs[ligne, colonne]


def proteger(
    lignes: Sequence[str],
    colonnes: Sequence[str],
    comptes: Mapping[Cellule, int],
    personnes: Mapping[Cellule, int],
    seuil: int,
    *,
    total_connu: bool = False,
    aussi: Iterable[Cellule] = (),
) -> Tableau:
    """The table of `comptes`, safe to hand out.

    `comptes` are what is counted and added up (needs, gaps…); `personnes` how many persons make each cell and each
    margin, in which a person counts once. Cells absent from either are zeros. `aussi` are cells to be hidden as if
    sensitive, because another table would give them; `total_connu` says that the reader has the grand total anyway.
    When nothing short of it is safe, everything is hidden, zeros included.
    """
    reseau = _Reseau(lignes, colonnes, comptes, total_connu=total_connu)
    imposees = set(aussi)
    sensibles = [
        cellule for cellule in reseau.valeurs if cellule in imposees or 0 < _nombre(cellule, comptes, personnes) < seuil
    ]
    if total_connu and (TOTAL, TOTAL) in sensibles:
        return reseau.rien()
    for cellule in sensibles:
        reseau.masquer([cellule])
    for cellule in sensibles:
        while reseau.latitude(cellule, seuil - 1) < seuil - 1:
            cycle = reseau.cycle_le_moins_couteux(cellule)
            if cycle is None:
                return reseau.rien()
            reseau.masquer(cycle)
    return reseau.montrees()


def _nombre(cellule: Cellule, comptes: Mapping[Cellule, int], personnes: Mapping[Cellule, int]) -> int:
    """The persons behind a cell; a cell counted without persons of its own is its own count."""
    return personnes.get(cellule, comptes.get(cellule, 0))


class _Reseau:
    """The cells and margins of a table as arcs, shown or hidden. Nodes are rows, columns, and the two ends."""

    def __init__(
        self, lignes: Sequence[str], colonnes: Sequence[str], comptes: Mapping[Cellule, int], *, total_connu: bool
    ) -> None:
        self._lignes, self._colonnes, self._total_connu = tuple(lignes), tuple(colonnes), total_connu
        self.valeurs: dict[Cellule, int] = {}
        self._arcs: dict[Cellule, tuple[str, str]] = {}
        self._cachees: set[Cellule] = set()
        for ligne in lignes:
            for colonne in colonnes:
                self._ajouter((ligne, colonne), f"l{ligne}", f"c{colonne}", comptes.get((ligne, colonne), 0))
        for ligne in lignes:
            self._ajouter((ligne, TOTAL), "debut", f"l{ligne}", sum(comptes.get((ligne, c), 0) for c in colonnes))
        for colonne in colonnes:
            self._ajouter(
                (TOTAL, colonne), f"c{colonne}", "fin", sum(comptes.get((ligne, colonne), 0) for ligne in lignes)
            )
        self._ajouter(
            (TOTAL, TOTAL), "fin", "debut", sum(comptes.get((ligne, c), 0) for ligne in lignes for c in colonnes)
        )
        self._voisins: dict[str, list[tuple[Cellule, str, int]]] = {}
        for cellule, (de, vers) in self._arcs.items():
            self._voisins.setdefault(de, []).append((cellule, vers, 1))
            self._voisins.setdefault(vers, []).append((cellule, de, -1))

    def _ajouter(self, cellule: Cellule, de: str, vers: str, valeur: int) -> None:
        self.valeurs[cellule] = valeur
        self._arcs[cellule] = (de, vers)

    def masquer(self, cellules: Iterable[Cellule]) -> None:
        """Hide cells; a zero stays, as the reader is told that what is hidden is not zero."""
        self._cachees |= {cellule for cellule in cellules if self.valeurs[cellule]}

    def montrees(self) -> Tableau:
        """The table as it is shown."""
        return self._tableau({cellule: None if cellule in self._cachees else v for cellule, v in self.valeurs.items()})

    def rien(self) -> Tableau:
        """The table with nothing in it, but for a grand total that the reader has anyway."""
        garde = {(TOTAL, TOTAL)} if self._total_connu else set()
        return self._tableau({cellule: v if cellule in garde else None for cellule, v in self.valeurs.items()})

    def _tableau(self, valeurs: Mapping[Cellule, int | None]) -> Tableau:
        return Tableau(self._lignes, self._colonnes, valeurs)

    def latitude(self, cellule: Cellule, assez: int) -> int:
        """By how much a reader may be wrong about a hidden cell, up to `assez`: the sum of what it could be more or less.

        Greatest and least flows through the arc, found by pushing through the others what it would carry otherwise.
        """
        de, vers = self._arcs[cellule]
        plus = self._pousser(vers, de, cellule, assez)
        return (
            plus
            if plus >= assez
            else plus + self._pousser(de, vers, cellule, min(assez - plus, self.valeurs[cellule] - 1))
        )

    def _pousser(self, depart: str, arrivee: str, sauf: Cellule, voulu: int) -> int:
        """The greatest flow from one node to another through hidden arcs but one, up to `voulu`."""
        pousse: dict[Cellule, int] = {}
        total = 0
        while total < voulu:
            chemin = self._chemin(depart, arrivee, sauf, pousse)
            if chemin is None:
                break
            libre = min((self._libre(c, sens, pousse) for c, sens in chemin), default=0)
            quantite = min(voulu - total, libre)
            for c, sens in chemin:
                pousse[c] = pousse.get(c, 0) + sens * quantite
            total += quantite
        return total

    def _libre(self, cellule: Cellule, sens: int, pousse: Mapping[Cellule, int]) -> int:
        """What may still go through a hidden arc: any amount along it, down to one against it."""
        return 1_000_000_000 if sens > 0 else self.valeurs[cellule] + pousse.get(cellule, 0) - 1

    def _chemin(
        self, depart: str, arrivee: str, sauf: Cellule, pousse: Mapping[Cellule, int]
    ) -> list[tuple[Cellule, int]] | None:
        venu: dict[str, tuple[str, Cellule, int]] = {}
        vus, file = {depart}, [depart]
        for noeud in file:
            if noeud == arrivee:
                break
            for cellule, suivant, sens in self._voisins[noeud]:
                if suivant in vus or cellule == sauf or cellule not in self._cachees:
                    continue
                if self._libre(cellule, sens, pousse) > 0:
                    vus.add(suivant)
                    venu[suivant] = (noeud, cellule, sens)
                    file.append(suivant)
        if arrivee not in venu:
            return None
        chemin = []
        while arrivee != depart:
            arrivee, cellule, sens = venu[arrivee]
            chemin.append((cellule, sens))
        return chemin

    def cycle_le_moins_couteux(self, cellule: Cellule) -> list[Cellule] | None:
        """The shown cells whose hiding, for the least loss, lets a hidden one vary more; `None` when none does.

        A cell costs what it counts, a total much more. Cells already hidden are free, but they carried what they could:
        at least one more must be hidden.
        """
        de, vers = self._arcs[cellule]
        essais = [self._moins_couteux(a, b, cellule) for a, b in ((vers, de), (de, vers))]
        trouves = [essai for essai in essais if essai is not None and essai[1]]
        return min(trouves)[1] if trouves else None

    def _moins_couteux(self, depart: str, arrivee: str, sauf: Cellule) -> tuple[int, list[Cellule]] | None:
        """Dijkstra on (node, something new hidden), so that a path through hidden arcs only is not taken for progress."""
        echelle = self.valeurs[TOTAL, TOTAL] + 1
        couts: dict[tuple[str, bool], int] = {(depart, False): 0}
        venu: dict[tuple[str, bool], tuple[tuple[str, bool], Cellule]] = {}
        file: list[tuple[int, str, bool]] = [(0, depart, False)]
        while file:
            cout, noeud, neuf = heapq.heappop(file)
            if cout > couts[noeud, neuf] or (noeud == arrivee and neuf):
                continue
            for cellule, suivant, sens in self._voisins[noeud]:
                valeur, cachee = self.valeurs[cellule], cellule in self._cachees
                if cellule == sauf or not valeur or (sens < 0 and valeur < 2):
                    continue
                if self._total_connu and cellule == (TOTAL, TOTAL):
                    continue
                prix = 0 if cachee else valeur + 1 + echelle * cellule.count(TOTAL) ** 2
                etat = (suivant, neuf or not cachee)
                if cout + prix < couts.get(etat, 1 << 60):
                    couts[etat] = cout + prix
                    venu[etat] = ((noeud, neuf), cellule)
                    heapq.heappush(file, (cout + prix, *etat))
        etat = (arrivee, True)
        if etat not in venu:
            return None
        total, cycle = couts[etat], []
        while etat != (depart, False):
            etat, cellule = venu[etat]
            if cellule not in self._cachees:
                cycle.append(cellule)
        return total, cycle
