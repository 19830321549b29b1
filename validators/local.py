"""N — the thresholds that an ARS sets for itself (`reglages.seuils` in its file); silent without them."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, pourcentage
from maia.validators.registre import regle


@regle("N10", AVERTISSEMENT, source="CIRC §1.2.2 al. 2", lit="demande.montant")
def demande_sous_le_seuil_de_l_ars(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La demande de l’année ne dépasse pas le seuil que l’ARS s’est donné.

    Aucun texte ne fixe ce seuil : « la pondération des différents critères de sélection est laissée à la libre
    appréciation des ARS ». Sans seuil dans le fichier de l’ARS, la règle ne dit rien.
    """
    seuil, demande = c.seuils_locaux.demande_de_l_annee, d.demande.montant
    if seuil is not None and demande is not None and demande > seuil:
        yield Constat(
            "demande.montant",
            f"{euros(demande)} demandés pour {c.annee}, au-dessus du seuil de l’ARS : {euros(seuil)}.",
            "Justifiez la différence, ou ramenez la demande à ce seuil.",
        )


@regle("N11", AVERTISSEMENT, source="CIRC §1.2.2 al. 2", lit="budget")
def part_de_l_ars_sous_le_seuil(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La part du financement de l’ARS dans les produits ne dépasse pas le seuil que l’ARS s’est donné.

    Aucun texte ne fixe cette part : sans seuil dans le fichier de l’ARS, la règle ne dit rien.
    """
    seuil, part, total = c.seuils_locaux.part_des_produits, d.budget.demande_a_l_ars, d.budget.total_produits
    if seuil is not None and part and total and part * 100 > seuil * total:
        yield Constat(
            "budget.produits",
            f"Le financement demandé représente {pourcentage(part, total)} des produits ({euros(part)} sur {euros(total)}), "
            f"au-dessus du seuil de l’ARS : {seuil} %.",
            "Recherchez d’autres cofinancements, ou expliquez cette part.",
        )
