"""Local choices in force: what an ARS changed of the national rules, said in every report that they could change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from maia.forms.campagne import Campagne, campagne, disponibles
from maia.forms.francais import date_courte, montrable, nombre, typographie
from maia.forms.pieces import FACULTATIVE, PRIVE, Catalogue, catalogue
from maia.validators.catalogue import regles

_QUAND = {PRIVE: "demandée aux porteurs privés", FACULTATIVE: "facultative"}
# Told apart: severities and pieces in sentences of their own, an ARS's choices by `Reglages`.
_A_PART = {"gravites", "pieces", "seuils_locaux", "choix_locaux"}


def choix_locaux(c: Campagne, nom: str, pieces: Catalogue) -> tuple[str, ...]:
    """One sentence a choice: campaign file called `nom`, values unlike the national ones, severities, pieces.

    `c` is the campaign before an ARS's own settings (`Campagne.reglee` says those), `pieces` the list with what the
    campaign and `--pieces` add.
    """
    return tuple(map(typographie, (*_campagne(c, nom), *_gravites(c), *_pieces(pieces))))


def _campagne(c: Campagne, nom: str) -> Iterator[str]:
    if nom in disponibles():
        return
    yield f"Fichier de campagne : « {montrable(Path(nom).name)} »."
    if str(c.annee) not in disponibles():
        yield f"La campagne {c.annee} n’est pas fournie avec maia : aucun de ses chiffres n’a été comparé."
        return
    ici, national = _valeurs(c), _valeurs(campagne(str(c.annee)))
    for chemin in sorted(ici.keys() | national.keys()):
        if ici.get(chemin) != national.get(chemin):
            yield f"{chemin} : {_dit(ici.get(chemin))} au lieu de {_dit(national.get(chemin))}."


def _valeurs(c: Campagne) -> dict[str, Any]:
    """Every value of a campaign by its path."""
    return dict(_feuilles("", c.model_dump(exclude=_A_PART)))


def _feuilles(chemin: str, valeur: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(valeur, dict):
        for cle, v in valeur.items():
            yield from _feuilles(f"{chemin}.{cle}" if chemin else str(cle), v)
    else:
        yield chemin, valeur


def _dit(valeur: Any) -> str:
    match valeur:
        case None | []:
            return "rien"
        case list():
            return ", ".join(map(_dit, valeur))
        case datetime.date():
            return date_courte(valeur)
        case int() | Decimal():
            return nombre(valeur)
        case _:
            return f"« {montrable(str(valeur))} »"


def _gravites(c: Campagne) -> Iterator[str]:
    for r in regles():
        if (gravite := c.gravites.get(r.id, r.gravite)) is not r.gravite:
            yield f"Règle {r.id} : « {gravite} » au lieu de « {r.gravite} »."


def _pieces(pieces: Catalogue) -> Iterator[str]:
    nationales = catalogue().pieces
    for cle, piece in pieces.locales.items():
        geste = "redéfinie" if cle in nationales else "ajoutée"
        quand = _QUAND.get(piece.demandee, "toujours demandée")
        yield f"Pièce {geste} : {montrable(piece.libelle)} ({quand})."
