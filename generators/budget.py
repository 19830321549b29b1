"""D2: the provisional budget and staff as a live workbook, campaign year (CIRC annexe IV) and full year (annexe V-2).

Choices where the texts are silent, or differ:

- the campaign year follows annexe IV, the full year annexe V-2's annexe 3: account 66 is in the second only. In the
  first its two lines are hidden by the template, and come back when the dossier uses the account;
- an account given as one amount holds that amount, in place of the sum of its (empty) lines, as someone filling the
  form would type it; given by its lines, it holds their sum, whatever total was typed to be checked;
- a line that the form hasn't comes after those of its account; an account that the form hasn't comes just before the
  total, named as such: nothing that the porteur wrote is left out of the totals;
- in account 74 the form's kinds of funders keep their order, each with as many lines as it has funders;
- « Le financement sollicité » is the sum of the ARS's lines of account 74; without them, the amount asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from maia.forms.ars import Ars
from maia.forms.budget import Budget, Effectif, Financeur, Groupe
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.francais import INSECABLE
from maia.forms.nomenclature import FINANCEUR_ARS, SUBVENTIONS, Compte, ligne_precisee, nomenclature
from maia.generators.documents import Champs, Releve, document

Ligne = dict[str, Any]

CAMPAGNE, PLEINE = "campagne", "pleine"
"""First part of the names in the template: sheets of the campaign year, of the full year."""

_TABLEAUX_DU_74 = {FINANCEUR_ARS: "74_ars"} | dict.fromkeys(
    ("Etat (à détailler)", "CNSA (à détailler)", "Région(s) :"), "74_etat"
)
_AUTRES_DU_74 = "74_autres"
_GC_DU_FORMULAIRE = 3
_LONGUEUR_EN_TETE = 90  # a page header is cut, not wrapped


@document("budget", modele="budget.xlsx", source="CIRC annexe IV et annexe V-2, annexe 3", format="xlsx")
def budget(d: Dossier, _: Ars | None, c: Campagne) -> Champs:
    """Fields of the budget workbook: amounts in whole euros, staff in ETP, for the campaign year and a full year.

    Totals are the template's own formulas. A budget not written yet is a missing fact; a full year's is not: annexe IV
    asks for the campaign year only, and its sheets then stay blank.
    """
    r = Releve()
    porteur = r.dossier(d.porteur.raison_sociale, "porteur.raison_sociale", "Nom ou raison sociale du porteur")
    departement = r.dossier(d.departement, "departement", "Numéro du département")
    r.dossier("oui" if d.budget.produits and d.budget.charges else None, "budget", f"Budget prévisionnel {c.annee}")
    site = f"MAIA – département {departement} – {porteur}"
    pleine = d.annee_pleine
    valeurs: dict[str, Any] = {
        "annee": c.annee,
        "porteur": porteur if len(porteur) <= _LONGUEUR_EN_TETE else porteur[: _LONGUEUR_EN_TETE - 1] + "…",
        **{f"{annee}_{feuille}": site for annee in (CAMPAGNE, PLEINE) for feuille in ("site", "site_effectifs")},
        **_budget(CAMPAGNE, d.budget, statuts=True),
        **_effectifs(CAMPAGNE, d.effectifs, d.effectifs_supplementaires),
        **_budget(PLEINE, pleine.budget, statuts=False),
        **_effectifs(PLEINE, pleine.effectifs, pleine.effectifs_supplementaires),
    }
    if not valeurs[f"{CAMPAGNE}_74_ars"]:
        valeurs[f"{CAMPAGNE}_sollicite"] = d.demande.montant
    return Champs(valeurs, r.manquants)


def _budget(annee: str, budget: Budget, *, statuts: bool) -> dict[str, Any]:
    """The cells and tables of a budget sheet; `statuts` when it has annexe IV's column of A and T."""
    n = nomenclature()
    valeurs: dict[str, Any] = {}
    for comptes, groupes, hors_formulaire in (
        (n.charges, budget.charges, "autres_charges"),
        (n.produits, budget.produits, "autres_produits"),
        (n.contributions, budget.contributions, None),
    ):
        for numero, compte in comptes.items():
            groupe = groupes.get(numero, Groupe())
            valeurs[f"{annee}_{numero}"] = None if groupe.detaille else groupe.montant
            if numero != SUBVENTIONS:
                valeurs[f"{annee}_{numero}_lignes"] = _lignes(compte, groupe)
        if hors_formulaire:
            valeurs[f"{annee}_{hors_formulaire}"] = [
                {"libelle": f"{numero} (compte absent du formulaire)", "montant": groupe.total}
                for numero, groupe in groupes.items()
                if numero not in comptes
            ]
    for tableau, lignes in _subventions(budget.produits.get(SUBVENTIONS, Groupe()), statuts=statuts).items():
        valeurs[f"{annee}_{tableau}"] = lignes
    return valeurs


