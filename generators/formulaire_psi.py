"""The PSI to fill in any PDF reader, blank or with a plan in it: PDF/A-3a and PDF/UA-1 either way (CIRC annexe VIII-1).

Typst lays the page out with an empty link where each box goes; pikepdf turns the links into boxes. So a box has its
place on the page, in the tab order and in what a screen reader says from the layout itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from maia.forms.psi import Psi
from maia.forms.psi_formulaire import Genre, Remarque, Remplissage, case, nom_sans_rang, remplir
from maia.generators.formulaire_psi_cases import TAILLE, composer, couper, nombre_de_lignes, poser
from maia.generators.formulaire_psi_police import NOM, police
from maia.generators.pdf import compiler
from maia.generators.psi import DATE_DU_FORMULAIRE

MODELE = "psi-formulaire.typ"
_LIEN = "champ:"
LIGNES_MAX = 12
"""A row grows with what it holds up to this many lines; beyond, its letters get smaller."""


class Formulaire(NamedTuple):
    """The file, and what its boxes could not hold or show."""

    octets: bytes
    remarques: tuple[Remarque, ...]


def formulaire(p: Psi | None = None) -> Formulaire:
    """The blank form, or the form that already holds the plan `p`; the same bytes for the same plan.

    Whatever the boxes hold is kept to the letter in the file, even where it does not all show; `remarques` tells the
    boxes concerned and never their values.
    """
    r = remplir(p)
    lignes = _lignes(r) if p else {}
    mise_en_page = _mise_en_page(r, lignes, p)
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(mise_en_page)) as pdf:
        remarques = [*r.remarques, *_poser(pdf, r)]
        pdf.save(sortie, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Formulaire(sortie.getvalue(), tuple(remarques))


def _mise_en_page(r: Remplissage, lignes: Mapping[str, int], p: Psi | None) -> bytes:
    jour = p.date if p and p.date else DATE_DU_FORMULAIRE
    return compiler(MODELE, {"rangs": dict(r.rangs), "lignes": dict(lignes)}, jour=jour)


def _poser(pdf: pikepdf.Pdf, r: Remplissage) -> Iterator[Remarque]:
    """Turn every link into its box, in the order of the pages; says which values don't show whole."""
    lettres = (police().joindre(pdf), police())
    cases = Array()
    for annotation in _liens(pdf):
        c = case(str(annotation.A.URI).removeprefix(_LIEN))
        valeur = r.valeurs.get(c.nom)
        entier = poser(pdf, annotation, c, valeur, r.proposes.get(c.nom), lettres)
        cases.append(annotation)
        if valeur:
            yield from _remarques(c.nom, valeur, entier=entier)
    pdf.Root.AcroForm = Dictionary(Fields=cases, DR=Dictionary(Font=lettres[0]), DA=String(f"{NOM} 9 Tf 0 g"))
    _dire_formulaire(pdf.Root.StructTreeRoot.K)


def ne_se_voit_pas(nom: str, valeur: str, largeur: float, hauteur: float) -> Iterator[Remarque]:
    """What of a value typed in a box of that size, in points, would not show on paper."""
    yield from _remarques(nom, valeur, entier=composer(valeur, largeur, hauteur, police()).entier)


def _remarques(nom: str, valeur: str, *, entier: bool) -> Iterator[Remarque]:
    if not entier:
        yield Remarque(case(nom).ou, "le texte est trop long pour sa case : la fin ne se voit pas à l’impression.")
    if absents := police().absents(valeur):
        codes = ", ".join(f"U+{ord(c):04X}" for c in absents[:3])
        yield Remarque(case(nom).ou, f"un caractère ne se dessine pas dans le formulaire ({codes}).")


def _liens(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.obj.get("/Annots", [])


def _dire_formulaire(balise: Any) -> None:
    """The tag that Typst gave to each link becomes that of a box."""
    if isinstance(balise, Array):
        for dessous in balise:
            _dire_formulaire(dessous)
    elif isinstance(balise, Dictionary) and "/S" in balise:
        if Name.Link == balise.S:
            balise.S = Name.Form
        elif "/K" in balise:
            _dire_formulaire(balise.K)


# Rows that grow with what they hold -----------------------------------------------------------------------------------


def _lignes(r: Remplissage) -> dict[str, int]:
    """Lines needed by each box, or each row, beyond what the blank form gives it."""
    besoins: dict[str, int] = {}
    for nom, valeur in r.valeurs.items():
        if case(nom).genre is not Genre.LONG:
            continue
        largeur, hauteur = _tailles()[nom_sans_rang(nom)]
        n = min(len(list(couper(valeur, largeur - 3, TAILLE, police()))), LIGNES_MAX)
        if n > nombre_de_lignes(hauteur):
            cle = "/".join(nom.split("/")[:2]) if nom != nom_sans_rang(nom) else nom
            besoins[cle] = max(besoins.get(cle, 0), n)
    return besoins


@cache
def _tailles() -> Mapping[str, tuple[float, float]]:
    """Width and height of each box of the blank form, in points, by field of the model."""
    vierge = _mise_en_page(remplir(None), {}, None)
    tailles: dict[str, tuple[float, float]] = {}
    with pikepdf.open(io.BytesIO(vierge)) as pdf:
        for lien in _liens(pdf):
            x0, y0, x1, y1 = (float(v) for v in lien.Rect)
            tailles.setdefault(nom_sans_rang(str(lien.A.URI).removeprefix(_LIEN)), (x1 - x0, y1 - y0))
    return tailles
