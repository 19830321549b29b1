"""The repository as git sees it: what the tests of the house and of the wheel walk through."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent

# Where setuptools finds each folder of the product (pyproject.toml says the same, test_maison checks it).
DOSSIERS = ("forms", "generators", "validators", "templates", "samples")


@cache
def fichiers() -> tuple[str, ...]:
    """Paths that a commit of this tree would hold: tracked or new, not ignored, symbolic links included."""
    commande = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    sortie = subprocess.run(commande, cwd=RACINE, capture_output=True, check=True).stdout.decode()
    chemins = sorted(set(sortie.split("\0")) - {""})
    return tuple(c for c in chemins if (RACINE / c).is_symlink() or (RACINE / c).exists())


def fichiers_python(*dossiers: str) -> list[str]:
    """Python files, of these root folders only if any is given."""
    return [f for f in fichiers() if f.endswith(".py") and (not dossiers or f.split("/")[0] in dossiers)]


def lire(fichier: str) -> str:
    """Text of a file of the repository."""
    return (RACINE / fichier).read_text(encoding="utf-8")


@cache
def pyproject() -> dict[str, Any]:
    """pyproject.toml, parsed."""
    return tomllib.loads(lire("pyproject.toml"))
