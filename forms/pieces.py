"""The pieces of the application as data (`pieces.yaml`), checked by Cerberus; an ARS may add its own without Python.

Cerberus judges what is written (a piece missing, a list where a path is expected, an unknown piece); what the files
hold is `maia.forms.examen`'s part.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, RootModel

from maia.forms.constat import Chemin
from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents
from maia.forms.lecture import Illisible, lire
from maia.forms.modele import Choix, Modele
from maia.forms.saisie import Saisie, lire_modele
from maia.forms.types import Entier, Texte

if TYPE_CHECKING:
    from cerberus import Validator

TOUJOURS, PRIVE, FACULTATIVE = "toujours", "prive", "facultative"


class Genre(StrEnum):
    """What can be wrong with a piece as it is written."""

    ABSENTE = "absente"
    FORME = "forme"
    VIDE = "vide"
    INCONNUE = "inconnue"


class PieceDemandee(Modele):
    """One piece of the list: its name, when it is asked, how it is written, its source and what to do when it lacks."""

    libelle: Texte = Field(title="Libellé", description="Nom de la pièce, sans article")
    rang: Entier = Field(title="Rang", description="Place dans la liste")
    demandee: Annotated[str, Choix(TOUJOURS, PRIVE, FACULTATIVE)] = Field(
        title="Demandée", description="toujours, prive (porteur privé à but non lucratif) ou facultative"
    )
    type: Annotated[str, Choix("fichier", "fichiers")] = Field(
        title="Type", description="fichier (un chemin) ou fichiers (un chemin ou une liste)"
    )
    source: Texte = Field(title="Source", description="Passage qui la demande, ou ARS")
    remede: Texte = Field(title="Remède", description="Ce que le porteur doit faire si elle manque")


class ListeDePieces(RootModel[dict[str, PieceDemandee]]):
    """A list of pieces by key, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Ecart:
    """One fault of writing in the pieces: which piece, where, what; `suggestion` names the piece probably meant."""

    piece: str
    chemin: Chemin
    genre: Genre
    suggestion: str = ""


class Catalogue:
    """The pieces asked, and the check of a dossier's pieces against them."""

    def __init__(self, pieces: Mapping[str, PieceDemandee]) -> None:
        self.pieces = dict(pieces)
        self._validateurs: dict[bool, Validator] = {}

    def avec(self, locales: Mapping[str, PieceDemandee]) -> Catalogue:
        """The same list with an ARS's own pieces added (or redefined)."""
        return Catalogue({**self.pieces, **locales})

    @property
    def locales(self) -> dict[str, PieceDemandee]:
        """The pieces that are not of the national list."""
        return {cle: piece for cle, piece in self.pieces.items() if catalogue().pieces.get(cle) != piece}

    def ecarts(self, pieces: Mapping[str, Any], *, prive: bool) -> tuple[Ecart, ...]:
        """Faults of `pieces` (key → path, or list of paths); `prive` when the porteur is a private non-profit body."""
        validateur = self._validateur(prive)
        validateur.validate({cle: v for cle, v in pieces.items() if v is not None}, normalize=False)
        # Cerberus walks sets: sort, so that the same dossier gives the same report.
        ecarts = [self._ecart(cle, genre) for cle, genre in validateur.errors]
        ordre = list(self.pieces)
        return tuple(
            sorted(
                ecarts, key=lambda e: (ordre.index(e.piece) if e.piece in ordre else len(ordre), e.piece, str(e.chemin))
            )
        )

    def _ecart(self, cle: str, genre: Genre) -> Ecart:
        if genre is not Genre.INCONNUE:
            return Ecart(cle, ("pieces", cle), genre)
        connues = {sans_accents(nom): nom for nom in [*self.pieces, "engagements"]}
        proches = difflib.get_close_matches(sans_accents(cle), connues, n=1, cutoff=0.6)
        return Ecart(cle, ("pieces", cle), genre, connues[proches[0]] if proches else "")

    def _validateur(self, prive: bool) -> Validator:
        if prive not in self._validateurs:
            self._validateurs[prive] = _classe()(
                {
                    cle: {
                        "type": piece.type,
                        "required": piece.demandee == TOUJOURS or (prive and piece.demandee == PRIVE),
                        "check_with": "chemins",
                    }
                    for cle, piece in self.pieces.items()
                }
            )
        return self._validateurs[prive]


@cache
def _classe() -> type[Validator]:
    """Our Validator: two types of our own, and findings instead of English sentences."""
    from cerberus import TypeDefinition, Validator, errors  # noqa: PLC0415 - only when pieces are judged

    genres = {
        errors.REQUIRED_FIELD.code: Genre.ABSENTE,
        errors.BAD_TYPE.code: Genre.FORME,
        errors.UNKNOWN_FIELD.code: Genre.INCONNUE,
        errors.CUSTOM.code: Genre.VIDE,
    }

    class EnGenres(errors.BaseErrorHandler):  # type: ignore[misc]
        """Cerberus's errors as (piece, genre) pairs: the French is the rules' affair."""

        def __call__(self, erreurs: Any) -> list[tuple[str, Genre]]:
            return [(str(erreur.document_path[0]), genres[erreur.code]) for erreur in erreurs]

    class ValidateurDePieces(Validator):  # type: ignore[misc]
        """Validator of a dossier's pieces."""

        types_mapping: ClassVar = {
            **Validator.types_mapping,
            "fichier": TypeDefinition("fichier", (str,), ()),
            "fichiers": TypeDefinition("fichiers", (str, list), ()),
        }

        def _check_with_chemins(self, champ: str, valeur: Any) -> None:
            chemins = valeur if isinstance(valeur, list) else [valeur]
            if not chemins or any(not isinstance(c, str) or not c.strip() or c != c.strip("\n") for c in chemins):
                self._error(champ, errors.CUSTOM, None)

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **{"error_handler": EnGenres, **options})

    return ValidateurDePieces


@cache
def catalogue() -> Catalogue:
    """The national list (annexes III and IV)."""
    return Catalogue(ListeDePieces.model_validate(lire_donnees("pieces.yaml")).root)


def lire_pieces(chemin: Path) -> Saisie[ListeDePieces] | Illisible:
    """An ARS's own list of pieces, with its typing faults."""
    lu = lire(chemin)
    return lu if isinstance(lu, Illisible) else lire_modele(lu, ListeDePieces)
