"""The workbook of several dossiers: a line each, every finding, the region's envelope, to sort and filter in Excel.

Choices where nothing says:

- amounts and counts are numbers, verdicts are the words « oui », « non » and « illisible », empty means not written;
- sums at the top are those of the lines that the filter shows; the envelope counts the sheet « Dossiers », so that an
  agent who changes a verdict there sees what is left; a region or a regime that annexe II ignores has plain figures;
- pieces that an ARS adds have no column of their own: they share the last one, each with its state.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.francais import typographie
from maia.forms.inventaire import EtatDePiece
from maia.forms.matrice import LigneDeDossier, LigneDEnveloppe, Matrice, phrase_du_total
from maia.generators.documents import Champs, Document
from maia.generators.production import rendre

Ligne = dict[str, Any]

_LONGUEUR = 32_000  # a little less than a cell holds
_ILLISIBLE = "illisible"
# The template's own line would count a region that has no name.
_SANS_ENVELOPPE: Ligne = {"region": "Aucun dossier lisible", "dossiers": 0, "recevables": 0, "demande": 0}
_ETATS = {
    EtatDePiece.JOINTE: "un fichier lisible est joint",
    EtatDePiece.MANQUANTE: "demandée, et non jointe",
    EtatDePiece.A_CORRIGER: "jointe, mais inutilisable telle quelle : un constat bloquant dit pourquoi",
    EtatDePiece.A_VERIFIER: "un avertissement la concerne, ou son fichier n’a pas été ouvert",
    EtatDePiece.NON_JOINTE: "facultative, et non jointe",
    EtatDePiece.NON_DEMANDEE: "sans objet pour ce porteur",
    EtatDePiece.TENUE: "le dossier vaut dossier de financement ; l’exemplaire signé peut être joint",
}


def synthese(m: Matrice, c: Campagne, choix: Iterable[str] = ()) -> bytes:
    """The workbook, from plain data; the same data give the same bytes. `choix` are the local choices, a sentence each.

    Whatever a dossier holds, its text stays text: no formula comes from it, no invisible character.
    """
    document = Document(
        "synthese", "synthese.xlsx", "CIRC §1.2.2", "xlsx", ars=False, instruction=False, champs=champs_de_la_synthese
    )
    return rendre(document, champs_de_la_synthese(m, c, choix))


def champs_de_la_synthese(m: Matrice, c: Campagne, choix: Iterable[str] = ()) -> Champs:
    """The fields of the template; nothing can be missing."""
    noms = m.noms()
    valeurs = {
        "annee": c.annee,
        "campagne": texte_de_cellule(c.intitule),
        "resume": phrase_du_total(m),
        "textes": texte_de_cellule(typographie(" – ".join(f"{sigle} : {titre}" for sigle, titre in c.textes.items()))),
        **{f"titre_piece_{p.cle}": texte_de_cellule(f"{p.numero} {p.libelle}") for p in m.colonnes if p.nationale},
        "dossiers": [_dossier(m, ligne, nom) for ligne, nom in zip(m.lignes, noms, strict=True)],
        "constats": list(_constats(m, noms)) or [{"message": "Aucun constat."}],
        "enveloppe": [_enveloppe(ligne) for ligne in m.enveloppe] or [_SANS_ENVELOPPE],
        "notes": [
            {"sujet": typographie(sujet), "texte": texte_de_cellule(typographie(texte))}
            for sujet, texte in _notes(c, tuple(choix))
        ],
    }
    return Champs(valeurs)


def _dossier(m: Matrice, ligne: LigneDeDossier, nom: str) -> Ligne:
    etats = dict(zip(m.colonnes, ligne.pieces, strict=bool(ligne.pieces)))
    locales = [f"{p.libelle} : {etat}" for p, etat in etats.items() if not p.nationale]
    return {
        "rang": ligne.rang,
        "dossier": texte_de_cellule(nom),
        "porteur": texte_de_cellule(ligne.porteur),
        "departement": ligne.departement,
        "region": texte_de_cellule(ligne.region),
        "regime": texte_de_cellule(ligne.regime),
        "gestionnaires": ligne.gestionnaires,
        "montant": ligne.montant,
        "annee_pleine": ligne.annee_pleine,
        "plafond": ligne.plafond,
        "part_ars": ligne.part_ars,
        "complet": _verdict(ligne.complet),
        "eligible": _verdict(ligne.eligible),
        "recevable": _verdict(ligne.recevable),
        "budget": _verdict(ligne.budget_conforme),
        "bloquants": ligne.compte(Gravite.BLOQUANT),
        "avertissements": ligne.compte(Gravite.AVERTISSEMENT),
        **{f"piece_{p.cle}": str(etat) for p, etat in etats.items() if p.nationale},
        "pieces_locales": texte_de_cellule(typographie("\n".join(locales))) if locales else None,
    }


def _verdict(valeur: bool | None) -> str:
    return _ILLISIBLE if valeur is None else "oui" if valeur else "non"


def _constats(m: Matrice, noms: Iterable[str]) -> Iterator[Ligne]:
    """The findings of each dossier, in its order, then those about the set."""
    for ligne, nom in zip(m.lignes, noms, strict=True):
        for constat in ligne.constats:
            yield {"rang": ligne.rang, "dossier": texte_de_cellule(nom), "ligne": constat.ligne, **_constat(constat)}
    for constat in m.ensemble:
        yield {"dossier": "(entre les dossiers)", **_constat(constat)}


def _constat(c: Constat) -> Ligne:
    return {
        "regle": c.regle,
        "gravite": str(c.gravite),
        "message": texte_de_cellule(c.message),
        "remede": texte_de_cellule(c.remede) or None,
        "source": typographie(c.source) or None,
    }


def _enveloppe(e: LigneDEnveloppe) -> Ligne:
    """A line whose figures the workbook counts, unless the region or the regime is none of annexe II's."""
    ligne: Ligne = {"region": texte_de_cellule(e.region), "regime": texte_de_cellule(e.regime), "places": e.places}
    if e.places is None:
        ligne |= {"dossiers": e.dossiers, "recevables": e.recevables, "demande": e.montant}
    return ligne


def _notes(c: Campagne, choix: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield "Campagne", c.intitule
    yield from c.textes.items()
    yield "Recevable", "éligible et complet (circulaire, § 1.2.3) ; le budget est jugé à part."
    yield (
        "Montants",
        "en euros ; « demandé » est le montant de l’année de la campagne, « plafond » celui d’une année pleine.",
    )
    yield "Filtrer, trier", "par les flèches des titres ; les totaux du haut sont ceux des lignes affichées."
    yield "Enveloppe", "places de l’annexe II ; les autres nombres comptent la feuille « Dossiers »."
    for etat, sens in _ETATS.items():
        yield f"Pièce « {etat} »", sens
    for phrase in choix or ("aucun : les règles nationales s’appliquent.",):
        yield "Choix locaux", phrase
    yield "maia", "relit et calcule, et ne décide rien : les textes font foi."


def texte_de_cellule(texte: str | None) -> str | None:
    """The text as a cell can show it: nothing invisible (U+FFFD in its place), cut where a cell ends."""
    if texte is None:
        return None
    if not texte.isprintable():
        visibles = (c if c.isprintable() or c == "\n" or unicodedata.category(c) == "Zs" else "\ufffd" for c in texte)
        texte = "".join(visibles)
    return texte if len(texte) <= _LONGUEUR else f"{texte[:_LONGUEUR]}…"
