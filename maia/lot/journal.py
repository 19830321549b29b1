"""The journal of a batch: one row a dossier, in JSON for programs (and for the next run), in CSV for French Excel.

No clock, no duration, no path of the machine: the same batch gives the same journal. Files are named from the folder of
the batch, with `/`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from maia.forms.francais import liste, montrable
from maia.forms.instruction import Verdict

JSON, CSV = "journal.json", "journal.csv"
VERSION = 1
_COLONNES = (
    *("dossier", "porteur", "departement", "sha256_dossier", "verdict", "budget", "etat", "raison"),
    *("documents", "sha256_documents"),
)
_FORMULES = tuple("=+-@\t\r\n＝＋－＠")
_ENTRE = " | "


class Etat(StrEnum):
    """What became of a dossier in the batch."""

    PRODUIT = "produit"
    BROUILLON = "brouillon"
    PARTIEL = "en partie"
    NON_PRODUIT = "non produit"
    LAISSE = "laissé"
    ILLISIBLE = "illisible"
    INTERROMPU = "à faire"


class Genre(StrEnum):
    """Where a file of the batch comes from."""

    DOCUMENT = "document"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Produit:
    """A file of the batch: its name, the SHA-256 of what was written; for a PDF copy, that of its document in `de`."""

    nom: str
    empreinte: str
    genre: Genre = Genre.DOCUMENT
    de: str = ""

    @property
    def sur(self) -> bool:
        """Whether the name stays in the batch's folder: a journal may have been edited."""
        chemin = PurePosixPath(self.nom)
        return bool(self.nom) and not chemin.is_absolute() and ".." not in chemin.parts and "\\" not in self.nom


@dataclass(frozen=True, slots=True)
class Ligne:
    """A dossier in the journal. `cle` sums up all that its documents come from; empty, it is to be done (again)."""

    fichier: str
    etat: Etat
    porteur: str = ""
    departement: str = ""
    empreinte: str = ""
    verdict: Verdict | None = None
    produits: tuple[Produit, ...] = ()
    raison: str = ""
    nom: str = ""
    cle: str = ""

    def avec(self, produits: Iterable[Produit]) -> Ligne:
        """The same row with other files, in the order of their names."""
        return replace(self, produits=tuple(sorted(produits, key=lambda p: p.nom)))


@dataclass(frozen=True, slots=True)
class Journal:
    """A batch: which one, the rows in the order of the command, files of everyone, files left because edited by hand."""

    lot: str
    campagne: str = ""
    programme: str = ""
    dossiers: tuple[Ligne, ...] = ()
    ensemble: tuple[Produit, ...] = ()
    cle_d_ensemble: str = ""
    laisses: tuple[Produit, ...] = ()
    version: int = VERSION

    def produits(self) -> Iterable[Produit]:
        """Every file that the journal says was made."""
        for ligne in self.dossiers:
            yield from ligne.produits
        yield from self.ensemble
        yield from self.laisses


_LIGNE = TypeAdapter(Ligne)
_JOURNAL = TypeAdapter(Journal)


def lire(octets: bytes) -> Journal | None:
    """The journal that these bytes hold, or `None`: they are no journal of ours."""
    try:
        journal = _JOURNAL.validate_json(octets)
    except ValidationError:
        return None
    return journal if journal.version == VERSION and all(p.sur for p in journal.produits()) else None


def lire_ligne(texte: str) -> Ligne | None:
    """One row written alone, or `None`: cut short by a crash."""
    try:
        ligne = _LIGNE.validate_json(texte)
    except ValidationError:
        return None
    return ligne if all(p.sur for p in ligne.produits) else None


def ecrire_ligne(ligne: Ligne) -> bytes:
    """One row on one line."""
    return _texte(asdict(ligne)) + b"\n"


def en_json(journal: Journal) -> bytes:
    """The journal, to be read again by `lire`: a line for each dossier, made one at a time, for there may be many."""
    entete = {champ: getattr(journal, champ) for champ in ("version", "lot", "campagne", "programme")}
    ensemble, laisses = (list(map(asdict, produits)) for produits in (journal.ensemble, journal.laisses))
    suite = {"ensemble": ensemble, "cle_d_ensemble": journal.cle_d_ensemble, "laisses": laisses}
    lignes = b",\n".join(_texte(asdict(ligne)) for ligne in journal.dossiers)
    return b'%b,\n"dossiers": [\n%b\n],\n%b\n' % (_texte(entete)[:-1], lignes, _texte(suite)[1:])


def en_csv(journal: Journal) -> bytes:
    """A row a dossier for Excel in French: `;`, UTF-8 with its mark, CRLF; no cell is a formula."""
    sortie = io.StringIO(newline="")
    tableau = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    tableau.writerow(_COLONNES)
    tableau.writerows(map(_cellule, _rangee(ligne)) for ligne in journal.dossiers)
    return b"\xef\xbb\xbf" + sortie.getvalue().encode()


def en_toutes_lettres(verdict: Verdict) -> str:
    """`recevable`, or `non recevable : incomplet, non éligible`."""
    if verdict.recevable:
        return "recevable"
    return f"non recevable\u00a0: {liste(verdict.defauts)}"


def _rangee(ligne: Ligne) -> Iterable[str]:
    v = ligne.verdict
    yield from (ligne.fichier, ligne.porteur, ligne.departement, ligne.empreinte)
    yield "" if v is None else en_toutes_lettres(v)
    yield "" if v is None else "conforme" if v.budget_conforme else "non conforme"
    yield from (ligne.etat, ligne.raison)
    yield _ENTRE.join(p.nom for p in ligne.produits)
    yield _ENTRE.join(p.empreinte for p in ligne.produits)


def _cellule(texte: str) -> str:
    """Shown by a spreadsheet as it is written: an apostrophe before what it would compute, no invisible character."""
    lisible = "".join(c if c.isprintable() else montrable(c) for c in texte)
    return f"'{lisible}" if texte.startswith(_FORMULES) else lisible


def _texte(valeur: dict[str, Any]) -> bytes:
    return json.dumps(valeur, ensure_ascii=False).encode()
