"""docxtpl, as its documentation has it: a `DocxTemplate` for each document, since one renders once only (issue #110)."""

from __future__ import annotations

import io
from typing import Any

from docxtpl import DocxTemplate

from bench.donnees import CONVENTION
from bench.ouvrier import Rendre


def convention(champs: list[dict[str, Any]]) -> Rendre:
    """The same template and fields as ours; the file is read once, outside the measure."""
    octets = CONVENTION.read_bytes()

    def rendre(i: int) -> bytes:
        document, sortie = DocxTemplate(io.BytesIO(octets)), io.BytesIO()
        document.render(champs[i % len(champs)], autoescape=True)
        document.save(sortie)
        return sortie.getvalue()

    return rendre
