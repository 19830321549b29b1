"""Shared set-up of the tests."""

import os

import pytest
from hypothesis import settings

from tests.lancer import Maia

# They assert on behalf of the tests: a failure shows its values there too.
pytest.register_assert_rewrite("tests.actes", "tests.regles_jugees")

# No deadline: a slow machine is no defect. In CI the same examples every time, so that a red run can be replayed.
settings.register_profile("maia", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("maia")


@pytest.fixture
def maia(capsys: pytest.CaptureFixture[str]) -> Maia:
    """The command line, run in this process: `maia("verifier", chemin)`."""
    return Maia(capsys)
