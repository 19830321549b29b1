"""D12: the annual convention between the ARS and the porteur (CIRC annexe V-1), with its two annexes."""

from __future__ import annotations

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import date_longue
from maia.generators.convention_commun import (
    champs_de_la_convention,
    en_chiffres,
    en_chiffres_et_lettres,
    equivalents_temps_plein,
    sommes,
)
from maia.generators.documents import POINTS, Champs, Releve, document
from maia.generators.tableaux import effectifs_finances, effectifs_supplementaires, tableau_du_budget


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
    decision = a.decision(d.porteur)
    communs = champs_de_la_convention(d, a, c, decision, r)
    s = sommes(d, a, c, decision, r)
    valeurs = {
        **communs,
        "titre": f"Convention MAIA {communs['site']['nom']} – {communs['porteur']['nom']} – {c.annee}",
        "campagne": {
            "annee": c.annee,
            "terme": date_longue(c.convention.terme),
            "compte_rendu": date_longue(c.convention.compte_rendu),
            "validation": date_longue(c.convention.validation),
        },
        "financement": {
            "total": en_chiffres_et_lettres(s.total),
            "pilotage": en_chiffres(s.pilotage),
            "gestion": en_chiffres(s.gestion_de_cas),
            "premier_versement": en_chiffres_et_lettres(s.pilotage),
            "second_versement": en_chiffres_et_lettres(s.gestion_de_cas),
            **equivalents_temps_plein(d.effectifs, decision, r),
        },
        "budget": tableau_du_budget(d.budget, POINTS),
        "effectifs": {
            "finances": effectifs_finances(d.effectifs, POINTS),
            "supplementaires": d.effectifs_supplementaires and effectifs_supplementaires(d.effectifs_supplementaires),
        },
    }
    return Champs(valeurs, r.manquants)
