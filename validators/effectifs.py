"""S — the staff tables add up, and agree with account 64."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maia.forms.budget import Effectif, Groupe, total_cout
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste, sans_accents
from maia.forms.nomenclature import PERSONNEL
from maia.validators.registre import regle

_ACCORDER = "Accordez le compte 64 et les tableaux d’effectifs."
_REMUNERATION, _CHARGES, _AUTRES = "remuneration des personnels", "charges sociales", "autres charges de personnel"
# Beyond these the cost of every additional row is taken to be in account 64: combinations double with each row.
_SUPPLEMENTAIRES_MAX = 12


def lus(*champs: str) -> str:
    """The fields a rule reads in the four staff tables."""
    tableaux = ("effectifs", "effectifs_supplementaires")
    return " ".join(
        f"{annee}{tableau}.*.{champ}" for annee in ("", "annee_pleine.") for tableau in tableaux for champ in champs
    )


_COUTS = lus("brut", "charges")
_COMPTE = "budget.charges.64 annee_pleine.budget.charges.64"


def tableaux(d: Dossier) -> Iterator[tuple[Chemin, list[Effectif]]]:
    """The four staff tables, and where they stand."""
    yield ("effectifs",), d.effectifs
    yield ("effectifs_supplementaires",), d.effectifs_supplementaires
    yield ("annee_pleine", "effectifs"), d.annee_pleine.effectifs
    yield ("annee_pleine", "effectifs_supplementaires"), d.annee_pleine.effectifs_supplementaires


class Personnel(NamedTuple):
    """A budget with its account 64, and the staff it may pay."""

    chemin: Chemin
    nom: str
    compte: Groupe
    finances: list[Effectif]
    supplementaires: list[Effectif]

    @property
    def effectifs(self) -> list[Effectif]:
        """Everyone in the two tables."""
        return [*self.finances, *self.supplementaires]

    @property
    def possibles(self) -> set[tuple[int, int]]:
        """Gross pay and charges that account 64 may show, in whole euros.

        Those of the financed staff, and of the additional people the porteur pays itself: one lent by a partner costs
        it nothing, and is at best in accounts 86 and 87.
        """
        libres, autres = self.supplementaires[:_SUPPLEMENTAIRES_MAX], self.supplementaires[_SUPPLEMENTAIRES_MAX:]
        sommes = {_sommes([*self.finances, *autres])}
        for e in libres:
            sommes |= {(brut + (e.brut or 0), charges + (e.charges or 0)) for brut, charges in sommes}
        return sommes


def _sommes(effectifs: list[Effectif]) -> tuple[int, int]:
    return sum(e.brut or 0 for e in effectifs), sum(e.charges or 0 for e in effectifs)


def _personnels(d: Dossier) -> Iterator[Personnel]:
    """Each budget that has an account 64 and a staff table."""
    a = d.annee_pleine
    for chemin, nom, budget, finances, supplementaires in (
        (("budget",), "", d.budget, d.effectifs, d.effectifs_supplementaires),
        (("annee_pleine", "budget"), " (année pleine)", a.budget, a.effectifs, a.effectifs_supplementaires),
    ):
        if PERSONNEL in budget.charges and (finances or supplementaires):
            yield Personnel((*chemin, "charges", PERSONNEL), nom, budget.charges[PERSONNEL], finances, supplementaires)


@regle("S01", BLOQUANT, source="CIRC annexe IV §2, tableau des effectifs", lit=lus("poste", "etp", "brut"))
def lignes_d_effectifs_completes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque ligne des effectifs donne la qualité, les ETP et le salaire brut.

    Un poste mis à disposition gratuitement a un salaire brut de 0.
    """
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            demandes = (("la qualité (« poste »)", e.poste), ("les ETP", e.etp), ("le salaire brut", e.brut))
            if manquants := [mot for mot, valeur in demandes if valeur is None]:
                yield Constat(
                    (*chemin, rang),
                    f"Ligne {rang + 1} des effectifs{f' ({e.poste})' if e.poste else ''} : il manque {liste(manquants)}.",
                    "Complétez la ligne.",
                )


