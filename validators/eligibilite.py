"""E — the porteur, its partners, the pilot and the gestionnaires de cas meet the cahier des charges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from maia.forms.budget import Effectif, total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import etp, liste, nombre, sans_accents
from maia.forms.porteur import GROUPEMENTS
from maia.validators.fautes import mal_ecrit
from maia.validators.registre import regle

CHAMPS = ("sanitaire", "médico-social", "social")
# Where the cahier des charges puts each kind of body when it names the actors to be engaged (§ 1.3.3).
_CHAMP_DU_PORTEUR = {
    "réseau de santé": "sanitaire",
    "établissement de santé": "sanitaire",
    "regroupement de professionnels libéraux": "sanitaire",
    "EHPAD": "médico-social",
    "SSIAD": "médico-social",
    "CLIC": "médico-social",
    "conseil général": "social",
    "CIAS": "social",
}
_POSTES = " ".join(f"{t}.*.{champ}" for t in ("effectifs", "effectifs_supplementaires") for champ in ("poste", "etp"))


@regle("E01", BLOQUANT, source="CDC §1.3.3 al. 1, but non lucratif")
def porteur_a_but_non_lucratif(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur poursuit un but non lucratif.

    « Le porteur d’un projet MAIA doit poursuivre un but non lucratif : association, établissement public, etc. »
    """
    if d.porteur.but_lucratif:
        yield Constat(
            "porteur.but_lucratif",
            "Le porteur déclare un but lucratif.",
            "Le projet doit être porté par un organisme à but non lucratif.",
        )


