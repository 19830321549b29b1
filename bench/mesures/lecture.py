"""Reading: YAML with every position, against loaders that give none."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import yaml

from bench.bilan import Arret, Cible, Ligne
from bench.cadre import Cadre, python
from bench.donnees import DOSSIER, ecrire
from bench.ouvriers import embaucher
from maia.forms.lecture import Lecture, analyser

NOUS, BASE, SUR = "maia", "CBaseLoader", "CSafeLoader"


def mesurer(cadre: Cadre) -> list[Ligne]:
    """The sample dossier: our reader builds texts, positions and refusals; CBaseLoader texts alone."""
    octets = DOSSIER.read_bytes()
    lu = analyser(octets, DOSSIER.name)
    # Same texts in the end, save that an absent value is None for us and an empty text for CBaseLoader.
    if not isinstance(lu, Lecture) or _sans_vides(lu.valeur) != _sans_vides(yaml.load(octets, yaml.CBaseLoader)):
        raise Arret("CBaseLoader ne lit pas les mêmes textes que maia")
    commandes = {
        NOUS: python("bench.taches.lecture:lisible"),
        BASE: python("bench.pairs.pyyaml_:base"),
        SUR: python("bench.pairs.pyyaml_:sur"),
    }
    with ExitStack() as pile:
        tours = cadre.tourner(embaucher(pile, commandes, ecrire(cadre.dossier, "lecture", str(DOSSIER))))
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


def _sans_vides(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _sans_vides(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [_sans_vides(v) for v in valeur]
    return valeur or ""
