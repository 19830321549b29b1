"""E — the porteur, its partners, the pilot and the gestionnaires de cas meet the cahier des charges."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from maia.forms.budget import total_etp
from maia.forms.campagne import Campagne
from maia.forms.constat import AVERTISSEMENT, BLOQUANT, Constat
from maia.forms.dossier import Dossier
from maia.forms.francais import etp, liste, nombre
from maia.forms.porteur import GROUPEMENTS
from maia.validators.registre import regle

CHAMPS = ("sanitaire", "médico-social", "social")


@regle("E01", BLOQUANT, source="CDC §1.3.3")
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


@regle("E02", AVERTISSEMENT, source="CDC §1.3.3")
def porteur_acteur_de_la_coordination(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le porteur est un acteur de la coordination, d’une des natures que cite le cahier des charges.

    La liste (CLIC, réseau de santé, CIAS, établissement de santé, EHPAD, GCSMS, GCS, SSIAD, conseil général, MDPH,
    regroupement de libéraux, association) finit par « etc. » : une autre nature est à apprécier, non à refuser.
    """
    if d.porteur.nature is None:
        yield Constat(
            "porteur.nature", "La nature du porteur n’est pas indiquée.", "Complétez « nature » sous « porteur »."
        )
    elif d.porteur.nature == "autre":
        yield Constat(
            "porteur.nature",
            "La nature du porteur n’est pas de celles que cite le cahier des charges.",
            "Montrez dans la note que le porteur est un acteur légitime de la coordination.",
        )


@regle("E03", BLOQUANT, source="CDC §1.3.3")
def trois_champs_de_partenaires_ou_groupement(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Les partenaires engagés viennent des champs sanitaire, médico-social et social, ou forment un groupement.

    « Un partenariat formalisé au minimum par un courrier d’engagement des acteurs sanitaires, médico-sociaux et
    sociaux, ou constitués en groupement (GCSMS ou GCS). »
    """
    if d.porteur.nature in GROUPEMENTS:
        return
    presents = {e.champ for e in d.partenaires_engages}
    if manquants := [champ for champ in CHAMPS if champ not in presents]:
        accord = "du champ" if len(manquants) == 1 else "des champs"
        yield Constat(
            "pieces.engagements",
            f"Aucun partenaire {accord} {liste(manquants, 'ni')} n’est engagé par un document.",
            "Joignez au moins une lettre d’engagement par champ, avec « champ: … » sur sa ligne.",
        )


@regle("E04", BLOQUANT, source="CDC §2.3", lit="effectifs effectifs_supplementaires")
def pilote_a_temps_plein(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le poste de pilote est un temps plein, entièrement dédié.

    Un équivalent temps plein, compté sur les deux tableaux d’effectifs.
    """
    postes = [(rang, e) for rang, e in enumerate(d.effectifs) if e.est_pilote]
    postes_ajoutes = [e for e in d.effectifs_supplementaires if e.est_pilote]
    if not postes and not postes_ajoutes:
        if d.effectifs:
            yield Constat(
                "effectifs",
                "Aucun poste de pilote dans les effectifs.",
                "Ajoutez une ligne « poste: pilote, etp: 1 ».",
            )
        return
    total = total_etp([e for _, e in postes] + postes_ajoutes)
    if total < c.pilote.etp:
        chemin = ("effectifs", postes[0][0], "etp") if postes else ("effectifs_supplementaires",)
        yield Constat(
            chemin,
            f"Le pilote est à {etp(total)} ETP au lieu de {etp(c.pilote.etp)}.",
            "Prévoyez un poste de pilote à temps plein.",
        )


@regle("E05", BLOQUANT, source="CDC §3.3", lit="effectifs effectifs_supplementaires")
def deux_gestionnaires_de_cas_au_moins(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le dispositif dispose d’au moins deux équivalents temps plein de gestionnaires de cas.

    Comptés sur les deux tableaux : ceux que l’ARS finance et ceux que d’autres financent ou mettent à disposition.
    """
    if not d.effectifs:
        return
    total = total_etp([e for e in [*d.effectifs, *d.effectifs_supplementaires] if e.est_gestionnaire])
    if total < Decimal(c.gestionnaires_de_cas.minimum):
        yield Constat(
            "effectifs",
            f"{etp(total)} ETP de gestionnaires de cas au lieu de {c.gestionnaires_de_cas.minimum} au moins.",
            "Ajoutez des gestionnaires de cas, dans les effectifs financés par l’ARS ou dans les effectifs supplémentaires.",
        )


@regle("E06", BLOQUANT, source="CIRC §2.2")
def deux_ou_trois_gestionnaires_de_cas_finances(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """La demande porte sur deux ou trois gestionnaires de cas.

    « Le financement des gestionnaires de cas varie de deux à trois par MAIA. » D’autres peuvent s’y ajouter, financés
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


@regle("E07", BLOQUANT, source="CIRC §1.1")
def regime_de_financement_connu(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le régime de financement est un de ceux de la campagne."""
    connus = liste(list(c.regimes), "ou")
    if d.regime is None:
        yield Constat("regime", "Le régime de financement n’est pas indiqué.", f"Écrivez « regime: {connus} ».")
    elif d.regime not in c.regimes:
        yield Constat(
            "regime", f"Le régime « {d.regime} » n’existe pas dans la campagne {c.annee}.", f"Écrivez {connus}."
        )


@regle("E08", BLOQUANT, source="CIRC §2.2")
def regime_ouvert_a_ce_porteur(d: Dossier, c: Campagne) -> Iterator[Constat]:
    """Le régime FIQCS est ouvert aux seuls réseaux de santé.

    Le second et le troisième gestionnaire de cas y sont « mis à disposition par le réseau porteur » ou cofinancés.
    """
    regime = c.regimes.get(d.regime or "")
    if regime and regime.natures and d.porteur.nature and d.porteur.nature not in regime.natures:
        yield Constat(
            "regime",
            f"Le régime {d.regime} est ouvert aux porteurs « {liste(regime.natures, 'ou')} » ; "
            f"le porteur est « {d.porteur.nature} ».",
            f"Demandez un autre régime ({liste([r for r in c.regimes if r != d.regime], 'ou')}).",
        )
