"""What the tests of the fillable PSI share: the form of a plan, filled by another program, read back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader, PdfWriter

from maia.forms.psi import Psi
from maia.forms.redaction import rediger, valeur_de
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_lecture import Contenu, Relecture, lire_pdf, plan_des_cases
from tests.psi_lus import plan


@cache
def vierge() -> bytes:
    return formulaire().octets


def remplir_a_la_main(pdf: bytes, valeurs: Mapping[str, str]) -> bytes:
    """Fill boxes with pypdf, as another program would: it draws them itself and knows nothing of ours."""
    ecrivain = PdfWriter(clone_from=io.BytesIO(pdf))
    ecrivain.update_page_form_field_values(None, dict(valeurs), auto_regenerate=False)
    sortie = io.BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


def ouvrir(octets: bytes, dossier: Path, mot_de_passe: str | None = None) -> Contenu:
    (dossier / "recu.pdf").write_bytes(octets)
    lu = lire_pdf(dossier / "recu.pdf", mot_de_passe)
    assert isinstance(lu, Contenu), lu
    return lu


def relu(octets: bytes, dossier: Path) -> Relecture:
    resultat = plan_des_cases(ouvrir(octets, dossier), "psi.yaml")
    assert isinstance(resultat, Relecture), resultat
    return resultat


def meme_plan(p: Psi) -> Psi:
    """The plan as its own YAML says it: empty blocks and rows fall away."""
    return plan(rediger(valeur_de(p), Psi).encode())


def champs(pdf: bytes) -> dict[str, Any]:
    return PdfReader(io.BytesIO(pdf)).get_fields() or {}


def abimer(pdf: bytes, geste: Any) -> bytes:
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        geste(document)
        document.save(sortie)
    return sortie.getvalue()
