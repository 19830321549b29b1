"""B — what the lines of a budget say: funders by their names, contributions in kind at its foot, slips of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.budget import Ligne
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import date_longue, euros, liste
from maia.forms.mots import mots
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, SUBVENTIONS
from maia.forms.profils import en_mots
from maia.validators.budget import BUDGETS, budgets
from maia.validators.registre import regle


@regle("B20", AVERTISSEMENT, source="CIRC annexe IV §2, à préciser", lit=BUDGETS)
def lignes_a_preciser_nommees(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une ligne « à préciser » dit de quoi il s’agit.

    Un compte peut être donné en bloc ; dès qu’il est détaillé, « autres » ou « divers » ne précisent rien. Les lignes
    « Autres » que le formulaire imprime sans demander de précision (compte 61, charges indirectes) restent permises.
    """
    for chemin, nom, b in budgets(d):
        for ligne in b.lignes_du_porteur:
            if ligne.montant and mots().libelles_vagues.est(ligne.nom):
                yield Constat(
                    (*chemin, *ligne.chemin),
                    f"La ligne « {ligne.nom} » du compte {ligne.chemin[1]}{nom} ({euros(ligne.montant)}) ne dit pas de quoi il s’agit.",
                    "Remplacez ce libellé par l’objet de la dépense ou de la recette.",
                )


@regle("B21", AVERTISSEMENT, source="CIRC annexe IV §2, financeurs", lit=BUDGETS)
def financeurs_designes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un financeur du compte 74 est désigné par son nom.

    « Région(s) », « Département(s) », « Etat (à détailler) » sont les rubriques du formulaire : elles ne disent pas quelle
    collectivité ni quel service a accordé l’aide, ou est sollicité.
    """
    for chemin, nom, b in budgets(d):
        for rang, f in enumerate(b.financeurs):
            if f.montant and mots().financeurs_vagues.est(f.financeur or ""):
                yield Constat(
                    (*chemin, PRODUITS, SUBVENTIONS, rang, "financeur"),
                    f"« {f.financeur} » ({euros(f.montant)}){nom} ne dit pas quel est ce financeur.",
                    "Écrivez son nom : « Conseil général de l’Isère », « Commune de Niort », « CARSAT Centre », par exemple.",
                )


@regle("B22", AVERTISSEMENT, source="CIRC annexe IV §2, compte 74", lit=BUDGETS)
def financeurs_cites_une_seule_fois(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un même financeur n’est pas cité deux fois au même titre.

    Une part accordée (A) et une part attendue (T) d’un même financeur font deux lignes : elles sont permises.
    """
    for chemin, nom, b in budgets(d):
        vus: dict[tuple[str, str | None], int] = {}
        for rang, f in enumerate(b.financeurs):
            premier = vus.setdefault((en_mots(f.financeur or f"n° {rang}"), f.statut), rang)
            if premier != rang:
                montants = [b.financeurs[premier].montant or 0, f.montant or 0]
                yield Constat(
                    (*chemin, PRODUITS, SUBVENTIONS, rang),
                    f"« {f.financeur} » est cité deux fois au compte 74{nom} : {liste(map(euros, montants))}.",
                    "Supprimez la ligne en trop, ou additionnez les deux montants.",
                )


