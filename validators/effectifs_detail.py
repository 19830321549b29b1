"""S — what each row of the staff tables tells: profile, kind of contract, charges; the year against a full year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from maia.forms.budget import Effectif, total_cout, total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import etp, euros, liste, pourcentage
from maia.forms.mots import mots
from maia.validators.effectifs import lus, tableaux
from maia.validators.registre import regle

_MONTANTS = lus("brut", "charges")


def _sans(champ: str, d: Dossier) -> Iterator[tuple[Chemin, str]]:
    """The tables of the year where rows lack a field, with the names of these rows."""
    for chemin, effectifs in list(tableaux(d))[:2]:
        manquent = [e.poste or f"ligne {rang}" for rang, e in enumerate(effectifs, 1) if getattr(e, champ) is None]
        if manquent:
            yield chemin, liste(manquent)


@regle("S20", AVERTISSEMENT, source="CIRC annexe IV §2, tableau des effectifs, profil", lit=lus("poste", "profil"))
def profil_de_chaque_poste(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le profil de chaque poste est indiqué.

    Note (1) des tableaux d’effectifs : « IDE, asst soc, ergo, psycho, ... ».
    """
    for chemin, postes in _sans("profil", d):
        yield Constat(
            chemin,
            f"Le profil n’est pas indiqué : {postes}.",
            "Ajoutez le profil de chacun : « profil: IDE », « profil: psychologue », par exemple.",
        )


