"""D7, D8, D11: what an ARS writes to a porteur, from the receipt to the decision (CIRC §1.2.1, §1.2.4).

Which letters a dossier calls for is `suite`'s to say. The program decides nothing: the letter of a decision exists
once the ARS wrote that decision; the letter about a dossier that is not admissible is a draft for whoever signs, and
says on which findings it rests. The wording is ours, the texts prescribe none; it stands in the templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from maia.forms.ars import Ars, Decision
from maia.forms.campagne import Campagne
from maia.forms.complements import Complement, complements, constat_en_clair, source_en_clair
from maia.forms.constat import Constat, Gravite
from maia.forms.courriers import IRRECEVABLE, LISTE_COMPLEMENTAIRE, NON_RETENU, RETENU
from maia.forms.dossier import Dossier
from maia.forms.examen import Etat
from maia.forms.francais import date_ecrite, date_longue, de, euros, liste, pluriel, typographie
from maia.forms.instruction import Instruction
from maia.forms.inventaire import FichierJoint, inventaire
from maia.forms.pieces import Catalogue, catalogue
from maia.generators.documents import POINTS, Champs, Releve, document
from maia.generators.en_tete import A_LA_MAIN, au_directeur, directeur, du_directeur, en_tete, paragraphes
from maia.generators.parties import champs_du_site

ACCUSE = "accuse-de-reception"
DEMANDE = "demande-de-pieces"
RELEVE = "releve-instruction"
LETTRES = {
    RETENU: "decision-retenu",
    LISTE_COMPLEMENTAIRE: "decision-liste-complementaire",
    NON_RETENU: "decision-non-retenu",
    IRRECEVABLE: "decision-irrecevable",
}
"""The letter of each decision."""
_RECEVABILITE = frozenset({"complet", "éligible"})
_ARRIVEE = "recu_le"


# --- Which letters --------------------------------------------------------------------------------------------------


def suite(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> tuple[str, ...]:
    """Names of the documents that a dossier calls for now, in the order in which they are written.

    - the receipt and the record of instruction, always (CIRC §1.2.1, §1.2.2);
    - the decision's letter, once the ARS wrote the decision (`decisions`, `suite`): it rules, whatever was found;
    - else, once the instruction is over (the date of the decision is known), the letter about a dossier that is not
      admissible, to be signed or not (« tout dossier incomplet ne pourra être retenu »);
    - else the request for pieces and information, when there is something to ask and time left to answer.
    """
    decision = a.decision(d.porteur)
    if decision.suite:
        return ACCUSE, RELEVE, LETTRES[decision.suite]
    if decision.date or a.decision_dg:
        return (ACCUSE, RELEVE) if i.verdict.recevable else (ACCUSE, RELEVE, LETTRES[IRRECEVABLE])
    if not hors_delai(i) and _a_temps(a) and complements(i.constats, _pieces(c)):
        return ACCUSE, RELEVE, DEMANDE
    return ACCUSE, RELEVE


def hors_delai(i: Instruction) -> bool:
    """Whether the dossier came after the closing date: nothing that it lacks can be sent any more."""
    return any(c.gravite is Gravite.BLOQUANT and c.etapes[:1] == (_ARRIVEE,) for c in i.constats)


def _a_temps(a: Ars) -> bool:
    """Whether an answer can still come: the letter's date, when written, is not after the deadline that it sets."""
    k = a.courriers
    return not (k.demande_de_pieces and k.reponse_avant_le and k.demande_de_pieces > k.reponse_avant_le)


def _pieces(c: Campagne) -> Catalogue:
    return catalogue().avec(c.pieces)


# --- D7, D8 ---------------------------------------------------------------------------------------------------------


