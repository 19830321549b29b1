"""What changed between two versions of a plan, on one page: PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import io

from pypdf import PdfReader

from maia.forms.psi import DATE_DU_FORMULAIRE, Psi
from maia.forms.psi_comparaison import comparer
from maia.forms.psi_comparaison_mots import sections, titre
from maia.generators.pdf import Donnee, compiler
from maia.generators.psi import site

MODELE = "psi-comparaison.typ"
_CORPS = (10, 9, 8, 7)
"""Sizes tried, in points, until everything stands on one page; past the last one, the page has a sequel."""


def psi_comparaison(avant: Psi, apres: Psi) -> bytes:
    """The page that tells what changed from `avant` to `apres`. Pure; raises what `compiler` raises."""
    c = comparer(avant, apres)
    donnees: dict[str, Donnee] = {
        "maia": site(apres.maia or avant.maia or ""),
        "nom": " ".join(filter(None, (apres.personne.nom, apres.personne.prenom))),
        "titre": titre(c),
        "sections": [{"titre": s.titre, "phrases": list(s.phrases)} for s in sections(c)],
    }
    pdf = b""
    for corps in _CORPS:
        pdf = compiler(MODELE, donnees | {"corps": corps}, jour=apres.date or DATE_DU_FORMULAIRE)
        if len(PdfReader(io.BytesIO(pdf)).pages) == 1:
            break
    return pdf
