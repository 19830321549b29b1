"""What a rule accepts and refuses, in a few written lines: the cases that test it are also those that explain it.

`cas/B01.yaml` holds the cases of B01: each is a name and a few changes to a valid dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maia.forms.lecture import Illisible, analyser

# Words of the cases that are not fields of the dossier: what they say to the reader, or `None` when it is for tests.
_MOTS: dict[str, str | None] = {
    "fichiers": "fichier",
    "liste_locale": "pièce que l’ARS ajoute",
    "reglages": "réglage de l’ARS",
    "campagne_locale": "campagne",
    "aussi": None,
    "attendu": None,
}


@dataclass(frozen=True, slots=True)
class Exemple:
    """One case: whether it is accepted, its name, and the lines that make it, as written in a dossier."""

    accepte: bool
    nom: str
    lignes: tuple[str, ...]


@cache
def exemples(regle: str) -> tuple[Exemple, ...]:
    """The cases of a rule, accepted first, in the order written; none for a rule that doesn't exist."""
    fichier = files("maia.validators").joinpath("cas", f"{regle}.yaml")
    if not fichier.is_file():
        return ()
    lu = analyser(fichier.read_bytes(), fichier.name)
    if isinstance(lu, Illisible) or not isinstance(lu.valeur, dict):
        raise TypeError(f"cas/{regle}.yaml")
    return tuple(
        Exemple(sorte == "accepte", nom, _lignes(changements))
        for sorte in ("accepte", "rejete")
        for nom, changements in _bloc(lu.valeur.get(sorte)).items()
    )


def _bloc(valeur: Any) -> Mapping[str, Any]:
    return valeur if isinstance(valeur, dict) else {}


def _lignes(changements: Any) -> tuple[str, ...]:
    lignes: list[str] = []
    for chemin, valeur in _bloc(changements).items():
        if chemin not in _MOTS:
            lignes.append(
                f"{chemin.removesuffix('.+')}: {_valeur(valeur)}" if valeur is not None else f"{chemin}: (rien)"
            )
        elif mot := _MOTS[chemin]:
            lignes += [f"{mot} {cle} : {_valeur(v)}" for cle, v in _bloc(valeur).items()]
    return tuple(lignes)


def _valeur(valeur: Any) -> str:
    if isinstance(valeur, dict):
        return "{" + ", ".join(f"{cle}: {_valeur(v)}" for cle, v in valeur.items()) + "}"
    if isinstance(valeur, list):
        return "[" + ", ".join(map(_valeur, valeur)) + "]"
    return "(rien)" if valeur is None else str(valeur)
