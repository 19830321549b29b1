"""From verified files to the matrix of dossiers (CIRC §1.2.2: what an ARS looks at, side by side)."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import count
from typing import Any

from maia.forms.campagne import Campagne
from maia.forms.constat import BLOQUANT, Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.inventaire import ENGAGEMENTS, EtatDePiece, inventaire
from maia.forms.lecture import Illisible
from maia.forms.matrice import ColonneDePiece, LigneDeDossier, Matrice
from maia.forms.pieces import Catalogue, catalogue
from maia.validators.enveloppe import REGION_INCONNUE, constats_d_ensemble, enveloppe, region
from maia.validators.registre import REGLES, Aspect
from maia.verification import Verifie

_PRECISION = Decimal("0.0001")


def matrice(resultats: Sequence[Verifie | Illisible], campagne: Campagne, pieces: Catalogue | None = None) -> Matrice:
    """One line a file, in the order given; `pieces` is the list that was used to verify them."""
    demandees = (pieces or catalogue()).avec(campagne.pieces)
    colonnes = _colonnes(demandees)
    rangs = count(1)
    lignes = tuple(
        _illisible(r) if isinstance(r, Illisible) else _ligne(next(rangs), r, campagne, demandees, colonnes)
        for r in resultats
    )
    juges = [(r.lu.dossier, r.rapport.verdict) for r in resultats if isinstance(r, Verifie)]
    ensemble = constats_d_ensemble(juges, campagne) if len(juges) > 1 else ()
    return Matrice(campagne.annee, colonnes, lignes, enveloppe(juges, campagne), ensemble)


def _colonnes(pieces: Catalogue) -> tuple[ColonneDePiece, ...]:
    """The pieces of the list, numbered as annexe III does; those that share a number take a letter: `3`, `3b`, `3c`."""
    nationales = catalogue().pieces
    vus: Counter[int] = Counter()
    colonnes = []
    for piece in inventaire(Dossier(), pieces, ()):
        rang = 2 if piece.cle == ENGAGEMENTS else pieces.pieces[piece.cle].rang
        lettre = string.ascii_lowercase[vus[rang] % 26] if vus[rang] else ""
        vus[rang] += 1
        nationale = piece.cle == ENGAGEMENTS or piece.cle in nationales
        colonnes.append(ColonneDePiece(piece.cle, f"{rang}{lettre}", piece.libelle, piece.source, nationale))
    return tuple(colonnes)


def _illisible(refus: Illisible) -> LigneDeDossier:
    """A file that can't be read: its name, and why."""
    message = typographie(refus.message)
    constat = Constat("", message, "", "lecture", BLOQUANT, "", refus.ligne, refus.colonne)
    return LigneDeDossier(None, refus.fichier, message, constats=(constat,))


def _ligne(
    rang: int, resultat: Verifie, campagne: Campagne, pieces: Catalogue, colonnes: Iterable[ColonneDePiece]
) -> LigneDeDossier:
    d, v, constats = resultat.lu.dossier, resultat.rapport.verdict, resultat.rapport.constats
    etats = _etats(d, pieces, constats)
    return LigneDeDossier(
        rang,
        str(resultat.lu.chemin),
        porteur=d.porteur.raison_sociale,
        departement=d.departement,
        region=_region(d, campagne),
        regime=d.regime,
        gestionnaires=d.demande.gestionnaires_de_cas,
        montant=d.demande.montant,
        annee_pleine=_annee_pleine(d),
        plafond=_plafond(d, campagne),
        part_ars=_part_ars(d),
        complet=v.complet,
        eligible=v.eligible,
        recevable=v.recevable,
        budget_conforme=v.budget_conforme,
        pieces=tuple(etats[colonne.cle] for colonne in colonnes),
        constats=constats,
    )


def _etats(d: Dossier, pieces: Catalogue, constats: Iterable[Constat]) -> dict[str, EtatDePiece]:
    """Where each piece stands, by its key: as the findings of completeness leave it."""
    de_completude = [c for c in constats if REGLES[c.regle].aspect is Aspect.COMPLET]
    return {piece.cle: piece.etat for piece in inventaire(d, pieces, de_completude)}


def _region(d: Dossier, c: Campagne) -> str | None:
    """The region as annexe II writes it, else as the dossier does."""
    connue = region(d, c)
    return d.region if connue == REGION_INCONNUE else connue


def _annee_pleine(d: Dossier) -> int | None:
    demande = d.demande.annee_pleine
    return d.annee_pleine.budget.demande_a_l_ars if demande is None else demande


def _plafond(d: Dossier, c: Campagne) -> int | None:
    """The full-year ceiling (CIRC §2.2), when the dossier says its regime and its number of gestionnaires de cas."""
    if d.regime not in c.regimes or d.demande.gestionnaires_de_cas is None:
        return None
    return c.plafond(d.regime, d.demande.gestionnaires_de_cas).montant


def _part_ars(d: Dossier) -> Decimal | None:
    """What the ARS is asked for out of the year's products (CIRC annexe IV §2), to the ten thousandth."""
    if any(faute.chemin[:2] in {("budget",), ("budget", "produits")} for faute in d.fautes):
        return None  # an amount that can't be read is in no sum
    demande, produits = d.budget.demande_a_l_ars, d.budget.total_produits
    if demande is None or not produits:
        return None
    return (Decimal(demande) / produits).quantize(_PRECISION)


def en_json(m: Matrice) -> dict[str, Any]:
    """The matrix for another program: amounts in whole euros, `part_ars` a share, states without accents nor spaces."""
    return {
        "pieces": [{"cle": p.cle, "numero": p.numero, "libelle": p.libelle, "source": p.source} for p in m.colonnes],
        "dossiers": [_ligne_json(m, ligne) for ligne in m.lignes],
        "totaux": asdict(m.totaux),
        "enveloppe": [{**asdict(ligne), "reste": ligne.reste} for ligne in m.enveloppe],
        "constats": [
            {"regle": c.regle, "gravite": str(c.gravite), "message": c.message, "remede": c.remede, "source": c.source}
            for c in m.ensemble
        ],
    }


def _ligne_json(m: Matrice, ligne: LigneDeDossier) -> dict[str, Any]:
    etats = zip(m.colonnes, ligne.pieces, strict=False)
    return {
        "rang": ligne.rang,
        "fichier": ligne.fichier,
        "porteur": ligne.porteur,
        "departement": ligne.departement,
        "region": ligne.region,
        "regime": ligne.regime,
        "gestionnaires_de_cas": ligne.gestionnaires,
        "montant": ligne.montant,
        "annee_pleine": ligne.annee_pleine,
        "plafond_annee_pleine": ligne.plafond,
        "part_ars": None if ligne.part_ars is None else float(ligne.part_ars),
        "bloquants": ligne.compte(Gravite.BLOQUANT),
        "avertissements": ligne.compte(Gravite.AVERTISSEMENT),
        "pieces": {piece.cle: etat.name.lower() for piece, etat in etats},
    }