@regle("E02", AVERTISSEMENT, source="CDC §1.3.3 al. 1, coordination")
def porteur_acteur_de_la_coordination(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur est un acteur de la coordination, d’une des natures que cite le cahier des charges.

    La liste (CLIC, réseau de santé, CIAS, établissement de santé, EHPAD, GCSMS, GCS, SSIAD, conseil général, MDPH,
    regroupement de libéraux, association) finit par « etc. » : une autre nature est à apprécier, non à refuser.
    """
    if d.porteur.nature is None and not mal_ecrit(d, "porteur", "nature"):
        yield Constat(
            "porteur.nature", "La nature du porteur n’est pas indiquée.", "Complétez « nature » sous « porteur »."
        )
    elif d.porteur.nature == "autre":
        yield Constat(
            "porteur.nature",
            "La nature du porteur n’est pas de celles que cite le cahier des charges.",
            "Montrez dans la note que le porteur est un acteur légitime de la coordination.",
        )


def _groupement(d: Dossier) -> bool:
    """Whether the porteur, or its partners by a document they sign, form a groupement de coopération."""
    natures = " ".join(sans_accents(e.nature or "") for e in d.partenaires_engages)
    return d.porteur.nature in GROUPEMENTS or bool(re.search(r"\b(gcsms|gcs|groupement de cooperation)\b", natures))


def _champs_sans_partenaire(d: Dossier) -> list[str]:
    presents = {e.champ for e in d.partenaires_engages}
    return [] if _groupement(d) else [champ for champ in CHAMPS if champ not in presents]


@regle("E03", BLOQUANT, source="CDC §1.3.3 al. 2")
def trois_champs_de_partenaires_ou_groupement(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les acteurs engagés viennent des champs sanitaire, médico-social et social, ou forment un groupement.

    « un partenariat formalisé au minimum par un courrier d’engagement des acteurs sanitaires […], médico-sociaux […]
    et sociaux […], ou constitués en groupement (GCSMS ou GCS) ». Le porteur est lui-même acteur de son champ : un
    conseil général n’a pas à s’écrire.
    """
    propre = _CHAMP_DU_PORTEUR.get(d.porteur.nature or "")
    if manquants := [champ for champ in _champs_sans_partenaire(d) if champ != propre]:
        accord = "du champ" if len(manquants) == 1 else "des champs"
        yield Constat(
            "pieces.engagements",
            f"Aucun partenaire {accord} {liste(manquants, 'ni')} n’est engagé par un document.",
            "Joignez au moins une lettre d’engagement par champ, avec « champ: … » sur sa ligne, ou la convention du "
            "groupement (GCSMS ou GCS).",
        )


@regle("E04", BLOQUANT, source="CDC §2.3 al. 1", lit=_POSTES)
def pilote_a_temps_plein(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le poste de pilote est un temps plein, entièrement dédié.

    Un équivalent temps plein, compté sur les deux tableaux d’effectifs.
    """
    postes = [(("effectifs", rang, "etp"), e) for rang, e in enumerate(d.effectifs)]
    postes += [(("effectifs_supplementaires", rang, "etp"), e) for rang, e in enumerate(d.effectifs_supplementaires)]
    pilotes = [(chemin, e) for chemin, e in postes if e.est_pilote]
    if not pilotes:
        if d.effectifs:
            yield Constat(
                "effectifs", "Aucun poste de pilote dans les effectifs.", "Ajoutez une ligne « poste: pilote, etp: 1 »."
            )
        return
    total = total_etp([e for _, e in pilotes])
    if total < c.pilote.etp:
        inconnu = any(e.etp is None for _, e in pilotes)
        yield Constat(
            pilotes[0][0],
            "Le temps de travail du pilote n’est pas écrit."
            if inconnu
            else f"Le pilote est à {etp(total)} ETP au lieu de {etp(c.pilote.etp)}.",
            "Prévoyez un poste de pilote à temps plein : « etp: 1 », même si l’année n’en finance que quelques mois.",
        )


@regle("E05", BLOQUANT, source="CDC §3.3 al. 9, deux ETP", lit=_POSTES)
def deux_gestionnaires_de_cas_au_moins(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dispositif dispose d’au moins deux équivalents temps plein de gestionnaires de cas.

    Comptés sur les deux tableaux : ceux que l’ARS finance et ceux que d’autres financent ou mettent à disposition.
    """
    postes: list[Effectif] = [e for e in [*d.effectifs, *d.effectifs_supplementaires] if e.est_gestionnaire]
    total = total_etp(postes)
    if d.effectifs and total < Decimal(c.gestionnaires_de_cas.minimum):
        yield Constat(
            "effectifs",
            f"{etp(total)} ETP de gestionnaires de cas au lieu de {c.gestionnaires_de_cas.minimum} au moins.",
            "Ajoutez des gestionnaires de cas (« poste: gestionnaire de cas, etp: 1 »), dans les effectifs financés par "
            "l’ARS ou dans les effectifs supplémentaires ; un temps plein compte pour 1, même si l’année n’en finance que "
            "quelques mois.",
        )


@regle("E06", BLOQUANT, source="CIRC §2.2 al. 8, deux ou trois", lit="demande.gestionnaires_de_cas")
def deux_ou_trois_gestionnaires_de_cas_finances(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La demande porte sur deux ou trois gestionnaires de cas.

    « Le financement des gestionnaires de cas varie de deux à trois par MAIA » ; d’autres peuvent s’y ajouter, financés
    par d’autres partenaires : ils vont dans les effectifs supplémentaires.
    """
    demandes, g = d.demande.gestionnaires_de_cas, c.gestionnaires_de_cas
    if demandes is None:
        yield Constat(
            "demande.gestionnaires_de_cas",
            "Le nombre de gestionnaires de cas demandés n’est pas écrit.",
            "Complétez « gestionnaires_de_cas » sous « demande » : 2 ou 3.",
        )
    elif not g.minimum <= demandes <= g.finances_maximum:
        yield Constat(
            "demande.gestionnaires_de_cas",
            f"{nombre(demandes)} gestionnaires de cas demandés ; l’ARS en finance {g.minimum} ou {g.finances_maximum}."
            if demandes > 1
            else f"{nombre(demandes)} gestionnaire de cas demandé ; il en faut {g.minimum} au moins.",
            f"Demandez-en {g.minimum} ou {g.finances_maximum} ; les autres relèvent des effectifs supplémentaires.",
        )


@regle("E07", BLOQUANT, source="CIRC §1.1 al. 1")
def regime_de_financement_connu(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le régime de financement est un de ceux de la campagne."""
    connus = liste(list(c.regimes), "ou")
    if d.regime is None:
        yield Constat("regime", "Le régime de financement n’est pas indiqué.", f"Écrivez « regime: {connus} ».")
    elif d.regime not in c.regimes:
        yield Constat(
            "regime", f"Le régime « {d.regime} » n’existe pas dans la campagne {c.annee}.", f"Écrivez {connus}."
        )


@regle("E08", BLOQUANT, source="CIRC §2.2 al. 5, autres gestionnaires")
def regime_ouvert_a_ce_porteur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le régime FIQCS est ouvert aux seuls réseaux de santé.

    Le deuxième et le troisième gestionnaire de cas y sont mis « à disposition par le réseau porteur », ou cofinancés.
    """
    regime = c.regimes.get(d.regime or "")
    if regime and regime.natures and d.porteur.nature and d.porteur.nature not in regime.natures:
        yield Constat(
            "regime",
            f"Le régime {d.regime} est ouvert aux porteurs « {liste(regime.natures, 'ou')} » ; "
            f"le porteur est « {d.porteur.nature} ».",
            f"Si le porteur est un de ceux-là, écrivez-le dans « nature », quelle que soit sa forme juridique ; sinon "
            f"demandez un autre régime ({liste([r for r in c.regimes if r != d.regime], 'ou')}).",
        )


@regle("E09", AVERTISSEMENT, source="CDC §1.3.3 al. 2")
def champ_du_porteur_sans_autre_acteur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Un champ que le porteur est seul à représenter se signale, sans bloquer.

    Le cahier des charges demande l’engagement des acteurs de chaque champ : l’ARS juge si le porteur y suffit.
    """
    propre = _CHAMP_DU_PORTEUR.get(d.porteur.nature or "")
    if propre in _champs_sans_partenaire(d):
        yield Constat(
            "pieces.engagements",
            f"Dans le champ {propre}, le porteur est le seul acteur engagé.",
            "Joignez si possible l’engagement d’un autre acteur de ce champ.",
        )
