"""The wheel holds the whole product and nothing else, and works away from the repository."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.depot import DOSSIERS, RACINE, fichiers, pyproject

PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
HORS_LIGNE = ["--no-index", "--no-deps"]


@pytest.fixture(scope="module")
def roue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the tree as a clone would be: no leftover of an earlier build in it."""
    depart, arrivee = tmp_path_factory.mktemp("depot"), tmp_path_factory.mktemp("roue")
    for fichier in fichiers():
        if fichier.split("/")[0] in {"maia", *DOSSIERS, "pyproject.toml", "README.md", "LICENSE"}:
            (depart / fichier).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(RACINE / fichier, depart / fichier, follow_symlinks=False)
    lancer([*PIP, "wheel", *HORS_LIGNE, "--no-build-isolation", "--wheel-dir", str(arrivee), str(depart)])
    (faite,) = arrivee.iterdir()
    return faite


def lancer(commande: list[str], depuis: Path = RACINE, chemin: str = "") -> str:
    """Run a command, which must succeed, and give what it printed."""
    environnement = os.environ | {"PYTHONPATH": chemin}
    fait = subprocess.run(commande, cwd=depuis, env=environnement, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return fait.stdout.strip()


def test_la_roue_contient_chaque_fichier_du_produit_et_aucun_autre(roue: Path) -> None:
    attendus = {
        fichier if fichier.startswith("maia/") else f"maia/{fichier}"
        for fichier in fichiers()
        if fichier.split("/")[0] in {"maia", *DOSSIERS} and not (RACINE / fichier).is_symlink()
    }
    with zipfile.ZipFile(roue) as archive:
        contenus = {nom for nom in archive.namelist() if ".dist-info/" not in nom}
    assert sorted(attendus - contenus) == [], "perdus"
    assert sorted(contenus - attendus) == [], "en trop"


def test_la_roue_emporte_les_deux_licences(roue: Path) -> None:
    with zipfile.ZipFile(roue) as archive:
        licences = {nom.rpartition("/licenses/")[2] for nom in archive.namelist() if "/licenses/" in nom}
    assert licences == {"LICENSE", "templates/fonts/OFL.txt"}


def test_la_roue_installee_marche_loin_du_depot(roue: Path, tmp_path: Path) -> None:
    installe, ailleurs = tmp_path / "installe", tmp_path / "ailleurs"
    ailleurs.mkdir()
    lancer([*PIP, "install", *HORS_LIGNE, "--target", str(installe), str(roue)])

    def python(*arguments: str) -> str:
        return lancer([sys.executable, *arguments], depuis=ailleurs, chemin=str(installe))

    assert python("-c", "import maia.forms; print(maia.forms.__file__)") == str(installe / "maia/forms/__init__.py")
    assert pyproject()["project"]["version"] in python("-m", "maia", "--version")
