"""The two official texts, passage by passage (`passages.yaml`): what each asks, of whom, and whether a dossier shows it.

A source is written as people cite: a passage (`CIRC §2.2 al. 2`), a section that holds several (`CIRC §2.2`), or an
enumeration of either (`CIRC §2.2, CDC §2.2 et §3.3`, `CIRC annexe V-1, articles 1, 5 et 6`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated

from maia.forms.donnees import lire_donnees
from maia.forms.modele import Choix, Modele
from maia.forms.types import OuiNon, Texte

Qui = Annotated[str, Choix("porteur", "ars", "pilote", "gestionnaire", "epn", "contexte")]

# What may follow the name of a section in the name of what it holds: `CIRC annexe V` holds `CIRC annexe V-1, article 4`
# but not `CIRC annexe VI`.
_SUITES = " ,.-"

# Between « and », a rule also names a field or a value: a quotation has more words than that.
_MOTS_D_UNE_CITATION = 3


class Passage(Modele):
    """A passage of the texts, under the name that rules cite.

    `texte` is an exact quotation (OCR slips put right, cuts marked `[…]`), `demande` what it asks in our own words.
    `verifiable` tells whether the files of a dossier can show that it is met; `pourquoi` says why not.
    `comme` names another passage that asks the same thing: what checks that one checks this one.
    """

    id: Texte
    section: Texte
    texte: Texte
    demande: Texte
    qui: Qui
    verifiable: OuiNon
    pourquoi: Texte | None = None
    comme: Texte | None = None


class Section(Modele):
    """A section of the texts, with its title and its own passages (not those of its subsections)."""

    id: Texte
    titre: Texte
    passages: tuple[Passage, ...]


@cache
def sections() -> Mapping[str, Section]:
    """Every section by its name, in the order of the texts; a data file of ours that is wrong raises."""
    return {
        nom: Section(
            id=nom,
            titre=section["titre"],
            passages=tuple(
                Passage.model_validate({"id": cle, "section": nom, **champs})
                for cle, champs in section.get("passages", {}).items()
            ),
        )
        for nom, section in lire_donnees("passages.yaml").items()
    }


@cache
def _par_nom() -> Mapping[str, Passage]:
    return {p.id: p for section in sections().values() for p in section.passages}


def passages() -> list[Passage]:
    """Every passage, in the order of the texts."""
    return list(_par_nom().values())


def passage(source: str) -> Passage | None:
    """The passage of this very name: `passage("CIRC §2.2 al. 2")`; `None` for a section or an enumeration."""
    return _par_nom().get(_nom(source))


def titre(source: str) -> str | None:
    """The title of the section named, or of the one that holds the passage named: `CIRC §2.2` → `Le financement`."""
    nom = _nom(source)
    trouve = passage(nom)
    section = sections().get(trouve.section if trouve else nom)
    return section.titre if section else None


def dans(source: str) -> list[Passage]:
    """Every passage that a source holds, each once, in the order of the texts; none for a source that is not one.

    `CIRC §2` holds `CIRC §2.1 al. 1`; `CIRC §4 al. 1` does not hold `CIRC §4 al. 10`.
    """
    noms = decomposer(source)
    return [p for p in passages() if any(_contient(nom, p.id) for nom in noms)]


def extraits(source: str, explication: str = "") -> list[Passage]:
    """What to quote under a rule: the passages that its source names, else those of the section that it quotes itself.

    `explication` is the rule's text, where quotations stand between « and ». A rule that cites a whole section and
    quotes nothing gives none: no passage of the section says more of it than another.
    """
    nommes = [trouve for nom in decomposer(source) if (trouve := passage(nom))]
    if nommes:
        return nommes
    citations = re.findall(r"«\s(.+?)\s»", " ".join(explication.replace("'", "’").split()))
    cites = [mots.strip(" ,.") for citation in citations for mots in citation.split("[…]")]
    longs = [mots.casefold() for mots in cites if len(mots.split()) > _MOTS_D_UNE_CITATION]
    return [p for p in dans(source) if any(mots in p.texte.casefold() for mots in longs)]


def decomposer(source: str) -> list[str]:
    """The passages and sections that a source enumerates, each under its full name.

    `CIRC annexe V-1, articles 1, 5 et 6` → `CIRC annexe V-1, article 1`, `… article 5`, `… article 6`.
    """
    return [nom for morceau in re.split(r"[,;] (?=(?:CIRC|CDC) )", _nom(source)) for nom in _developper(morceau)]


def _developper(morceau: str) -> Iterator[str]:
    if pluriel := re.fullmatch(r"(.*\b(?:article|annexe))s (\d+(?:(?:, | et )\d+)+)", morceau):
        yield from (f"{pluriel[1]} {numero}" for numero in re.findall(r"\d+", pluriel[2]))
        return
    sigle = morceau.split(" ", 1)[0]
    premier, *autres = re.split(r" et (?=§|annexe )", morceau)
    yield from (premier, *(f"{sigle} {autre}" for autre in autres))


def _contient(nom: str, passage: str) -> bool:
    return passage == nom or (passage.startswith(nom) and passage[len(nom)] in _SUITES)


def _nom(source: str) -> str:
    return " ".join(source.replace("'", "’").split())
