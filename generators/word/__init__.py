"""Word documents from templates: compile once, render thousands of times.

A template is an ordinary ``.docx`` with docxtpl's tags, edited in Word: ``{{ champ }}``, ``{% if … %}``,
``{%p … %}`` (whole paragraphs), ``{%tr … %}`` (whole rows), ``{_{`` for a literal ``{{``. What differs from docxtpl:

- a template is compiled once (about 0.1 s) and a document costs under a millisecond, from any thread;
- what cannot be rendered faithfully is refused when compiling, with the part and the paragraph;
- an unknown field, an absent value or an invisible character stops the render instead of spoiling the document.

>>> modele = ModeleWord.compiler(octets, "convention-annuelle.docx")   # doctest: +SKIP
>>> docx = modele.rendre({"porteur": {"nom": "Gâtine"}})               # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Self

from maia.generators.erreurs import ChampInconnu, Faute, ModeleRefuse, RenduImpossible, ValeurRefusee
from maia.generators.ooxml import Assembleur, Paquet, PaquetRefuse
from maia.generators.word.compilation import Compilation, PartieCompilee
from maia.generators.word.valeurs import texte_word

__all__ = ["ChampInconnu", "Faute", "ModeleRefuse", "ModeleWord", "RenduImpossible", "ValeurRefusee"]


class ModeleWord:
    """A compiled template. Immutable: threads may share one. ``champs`` are the top-level names that it uses."""

    __slots__ = ("_assembleur", "_parties", "champs", "nom")

    def __init__(
        self, nom: str, assembleur: Assembleur, parties: tuple[PartieCompilee, ...], champs: frozenset[str]
    ) -> None:
        """Use :meth:`compiler`."""
        self.nom: Final = nom
        self.champs: Final = champs
        self._parties: Final = parties
        self._assembleur: Final = assembleur

    @classmethod
    def compiler(
        cls,
        octets: bytes,
        nom: str,
        filtres: Mapping[str, Callable[..., object]] | None = None,
        ecrire: Callable[[object], str] = texte_word,
    ) -> Self:
        """Compile a ``.docx`` template. ``nom`` is for messages; ``filtres`` adds filters, name → function.

        ``ecrire`` turns a value into the content of ``<w:t>``, XML escaped: to mark values, as reading back does.
        Raises :class:`ModeleRefuse` with every fault found.
        """
        try:
            paquet = Paquet.lire(octets)
        except PaquetRefuse as refus:
            raise ModeleRefuse(nom, [Faute(str(refus))]) from refus
        compilation = Compilation(nom, filtres or {}, ecrire)
        compilation.conduire(paquet)
        if compilation.fautes:
            raise ModeleRefuse(nom, compilation.fautes)
        parties = tuple(compilation.parties)
        assembleur = Assembleur(paquet, [partie.nom for partie in parties])
        return cls(nom, assembleur, parties, frozenset(compilation.champs))

    def rendre(self, champs: Mapping[str, object]) -> bytes:
        """The ``.docx`` filled with ``champs``: nested mappings, sequences, objects; at the leaves ``str`` or ``int``.

        Same fields, same bytes. Raises :class:`ChampInconnu`, :class:`ValeurRefusee`, :class:`RenduImpossible`.
        """
        return self._assembleur.assembler({partie.nom: partie.rendre(champs) for partie in self._parties})
