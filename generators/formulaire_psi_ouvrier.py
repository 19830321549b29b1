"""The child process that opens a PSI in PDF come from anywhere: its boxes, its attachment, what its pages say.

Request: `{"chemin", "mot_de_passe"}`. Answer: `{"refus": key}`, or `{"cases", "jointe", "pages", "annotee", "xfa"}`; see
`maia.generators.formulaire_psi_lecture`, which asks. Scripts are never run, and nothing is written.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maia.forms.ouvrier import servir
from maia.forms.psi_formulaire import NON, OUI, connues
from maia.generators.chiffrement import normaliser

if TYPE_CHECKING:
    import pikepdf

CHIFFRE, MAUVAIS_MOT, ABIME = "chiffré", "mot de passe", "abîmé"
SOURCE = "psi.yaml"
CONNUES_MIN = 10
"""A form with fewer of our boxes than this is another form."""
_OCTETS_SOURCE = 1_000_000
_CASES_MAX, _PROFONDEUR_MAX, _CARACTERES_MAX, _TOTAL_MAX, _PAGES_MAX = 5_000, 8, 20_000, 2_000_000, 100


def repondre(demande: dict[str, Any]) -> dict[str, Any]:
    """One request; whatever happens, an answer."""
    try:
        return _ouvrir(Path(demande["chemin"]).read_bytes(), demande["mot_de_passe"])
    except Exception:
        return {"refus": ABIME}


def _ouvrir(octets: bytes, mot_de_passe: str | None) -> dict[str, Any]:
    import pikepdf  # noqa: PLC0415 - the child's cost, not the parent's

    cle = normaliser(mot_de_passe or "")
    try:
        with pikepdf.open(io.BytesIO(octets), password=cle) as pdf:
            cases = dict(_cases(pdf))
            jointe = _jointe(pdf)
            return {
                "cases": cases,
                "jointe": None if jointe is None else base64.b64encode(jointe).decode("ascii"),
                "pages": [] if jointe is None or connues(list(cases)) >= CONNUES_MIN else pages(pdf),
                "annotee": any(_ajoutee(a) for page in pdf.pages for a in page.obj.get("/Annots", [])),
                "xfa": "/XFA" in pdf.Root.get("/AcroForm", {}),
            }
    except pikepdf.PasswordError:
        return {"refus": MAUVAIS_MOT if mot_de_passe else CHIFFRE}


# Boxes ----------------------------------------------------------------------------------------------------------------


def _cases(pdf: pikepdf.Pdf) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every box by its full name, however readers have regrouped them, within reason."""
    racine: Any = pdf.Root
    restants: list[tuple[Any, str, dict[str, Any], int]]
    restants = [(champ, "", {}, 0) for champ in racine.get("/AcroForm", {}).get("/Fields", [])]
    vus, place = 0, _TOTAL_MAX
    while restants and vus < _CASES_MAX and place > 0:
        champ, prefixe, herite, profondeur = restants.pop(0)
        vus += 1
        if not _est_un_bloc(champ):
            continue
        nom = ".".join(filter(None, (prefixe, str(champ.get("/T", "")))))
        propre = {cle: champ[cle] for cle in ("/FT", "/V", "/DV") if cle in champ}
        enfants = [e for e in champ.get("/Kids", []) if _est_un_bloc(e) and "/T" in e]
        if enfants and profondeur < _PROFONDEUR_MAX:
            restants += [(e, nom, herite | propre, profondeur + 1) for e in enfants]
        elif nom:
            lue = _case(champ, herite | propre)
            place -= len(nom) + len(lue["valeur"] or "") + len(lue["propose"] or "")
            yield nom, lue


def _est_un_bloc(objet: Any) -> bool:
    import pikepdf  # noqa: PLC0415

    return isinstance(objet, pikepdf.Dictionary)


def _case(champ: Any, lu: dict[str, Any]) -> dict[str, Any]:
    boite = champ.get("/Rect") or next((e.Rect for e in champ.get("/Kids", []) if "/Rect" in e), [0, 0, 0, 0])
    x0, y0, x1, y1 = (float(v) for v in boite)
    return {
        "valeur": _texte(lu.get("/V"), coche=lu.get("/FT") == "/Btn"),
        "propose": _texte(lu.get("/DV"), coche=False),
        "taille": [abs(x1 - x0), abs(y1 - y0)],
    }


def _texte(valeur: Any, *, coche: bool) -> str | None:
    """What a box holds; of a list where several may be chosen, the first."""
    import pikepdf  # noqa: PLC0415

    if isinstance(valeur, pikepdf.Array):
        valeur = valeur[0] if len(valeur) else None
    if isinstance(valeur, pikepdf.Stream):
        valeur = pikepdf.String(valeur.read_bytes()[:_CARACTERES_MAX])
    if valeur is None or not isinstance(valeur, pikepdf.String | pikepdf.Name):
        return None
    if coche:
        return NON if str(valeur) in {"/Off", "Off", ""} else OUI
    return str(valeur)[:_CARACTERES_MAX]


# A plan that we printed -----------------------------------------------------------------------------------------------


def _jointe(pdf: pikepdf.Pdf) -> bytes | None:
    """The data attached to a plan printed by `maia.generators.psi`."""
    if SOURCE not in pdf.attachments:
        return None
    octets = pdf.attachments[SOURCE].get_file().read_bytes()
    return octets[: _OCTETS_SOURCE + 1]


def pages(pdf: pikepdf.Pdf) -> list[dict[str, str]]:
    """What each page says, without spaces, and a print of how it is drawn."""
    from pypdf import PdfReader  # noqa: PLC0415

    clair = io.BytesIO()
    pdf.save(clair, encryption=False)
    lues = PdfReader(clair).pages
    return [
        {"texte": "".join(lue.extract_text().split()), "trait": _trait(page)}
        for lue, page in zip(lues[:_PAGES_MAX], pdf.pages, strict=False)
    ]


def _ajoutee(annotation: Any) -> bool:
    """Whether something is laid over the page; an electronic signature is not an alteration."""
    return not (_est_un_bloc(annotation) and annotation.get("/FT") == "/Sig")


def _trait(page: pikepdf.Page) -> str:
    import pikepdf  # noqa: PLC0415

    contenu: Any = page.obj.get("/Contents", [])
    flux: Any = contenu if isinstance(contenu, pikepdf.Array) else [contenu]
    return hashlib.sha256(b"\n".join(f.read_bytes() for f in flux)).hexdigest()


def _prechauffer() -> None:
    import pikepdf  # noqa: F401, PLC0415
    import pypdf  # noqa: F401, PLC0415


if __name__ == "__main__":
    servir(repondre, _prechauffer, int(sys.argv[1]))
