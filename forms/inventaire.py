"""The pieces of annexe III one by one: what is asked, the files that prove it, and what the findings say of each.

Nothing is judged here: a piece is in the state that its findings give it, so that a table never contradicts a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maia.forms.constat import Constat, Gravite
from maia.forms.dossier import Dossier
from maia.forms.examen import Examen
from maia.forms.francais import date_courte
from maia.forms.pieces import FACULTATIVE, PRIVE, Catalogue, PieceDemandee
from maia.forms.projet import Engagement

ENGAGEMENTS = "engagements"
# The list says it: the dossier stands for this piece, whose signed copy may be joined.
DOSSIER_DE_FINANCEMENT = "dossier_de_financement"
_RANG_DES_ENGAGEMENTS = 2
_RANG_HORS_LISTE = 1_000


class EtatDePiece(StrEnum):
    """Where a piece stands."""

    JOINTE = "jointe"
    MANQUANTE = "manquante"
    A_CORRIGER = "à corriger"
    A_VERIFIER = "à vérifier"
    NON_JOINTE = "non jointe"
    NON_DEMANDEE = "non demandée"
    TENUE = "ce dossier en tient lieu"


class Exigence(StrEnum):
    """Whether a piece is asked of this porteur."""

    DEMANDEE = "demandée"
    SANS_OBJET = "porteurs privés seulement"
    FACULTATIVE = "facultative"
    HORS_LISTE = "hors liste"


@dataclass(frozen=True, slots=True)
class FichierJoint:
    """One file of a piece: its path as typed, a word on it, what opening it found (`None`: not opened)."""

    nom: str
    precision: str
    examen: Examen | None

    @property
    def lisible(self) -> bool:
        """Whether the file was opened and can be read."""
        return self.examen is not None and self.examen.lisible


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """One piece of the list: its files, its state and the findings about it."""

    cle: str
    libelle: str
    source: str
    exigence: Exigence
    etat: EtatDePiece
    fichiers: tuple[FichierJoint, ...]
    constats: tuple[Constat, ...]


def inventaire(dossier: Dossier, pieces: Catalogue, constats: Iterable[Constat]) -> tuple[PieceJointe, ...]:
    """Every piece of the list in its order, the documents of engagement second, the pieces of no list last.

    `constats` are the findings that bear on completeness: those of eligibility leave a piece as it is.
    """
    trouves = list(constats)
    lignes = [(piece.rang, _piece(dossier, cle, piece, trouves)) for cle, piece in pieces.pieces.items()]
    lignes.append((_RANG_DES_ENGAGEMENTS, _engagements(dossier, trouves)))
    lignes += [
        (_RANG_HORS_LISTE, _assembler(cle, f"« {cle} »", "", Exigence.HORS_LISTE, _fichiers(dossier, cle), trouves))
        for cle, valeur in dossier.pieces.autres.items()
        if cle not in pieces.pieces and valeur
    ]
    return tuple(piece for _, piece in sorted(lignes, key=lambda ligne: ligne[0]))


def _piece(dossier: Dossier, cle: str, piece: PieceDemandee, constats: list[Constat]) -> PieceJointe:
    exigence = Exigence.DEMANDEE
    if piece.demandee == FACULTATIVE:
        exigence = Exigence.FACULTATIVE
    elif piece.demandee == PRIVE and not dossier.porteur.prive:
        exigence = Exigence.SANS_OBJET
    return _assembler(cle, piece.libelle, piece.source, exigence, _fichiers(dossier, cle), constats)


def _engagements(dossier: Dossier, constats: list[Constat]) -> PieceJointe:
    fichiers = tuple(
        FichierJoint(e.fichier or "", _precision(e), _examen(dossier, e.fichier)) for e in dossier.pieces.engagements
    )
    libelle = "documents d’engagement des partenaires, et leur tableau"
    return _assembler(ENGAGEMENTS, libelle, "CIRC annexe III", Exigence.DEMANDEE, fichiers, constats)


def _precision(e: Engagement) -> str:
    """`SSIAD de Gâtine (médico-social), convention du 14/11/2006`."""
    qui = f"{e.partenaire or 'partenaire non nommé'} ({e.champ or 'champ non dit'})"
    quoi = e.nature or "document de nature non dite"
    return f"{qui}, {quoi} du {date_courte(e.date)}" if e.date else f"{qui}, {quoi}"


def _assembler(
    cle: str,
    libelle: str,
    source: str,
    exigence: Exigence,
    fichiers: tuple[FichierJoint, ...],
    constats: list[Constat],
) -> PieceJointe:
    siens = tuple(c for c in constats if c.etapes[:2] == ("pieces", cle))
    return PieceJointe(cle, libelle, source, exigence, _etat(cle, exigence, fichiers, siens), fichiers, siens)


def _etat(
    cle: str, exigence: Exigence, fichiers: tuple[FichierJoint, ...], constats: tuple[Constat, ...]
) -> EtatDePiece:
    gravites = {c.gravite for c in constats}
    nommes = [f for f in fichiers if f.nom]
    if Gravite.BLOQUANT in gravites:
        return EtatDePiece.A_CORRIGER if fichiers else EtatDePiece.MANQUANTE
    if Gravite.AVERTISSEMENT in gravites or not all(f.lisible for f in nommes):
        return EtatDePiece.A_VERIFIER
    if nommes:
        return EtatDePiece.JOINTE
    if cle == DOSSIER_DE_FINANCEMENT:
        return EtatDePiece.TENUE
    return EtatDePiece.NON_DEMANDEE if exigence is Exigence.SANS_OBJET else EtatDePiece.NON_JOINTE


def _fichiers(dossier: Dossier, cle: str) -> tuple[FichierJoint, ...]:
    return tuple(FichierJoint(nom, "", _examen(dossier, nom)) for nom in _chemins(dossier.pieces.autres.get(cle)))


def _chemins(valeur: Any) -> Iterator[str]:
    """The paths of a piece, as typed: one, or a list."""
    for chemin in valeur if isinstance(valeur, list) else [valeur]:
        if isinstance(chemin, str) and chemin.strip():
            yield chemin


def _examen(dossier: Dossier, nom: str | None) -> Examen | None:
    return (dossier.examens or {}).get(nom or "")
