"""PyYAML's own loaders in C: values without positions."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.ouvrier import Rendre


def base(chemin: str) -> Rendre:
    """CBaseLoader: texts only, as our reader gives."""
    octets = Path(chemin).read_bytes()
    return lambda _: yaml.load(octets, yaml.CBaseLoader)


def sur(chemin: str) -> Rendre:
    """CSafeLoader: typed values, dates and octal numbers included."""
    octets = Path(chemin).read_bytes()
    return lambda _: yaml.load(octets, yaml.CSafeLoader)
