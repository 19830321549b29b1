"""JSON Schema of each form, for editors: names completed, fields explained, typing mistakes underlined.

An editor sees YAML 1.2, where `79200` is a number and `151 667` a text: both are allowed wherever a value is written.
A field left empty after its colon is allowed too, as the reader does.
"""

from __future__ import annotations

import re
from typing import Any

from maia.forms.ars import Ars
from maia.forms.budget import Budget, Financeur
from maia.forms.champs import Alternative, Bloc, Champ, Liste, Nature, Table, Valeur, champs, consigne, phrase
from maia.forms.dossier import Dossier, Pieces
from maia.forms.lecture import Lecture, analyser
from maia.forms.modele import Modele
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, SUBVENTIONS, Compte, nomenclature
from maia.forms.pieces import FACULTATIVE, PRIVE, TOUJOURS, Catalogue, PieceDemandee, catalogue
from maia.forms.psi import Psi

Json = dict[str, Any]

FORMULAIRES: dict[str, tuple[type[Modele], str]] = {
    "dossier": (Dossier, "Dossier de candidature MAIA"),
    "ars": (Ars, "Agence régionale de santé"),
    "psi": (Psi, "Plan de services individualisé"),
}

_MONTANT: Json = {"type": ["string", "number"]}
_CHEMIN: Json = {"type": "string"}
_DEMANDE = {
    TOUJOURS: "Demandée à tous.",
    PRIVE: "Demandée à un porteur privé sans but lucratif.",
    FACULTATIVE: "Facultative.",
}


def schema(nom: str, pieces: Catalogue | None = None) -> Json:
    """The JSON Schema (draft 2020-12) of a form: `dossier`, `ars` or `psi`.

    `pieces` is the list of pieces an editor should know (the national one unless an ARS has its own).
    """
    modele, titre = FORMULAIRES[nom]
    blocs: dict[str, Json] = {}
    racine = _bloc(modele, blocs, pieces or catalogue())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": titre,
        **racine,
        "type": "object",
        "$defs": dict(sorted(blocs.items())),
    }


def _bloc(modele: type[Modele], blocs: dict[str, Json], pieces: Catalogue) -> Json:
    proprietes = {champ.nom: _champ(champ, blocs, pieces) for champ in champs(modele)}
    if modele is Budget:
        _renvoi(Financeur, blocs, pieces)
        for cote in (CHARGES, PRODUITS, CONTRIBUTIONS):
            proprietes[cote] |= _comptes(cote, blocs)
    if modele is Pieces:
        proprietes = {cle: _piece(piece) for cle, piece in pieces.pieces.items()} | proprietes
    return {"type": ["object", "null"], "properties": proprietes, "additionalProperties": False}


def _renvoi(modele: type[Modele], blocs: dict[str, Json], pieces: Catalogue) -> Json:
    if modele.__name__ not in blocs:
        blocs[modele.__name__] = {}  # its place, so that a block inside itself would not turn for ever
        blocs[modele.__name__] = _bloc(modele, blocs, pieces)
    return {"$ref": f"#/$defs/{modele.__name__}"}


def _champ(champ: Champ, blocs: dict[str, Json], pieces: Catalogue) -> Json:
    explique = " ".join(filter(None, (consigne(champ), phrase(f"Source : {champ.source}") if champ.source else "")))
    decrit: Json = {"title": champ.libelle} | ({"description": explique} if explique else {})
    if champ.exemple and not (isinstance(champ.nature, Valeur) and champ.nature.choix):
        decrit["examples"] = [_exemple(champ.exemple)]
    return decrit | _ou_rien(_nature(champ.nature, blocs, pieces))


def _nature(nature: Nature, blocs: dict[str, Json], pieces: Catalogue) -> Json:
    match nature:
        case Valeur(choix=(_, *_) as choix):
            return {"enum": list(choix)}
        case Valeur(forme=forme):
            return {"type": ["string", "number"] if forme else ["string", "number", "boolean"]}
        case Bloc(modele):
            return _renvoi(modele, blocs, pieces)
        case Liste(element):
            return {"type": "array", "items": _nature(element, blocs, pieces)}
        case Table(valeur):
            return {"type": "object", "additionalProperties": _nature(valeur, blocs, pieces)}
        case Alternative(facons):
            return {"anyOf": [_nature(facon, blocs, pieces) for facon in facons]}


def _ou_rien(schema: Json) -> Json:
    """The same, or nothing written (a block allows it by itself)."""
    if "enum" in schema:  # an editor lists the answers: nothing is not one of them
        return {
            **{cle: v for cle, v in schema.items() if cle != "enum"},
            "anyOf": [{"enum": schema["enum"]}, {"type": "null"}],
        }
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "type" in schema:
        types = schema["type"]
        return {**schema, "type": [*([types] if isinstance(types, str) else types), "null"]}
    return schema


def _exemple(ecrit: str) -> Any:
    """An example as an editor would hold it: `79200` a number, `[a, b]` a list, all else a text."""
    if re.fullmatch(r"0|[1-9][0-9]*", ecrit):
        return int(ecrit)
    lu = analyser(ecrit.encode(), "exemple") if ecrit.startswith("[") else None
    return lu.valeur if isinstance(lu, Lecture) else ecrit


def _comptes(cote: str, blocs: dict[str, Json]) -> Json:
    """One side of the budget. An editor completes names from `properties`, and knows a typed `60:` by its pattern only."""
    renvois = {}
    for numero, compte in nomenclature().cote(cote).items():
        blocs[f"Compte{numero.capitalize()}"] = _compte(compte)
        renvois[numero] = {"$ref": f"#/$defs/Compte{numero.capitalize()}"}
    return {
        "type": ["object", "null"],
        "properties": renvois,
        "patternProperties": {f"^{numero}$": renvoi for numero, renvoi in renvois.items()},
        "additionalProperties": False,
    }


def _compte(compte: Compte) -> Json:
    """One account: its amount, or its lines; account 74, its funders."""
    financeurs: Json = {"type": "array", "items": {"$ref": "#/$defs/Financeur"}}
    if compte.numero == SUBVENTIONS:
        par_lignes = {"financeurs": financeurs, "total": _ou_rien(_MONTANT)}
        facons = [financeurs, {"type": "object", "properties": par_lignes, "additionalProperties": False}, _MONTANT]
        comment = "Un tiret par financeur, avec A (accordée) ou T (attendue)."
    else:
        lignes = {ligne: _ou_rien(_MONTANT) for ligne in (*compte.lignes, "total")}
        facons = [_MONTANT, {"type": "object", "properties": lignes, "additionalProperties": _ou_rien(_MONTANT)}]
        comment = "Le montant du compte, ou le détail de ses lignes ; un total n’est écrit que pour être vérifié."
    nom = f"{compte.numero} {compte.libelle}" if compte.numero.isdigit() else compte.libelle
    return {"title": nom, "description": f"{comment} Source : {compte.source}.", "anyOf": [*facons, {"type": "null"}]}


def _piece(piece: PieceDemandee) -> Json:
    plusieurs: Json = {"anyOf": [_CHEMIN, {"type": "array", "items": _CHEMIN}]}
    return {
        "title": f"{piece.libelle[0].upper()}{piece.libelle[1:]}",
        "description": f"{_DEMANDE[piece.demandee]} Source : {piece.source}.",
        **_ou_rien(_CHEMIN if piece.type == "fichier" else plusieurs),
    }
