"""E — who the pilot and the gestionnaires de cas are: training, level, time given to the dispositif."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maia.forms.budget import Effectif, total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, INFORMATION, Chemin, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import etp, liste, montrable, pluriel
from maia.forms.profils import dit, profils
from maia.validators.registre import regle

_TABLEAUX = ("effectifs", "effectifs_supplementaires")
_POSTES = " ".join(f"{tableau}.*.{champ}" for tableau in _TABLEAUX for champ in ("poste", "etp"))


class _Profil(NamedTuple):
    """What is written of the training of a gestionnaire de cas, and where."""

    chemin: Chemin
    texte: str


def _lignes(d: Dossier) -> Iterator[tuple[Chemin, Effectif]]:
    """The rows of the two staff tables of the year."""
    for tableau in _TABLEAUX:
        yield from (((tableau, rang), effectif) for rang, effectif in enumerate(getattr(d, tableau)))


def _profils(d: Dossier) -> list[_Profil]:
    """Every profile written of a gestionnaire de cas: as planned, then in the staff tables."""
    prevus = [
        _Profil(("gestionnaires_de_cas", r, "profil"), g.profil or "") for r, g in enumerate(d.gestionnaires_de_cas)
    ]
    postes = [_Profil((*ou, "profil"), e.profil or "") for ou, e in _lignes(d) if e.est_gestionnaire]
    return [profil for profil in prevus + postes if profil.texte]


@regle("E20", AVERTISSEMENT, source="CDC annexe IV, formation")
def formation_des_gestionnaires_de_cas(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas sont auxiliaires médicaux, psychologues ou travailleurs sociaux de niveau III.

    Le cahier des charges demande « une formation d’auxiliaire médical, de psychologue ou être titulaire d’un diplôme
    de travailleur social de niveau III ». Un profil qui ne dit qu’un autre métier, ou un niveau inférieur, se signale.
    """
    for profil in _profils(d):
        if profils().gestionnaire_de_cas.ne_convient_pas(profil.texte):
            yield Constat(
                profil.chemin,
                f"Le profil « {montrable(profil.texte)} » n’est ni celui d’un auxiliaire médical, ni celui d’un "
                "psychologue, ni celui d’un travailleur social de niveau III.",
                "Écrivez le diplôme qui convient, si la personne en a un, ou prévoyez un autre recrutement : infirmier, "
                "ergothérapeute, psychologue ou assistant de service social, par exemple.",
            )


