"""A document that came home, against the one that was sent: what a person changed in Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from maia.generators.ooxml import Paquet
from maia.generators.proprietes import arbre
from maia.generators.relecture.ecarts import Ecart, Importance, comparer
from maia.generators.relecture.mots import decouper, marquer
from maia.generators.relecture.passages import CORPS, Passage, parties_lues, passages
from maia.generators.relecture.traces import Trace, traces
from maia.generators.word import ModeleWord

__all__ = ["Retour", "comparer_au_modele", "parentes", "relire"]

_AUTOUR: Final = {"word/header": "En-tête", "word/footer": "Pied de page", "word/footnotes": "Notes"}


@dataclass(frozen=True, slots=True)
class Retour:
    """The differences in reading order, and what Word kept in its margin."""

    ecarts: tuple[Ecart, ...]
    traces: tuple[Trace, ...]

    @property
    def fond(self) -> bool:
        """Whether something of substance changed."""
        return any(e.importance is Importance.FOND for e in self.ecarts)


def relire(paquet: Paquet, modele: bytes, champs: Mapping[str, Any]) -> Retour:
    """What differs between a document read and the one that ``modele`` and ``champs`` make.

    Raises :class:`~maia.generators.ooxml.PaquetRefuse` for a part that can't be read or is too long,
    :class:`~maia.generators.erreurs.ModeleRefuse` and :class:`~maia.generators.erreurs.RenduImpossible` when the
    template or the fields are not fit to make the document again.
    """
    attendu = Paquet.lire(_compiler(modele).rendre(champs))
    return Retour(tuple(_comparer(attendu, paquet, "le dossier dit")), tuple(traces(paquet)))


def comparer_au_modele(edite: Paquet, officiel: bytes) -> list[Ecart]:
    """What an edited template changed in the body of ours; its headers, footers and notes are the author's own."""
    attendus = passages(arbre(_paquet(officiel), CORPS), CORPS)
    return comparer(attendus, passages(arbre(edite, CORPS), CORPS))


def parentes(paquet: Paquet, modele: bytes) -> float:
    """Share, from 0 to 1, of the template's plain paragraphs that a document holds word for word."""
    cles = {tuple(m.cle for m in decouper(p.texte)) for p in passages(arbre(paquet, CORPS), CORPS)}
    textes = [p.texte for p in passages(arbre(_paquet(modele), CORPS), CORPS) if len(p.texte) > 20]
    nus = [tuple(m.cle for m in decouper(t)) for t in textes if "{{" not in t and "{%" not in t]
    return sum(nu in cles for nu in nus) / len(nus) if nus else 0.0


@lru_cache(8)
def _compiler(modele: bytes) -> ModeleWord:
    return ModeleWord.compiler(modele, "modèle", ecrire=marquer)


@lru_cache(32)
def _paquet(octets: bytes) -> Paquet:
    return Paquet.lire(octets)


def _comparer(attendu: Paquet, lu: Paquet, dit: str) -> list[Ecart]:
    ecarts = comparer(_lire(attendu, CORPS), _lire(lu, CORPS), dit)
    for debut, lieu in _AUTOUR.items():
        # Word and LibreOffice name these parts anew and repeat them as they please: what counts is what is printed.
        avant, apres = _autour(attendu, debut, lieu), _autour(lu, debut, lieu)
        perdus = [p for cle, p in avant.items() if cle not in apres]
        nouveaux = [p for cle, p in apres.items() if cle not in avant]
        ecarts += comparer(perdus, nouveaux, dit)
    return ecarts


def _lire(paquet: Paquet, partie: str) -> list[Passage]:
    return passages(arbre(paquet, partie), partie)


def _autour(paquet: Paquet, debut: str, lieu: str) -> dict[tuple[str, ...], Passage]:
    """The passages of all the headers (footers, notes) of a file, each once."""
    trouves = [p for partie in parties_lues(paquet) if partie.startswith(debut) for p in _lire(paquet, partie)]
    return {tuple(m.cle for m in decouper(p.texte)): replace(p, lieu=lieu) for p in trouves}
