"""The tag dialects of the four JavaScript engines: how each says a field, a condition, a repeated row.

Conditions read a truth value in all of them; an empty list or mapping counts as false, as in Jinja.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from typing_extensions import override

# What stands for « if x is true » and « if x is false » in the tag names of engines whose tags are plain names:
# bench/pairs/ouvrier.mjs resolves both prefixes.
OUI, NON = "oui:", "non:"


class Chemin(NamedTuple):
    """A dotted path as the template writes it, and the loop its first name comes from, if any."""

    noms: tuple[str, ...]
    boucle: tuple[str, ...] = ()

    @property
    def relatif(self) -> str:
        """From the row, inside a loop; from the top otherwise."""
        return ".".join(self.noms[1:] if self.boucle else self.noms)


class Condition(NamedTuple):
    """What is kept if the value at `chemin` is `vrai`."""

    chemin: Chemin
    vrai: bool


@dataclass(frozen=True, slots=True)
class Dialecte(ABC):
    """Base: every method gives the text of one tag.

    `lignes_balises`: rows of their own open and close a loop over rows (otherwise the first and last cells do).
    `paragraphes_balises`: paragraphs of their own open and close a condition over paragraphs.
    `imbrique`: a condition may stand inside another one in the same paragraph.
    """

    nom: str
    lignes_balises: bool = False
    paragraphes_balises: bool = False
    imbrique: bool = True

    def champ(self, chemin: Chemin) -> str:
        """The value at `chemin`."""
        return "{" + chemin.relatif + "}"

    @abstractmethod
    def si(self, conditions: Sequence[Condition], *, blocs: bool = False) -> str:
        """Opens what is kept under the last of `conditions`; the others, around it, already hold or are tested too.

        `blocs`: the tag stands inside the first of the paragraphs that are kept or dropped whole.
        """

    @abstractmethod
    def fin(self, condition: Condition) -> str:
        """Closes it."""

    @abstractmethod
    def boucle(self, chemin: Chemin, variable: str) -> str:
        """Opens the rows repeated for each item of the list at `chemin`."""

    @abstractmethod
    def fin_boucle(self, chemin: Chemin, variable: str) -> str:
        """Closes them."""


class _Sections(Dialecte):
    """Mustache's way: `{#x}` … `{/x}`, a name that the engine looks up."""

    __slots__ = ()
    options_blocs = ""

    @override
    def si(self, conditions: Sequence[Condition], *, blocs: bool = False) -> str:
        return "{#" + self._nom(conditions[-1]) + (self.options_blocs if blocs else "") + "}"

    @override
    def fin(self, condition: Condition) -> str:
        return "{/" + self._nom(condition) + "}"

    @override
    def boucle(self, chemin: Chemin, variable: str) -> str:
        return "{#" + chemin.relatif + "}"

    @override
    def fin_boucle(self, chemin: Chemin, variable: str) -> str:
        return "{/" + chemin.relatif + "}"

    @staticmethod
    def _nom(condition: Condition) -> str:
        return (OUI if condition.vrai else NON) + condition.chemin.relatif


class Docxtemplater(_Sections):
    """docxtemplater; `{-w:p x}` is its way to keep or drop the paragraphs that hold the tags."""

    __slots__ = ()

    @override
    def si(self, conditions: Sequence[Condition], *, blocs: bool = False) -> str:
        return ("{-w:p " if blocs else "{#") + self._nom(conditions[-1]) + "}"


class EasyTemplateX(_Sections):
    """easy-template-x; the option `loopOver` serves the same purpose."""

    __slots__ = ()
    options_blocs = ' [loopOver: "paragraph"]'


class DocxTemplates(Dialecte):
    """docx-templates: JavaScript expressions; `vrai` is given to the templates by bench/pairs/ouvrier.mjs."""

    __slots__ = ()

    @override
    def champ(self, chemin: Chemin) -> str:
        return "{INS " + self._expression(chemin) + "}"

    @override
    def si(self, conditions: Sequence[Condition], *, blocs: bool = False) -> str:
        return "{IF " + " && ".join(self._test(c) for c in conditions) + "}"

    @override
    def fin(self, condition: Condition) -> str:
        return "{END-IF}"

    @override
    def boucle(self, chemin: Chemin, variable: str) -> str:
        return "{FOR " + variable + " IN " + self._expression(chemin) + "}"

    @override
    def fin_boucle(self, chemin: Chemin, variable: str) -> str:
        return "{END-FOR " + variable + "}"

    def _test(self, condition: Condition) -> str:
        return ("" if condition.vrai else "!") + "vrai(" + self._expression(condition.chemin) + ")"

    @staticmethod
    def _expression(chemin: Chemin) -> str:
        return ("$" if chemin.boucle else "") + ".".join(chemin.noms)


class Carbone(Dialecte):
    """carbone: formatters after the path; a loop is the row `[i]` and a second one `[i+1]` that shows where it ends."""

    __slots__ = ()

    @override
    def champ(self, chemin: Chemin) -> str:
        return "{" + self._chemin(chemin) + "}"

    @override
    def si(self, conditions: Sequence[Condition], *, blocs: bool = False) -> str:
        chemin, vrai = conditions[-1]
        test = ":ifNEM:and:ifNE(false)" if vrai else ":ifEM:ifEQ(false)"
        return "{" + self._chemin(chemin) + test + ":showBegin}"

    @override
    def fin(self, condition: Condition) -> str:
        return "{" + self._chemin(condition.chemin) + ":showEnd}"

    @override
    def boucle(self, chemin: Chemin, variable: str) -> str:
        return ""

    @override
    def fin_boucle(self, chemin: Chemin, variable: str) -> str:
        return "{d." + ".".join(chemin.noms) + "[i+1]}"

    @staticmethod
    def _chemin(chemin: Chemin) -> str:
        if chemin.boucle:
            return "d." + ".".join(chemin.boucle) + "[i]." + chemin.relatif
        return "d." + chemin.relatif


DIALECTES: dict[str, Dialecte] = {
    "docxtemplater": Docxtemplater("docxtemplater"),
    "easy-template-x": EasyTemplateX("easy-template-x"),
    "docx-templates": DocxTemplates("docx-templates", lignes_balises=True, paragraphes_balises=True, imbrique=False),
    "carbone": Carbone("carbone"),
}
