"""The boxes of a PDF form: what a value looks like in one, and the widget that a reader lets people fill.

Every box has its own drawing (`/AP`): PDF/A forbids asking the reader to make it. Text is set at 9 points, and smaller,
down to 6, when it would not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from maia.forms.psi_formulaire import NON, OUI, Case, Genre
from maia.generators.formulaire_psi_police import NOM, Police

TAILLE, TAILLE_MIN = 9.0, 6.0
INTERLIGNE = 10.2 / TAILLE
"""Height of a line over the size of its letters; `psi-formulaire.typ` gives each line of a box 10.2 points, and 3 more."""
_MARGE = 1.5
_COTE = 8.5  # points: the side of a box to tick
_MONTANTE = 0.78  # of the size: from the top of the line to its foot

_MORCEAU = re.compile(r"[^@./_-]*[@./_-]|[^@./_-]+")
_MULTILIGNE, _LISTE = 1 << 12, 1 << 17


@dataclass(frozen=True, slots=True)
class Composition:
    """A text in a box: size of the letters, lines, and whether everything shows."""

    taille: float
    lignes: tuple[str, ...]
    entier: bool


def composer(texte: str, largeur: float, hauteur: float, police: Police) -> Composition:
    """Set a text in a box of that many points, as large as it can be; the last lines are lost when even small it is too long."""
    taille = TAILLE
    while True:
        lignes = tuple(couper(texte, largeur - 2 * _MARGE, taille, police))
        entier = len(lignes) <= nombre_de_lignes(hauteur, taille)
        if entier or taille <= TAILLE_MIN:
            return Composition(taille, lignes, entier)
        taille -= 0.5


def nombre_de_lignes(hauteur: float, taille: float = TAILLE) -> int:
    """How many lines a box holds; one at least."""
    return max(1, int((hauteur - 2 * _MARGE + 0.1) / (taille * INTERLIGNE)))


def couper(texte: str, largeur: float, taille: float, police: Police) -> Iterator[str]:
    """The lines of a text in that width: between words, and inside a word wider than a line."""
    place = largeur * 1000 / taille
    espace = police.largeur(" ")
    for paragraphe in texte.split("\n"):
        ligne, longueur = "", 0.0
        for mot in paragraphe.split(" "):
            large = police.largeur(mot)
            if ligne and longueur + espace + large <= place:
                ligne, longueur = f"{ligne} {mot}", longueur + espace + large
                continue
            if ligne:
                yield ligne
            *pleines, ligne = [mot] if large <= place else _morceaux(mot, place, police)
            yield from pleines
            longueur = police.largeur(ligne)
        yield ligne


def _morceaux(mot: str, place: float, police: Police) -> list[str]:
    """A word too wide, cut after the signs of an address where it can be, else anywhere."""
    lignes, longueur = [""], 0.0
    for morceau in _MORCEAU.findall(mot):
        for partie in [morceau] if police.largeur(morceau) <= place else morceau:
            large = police.largeur(partie)
            if lignes[-1] and longueur + large > place:
                lignes.append("")
                longueur = 0.0
            lignes[-1] += partie
            longueur += large
    return lignes


# Widgets --------------------------------------------------------------------------------------------------------------


def poser(pdf: pikepdf.Pdf, annotation: Any, case: Case, valeur: str | None, propose: str | None, police: Any) -> bool:
    """Turn Typst's empty link into the box `case`, holding `valeur`; `police` is the pair (resource, `Police`).

    The place of the box in the page and in the structure read aloud is the link's. `propose` is what an empty row holds
    beforehand: kept as the box's default value. Answers whether all of the value shows.
    """
    ressource, mesure = police
    for cle in ("/A", "/Border", "/Contents"):
        if cle in annotation:
            del annotation[cle]
    annotation.Subtype, annotation.T, annotation.TU = Name.Widget, String(case.nom), String(case.bulle)
    if case.genre is Genre.COCHE:
        _poser_coche(pdf, annotation, valeur)
        return True
    boite = [float(v) for v in annotation.Rect]
    largeur, hauteur = boite[2] - boite[0], boite[3] - boite[1]
    texte = valeur or propose or ""
    liste = case.genre is Genre.CHOIX
    annotation.FT = Name.Ch if liste else Name.Tx
    annotation.Ff = {Genre.CHOIX: _LISTE, Genre.LONG: _MULTILIGNE}.get(case.genre, 0)
    # 0: the reader chooses the size, so that what is typed goes on showing.
    annotation.DA = String(f"{NOM} {'0' if case.genre is Genre.LONG else '9'} Tf 0 g")
    if liste:
        annotation.Opt = Array([String(choix) for choix in case.choix])
    annotation.V = String(texte)
    if propose and not valeur:
        annotation.DV = String(propose)
    composition = composer(texte, largeur, hauteur, mesure)
    contenu = _texte(composition, largeur, hauteur, mesure) if texte else b"/Tx BMC EMC"
    annotation.AP = Dictionary(N=_dessin(pdf, largeur, hauteur, contenu, Dictionary(Font=ressource)))
    return composition.entier


def _poser_coche(pdf: pikepdf.Pdf, annotation: Any, valeur: str | None) -> None:
    """A square at the top of its cell, beside the first line of the row. Nothing is written in a box that nobody ticked: not said is not « no »."""
    boite = [float(v) for v in annotation.Rect]
    x, y = (boite[0] + boite[2]) / 2, boite[3] - (TAILLE * INTERLIGNE + 2 * _MARGE) / 2
    annotation.Rect = Array([round(v, 3) for v in (x - _COTE / 2, y - _COTE / 2, x + _COTE / 2, y + _COTE / 2)])
    cadre = b"q 0.8 w 0.36 0.42 0.5 RG 0.4 0.4 7.7 7.7 re S Q"
    coche = cadre + b" q 1.5 w 0 g 0 G 1.9 4.3 m 3.7 2.2 l 6.9 6.7 l S Q"
    etat = {OUI: Name("/Oui"), NON: Name.Off}.get(valeur or "")
    annotation.FT = Name.Btn
    annotation.AS = etat or Name.Off
    if etat is not None:
        annotation.V = etat
    annotation.AP = Dictionary(
        N=Dictionary(Oui=_dessin(pdf, _COTE, _COTE, coche), Off=_dessin(pdf, _COTE, _COTE, cadre))
    )


def _dessin(pdf: pikepdf.Pdf, largeur: float, hauteur: float, contenu: bytes, ressources: Any = None) -> Any:
    dessin = pdf.make_stream(contenu)
    dessin.Type, dessin.Subtype = Name.XObject, Name.Form
    dessin.BBox = Array([0, 0, round(largeur, 3), round(hauteur, 3)])
    dessin.Resources = ressources or Dictionary()
    return dessin


def _texte(c: Composition, largeur: float, hauteur: float, police: Police) -> bytes:
    """The drawing of a value, cut at the edges of the box."""
    pas = c.taille * INTERLIGNE
    lignes = [
        f"{'T* ' if rang else ''}<{''.join(f'{code:04X}' for code in police.coder(ligne))}> Tj"
        for rang, ligne in enumerate(c.lignes)
    ]
    debut = f"BT {NOM} {c.taille:g} Tf 0 g {pas:.3f} TL {_MARGE} {hauteur - _MARGE - 0.5 - c.taille * _MONTANTE:.3f} Td"
    cadre = f"0 0 {largeur:.3f} {hauteur:.3f} re W n"
    return f"/Tx BMC q {cadre} {debut} {' '.join(lignes)} ET Q EMC".encode("ascii")
