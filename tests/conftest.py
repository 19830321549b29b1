"""Shared set-up of the tests."""

import os

from hypothesis import settings

# No deadline: a slow machine is no defect. In CI the same examples every time, so that a red run can be replayed.
settings.register_profile("maia", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("maia")
