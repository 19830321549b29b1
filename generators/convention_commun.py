"""What the deeds between an ARS and a porteur share: dates, FIQCS, sums, budget, territory (CIRC annexes V-1 and V-2).

Every function returns fields for a template; what no file gives is printed as the form's dots and noted as missing.
Amounts are whole euros.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from maia.forms.ars import Ars, Decision
from maia.forms.budget import Budget, Effectif
from maia.forms.campagne import Campagne, Partage
from maia.forms.communes import communes_de
from maia.forms.dossier import Commune, Dossier
from maia.forms.francais import INSECABLE, date_ecrite, en_lettres, etp, euros, liste
from maia.forms.porteur import Banque
from maia.generators.documents import POINTS, Releve
from maia.generators.parties import champs_de_l_ars, champs_de_la_banque, champs_du_porteur, champs_du_site

A_LA_MAIN = "." * 40
"""The date of signature is known when signing: the line is left for the pen."""


def champs_des_parties(d: Dossier, a: Ars, r: Releve) -> dict[str, Any]:
    """The fields of the first page: the ARS, the porteur and the site."""
    porteur = champs_du_porteur(d, r)
    site = champs_du_site(d, r)
    return {"ars": champs_de_l_ars(a, r), "porteur": porteur, "site": site}


def champs_de_la_convention(d: Dossier, a: Ars, c: Campagne, decision: Decision, r: Releve) -> dict[str, Any]:
    """The fields that both conventions have: parties, dates, FIQCS, bank, territory."""
    return {
        **champs_des_parties(d, a, r),
        "dates": _dates(a, c, decision, r),
        "fiqcs": fiqcs(d, c, r),
        "banque": champs_de_la_banque(d.banque or Banque(), r),
        "territoire": _territoire(d, r),
    }


def _dates(a: Ars, c: Campagne, decision: Decision, r: Releve) -> dict[str, str]:
    effet = a.convention.prise_d_effet
    r.ars(date_ecrite(effet), "convention.prise_d_effet", "Date de prise d’effet de la convention")
    return {
        "cnsa": r.ars(date_ecrite(a.decision_cnsa), "decision_cnsa", "Date de la décision du directeur de la CNSA"),
        "appel": r.ars(date_ecrite(a.appel_a_candidatures), "appel_a_candidatures", "Date de l’appel à candidatures"),
        "decision": r.ars(
            date_ecrite(decision.date or a.decision_dg),
            "decision_dg",
            "Date de la décision du directeur général",
        ),
        "effet": date_ecrite(effet) or f"{POINTS} {c.annee}",
        "signature": date_ecrite(a.convention.signature) or A_LA_MAIN,
    }


def fiqcs(d: Dossier, c: Campagne, r: Releve) -> dict[str, bool]:
    """Whether the FIQCS's parts are printed (the campaign says so of each regime), and whether with the form's note."""
    r.dossier(d.regime, "regime", f"Régime de financement ({liste(list(c.regimes), 'ou')})")
    regime = c.regimes.get(d.regime or "")
    return {"vise": not d.regime or bool(regime and regime.credits_fiqcs), "note": not d.regime}


class Sommes(NamedTuple):
    """The year's money in whole euros: total, pilotage (first payment), gestion de cas (second); `None` when not known."""

    total: int | None
    pilotage: int | None
    gestion_de_cas: int | None


def sommes(d: Dossier, a: Ars, c: Campagne, decision: Decision, r: Releve) -> Sommes:
    """The campaign year's money: the ARS's decision, else what was asked, else the campaign's pro rata (CIRC §2.2).

    Noted as missing: an amount that nothing divides, a budget for another sum, an amount that the ARS would grant above
    the ceiling of a full year.
    """
    montant = d.demande.montant if decision.montant is None else decision.montant
    partage = _partage(d, c, decision, montant)
    rang = a.decisions.index(decision) if decision in a.decisions else 0
    if montant is None:
        r.dossier(None, "demande.montant", "Montant du financement")
    elif partage is None:
        parts = f"Parts du pilotage et de la gestion de cas, dont la somme est {euros(montant)}"
        r.ars(None, f"decisions.{rang}.pilotage", parts)
    verifier_le_plafond(d, c, decision.montant, f"decisions.{rang}.montant", r)
    verifier_le_budget(d.budget, montant, "budget", "Budget prévisionnel", r)
    return Sommes(montant, *(partage or (None, None)))


