"""X — one fact told in two places is told the same."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from maia.forms.budget import total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import etp, euros
from maia.validators.registre import regle

GESTIONNAIRES = "demande.gestionnaires_de_cas effectifs.*.poste effectifs.*.etp"
_ECART = (
    "{etp} ETP de gestionnaires de cas financés par l’ARS dans les effectifs, alors que la demande en fait financer "
    "{finances} (régime {regime})."
)


@regle("X01", BLOQUANT, source="CIRC annexe IV §3, montant", lit="demande.montant attestation.montant")
def montant_atteste_egal_au_montant_demande(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le montant de l’attestation sur l’honneur est le montant demandé."""
    atteste, demande = d.attestation.montant, d.demande.montant
    if atteste is not None and demande is not None and atteste != demande:
        yield Constat(
            "attestation.montant",
            f"{euros(atteste)} attestés sur l’honneur, {euros(demande)} demandés.",
            "Écrivez le même montant, ou supprimez celui de l’attestation : c’est le montant demandé.",
        )


@regle("X02", BLOQUANT, source="CIRC annexe IV §3, montant", lit="demande.montant budget.produits.74")
def ligne_de_l_ars_egale_au_montant_demande(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La ligne ARS du compte 74 est le montant demandé."""
    ligne, demande = d.budget.demande_a_l_ars, d.demande.montant
    if ligne is not None and demande is not None and ligne != demande:
        yield Constat(
            "budget.produits.74",
            f"{euros(ligne)} sur la ligne ARS du compte 74, {euros(demande)} demandés.",
            "Écrivez le même montant aux deux endroits.",
        )


@regle("X03", BLOQUANT, source="CIRC §2.2 al. 2", lit="demande.annee_pleine annee_pleine.budget.produits.74")
def annee_pleine_egale_a_son_budget(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le montant demandé en année pleine est la ligne ARS du budget d’année pleine."""
    ligne, demande = d.annee_pleine.budget.demande_a_l_ars, d.demande.annee_pleine
    if ligne is not None and demande is not None and ligne != demande:
        yield Constat(
            "annee_pleine.budget.produits.74",
            f"{euros(ligne)} sur la ligne ARS du budget d’année pleine, {euros(demande)} demandés en année pleine.",
            "Écrivez le même montant aux deux endroits.",
        )


def _finances(d: Dossier, c: Campagne) -> tuple[int, Decimal] | None:
    """Gestionnaires de cas that the demand has the ARS pay for, and those of its staff table, in ETP.

    `None` where there is nothing to compare: no table, no regime, or a number that the texts don't know (E06 says it).
    """
    regime = c.regimes.get(d.regime or "")
    finances = regime.gestionnaires_finances.get(d.demande.gestionnaires_de_cas or 0) if regime else None
    if finances is None or not d.effectifs:
        return None
    return finances, total_etp([e for e in d.effectifs if e.est_gestionnaire])


@regle("X04", BLOQUANT, source="CIRC annexe IV §2, effectifs financés", lit=GESTIONNAIRES)
def gestionnaires_demandes_dans_les_effectifs(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau des effectifs financés par l’ARS ne compte pas plus de gestionnaires de cas que la demande.

    Le tableau peut répartir un poste entre plusieurs personnes : ce sont les ETP qui comptent. Le FIQCS n’en finance
    qu’un ; les autres sont dans les effectifs supplémentaires.
    """
    if (compte := _finances(d, c)) and compte[1] > compte[0]:
        yield Constat(
            "effectifs",
            _ECART.format(etp=etp(compte[1]), finances=compte[0], regime=d.regime),
            "Accordez la demande et le tableau ; les postes financés par d’autres vont dans les effectifs supplémentaires.",
        )


@regle("X05", AVERTISSEMENT, source="CIRC annexe IV §2, effectifs financés", lit=GESTIONNAIRES)
def gestionnaires_demandes_tous_dans_les_effectifs(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau des effectifs financés montre tous les gestionnaires de cas demandés."""
    if (compte := _finances(d, c)) and compte[1] < compte[0]:
        yield Constat(
            "effectifs",
            _ECART.format(etp=etp(compte[1]), finances=compte[0], regime=d.regime),
            "Ajoutez le poste manquant au tableau, ou demandez-en moins.",
        )


@regle("X06", AVERTISSEMENT, source="CIRC annexe III, note, estimation")
def gestionnaires_estimes_et_demandes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le nombre de gestionnaires de cas demandés ne dépasse pas le besoin que le porteur a estimé."""
    besoin, demandes = d.projet.gestionnaires_necessaires, d.demande.gestionnaires_de_cas
    if besoin is not None and demandes is not None and demandes > besoin:
        yield Constat(
            "projet.gestionnaires_necessaires",
            f"{demandes} gestionnaires de cas demandés pour un besoin estimé à {besoin}.",
            "Accordez l’estimation et la demande.",
        )
