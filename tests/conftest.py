"""Shared set-up of the tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from maia.ligne import executer
from tests.lancer import GATINE, Maia

# They assert on behalf of the tests: a failure shows its values there too.
pytest.register_assert_rewrite("tests.actes", "tests.regles_jugees")

# No deadline: a slow machine is no defect. In CI the same examples every time, so that a red run can be replayed.
settings.register_profile("maia", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("maia")


@pytest.fixture(scope="session")
def paquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of Gâtine, made once, for whoever reads it."""
    chemin = tmp_path_factory.mktemp("paquet") / "gatine.zip"
    assert executer(["transmettre", str(GATINE), "-o", str(chemin)]) == 0
    return chemin


@pytest.fixture
def maia(capsys: pytest.CaptureFixture[str]) -> Maia:
    """The command line, run in this process: `maia("verifier", chemin)`."""
    return Maia(capsys)