@regle("S21", AVERTISSEMENT, source="CIRC annexe IV §2, tableau des effectifs, statut", lit=lus("poste", "statut"))
def statut_de_chaque_poste(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le statut de chaque poste est indiqué.

    Note (2) des tableaux d’effectifs : « Préciser si CDD, CDI, titulaire FP, conv collective applicable ».
    """
    for chemin, postes in _sans("statut", d):
        yield Constat(
            chemin,
            f"Le statut n’est pas indiqué : {postes}.",
            "Ajoutez le statut de chacun : « statut: CDI », « statut: titulaire FPT », par exemple.",
        )


@regle("S22", INFORMATION, source="CIRC annexe IV §2, tableau des effectifs, statut", lit=lus("statut"))
def statut_reconnu(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le statut d’un poste dit la sorte de contrat, ou la convention collective.

    Note (2) des tableaux d’effectifs : « Préciser si CDD, CDI, titulaire FP, conv collective applicable ».
    """
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if e.statut and not mots().statuts_d_emploi.dans(e.statut):
                yield Constat(
                    (*chemin, rang, "statut"),
                    f"{e.poste or 'Poste'} : « {e.statut} » ne dit pas la sorte de contrat.",
                    "Précisez : CDD, CDI, titulaire de la fonction publique, convention collective applicable.",
                )


@regle("S23", AVERTISSEMENT, source="CIRC annexe IV §2, effectifs financés, postes", lit=lus("poste"))
def postes_finances_par_l_ars(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau des effectifs financés par l’ARS ne compte que le pilote et les gestionnaires de cas.

    Ce sont les seuls postes que le formulaire y imprime, et les seuls salaires que la dotation finance ; les autres sont
    dans le tableau des effectifs supplémentaires.
    """
    for chemin, effectifs in (("effectifs",), d.effectifs), (("annee_pleine", "effectifs"), d.annee_pleine.effectifs):
        for rang, e in enumerate(effectifs):
            if e.poste and not e.est_pilote and not e.est_gestionnaire:
                yield Constat(
                    (*chemin, rang, "poste"),
                    f"« {e.poste} » est dans le tableau des effectifs financés par l’ARS, qui ne finance que le pilote et "
                    "les gestionnaires de cas.",
                    "Déplacez cette ligne sous « effectifs_supplementaires ».",
                )


@regle("S24", AVERTISSEMENT, source="CIRC annexe IV §2, tableau des effectifs", lit=_MONTANTS)
def charges_sociales_de_chaque_salaire(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un salaire brut est accompagné de ses charges sociales.

    Un poste sans charges s’écrit « charges: 0 ».
    """
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if e.brut and e.charges is None:
                yield Constat(
                    (*chemin, rang),
                    f"{e.poste or 'Poste'} : {euros(e.brut)} de salaire brut, et les charges sociales ne sont pas écrites.",
                    "Complétez « charges » ; le coût total du poste en dépend.",
                )


# --- The year against a full year -----------------------------------------------------------------------------------


@regle("S25", AVERTISSEMENT, source="CIRC annexe V-2, annexe 3", lit=lus("poste", "etp"))
def effectifs_d_annee_pleine_complets(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le tableau d’année pleine compte au moins les pilotes et les gestionnaires de cas du tableau de l’année.

    Ce sont les équivalents temps plein qui sont comparés.
    """
    if not d.annee_pleine.effectifs:
        return
    for nom, annee, pleine in (
        ("de pilote", _etp_des_pilotes(d.effectifs), _etp_des_pilotes(d.annee_pleine.effectifs)),
        ("de gestionnaires de cas", _etp_de_gestion(d.effectifs), _etp_de_gestion(d.annee_pleine.effectifs)),
    ):
        if pleine < annee:
            yield Constat(
                ("annee_pleine", "effectifs"),
                f"{etp(annee)} ETP {nom} en {c.annee}, et seulement {etp(pleine)} en année pleine.",
                "Accordez les deux tableaux : une année pleine compte les mêmes postes, sur douze mois.",
            )


def _etp_des_pilotes(effectifs: list[Effectif]) -> Decimal:
    return total_etp([e for e in effectifs if e.est_pilote])


def _etp_de_gestion(effectifs: list[Effectif]) -> Decimal:
    return total_etp([e for e in effectifs if e.est_gestionnaire])


@regle("S26", AVERTISSEMENT, source="CIRC annexe V-2, annexe 3", lit=_MONTANTS)
def annee_pleine_au_moins_aussi_chere(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les effectifs financés coûtent au moins autant en année pleine que la première année.

    La première année ne finance qu’une partie des mois ; une année pleine qui coûte moins fait penser à deux tableaux
    intervertis.
    """
    annee, pleine = total_cout(d.effectifs), total_cout(d.annee_pleine.effectifs)
    if 0 < pleine < annee:
        yield Constat(
            ("annee_pleine", "effectifs"),
            f"Les effectifs financés coûtent {euros(annee)} en {c.annee} et {euros(pleine)} en année pleine.",
            "Vérifiez que les deux tableaux ne sont pas intervertis, et que les salaires sont ceux de la période.",
        )


# --- Slips of the keyboard ------------------------------------------------------------------------------------------


@regle("S27", INFORMATION, source="CIRC annexe IV §2, tableau des effectifs", lit=_MONTANTS)
def salaire_et_charges_non_intervertis(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les charges sociales d’un poste ne dépassent pas son salaire brut.

    Suggestion de saisie : aucun texte ne le demande. Des charges plus élevées que le salaire font penser à deux colonnes
    interverties.
    """
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if e.brut and e.charges and e.charges > e.brut:
                yield Constat(
                    (*chemin, rang, "charges"),
                    f"{e.poste or 'Poste'} : {euros(e.charges)} de charges sociales pour {euros(e.brut)} de salaire brut.",
                    "Vérifiez que les deux montants ne sont pas intervertis.",
                )


@regle("S28", INFORMATION, source="CIRC annexe IV §2, tableau des effectifs", lit=_MONTANTS)
def taux_de_charges_vraisemblable(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le rapport des charges sociales au salaire brut est vraisemblable.

    Suggestion de saisie : aucun texte ne le demande. Les bornes, larges, sont dans le fichier de la campagne.
    """
    v = c.vraisemblance
    for chemin, effectifs in tableaux(d):
        for rang, e in enumerate(effectifs):
            if not e.brut or e.brut < 0 or e.charges is None or not 0 <= e.charges <= e.brut:
                continue
            bas = v.charges_minimum is not None and e.charges * 100 < v.charges_minimum * e.brut
            haut = v.charges_maximum is not None and e.charges * 100 > v.charges_maximum * e.brut
            if bas or haut:
                yield Constat(
                    (*chemin, rang, "charges"),
                    f"{e.poste or 'Poste'} : {euros(e.charges)} de charges sociales, soit {pourcentage(e.charges, e.brut)} "
                    f"du salaire brut ({euros(e.brut)}) ; le taux attendu va de {v.charges_minimum or 0} à {v.charges_maximum or 100} %.",
                    "Vérifiez les deux montants : un chiffre est peut-être en trop, ou manque.",
                )


@regle("S29", INFORMATION, source="CIRC annexe IV §2, tableau des effectifs", lit=lus("poste", "etp", "brut"))
def salaires_voisins_comparables(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas d’un même tableau ont des salaires du même ordre, à temps de travail égal.

    Suggestion de saisie : aucun texte ne le demande. Un salaire huit fois plus élevé ou plus faible que celui des autres
    fait penser à un zéro de trop, ou de moins.
    """
    rapport = c.vraisemblance.ecart
    for chemin, effectifs in tableaux(d) if rapport else ():
        salaires = {rang: e.brut / e.etp for rang, e in enumerate(effectifs) if e.est_gestionnaire and e.brut and e.etp}
        for rang, salaire in salaires.items():
            voisins = [autre for r, autre in salaires.items() if r != rang]
            # With one neighbour nothing says which of the two is wrong: only the higher one is shown.
            milieu = median(voisins) if voisins else salaire
            trop_bas = len(voisins) > 1 and salaire * (rapport or 1) <= milieu
            if min(salaire, milieu) > 0 and (salaire >= milieu * (rapport or 1) or trop_bas):
                yield Constat(
                    (*chemin, rang, "brut"),
                    f"{effectifs[rang].poste} : {euros(effectifs[rang].brut or 0)} de salaire brut, loin du salaire des autres "
                    f"gestionnaires de cas du tableau ({euros(int(milieu))} pour un temps plein).",
                    "Vérifiez ce montant : un zéro est peut-être en trop, ou manque.",
                )
