"""The PDF engine: a Typst template and plain data in, one file that is both PDF/A-3a and PDF/UA-1 out.

The data reach the template as JSON through `sys.inputs`, never as source, so nothing typed in a dossier is ever
evaluated. The template sees its own folder and the product's fonts, and no system font.
"""

from __future__ import annotations

import json
import os
import re
import threading
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from maia.forms.francais import INSECABLE
from maia.forms.glyphes import glyphes_absents

if TYPE_CHECKING:
    import typst

__all__ = [
    "CaracteresNonImprimables",
    "Donnee",
    "ErreurDeModele",
    "a_imprimer",
    "compiler",
    "dessiner",
    "glyphes_absents",
]

Image: TypeAlias = Literal["png", "svg"]
Donnee: TypeAlias = "str | bool | int | list[Donnee] | Mapping[str, Donnee] | None"

_APRES_FORK = "PDF : ce processus est issu d’un fork après usage de Typst ; lancez-le en mode « spawn »."
_TELEPHONE = re.compile(r"\b0\d(?: \d\d){4}\b")
_INSECABLE = re.compile(
    r"(?<=\d) (?=(?:h|heures?|jours?|mois|ans?|euros?|€|%)(?!\w))|(?<=\bM\.) |(?<=\bMme) |(?<=\bDr) |(?<=«) | (?=[:;?!»])"
)


class ErreurDeModele(RuntimeError):
    """A template that Typst refuses: a fault of the template, never of the person who typed the data.

    The message gives the template and the place. Typst's own message may quote the data, so it is not repeated.
    """


class CaracteresNonImprimables(ValueError):
    """Data with characters that no font of the product draws; `caracteres` lists them, the message only counts."""

    def __init__(self, caracteres: list[str]) -> None:
        super().__init__(f"{len(caracteres)} caractère(s) que les polices du document ne savent pas imprimer")
        self.caracteres = caracteres


class _Etat(threading.local):
    """The compilers of one thread: Typst's refuse to be used by two threads at once."""

    def __init__(self) -> None:
        self.compilateurs: dict[str | Path, typst.Compiler] = {}


_etat = _Etat()
_a_servi = threading.Event()
_interdit = threading.Event()


def _apres_fork() -> None:
    # Typst's own worker threads don't survive a fork: a child of a process that has compiled would wait forever.
    if _a_servi.is_set():
        _interdit.set()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_apres_fork)


def compiler(modele: str | Path, donnees: Mapping[str, Donnee], *, jour: date, source: bytes = b"") -> bytes:
    """Compile a template with `donnees` into a PDF/A-3a and PDF/UA-1 file.

    `modele` is a name in `templates/` (`"psi.typ"`), or the absolute path of another template.
    `jour` dates the file (midnight UTC): the same input gives the same bytes whenever and wherever it is run.
    `source` is UTF-8 text that the template may attach to the document, byte for byte.
    In the template: `json(bytes(sys.inputs.donnees))` and `sys.inputs.source`.

    Raises `CaracteresNonImprimables` and `ErreurDeModele`, which never carry a value of the data in their message,
    and `RuntimeError` in a process forked after a first compilation.
    """
    if _interdit.is_set():
        raise RuntimeError(_APRES_FORK)
    propres, textes = _imprimable(donnees)
    if absents := glyphes_absents("\n".join(textes)):
        raise CaracteresNonImprimables(absents)
    entrees = {"donnees": json.dumps(propres, ensure_ascii=False), "source": _texte_de(source)}
    _a_servi.set()
    resultat = _compiler(modele, entrees, jour)
    if isinstance(resultat, bytes):
        return resultat
    raise ErreurDeModele(resultat)


