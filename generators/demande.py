"""D1: the dossier de demande de financement, the whole of CIRC annexe IV, filled or left to fill by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from maia.forms.ars import Ars
from maia.forms.budget import Budget, Effectif
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import INSECABLE, date_ecrite, euros, nombre, pourcentage
from maia.forms.porteur import AUTRES, COLLECTIVITE, PRIVE, Association, Declaration, Personne, Porteur
from maia.generators.documents import Champs, Releve, document
from maia.generators.formulaire import (
    adresse,
    champs_de_l_attestation,
    coche,
    departement,
    ligne,
    pointilles,
    requis,
    siret,
    titre,
)
from maia.generators.tableaux import (
    POSTES_DU_FORMULAIRE,
    Case,
    Effectifs,
    Poste,
    TableauDuBudget,
    effectifs_finances,
    effectifs_supplementaires,
    tableau_du_budget,
)

_REPRESENTANTS_DU_FORMULAIRE = 2
_LIGNES_SUPPLEMENTAIRES = 3
_SANS_CASE: Case = {"libelle": "", "montant": "", "statut": "", "gras": False}
_SANS_POSTE: Poste = {"qualite": "", "profil": "", "etp": "", "statut": "", "brut": "", "charges": "", "cout": ""}


@document("dossier-de-demande", modele="dossier-de-demande.docx", source="CIRC annexe IV")
def dossier_de_demande(d: Dossier, _: Ars | None, c: Campagne) -> Champs:
    """Fields of annexe IV: the porteur, the people, the budget (whole euros), the staff (ETP), the attestation.

    The official wording stands in the template. A missing fact is one without which the dossier cannot be complete
    (the blocking rules on this form), the département of the title, and the status that « autres » asks to specify;
    what a porteur may rightly leave blank (fax, SIRET, Journal officiel of an Alsatian association…) stays blank.
    The sum asked in the budget's sentence is that of the ARS's lines of account 74, else the amount asked.
    """
    r = Releve()
    nom = requis(r, d.porteur.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    lieu = requis(r, departement(d), "departement", "Numéro du département")
    valeurs: dict[str, Any] = {
        "titre": titre("Dossier de financement", c.annee, nom),
        "annee": c.annee,
        "site": "".join(f" – {mot}" for mot in (lieu, nom) if mot) or " (préciser le département et le porteur)",
        "porteur": _porteur(d, nom, r),
        "personne": _personne_chargee(d, r),
        "representants": _representants(d, r),
        "association": _association(d.porteur.association or Association()),
        "budget": _budget(d.budget, r),
        **_sollicite(d),
        "effectifs": {
            "finances": _effectifs_finances(d.effectifs, r),
            "supplementaires": _effectifs_supplementaires(d.effectifs_supplementaires),
        },
        "attestation": champs_de_l_attestation(d, r),
        "seuil": nombre(c.commissaire_aux_comptes.seuil),
    }
    return Champs(valeurs, r.manquants)


def _porteur(d: Dossier, nom: str, r: Releve) -> dict[str, Any]:
    p, s = d.porteur, d.porteur.siege
    requis(r, s.adresse, "porteur.siege.adresse", "Adresse du siège social")
    requis(r, s.code_postal, "porteur.siege.code_postal", "Code postal du siège social")
    requis(r, s.commune, "porteur.siege.commune", "Commune du siège social")
    requis(r, p.statut_retenu, "porteur.statut", "Statut du porteur")
    portee = p.association.portee if p.association else None
    return {
        "nom": nom,
        "sigle": p.sigle or "",
        "siege": adresse(s),
        "telephone": s.telephone or "",
        "telecopie": s.telecopie or "",
        "courriel": s.courriel or "",
        "site": s.site or "",
        "correspondance": adresse(p.correspondance),
        "collectivite": coche(p.statut_retenu == COLLECTIVITE),
        "prive": coche(p.statut_retenu == PRIVE),
        "autres": coche(p.statut_retenu == AUTRES),
        "precision": _precision(p, r),
        "siret": siret(d),
        "nationale": coche(portee == "nationale"),
        "regionale": coche(portee == "régionale"),
        "departementale": coche(portee == "départementale"),
        "locale": coche(portee == "locale"),
    }


def _precision(p: Porteur, r: Releve) -> str:
    """What follows « préciser »: the line belongs to the box « Autres », and stays blank beside the two others."""
    if p.statut_retenu != AUTRES:
        return pointilles(50)
    # The kind of body says it when the box was ticked from it (a MDPH).
    precision = p.statut_precision or (p.nature if not p.statut else None)
    r.dossier(precision, "porteur.statut_precision", "Statut « autres », à préciser")
    return ligne(precision, 50)


def _personne_chargee(d: Dossier, r: Releve) -> dict[str, str]:
    p = d.personne_chargee or Personne()
    requis(r, p.nom, "personne_chargee.nom", "Nom de la personne chargée du dossier")
    joindre = "Téléphone ou courriel de la personne chargée du dossier"
    requis(r, p.telephone or p.courriel, "personne_chargee.telephone", joindre)
    return _personne(p) | {"telephone": p.telephone or ""}


def _representants(d: Dossier, r: Releve) -> list[dict[str, str]]:
    """As many as the dossier names; the form's two blank ones when it names nobody."""
    for rang, p in enumerate(d.representants or [Personne()]):
        requis(r, p.nom, f"representants.{rang}.nom", "Nom du représentant légal")
        requis(r, p.qualite, f"representants.{rang}.qualite", "Qualité du représentant légal")
    return [_personne(p) for p in d.representants or [Personne()] * _REPRESENTANTS_DU_FORMULAIRE]


