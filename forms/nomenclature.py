"""The accounts and lines of annexe IV's budget, as data (`nomenclature.yaml`), and how a typed label finds its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from maia.forms.donnees import lire_donnees
from maia.forms.francais import INSECABLE, sans_accents

CHARGES, PRODUITS, CONTRIBUTIONS = "charges", "produits", "contributions"
INDIRECTES = "indirectes"
SUBVENTIONS = "74"
PERSONNEL = "64"
FINANCEUR_ARS = "ARS"


@dataclass(frozen=True, slots=True)
class Compte:
    """One account of the form: number, label, official lines; `a_preciser` when the porteur adds its own labels."""

    numero: str
    libelle: str
    lignes: tuple[str, ...]
    a_preciser: bool
    source: str

    def ligne(self, libelle: str) -> str | None:
        """The official line meant by `libelle`, case, accents and spaces aside; `None` when there is none."""
        return _cles(self.lignes).get(sans_accents(libelle))

    def ligne_proche(self, libelle: str) -> str | None:
        """The official line that most resembles `libelle`, to suggest it."""
        cles = _cles(self.lignes)
        proches = difflib.get_close_matches(sans_accents(libelle), cles, n=1, cutoff=0.6)
        return cles[proches[0]] if proches else None


@cache
def _cles(lignes: tuple[str, ...]) -> dict[str, str]:
    return {sans_accents(ligne): ligne for ligne in lignes}


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """Every account by side of the budget (`charges`, `produits`, `contributions`), in the form's order."""

    charges: Mapping[str, Compte]
    produits: Mapping[str, Compte]
    contributions: Mapping[str, Compte]
    financeurs: tuple[tuple[str, tuple[str, ...]], ...]
    notes: Mapping[str, str]

    def cote(self, nom: str) -> Mapping[str, Compte]:
        """Accounts of one side: `nomenclature.cote("charges")`."""
        return {CHARGES: self.charges, PRODUITS: self.produits, CONTRIBUTIONS: self.contributions}[nom]

    def ligne_de_financeur(self, financeur: str) -> str:
        """The line of account 74 where a funder is written; « Autres (à préciser) » when no name leads elsewhere."""
        return _ligne(sans_accents(financeur), self.financeurs)


@lru_cache(4096)
def _ligne(cle: str, financeurs: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return next((libelle for libelle, noms in financeurs if _motif(noms).match(cle)), financeurs[-1][0])


@cache
def _motif(noms: tuple[str, ...]) -> re.Pattern[str]:
    """The names at the start of a funder's, article and plural aside: `l'ARS`, `régions`, `département(s) :`."""
    return re.compile(rf"(?:l'|le |la |les )?(?:{'|'.join(map(re.escape, noms))})s?(?!\w)")


def sans_consigne(libelle: str) -> str:
    """An official line without its invitation: `Autres (à préciser)` → `Autres`, `Région(s) :` → `Région(s)`."""
    return libelle.replace("(à détailler)", "").replace("(à préciser)", "").rstrip(" :")


def ligne_precisee(officielle: str, precision: str) -> str:
    """An official line completed by what the porteur wrote, unless that says the line again.

    `Autres : ateliers`, `Département(s) : CG de l’Isère`, `Commune de Parthenay`; the line of the ARS takes the ARS's
    own name.
    """
    if officielle == FINANCEUR_ARS and precision:
        return precision
    base = sans_consigne(officielle)
    if sans_accents(precision).startswith(sans_accents(base.removesuffix("(s)"))):
        return precision
    return f"{base}{INSECABLE}: {precision}" if precision else base


@cache
def nomenclature() -> Nomenclature:
    """The nomenclature of annexe IV, read once."""
    donnees = lire_donnees("nomenclature.yaml")

    def comptes(bloc: Any) -> dict[str, Compte]:
        return {
            numero: Compte(
                numero,
                c["libelle"],
                tuple(c["lignes"]),
                c.get("a_preciser") == "true",
                c.get("source", donnees["source"]),
            )
            for numero, c in bloc.items()
        }

    return Nomenclature(
        charges=comptes(donnees["charges"] | {INDIRECTES: donnees["indirectes"]}),
        produits=comptes(donnees["produits"]),
        contributions=comptes(donnees["contributions"]),
        financeurs=tuple((f["libelle"], tuple(f["noms"])) for f in donnees["financeurs"]),
        notes=donnees["notes"],
    )