def _lignes(compte: Compte, groupe: Groupe) -> list[Ligne]:
    """The official lines of an account, in order, then the porteur's own; `None` keeps what the form prints."""
    officielles: dict[str, int] = {}
    propres: list[Ligne] = []
    for libelle, montant in groupe.lignes.items():
        if officielle := compte.ligne(libelle):
            officielles[officielle] = officielles.get(officielle, 0) + montant
        else:
            a_preciser = compte.a_preciser and compte.lignes
            propres.append(
                {"libelle": ligne_precisee("Autres", libelle) if a_preciser else libelle, "montant": montant}
            )
    return [{"montant": officielles.get(libelle)} for libelle in compte.lignes] + propres


def _subventions(groupe: Groupe, *, statuts: bool) -> dict[str, list[Ligne]]:
    """Account 74 by table of the template: under each of the form's kinds its funders, or the form's line, empty."""
    genres: dict[str, list[Financeur]] = {genre: [] for genre, _ in nomenclature().financeurs}
    en_lignes = (Financeur(financeur=libelle, montant=montant) for libelle, montant in groupe.lignes.items())
    for financeur in (*groupe.financeurs, *en_lignes):
        genres[financeur.ligne].append(financeur)
    tableaux: dict[str, list[Ligne]] = {"74_etat": [], "74_ars": [], _AUTRES_DU_74: []}
    for genre, financeurs in genres.items():
        tableau = tableaux[_TABLEAUX_DU_74.get(genre, _AUTRES_DU_74)]
        for f in financeurs:
            ligne: Ligne = {"libelle": ligne_precisee(genre, f.financeur or ""), "montant": f.montant}
            tableau.append(ligne | {"statut": f.statut} if statuts else ligne)
        if not financeurs and genre != FINANCEUR_ARS:
            tableau.append({"libelle": genre.replace(" :", f"{INSECABLE}:")})
    return tableaux


def _effectifs(annee: str, finances: Sequence[Effectif], supplementaires: Iterable[Effectif]) -> Mapping[str, Any]:
    """The staff tables: the pilot and the GC under the form's names, then any other post as the porteur calls it."""
    pilotes = [_poste(e) for e in finances if e.est_pilote]
    gestionnaires = [_poste(e) for e in finances if e.est_gestionnaire and not e.est_pilote]
    for rang in range(_GC_DU_FORMULAIRE, len(gestionnaires)):
        gestionnaires[rang]["qualite"] = f"GC n°{rang + 1}"
    autres = [_poste(e, e.poste) for e in finances if not (e.est_pilote or e.est_gestionnaire)]
    if autres:
        gestionnaires += [{}] * (_GC_DU_FORMULAIRE - len(gestionnaires))
    return {
        f"{annee}_pilote": pilotes,
        f"{annee}_gc": gestionnaires + autres,
        f"{annee}_supplementaires": [_poste(e, e.poste) for e in supplementaires],
    }


def _poste(e: Effectif, qualite: str | None = None) -> Ligne:
    return {
        "qualite": qualite,
        "profil": e.profil,
        "etp": e.etp,
        "statut": e.statut,
        "brut": e.brut,
        "charges": e.charges,
    }
