"""X — the demand against the need, the staff, the parts it is divided into; partners who fund against account 74."""

from __future__ import annotations

from collections.abc import Iterator

from maia.forms.budget import total_cout
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import euros, liste, pluriel
from maia.forms.mots import mots
from maia.forms.nomenclature import SUBVENTIONS
from maia.forms.profils import en_mots, profils
from maia.validators.effectifs import lus
from maia.validators.registre import regle

# Shorter words say nothing of who a funder is, or what a person's trade is.
_MOT_PLEIN = 4


@regle(
    "X20",
    AVERTISSEMENT,
    source="CIRC §2.2 al. 8, deux ou trois",
    lit="demande.gestionnaires_de_cas projet.gestionnaires_necessaires",
)
def besoin_estime_au_dela_du_minimum(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le besoin de gestionnaires de cas est chiffré quand plus que le minimum est demandé.

    Leur financement varie de deux à trois « selon les besoins estimés par le porteur et validés par l’ARS ».
    """
    demandes = d.demande.gestionnaires_de_cas
    if demandes is None or demandes <= c.gestionnaires_de_cas.minimum or d.projet.gestionnaires_necessaires is not None:
        return
    yield Constat(
        "projet.gestionnaires_necessaires",
        f"{demandes} gestionnaires de cas demandés, et le nombre nécessaire au territoire n’est pas écrit.",
        "Complétez « gestionnaires_necessaires » sous « projet ».",
    )


@regle(
    "X21",
    AVERTISSEMENT,
    source="CIRC annexe III, note, estimation",
    lit="demande.gestionnaires_de_cas effectifs.*.poste effectifs_supplementaires.*.poste",
)
def gestionnaires_prevus_et_demandes(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas prévus sont aussi nombreux que ceux de la demande et des effectifs.

    Un poste partagé entre deux personnes, ou un gestionnaire financé par un partenaire, en fait prévoir davantage : il y
    en a autant que de lignes dans les deux tableaux.
    """
    prevus, demandes = len(d.gestionnaires_de_cas), d.demande.gestionnaires_de_cas
    lignes = sum(e.est_gestionnaire for e in (*d.effectifs, *d.effectifs_supplementaires))
    if not prevus or demandes is None or min(demandes, lignes or demandes) <= prevus <= max(demandes, lignes):
        return
    yield Constat(
        "gestionnaires_de_cas",
        f"{pluriel(prevus, 'gestionnaire de cas prévu', 'gestionnaires de cas prévus')}, pour {demandes} dans la demande et "
        f"{pluriel(lignes, 'ligne')} dans les effectifs.",
        "Accordez la liste des gestionnaires de cas, la demande et les tableaux d’effectifs.",
    )


@regle(
    "X22",
    AVERTISSEMENT,
    source="CIRC annexe IV §2, effectifs financés",
    lit=f"demande.montant demande.annee_pleine {lus('brut', 'charges')}",
)
def effectifs_finances_sous_le_montant_demande(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les effectifs financés par l’ARS ne coûtent pas plus que ce qui lui est demandé."""
    a = d.annee_pleine
    for chemin, nom, effectifs, demande in (
        (("effectifs",), f"pour {c.annee}", d.effectifs, d.demande.montant),
        (("annee_pleine", "effectifs"), "en année pleine", a.effectifs, d.demande.annee_pleine),
    ):
        if demande is not None and total_cout(effectifs) > demande:
            yield Constat(
                chemin,
                f"Les effectifs financés par l’ARS coûtent {euros(total_cout(effectifs))} {nom}, et {euros(demande)} lui sont "
                "demandés.",
                "Déplacez dans les effectifs supplémentaires ce que d’autres paient, ou corrigez les salaires.",
            )


@regle("X23", AVERTISSEMENT, source="CIRC annexe V-1, article 4 al. 2", lit="demande.montant demande.repartition")
def repartition_egale_au_montant(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les parts du pilotage et de la gestion de cas additionnées font le montant demandé.

    La convention les écrit, et chacune est un versement.
    """
    montant, r = d.demande.montant, d.demande.repartition
    if montant is None or r is None:
        return
    parts = [part for part in (r.pilotage, r.gestion_de_cas) if part is not None]
    ecart = len(parts) == 2 and sum(parts) != montant
    if ecart or sum(parts) > montant or any(part < 0 for part in parts):
        somme = f" = {euros(sum(parts))}" if len(parts) > 1 else " pour une seule part"
        yield Constat(
            "demande.repartition",
            f"{' + '.join(map(euros, parts))}{somme}, et {euros(montant)} sont demandés.",
            "Corrigez l’une des deux parts, ou supprimez-la : elle se déduit de l’autre.",
        )


@regle("X24", INFORMATION, source="CIRC annexe IV §3, autres financeurs", lit="partenaires budget")
def partenaires_cofinanceurs_au_budget(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un partenaire dit cofinanceur figure au budget.

    L’attestation certifie « la mention de l’ensemble des demandes de subvention introduites auprès d’autres financeurs
    publics ». Un partenaire se reconnaît au compte 74 à un mot de son nom.
    """
    if d.budget.vide:
        return
    financeurs = [*d.budget.financeurs, *d.annee_pleine.budget.financeurs]
    connus = {mot for f in financeurs for mot in _mots_propres(f.financeur)}
    for rang, p in enumerate(d.partenaires):
        siens = _mots_propres(p.nom)
        if siens and p.cooperation and mots().cofinancement.dans(p.cooperation) and not siens & connus:
            yield Constat(
                ("partenaires", rang, "cooperation"),
                f"« {p.nom} » est présenté comme cofinanceur, et n’est pas au compte {SUBVENTIONS}.",
                "Ajoutez sa subvention au compte 74, accordée ou attendue, ou précisez sa coopération.",
            )


def _mots_propres(nom: str | None) -> set[str]:
    """The words of a name that are long enough, or written in capitals, to tell it from another."""
    sigles = {mot.casefold() for mot in (nom or "").split() if mot.isupper() and len(mot) > 1}
    return {mot for mot in en_mots(nom or "").split() if len(mot) >= _MOT_PLEIN} | sigles


@regle(
    "X25",
    INFORMATION,
    source="CIRC annexe IV §2, tableau des effectifs, profil",
    lit="pilote.profil effectifs.*.poste effectifs.*.profil",
)
def profil_du_pilote_accorde(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le profil du pilote est le même dans sa présentation et dans le tableau des effectifs."""
    present = d.pilote.profil if d.pilote else None
    au_tableau = [e.profil for e in d.effectifs if e.est_pilote and e.profil]
    if present and au_tableau and not any(_meme_profil(present, autre) for autre in au_tableau):
        yield Constat(
            "pilote.profil",
            f"Le pilote est présenté comme « {present} », et comme {liste(f'« {autre} »' for autre in au_tableau)} au tableau "
            "des effectifs.",
            "Écrivez le même profil aux deux endroits.",
        )


def _meme_profil(un: str, autre: str) -> bool:
    """Whether two profiles share a word, or a trade: `IDE` and `infirmière coordinatrice`."""
    metiers = [set(profils().gestionnaire_de_cas.metiers_dits(profil)) for profil in (un, autre)]
    return bool(_mots_propres(un) & _mots_propres(autre) or metiers[0] & metiers[1])