@document(ACCUSE, modele="courrier-accuse-de-reception.docx", source="CIRC §1.2.1", ars=True, instruction=True)
def accuse_de_reception(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D7: the dossier arrived, on that day, with these pieces; nothing is judged, and what follows is told."""
    r = Releve()
    recues = [(p.libelle, sum(_recu(f) for f in p.fichiers)) for p in inventaire(d, _pieces(c), ())]
    valeurs = {
        **_commun(d, a, c),
        "en_tete": en_tete(d, a, r, a.courriers.accuse_de_reception),
        "recu_le": str(d.recu_ici) if d.recu_ici else A_LA_MAIN,
        "hors_delai": hors_delai(i),
        "demande": _demande(d, c),
        "pieces": [_piece_recue(libelle, nombre) for libelle, nombre in recues if nombre],
    }
    return Champs(valeurs, r.manquants)


def _recu(f: FichierJoint) -> bool:
    """Whether a file that the dossier names came with it; one that nobody opened is taken for received."""
    return bool(f.nom) and (f.examen is None or f.examen.etat is not Etat.ABSENT)


def _piece_recue(libelle: str, fichiers: int) -> str:
    return libelle if fichiers == 1 else f"{libelle} ({pluriel(fichiers, 'fichier')})"


@document(DEMANDE, modele="courrier-demande-de-pieces.docx", source="CIRC §1.2.1", ars=True, instruction=True)
def demande_de_pieces(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D8: each finding a numbered request, the compulsory ones first, with the passage that asks for it."""
    r = Releve()
    demandes = complements(i.constats, _pieces(c))
    limite = a.courriers.reponse_avant_le
    valeurs = {
        **_commun(d, a, c),
        "en_tete": en_tete(d, a, r, a.courriers.demande_de_pieces),
        "limite": r.ars(date_ecrite(limite), "courriers.reponse_avant_le", "Date limite de réponse du porteur"),
        "courriel": _courriel(a),
        "obligatoires": _groupes((x for x in demandes if x.obligatoire), 1),
        "souhaitees": _groupes((x for x in demandes if not x.obligatoire), 1 + sum(x.obligatoire for x in demandes)),
    }
    return Champs(valeurs, r.manquants)


def _courriel(a: Ars) -> str:
    referent = a.courriers.referent
    return a.courriers.courriel or (referent and referent.courriel) or ""


def _groupes(demandes: Iterable[Complement], premier: int) -> list[dict[str, Any]]:
    numerotees = enumerate(demandes, premier)
    return [
        {
            "titre": str(objet),
            "demandes": [
                {"numero": n, "constat": x.constat, "demande": x.demande, "source": _source(x.source, x.regle)}
                for n, x in groupe
            ],
        }
        for objet, groupe in groupby(numerotees, key=lambda paire: paire[1].objet)
    ]


def _source(source: str, regle: str) -> str:
    """`Circulaire, annexe III (P10)`: the rule's id lets the ARS find the finding again."""
    return f"{source[0].upper()}{source[1:]} ({regle})"


# --- D11 ------------------------------------------------------------------------------------------------------------


def _decision(d: Dossier, a: Ars, c: Campagne, r: Releve) -> dict[str, Any]:
    """What every letter of decision says: who decided, when, why, and how to contest."""
    decision = a.decision(d.porteur)
    date = decision.date or a.decision_dg
    return {
        **_commun(d, a, c),
        "en_tete": en_tete(d, a, r, a.courriers.decision),
        "decision": {
            "date": r.ars(date_ecrite(date), "decision_dg", "Date de la décision"),
            "motif": paragraphes(decision.motif),
            "jointes": [typographie(piece) for piece in decision.pieces_jointes],
        },
        "commission": date_ecrite(a.courriers.commission) or "",
        "de_tribunal": de(r.ars(a.tribunal_administratif, "tribunal_administratif", "Ville du tribunal administratif")),
    }


def _motif(a: Ars, decision: Decision, r: Releve) -> list[str]:
    rang = a.decisions.index(decision) if decision in a.decisions else 0
    return paragraphes(r.ars(decision.motif, f"decisions.{rang}.motif", "Motif de la décision"))


@document(LETTRES[RETENU], modele="courrier-retenu.docx", source="CIRC §1.2.4", ars=True, instruction=True)
def lettre_retenu(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D11: the project is retained; the amount, and what comes before the site starts (CIRC §2.1, §2.2)."""
    r = Releve()
    decision = a.decision(d.porteur)
    montant = d.demande.montant if decision.montant is None else decision.montant
    valeurs = {
        **_decision(d, a, c, r),
        "montant": r.dossier(None if montant is None else euros(montant), "demande.montant", "Montant accordé"),
        "parts": _parts(decision),
        "rib_joint": bool(d.banque),
        "pilotes": {
            "debut": date_longue(c.calendrier.pilotes_debut),
            "fin": date_longue(c.calendrier.pilotes_fin),
        },
    }
    return Champs(valeurs, r.manquants)


def _parts(decision: Decision) -> str:
    """`dont 91 667 € pour le pilotage et 60 000 € pour la gestion de cas`; empty unless the ARS wrote both."""
    if decision.pilotage is None or decision.gestion_de_cas is None:
        return ""
    return (
        f"dont {euros(decision.pilotage)} pour le pilotage et {euros(decision.gestion_de_cas)} pour la gestion de cas"
    )


@document(
    LETTRES[LISTE_COMPLEMENTAIRE],
    modele="courrier-liste-complementaire.docx",
    source="CIRC §1.2.4",
    ars=True,
    instruction=True,
)
def lettre_liste_complementaire(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D11: a good project not retained this year, kept on a list « permettant l’analyse des besoins futurs »."""
    r = Releve()
    return Champs(_decision(d, a, c, r), r.manquants)


@document(LETTRES[NON_RETENU], modele="courrier-non-retenu.docx", source="CIRC §1.2.4", ars=True, instruction=True)
def lettre_non_retenu(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D11: the project is not retained, for the reason that the ARS writes."""
    r = Releve()
    valeurs = _decision(d, a, c, r)
    valeurs["decision"]["motif"] = _motif(a, a.decision(d.porteur), r)
    return Champs(valeurs, r.manquants)


@document(LETTRES[IRRECEVABLE], modele="courrier-irrecevable.docx", source="CIRC §1.2.2", ars=True, instruction=True)
def lettre_irrecevable(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D11: a dossier that is not complete or not eligible; the findings that say so, each with its source.

    When the ARS writes `irrecevable` though nothing found denies admissibility, its own reason is needed.
    """
    r = Releve()
    valeurs = _decision(d, a, c, r)
    constats = [_constat(x, _pieces(c)) for x in i.de_gravite(Gravite.BLOQUANT) if x.aspect in _RECEVABILITE]
    if not constats:
        valeurs["decision"]["motif"] = _motif(a, a.decision(d.porteur), r)
    valeurs["constats"] = constats
    valeurs["raison"] = liste(i.verdict.defauts)
    return Champs(valeurs, r.manquants)


def _constat(c: Constat, pieces: Catalogue) -> dict[str, str]:
    return {"constat": constat_en_clair(c, pieces), "source": _source(source_en_clair(c.source), c.regle)}


# --- In every letter ------------------------------------------------------------------------------------------------


def _commun(d: Dossier, a: Ars, c: Campagne) -> dict[str, Any]:
    return {
        "titre": typographie(f"MAIA {c.annee} – {d.porteur.raison_sociale or POINTS}"),
        "campagne": {
            "annee": c.annee,
            "lancement": date_longue(a.appel_a_candidatures or c.calendrier.lancement),
            "cloture": date_longue(c.calendrier.cloture),
            "decision": date_longue(c.calendrier.decision),
        },
        "textes": typographie(" ; ".join(c.textes.values())),
        "site": f"MAIA {champs_du_site(d, Releve())['nom']}" if d.territoire.nom else "MAIA",
        "directeur": directeur(a),
        "du_directeur": du_directeur(a),
        "au_directeur": au_directeur(a),
    }


def _demande(d: Dossier, c: Campagne) -> list[dict[str, str]]:
    """What the dossier asks, line by line; what it doesn't say is left out."""
    q = d.demande
    lignes = (
        ("Territoire", d.territoire.nom),
        ("Régime de financement", d.regime),
        ("Gestionnaires de cas demandés", None if q.gestionnaires_de_cas is None else str(q.gestionnaires_de_cas)),
        (f"Montant demandé pour {c.annee}", None if q.montant is None else euros(q.montant)),
        ("Montant demandé en année pleine", None if q.annee_pleine is None else euros(q.annee_pleine)),
    )
    return [{"libelle": libelle, "valeur": valeur} for libelle, valeur in lignes if valeur]