def _partage(d: Dossier, c: Campagne, decision: Decision, montant: int | None) -> Partage | None:
    """The two payments, `None` unless someone says how and the parts make the whole."""
    if montant is None:
        return None
    pilotage, gestion = decision.pilotage, decision.gestion_de_cas
    if pilotage is None and gestion is None and (demande := d.demande.repartition):
        pilotage, gestion = demande.pilotage, demande.gestion_de_cas
    if pilotage is None and gestion is None:
        gestionnaires = d.demande.gestionnaires_de_cas
        return c.partager(d.regime or "", gestionnaires, montant) if gestionnaires else None
    return completer(montant, pilotage, gestion)


def completer(montant: int, premier: int | None, second: int | None) -> Partage | None:
    """Two parts of `montant` of which one at least is known, the other being what is left; `None` if they don't make it."""
    premier = montant - (second or 0) if premier is None else premier
    second = montant - premier if second is None else second
    return Partage(premier, second) if premier + second == montant and min(premier, second) >= 0 else None


def verifier_le_plafond(d: Dossier, c: Campagne, montant: int | None, chemin: str, r: Releve) -> None:
    """What the ARS grants stays under the full year's ceiling (CIRC §2.2 al. 2): above it, the amount is to be decided."""
    gestionnaires = d.demande.gestionnaires_de_cas
    if montant is None or gestionnaires is None or d.regime not in c.regimes:
        return
    plafond = c.plafond(d.regime, gestionnaires)
    if montant > plafond.montant:
        r.ars(
            None,
            chemin,
            f"Montant sous le plafond d’une année pleine : {euros(montant)} accordés pour {euros(plafond.montant)} au "
            f"plus, {plafond.calcul}",
        )


def verifier_le_budget(budget: Budget, montant: int | None, chemin: str, libelle: str, r: Releve) -> None:
    """The deed sums up « le budget joint »: it must be there, and for the same sum."""
    inscrit = budget.demande_a_l_ars
    if budget.vide:
        r.dossier(None, chemin, libelle)
    elif montant is not None and inscrit is not None and inscrit != montant:
        ecart = f"{euros(inscrit)} au lieu de {euros(montant)}"
        r.dossier(None, f"{chemin}.produits.74", f"{libelle} au même montant : ligne ARS de {ecart}")


def equivalents_temps_plein(effectifs: list[Effectif], decision: Decision, r: Releve) -> dict[str, str]:
    """The pilot's and the gestionnaires de cas's ETP, as decided, else as the staff table has them."""
    pilote = _etp([e.etp for e in effectifs if e.est_pilote], decision.etp_pilote)
    gestionnaires = _etp([e.etp for e in effectifs if e.est_gestionnaire], decision.etp_gestionnaires)
    return {
        "etp_pilote": r.dossier(pilote, "effectifs", "ETP du pilote"),
        "etp_gestionnaires": r.dossier(gestionnaires, "effectifs", "ETP des gestionnaires de cas"),
    }


def _etp(postes: list[Decimal | None], decide: Decimal | None) -> str | None:
    connus = [decide] if decide is not None else [e for e in postes if e is not None]
    return etp(sum(connus, Decimal(0))) if connus else None


def en_chiffres(montant: int | None) -> str:
    """`151 667 €`, or the form's dots."""
    return f"{POINTS}{INSECABLE}€" if montant is None else euros(montant)


def en_chiffres_et_lettres(montant: int | None) -> str:
    """`151 667 € (cent cinquante et un mille six cent soixante-sept euros)`."""
    if montant is None:
        return en_chiffres(None)
    mots = en_lettres(montant)
    unite = "d’euros" if mots.endswith(("million", "millions")) else "euros" if montant > 1 else "euro"
    return f"{euros(montant)} ({mots} {unite})"


def _territoire(d: Dossier, r: Releve) -> list[dict[str, str]]:
    """Annexe 1: a row for each commune, its canton repeated; a canton without communes is a row of its own."""
    lignes = [
        {"canton": canton.canton or "", "commune": commune.nom or "", "insee": _insee(commune, d.departement)}
        for canton in d.territoire.cantons
        for commune in canton.communes or [Commune()]
    ]
    if not lignes:
        r.dossier(None, "territoire.cantons", "Communes et cantons du territoire")
    return lignes


def _insee(commune: Commune, departement: str | None) -> str:
    """The code typed, else that of the only commune of the département to bear the name; nothing is guessed."""
    if commune.insee or not (commune.nom and departement):
        return commune.insee or ""
    trouvees = [c.code for c in communes_de(commune.nom) if c.departement == departement and c.rattachement is None]
    return trouvees[0] if len(trouvees) == 1 else ""