@regle("S02", BLOQUANT, source="CIRC annexe IV §2, tableau des effectifs", lit=lus("brut", "charges", "total"))
def cout_total_egal_au_brut_et_aux_charges(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le coût total écrit pour un poste est la somme du salaire brut et des charges sociales."""
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if e.total is not None and e.brut is not None and e.total != e.cout:
                yield Constat(
                    (*chemin, rang, "total"),
                    f"{e.poste or 'Poste'} : {euros(e.total)} écrits, "
                    f"{euros(e.brut or 0)} + {euros(e.charges or 0)} = {euros(e.cout)}.",
                    "Corrigez le brut ou les charges, ou supprimez le total : il est calculé.",
                )


@regle("S03", BLOQUANT, source="CIRC annexe IV note (2)", lit=f"{_COUTS} {_COMPTE}")
def compte_64_accorde_avec_les_effectifs(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le compte 64 couvre le coût des effectifs financés, et ses lignes sont celles des tableaux d’effectifs.

    « (2) Détailler dans les tableaux ci-après » : rémunérations = somme des bruts ; charges sociales = somme des
    charges. « Autres charges de personnel » peut s’y ajouter ; un poste supplémentaire mis à disposition par un
    partenaire, que le porteur ne paie pas, peut ne pas y être.
    """
    for p in _personnels(d):
        lignes = {sans_accents(libelle): libelle for libelle in p.compte.lignes}
        libelles = lignes.get(_REMUNERATION), lignes.get(_CHARGES)
        if libelles[0] and libelles[1]:
            yield from _lignes_accordees(p, (libelles[0], libelles[1]))
            continue
        autres = p.compte.lignes[lignes[_AUTRES]] if _AUTRES in lignes else 0
        couvert, cout = p.compte.total - autres, total_cout(p.finances)
        if couvert < cout:
            yield Constat(
                p.chemin,
                f"Le compte 64{p.nom} ({euros(couvert)}) ne couvre pas le coût des effectifs financés ({euros(cout)}).",
                _ACCORDER,
            )


def _lignes_accordees(p: Personnel, libelles: tuple[str, str]) -> Iterator[Constat]:
    ecrits = p.compte.lignes[libelles[0]], p.compte.lignes[libelles[1]]
    if ecrits in p.possibles:
        return
    for libelle, mot, ecrit, attendu in zip(
        libelles, ("bruts", "charges sociales"), ecrits, _sommes(p.effectifs), strict=True
    ):
        if ecrit != attendu:
            yield Constat(
                (*p.chemin, libelle),
                f"{libelle}{p.nom} : {euros(ecrit)} au compte 64, {euros(attendu)} en additionnant les {mot} des effectifs.",
                _ACCORDER,
            )


@regle("S04", AVERTISSEMENT, source="CIRC annexe IV note (2)", lit=f"{_COUTS} {_COMPTE}")
def compte_64_sans_personnel_non_detaille(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un compte 64 donné en bloc est le coût des tableaux d’effectifs.

    La différence peut être d’autres charges de personnel (formation, médecine du travail) : le détailler le dirait.
    """
    for p in _personnels(d):
        possibles = {brut + charges for brut, charges in p.possibles}
        if not p.compte.detaille and p.compte.total > min(possibles) and p.compte.total not in possibles:
            yield Constat(
                p.chemin,
                f"Le compte 64{p.nom} ({euros(p.compte.total)}) n’est pas le coût des effectifs "
                f"({euros(total_cout(p.effectifs))}).",
                "Ajoutez le poste oublié, ou détaillez la ligne « Autres charges de personnel ».",
            )


@regle("S05", BLOQUANT, source="CIRC annexe IV §2, tableau des effectifs", lit=_COUTS)
def effectifs_sans_montant_negatif(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Aucun salaire ni aucune charge n’est négatif."""
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            for champ, montant in (("brut", e.brut), ("charges", e.charges)):
                if montant is not None and montant < 0:
                    yield Constat(
                        (*chemin, rang, champ), f"Montant négatif : {euros(montant)}.", "Écrivez un montant positif."
                    )
