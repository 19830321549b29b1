"""N — what is asked from the ARS, against the ceilings and the first year's pro rata."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

_GESTIONNAIRES = "demande.gestionnaires_de_cas"
_AUTRE_FINANCEUR = "Ramenez la demande au plafond, ou portez la différence chez un autre financeur (compte 74)."


def _regime(d: Dossier, c: Campagne) -> str | None:
    return d.regime if d.regime in c.regimes else None


def _annee_pleine(d: Dossier) -> tuple[str, int] | None:
    """The full-year amount asked and where it stands: as typed, else the ARS line of the full-year budget."""
    if d.demande.annee_pleine is not None:
        return "demande.annee_pleine", d.demande.annee_pleine
    ligne = d.annee_pleine.budget.demande_a_l_ars
    return None if ligne is None else ("annee_pleine.budget.produits.74", ligne)


@regle(
    "N01",
    BLOQUANT,
    source="CIRC §2.2 al. 2",
    lit=f"{_GESTIONNAIRES} demande.annee_pleine annee_pleine.budget.produits.74",
)
def demande_sous_le_plafond_d_annee_pleine(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le financement demandé en année pleine ne dépasse pas le plafond.

    280 000 € avec trois gestionnaires de cas, 220 000 € avec deux ; 160 000 € pour un réseau de santé financé par le
    FIQCS.
    """
    regime, g, demande = _regime(d, c), d.demande.gestionnaires_de_cas, _annee_pleine(d)
    if regime is None or g is None or demande is None:
        return
    chemin, montant = demande
    plafond = c.plafond(regime, g)
    if montant > plafond.montant:
        yield Constat(
            chemin,
            f"{euros(montant)} demandés pour un plafond de {euros(plafond.montant)} ({plafond.calcul}).",
            _AUTRE_FINANCEUR,
        )


@regle("N02", AVERTISSEMENT, source="CIRC §2.2 al. 3", lit=f"{_GESTIONNAIRES} demande.montant")
def demande_au_prorata_de_la_premiere_annee(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La demande de la première année suit les mois financés : onze de pilotage, quatre de gestion de cas.

    Le montant de référence est un calcul, non un plafond du texte, et des provisions sont admises (formations,
    labellisation) : le dépasser se signale, et une ARS peut en faire un motif bloquant dans son fichier.
    """
    regime, g, demande = _regime(d, c), d.demande.gestionnaires_de_cas, d.demande.montant
    if regime is None or g is None or demande is None or (reference := c.reference(regime, g)) is None:
        return
    if demande > reference.montant:
        yield Constat(
            "demande.montant",
            f"{euros(demande)} demandés pour {c.annee}, {euros(demande - reference.montant)} de plus que le montant de "
            f"référence : {reference.calcul}.",
            "Justifiez la différence (provisions pour formation, labellisation), ou ramenez la demande à ce montant.",
        )


@regle("N03", BLOQUANT, source="CIRC §2.2 al. 2", lit=f"{_GESTIONNAIRES} demande.montant")
def demande_de_l_annee_sous_le_plafond(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le financement demandé pour l’année de la campagne ne dépasse pas le plafond d’une année pleine."""
    regime, g, demande = _regime(d, c), d.demande.gestionnaires_de_cas, d.demande.montant
    if regime is None or g is None or demande is None:
        return
    plafond = c.plafond(regime, g)
    if demande > plafond.montant:
        yield Constat(
            "demande.montant",
            f"{euros(demande)} demandés pour {c.annee}, au-dessus du plafond d’une année pleine : "
            f"{euros(plafond.montant)} ({plafond.calcul}).",
            _AUTRE_FINANCEUR,
        )


@regle("N04", AVERTISSEMENT, source="CIRC §2.2 al. 2")
def demande_en_annee_pleine_connue(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le montant demandé en année pleine est écrit : c’est lui que borne le plafond."""
    if _annee_pleine(d) is None and not mal_ecrit(d, "demande", "annee_pleine"):
        yield Constat(
            "demande.annee_pleine",
            "Le montant demandé en année pleine n’est pas écrit : le plafond ne peut pas être vérifié.",
            "Complétez « annee_pleine » sous « demande ».",
        )


@regle("N05", BLOQUANT, source="CIRC annexe IV §3, montant", lit="demande.montant demande.annee_pleine")
def demande_positive(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un financement est demandé : son montant est supérieur à zéro."""
    for champ, montant in (("montant", d.demande.montant), ("annee_pleine", d.demande.annee_pleine)):
        if montant is not None and montant <= 0:
            yield Constat(
                f"demande.{champ}", f"Le montant demandé est de {euros(montant)}.", "Écrivez le montant demandé."
            )


@regle("N06", INFORMATION, source="CDC §2.2 al. 10", lit="budget.produits budget.contributions")
def part_du_financement_demande(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le financement demandé à l’ARS n’est pas le seul produit du budget.

    « Le financement par l’ARS n’est donc pas exclusif, et l’objectif du dispositif MAIA doit conduire le porteur à
    rechercher des cofinancements ». Un budget sans cofinancement reste recevable.
    """
    total, demande = d.budget.total_produits, d.budget.demande_a_l_ars
    if demande and total and demande >= total and not d.budget.contributions:
        yield Constat(
            "budget.produits",
            f"Le financement demandé ({euros(demande)}) représente la totalité des produits.",
            "Indiquez les cofinancements et les contributions en nature des partenaires, s’il y en a.",
        )
