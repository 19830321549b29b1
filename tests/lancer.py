"""Running `maia` as a person does: in this process for most tests, in a new one where start-up or bytes matter."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from maia.ligne import executer

RACINE = Path(__file__).parent.parent
EXEMPLES = RACINE / "samples"
GATINE = EXEMPLES / "dossiers" / "gatine.yaml"
ARS = EXEMPLES / "ars" / "poitou-charentes.yaml"
PSI = EXEMPLES / "psi" / "ordinaire.yaml"


@dataclass(frozen=True)
class Resultat:
    """What a run left: exit code, what was said, what was complained of."""

    code: int
    sortie: str
    erreurs: str


class Maia:
    """`maia("verifier", "x.yaml")` runs the command line here and catches what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Resultat:
        self._capsys.readouterr()
        code = executer([str(a) for a in arguments])
        return Resultat(code, *self._capsys.readouterr())


def lancer(*arguments: str | Path, dossier: Path | None = None, **environnement: str) -> Resultat:
    """`python -m maia …` in a new process."""
    fini = subprocess.run(
        [sys.executable, "-m", "maia", *map(str, arguments)],
        cwd=dossier or RACINE,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environnement},
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Resultat(fini.returncode, fini.stdout, fini.stderr)
