"""What a produced file says of itself (:mod:`~maia.generators.proprietes`), read back and checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from maia.generators.ooxml import Paquet
from maia.generators.proprietes import PREFIXE, RELATION, arbre

__all__ = ["Embarque", "lire_embarque"]

OCTETS_MAXIMAUX: Final = 8 * 1024 * 1024  # inflated; a dossier has a megabyte at most
_ILLISIBLES: Final = {
    "source": "le dossier embarqué dans le fichier est illisible ou incomplet",
    "champs": "les valeurs embarquées dans le fichier sont illisibles ou incomplètes",
}
_CHANGEES: Final = {
    "source": "le dossier embarqué dans le fichier ne correspond plus à son empreinte",
    "champs": "les valeurs embarquées dans le fichier ne correspondent plus à leur empreinte",
}


@dataclass(frozen=True, slots=True)
class Embarque:
    """What the file's properties hold; ``None`` or empty for what is absent or can't be read.

    ``alterations`` says, in French, what no longer agrees with its fingerprint.
    """

    document: str
    fichier: str
    source: bytes | None
    champs: Mapping[str, Any] | None
    campagne: str
    regles: str
    modele: str
    alterations: tuple[str, ...]


def lire_embarque(paquet: Paquet) -> Embarque | None:
    """The origin of a file, `None` for one that holds none: made by another program, or by an older version.

    Raises :class:`~maia.generators.ooxml.PaquetRefuse` for properties that are not XML.
    """
    textes = _proprietes(paquet)
    if "document" not in textes:
        return None
    alterations: list[str] = []
    source = _donnees(textes, "source", "dossier", alterations)
    brut = _donnees(textes, "champs", "champs", alterations)
    champs = None
    if brut is not None:
        try:
            champs = json.loads(brut)
        except (ValueError, RecursionError):
            alterations.append(_ILLISIBLES["champs"])
    return Embarque(
        textes["document"],
        textes.get("dossier", ""),
        source,
        champs if isinstance(champs, dict) else None,
        textes.get("campagne", ""),
        textes.get("regles", ""),
        textes.get("modele.sha256", ""),
        tuple(alterations),
    )


def _proprietes(paquet: Paquet) -> dict[str, str]:
    """Our properties, without their prefix."""
    if "_rels/.rels" not in paquet.parties:
        return {}
    relations = arbre(paquet, "_rels/.rels")
    cible = next((r.get("Target", "") for r in relations if r.get("Type") == RELATION), "").removeprefix("/")
    if cible not in paquet.parties:
        return {}
    return {
        nom.removeprefix(PREFIXE): "".join(str(t) for t in propriete.itertext()).strip()
        for propriete in arbre(paquet, cible)
        if (nom := propriete.get("name", "")).startswith(PREFIXE)
    }


def _donnees(textes: Mapping[str, str], nom: str, empreinte: str, alterations: list[str]) -> bytes | None:
    """The pieces put together again, and whether they agree with their fingerprint."""
    rangs = {int(m[1]): cle for cle in textes if (m := re.fullmatch(rf"{nom}\.([0-9]{{1,6}})", cle))}
    attendue = textes.get(f"{empreinte}.sha256", "")
    if not rangs and not attendue:
        return None
    texte = "".join(textes[rangs[rang]] for rang in sorted(rangs))
    inflation = zlib.decompressobj(-15)
    try:
        octets = inflation.decompress(base64.b64decode(texte, validate=True), OCTETS_MAXIMAUX)
        entier = inflation.eof
    except (binascii.Error, zlib.error, ValueError):
        octets, entier = b"", False
    if not entier:
        alterations.append(_ILLISIBLES[nom])
        return None
    if hashlib.sha256(octets).hexdigest() != attendue:
        alterations.append(_CHANGEES[nom])
    return octets
