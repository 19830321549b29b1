"""What a workbook template leaves to fill, told by its defined names.

- a name of one cell (``porteur``) is a *champ*;
- a name of several cells that has parts (``gc``, ``gc.etp``, ``gc.brut``) is a *zone*: a small table whose lines are
  filled in order; when there are more items than lines, the last line is repeated, as if Excel had inserted lines
  and filled them down; when there are fewer, the lines left over stay as the template has them;
- any other name is left to formulas, validations and print settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from maia.generators.classeur.formules import Genre, Jeton, jetons
from maia.generators.classeur.lecture import TABLEUR, FeuilleLue
from maia.generators.classeur.reperes import Cadre, Refus, Repere, lire_repere, nom_de_cellule


@dataclass(frozen=True, slots=True)
class Zone:
    """A table to fill: ``champs`` gives the column of each part of its name."""

    nom: str
    feuille: int
    colonnes: tuple[int, int]
    lignes: tuple[int, int]
    champs: Mapping[str, int]

    @property
    def hauteur(self) -> int:
        """Lines in the template."""
        return self.lignes[1] - self.lignes[0] + 1

    def repete(self, feuille: int, colonne: int, ligne: int) -> bool:
        """Whether a cell is in the line that is repeated."""
        dedans = self.colonnes[0] <= colonne <= self.colonnes[1]
        return feuille == self.feuille and ligne == self.lignes[1] and dedans


@dataclass(frozen=True, slots=True)
class Noms:
    """The names of a template: cells and tables to fill, and every name that stands for cells."""

    champs: Mapping[str, tuple[int, int, int]]  # sheet, column, line
    zones: Sequence[Zone]
    reperes: Mapping[str, Repere]

    def zone_de(self, feuille: int, colonne: int, ligne: int) -> int:
        """Index of the zone whose repeated line holds the cell; -1 if none."""
        for rang, zone in enumerate(self.zones):
            if zone.repete(feuille, colonne, ligne):
                return rang
        return -1


def jetons_de_nom(element: etree._Element, feuilles: Sequence[FeuilleLue]) -> list[Jeton]:
    """Tokens of a defined name's text; its references follow the lines they name."""
    nom = element.get("name", "")
    try:
        index = {feuille.nom: feuille.index for feuille in feuilles}
        return jetons(element.text or "", int(element.get("localSheetId", "0")), index, etendu=True)
    except Refus as erreur:
        raise Refus(f"nom « {nom} » : {erreur}") from None


def lire_noms(classeur: etree._Element, feuilles: Sequence[FeuilleLue]) -> Noms:
    """Sort the workbook's names; raises :class:`Refus` when a table's names disagree."""
    reperes: dict[str, Repere] = {}
    cadres: dict[str, Cadre] = {}
    for element in classeur.iter(f"{TABLEUR}definedName"):
        nom = element.get("name", "")
        if element.get("localSheetId") is not None or nom.startswith("_xlnm."):
            continue  # a name of one sheet only: it moves with its cells, nothing is filled through it
        suite = [j for j in jetons_de_nom(element, feuilles) if j.genre is not Genre.BLANC]
        if len(suite) == 1 and (repere := suite[0].repere) and (cadre := repere.cadre):
            reperes[nom], cadres[nom] = repere, cadre
    parties: dict[str, dict[str, Cadre]] = {}
    for nom, cadre in cadres.items():
        zone, point, partie = nom.partition(".")
        if point:
            parties.setdefault(zone, {})[partie] = cadre
    zones = [_zone(nom, cadres.get(nom), colonnes, feuilles) for nom, colonnes in parties.items()]
    champs = {
        nom: (cadre.feuille, cadre.colonnes[0], cadre.lignes[0])
        for nom, cadre in cadres.items()
        if "." not in nom and nom not in parties and _est_un_champ(cadre, feuilles[cadre.feuille])
    }
    noms = Noms(champs, zones, reperes)
    _verifier(noms, feuilles)
    return noms


def _est_un_champ(cadre: Cadre, feuille: FeuilleLue) -> bool:
    """One cell, or several merged into one."""
    return cadre.est_une_cellule or any(
        (lu := lire_repere(fusion.get("ref", ""), feuille.index)) is not None and lu.cadre == cadre
        for fusion in feuille.racine.iter(f"{TABLEUR}mergeCell")
    )


def _zone(nom: str, cadre: Cadre | None, parties: Mapping[str, Cadre], feuilles: Sequence[FeuilleLue]) -> Zone:
    if cadre is None:
        exemple = f"{nom}.{next(iter(parties))}"
        raise Refus(f"nom « {exemple} » : il suppose un nom « {nom} », qui désigne tout le tableau")
    for partie, colonne in parties.items():
        dedans = cadre.colonnes[0] <= colonne.colonnes[0] and colonne.colonnes[1] <= cadre.colonnes[1]
        if colonne.feuille != cadre.feuille or colonne.lignes != cadre.lignes or not dedans:
            ou = feuilles[cadre.feuille].nom
            raise Refus(
                f"nom « {nom}.{partie} » : il doit désigner une colonne du tableau « {nom} » "
                f"(feuille « {ou} », lignes {cadre.lignes[0]} à {cadre.lignes[1]})"
            )
    champs = {partie: colonne.colonnes[0] for partie, colonne in parties.items()}
    return Zone(nom, cadre.feuille, cadre.colonnes, cadre.lignes, champs)


def _verifier(noms: Noms, feuilles: Sequence[FeuilleLue]) -> None:
    """No cell may be filled twice."""
    prises: dict[tuple[int, int, int], str] = {}
    for zone in noms.zones:
        for ligne in range(zone.lignes[0], zone.lignes[1] + 1):
            for colonne in range(zone.colonnes[0], zone.colonnes[1] + 1):
                _prendre(prises, (zone.feuille, colonne, ligne), zone.nom, feuilles)
    for nom, case in noms.champs.items():
        _prendre(prises, case, nom, feuilles)


def _prendre(
    prises: dict[tuple[int, int, int], str], case: tuple[int, int, int], nom: str, feuilles: Sequence[FeuilleLue]
) -> None:
    if (autre := prises.setdefault(case, nom)) != nom:
        feuille, colonne, ligne = case
        raise Refus(
            f"feuille « {feuilles[feuille].nom} », cellule {nom_de_cellule(colonne, ligne)} : "
            f"les noms « {autre} » et « {nom} » la désignent tous les deux"
        )
