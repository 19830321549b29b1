"""B — the budget balances, its groups are the sum of their lines, its accounts are those of the form."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.budget import Budget
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, INFORMATION, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste
from maia.forms.nomenclature import PERSONNEL, SUBVENTIONS, nomenclature
from maia.validators.registre import regle

BUDGETS = "budget annee_pleine.budget"


def budgets(d: Dossier) -> Iterator[tuple[Chemin, str, Budget]]:
    """The dossier's budgets that are filled: where they stand, how they are called, what they hold."""
    for chemin, nom, budget in (
        (("budget",), "", d.budget),
        (("annee_pleine", "budget"), " (année pleine)", d.annee_pleine.budget),
    ):
        if not budget.vide:
            yield chemin, nom, budget


@regle("B01", BLOQUANT, source="CIRC annexe IV §2, équilibre", lit=BUDGETS)
def total_des_charges_egal_au_total_des_produits(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le total des charges est égal au total des produits.

    Charges indirectes comprises ; contributions volontaires (86 et 87) à part, comme dans le formulaire.
    """
    for chemin, nom, b in budgets(d):
        if b.total_charges != b.total_produits:
            ecart = b.total_charges - b.total_produits
            sens = "les charges dépassent les produits de" if ecart > 0 else "les produits dépassent les charges de"
            yield Constat(
                chemin,
                f"Budget déséquilibré{nom} : {euros(b.total_charges)} de charges, {euros(b.total_produits)} de produits ; "
                f"{sens} {euros(abs(ecart))}.",
                "Corrigez le montant erroné, ou ajoutez la ligne oubliée.",
            )


@regle("B02", BLOQUANT, source="CIRC annexe IV §2, contributions volontaires", lit=BUDGETS)
def contributions_volontaires_equilibrees(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les emplois des contributions volontaires (86) sont égaux aux contributions (87)."""
    for chemin, nom, b in budgets(d):
        emplois, ressources = (b.contributions[n].total if n in b.contributions else 0 for n in ("86", "87"))
        if emplois != ressources:
            yield Constat(
                (*chemin, "contributions"),
                f"Contributions volontaires déséquilibrées{nom} : {euros(emplois)} au compte 86, {euros(ressources)} au compte 87.",
                "Ce qui est reçu en nature (87) est employé pour le même montant (86).",
            )


@regle("B03", BLOQUANT, source="CIRC annexe IV §2, groupes", lit=BUDGETS)
def compte_egal_a_la_somme_de_ses_lignes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le total écrit pour un compte est la somme de ses lignes.

    Un compte peut être donné en bloc, ou par ses lignes : son total est alors calculé, et n’a pas à être écrit.
    """
    for chemin, nom, b in budgets(d):
        for cote, compte, groupe in b.groupes():
            if groupe.detaille and groupe.montant is not None and groupe.montant != groupe.somme:
                yield Constat(
                    (*chemin, cote, compte),
                    f"Compte {compte}{nom} : {euros(groupe.montant)} écrits, {euros(groupe.somme)} en additionnant ses lignes.",
                    "Corrigez une ligne, ou supprimez le total : il est calculé.",
                )


@regle("B04", BLOQUANT, source="CIRC annexe IV §2, totaux", lit=BUDGETS)
def totaux_ecrits_justes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un total général écrit à la main est celui des comptes."""
    for chemin, nom, b in budgets(d):
        if b.totaux is None:
            continue
        for cote, ecrit, calcule in (
            ("charges", b.totaux.charges, b.total_charges),
            ("produits", b.totaux.produits, b.total_produits),
        ):
            if ecrit is not None and ecrit != calcule:
                yield Constat(
                    (*chemin, "totaux", cote),
                    f"Total des {cote}{nom} : {euros(ecrit)} écrits, {euros(calcule)} en additionnant les comptes.",
                    "Corrigez un compte, ou supprimez le total : il est calculé.",
                )


@regle("B05", BLOQUANT, source="CIRC annexe IV §2, groupes", lit=BUDGETS)
def aucun_montant_negatif(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Aucun montant n’est négatif.

    Une diminution de charge ou de produit s’inscrit dans la colonne opposée.
    """
    for chemin, _, b in budgets(d):
        for suite, montant in b.montants():
            if montant < 0:
                yield Constat(
                    (*chemin, *suite), f"Montant négatif : {euros(montant)}.", "Écrivez un montant positif ou nul."
                )


@regle("B06", BLOQUANT, source="CIRC annexe IV §2, nomenclature", lit=BUDGETS)
def comptes_de_la_nomenclature(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque compte est un compte du formulaire, de son côté du budget."""
    for chemin, _, b in budgets(d):
        for cote, compte, _ in b.groupes():
            connus = nomenclature().cote(cote)
            if compte not in connus:
                ailleurs = [
                    autre for autre in ("charges", "produits", "contributions") if compte in nomenclature().cote(autre)
                ]
                yield Constat(
                    (*chemin, cote, compte),
                    f"Le compte « {compte} » n’est pas un compte de {cote} du formulaire.",
                    f"Déplacez-le dans « {ailleurs[0]} »."
                    if ailleurs
                    else f"Portez-le dans le compte {compte[:2]}."
                    if compte[:2] in connus
                    else f"Comptes possibles : {liste(list(connus), 'ou')}.",
                )


@regle("B07", AVERTISSEMENT, source="CIRC annexe IV §2, nomenclature", lit=BUDGETS)
def lignes_de_la_nomenclature(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque ligne d’un compte porte le libellé du formulaire.

    Les comptes « à préciser » reçoivent les libellés du porteur ; le compte 74 se détaille par financeur.
    """
    for chemin, _, b in budgets(d):
        for cote, numero, groupe in b.groupes():
            compte = nomenclature().cote(cote).get(numero)
            if compte is None or compte.a_preciser or numero == SUBVENTIONS:
                continue
            for libelle in groupe.lignes:
                if compte.ligne(libelle) is None:
                    proche = compte.ligne_proche(libelle)
                    yield Constat(
                        (*chemin, cote, numero, libelle),
                        f"La ligne « {libelle} » n’est pas dans le compte {numero} du formulaire.",
                        f"Vouliez-vous écrire « {proche} » ?"
                        if proche
                        else f"Lignes du compte : {liste(compte.lignes)}.",
                    )


@regle("B08", INFORMATION, source="CIRC annexe V-2, annexe 2, compte 66", lit=BUDGETS)
def compte_66_de_la_convention_pluriannuelle(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le compte 66 (charges financières) n’est que dans les budgets de la convention pluriannuelle.

    Le budget de l’annexe IV ne le montre pas : ces charges y vont dans « frais financiers », aux charges indirectes.
    """
    for chemin, _, b in budgets(d):
        if "66" in b.charges:
            yield Constat(
                (*chemin, "charges", "66"),
                "Le compte 66 n’est pas dans le budget de l’annexe IV.",
                "Vous pouvez le laisser, ou le porter en « Frais financiers » dans les charges indirectes.",
            )


@regle("B09", BLOQUANT, source="CIRC annexe IV §2, compte 74", lit=BUDGETS)
def subventions_detaillees_par_financeur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le compte 74 est détaillé par financeur, avec son montant.

    C’est le seul détail exigé d’un porteur qui ne tient pas la nomenclature comptable.
    """
    for chemin, nom, b in budgets(d):
        groupe = b.produits.get(SUBVENTIONS)
        if groupe is None:
            continue
        if groupe.lignes or (groupe.total and not groupe.financeurs):
            yield Constat(
                (*chemin, "produits", SUBVENTIONS),
                f"Le compte 74{nom} n’est pas détaillé par financeur.",
                "Écrivez une ligne par financeur : « - {financeur: ARS, montant: 151 667, statut: T} ».",
            )
        for rang, f in enumerate(groupe.financeurs):
            manquants = [mot for mot, v in (("son nom", f.financeur), ("son montant", f.montant)) if v is None]
            if manquants:
                yield Constat(
                    (*chemin, "produits", SUBVENTIONS, rang),
                    f"Le financeur n° {rang + 1} du compte 74{nom} n’a pas {liste(manquants)}.",
                    "Complétez la ligne.",
                )


@regle("B10", BLOQUANT, source="CIRC annexe IV §2, A ou T", lit=BUDGETS)
def subventions_accordees_ou_attendues(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque subvention dit si elle est accordée (A) ou attendue (T)."""
    for chemin, _, b in budgets(d):
        for rang, f in enumerate(b.financeurs):
            if f.statut is None and f.montant:
                yield Constat(
                    (*chemin, "produits", SUBVENTIONS, rang),
                    f"La subvention « {f.financeur or f'n° {rang + 1}'} » n’est ni accordée ni attendue.",
                    "Ajoutez « statut: A » (accordée) ou « statut: T » (attendue).",
                )


@regle("B11", BLOQUANT, source="CIRC annexe IV §2, ARS", lit=BUDGETS)
def ligne_de_l_ars_au_compte_74(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le financement demandé à l’ARS figure au compte 74.

    Un compte 74 qui n’est pas détaillé relève de B09.
    """
    for chemin, nom, b in budgets(d):
        subventions = b.produits.get(SUBVENTIONS)
        if b.demande_a_l_ars is None and not (subventions and subventions.total and not subventions.financeurs):
            yield Constat(
                (*chemin, "produits"),
                f"Le compte 74{nom} n’a pas de ligne « ARS ».",
                "Ajoutez-la sous « 74 » : « - {financeur: ARS, montant: …, statut: T} ».",
            )


@regle("B12", AVERTISSEMENT, source="CIRC annexe IV §2, frais du personnel", lit="budget effectifs.*.poste")
def charges_de_personnel_au_compte_64(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un budget qui a des effectifs a des frais de personnel (compte 64)."""
    if d.effectifs and not d.budget.vide and PERSONNEL not in d.budget.charges:
        yield Constat(
            "budget.charges",
            "Des effectifs sont prévus, mais le compte 64 (frais du personnel) est vide.",
            "Portez au compte 64 les salaires et les charges sociales des tableaux d’effectifs.",
        )