@regle("B23", AVERTISSEMENT, source="CIRC §1.2.4 al. 1, décision", lit=BUDGETS)
def financement_de_l_ars_attendu(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le financement demandé à l’ARS est attendu (T) : il n’est accordé qu’après la décision.

    Le directeur général décide « le 30 avril au plus tard », après l’instruction des dossiers et l’avis de la commission.
    """
    for chemin, nom, b in budgets(d):
        for rang, f in enumerate(b.financeurs):
            if f.est_l_ars and f.statut == "A":
                yield Constat(
                    (*chemin, PRODUITS, SUBVENTIONS, rang, "statut"),
                    f"La ligne ARS{nom} est dite accordée (A), alors que la décision du directeur général de l’ARS est attendue "
                    f"pour le {date_longue(c.calendrier.decision)}.",
                    "Écrivez « statut: T » : le financement demandé est attendu.",
                )


@regle("B24", AVERTISSEMENT, source="CIRC annexe IV note (3)", lit=BUDGETS)
def contributions_volontaires_au_pied_du_budget(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les contributions volontaires en nature sont aux comptes 86 et 87, non parmi les charges et les produits.

    Le bénévolat, les dons et les mises à disposition gratuites s’inscrivent « au pied » du budget : rien n’est encaissé
    ni payé.
    """
    for chemin, nom, b in budgets(d):
        for ligne in b.lignes:
            if ligne.cote != CONTRIBUTIONS and ligne.montant and mots().contributions_en_nature.dans(ligne.nom):
                compte = "86" if ligne.cote == CHARGES else "87"
                yield Constat(
                    (*chemin, *ligne.chemin[:3]),
                    f"« {ligne.nom} » ({euros(ligne.montant)}){nom} est une contribution en nature : elle n’est ni encaissée ni payée.",
                    f"Portez-la au compte {compte}, sous « contributions », avec sa contrepartie.",
                )


# --- Slips of the keyboard ------------------------------------------------------------------------------------------


@regle("B25", INFORMATION, source="CIRC annexe IV §2, équilibre", lit=BUDGETS)
def faute_de_frappe_dans_un_budget_desequilibre(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un budget déséquilibré ne le doit pas à un zéro de trop ou de moins, ni à deux chiffres intervertis.

    Suggestion de saisie : aucun texte ne le demande. Quand corriger ainsi une seule ligne équilibrerait le budget à
    l’euro près, cette ligne est montrée.
    """
    for chemin, nom, b in budgets(d):
        ecart = b.total_charges - b.total_produits
        for ligne in b.lignes if ecart else ():
            juste = ligne.montant + (-ecart if ligne.cote == CHARGES else ecart)
            if ligne.cote != CONTRIBUTIONS and (faute := faute_de_frappe(ligne.montant, juste)):
                yield Constat(
                    (*chemin, *ligne.chemin),
                    f"« {ligne.nom} »{nom} : {euros(juste)} au lieu de {euros(ligne.montant)} équilibrerait le budget ({faute}).",
                    "Vérifiez ce montant.",
                )


def faute_de_frappe(ecrit: int, juste: int) -> str:
    """The slip that makes `ecrit` out of `juste`, in a few words; empty when it takes more than one."""
    if min(ecrit, juste) <= 0 or ecrit == juste:
        return ""
    if ecrit == juste * 10:
        return "un zéro de trop"
    if ecrit * 10 == juste:
        return "un zéro de moins"
    a, b = str(ecrit), str(juste)
    ecarts = [i for i in range(len(a)) if a[i] != b[i]] if len(a) == len(b) else []
    if (
        len(ecarts) == 2
        and ecarts[1] == ecarts[0] + 1
        and a[ecarts[0]] == b[ecarts[1]]
        and a[ecarts[1]] == b[ecarts[0]]
    ):
        return "deux chiffres intervertis"
    return ""


@regle("B26", INFORMATION, source="CIRC annexe V-2, annexe 3", lit=BUDGETS)
def montants_de_l_annee_et_de_l_annee_pleine_comparables(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Une ligne est du même ordre dans le budget de l’année et dans celui d’une année pleine.

    Suggestion de saisie : aucun texte ne le demande. Une année pleine compte au plus trois fois les mois de gestion de
    cas de la première ; un montant huit fois plus élevé d’un côté que de l’autre fait penser à un zéro de trop.
    """
    rapport = c.vraisemblance.ecart
    if rapport is None:
        return
    pleine = {cle(ligne): ligne for ligne in d.annee_pleine.budget.lignes}
    for ligne in d.budget.lignes:
        autre = pleine.get(cle(ligne))
        if autre is None or min(ligne.montant, autre.montant) <= 0:
            continue
        if max(ligne.montant, autre.montant) >= rapport * min(ligne.montant, autre.montant):
            yield Constat(
                ("budget", *ligne.chemin),
                f"« {ligne.nom} » : {euros(ligne.montant)} pour {c.annee}, {euros(autre.montant)} en année pleine.",
                "Vérifiez les deux montants : un zéro est peut-être en trop, ou manque.",
            )


def cle(ligne: Ligne) -> tuple[str, str, str]:
    """What makes two lines of two budgets the same: side, account, name."""
    return ligne.cote, str(ligne.chemin[1]), en_mots(ligne.nom)
