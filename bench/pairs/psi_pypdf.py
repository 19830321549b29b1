"""pypdf: fill the boxes of a blank form, made beforehand, and save; the values are worked out outside the measure.

The form is given the plainest font (Helvetica, not embedded): with ours, which has every accent, pypdf reads the font
again for each box and takes ten times longer.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from pypdf import PdfWriter

from bench.donnees import plans
from bench.ouvrier import Rendre
from maia.forms.psi_formulaire import PRIORITAIRE, remplir
from maia.generators.formulaire_psi import formulaire
from maia.generators.formulaire_psi_police import NOM


def preparer(_: Any) -> Rendre:
    """A form of fifteen needs holds each of these plans."""
    vierge = _en_helvetica(formulaire().octets)
    documents = [_valeurs(dict(remplir(p).valeurs)) for p in plans()]

    def rendre(i: int) -> bytes:
        ecrivain, sortie = PdfWriter(clone_from=io.BytesIO(vierge)), io.BytesIO()
        ecrivain.update_page_form_field_values(None, documents[i % len(documents)], auto_regenerate=False)
        ecrivain.write(sortie)
        return sortie.getvalue()

    return rendre


def _en_helvetica(pdf: bytes) -> bytes:
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        objet = document.make_indirect(helvetica)
        document.Root.AcroForm.DR.Font[NOM] = objet
        for page in document.pages:
            for case in page.obj.Annots:
                dessin = case.AP.N
                if isinstance(dessin, pikepdf.Stream) and "/Font" in dessin.Resources:
                    dessin.Resources.Font[NOM] = objet
        document.save(sortie)
    return sortie.getvalue()


def _valeurs(valeurs: dict[str, str]) -> dict[str, Any]:
    return {nom: {"oui": "/Oui", "non": "/Off"}[v] if nom.endswith(PRIORITAIRE) else v for nom, v in valeurs.items()}
