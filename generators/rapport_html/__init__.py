"""D9: the record of a verification, one self-contained page that is read, printed or sent (CIRC §1.2.2).

It lives among the generators because it is one: a template and the values it prints, in, bytes out. It knows no rule:
findings and checks come to it as the plain data of `maia.forms`, from whoever verified.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.controle import COMPLET, Controle, phrase_du_bilan
from maia.forms.dossier import Dossier
from maia.forms.examen import Etat
from maia.forms.francais import date_courte, etp, euros, nombre, pluriel, pourcentage
from maia.forms.instruction import Verdict
from maia.forms.inventaire import PieceJointe, inventaire
from maia.forms.matrice import SIGNES, Matrice, phrase_du_total
from maia.forms.pieces import Catalogue
from maia.generators.rapport_html import tableaux

MODELE = "rapport.html"
CHIFFRES_MONTRES = 16
"""Hexadecimal digits shown of a SHA-256: enough to tell two files apart by eye."""

_CLASSES = {Gravite.BLOQUANT: "bloquant", Gravite.AVERTISSEMENT: "avertissement", Gravite.INFORMATION: "information"}
_TITRES = {
    Gravite.BLOQUANT: ("anomalie bloquante", "anomalies bloquantes"),
    Gravite.AVERTISSEMENT: ("avertissement", "avertissements"),
    Gravite.INFORMATION: ("information", "informations"),
}


@dataclass(frozen=True, slots=True)
class Fiche:
    """One dossier verified: its file's name and SHA-256, what was read, the verdict, the findings and every check."""

    fichier: str
    empreinte: str
    dossier: Dossier
    verdict: Verdict
    constats: tuple[Constat, ...]
    controles: tuple[Controle, ...]

    def de_gravite(self) -> list[tuple[str, str, list[Constat]]]:
        """The findings by severity, the worst first: class, title, findings; a severity without any is left out."""
        groupes = ((g, [c for c in self.constats if c.gravite is g]) for g in Gravite)
        return [(_CLASSES[g], pluriel(len(constats), *_TITRES[g]), constats) for g, constats in groupes if constats]

    def inventaire(self, pieces: Catalogue) -> tuple[PieceJointe, ...]:
        """The pieces of the list, in the state that the findings on completeness give them."""
        regles = {c.regle for c in self.controles if c.aspect == COMPLET}
        return inventaire(self.dossier, pieces, [c for c in self.constats if c.regle in regles])

    def familles(self) -> list[tuple[str, list[Controle]]]:
        """The checks by family, in the catalogue's order."""
        return [(nom, list(groupe)) for nom, groupe in itertools.groupby(self.controles, key=lambda c: c.famille)]

    def bilan(self) -> str:
        """`73 contrôles, 3 anomalies…`."""
        return phrase_du_bilan(self.controles, self.constats)


@dataclass(frozen=True, slots=True)
class FicheIllisible:
    """A file that could not be read: its name, one sentence, and the place when there is one."""

    fichier: str
    message: str
    ligne: int | None
    colonne: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page says: `sources` gives each source in full, `choix` the local choices, a sentence each."""

    version: str
    campagne: Campagne
    pieces: Catalogue
    choix: tuple[str, ...]
    sources: Mapping[str, str]
    fiches: tuple[Fiche | FicheIllisible, ...]
    matrice: Matrice | None = None
    """Several dossiers side by side, a line for each of `fiches`; nothing for one."""


def rapport_html(page: Page) -> bytes:
    """The page in UTF-8; the same facts always give the same bytes. Raises what Jinja does for a broken template."""
    return _modele().render(page=page, c=page.campagne, tableaux=tableaux).encode()


@cache
def _modele() -> Template:
    environnement = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=imprimable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(lambda nom: files("maia.templates").joinpath(nom).read_text("utf-8")),
    )
    environnement.filters |= {
        "date": date_courte,
        "etp": etp,
        "euros": euros,
        "nombre": nombre,
        "part": lambda valeur: pourcentage(int(valeur * 10_000), 10_000),
        "pluriel": pluriel,
        "taille": taille,
    }
    environnement.tests["lisible"] = lambda etat: etat is Etat.LISIBLE
    environnement.tests["illisible"] = lambda fiche: isinstance(fiche, FicheIllisible)
    environnement.globals |= {
        "CHIFFRES": CHIFFRES_MONTRES,
        "GRAVITES": Gravite,
        "SIGNES": SIGNES,
        "phrase_du_total": phrase_du_total,
    }
    return environnement.get_template(MODELE)


def imprimable(valeur: Any) -> Any:
    """What is about to be printed, without a character that would act instead of being read (U+FFFD in its place).

    Controls, marks that turn the reading direction, what HTML forbids: a name made of them must not change the page.
    Raises `TypeError` on `None`: a fact that may be missing is the template's to name.
    """
    if valeur is None:
        raise TypeError("rien à imprimer")
    if not isinstance(valeur, str) or hasattr(valeur, "__html__") or valeur.isprintable():
        return valeur
    return "".join(c if c.isprintable() or c == "\n" or unicodedata.category(c) == "Zs" else "\ufffd" for c in valeur)


def taille(octets: int) -> str:
    """A file's size as people read it: `812 octets`, `14 ko`, `2,3 Mo`."""
    if octets < 1_000:
        return pluriel(octets, "octet")
    if octets < 999_500:
        return f"{nombre((octets + 500) // 1_000)}\u00a0ko"
    return f"{nombre(Decimal((octets + 50_000) // 100_000) / 10)}\u00a0Mo"
