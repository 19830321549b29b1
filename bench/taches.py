"""Our side of the documents: each function prepares what is done once, and gives the function that makes a document."""

from __future__ import annotations

from typing import Any

from bench.classeurs import MODELE, valeurs
from bench.donnees import CONVENTION, campagne_entiere, plans
from bench.ouvrier import Rendre
from maia.forms.campagne import campagne
from maia.generators.budget import budget
from maia.generators.classeur import ModeleExcel
from maia.generators.convention import convention_annuelle
from maia.generators.psi import psi
from maia.generators.word import ModeleWord


def convention(champs: list[dict[str, Any]]) -> Rendre:
    """Fields to .docx."""
    modele = _convention()
    return lambda i: modele.rendre(champs[i % len(champs)])


def convention_depuis_le_dossier(_: Any) -> Rendre:
    """Typed dossier and ARS file to .docx: fields computed each time."""
    modele, c = _convention(), campagne()
    dossiers = list(campagne_entiere())

    def rendre(i: int) -> bytes:
        d, a = dossiers[i % len(dossiers)]
        return modele.rendre(convention_annuelle(d, a, c).valeurs)

    return rendre


def plan(_: Any) -> Rendre:
    """Typed plan to PDF, never the same twice: its attached source changes with each document."""
    tous = list(plans())
    return lambda i: psi(tous[i % len(tous)], f"# plan {i}\n".encode())


def _convention() -> ModeleWord:
    return ModeleWord.compiler(CONVENTION.read_bytes(), CONVENTION.name)


def classeur(_: Any) -> Rendre:
    """Fields to .xlsx, the values of every formula computed."""
    modele = ModeleExcel.compiler(MODELE.read_bytes(), MODELE.name)
    tous = valeurs()
    return lambda i: modele.rendre(tous[i % len(tous)])


def classeur_depuis_le_dossier(_: Any) -> Rendre:
    """Typed dossier to .xlsx: fields computed each time, lines added where the form has too few."""
    modele, c = ModeleExcel.compiler(MODELE.read_bytes(), MODELE.name), campagne()
    dossiers = [d for d, _ in campagne_entiere()]
    return lambda i: modele.rendre(budget(dossiers[i % len(dossiers)], None, c).valeurs)