@regle("E21", INFORMATION, source="CDC annexe IV, formation")
def profil_des_gestionnaires_de_cas_reconnu(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le profil d’un gestionnaire de cas nomme un métier que maia reconnaît.

    Un mot inconnu n’est pas une faute : l’ARS juge s’il dit « une formation d’auxiliaire médical, de psychologue ou »
    un diplôme de travailleur social.
    """
    demande = profils().gestionnaire_de_cas
    for profil in _profils(d):
        connu = demande.convient(profil.texte) or demande.ne_convient_pas(profil.texte)
        if not connu and not demande.reste_a_dire(profil.texte):
            yield Constat(
                profil.chemin,
                f"Le profil « {montrable(profil.texte)} » ne nomme pas un métier connu de maia.",
                "Ajoutez le diplôme : par exemple « coordinatrice, diplôme d’infirmière ».",
            )


@regle("E22", AVERTISSEMENT, source="CDC §3.3 al. 10, diplôme")
def diplome_de_gestion_de_cas_accepte(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Chaque gestionnaire de cas a, suit ou suivra la formation au diplôme universitaire de gestion de cas.

    « Les gestionnaires de cas sont titulaires du diplôme universitaire de gestionnaire de cas. » Il peut être prévu :
    l’annexe IV demande à chacun de « s’engager dans une formation validée en gestion de cas ».
    """
    for rang, gestionnaire in enumerate(d.gestionnaires_de_cas):
        if gestionnaire.diplome and profils().diplome.refuse(gestionnaire.diplome):
            yield Constat(
                ("gestionnaires_de_cas", rang, "diplome"),
                f"Le gestionnaire de cas n° {rang + 1} n’a pas le diplôme universitaire de gestion de cas, et rien ne dit "
                "qu’il est prévu.",
                "Prévoyez la formation, que le financement de l’ARS couvre : « diplome: DU de gestion de cas prévu ».",
            )


@regle("E23", INFORMATION, source="CDC annexe IV, formation en gestion de cas")
def diplome_de_gestion_de_cas_dit(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dossier dit si la formation de chacun à la gestion de cas est faite, en cours ou prévue."""
    demande = profils().diplome
    for rang, gestionnaire in enumerate(d.gestionnaires_de_cas):
        texte = gestionnaire.diplome
        if texte is None or not (demande.annonce(texte) or demande.refuse(texte)):
            yield Constat(
                ("gestionnaires_de_cas", rang, "diplome"),
                f"Rien n’est dit de la formation en gestion de cas du gestionnaire n° {rang + 1}."
                if texte is None
                else f"« {montrable(texte)} » ne dit pas où en est la formation en gestion de cas.",
                "Écrivez « DU de gestion de cas obtenu », « en cours » ou « prévu en… » dans « diplome ».",
            )


@regle("E24", INFORMATION, source="CDC §3.3 al. 9, interdisciplinarité")
def gestionnaires_de_cas_de_plusieurs_metiers(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les gestionnaires de cas viennent de préférence de plusieurs métiers.

    « en privilégiant l’interdisciplinarité » : une préférence, que l’ARS apprécie. Un profil inconnu, ou qui reste à
    dire, laisse la place à un autre métier.
    """
    demande = profils().gestionnaire_de_cas
    dits = [set(demande.metiers_dits(profil.texte)) for profil in _profils(d)]
    prevus = sum(bool(g.profil) for g in d.gestionnaires_de_cas)
    au_tableau = sum(bool(e.profil) for _, e in _lignes(d) if e.est_gestionnaire)
    metiers = set().union(*dits)
    if all(dits) and len(metiers) == 1 and max(prevus, au_tableau) > 1:
        yield Constat(
            "gestionnaires_de_cas" if prevus > 1 else "effectifs",
            f"Tous les gestionnaires de cas ont le même métier ({metiers.pop()}).",
            "Prévoyez si possible des métiers différents, ou dites dans la note comment l’équipe est interdisciplinaire.",
        )


@regle("E25", AVERTISSEMENT, source="CDC annexe III, niveau master")
def pilote_d_un_niveau_suffisant(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le profil du pilote ne dit pas un niveau d’études inférieur au master.

    « Niveau master tourné vers l’organisation et la gestion du système sanitaire et médico-social. »
    """
    profil, demande = d.pilote.profil if d.pilote else None, profils().pilote
    if profil and dit(profil, demande.inferieur) and not dit(profil, demande.master):
        yield Constat(
            "pilote.profil",
            f"Le profil du pilote, « {montrable(profil)} », dit un niveau inférieur au master.",
            "Si le pilote a un diplôme de ce niveau, ou une expérience reconnue équivalente, écrivez-le ; l’ARS valide son choix.",
        )


@regle("E26", INFORMATION, source="CDC annexe III, niveau master")
def niveau_master_du_pilote_dit(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le profil du pilote dit son niveau master.

    Le CV le montre peut-être ; l’écrire ici évite à l’ARS de le chercher.
    """
    profil, demande = d.pilote.profil if d.pilote else None, profils().pilote
    if profil and not dit(profil, demande.inferieur) and not dit(profil, demande.master):
        yield Constat(
            "pilote.profil",
            f"Le profil du pilote, « {montrable(profil)} », ne dit pas s’il a le niveau master.",
            "Ajoutez le diplôme : par exemple « cadre de santé, master 2 de santé publique ».",
        )


def _pilotes(d: Dossier) -> list[tuple[Chemin, Effectif]]:
    return [(ou, effectif) for ou, effectif in _lignes(d) if effectif.est_pilote]


@regle("E27", INFORMATION, source="CDC §2.3 al. 1", lit=_POSTES)
def pilote_en_une_seule_personne(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le poste de pilote est tenu par une seule personne.

    « C’est un emploi à temps plein » : partagé, le temps y est peut-être, mais personne n’y est « entièrement dédié ».
    """
    pilotes = _pilotes(d)
    if len(pilotes) > 1 and total_etp([e for _, e in pilotes]) <= c.pilote.etp:
        yield Constat(
            (*pilotes[1][0], "poste"),
            f"Le poste de pilote est partagé entre {pluriel(len(pilotes), 'ligne')} des tableaux d’effectifs.",
            "Confiez-le à une seule personne à temps plein, ou dites dans la note comment le partage tient lieu de temps plein.",
        )


@regle("E28", AVERTISSEMENT, source="CDC §2.3 al. 1", lit=_POSTES)
def pas_plus_d_un_pilote(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dispositif n’a pas plus d’un équivalent temps plein de pilote.

    Le cahier des charges parle du poste de pilote, « entièrement dédié à la mise en œuvre du dispositif » : un seul.
    """
    pilotes = _pilotes(d)
    total = total_etp([e for _, e in pilotes])
    if total > c.pilote.etp:
        yield Constat(
            (*pilotes[-1][0], "etp"),
            f"{etp(total)} ETP de pilote au lieu de {etp(c.pilote.etp)}.",
            f"Ramenez le poste de pilote à {etp(c.pilote.etp)} ETP ; nommez autrement un poste qui n’est pas celui du pilote.",
        )


@regle("E29", INFORMATION, source="CDC §3.3 al. 9, deux ETP", lit=_POSTES)
def gestionnaires_de_cas_a_temps_plein(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un gestionnaire de cas à temps partiel se signale.

    « au moins deux personnes en équivalent temps plein (ETP) de gestionnaires de cas entièrement dédiés » : le temps
    partiel n’est pas exclu, mais l’autre partie du temps ne doit pas aller à une autre fonction.
    """
    partiels = [(ou, e) for ou, e in _lignes(d) if e.est_gestionnaire and e.etp is not None and 0 < e.etp < 1]
    if partiels:
        noms = liste(f"{montrable(e.poste or '')} ({etp(e.etp)} ETP)" for _, e in partiels if e.etp)
        yield Constat(
            (*partiels[0][0], "etp"),
            f"À temps partiel : {noms}.",
            "Dites dans la note que ces personnes n’ont pas d’autre fonction : les gestionnaires de cas sont entièrement dédiés.",
        )


@regle("E30", INFORMATION, source="CDC annexe III, employeur")
def pilote_employe_par_le_porteur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le pilote est employé par le porteur.

    « Le pilote est employé par le porteur du dispositif MAIA sur un territoire. » Un pilote mis à disposition, ou payé
    par d’autres que l’ARS, se signale.
    """
    for ou, effectif in _pilotes(d):
        prete = dit(effectif.statut or "", ["mis* a disposition", "mad"])
        if prete or ou[0] == "effectifs_supplementaires":
            yield Constat(
                (*ou, "statut" if prete else "poste"),
                f"Le pilote est mis à disposition (« {montrable(effectif.statut or '')} »)."
                if prete
                else "Le pilote est dans les effectifs supplémentaires, que l’ARS ne finance pas.",
                "Le porteur emploie le pilote : recrutez-le vous-même, ou expliquez dans la note qui l’emploie et le dirige.",
            )
