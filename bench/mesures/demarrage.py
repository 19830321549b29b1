"""Start-up: `maia --help` as a whole process, against Python doing nothing."""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

from bench.bilan import Cible, Ligne
from bench.cadre import Cadre
from bench.installation import EXECUTABLES
from bench.ouvriers import RACINE
from bench.tours import Mesurer, tourner


def mesurer(cadre: Cadre) -> list[Ligne]:
    """In the working environment, then from a wheel in a clean one."""
    return [
        _aide(
            cadre, "maia --help (dépôt)", Path(sys.executable).parent, ", chargé lui aussi de l’installation modifiable"
        ),
        _aide(cadre, "maia --help (roue, environnement neuf)", _roue(cadre.dossier)),
    ]


def _aide(cadre: Cadre, mesure: str, programmes: Path, note: str = "") -> Ligne:
    maia, python = str(programmes / "maia"), str(programmes / "python")
    pair = "python -c pass"
    commandes = {"maia": _processus([maia, "--help"]), pair: _processus([python, "-c", "pass"])}
    tours = tourner(commandes, tours=cadre.tours, secondes=cadre.secondes)
    return Ligne(
        mesure,
        pair,
        tours.duree("maia"),
        tours.duree(pair),
        rapport=tours.rapport("maia", pair),
        cible=Cible(3),
        note=f"processus entiers ; rapport : maia / pair{note}",
    )


def _processus(commande: Sequence[str]) -> Mesurer:
    def mesurer_pendant(secondes: float) -> list[float]:
        durees: list[float] = []
        fin = time.perf_counter() + secondes
        while time.perf_counter() < fin:
            debut = time.perf_counter()
            subprocess.run(commande, stdout=subprocess.DEVNULL, check=True)
            durees.append((time.perf_counter() - debut) * 1000)
        return durees

    return mesurer_pendant


def _roue(dossier: Path) -> Path:
    """Programs of a new environment where maia's wheel is installed, its dependencies read from the working one."""
    sources, roues, neuf = dossier / "sources", dossier / "roues", dossier / "neuf"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    hors_ligne = ["--no-index", "--no-deps"]
    _copier(sources)
    _lancer([*pip, "wheel", *hors_ligne, "--no-build-isolation", "--wheel-dir", str(roues), str(sources)], dossier)
    (roue,) = roues.glob("*.whl")
    venv.create(neuf, with_pip=False)
    python = neuf / EXECUTABLES / "python"
    _lancer([*pip, "--python", str(python), "install", *hors_ligne, str(roue)], dossier)
    (paquets,) = neuf.glob("[Ll]ib/**/site-packages")
    # A folder named in a .pth file gives its packages, but not its own .pth files: maia comes from the wheel.
    (paquets / "dependances.pth").write_text("".join(f"{p}\n" for p in sys.path if p.endswith("site-packages")))
    return python.parent


def _copier(sources: Path) -> None:
    """The tree as a clone would be, so that building leaves nothing in it."""
    liste = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    fichiers = subprocess.run(liste, cwd=RACINE, capture_output=True, check=True).stdout.decode().split("\0")
    for nom in filter(None, fichiers):
        source, copie = RACINE / nom, sources / nom
        if source.is_file() and not source.is_symlink() and not nom.startswith(("bench/", "tests/")):
            copie.parent.mkdir(parents=True, exist_ok=True)
            copie.write_bytes(source.read_bytes())


def _lancer(commande: Sequence[str], depuis: Path) -> None:
    # Not from the tree: pip would take the .egg-info it finds there for an installed maia.
    subprocess.run(commande, cwd=depuis, capture_output=True, check=True)
