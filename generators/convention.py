"""D12: the annual convention between the ARS and the porteur (CIRC annexe V-1), with its two annexes."""

from __future__ import annotations

import datetime
from decimal import Decimal

from maia.forms.ars import Ars, Decision
from maia.forms.campagne import Campagne, Partage
from maia.forms.dossier import Commune, Dossier, Territoire
from maia.forms.francais import INSECABLE, date_longue, en_lettres, etp, euros, liste
from maia.forms.porteur import Banque
from maia.generators.documents import POINTS, Champs, Releve, document
from maia.generators.parties import champs_de_l_ars, champs_de_la_banque, champs_du_porteur, champs_du_site
from maia.generators.tableaux import effectifs_finances, effectifs_supplementaires, tableau_du_budget

_A_LA_MAIN = "." * 40  # the date of signature is known when signing: the line is left for the pen


@document("convention-annuelle", modele="convention-annuelle.docx", source="CIRC annexe V-1", ars=True)
def convention_annuelle(d: Dossier, a: Ars, c: Campagne) -> Champs:
    """Fields of the annual convention: parties, visas, financing, term, annexes 1 (territory) and 2 (budget, staff).

    The official wording stands in the template. It changes in four ways only, each tested:

    - blanks are filled, « de » agreeing with what follows (« du Centre », « d’Île-de-France »);
    - where the civility says so, functions are feminine (« sa directrice générale », « La présidente, »), as in the
      circulaire's own signatures; without a civility the form's masculine stays;
    - the parts « (pour les ARS et projets concernés) » are kept, without that note to the ARS, for a dossier under the
      FIQCS regime, and left out otherwise; until the regime is known they stay with their note, as in the blank form;
    - the sums to be paid (the total, each payment) are written in words too.

    Amounts are whole euros. The two payments are the ARS's decision, else the dossier's own division, else the
    campaign's pro rata when the sum is the reference amount (CIRC §2.2); nothing else says how to divide. The dates of
    the year come from the campaign. A date of signature not yet known is left for the pen, and isn't a missing fact.
    """
    r = Releve()
    porteur = champs_du_porteur(d, r)
    site = champs_du_site(d, r)
    decision = a.decision(d.porteur)
    valeurs = {
        "titre": f"Convention MAIA {site['nom']} – {porteur['nom']} – {c.annee}",
        "ars": champs_de_l_ars(a, r),
        "porteur": porteur,
        "site": site,
        "dates": _dates(a, c, decision, r),
        "campagne": {
            "annee": c.annee,
            "terme": date_longue(c.convention.terme),
            "compte_rendu": date_longue(c.convention.compte_rendu),
            "validation": date_longue(c.convention.validation),
        },
        "fiqcs": _fiqcs(d, c, r),
        "financement": _financement(d, a, c, decision, r),
        "banque": champs_de_la_banque(d.banque or Banque(), r),
        "territoire": _territoire(d.territoire, r),
        "budget": tableau_du_budget(d.budget, POINTS),
        "effectifs": {
            "finances": effectifs_finances(d.effectifs, POINTS),
            "supplementaires": d.effectifs_supplementaires and effectifs_supplementaires(d.effectifs_supplementaires),
        },
    }
    return Champs(valeurs, r.manquants)


def _dates(a: Ars, c: Campagne, decision: Decision, r: Releve) -> dict[str, str]:
    effet = a.convention.prise_d_effet
    r.ars(_date(effet), "convention.prise_d_effet", "Date de prise d’effet de la convention")
    return {
        "cnsa": r.ars(_date(a.decision_cnsa), "decision_cnsa", "Date de la décision du directeur de la CNSA"),
        "appel": r.ars(_date(a.appel_a_candidatures), "appel_a_candidatures", "Date de l’appel à candidatures"),
        "decision": r.ars(
            _date(decision.date or a.decision_dg), "decision_dg", "Date de la décision du directeur général"
        ),
        "effet": _date(effet) or f"{POINTS} {c.annee}",
        "signature": _date(a.convention.signature) or _A_LA_MAIN,
    }


