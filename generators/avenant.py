"""The avenant that sets the money of a later year, under the pluriannual convention (CIRC annexe V-2, articles 4 and 10).

The circulaire gives no model of an avenant: article 4 says that the ARS notifies the amount of 2013, 2014 and 2015, when
the two payments come and when the year's budget is sent; article 10, that an avenant makes any change. The words are
therefore ours: sober, and drawn from annexe V-2's own, the parties and the signatures being the convention's.
"""

from __future__ import annotations

import datetime
from typing import Any

from maia.forms.ars import Ars, Avenant
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import date_ecrite, euros, liste
from maia.generators.convention_commun import (
    A_LA_MAIN,
    champs_des_parties,
    completer,
    en_chiffres_et_lettres,
    fiqcs,
    verifier_le_budget,
    verifier_le_plafond,
)
from maia.generators.convention_pluriannuelle import annexe_financiere, jour_et_mois, lieu, periode, suivants
from maia.generators.documents import POINTS, Champs, Releve, document


@document("avenant", modele="avenant.docx", source="CIRC annexe V-2, articles 4 et 10", ars=True, annuel=True)
def avenant(d: Dossier, a: Ars, c: Campagne, annee: int | None = None) -> Champs:
    """Fields of the avenant for one of the years after the campaign's; without `annee`, its blank form.

    The amount is the one of `decisions[].avenants` in the ARS's file. The payments' days and the convention's years are
    the campaign's; how the sum divides is told only if the ARS's file does, since no text says. The budget and the staff
    that are joined are the dossier's full year: the budget's ARS line must be the amount.

    Noted as missing: a year outside the convention, an amount above the ceiling of a full year (CIRC §2.2 al. 2) — the
    avenant is then a draft until the amount, or the campaign's ceilings, are changed.
    """
    r = Releve()
    parties = champs_des_parties(d, a, r)
    decision = a.decision(d.porteur)
    rang = a.decisions.index(decision) if decision in a.decisions else 0
    decide = decision.avenant(annee)
    place = f"decisions.{rang}.avenants"
    if decide in decision.avenants:
        place += f".{decision.avenants.index(decide)}"
    if annee not in suivants(c):
        exercices = liste(map(str, suivants(c)), "ou")
        r.ars(None, place, f"Exercice de la convention : {exercices}{f', et non {annee}' if annee else ''}")
    elif decide.montant is None:
        r.ars(None, place, f"Montant accordé pour {annee}")
    verifier_le_plafond(d, c, decide.montant, f"{place}.montant", r)
    pleine = d.annee_pleine
    verifier_le_budget(
        pleine.budget, decide.montant, "annee_pleine.budget", f"Budget prévisionnel de {annee or 'l’exercice'}", r
    )
    r.dossier("oui" if pleine.effectifs else None, "annee_pleine.effectifs", "Tableau des effectifs de l’exercice")
    exercice = _exercice(c, annee, decide)
    signee = date_ecrite(a.convention.signature)
    valeurs = {
        **parties,
        "titre": f"Avenant {exercice['annee']} – MAIA {parties['site']['nom']} – {parties['porteur']['nom']}",
        "campagne": {"periode": periode(c)},
        "exercice": exercice,
        "dates": {
            "convention": r.ars(signee, "convention.signature", "Date de signature de la convention pluriannuelle"),
            "signature": date_ecrite(decide.signature) or A_LA_MAIN,
            "lieu": lieu(a),
        },
        "fiqcs": fiqcs(d, c, r),
        "financement": {"total": en_chiffres_et_lettres(decide.montant), **_versements(decide, place, r)},
        **annexe_financiere(pleine.budget, pleine.effectifs, pleine.effectifs_supplementaires),
    }
    return Champs(valeurs, r.manquants)


def _exercice(c: Campagne, annee: int | None, decide: Avenant) -> dict[str, Any]:
    """The year and its days: those of the campaign's next year, as many years later as need be."""
    p = c.convention.pluriannuelle

    def jour(date: datetime.date) -> str:
        ecart = date.year - (c.annee + 1)
        return f"{jour_et_mois(date)} {POINTS if annee is None else annee + ecart}"

    def apres(date: datetime.date) -> str:
        """A day of the year that follows: the accounts are the past year's."""
        return f"{jour_et_mois(date)} {POINTS if annee is None else annee + date.year - c.annee}"

    notifiee = date_ecrite(decide.notification)
    return {
        "annee": annee or POINTS,
        "premier_versement": jour(p.premier_versement),
        "second_versement": jour(p.second_versement),
        "compte_rendu": apres(p.compte_rendu),
        "notification": f", du {notifiee}" if notifiee else "",
    }


def _versements(decide: Avenant, place: str, r: Releve) -> dict[str, str]:
    """What each payment is said to be: `, de 140 000 € (cent quarante mille euros),`, or nothing when nobody divides."""
    premier, second = decide.premier_versement, decide.second_versement
    if decide.montant is None or (premier is None and second is None):
        return {"premier_versement": "", "second_versement": ""}
    partage = completer(decide.montant, premier, second)
    if partage is None:
        r.ars(None, f"{place}.premier_versement", f"Deux versements dont la somme est {euros(decide.montant)}")
    parts = partage or (None, None)
    return {
        cle: f", de {en_chiffres_et_lettres(part)},"
        for cle, part in zip(("premier_versement", "second_versement"), parts, strict=True)
    }
