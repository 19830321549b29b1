"""The words that differ between what a document should say and what it says, told in French, passage by passage.

Passages are aligned first, then the words of those that don't match, across paragraphs: splitting or joining
paragraphs changes nothing. Every difference of words is told; punctuation, case and spaces alone are no substance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from maia.forms.francais import INSECABLE
from maia.generators.relecture.changements import Changement, Place, changements
from maia.generators.relecture.mots import Mot, decouper, sans_marques
from maia.generators.relecture.passages import Passage

__all__ = ["Ecart", "Importance", "comparer", "montrer"]

_LONGUEUR: Final = 220
_CONTEXTE: Final = 4  # words shown before and after
_RESTE: Final = 0.34  # below this share of common words, two passages say different things
_MOTS_MAXIMAUX: Final = 4_000_000  # product of the lengths compared word by word


class Importance(StrEnum):
    """How much a difference matters."""

    FOND = "fond"
    FORME = "forme"
    COMPLETE = "complété"


@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference: where, what, and how much it matters.

    ``officiel`` is the whole passage as it should be; ``valeur`` says that it is one of the dossier's that changed,
    ``entier`` that the passage is wholly lost or new, ``balises`` that only tags of a template changed; ``rang`` is the paragraph nearest to it in the file read, in
    ``partie``.
    """

    importance: Importance
    lieu: str
    message: str
    partie: str
    rang: int
    officiel: str = ""
    valeur: bool = False
    entier: bool = False
    balises: bool = False

    @property
    def clause(self) -> bool:
        """Whether the form's own words changed inside a passage: its wording is then worth showing."""
        return bool(self.officiel) and not self.valeur and not self.entier

    def __str__(self) -> str:
        return f"{self.lieu}{INSECABLE}: {self.message}" if self.lieu else self.message


def comparer(attendus: Sequence[Passage], lus: Sequence[Passage], dit: str = "") -> list[Ecart]:
    """What changed from ``attendus`` to ``lus``, in reading order.

    ``dit`` introduces the value expected where a field was changed: ``le dossier dit``.
    """
    (attendus, a), (lus, b) = _decoupes(attendus), _decoupes(lus)
    cles_a, cles_b = _cles(a), _cles(b)
    ecarts: list[Ecart] = []
    for genre, i1, i2, j1, j2 in SequenceMatcher(None, cles_a, cles_b, autojunk=False).get_opcodes():
        if genre != "equal":
            for rangs_a, rangs_b in _morceaux(a, b, range(i1, i2), range(j1, j2)):
                ecarts += _Bloc(attendus, lus, a, b, dit, rangs_a, rangs_b).ecarts()
    return ecarts


def _morceaux(a: list[list[Mot]], b: list[list[Mot]], rangs_a: range, rangs_b: range) -> Iterator[tuple[range, range]]:
    """A block too long to be compared word by word as a whole, passage by passage when there are as many."""
    mots = sum(len(a[i]) for i in rangs_a) * sum(len(b[j]) for j in rangs_b)
    if mots <= _MOTS_MAXIMAUX or len(rangs_a) != len(rangs_b):
        yield rangs_a, rangs_b
    else:
        yield from ((range(i, i + 1), range(j, j + 1)) for i, j in zip(rangs_a, rangs_b, strict=True))


def montrer(texte: str) -> str:
    """A passage between quotes, shortened."""
    texte = " ".join(sans_marques(texte).split())
    if len(texte) > _LONGUEUR:
        texte = texte[: _LONGUEUR - 1].rsplit(" ", 1)[0] + "…"
    return f"«{INSECABLE}{texte}{INSECABLE}»"


def _decoupes(passages: Sequence[Passage]) -> tuple[list[Passage], list[list[Mot]]]:
    """The passages that say something, and their words; the bars between empty cells say nothing."""
    decoupes = [(passage, decouper(passage.texte)) for passage in passages]
    dits = [(passage, mots) for passage, mots in decoupes if any(m.cle != "|" for m in mots)]
    return [passage for passage, _ in dits], [mots for _, mots in dits]


def _cles(textes: Sequence[Sequence[Mot]]) -> list[tuple[str, ...]]:
    return [tuple(mot.cle for mot in texte) for texte in textes]


