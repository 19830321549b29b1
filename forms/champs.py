"""The fields of a form as a person reads them: from the typed models to labels, ways of writing, examples and sources.

The JSON Schema and the documentation are both drawn from here, so that they say what the reader accepts.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticUndefined

from maia.forms.francais import sans_accents
from maia.forms.modele import Choix, Modele


@dataclass(frozen=True, slots=True)
class Valeur:
    """A value on one line: how it is written (`cinq chiffres`; empty for plain text), examples, closed list if any.

    `nom` is what such values are called (`Montant`), when several fields share it.
    """

    nom: str = ""
    forme: str = ""
    exemples: tuple[str, ...] = ()
    choix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bloc:
    """Fields one under the other."""

    modele: type[Modele]


@dataclass(frozen=True, slots=True)
class Liste:
    """One element a dash."""

    element: Nature


@dataclass(frozen=True, slots=True)
class Table:
    """Free names, each with a value: `Achats: 2 400`."""

    valeur: Nature


@dataclass(frozen=True, slots=True)
class Alternative:
    """Several ways of writing the same thing."""

    facons: tuple[Nature, ...]


Nature = Valeur | Bloc | Liste | Table | Alternative


@dataclass(frozen=True, slots=True)
class Champ:
    """One field: its name in the file, French label, what to write, how, an example and the source of the demand."""

    nom: str
    libelle: str
    description: str
    nature: Nature
    exemple: str
    source: str


def champs(modele: type[Modele]) -> Iterator[Champ]:
    """The fields of a block, in the order of the form."""
    for nom, champ in modele.model_fields.items():
        nature = _nature(champ.annotation, champ.metadata)
        exemples = tuple(map(str, champ.examples or ()))
        suite = champ.json_schema_extra
        yield Champ(
            nom=nom,
            libelle=champ.title or nom,
            description=champ.description or "",
            nature=nature,
            exemple=(*exemples, *_exemples(nature), "")[0],
            source=str(suite.get("source", "")) if isinstance(suite, Mapping) else "",
        )


def arbre(
    modele: type[Modele], prefixe: tuple[str, ...] = (), source: str = ""
) -> Iterator[tuple[tuple[str, ...], Champ]]:
    """Every field under `modele` with its path; a field without a source has that of the block it stands in.

    `RANG` in a path stands for any rank in a list: `("effectifs", "–", "etp")`.
    """
    for champ in champs(modele):
        complet = champ if champ.source else replace(champ, source=source)
        chemin = (*prefixe, champ.nom)
        yield chemin, complet
        bloc, rang = bloc_de(champ.nature)
        if bloc:
            yield from arbre(bloc, (*chemin, *rang), complet.source)


def consigne(champ: Champ) -> str:
    """What to write in a field, in sentences: its own words unless they are its label, then the form of its value."""
    phrases = [] if champ.description == champ.libelle else [champ.description]
    for valeur in valeurs(champ.nature):
        connus = _mots(champ.description)
        if valeur.forme and not connus & _mots(valeur.forme):
            phrases.append(valeur.forme if isinstance(champ.nature, Valeur) else f"un ou plusieurs, {valeur.forme}")
        break
    return " ".join(map(phrase, phrases))


def phrase(mots: str) -> str:
    """A capital at the start and a full stop at the end, unless something ends it already."""
    return f"{mots[0].upper()}{mots[1:]}" + ("" if mots.endswith((".", "…", "?")) else ".") if mots else ""


def _mots(texte: str) -> set[str]:
    return {mot for mot in re.findall(r"\w+", sans_accents(texte)) if len(mot) > 2}


def valeurs(nature: Nature) -> Iterator[Valeur]:
    """The values that may be written in a field, blocks aside."""
    if isinstance(nature, Valeur):
        yield nature
    elif isinstance(nature, Liste):
        yield from valeurs(nature.element)
    elif isinstance(nature, Alternative):
        for facon in nature.facons:
            yield from valeurs(facon)


RANG = "–"


def bloc_de(nature: Nature) -> tuple[type[Modele] | None, tuple[str, ...]]:
    """The block a field holds, if any, and the step that leads to it (a rank, in a list)."""
    if isinstance(nature, Bloc):
        return nature.modele, ()
    if isinstance(nature, Liste):
        modele, rang = bloc_de(nature.element)
        return modele, (RANG, *rang)
    if isinstance(nature, Alternative):
        return next((trouve for facon in nature.facons if (trouve := bloc_de(facon))[0]), (None, ()))
    return None, ()


def _exemples(nature: Nature) -> tuple[str, ...]:
    match nature:
        case Valeur(exemples=exemples, choix=choix):
            return exemples or choix
        case Alternative(facons):
            return next((e for f in facons if (e := _exemples(f))), ())
        case _:
            return ()


def _nature(annotation: Any, annotations: Any = ()) -> Nature:
    """How the type of a field is written."""
    for precision in annotations:
        if isinstance(precision, Choix):
            return Valeur(choix=precision.valeurs)
        if isinstance(precision, WithJsonSchema) and precision.json_schema:
            dit = precision.json_schema
            return Valeur(
                dit.get("title", ""), dit["description"], tuple(dit.get("examples", ())), tuple(dit.get("enum", ()))
            )
        if isinstance(precision, BeforeValidator) and precision.json_schema_input_type is not PydanticUndefined:
            return _nature(precision.json_schema_input_type)
    origine, arguments = get_origin(annotation), get_args(annotation)
    if origine is Annotated:
        return _nature(arguments[0], arguments[1:])
    if origine in (Union, types.UnionType):
        facons = tuple(_nature(a) for a in arguments if a is not type(None))
        return facons[0] if len(facons) == 1 else Alternative(facons)
    if origine is list:
        return Liste(_nature(arguments[0]))
    if origine is dict:
        return Table(_nature(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, Modele):
        return Bloc(annotation)
    raise TypeError(f"{annotation} : aucune façon de l’écrire n’est décrite")
