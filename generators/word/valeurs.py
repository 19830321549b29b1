"""From a value to the text of a Word document.

Called for each field of each document, so written to be quick: a plain function and plain ``str`` (``Markup`` objects
cost more than the rest of a render), and one ``isprintable()`` to set most values apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jinja2 import Undefined

__all__ = ["ValeurImpossible", "chemin_de", "en_texte", "texte_simple", "texte_word"]

# Forbidden by XML 1.0 §2.2 (Word would stop reading there), or never meant: the C1 controls U+0080–009F are XML, but
# come from a file read with the wrong encoding.
_INTERDITS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIN_DE_TEXTE: Final = "</w:t>"
_REPRISE: Final = '<w:t xml:space="preserve">'
_SAUT: Final = f"{_FIN_DE_TEXTE}<w:br/>{_REPRISE}"
_TABULATION: Final = f"{_FIN_DE_TEXTE}<w:tab/>{_REPRISE}"


class ValeurImpossible(Exception):
    """A value that cannot be written; the engine turns it into :class:`ValeurRefusee` once it knows where it stood."""

    def __init__(self, motif: str, valeur: object) -> None:
        self.motif = motif
        self.valeur = valeur
        super().__init__(motif)


def texte_word(valeur: object) -> str:
    r"""``valeur`` as it stands inside ``<w:t>``: XML escaped, ``\n`` a line break, ``\t`` a tab.

    ``\r\n`` and ``\r`` count as ``\n``. Raises :class:`ValeurImpossible` as :func:`en_texte` does, and for a control
    character, a lone surrogate, U+FFFE or U+FFFF.
    """
    texte = valeur if type(valeur) is str else en_texte(valeur)
    if texte.isprintable():
        return _echapper(texte)
    texte = _echapper(_sans_interdit(texte))
    return texte.replace("\n", _SAUT).replace("\t", _TABULATION)


def texte_simple(valeur: object) -> str:
    """``valeur`` as it stands in the document's properties, where there are no line breaks: a space stands for them."""
    return _echapper(_sans_interdit(en_texte(valeur))).replace("\n", " ").replace("\t", " ")


def en_texte(valeur: object) -> str:
    """A ``str`` or an ``int`` as text.

    Everything else is refused: ``None`` would print "None" in an official document, a ``Decimal`` "0.5" instead of
    "0,5", a ``date`` "2012-03-15". Format them first (``maia.forms.francais``).
    """
    if isinstance(valeur, str):
        return str.__str__(valeur)  # the text itself, whatever a subclass (Enum, Markup) would rather say
    if type(valeur) is int:
        return str(valeur)
    if isinstance(valeur, Undefined):
        return str(valeur)  # raises, and names the field
    if valeur is None:
        raise ValeurImpossible("elle est absente (None)", valeur)
    raise ValeurImpossible(f"le type {type(valeur).__name__} n’a pas d’écriture française, donnez un texte", valeur)


def chemin_de(champs: object, valeur: object, chemin: str = "") -> str | None:
    """Where ``valeur`` itself (not an equal) stands in ``champs``: ``partenaires[2].nom``. For messages only."""
    enfants: Iterable[tuple[str, object]]
    if isinstance(champs, Mapping):
        enfants = ((f"{chemin}.{cle}" if chemin else str(cle), enfant) for cle, enfant in champs.items())
    elif isinstance(champs, Sequence) and not isinstance(champs, str | bytes):
        enfants = ((f"{chemin}[{rang}]", enfant) for rang, enfant in enumerate(champs))
    else:
        return None
    for sous_chemin, enfant in enfants:
        trouve = sous_chemin if enfant is valeur else chemin_de(enfant, valeur, sous_chemin)
        if trouve:
            return trouve
    return None


def _echapper(texte: str) -> str:
    """XML escape for text content; ``>`` too, because of ``]]>``."""
    if "&" in texte:
        texte = texte.replace("&", "&amp;")
    if "<" in texte:
        texte = texte.replace("<", "&lt;")
    if ">" in texte:
        texte = texte.replace(">", "&gt;")
    return texte


def _sans_interdit(texte: str) -> str:
    if interdit := _INTERDITS.search(texte):
        raise ValeurImpossible(f"elle contient le caractère invisible U+{ord(interdit[0]):04X}", texte)
    return texte.replace("\r\n", "\n").replace("\r", "\n") if "\r" in texte else texte