@dataclass(slots=True)
class _Bloc:
    """A run of passages that don't match: some were expected, some were read, either may be none."""

    attendus: Sequence[Passage]
    lus: Sequence[Passage]
    a: Sequence[Sequence[Mot]]
    b: Sequence[Sequence[Mot]]
    dit: str
    rangs_a: range
    rangs_b: range

    def ecarts(self) -> Iterator[Ecart]:
        avant = [Place(mot, i) for i in self.rangs_a for mot in self.a[i]]
        apres = [Place(mot, j) for j in self.rangs_b for mot in self.b[j]]
        couples = self._couples(avant, apres)
        supprimes = {i for i in self.rangs_a if self._perdu(i, couples, avant, 0)}
        ajoutes = {j for j in self.rangs_b if self._perdu(j, couples, apres, 1)}
        if len(supprimes) == len(ajoutes) == len(self.rangs_a) == 1 and self._commande(avant) and self._commande(apres):
            supprimes, ajoutes = set(), set()
        couples = [c for c in couples if avant[c[0]].passage not in supprimes and apres[c[1]].passage not in ajoutes]
        for changement in changements(avant, apres, couples, self.rangs_b.start):
            yield from self._dire(changement, supprimes, ajoutes)

    def _couples(self, avant: list[Place], apres: list[Place]) -> list[tuple[int, int]]:
        """Places of the words that both sides share."""
        if len(avant) * len(apres) > _MOTS_MAXIMAUX:
            return []
        cles = [p.mot.cle for p in avant], [p.mot.cle for p in apres]
        blocs = SequenceMatcher(None, *cles, autojunk=False).get_matching_blocks()
        return [(b.a + n, b.b + n) for b in blocs for n in range(b.size)]

    @staticmethod
    def _commande(places: list[Place]) -> bool:
        """Whether a passage is a tag alone, as `{%tr for … %}`: one for another is a change, not a loss and an addition."""
        return all(p.mot.balise or p.mot.ecrit == "|" for p in places)

    @staticmethod
    def _perdu(passage: int, couples: list[tuple[int, int]], places: list[Place], cote: int) -> bool:
        """Whether a passage shares too few words with the other side to be a changed version of something there."""
        mots = sum(p.passage == passage and not p.mot.signe for p in places)
        communs = sum(places[c[cote]].passage == passage and not places[c[cote]].mot.signe for c in couples)
        return mots > 0 and communs < mots * _RESTE

    def _dire(self, c: Changement, supprimes: set[int], ajoutes: set[int]) -> Iterator[Ecart]:
        """A change that may span passages: those wholly lost, those wholly new, then the words left."""
        rang_lu = min(max(c.contexte, 0), len(self.lus) - 1) if self.lus else -1
        ancre = self.lus[rang_lu] if rang_lu >= 0 else None
        partie = ancre.partie if ancre else (self.attendus[0].partie if self.attendus else "")
        rang = ancre.rang if ancre else 0
        dits: set[tuple[str, int]] = set()
        for place in c.avant:
            i = place.passage
            if i in supprimes and ("-", i) not in dits:
                dits.add(("-", i))
                passage = self.attendus[i]
                fond = not all(m.signe for m in self.a[i])
                quoi = "ligne de tableau supprimée" if len(passage.cellules) > 1 else "clause supprimée"
                yield Ecart(
                    Importance.FOND if fond else Importance.FORME,
                    passage.lieu,
                    f"{quoi}{INSECABLE}: {montrer(passage.texte)}",
                    partie,
                    rang,
                    sans_marques(passage.texte),
                    entier=True,
                )
        for place in c.apres:
            j = place.passage
            if j in ajoutes and ("+", j) not in dits:
                dits.add(("+", j))
                passage = self.lus[j]
                fond = not all(m.signe for m in self.b[j])
                quoi = "ligne de tableau ajoutée" if len(passage.cellules) > 1 else "texte ajouté"
                quoi = "zone de texte ajoutée" if passage.zone else quoi
                yield Ecart(
                    Importance.FOND if fond else Importance.FORME,
                    passage.lieu,
                    f"{quoi}{INSECABLE}: {montrer(passage.texte)}",
                    passage.partie,
                    passage.rang,
                    entier=True,
                )
        avant = [p for p in c.avant if p.passage not in supprimes]
        apres = [p for p in c.apres if p.passage not in ajoutes]
        if avant or apres:
            yield self._mots(avant, apres, rang_lu)

    def _mots(self, avant: list[Place], apres: list[Place], contexte: int) -> Ecart:
        """Words changed, lost or added inside a passage."""
        officiel = self.attendus[avant[0].passage] if avant else None
        lu = self.lus[apres[0].passage if apres else contexte] if self.lus else None
        situe = officiel or lu
        if situe is None:
            raise ValueError("a change with no passage on either side")
        if officiel is None and lu is not None:
            officiel = self._vis_a_vis(lu)
        lieu = (officiel or situe).lieu
        texte_a, texte_b = self._extrait(avant, self.attendus), self._extrait(apres, self.lus)
        importance = _importance(avant, apres)
        if not avant and lu is not None and self._etait_vide(apres, officiel, lu):
            importance = Importance.COMPLETE
        if importance is Importance.COMPLETE:
            message = f"complété{INSECABLE}: {montrer(texte_b)}"
        elif avant and apres:
            message = f"{montrer(texte_a)} est devenu {montrer(texte_b)}"
        elif avant:
            message = f"{montrer(texte_a)} a été retiré"
        else:
            message = f"{montrer(texte_b)} a été ajouté"
        if lu is not None and not (avant and apres and len(texte_a) > 40):
            message += self._alentour(avant, apres, lu)
        valeur = self._valeur(avant)
        if valeur and self.dit and importance is not Importance.COMPLETE:
            message += f" ({self.dit} {montrer(valeur)})"
        return Ecart(
            importance,
            lieu,
            message,
            (lu or situe).partie,
            (lu.rang if lu else 0),
            sans_marques(officiel.texte) if officiel else "",
            valeur=bool(valeur),
            balises=bool(avant) and all(p.mot.balise or p.mot.signe for p in avant),
        )

    def _vis_a_vis(self, lu: Passage) -> Passage | None:
        """The passage expected that shares most words with one read."""
        mots = {m.cle for m in decouper(lu.texte)}
        return max(
            (self.attendus[i] for i in self.rangs_a),
            key=lambda p: len(mots.intersection(m.cle for m in decouper(p.texte))),
            default=None,
        )

    def _etait_vide(self, apres: list[Place], officiel: Passage | None, lu: Passage) -> bool:
        """Whether words added fill a cell that was left empty, or stand beside the dots that were there for them."""
        mots = self.b[apres[0].passage]
        ici = next(n for n, m in enumerate(mots) if m.debut == apres[0].mot.debut)
        if any(m.a_remplir for m in mots[max(0, ici - 1) : ici + len(apres) + 1]):
            return True
        if officiel is None or len(lu.cellules) < 2 or len(officiel.cellules) != len(lu.cellules):
            return False
        cellules = {lu.cellule(p.mot.debut) for p in apres if p.mot.ecrit != "|"}
        return all(not sans_marques(officiel.cellules[c]) for c in cellules)

    @staticmethod
    def _extrait(places: list[Place], passages: Sequence[Passage]) -> str:
        """The words as written, with what separates them."""
        morceaux: list[str] = []
        for passage in dict.fromkeys(p.passage for p in places):
            mots = [p.mot for p in places if p.passage == passage]
            morceaux.append(sans_marques(passages[passage].texte)[mots[0].debut : mots[-1].fin])
        return " ".join(morceaux)

    def _alentour(self, avant: list[Place], apres: list[Place], lu: Passage) -> str:
        """A few words around the change, as the file reads now; nothing when the passage is that short."""
        mots, ici, texte = self._situer(apres or avant, apres != [])
        debut, fin = max(0, ici - _CONTEXTE), min(len(mots), ici + len(apres or avant) + _CONTEXTE)
        while debut and (mots[debut].signe or mots[debut - 1].cle == "'"):
            debut -= 1
        while fin < len(mots) and (mots[fin].signe or mots[fin - 1].cle == "'"):
            fin += 1
        if fin - debut <= len(apres or avant):
            return ""
        extrait = texte[mots[debut].debut : mots[fin - 1].fin]
        debut_coupe, fin_coupe = "… " if debut else "", " …" if fin < len(mots) else ""
        quoi = " de" if not apres else ", dans" if avant else " dans"
        return f"{quoi} {montrer(f'{debut_coupe}{extrait}{fin_coupe}')}"

    def _situer(self, places: list[Place], lus: bool) -> tuple[Sequence[Mot], int, str]:
        """All the words of the passage where a change begins, the rank of its first, the passage's text."""
        premier = places[0]
        mots = (self.b if lus else self.a)[premier.passage]
        ici = next(n for n, m in enumerate(mots) if m.debut == premier.mot.debut)
        return mots, ici, sans_marques((self.lus if lus else self.attendus)[premier.passage].texte)

    def _valeur(self, avant: list[Place]) -> str:
        """The whole value of the dossier that a change touches."""
        touche = next((p for p in avant if p.mot.champ), None)
        if touche is None:
            return ""
        mots = [m for m in self.a[touche.passage] if m.champ == touche.mot.champ]
        return sans_marques(self.attendus[touche.passage].texte)[mots[0].debut : mots[-1].fin]


def _importance(avant: list[Place], apres: list[Place]) -> Importance:
    if avant and apres and all(p.mot.a_remplir for p in avant):
        return Importance.COMPLETE
    mots = (
        [p.mot.cle.casefold() for p in avant if not p.mot.signe],
        [p.mot.cle.casefold() for p in apres if not p.mot.signe],
    )
    return Importance.FORME if mots[0] == mots[1] else Importance.FOND
