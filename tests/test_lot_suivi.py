"""The progress bar: on a terminal only, and never in what is piped."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.lancer import RACINE
from tests.lots import dossiers


def test_sur_un_terminal_la_barre_avance_et_le_recapitulatif_reste_propre(tmp_path: Path) -> None:
    dossiers(tmp_path)
    maitre, esclave = pty.openpty()
    fini = subprocess.run(
        [
            *(sys.executable, "-m", "maia", "lot", "conventions", str(tmp_path / "dossiers")),
            *("--ars", str(tmp_path / "ars.yaml"), "-o", str(tmp_path / "s")),
        ],
        cwd=RACINE,
        stdout=subprocess.PIPE,
        stderr=esclave,
        env={**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=120,
    )
    os.close(esclave)
    montre = os.read(maitre, 1 << 20).decode(errors="replace")
    os.close(maitre)
    assert fini.returncode == 0
    assert "Lecture des dossiers" in montre
    assert "Documents" in montre
    assert b"\x1b" not in fini.stdout
    assert "3\u00a0dossiers" in fini.stdout.decode()
