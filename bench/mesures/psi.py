"""The PSI: the same two pages, tagged and archivable by us, plain by the others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pypdf

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import ecrire, plans
from bench.installation import Absent, python_des_pairs, verifier_import
from bench.ouvriers import embaucher
from maia.generators.psi import champs

NOUS = "maia"
PAIRS = {"fpdf2": "fpdf", "weasyprint": "weasyprint", "reportlab": "reportlab"}
CIBLES = {"fpdf2": Cible(5, au_moins=True), "weasyprint": Cible(5, au_moins=True)}
A_COMPARER = (0, 7)


class DocumentDifferent(AssertionError):
    """A peer doesn't make the same plan: its time would prove nothing."""


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Ours against fpdf2 and WeasyPrint; ReportLab is shown too, without a target."""
    donnees = [champs(p) for p in plans()]
    commandes = {NOUS: python("bench.taches:plan")}
    absents: dict[str, str] = {}
    for nom, module in PAIRS.items():
        try:
            verifier_import(module)
            commandes[nom] = python(f"bench.pairs.psi_{nom}:preparer", python_des_pairs())
        except Absent as absent:
            absents[nom] = str(absent)
    with ExitStack() as pile:
        ouvriers = embaucher(pile, commandes, ecrire(cadre.dossier, "plans", donnees))
        for rang in A_COMPARER:
            for nom, ouvrier in ouvriers.items():
                _comparer(nom, ouvrier.rendre(rang), donnees[rang])
        tours = cadre.tourner(ouvriers)
    mesure = "PSI de deux pages"
    note = "maia : PDF/A-3a et PDF/UA-1, source jointe ; le pair : ni balises ni PDF/A"
    return [
        Ligne(mesure, nom, tours.duree(NOUS), cible=CIBLES.get(nom), absent=absents[nom])
        if nom in absents
        else Ligne(
            mesure,
            nom,
            tours.duree(NOUS),
            tours.duree(nom),
            rapport=tours.rapport(nom, NOUS),
            cible=CIBLES.get(nom),
            note=note,
        )
        for nom in PAIRS
    ]


def _comparer(nom: str, pdf: bytes, donnees: Any) -> None:
    """Two pages, and every word of the plan on them."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    if len(pages) != 2:
        raise DocumentDifferent(f"{nom} : {len(pages)} pages")
    lus = _mots(" ".join(page.extract_text() for page in pages))
    if manquants := sorted(_mots(" ".join(_textes(donnees))) - lus):
        raise DocumentDifferent(f"{nom} : {manquants[:10]}")


def _textes(valeur: Any) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict | list):
        for v in valeur.values() if isinstance(valeur, dict) else valeur:
            yield from _textes(v)


def _mots(texte: str) -> set[str]:
    # Long words may be cut at the end of a line, each engine in its own way: they are not compared.
    return {mot for mot in re.findall(r"\w+", texte) if len(mot) < 12}
