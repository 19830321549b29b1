"""The base of every model: frozen, no unknown field, everything optional.

A field left out is not a typing mistake: whether it is needed depends on the porteur, the funder and the moment, and
rules say so with their source. What is written, though, must be readable: that is the types' part.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from maia.forms.francais import sans_accents


class Modele(BaseModel):
    """A block of a form; each field carries its French label (`title`) and what to write in it (`description`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def champ(libelle: str, description: str = "", *, source: str = "", exemple: str = "") -> Any:
    """A field that may be left out (`None`): its French label, what to write in it, its source and an example."""
    return Field(default=None, **_dits(libelle, description, source, exemple))


def champ_liste(libelle: str, description: str = "", *, source: str = "", exemple: str = "") -> Any:
    """A list, empty when left out, described like `champ`."""
    return Field(default_factory=list, **_dits(libelle, description, source, exemple))


def champ_bloc(modele: type[Modele], libelle: str, description: str = "", *, source: str = "") -> Any:
    """A block of fields, empty when left out, described like `champ`."""
    return Field(default_factory=modele, **_dits(libelle, description, source, ""))


def _dits(libelle: str, description: str, source: str, exemple: str) -> dict[str, Any]:
    return {
        "title": libelle,
        "description": description or libelle,
        "examples": [exemple] if exemple else None,
        "json_schema_extra": {"source": source} if source else None,
    }


class Choix:
    """Annotation of a closed list, `Annotated[str, Choix("A", "T")]`.

    The official spelling comes out, whatever the case and accents typed; `synonymes` lead to one of `valeurs`.
    """

    def __init__(self, *valeurs: str, **synonymes: str) -> None:
        self.valeurs = valeurs
        self._connus = {sans_accents(v): v for v in valeurs}
        self._connus |= {sans_accents(mot.replace("_", " ")): valeur for mot, valeur in synonymes.items()}

    def lire(self, valeur: Any) -> str:
        """The official spelling of what was typed."""
        if not isinstance(valeur, str):
            raise PydanticCustomError("texte_attendu", "texte_attendu")
        if not valeur.strip():
            raise PydanticCustomError("texte_vide", "texte_vide")
        if (lu := self._connus.get(sans_accents(valeur))) is None:
            raise PydanticCustomError("choix", "choix", {"valeur": valeur, "choix": list(self.valeurs)})
        return lu

    def __get_pydantic_core_schema__(self, _source: Any, _suite: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's hook: text in, official spelling out."""
        return core_schema.no_info_plain_validator_function(self.lire)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _suite: GetJsonSchemaHandler) -> dict[str, Any]:
        """Pydantic's hook: what an editor offers."""
        return {"type": "string", "enum": list(self.valeurs)}
