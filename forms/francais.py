"""French as a reader expects it: amounts, dates, plurals, elision. The only place that knows typographic spaces.

Thousands take U+202F (narrow no-break space), units and « : ; ? ! » take U+00A0, as in official printing.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

FINE = "\u202f"
INSECABLE = "\u00a0"

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def nombre(valeur: int | Decimal) -> str:
    """`151667` → `151 667`, `Decimal("0.5")` → `0,5`."""
    texte = f"{valeur:,}".replace(",", FINE).replace(".", ",")
    return texte.replace("-", "\u2212")


def euros(valeur: int) -> str:
    """Whole euros in figures: `151667` → `151 667 €`."""
    return f"{nombre(valeur)}{INSECABLE}€"


def etp(valeur: Decimal) -> str:
    """A full-time equivalent without useless zeros: `Decimal("0.50")` → `0,5`."""
    return nombre(valeur.normalize() if valeur != valeur.to_integral() else valeur.quantize(Decimal(1)))


def arrondi(valeur: Decimal) -> int:
    """Whole euros, half up: the rule of annexe IV note (1)."""
    return int(valeur.quantize(Decimal(1), ROUND_HALF_UP))


def pourcentage(partie: int, tout: int) -> str:
    """Share of `tout`, one decimal, half up; empty when `tout` is zero (the official form shows an error there)."""
    if not tout:
        return ""
    taux = (Decimal(partie) * 100 / Decimal(tout)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{nombre(taux)}{INSECABLE}%"


@cache
def en_lettres(valeur: int) -> str:
    """A number in words, spelling of 1990 left aside as in official deeds: `21` → `vingt et un`."""
    from num2words import num2words  # noqa: PLC0415 - only where a deed is signed

    return str(num2words(valeur, lang="fr")).replace("-et-", " et ")


def date_courte(date: datetime.date) -> str:
    """`15/03/2012`."""
    return f"{date.day:02}/{date.month:02}/{date.year}"


def date_longue(date: datetime.date) -> str:
    """`15 mars 2012`, `1er février 2012`."""
    return f"{'1er' if date.day == 1 else date.day} {MOIS[date.month - 1]} {date.year}"


def date_ecrite(date: datetime.date | None) -> str | None:
    """`15 mars 2012`; `None` for a date that isn't known."""
    return date_longue(date) if date else None


def pluriel(quantite: int | Decimal, singulier: str, plusieurs: str | None = None) -> str:
    """`pluriel(2, "anomalie")` → `2 anomalies`; in French the plural starts at 2."""
    mot = singulier if -2 < quantite < 2 else plusieurs or f"{singulier}s"
    return f"{nombre(quantite)}{INSECABLE}{mot}"


_AVANT = re.compile(r" (?=[:;?!»%€])")
_APRES = re.compile(r"(?<=[«§]) |(?<=n°) ")


def typographie(texte: str) -> str:
    """No-break spaces where French printing wants them: `« ARS » : 12 %` with U+00A0 instead of each of its spaces.

    Sentences are written in the sources with ordinary spaces, and pass here once, on their way out.
    """
    return _APRES.sub(INSECABLE, _AVANT.sub(INSECABLE, texte))


def liste(elements: Iterable[str], lien: str = "et") -> str:
    """`["a", "b", "c"]` → `a, b et c`; nothing gives an empty text."""
    *debut, dernier = list(elements) or [""]
    return f"{', '.join(debut)} {lien} {dernier}" if debut else dernier


_LONGUEUR_MONTREE = 80


def montrable(texte: str) -> str:
    """A typed value as a sentence can quote it: one line, eighty characters, nothing invisible that a terminal obeys."""
    court = texte if len(texte) <= _LONGUEUR_MONTREE else f"{texte[: _LONGUEUR_MONTREE - 1]}…"
    if court.isprintable():
        return court
    lignes = " ".join(court.split("\n"))
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else "\ufffd" for c in lignes)


_EGAUX = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"} | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
)


@lru_cache(4096)
def sans_accents(texte: str) -> str:
    """Lower case, no accents, apostrophes, dashes and spaces evened out: the key under which two spellings are one."""
    lettres = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", lettres.translate(_EGAUX).casefold()).strip()


# Regions whose official use takes an article; every other region takes « de » or « d’ ».
_ARTICLES = {
    "centre": "du ",
    "languedoc-roussillon": "du ",
    "limousin": "du ",
    "nord - pas-de-calais": "du ",
    "nord-pas-de-calais": "du ",
    "ocean indien": "de l’",
    "pays de la loire": "des ",
}
_VOYELLE = re.compile(r"[aeiouy]")


def de(nom: str) -> str:
    """The name after « de », with article and elision: `d’Île-de-France`, `de Bretagne`, `du Centre`, `du Mans`."""
    cle = sans_accents(nom)
    if article := _ARTICLES.get(cle):
        return article + nom
    for debut, contraction in (("Le ", "du "), ("Les ", "des ")):
        if nom.startswith(debut):
            return contraction + nom[len(debut) :]
    return f"d’{nom}" if _VOYELLE.match(cle) else f"de {nom}"


def nom_de_fichier(texte: str) -> str:
    """A name safe on every system, that sorts: `Réseau « Visage » / 38` → `reseau-visage-38`; cut at sixty characters."""
    return re.sub(r"[^a-z0-9]+", "-", sans_accents(texte)).strip("-")[:60].rstrip("-") or "sans-nom"
