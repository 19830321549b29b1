"""The record of a verification as a page: what was verified, handed over to the generator as plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from maia.forms.campagne import Campagne
from maia.forms.francais import typographie
from maia.forms.lecture import Illisible
from maia.forms.pieces import Catalogue
from maia.generators.rapport_html import Fiche, FicheIllisible, Page, rapport_html
from maia.matrice import matrice
from maia.validators.catalogue import regles
from maia.validators.enveloppe import REGLES_D_ENSEMBLE
from maia.validators.registre import source_en_toutes_lettres
from maia.verification import Verifie


def page(resultats: Sequence[Verifie | Illisible], c: Campagne, pieces: Catalogue, choix: tuple[str, ...]) -> bytes:
    """The page about these files, a section each, several ones in a table first. Files are called by their name alone: where they lie is nobody's.

    Nothing in it comes from the clock or the machine: the same files give the same bytes.
    """
    sources = {r.source for r in regles()} | {r.source for r in REGLES_D_ENSEMBLE.values()} | {c.enveloppe.source}
    sources |= {regime.source for regime in c.regimes.values()}
    return rapport_html(
        Page(
            version("maia"),
            c,
            pieces,
            choix,
            {source: source_en_toutes_lettres(source, c) for source in sorted(sources)},
            tuple(map(_fiche, resultats)),
            matrice(resultats, c, pieces) if len(resultats) > 1 else None,
        )
    )


def _fiche(resultat: Verifie | Illisible) -> Fiche | FicheIllisible:
    if isinstance(resultat, Illisible):
        return FicheIllisible(
            Path(resultat.fichier).name, typographie(resultat.message), resultat.ligne, resultat.colonne
        )
    return Fiche(
        resultat.lu.chemin.name,
        hashlib.sha256(resultat.lu.lecture.octets).hexdigest(),
        resultat.lu.dossier,
        resultat.rapport.verdict,
        resultat.rapport.constats,
        resultat.controles,
    )
