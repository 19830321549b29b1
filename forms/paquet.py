r"""D6: the package a porteur sends, and its manifest (CIRC §1.2.1: « par voie électronique »).

    LISEZ-MOI.txt       what the package holds, for a person
    dossier/…           the YAML file, and the pieces where it says they are
    documents/…         the documents produced, and the bundle if asked
    manifeste.json      what follows, for a program; every other file is listed in it

`manifeste.json`, one object (UTF-8):

    format              "maia-paquet"
    version             1
    regles              version of the rules that judged: « maia 0.1.0, règles 3f9c… »
    campagne            year
    porteur             raison_sociale, siren, departement (empty when not written)
    dossier             name of the YAML file in the package
    sha256_d_origine    of the sender's own file, when paths had to be adapted in the copy; else null
    chemins_adaptes     champ (place in the YAML) and nom (path written there in the copy)
    verdict             complet, eligible, recevable, budget_conforme
    constats            bloquants, avertissements, informations (counts), regles_bloquantes (ids)
    malgre_tout         whether it was sent in spite of blocking findings
    absents             places in the YAML of the files named and not joined
    fichiers            nom, role (dossier, pièce, document, notice), octets, sha256 (hexadecimal), champs, pages

A path of the dossier is kept when it is portable and stays inside its folder; any other (`../commun/a.pdf`,
`C:\a.pdf`, a name that Windows refuses) is given a plain name under `dossier/pieces/`, and the copy of the YAML says so.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maia.forms.constat import Gravite
from maia.forms.francais import montrable, nom_de_fichier
from maia.forms.instruction import Instruction

MANIFESTE, LISEZ_MOI = "manifeste.json", "LISEZ-MOI.txt"
DOSSIER, DOCUMENTS = "dossier/", "documents/"
FORMAT, VERSION = "maia-paquet", 1
FICHIERS_MAX = 2_000
OCTETS_MAX = 2 << 30
"""Bytes, all files together: what a receiver accepts, ten times the biggest package seen."""
MANIFESTE_MAX = 4_000_000
_LONGUEUR = 200
_INTERDITS = re.compile(r'[<>:"|?*\\]')
_RESERVES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)

Empreinte = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Nombre = Annotated[int, Field(ge=0, le=2**53)]


Role: TypeAlias = Literal["dossier", "pièce", "document", "notice"]


class _Bloc(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PorteurEcrit(_Bloc):
    """Who sends."""

    raison_sociale: str = ""
    siren: str = ""
    departement: str = ""


class CheminAdapte(_Bloc):
    """A path changed in the copy of the dossier: its place, and what stands there now."""

    champ: str
    nom: str


class VerdictEcrit(_Bloc):
    """A verdict, as `maia verifier` gives it."""

    complet: bool
    eligible: bool
    recevable: bool
    budget_conforme: bool

    @classmethod
    def de(cls, i: Instruction) -> Self:
        """The verdict of a dossier's verification."""
        v = i.verdict
        return cls(complet=v.complet, eligible=v.eligible, recevable=v.recevable, budget_conforme=v.budget_conforme)


class ConstatsComptes(_Bloc):
    """How many findings of each severity, and the rules that block."""

    bloquants: Nombre
    avertissements: Nombre
    informations: Nombre
    regles_bloquantes: list[str]

    @classmethod
    def de(cls, i: Instruction) -> Self:
        """The findings of a dossier's verification."""
        bloquants = i.de_gravite(Gravite.BLOQUANT)
        return cls(
            bloquants=len(bloquants),
            avertissements=len(i.de_gravite(Gravite.AVERTISSEMENT)),
            informations=len(i.de_gravite(Gravite.INFORMATION)),
            regles_bloquantes=sorted({c.regle for c in bloquants}),
        )


class FichierDuPaquet(_Bloc):
    """One file of the package."""

    nom: str
    role: Role
    octets: Nombre
    sha256: Empreinte
    champs: list[str] = []
    pages: Nombre | None = None


