"""The PSI: the same two pages; ours are tagged and archivable, as WeasyPrint's can be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pypdf

from bench.bilan import Arret, Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import ecrire, plans
from bench.installation import Absent, harfbuzz_pour_weasyprint, python_des_pairs, verifier_import
from bench.ouvriers import embaucher
from maia.generators.psi import champs

NOUS, FORMULAIRE, PYPDF = "maia", "maia, formulaire", "pypdf, formulaire rempli"
SIMPLE, COMPLET = "ni balises ni PDF/A", "PDF/A-3a balisé, source jointe"


class Pair(NamedTuple):
    """A peer: the module to import, the task, what its file is, the target."""

    module: str
    tache: str
    fichier: str
    cible: Cible | None = None


PAIRS = {
    "fpdf2": Pair("fpdf", "psi_fpdf2:preparer", SIMPLE, Cible(5, au_moins=True)),
    "weasyprint": Pair("weasyprint", "psi_weasyprint:pdf_a", COMPLET, Cible(5, au_moins=True)),
    "weasyprint, au plus simple": Pair("weasyprint", "psi_weasyprint:simple", SIMPLE),
    "reportlab": Pair("reportlab", "psi_reportlab:preparer", SIMPLE),
}
A_COMPARER = (0, 7)


class DocumentDifferent(Arret):
    """A peer doesn't make the same plan: its time would prove nothing."""


def mesurer(cadre: Cadre) -> list[Ligne]:
    """The plan laid out, then the plan in the boxes of the form."""
    return [*_mis_en_page(cadre), *_dans_les_cases(cadre)]


def _dans_les_cases(cadre: Cadre) -> list[Ligne]:
    """Against pypdf, which fills a blank form of ours: it lays nothing out, and its boxes are then of no conformity."""
    commandes = {
        NOUS: python("bench.taches.psi:du_plan"),
        FORMULAIRE: python("bench.taches.psi:du_formulaire"),
        PYPDF: python("bench.pairs.psi_pypdf:preparer"),
    }
    with ExitStack() as pile:
        ouvriers = embaucher(pile, commandes, ecrire(cadre.dossier, "rien", None))
        for rang in A_COMPARER:
            if _cases(ouvriers[FORMULAIRE].rendre(rang)) != _cases(ouvriers[PYPDF].rendre(rang)):
                raise DocumentDifferent(f"{PYPDF} : les cases ne disent pas la même chose")
        tours = cadre.tourner(ouvriers)
    note = "pypdf remplit un formulaire vierge fait d’avance, en Helvetica non incorporée ; le nôtre est mis en page pour le plan, PDF/A-3a et PDF/UA-1"
    return [
        Ligne(mesure, PYPDF, tours.duree(nom), tours.duree(PYPDF), rapport=tours.rapport(PYPDF, nom), note=note)
        for mesure, nom in (("PSI de deux pages", NOUS), ("PSI dans un formulaire à remplir", FORMULAIRE))
    ]


def _cases(pdf: bytes) -> dict[str, str]:
    champs_lus = pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}
    return {nom: str(champ["/V"]) for nom, champ in champs_lus.items() if champ.get("/V") not in (None, "", "/Off")}


def _mis_en_page(cadre: Cadre) -> list[Ligne]:
    """Ours against fpdf2 and WeasyPrint; the plainest file and ReportLab are shown too, without a target."""
    donnees = [champs(p) for p in plans()]
    commandes = {NOUS: python("bench.taches.psi:du_plan")}
    absents: dict[str, str] = {}
    for nom, pair in PAIRS.items():
        try:
            verifier_import(pair.module)
            commandes[nom] = python(f"bench.pairs.{pair.tache}", python_des_pairs())
        except Absent as absent:
            absents[nom] = str(absent)
    with ExitStack() as pile:
        ouvriers = embaucher(pile, commandes, ecrire(cadre.dossier, "plans", donnees))
        for rang in A_COMPARER:
            for nom, ouvrier in ouvriers.items():
                _comparer(nom, ouvrier.rendre(rang), donnees[rang])
        tours = cadre.tourner(ouvriers)
    mesure, nous = "PSI de deux pages", tours.duree(NOUS)
    lignes: list[Ligne] = []
    for nom, pair in PAIRS.items():
        if nom in absents:
            lignes.append(Ligne(mesure, nom, nous, cible=pair.cible, absent=absents[nom]))
            continue
        rapport = tours.rapport(nom, NOUS)
        note = f"le fichier du pair : {pair.fichier} (le nôtre : PDF/A-3a et PDF/UA-1, source jointe)"
        if pair.module == "weasyprint":
            note += f" ; {'avec' if harfbuzz_pour_weasyprint() else 'sans'} libharfbuzz-subset, qui le rend plus rapide"
        lignes.append(Ligne(mesure, nom, nous, tours.duree(nom), rapport=rapport, cible=pair.cible, note=note))
    return lignes


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
