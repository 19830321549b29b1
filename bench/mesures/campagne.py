"""A whole campaign, as an ARS would run it: 55 dossiers on the disk, verdicts and documents out."""

from __future__ import annotations

import time

from bench.bilan import Ligne, calme
from bench.cadre import Cadre
from bench.campagne import ecrire_campagne
from bench.donnees import ars
from bench.tours import Etendue
from maia.forms.campagne import campagne
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.generators.production import catalogue, rendre
from maia.validators.rapport import verifier

DOCUMENTS = ("budget", "convention-annuelle")


def mesurer(cadre: Cadre) -> list[Ligne]:
    """Time for a dossier, everything included: files read, PDF pieces examined, rules, convention and workbook."""
    chemins, c, a = ecrire_campagne(cadre.dossier / "campagne"), campagne(), ars("poitou-charentes")
    documents = [catalogue()[nom] for nom in DOCUMENTS]
    durees: list[float] = []
    for _ in range(max(3, cadre.tours // 3)):
        debut = time.perf_counter()
        lus = [lu for chemin in chemins if isinstance(lu := ouvrir(chemin), DossierLu)]
        examiner_pieces(lus)
        rapports = [verifier(lu.dossier, c, lu.lecture) for lu in lus]
        for lu, rapport in zip(lus, rapports, strict=True):
            for document in documents:
                rendre(document, document.remplir(lu.dossier, a, c, rapport))
        durees.append((time.perf_counter() - debut) * 1000 / len(chemins))
    recevables = sum(rapport.verdict.recevable for rapport in rapports)
    e = Etendue.de(durees)
    note = (
        f"{len(chemins)} dossiers, {recevables} recevables : fichiers lus, pièces examinées, règles appliquées, "
        f"{len(documents)} documents rendus ; {calme(e)}"
    )
    return [Ligne("Campagne entière, par dossier", nous=e.minimum, note=note)]
