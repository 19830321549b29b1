"""The look of a form's fields that have a value and none: some programs leave that to the reader.

Typst draws them, in our font: pikepdf's own drawing knows neither accents beyond Western Europe nor a text of several
lines. Runs in the limited child process only.
"""

from __future__ import annotations

import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from maia.generators.assemblage_boites import boite, herite

MODELE = "assemblage-champs.typ"
_LIGNES, _SECRET = 1 << 12, 1 << 13
_LONGUEUR = 10_000


def dessiner_les_champs(pdf: pikepdf.Pdf) -> None:
    """Give its look to every text or choice field that lacks one; to all of them when the form asks for it."""
    formulaire = pdf.Root.get("/AcroForm")
    if not isinstance(formulaire, Dictionary):
        return
    tous = bool(formulaire.get("/NeedAppearances", False))
    a_dessiner = [
        (vue, decrit)
        for page in pdf.pages
        for vue in _champs(page)
        if (tous or not _a_une_apparence(vue)) and (decrit := _decrire(vue))
    ]
    for (vue, _), dessin in zip(a_dessiner, _dessins(pdf, [d for _, d in a_dessiner]), strict=True):
        vue["/AP"] = Dictionary(N=dessin)
    # What has been drawn is to be shown: the flag would hide it.
    if "/NeedAppearances" in formulaire:
        del formulaire["/NeedAppearances"]


def _champs(page: pikepdf.Page) -> list[Any]:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return []
    return [a for a in annotations if isinstance(a, Dictionary) and a.get("/Subtype") == "/Widget"]


def _a_une_apparence(vue: Any) -> bool:
    apparence = vue.get("/AP")
    return isinstance(apparence, Dictionary) and isinstance(apparence.get("/N"), pikepdf.Stream)


def _decrire(vue: Any) -> dict[str, str | bool] | None:
    """What to draw for a field; `None` when it is no text, has no value or no place."""
    genre, place, texte = herite(vue, "/FT"), boite(vue.get("/Rect")), _valeur(vue)
    if genre not in (Name.Tx, Name.Ch) or place is None or not texte:
        return None
    drapeaux = _entier(herite(vue, "/Ff"))
    if genre == Name.Tx and drapeaux & _SECRET:
        texte = "*" * len(texte)
    return {
        "texte": texte[:_LONGUEUR],
        "largeur": f"{min(place[2] - place[0], 5000):.2f}",
        "hauteur": f"{min(place[3] - place[1], 5000):.2f}",
        "lignes": genre == Name.Tx and bool(drapeaux & _LIGNES),
        "cote": str(_entier(herite(vue, "/Q"))),
    }


def _valeur(vue: Any) -> str:
    """What the field says, in the words of its list of choices when it has one."""
    valeur = herite(vue, "/V")
    choix = herite(vue, "/Opt")
    mots = {}
    for option in choix if isinstance(choix, Array) else []:
        if isinstance(option, Array) and len(option) == 2:
            mots[str(option[0])] = str(option[1])
    valeurs = list(valeur) if isinstance(valeur, Array) else [valeur]
    textes = [str(v) for v in valeurs if isinstance(v, pikepdf.String)]
    if isinstance(valeur, pikepdf.Stream):
        textes = [str(pikepdf.String(valeur.read_bytes()))]
    dit = ", ".join(mots.get(t, t) for t in textes).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in dit if c.isprintable() or c == "\n").strip()


def _entier(valeur: Any) -> int:
    try:
        return int(valeur)
    except (TypeError, ValueError, OverflowError):
        return 0


def _dessins(pdf: pikepdf.Pdf, champs: list[dict[str, str | bool]]) -> list[pikepdf.Object]:
    if not champs:
        return []
    import typst  # noqa: PLC0415 - for forms only

    dossier = Path(str(files("maia.templates")))
    octets = typst.compile(
        str(dossier / MODELE),
        root=str(dossier),
        font_paths=[str(dossier / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"champs": json.dumps(champs, ensure_ascii=False)},
        pdf_tags=False,
    )
    with pikepdf.open(io.BytesIO(octets)) as dessines:
        return [pdf.copy_foreign(page.as_form_xobject()) for page in dessines.pages]