class Manifeste(_Bloc):
    """What a package says of itself."""

    format: Literal["maia-paquet"] = "maia-paquet"
    version: Literal[1] = 1
    regles: str
    campagne: Nombre
    porteur: PorteurEcrit
    dossier: str
    sha256_d_origine: Empreinte | None
    chemins_adaptes: list[CheminAdapte]
    verdict: VerdictEcrit
    constats: ConstatsComptes
    malgre_tout: bool
    absents: list[str]
    fichiers: Annotated[list[FichierDuPaquet], Field(max_length=FICHIERS_MAX)]

    def octets(self) -> bytes:
        """The manifest as a file: the same object gives the same bytes."""
        return (json.dumps(self.model_dump(), ensure_ascii=False, indent=2) + "\n").encode()


def lire_manifeste(octets: bytes) -> Manifeste | str:
    """The manifest, or one sentence saying why it can't be read; never raises for what it holds."""
    try:
        brut = json.loads(octets, object_pairs_hook=_sans_double)
        version = brut.get("version") if isinstance(brut, dict) and brut.get("format") == FORMAT else None
        if isinstance(version, int) and version > VERSION:
            return "Le paquet vient d’une version plus récente de maia : mettez maia à jour."
        return Manifeste.model_validate_json(octets)
    except ValidationError as erreur:
        champ = ".".join(
            map(str, erreur.errors(include_url=False, include_context=False, include_input=False)[0]["loc"])
        )
        return f"Le manifeste n’est pas conforme ({montrable(champ) or 'format'})."
    except (ValueError, RecursionError):
        return "Le manifeste n’est pas un fichier JSON lisible."


def _sans_double(paires: list[tuple[str, object]]) -> dict[str, object]:
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError("double")
    return objet


def defaut_du_nom(nom: str) -> str:
    """Why a file of this name can't be written on every system, inside a folder and nowhere else; empty when it can."""
    segments = nom.split("/")
    if nom.startswith("/") or re.match(r"[A-Za-z]:", nom):
        return "chemin absolu"
    if ".." in segments:
        return "chemin qui remonte"
    if "\\" in nom:
        return "barre oblique inverse"
    if not nom.isprintable() or _INTERDITS.search(nom):
        return "caractère interdit dans un nom de fichier"
    if any(s in ("", ".") or s != s.strip(" ") or s.endswith(".") for s in segments):
        return "nom de fichier mal formé"
    if any(_RESERVES.fullmatch(s) for s in segments):
        return "nom réservé par Windows"
    if len(nom) > _LONGUEUR or len(nom.encode("utf-8", "replace")) > _LONGUEUR:
        return "nom trop long"
    return "" if nom == unicodedata.normalize("NFC", nom) else "accents décomposés"


def cle_du_nom(nom: str) -> str:
    """Two names with the same key are one file on some system (case, accents typed in parts)."""
    return unicodedata.normalize("NFC", nom).casefold()


def place_dans_le_paquet(nom: str) -> str:
    """Where a file named in a dossier stands under `dossier/`; empty when its path leads out of it, or is not portable."""
    droit = nom.replace("\\", "/")
    if ".." in droit.split("/"):
        return ""
    place = posixpath.normpath(droit)
    return "" if place == "." or defaut_du_nom(place) else place


def nom_adapte(cle: str, nom: str, pris: set[str]) -> str:
    """A plain name under `pieces/` for a file whose path can't be kept: `pieces/statuts-copie-2011.pdf`."""
    fin = nom.replace("\\", "/").rpartition("/")[2]
    base, point, extension = fin.rpartition(".")
    suffixe = f".{nom_de_fichier(extension)}" if point and extension else ""
    racine = f"pieces/{nom_de_fichier(cle)}-{nom_de_fichier(base if point else fin)}"
    rang = 1
    while cle_du_nom(candidat := f"{racine}{f'-{rang}' if rang > 1 else ''}{suffixe}") in pris:
        rang += 1
    return candidat
