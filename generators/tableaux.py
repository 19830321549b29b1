"""The tables of annexes IV and V-2 as rows of text: budget (charges beside produits) and staff, for a Word template.

Every line of the form is there, filled or not, in the form's order; what the porteur adds comes under its account.
Amounts are whole euros without the sign, which the column's heading already bears. The two annexes differ in three ways:
account 66 and its heading « Charges indirectes » in V-2's budget, one staff table in V-2 against two in IV.
Source: CIRC annexe IV; CIRC annexe V-2, annexes 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import TypedDict

from maia.forms.budget import Budget, Effectif, Financeur, Groupe, total_cout, total_etp
from maia.forms.francais import INSECABLE, etp, nombre
from maia.forms.nomenclature import INDIRECTES, PERSONNEL, SUBVENTIONS, Compte, ligne_precisee, nomenclature

POSTES_DU_FORMULAIRE = ("Pilote", *(f"GC n°{INSECABLE}{rang}" for rang in (1, 2, 3)))
_HORS_ANNEXE_IV = "66"  # printed only when the porteur uses it: it belongs to annexe V-2's tables
_AUTRES = "Autres (à préciser)"
_PRECISER = "(Préciser)"
_AUTRE_POSTE = "Autres (préciser)"


class Case(TypedDict):
    """One line on one side of the budget: label, amount in figures, `A` or `T`, bold or not."""

    libelle: str
    montant: str
    statut: str
    gras: bool


class Ligne(TypedDict):
    """A row of the budget table: a line of charges beside a line of produits."""

    charge: Case
    produit: Case


class TableauDuBudget(TypedDict):
    """The budget in two tables: accounts 60 to 78 with their total, contributions 86 and 87 with theirs."""

    lignes: list[Ligne]
    total: Ligne
    contributions: list[Ligne]
    total_contributions: Ligne


class Poste(TypedDict):
    """A row of a staff table; amounts in figures, `etp` as read in French (`0,5`)."""

    qualite: str
    profil: str
    etp: str
    statut: str
    brut: str
    charges: str
    cout: str


class Effectifs(TypedDict):
    """A staff table: its rows and its total."""

    postes: list[Poste]
    total: Poste


class EffectifsDuProjet(TypedDict):
    """Annexe V-2's only staff table: ARS-financed rows and their total, the other rows, the project's total."""

    finances: list[Poste]
    total_finances: Poste
    autres: list[Poste]
    total: Poste


def _case(libelle: str = "", montant: str = "", statut: str = "", *, gras: bool = False) -> Case:
    return {"libelle": libelle, "montant": montant, "statut": statut, "gras": gras}


_SANS_CASE = _case()
_SANS_POSTE: Poste = {
    "qualite": "",
    "profil": "",
    "etp": "",
    "statut": "",
    "brut": "",
    "charges": "",
    "cout": "",
}


def tableau_du_budget(budget: Budget, inconnu: str = "", *, annexe_v_2: bool = False) -> TableauDuBudget:
    """The whole table of annexe IV, or of annexe V-2; `inconnu` stands for the totals when there is no budget yet."""
    n = nomenclature()
    emplois, ressources = n.contributions  # accounts 86 and 87

    def total(libelle: str, valeur: int) -> Case:
        return _case(libelle, inconnu if budget.vide else nombre(valeur), gras=True)

    def contributions(numero: str) -> Iterator[Case]:
        return cote({numero: n.contributions[numero]}, budget.contributions)

    def cote(comptes: Mapping[str, Compte], groupes: Mapping[str, Groupe]) -> Iterator[Case]:
        return _cote(comptes, groupes, vide=budget.vide, annexe_v_2=annexe_v_2)

    def somme(numero: str) -> int:
        return budget.contributions.get(numero, Groupe()).total

    return {
        "lignes": _cote_a_cote(cote(n.charges, budget.charges), cote(n.produits, budget.produits)),
        "total": {
            "charge": total("TOTAL DES CHARGES", budget.total_charges),
            "produit": total("TOTAL DES PRODUITS", budget.total_produits),
        },
        "contributions": _cote_a_cote(contributions(emplois), contributions(ressources)),
        "total_contributions": {"charge": total("TOTAL", somme(emplois)), "produit": total("TOTAL", somme(ressources))},
    }


def _cote_a_cote(charges: Iterable[Case], produits: Iterable[Case]) -> list[Ligne]:
    return [{"charge": c, "produit": p} for c, p in zip_longest(charges, produits, fillvalue=_SANS_CASE)]


def _cote(
    comptes: Mapping[str, Compte], groupes: Mapping[str, Groupe], *, vide: bool, annexe_v_2: bool
) -> Iterator[Case]:
    """One side of the table, account after account; `vide` when there is no budget yet, hence no amount to show."""
    for numero, compte in comptes.items():
        if numero == _HORS_ANNEXE_IV and numero not in groupes and not annexe_v_2:
            continue
        groupe = groupes.get(numero, Groupe())
        yield _case(_intitule(compte, annexe_v_2=annexe_v_2), "" if vide else nombre(groupe.total), gras=True)
        yield from _subventions(groupe) if numero == SUBVENTIONS else _lignes(compte, groupe)


def _intitule(compte: Compte, *, annexe_v_2: bool) -> str:
    if compte.numero == INDIRECTES:
        return compte.libelle if annexe_v_2 else compte.libelle.upper()
    return f"{compte.numero} {compte.libelle}{' (2)' if compte.numero == PERSONNEL else ''}"


def _lignes(compte: Compte, groupe: Groupe) -> Iterator[Case]:
    """The official lines of an account, then the porteur's own, else the form's invitation to write one."""
    officielles: dict[str, int] = {}
    propres: dict[str, int] = {}
    for libelle, montant in groupe.lignes.items():
        if officielle := compte.ligne(libelle):
            officielles[officielle] = officielles.get(officielle, 0) + montant
        else:
            propres[libelle] = montant
    for libelle in compte.lignes:
        yield _case(libelle, nombre(officielles[libelle]) if libelle in officielles else "")
    invitation = _AUTRES if compte.lignes else _PRECISER
    for libelle, montant in propres.items():
        yield _case(libelle if invitation == _PRECISER else ligne_precisee(invitation, libelle), nombre(montant))
    if compte.a_preciser and not propres:
        yield _case(invitation)


def _subventions(groupe: Groupe) -> Iterator[Case]:
    """Account 74: under each line of the form its funders, named, with `A` or `T`."""
    lignes: dict[str, list[Financeur]] = {officielle: [] for officielle, _ in nomenclature().financeurs}
    for financeur in groupe.financeurs:
        lignes[financeur.ligne].append(financeur)
    for officielle, financeurs in lignes.items():
        for f in financeurs:
            yield _case(ligne_precisee(officielle, f.financeur or ""), _chiffres(f.montant), f.statut or "")
        if not financeurs:
            yield _case(officielle.replace(" :", f"{INSECABLE}:"))


def effectifs_finances(effectifs: Sequence[Effectif], inconnu: str = "") -> Effectifs:
    """The staff that the ARS finances: pilot and GC under the form's names, then any other post as typed.

    Without staff, the form's four empty rows, and `inconnu` for the totals.
    """
    if not effectifs:
        return {
            "postes": [{**_SANS_POSTE, "qualite": qualite} for qualite in POSTES_DU_FORMULAIRE],
            "total": {**_SANS_POSTE, "etp": inconnu, "cout": inconnu},
        }
    return {"postes": list(_postes_du_formulaire(effectifs)), "total": _total(effectifs)}


def effectifs_supplementaires(effectifs: Sequence[Effectif]) -> Effectifs:
    """The staff that others pay for or lend: the form leaves its names to the porteur."""
    return {"postes": [_poste(e, e.poste or "") for e in effectifs], "total": _total(effectifs)}


def effectifs_du_projet(
    finances: Sequence[Effectif], supplementaires: Sequence[Effectif], inconnu: str = ""
) -> EffectifsDuProjet:
    """Annexe V-2's staff table; without anyone else its two « Autres (préciser) » rows stay, empty."""
    tout = [*finances, *supplementaires]
    sans_total: Poste = {**_SANS_POSTE, "etp": inconnu, "brut": inconnu, "charges": inconnu, "cout": inconnu}
    autres = effectifs_supplementaires(supplementaires)["postes"]
    return {
        "finances": effectifs_finances(finances)["postes"],
        "total_finances": _total(finances) if finances else sans_total,
        "autres": autres or [{**_SANS_POSTE, "qualite": _AUTRE_POSTE}] * 2,
        "total": _total(tout) if tout else sans_total,
    }