def _personne(p: Personne) -> dict[str, str]:
    return {
        "nom": p.nom or "",
        "prenom": p.prenom or "",
        "qualite": p.qualite or "",
        "courriel": p.courriel or "",
    }


def _association(a: Association) -> dict[str, str]:
    declaration = a.declaration or Declaration()
    return {
        "declaration": ligne(date_ecrite(declaration.date), 30),
        "prefecture": ligne(declaration.prefecture, 50),
        "journal_officiel": ligne(date_ecrite(declaration.journal_officiel), 30),
        "objet": a.objet or "",
        "non": coche(a.utilite_publique is False),
        "oui": coche(a.utilite_publique),
        "date": date_ecrite(a.utilite_publique_journal_officiel) or "",
    }


def _budget(budget: Budget, r: Releve) -> TableauDuBudget:
    """The table as annexe IV prints it: account 65 invites twice to specify, where annexe V-2 invites once."""
    requis(r, None if budget.vide else "oui", "budget", "Budget prévisionnel")
    tableau = tableau_du_budget(budget)
    charges = [case["charge"] for case in tableau["lignes"]]
    produits = [case["produit"] for case in tableau["lignes"]]
    rang = next(i for i, case in enumerate(charges) if case["libelle"].startswith("65 ")) + 1
    if charges[rang] == {**_SANS_CASE, "libelle": "(Préciser)"}:
        charges.insert(rang, charges[rang])
    cote_a_cote = zip_longest(charges, produits, fillvalue=_SANS_CASE)
    tableau["lignes"] = [{"charge": c, "produit": p} for c, p in cote_a_cote if c is not _SANS_CASE or p["libelle"]]
    return tableau


def _sollicite(d: Dossier) -> dict[str, str]:
    """The sum asked and its share of the produits, blank when there are none (the official file shows an error)."""
    inscrit = d.budget.demande_a_l_ars
    montant = d.demande.montant if inscrit is None else inscrit
    part = None if montant is None else pourcentage(montant, d.budget.total_produits)
    return {
        "sollicite": f"{pointilles(25)}{INSECABLE}€" if montant is None else euros(montant),
        "part": ligne(part, 20),
    }


def _effectifs_finances(effectifs: Sequence[Effectif], r: Releve) -> Effectifs:
    """The form's four rows, whether filled or not, then the posts that the form hasn't."""
    requis(r, "oui" if effectifs else None, "effectifs", "Effectifs financés par l’ARS")
    tableau = effectifs_finances(effectifs)
    postes = tableau["postes"]
    presents = {poste["qualite"] for poste in postes}
    vides: list[Poste] = [{**_SANS_POSTE, "qualite": q} for q in POSTES_DU_FORMULAIRE if q not in presents]
    rangs = {qualite: rang for rang, qualite in enumerate(POSTES_DU_FORMULAIRE)}
    # Sorting keeps the order typed among the posts that the form hasn't, and among two half-time pilots.
    tableau["postes"] = sorted([*postes, *vides], key=lambda poste: rangs.get(poste["qualite"], len(rangs)))
    return tableau


def _effectifs_supplementaires(effectifs: Sequence[Effectif]) -> Effectifs:
    if not effectifs:
        return {"postes": [_SANS_POSTE] * _LIGNES_SUPPLEMENTAIRES, "total": _SANS_POSTE}
    return effectifs_supplementaires(effectifs)
