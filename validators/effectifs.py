"""S — the staff tables add up, and agree with account 64."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.budget import Budget, Effectif, total_cout
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste, sans_accents
from maia.forms.nomenclature import PERSONNEL
from maia.validators.registre import regle

TABLEAUX = "effectifs effectifs_supplementaires annee_pleine"
_REMUNERATION, _CHARGES, _AUTRES = "remuneration des personnels", "charges sociales", "autres charges de personnel"


def tableaux(d: Dossier) -> Iterator[tuple[Chemin, list[Effectif]]]:
    """The four staff tables, and where they stand."""
    yield ("effectifs",), d.effectifs
    yield ("effectifs_supplementaires",), d.effectifs_supplementaires
    yield ("annee_pleine", "effectifs"), d.annee_pleine.effectifs
    yield ("annee_pleine", "effectifs_supplementaires"), d.annee_pleine.effectifs_supplementaires


def _personnels(d: Dossier) -> Iterator[tuple[Chemin, str, Budget, list[Effectif]]]:
    """Each budget that has an account 64 and a staff table, with all its staff."""
    a = d.annee_pleine
    for chemin, nom, budget, effectifs in (
        (("budget",), "", d.budget, [*d.effectifs, *d.effectifs_supplementaires]),
        (("annee_pleine", "budget"), " (année pleine)", a.budget, [*a.effectifs, *a.effectifs_supplementaires]),
    ):
        if PERSONNEL in budget.charges and effectifs:
            yield chemin, nom, budget, effectifs


@regle("S01", BLOQUANT, source="CIRC annexe IV §2", lit=TABLEAUX)
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


@regle("S02", BLOQUANT, source="CIRC annexe IV §2", lit=TABLEAUX)
def cout_total_egal_au_brut_et_aux_charges(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le coût total écrit pour un poste est la somme du salaire brut et des charges sociales."""
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if e.total is not None and e.total != e.cout:
                yield Constat(
                    (*chemin, rang, "total"),
                    f"{e.poste or 'Poste'} : {euros(e.total)} écrits, "
                    f"{euros(e.brut or 0)} + {euros(e.charges or 0)} = {euros(e.cout)}.",
                    "Corrigez le brut ou les charges, ou supprimez le total : il est calculé.",
                )


@regle("S03", BLOQUANT, source="CIRC annexe IV note (2)", lit=f"{TABLEAUX} budget")
def compte_64_accorde_avec_les_effectifs(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le compte 64 couvre le coût des tableaux d’effectifs, et ses lignes sont les leurs.

    « (2) Détailler dans les tableaux ci-après » : rémunérations = somme des bruts ; charges sociales = somme des
    charges. « Autres charges de personnel » peut s’y ajouter.
    """
    for chemin, nom, budget, effectifs in _personnels(d):
        groupe = budget.charges[PERSONNEL]
        lignes = {sans_accents(libelle): (libelle, montant) for libelle, montant in groupe.lignes.items()}
        attendus = (
            (_REMUNERATION, "bruts", sum(e.brut or 0 for e in effectifs)),
            (_CHARGES, "charges sociales", sum(e.charges or 0 for e in effectifs)),
        )
        if not all(cle in lignes for cle, _, _ in attendus):
            autres = lignes.get(_AUTRES, ("", 0))[1]
            cout = total_cout(effectifs)
            if groupe.total - autres < cout:
                yield Constat(
                    (*chemin, "charges", PERSONNEL),
                    f"Le compte 64{nom} ({euros(groupe.total - autres)}) ne couvre pas le coût des effectifs ({euros(cout)}).",
                    "Accordez le compte 64 et les tableaux d’effectifs.",
                )
            continue
        for cle, mot, attendu in attendus:
            libelle, montant = lignes[cle]
            if montant != attendu:
                yield Constat(
                    (*chemin, "charges", PERSONNEL, libelle),
                    f"{libelle}{nom} : {euros(montant)} au compte 64, {euros(attendu)} en additionnant les {mot} des effectifs.",
                    "Accordez le compte 64 et les tableaux d’effectifs.",
                )


@regle("S04", AVERTISSEMENT, source="CIRC annexe IV note (2)", lit=f"{TABLEAUX} budget")
def compte_64_sans_personnel_non_detaille(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un compte 64 donné en bloc ne dépasse pas le coût des tableaux d’effectifs.

    L’excédent peut être d’autres charges de personnel (formation, médecine du travail) : le détailler le dirait.
    """
    for chemin, nom, budget, effectifs in _personnels(d):
        groupe, cout = budget.charges[PERSONNEL], total_cout(effectifs)
        if not groupe.detaille and groupe.total > cout:
            yield Constat(
                (*chemin, "charges", PERSONNEL),
                f"Le compte 64{nom} ({euros(groupe.total)}) dépasse de {euros(groupe.total - cout)} le coût des effectifs.",
                "Ajoutez le poste oublié, ou détaillez la ligne « Autres charges de personnel ».",
            )


@regle("S05", BLOQUANT, source="CIRC annexe IV §2", lit=TABLEAUX)
def effectifs_sans_montant_negatif(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Aucun salaire ni aucune charge n’est négatif."""
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            for champ, montant in (("brut", e.brut), ("charges", e.charges)):
                if montant is not None and montant < 0:
                    yield Constat(
                        (*chemin, rang, champ), f"Montant négatif : {euros(montant)}.", "Écrivez un montant positif."
                    )
