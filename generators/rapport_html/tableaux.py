"""The figures of the page: budget by account, staff, ceilings; as a reader checks them, each sum shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from maia.forms.budget import Budget, Effectif, total_cout, total_etp
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, pourcentage, typographie
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, INDIRECTES, PRODUITS, nomenclature


@dataclass(frozen=True, slots=True)
class LigneDeBudget:
    """One account, in whole euros; `None` where a budget does not write it."""

    compte: str
    libelle: str
    annee: int | None
    pleine: int | None


@dataclass(frozen=True, slots=True)
class Cote:
    """One side of the two budgets, with its totals in whole euros (none for the contributions: each account is one)."""

    titre: str
    lignes: tuple[LigneDeBudget, ...]
    total: LigneDeBudget | None


@dataclass(frozen=True, slots=True)
class Effectifs:
    """The staff of one period: rows of one table, total ETP and cost in whole euros."""

    titre: str
    lignes: tuple[Effectif, ...]
    etp: Decimal
    cout: int


@dataclass(frozen=True, slots=True)
class Plafond:
    """An amount asked against the amount of the text: `calcul` shows how the latter is made, `ecart` compares."""

    titre: str
    demande: int | None
    limite: int | None
    calcul: str
    ecart: str


def budget(d: Dossier) -> tuple[Cote, ...]:
    """Charges, produits and contributions of the campaign year and of a full year; nothing when neither is written."""
    annee, pleine = d.budget, d.annee_pleine.budget
    if annee.vide and pleine.vide:
        return ()
    totaux = {
        CHARGES: _total("Total des charges", annee, pleine, "total_charges"),
        PRODUITS: _total("Total des produits", annee, pleine, "total_produits"),
    }
    titres = {CHARGES: "Charges", PRODUITS: "Produits", CONTRIBUTIONS: "Contributions volontaires en nature"}
    cotes = (Cote(titres[nom], tuple(_lignes(annee, pleine, nom)), totaux.get(nom)) for nom in titres)
    return tuple(cote for cote in cotes if cote.lignes)


def _total(libelle: str, annee: Budget, pleine: Budget, nom: str) -> LigneDeBudget:
    return LigneDeBudget(
        "",
        libelle,
        None if annee.vide else getattr(annee, nom),
        None if pleine.vide else getattr(pleine, nom),
    )


def _lignes(annee: Budget, pleine: Budget, cote: str) -> Iterator[LigneDeBudget]:
    """Accounts in the form's order; those that the form does not know come last, as typed."""
    ici, la = getattr(annee, cote), getattr(pleine, cote)
    comptes = nomenclature().cote(cote)
    for numero in [*comptes, *sorted((ici.keys() | la.keys()) - comptes.keys())]:
        if numero in ici or numero in la:
            yield LigneDeBudget(
                "" if numero == INDIRECTES else numero,
                comptes[numero].libelle if numero in comptes else "Compte absent du formulaire",
                ici[numero].total if numero in ici else None,
                la[numero].total if numero in la else None,
            )


def equilibre(d: Dossier, c: Campagne) -> tuple[str, ...]:
    """One sentence a budget: whether it balances, and what share of the products the ARS is asked for."""
    return tuple(
        typographie(f"{nom} : {_equilibre(b)}")
        for nom, b in ((f"Budget {c.annee}", d.budget), ("Année pleine", d.annee_pleine.budget))
        if not b.vide
    )


def _equilibre(b: Budget) -> str:
    ecart = b.total_charges - b.total_produits
    if ecart:
        grand, petit = ("charges", "produits") if ecart > 0 else ("produits", "charges")
        phrase = f"les {grand} dépassent les {petit} de {euros(abs(ecart))}"
    else:
        phrase = "les charges et les produits sont égaux"
    demande = b.demande_a_l_ars
    if demande is None:
        return f"{phrase} ; aucun financement de l’ARS au compte 74."
    part = f", soit {taux} des produits" if (taux := pourcentage(demande, b.total_produits)) else ""
    return f"{phrase} ; le financement demandé à l’ARS est de {euros(demande)}{part}."


def partiel(d: Dossier, *champs: str) -> bool:
    """Whether an amount typed under one of these fields can't be read: sums then leave it out."""
    return any(faute.chemin[:1] in [(champ,) for champ in champs] for faute in d.fautes)


def effectifs(d: Dossier, c: Campagne) -> tuple[Effectifs, ...]:
    """The four staff tables that have rows."""
    tables = (
        (f"Financés par l’ARS, {c.annee}", d.effectifs),
        (f"Supplémentaires, {c.annee}", d.effectifs_supplementaires),
        ("Financés par l’ARS, année pleine", d.annee_pleine.effectifs),
        ("Supplémentaires, année pleine", d.annee_pleine.effectifs_supplementaires),
    )
    return tuple(
        Effectifs(titre, tuple(lignes), total_etp(lignes), total_cout(lignes)) for titre, lignes in tables if lignes
    )


def plafonds(d: Dossier, c: Campagne) -> tuple[Plafond, ...]:
    """The full-year ceiling and the first year's reference against what is asked; nothing without regime or number."""
    regime, gestionnaires = d.regime, d.demande.gestionnaires_de_cas
    if regime not in c.regimes or gestionnaires is None:
        return ()
    demande = d.demande.annee_pleine
    if demande is None:
        demande = d.annee_pleine.budget.demande_a_l_ars
    plafond, reference = c.plafond(regime, gestionnaires), c.reference(regime, gestionnaires)
    annee = Plafond(
        f"{c.annee}, montant de référence",
        d.demande.montant,
        reference and reference.montant,
        reference.calcul if reference else "le texte ne fixe pas de mois financés pour ce régime",
        _ecart(d.demande.montant, reference and reference.montant, "la référence"),
    )
    pleine = Plafond(
        "Année pleine, plafond",
        demande,
        plafond.montant,
        c.decompte(regime, gestionnaires).total.calcul,
        _ecart(demande, plafond.montant, "le plafond"),
    )
    return (pleine, annee)


def _ecart(demande: int | None, limite: int | None, nom: str) -> str:
    if demande is None or limite is None:
        return "non comparé"
    if demande == limite:
        return f"égale {nom}"
    sens = "de plus que" if demande > limite else "de moins que"
    return f"{euros(abs(demande - limite))} {sens} {nom}"
