"""Reading: YAML with every position, against loaders that give none."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import yaml

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre
from bench.donnees import DOSSIER
from bench.tours import Mesurer, tourner
from maia.forms.lecture import Lecture, analyser

NOUS, BASE, SUR = "maia", "CBaseLoader", "CSafeLoader"


def mesurer(cadre: Cadre) -> list[Ligne]:
    """The sample dossier, in one process: `analyser` builds texts, positions and refusals; CBaseLoader texts alone."""
    octets = DOSSIER.read_bytes()
    lu = analyser(octets, DOSSIER.name)
    assert isinstance(lu, Lecture)
    # Same texts in the end, save that an absent value is None for us and an empty text for CBaseLoader.
    assert _sans_vides(lu.valeur) == _sans_vides(yaml.load(octets, yaml.CBaseLoader))
    tours = tourner(
        {
            NOUS: repeter(lambda: analyser(octets, DOSSIER.name)),
            BASE: repeter(lambda: yaml.load(octets, yaml.CBaseLoader)),
            SUR: repeter(lambda: yaml.load(octets, yaml.CSafeLoader)),
        },
        tours=cadre.tours,
        secondes=cadre.secondes,
    )
    mesure = f"YAML de {len(lu.texte.splitlines())} lignes, avec positions"
    return [
        Ligne(
            mesure,
            f"{pair} (sans positions)",
            tours.duree(NOUS),
            tours.duree(pair),
            rapport=tours.rapport(NOUS, pair),
            cible=cible,
            note="rapport : maia / pair",
        )
        for pair, cible in ((BASE, Cible(0.65)), (SUR, None))
    ]


def repeter(fonction: Callable[[], Any]) -> Mesurer:
    """A function of this process as something to measure."""

    def mesurer_pendant(secondes: float) -> list[float]:
        durees: list[float] = []
        fin = time.perf_counter() + secondes
        while time.perf_counter() < fin:
            debut = time.perf_counter()
            fonction()
            durees.append((time.perf_counter() - debut) * 1000)
        return durees

    return mesurer_pendant


def _sans_vides(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _sans_vides(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [_sans_vides(v) for v in valeur]
    return valeur or ""
