"""PDF copies of the Word documents of a batch: kept while they say what their documents say, made when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from maia.lot.atelier import Atelier
from maia.lot.journal import Genre, Ligne, Produit
from maia.lot.suivi import Suivi

_WORD, _PDF = ".docx", ".pdf"


class Convertisseur(Protocol):
    """What makes PDF copies: LibreOffice."""

    def convertir(self, documents: Sequence[Path]) -> Iterator[bytes | None]:
        """The PDF of each, in order; `None` for one that could not be converted."""


class ACopier(NamedTuple):
    """A document without its copy: the file of its dossier, its name, its SHA-256 as it lies on the disk."""

    fichier: str
    document: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class BilanDesCopies:
    """How many copies were made, and the names of those that could not be."""

    faites: int
    manquantes: list[str]


def copier(
    lignes: Mapping[str, Ligne],
    atelier: Atelier,
    convertisseur: Convertisseur | None,
    inscrire: Callable[[Ligne], None],
    suivi: Suivi,
) -> BilanDesCopies:
    """Bring the copies up to date in the rows, which `inscrire` replaces; without `convertisseur`, only sort them out.

    A copy is of the file as it lies on the disk, edited by hand or not. One whose document changed since is struck off
    its row; so is one that was edited, unless `--ecraser` is given: it stays where it is.
    """
    a_faire: list[ACopier] = []
    for ligne in list(lignes.values()):
        garder, manquent = _trier(ligne, atelier)
        a_faire += manquent
        produits = tuple(p for p in ligne.produits if p.genre is Genre.DOCUMENT or p in garder)
        if produits != ligne.produits:
            inscrire(ligne.avec(produits))
    if convertisseur is None or not a_faire:
        return BilanDesCopies(0, [])
    suivi.commencer("Copies PDF", len(a_faire))
    faites, manquantes = 0, []
    for copie, octets in zip(
        a_faire, convertisseur.convertir([atelier.sortie / c.document for c in a_faire]), strict=True
    ):
        nom = copie.document.removesuffix(_WORD) + _PDF
        if octets is None or not _poser(lignes[copie.fichier], nom, copie, octets, atelier, inscrire):
            manquantes.append(nom)
        else:
            faites += 1
        suivi.avancer()
    return BilanDesCopies(faites, manquantes)


def _trier(ligne: Ligne, atelier: Atelier) -> tuple[list[Produit], list[ACopier]]:
    """The copies to keep, and the documents whose copy is to be made."""
    copies = {p.nom: p for p in ligne.produits if p.genre is Genre.PDF}
    garder: list[Produit] = []
    manquent: list[ACopier] = []
    for p in ligne.produits:
        if p.genre is not Genre.DOCUMENT or not p.nom.endswith(_WORD):
            continue
        empreinte = atelier.empreinte(p.nom)
        copie = copies.get(p.nom.removesuffix(_WORD) + _PDF)
        if copie and copie.de == empreinte and atelier.intact(copie):
            garder.append(copie)
        elif empreinte:
            manquent.append(ACopier(ligne.fichier, p.nom, empreinte))
    return garder, manquent


def _poser(
    ligne: Ligne, nom: str, copie: ACopier, octets: bytes, atelier: Atelier, inscrire: Callable[[Ligne], None]
) -> bool:
    """Put a copy in place, its row first; whether it could be."""
    produit = Produit(nom, hashlib.sha256(octets).hexdigest(), Genre.PDF, copie.empreinte)
    if not atelier.libre(produit):
        return False
    inscrire(ligne.avec([*(p for p in ligne.produits if p.nom != nom), produit]))
    try:
        atelier.poser(nom, octets)
    except OSError:
        return False
    return True
