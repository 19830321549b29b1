"""Reading a YAML file: a good one, a hostile one."""

from __future__ import annotations

from pathlib import Path

from bench.ouvrier import Rendre
from maia.forms.lecture import Illisible, Lecture, analyser, lire


def lisible(chemin: str) -> Rendre:
    """Bytes to texts and positions."""
    octets = Path(chemin).read_bytes()
    assert isinstance(analyser(octets, chemin), Lecture)
    return lambda _: analyser(octets, chemin)


def hostile(chemin: str) -> Rendre:
    """From the disk to the sentence that refuses it."""
    fichier = Path(chemin)
    assert isinstance(lire(fichier), Illisible), f"{fichier.name} est accepté"
    return lambda _: lire(fichier)
