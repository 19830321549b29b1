"""D13: the pluriannual convention between the ARS and the porteur (CIRC annexe V-2), with its three annexes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from maia.forms.ars import Ars, Decision
from maia.forms.budget import Budget, Effectif
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import MOIS, date_longue, en_lettres, liste
from maia.generators.convention_commun import (
    A_LA_MAIN,
    champs_de_la_convention,
    en_chiffres_et_lettres,
    equivalents_temps_plein,
    sommes,
)
from maia.generators.designations import a_lieu
from maia.generators.documents import POINTS, Champs, Releve, document
from maia.generators.tableaux import effectifs_du_projet, tableau_du_budget


@document("convention-pluriannuelle", modele="convention-pluriannuelle.docx", source="CIRC annexe V-2", ars=True)
def convention_pluriannuelle(d: Dossier, a: Ars, c: Campagne) -> Champs:
    """Fields of the pluriannual convention, and of its annexes: territory, budget and staff of the year, of a full year.

    The official wording stands in the template. It changes as the annual convention's does (blanks, feminine, FIQCS's
    visa, sums in words), and in two more ways:

    - article 4 says that « les paragraphes ci-dessous devront être adaptés » for a réseau de santé that the FIQCS pays,
      and gives no words: one paragraph is added, made of annexe V-1's sentence on these credits and of CIRC §2.2's (the
      fund's committee defines how they are paid; they pay for the pilotage and one gestionnaire de cas, the others being
      lent or cofinanced). Otherwise neither the note nor « (ou issus du FIQCS) » stays;
    - years, days and the number of years to come are the campaign's.

    Amounts are whole euros, divided as in the annual convention. The place and the date of signature are left for the
    pen until they are known. A dossier without a full-year budget lacks annexe 3.
    """
    r = Releve()
    decision = a.decision(d.porteur)
    communs = champs_de_la_convention(d, a, c, decision, r)
    s = sommes(d, a, c, decision, r)
    equivalents_temps_plein(d.effectifs, Decision(), r)
    pleine = d.annee_pleine
    r.dossier(None if pleine.budget.vide else "oui", "annee_pleine.budget", "Budget prévisionnel en année pleine")
    r.dossier("oui" if pleine.effectifs else None, "annee_pleine.effectifs", "Tableau des effectifs en année pleine")
    valeurs = {
        **communs,
        "titre": f"Convention pluriannuelle MAIA {communs['site']['nom']} – {communs['porteur']['nom']} – {periode(c)}",
        "dates": communs["dates"] | {"lieu": lieu(a)},
        "fiqcs": communs["fiqcs"] | _fiqcs_adapte(d, c, r),
        "campagne": _annees(c),
        "financement": {
            "total": en_chiffres_et_lettres(s.total),
            "premier_versement": en_chiffres_et_lettres(s.pilotage),
            "second_versement": en_chiffres_et_lettres(s.gestion_de_cas),
        },
        **annexe_financiere(d.budget, d.effectifs, d.effectifs_supplementaires),
        "annee_pleine": annexe_financiere(pleine.budget, pleine.effectifs, pleine.effectifs_supplementaires),
    }
    return Champs(valeurs, r.manquants)


def periode(c: Campagne) -> str:
    """The years of the convention: `2012-2015`."""
    return f"{c.annee}-{c.convention.pluriannuelle.terme.year}"


def suivants(c: Campagne) -> range:
    """The years that follow the first, each with its own amount: 2013, 2014, 2015."""
    return range(c.annee + 1, c.convention.pluriannuelle.terme.year + 1)


def jour_et_mois(date: datetime.date) -> str:
    """A date that comes back every year: `15 octobre`, `1er février`."""
    return f"{'1er' if date.day == 1 else date.day} {MOIS[date.month - 1]}"


def lieu(a: Ars) -> str:
    """Where the deed is signed, after « Fait »: `à Poitiers`; the form's dots leave it for the pen."""
    return a_lieu(a.convention.lieu) if a.convention.lieu else f"à {A_LA_MAIN}"


def annexe_financiere(
    budget: Budget, finances: Sequence[Effectif], supplementaires: Sequence[Effectif]
) -> dict[str, Any]:
    """The fields of annexe V-2's tables, budget and staff; dots for the totals of what isn't written."""
    return {
        "budget": tableau_du_budget(budget, POINTS, annexe_v_2=True),
        "effectifs": effectifs_du_projet(finances, supplementaires, POINTS),
    }


def _annees(c: Campagne) -> dict[str, Any]:
    p = c.convention.pluriannuelle
    return {
        "annee": c.annee,
        "periode": periode(c),
        "exercices": liste(map(str, suivants(c))),
        "suivants": en_lettres(len(suivants(c))),
        "terme": date_longue(p.terme),
        "validation_du_dispositif": p.validation_du_dispositif,
        "labellisation": p.labellisation,
        "budget": jour_et_mois(p.budget),
        "premier_versement": jour_et_mois(p.premier_versement),
        "second_versement": jour_et_mois(p.second_versement),
        "compte_rendu": jour_et_mois(p.compte_rendu),
        "validation": jour_et_mois(p.validation),
    }


def _fiqcs_adapte(d: Dossier, c: Campagne, r: Releve) -> dict[str, Any]:
    """Whether article 4 is adapted, and how many gestionnaires de cas the FIQCS pays for: `d’un poste`."""
    regime = c.regimes.get(d.regime or "")
    if d.regime is None or regime is None or not regime.credits_fiqcs:
        return {"adapte": False, "de_postes": ""}
    gestionnaires = d.demande.gestionnaires_de_cas
    if gestionnaires is None:
        nombre = r.dossier(None, "demande.gestionnaires_de_cas", "Nombre de gestionnaires de cas")
        return {"adapte": True, "de_postes": f"de {nombre} poste(s)"}
    finances = c.finances(d.regime, gestionnaires)
    return {"adapte": True, "de_postes": f"de {en_lettres(finances)} postes" if finances > 1 else "d’un poste"}
