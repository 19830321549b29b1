"""What the Word engine refuses, and how it says it: the part of the document, the paragraph, the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_PARTIES: Final = {
    "word/document.xml": "corps du document",
    "word/header": "en-tête",
    "word/footer": "pied de page",
    "word/footnotes.xml": "notes de bas de page",
    "word/endnotes.xml": "notes de fin",
    "docProps/core.xml": "propriétés du document",
}
_LONGUEUR_EXTRAIT: Final = 90


def nom_courant(partie: str) -> str:
    """``word/header1.xml`` → ``en-tête (word/header1.xml)``: what an author sees in Word, then the exact part."""
    for debut, libelle in _PARTIES.items():
        if partie.startswith(debut):
            return f"{libelle} ({partie})"
    return partie


def extrait(paragraphe: str) -> str:
    """The paragraph's text, shortened so that a message stays readable."""
    paragraphe = " ".join(paragraphe.split())
    return paragraphe if len(paragraphe) <= _LONGUEUR_EXTRAIT else paragraphe[: _LONGUEUR_EXTRAIT - 1] + "…"


def _situation(partie: str, paragraphe: str) -> str:
    lieu = nom_courant(partie)
    return f"{lieu}, paragraphe « {extrait(paragraphe)} »" if paragraphe else lieu


@dataclass(frozen=True, slots=True)
class Faute:
    """One thing to correct in a template. ``partie`` and ``paragraphe`` are empty when the whole file is at fault."""

    message: str
    partie: str = ""
    paragraphe: str = ""

    def __str__(self) -> str:
        return f"{_situation(self.partie, self.paragraphe)} : {self.message}" if self.partie else self.message


class ModeleRefuse(Exception):
    """A template that the engine cannot render faithfully. ``fautes`` lists all that was found, in reading order."""

    def __init__(self, modele: str, fautes: Iterable[Faute]) -> None:
        self.modele = modele
        self.fautes = tuple(fautes)
        super().__init__("\n".join([f"Le modèle « {modele} » est à corriger :", *(f"– {f}" for f in self.fautes)]))


class RenduImpossible(Exception):
    """A template and the values it was given do not agree: a programming error, or a template edited since.

    ``champ`` is the field's path where it could be found (``partenaires[2].nom``), else the name in the template.
    """

    def __init__(self, message: str, champ: str, partie: str, paragraphe: str) -> None:
        self.champ = champ
        self.partie = partie
        self.paragraphe = paragraphe
        super().__init__(f"{message} ({_situation(partie, paragraphe)}).")


class ChampInconnu(RenduImpossible):
    """The template asks for a field that the document function does not give."""

    def __init__(self, champ: str, partie: str, paragraphe: str) -> None:
        super().__init__(f"Le champ « {champ} » est inconnu", champ, partie, paragraphe)


class ValeurRefusee(RenduImpossible):
    """A value that has no place in a document: forbidden character, absent value, number without a French form."""

    def __init__(self, motif: str, champ: str, partie: str, paragraphe: str) -> None:
        super().__init__(f"La valeur du champ « {champ} » ne peut pas être écrite : {motif}", champ, partie, paragraphe)