def _date(date: datetime.date | None) -> str | None:
    return date_longue(date) if date else None


def _fiqcs(d: Dossier, c: Campagne, r: Releve) -> dict[str, bool]:
    """Whether the FIQCS's parts are printed (the campaign says so of each regime), and whether with the form's note."""
    r.dossier(d.regime, "regime", f"Régime de financement ({liste(list(c.regimes), 'ou')})")
    regime = c.regimes.get(d.regime or "")
    return {"vise": not d.regime or bool(regime and regime.credits_fiqcs), "note": not d.regime}


def _financement(d: Dossier, a: Ars, c: Campagne, decision: Decision, r: Releve) -> dict[str, str]:
    montant = d.demande.montant if decision.montant is None else decision.montant
    partage = _partage(d, c, decision, montant)
    if montant is None:
        r.dossier(None, "demande.montant", "Montant du financement")
    elif partage is None:
        rang = a.decisions.index(decision) if decision in a.decisions else 0
        parts = f"Parts du pilotage et de la gestion de cas, dont la somme est {euros(montant)}"
        r.ars(None, f"decisions.{rang}.pilotage", parts)
    _budget(d, montant, r)
    pilotage, gestion = partage or (None, None)
    pilote = _etp([e.etp for e in d.effectifs if e.est_pilote], decision.etp_pilote)
    gestionnaires = _etp([e.etp for e in d.effectifs if e.est_gestionnaire], decision.etp_gestionnaires)
    return {
        "total": _en_chiffres_et_lettres(montant),
        "pilotage": _en_chiffres(pilotage),
        "gestion": _en_chiffres(gestion),
        "premier_versement": _en_chiffres_et_lettres(pilotage),
        "second_versement": _en_chiffres_et_lettres(gestion),
        "etp_pilote": r.dossier(pilote, "effectifs", "ETP du pilote"),
        "etp_gestionnaires": r.dossier(gestionnaires, "effectifs", "ETP des gestionnaires de cas"),
    }


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
    if pilotage is None:
        pilotage = montant - (gestion or 0)
    if gestion is None:
        gestion = montant - pilotage
    return Partage(pilotage, gestion) if pilotage + gestion == montant and min(pilotage, gestion) >= 0 else None


def _budget(d: Dossier, montant: int | None, r: Releve) -> None:
    """The convention sums up « le budget prévisionnel joint »: it must be there, and for the same sum."""
    inscrit = d.budget.demande_a_l_ars
    if d.budget.vide:
        r.dossier(None, "budget", "Budget prévisionnel")
    elif montant is not None and inscrit is not None and inscrit != montant:
        ecart = f"{euros(inscrit)} au lieu de {euros(montant)}"
        r.dossier(None, "budget.produits.74", f"Budget prévisionnel au montant de la convention : ligne ARS de {ecart}")


def _etp(postes: list[Decimal | None], decide: Decimal | None) -> str | None:
    connus = [decide] if decide is not None else [e for e in postes if e is not None]
    return etp(sum(connus, Decimal(0))) if connus else None


def _en_chiffres(montant: int | None) -> str:
    return f"{POINTS}{INSECABLE}€" if montant is None else euros(montant)


def _en_chiffres_et_lettres(montant: int | None) -> str:
    """`151 667 € (cent cinquante et un mille six cent soixante-sept euros)`."""
    if montant is None:
        return _en_chiffres(None)
    mots = en_lettres(montant)
    unite = "d’euros" if mots.endswith(("million", "millions")) else "euros" if montant > 1 else "euro"
    return f"{euros(montant)} ({mots} {unite})"


def _territoire(t: Territoire, r: Releve) -> list[dict[str, str]]:
    """Annexe 1: a row for each commune, its canton repeated; a canton without communes is a row of its own."""
    lignes = [
        {"canton": canton.canton or "", "commune": commune.nom or "", "insee": commune.insee or ""}
        for canton in t.cantons
        for commune in canton.communes or [Commune()]
    ]
    if not lignes:
        r.dossier(None, "territoire.cantons", "Communes et cantons du territoire")
    return lignes