def _postes_du_formulaire(effectifs: Iterable[Effectif]) -> Iterator[Poste]:
    gestionnaires = 0
    for effectif in effectifs:
        qualite = effectif.poste or ""
        if effectif.est_pilote:
            qualite = POSTES_DU_FORMULAIRE[0]
        elif effectif.est_gestionnaire:
            gestionnaires += 1
            qualite = f"GC n°{INSECABLE}{gestionnaires}"
        yield _poste(effectif, qualite)


def _poste(effectif: Effectif, qualite: str) -> Poste:
    return {
        "qualite": qualite,
        "profil": effectif.profil or "",
        "etp": _chiffres(effectif.etp),
        "statut": effectif.statut or "",
        "brut": _chiffres(effectif.brut),
        "charges": _chiffres(effectif.charges),
        "cout": "" if effectif.brut is None and effectif.charges is None else nombre(effectif.cout),
    }


def _total(effectifs: Sequence[Effectif]) -> Poste:
    return {
        **_SANS_POSTE,
        "etp": etp(total_etp(list(effectifs))),
        "brut": nombre(sum(e.brut or 0 for e in effectifs)),
        "charges": nombre(sum(e.charges or 0 for e in effectifs)),
        "cout": nombre(total_cout(list(effectifs))),
    }


def _chiffres(valeur: int | Decimal | None) -> str:
    if valeur is None:
        return ""
    return etp(valeur) if isinstance(valeur, Decimal) else nombre(valeur)
