"""D9: the record of an instruction in Word, for the file and the commission (CIRC §1.2.2).

It says the same as the page of `maia verifier --html`: pieces one by one, eligibility, budget, checks, findings, verdict.
The opinion of whoever instructs is left to be written: the program judges no project.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.complements import constat_en_clair, remede_en_clair, source_en_clair
from maia.forms.constat import Constat, Gravite
from maia.forms.controle import COMPLET, Controle, Resultat, phrase_du_bilan
from maia.forms.courriers import RETENU
from maia.forms.dossier import Dossier
from maia.forms.francais import date_longue, de, etp, euros, pluriel, typographie
from maia.forms.instruction import Instruction
from maia.forms.inventaire import inventaire
from maia.forms.pieces import Catalogue, catalogue
from maia.generators.courriers import RELEVE
from maia.generators.documents import POINTS, Champs, Releve, document
from maia.generators.en_tete import nom_et_civilite, reference
from maia.generators.rapport_html import tableaux

_TITRES = {
    Gravite.BLOQUANT: ("anomalie bloquante", "anomalies bloquantes"),
    Gravite.AVERTISSEMENT: ("avertissement", "avertissements"),
    Gravite.INFORMATION: ("information", "informations"),
}
_NON_ECRIT = "–"
_ALERTE = "Le dossier est retenu alors que l’instruction ne le trouve pas recevable\u00a0: vérifiez l’un et l’autre."


@document(RELEVE, modele="releve-instruction.docx", source="CIRC §1.2.2", ars=True, instruction=True)
def releve_instruction(d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
    """D9: identity, verdict, pieces, eligibility, budget, staff, checks, findings, and room for the opinion to write.

    Amounts are whole euros. What the dossier doesn't say is a dash, never a missing fact: a record shows what came.
    """
    r = Releve()
    pieces = catalogue().avec(c.pieces)
    region = r.ars(a.nom and de(a.nom), "nom", "Région de l’ARS")
    valeurs = {
        "titre": typographie(f"Relevé d’instruction – {d.porteur.raison_sociale or POINTS}"),
        "agence": f"Agence régionale de santé {region}",
        "service": a.courriers.service or "",
        "reference": reference(d, a),
        "campagne": c.intitule,
        "annee": str(c.annee),
        "identite": list(_identite(d, c)),
        "verdict": _verdict(i),
        "pieces": list(_pieces(d, i, pieces)),
        "budget": [_cote(cote) for cote in tableaux.budget(d)],
        "equilibre": list(tableaux.equilibre(d, c)),
        "plafonds": [
            {
                "titre": p.titre,
                "demande": _montant(p.demande),
                "limite": _montant(p.limite),
                "calcul": p.calcul,
                "ecart": p.ecart,
            }
            for p in tableaux.plafonds(d, c)
        ],
        "effectifs": [_effectifs(e) for e in tableaux.effectifs(d, c)],
        "controles": list(_controles(i.controles)),
        "bilan": phrase_du_bilan(i.controles, i.constats) if i.controles else "",
        "constats": list(_constats(i, pieces)),
        "choix": [typographie(phrase) for phrase in c.choix_locaux],
        "decision": _decision(d, a, i),
        "instructeur": nom_et_civilite(a.courriers.referent) if a.courriers.referent else "",
        "textes": typographie(" ; ".join(c.textes.values())),
    }
    return Champs(valeurs, r.manquants)


def _identite(d: Dossier, c: Campagne) -> Iterator[dict[str, str]]:
    p, q = d.porteur, d.demande
    siren = p.numero_siren
    lignes = (
        ("Porteur", p.raison_sociale),
        ("Nature et statut", " – ".join(x for x in (p.nature, p.statut_retenu) if x)),
        ("SIREN", siren and "\u00a0".join((siren[:3], siren[3:6], siren[6:]))),
        ("Région, département", ", ".join(x for x in (d.region, d.departement) if x)),
        ("Territoire", d.territoire.nom),
        ("Régime de financement", d.regime),
        ("Reçu le", str(d.recu_ici) if d.recu_ici else None),
        ("Gestionnaires de cas demandés", None if q.gestionnaires_de_cas is None else str(q.gestionnaires_de_cas)),
        (f"Montant demandé pour {c.annee}", _montant(q.montant)),
        ("Montant demandé en année pleine", _montant(q.annee_pleine)),
    )
    for libelle, valeur in lignes:
        yield {"libelle": libelle, "valeur": valeur or _NON_ECRIT}


def _montant(montant: int | None) -> str:
    return _NON_ECRIT if montant is None else euros(montant)


def _verdict(i: Instruction) -> list[dict[str, str]]:
    v = i.verdict
    lignes = (
        ("Dossier complet", v.complet, "circulaire, annexe III"),
        ("Projet éligible", v.eligible, "cahier des charges"),
        ("Dossier recevable (complet et éligible)", v.recevable, "circulaire, § 1.2.3"),
        ("Budget conforme", v.budget_conforme, "circulaire, annexe IV et § 2.2"),
    )
    return [{"libelle": x, "valeur": "oui" if vrai else "non", "source": typographie(s)} for x, vrai, s in lignes]


def _pieces(d: Dossier, i: Instruction, pieces: Catalogue) -> Iterator[dict[str, str]]:
    """The list of annexe III, in the state that the findings on completeness give each piece."""
    manques = [constat for constat in i.constats if constat.aspect == COMPLET]
    for piece in inventaire(d, pieces, manques):
        fichiers = [f for f in piece.fichiers if f.nom]
        yield {
            "libelle": piece.libelle,
            "exigence": str(piece.exigence),
            "etat": str(piece.etat),
            "fichiers": "" if not fichiers else pluriel(len(fichiers), "fichier"),
            "remarques": " ".join(constat_en_clair(constat, pieces) for constat in piece.constats),
        }


def _cote(cote: tableaux.Cote) -> dict[str, Any]:
    lignes = [*cote.lignes, *([cote.total] if cote.total else [])]
    return {
        "titre": cote.titre,
        "lignes": [
            {
                "compte": ligne.compte,
                "libelle": ligne.libelle,
                "annee": _montant(ligne.annee),
                "pleine": _montant(ligne.pleine),
            }
            for ligne in lignes
        ],
    }


def _effectifs(e: tableaux.Effectifs) -> dict[str, Any]:
    return {
        "titre": e.titre,
        "lignes": [
            {
                "poste": x.poste or _NON_ECRIT,
                "profil": x.profil or _NON_ECRIT,
                "statut": x.statut or _NON_ECRIT,
                "etp": _NON_ECRIT if x.etp is None else etp(x.etp),
                "cout": _montant(x.cout),
            }
            for x in e.lignes
        ],
        "etp": etp(e.etp),
        "cout": euros(e.cout),
    }


def _controles(controles: tuple[Controle, ...]) -> Iterator[dict[str, str]]:
    """The checks, counted by family, in the catalogue's order."""
    for famille, groupe in itertools.groupby(controles, key=lambda x: x.famille):
        comptes = Counter(x.resultat for x in groupe)
        yield {
            "famille": famille,
            "faits": str(comptes.total() - comptes[Resultat.NON_FAIT]),
            "constats": str(comptes[Resultat.CONSTAT]),
            "sans_objet": str(comptes[Resultat.SANS_OBJET]),
            "non_faits": str(comptes[Resultat.NON_FAIT]),
        }


def _constats(i: Instruction, pieces: Catalogue) -> Iterator[dict[str, Any]]:
    for gravite in Gravite:
        if trouves := i.de_gravite(gravite):
            yield {"titre": pluriel(len(trouves), *_TITRES[gravite]), "lignes": [_constat(x, pieces) for x in trouves]}


def _constat(c: Constat, pieces: Catalogue) -> dict[str, str]:
    source = source_en_clair(c.source)
    return {
        "regle": c.regle,
        "message": constat_en_clair(c, pieces),
        "remede": remede_en_clair(c),
        "source": f"{source[0].upper()}{source[1:]}" if c.source else "",
    }


def _decision(d: Dossier, a: Ars, i: Instruction) -> dict[str, str]:
    """What the ARS wrote of its decision, if anything; a project retained though not admissible is pointed out."""
    decision = a.decision(d.porteur)
    date = decision.date or a.decision_dg
    return {
        "suite": decision.suite or "",
        "date": date_longue(date) if date and decision.suite else "",
        "motif": decision.motif or "",
        "alerte": _ALERTE if decision.suite == RETENU and not i.verdict.recevable else "",
    }
