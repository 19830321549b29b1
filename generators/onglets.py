"""Tab names that Excel takes: made from people's or bodies' names, short, distinct."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import count

_LONGUEUR = 31
_INTERDITS = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f{}]+")


def onglets(noms: Iterable[str], pris: Collection[str] = ()) -> list[str]:
    """A tab name for each: 31 characters at most, nothing that Excel refuses, none twice nor in `pris`, case aside."""
    vus = {nom.casefold() for nom in pris}
    resultat = []
    for nom in noms:
        court = _couper(" ".join(_INTERDITS.sub(" ", nom).split()).strip("'"), _LONGUEUR) or "Feuille"
        libre = next(essai for n in count(1) if (essai := _suffixer(court, n)).casefold() not in vus)
        vus.add(libre.casefold())
        resultat.append(libre)
    return resultat


def _couper(nom: str, longueur: int) -> str:
    return nom[:longueur].rstrip(" '")


def _suffixer(nom: str, rang: int) -> str:
    suffixe = f" ({rang})" if rang > 1 else ""
    return _couper(nom, _LONGUEUR - len(suffixe)) + suffixe