def dessiner(modele: str, donnees: Mapping[str, Donnee], *, jour: date, forme: Image, ppi: float = 200) -> bytes:
    """Compile a one-page template into a picture, `png` (at `ppi` dots an inch) or `svg`; the same bytes every time.

    Raises what `compiler` raises, under the same conditions.
    """
    if _interdit.is_set():
        raise RuntimeError(_APRES_FORK)
    propres, textes = _imprimable(donnees)
    if absents := glyphes_absents("\n".join(textes)):
        raise CaracteresNonImprimables(absents)
    _a_servi.set()
    image = _dessiner(modele, {"donnees": json.dumps(propres, ensure_ascii=False)}, jour, forme, ppi)
    if isinstance(image, bytes):
        return image
    raise ErreurDeModele(image)


def _dessiner(modele: str, entrees: dict[str, str], jour: date, forme: Image, ppi: float) -> bytes | str:
    import typst  # noqa: PLC0415

    try:
        image = _compilateur(modele).compile(
            sys_inputs=entrees, format=forme, ppi=ppi, timestamp=datetime.combine(jour, time(), UTC)
        )
    except typst.TypstError as erreur:
        return _lieu(modele, erreur.diagnostic)
    return image if isinstance(image, bytes) else _lieu(modele, "")


def _texte_de(source: bytes) -> str:
    # Python's own error would carry the whole source: it is let go before ours is raised.
    with suppress(UnicodeDecodeError):
        return source.decode("utf-8")
    raise ValueError("PDF : la source à joindre n’est pas en UTF-8.")


def _compiler(modele: str | Path, entrees: dict[str, str], jour: date) -> bytes | str:
    """The PDF, or one sentence saying where the template is at fault.

    A value rather than an exception: one raised in the handler would keep Typst's, and with it the data, as context.
    """
    import typst  # noqa: PLC0415  # 10 MB of compiler, for the commands that make a PDF only

    try:
        pdf, avertissements = _compilateur(modele).compile_with_warnings(
            sys_inputs=entrees,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=datetime.combine(jour, time(), UTC),
        )
    except typst.TypstError as erreur:
        return _lieu(Path(modele).name, erreur.diagnostic)
    # A layout that does not settle leaves wrong page numbers behind: no document rather than that one.
    if avertissements or not isinstance(pdf, bytes):
        return _lieu(Path(modele).name, avertissements[-1].diagnostic if avertissements else "")
    return pdf


def _lieu(modele: str, diagnostic: str) -> str:
    lieu = re.search(rf"┌─ .*{re.escape(modele)}:(\d+):(\d+)", diagnostic)
    ou = f", ligne {lieu[1]}, colonne {lieu[2]}" if lieu else ""
    return f"Le modèle {modele} ne se compile pas{ou}."


def _compilateur(modele: str | Path) -> typst.Compiler:
    compilateur = _etat.compilateurs.get(modele)
    if compilateur is None:
        import typst  # noqa: PLC0415

        chemin = _dossier() / modele
        compilateur = typst.Compiler(chemin, root=chemin.parent, font_paths=_polices())
        _etat.compilateurs[modele] = compilateur
    return compilateur


@cache
def _dossier() -> Path:
    return Path(str(files("maia.templates")))


@cache
def _polices() -> typst.Fonts:
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_dossier() / "fonts"])


def _imprimable(valeur: Donnee) -> tuple[Donnee, list[str]]:
    """The data as they are printed, and every text in them."""
    textes: list[str] = []

    def propre(valeur: Donnee) -> Donnee:
        if isinstance(valeur, str):
            textes.append(a_imprimer(valeur))
            return textes[-1]
        if isinstance(valeur, Mapping):
            return {cle: propre(v) for cle, v in valeur.items()}
        return [propre(v) for v in valeur] if isinstance(valeur, list) else valeur

    return propre(valeur), textes


def a_imprimer(texte: str) -> str:
    r"""A text as it is printed.

    Joined accents, `\n` as line end, a space for a tab (Typst drops tabs), and no-break spaces where French wants them:
    before « ; : ? ! », in a telephone number, after a title, between a number and its unit.
    """
    texte = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    texte = _TELEPHONE.sub(lambda numero: numero[0].replace(" ", INSECABLE), texte)
    return _INSECABLE.sub(INSECABLE, texte)
