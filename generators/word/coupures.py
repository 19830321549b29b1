"""Tags that Word has cut in two: half in a link, in a tracked change or in a field, half outside.

A cut between two runs (a spelling mark, a word made bold, a session of edition) is mended by the engine. A cut by an
element that encloses runs is not: the element would be closed in the middle of what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from lxml import etree

__all__ = ["coupures"]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BALISE: Final = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\}|\{#(?:(?!\{#|#\}).)*#\}", re.DOTALL)
_PAR: Final = {
    f"{_W}hyperlink": "un lien",
    f"{_W}ins": "une modification suivie",
    f"{_W}del": "une modification suivie",
    f"{_W}moveTo": "une modification suivie",
    f"{_W}moveFrom": "une modification suivie",
    f"{_W}fldSimple": "un champ Word",
    f"{_W}sdt": "un contrôle de contenu",
    f"{_W}smartTag": "une balise active",
}


def coupures(paragraphe: etree._Element) -> Iterator[str]:
    """What to do about each tag of the paragraph that an enclosing element cuts."""
    texte = ""
    contenants: list[tuple[etree._Element, ...]] = []
    for morceau in paragraphe.iter(f"{_W}t"):
        if next(morceau.iterancestors(f"{_W}p"), None) is not paragraphe:
            continue  # in a text box hung to the paragraph, whose paragraphs are read by themselves
        ancetres = takewhile(lambda ancetre: ancetre is not paragraphe, morceau.iterancestors())
        contenant = tuple(ancetre for ancetre in ancetres if ancetre.tag in _PAR)
        texte += morceau.text or ""
        contenants += [contenant] * len(morceau.text or "")
    for balise in _BALISE.finditer(texte):
        places = contenants[balise.start() : balise.end()]
        if len(set(places)) > 1:
            fautif = next(place[0] for place in places if place)
            yield (
                f"« {balise[0]} » est coupée par {_PAR[str(fautif.tag)]} : effacez-la et retapez-la d’un trait"
                + (", les modifications étant acceptées" if "suivie" in _PAR[str(fautif.tag)] else "")
            )
