"""openpyxl: load the template, fill, save; where each value goes is worked out beforehand."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from bench.classeurs import Places, modele_de_l_annee, valeurs
from bench.ouvrier import Rendre


def budget(_: Any) -> Rendre:
    """The same workbook as ours, but for the values of its formulas, which openpyxl doesn't compute."""
    octets = modele_de_l_annee()
    places = Places.lire(octets)
    documents = [(v["porteur"], list(places.ecritures(v))) for v in valeurs()]

    def rendre(i: int) -> bytes:
        porteur, ecritures = documents[i % len(documents)]
        classeur, sortie = openpyxl.load_workbook(io.BytesIO(octets)), io.BytesIO()
        for e in ecritures:
            classeur.worksheets[e.feuille].cell(e.ligne, e.colonne, e.valeur)
        for feuille in classeur.worksheets:
            en_tete = feuille.oddHeader
            assert en_tete
            en_tete.left.text = porteur
        classeur.properties.title = (classeur.properties.title or "").replace("{{ porteur }}", porteur)
        classeur.save(sortie)
        return sortie.getvalue()

    return rendre
