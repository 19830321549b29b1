"""Documents: a template and a short function that fills its fields.

A document function is pure: it takes what was read and returns `Champs`, the template's values and the facts that are
missing from the files. It prints the form's own dots where a fact is missing, so that a draft can be made; whether a
document with dots may be handed out is the caller's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from maia.forms.ars import Ars
from maia.forms.campagne import Campagne
from maia.forms.dossier import Dossier
from maia.forms.instruction import Instruction

POINTS = "..."
"""The form's own dots: what stays where a fact is not known."""


class Fichier(StrEnum):
    """The file where a missing fact is to be written."""

    DOSSIER = "dossier"
    ARS = "ars"


@dataclass(frozen=True, slots=True)
class Manquant:
    """A fact that a document needs and no file gives: what it is, and the YAML path where to write it."""

    libelle: str
    chemin: str
    fichier: Fichier

    def __str__(self) -> str:
        return f"{self.fichier}.yaml : {self.chemin} ({self.libelle})"


@dataclass(frozen=True, slots=True)
class Champs:
    """The fields of a template, and the facts missing for it to be handed out."""

    valeurs: dict[str, Any]
    manquants: list[Manquant] = field(default_factory=list)


class Releve:
    """Gathers the missing facts while a document function fills its fields."""

    def __init__(self) -> None:
        self.manquants: list[Manquant] = []

    def dossier(self, valeur: str | None, chemin: str, libelle: str) -> str:
        """`valeur`, or the form's dots when the dossier doesn't say."""
        return self._ou_points(valeur, Manquant(libelle, chemin, Fichier.DOSSIER))

    def ars(self, valeur: str | None, chemin: str, libelle: str) -> str:
        """`valeur`, or the form's dots when the ARS file doesn't say."""
        return self._ou_points(valeur, Manquant(libelle, chemin, Fichier.ARS))

    def _ou_points(self, valeur: str | None, manquant: Manquant) -> str:
        if valeur:
            return valeur
        if manquant not in self.manquants:
            self.manquants.append(manquant)
        return POINTS


@dataclass(frozen=True, slots=True)
class Document:
    """A document that the product makes: its name on the command line, template, source and file extension.

    `ars` says that it needs the ARS's file; `instruction`, that it tells what checking the dossier gave; `annuel`, that
    it is made for a year, which its name bears (`avenant-2013`) and its function takes as `annee`.
    """

    nom: str
    modele: str
    source: str
    format: str
    ars: bool
    instruction: bool
    champs: Callable[..., Champs]
    annuel: bool = False

    @property
    def officiel(self) -> bool:
        """Whether the wording is a form's of the circulaire, and not ours: its clauses are then watched."""
        return "annexe" in self.source

    @property
    def relisible(self) -> bool:
        """Whether the file keeps its fields, to be compared once it comes home (`maia relire`).

        An official form in Word does, which people sign. A letter, or what tells of the instruction, comes from the
        ARS alone: it carries nothing but what is printed.
        """
        return self.format == "docx" and self.officiel and not self.instruction

    def remplir(self, d: Dossier, a: Ars, c: Campagne, i: Instruction) -> Champs:
        """The fields for one dossier: `champs(d, a, c)`, and `i` for a document that tells of it."""
        return self.champs(d, a, c, i) if self.instruction else self.champs(d, a, c)

    def de_l_annee(self, annee: int) -> Document:
        """The document of one year: `avenant-2013`."""
        return replace(self, nom=f"{self.nom}-{annee}", champs=partial(self.champs, annee=annee), annuel=False)


_DOCUMENTS: dict[str, Document] = {}


_F = TypeVar("_F", bound=Callable[..., Champs])


def document(
    nom: str,
    *,
    modele: str,
    source: str,
    format: str = "docx",  # noqa: A002
    ars: bool = False,
    instruction: bool = False,
    annuel: bool = False,
) -> Callable[[_F], _F]:
    """Register a document function under its command-line name."""

    def enregistrer(fonction: _F) -> _F:
        _DOCUMENTS[nom] = Document(nom, modele, source, format, ars, instruction, fonction, annuel)
        return fonction

    return enregistrer


def documents() -> Mapping[str, Document]:
    """Every registered document by name."""
    return dict(_DOCUMENTS)
