"""When a dossier was received, as `maia recevoir` wrote it beside: the porteur's own file is never changed."""

from __future__ import annotations

import json
from pathlib import Path

from maia.forms.moment import Moment, moment_lu

RECEPTION = "reception.json"


def recu_le_de(yaml: Path) -> Moment | None:
    """When the dossier at `yaml` was received, if it was filed by `recevoir`; `None` otherwise (CIRC §1.2.1)."""
    try:
        valeur = json.loads((yaml.parent.parent / RECEPTION).read_bytes())["recu_le"]
        return moment_lu(valeur)
    except (OSError, ValueError, KeyError, TypeError):
        return None
