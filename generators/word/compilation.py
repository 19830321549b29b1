"""From the parts of a Word template to functions that write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from jinja2 import Template, TemplateError
from jinja2.meta import find_undeclared_variables

from maia.generators.erreurs import ChampInconnu, Faute, RenduImpossible, ValeurRefusee
from maia.generators.ooxml import Paquet
from maia.generators.word.langage import Langage, NomInconnu, controler
from maia.generators.word.relecture import Source, relire, relire_proprietes
from maia.generators.word.structure import Analyse, reparer
from maia.generators.word.valeurs import ValeurImpossible, chemin_de, texte_simple, texte_word

__all__ = ["Compilation", "PartieCompilee"]

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORPS: Final = f"{_WORD}document.main+xml"
_AVEC_BALISES: Final = (_CORPS, *(f"{_WORD}{genre}+xml" for genre in ("header", "footer", "footnotes", "endnotes")))
_PROPRIETES: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXTE: Final = frozenset({"w:t"})


@dataclass(frozen=True, slots=True)
class PartieCompilee:
    """Jinja's function for a part, and what it takes to say where a render failed."""

    nom: str
    gabarit: Template
    source: Source
    a_reparer: bool

    def rendre(self, champs: Mapping[str, object]) -> bytes:
        """The part's XML. Nothing is kept from one call to the next."""
        try:
            xml = "".join(self.gabarit.root_render_func(self.gabarit.new_context(dict(champs))))
        except Exception as erreur:  # a template may do anything to the values: compare a text with a number…
            self._situer(erreur, champs)
        if self.a_reparer:
            xml = reparer(xml)
        return (_DECLARATION + xml).encode()

    def _situer(self, erreur: Exception, champs: Mapping[str, object]) -> NoReturn:
        """Raise ``erreur`` again, with the field, the part and the author's paragraph."""
        ligne, trace = 1, erreur.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.gabarit.filename:
                ligne = self.gabarit.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        paragraphe = self.source.paragraphe(ligne)
        if isinstance(erreur, NomInconnu):
            raise ChampInconnu(_chemin_ecrit(erreur.nom, paragraphe), self.nom, paragraphe) from None
        if isinstance(erreur, ValeurImpossible):
            champ = chemin_de(champs, erreur.valeur) or "?"
            raise ValeurRefusee(erreur.motif, champ, self.nom, paragraphe) from None
        raise RenduImpossible(f"Le modèle ne peut pas être rempli ({erreur})", "?", self.nom, paragraphe) from erreur


@dataclass(slots=True)
class Compilation:
    """Goes through a template once. ``parties`` is of use only if ``fautes`` stays empty."""

    modele: str
    filtres: Mapping[str, Callable[..., object]]
    ecrire: Callable[[object], str] = texte_word
    fautes: list[Faute] = field(default_factory=list)
    parties: list[PartieCompilee] = field(default_factory=list)
    champs: set[str] = field(default_factory=set)

    def conduire(self, paquet: Paquet) -> None:
        """Compile every part that has tags, in the package's order; never stops at the first fault."""
        if _CORPS not in paquet.types_de_contenu.values():
            self.fautes.append(Faute("ce fichier n’est pas un document Word .docx (ni .docm, ni .dotx)"))
            return
        texte = Langage(self.ecrire, self.filtres)
        propriete = Langage(texte_simple, self.filtres)
        for partie, octets in paquet.parties.items():
            type_de_contenu = paquet.types_de_contenu.get(partie, "")
            if type_de_contenu in _AVEC_BALISES:
                source, fautes = relire(partie, octets, texte)
                self._compiler(partie, source, texte, _TEXTE)
            elif type_de_contenu == _PROPRIETES:
                source, fautes = relire_proprietes(partie, octets, propriete)
                self._compiler(partie, source, propriete, None)
            else:
                fautes = _balises_perdues(partie, type_de_contenu, octets)
            self.fautes += fautes

    def _compiler(self, partie: str, source: Source | None, langage: Langage, zones: frozenset[str] | None) -> None:
        if source is None:
            return
        fichier = f"<{self.modele} {partie}>"
        try:
            arbre = langage.parse(source.texte, partie, fichier)
            defauts = list(controler(arbre, langage))  # the wall against hostile templates is here, on the final tree
            analyse = Analyse(arbre, zones)
            analyse.conduire()
            defauts += analyse.fautes
            code: Any = None if defauts else langage.compile(arbre, partie, fichier)
        except (TemplateError, SyntaxError, RecursionError, MemoryError, ValueError) as erreur:
            defauts = [(getattr(erreur, "lineno", None) or 1, "ces balises sont mal imbriquées ou trop compliquées")]
        if defauts:
            self.fautes += [Faute(message, partie, source.paragraphe(ligne)) for ligne, message in defauts]
            return
        self.champs |= find_undeclared_variables(arbre)
        gabarit = langage.template_class.from_code(langage, code, {})
        self.parties.append(PartieCompilee(partie, gabarit, source, analyse.a_reparer))


def _chemin_ecrit(nom: str, paragraphe: str) -> str:
    """``nom`` as the paragraph's tags write it, with what stands before: Jinja only tells the last name of a path."""
    ecrits = re.findall(rf"(?:\w[\w.]*\.)?{re.escape(nom)}\b", " ".join(re.findall(r"\{[{%].*?[%}]\}", paragraphe)))
    return max(ecrits, key=len, default=nom)


def _balises_perdues(partie: str, type_de_contenu: str, octets: bytes) -> list[Faute]:
    """Tags where the engine doesn't look (comments, charts, company name…) would stay in every document."""
    if type_de_contenu.startswith(_OFFICE) and (b"{{" in octets or b"{%" in octets):
        return [Faute("cette partie contient des balises, qui n’y seraient pas remplacées", partie)]
    return []
