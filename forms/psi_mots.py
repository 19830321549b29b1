"""The words by which a PSI's wording is judged (`psi_mots.yaml`), and a problem cut into its verb and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import Field

from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents
from maia.forms.modele import Modele
from maia.forms.profils import dit, en_mots
from maia.forms.types import Texte


class Verbe(Modele):
    """A verb of annexe VIII-2 §3: its sense there, and the words after which it has another."""

    sens: Texte
    autrement: list[Texte] = Field(default_factory=list)
    plutot: Texte | None = None


class Verbes(Modele):
    """The list of the text."""

    source: Texte
    liste: dict[Texte, Verbe]


class Homonymes(Modele):
    """Infinitives that are nouns when one of `suivis` comes next."""

    mots: list[Texte]
    suivis: list[Texte]


class Tete(Modele):
    """Beginnings of a problem: some say enough, some only when a word of `services` or `personnes` follows."""

    source: Texte
    mots: list[Texte]
    suivis: list[Texte] = Field(default_factory=list)
    sauf: list[Texte] = Field(default_factory=list)


class Actes(Modele):
    """Acts that each make a problem, by group; after a word of `sauf`, they only say when."""

    source: Texte
    groupes: dict[Texte, list[Texte]]
    sauf: list[Texte]


class Generalites(Modele):
    """What could be written of anybody: a verb and an object, or a word alone."""

    source: Texte
    verbes: list[Texte]
    objets: list[Texte]
    seuls: list[Texte]


class Reconnus(Modele):
    """Expressions, and those whose presence says otherwise."""

    source: Texte
    mots: list[Texte]
    sauf: list[Texte] = Field(default_factory=list)

    def dans(self, texte: str) -> bool:
        """Whether the text says it."""
        return dit(texte, self.mots) and not dit(texte, self.sauf)


class MotsDuPsi(Modele):
    """The whole of `psi_mots.yaml`."""

    verbes: Verbes
    infinitifs: list[Texte]
    pas_infinitifs: list[Texte]
    infinitifs_ou_noms: Homonymes
    avant_infinitif: list[Texte]
    demarches: Tete
    solutions: Tete
    services: list[Texte]
    personnes: list[Texte]
    determinants: list[Texte]
    actes: Actes
    generalites: Generalites
    securite: Reconnus
    administrations: Reconnus
    specialistes: Reconnus
    repetition: Reconnus
    civilites: list[Texte]


@cache
def mots_du_psi() -> MotsDuPsi:
    """The words, read once."""
    return MotsDuPsi.model_validate(lire_donnees("psi_mots.yaml"))


def motif(expressions: list[str]) -> str:
    """One alternative of a regular expression, longest first; a star stands for the end of a word."""
    return _motif(tuple(expressions))


@cache
def _motif(expressions: tuple[str, ...]) -> str:
    motifs = (re.escape(e).replace(r"\*", "[a-z]*") for e in sorted(expressions, key=len, reverse=True))
    return f"(?:{'|'.join(motifs)})\\b"


def commence(texte: str, expressions: list[str]) -> str:
    """The expression by which the text (in words, without accents) begins; empty when none does."""
    trouve = re.match(motif(expressions), texte)
    return trouve[0] if trouve else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A problem as the rules read it.

    `cle`: lower case, no accents, punctuation kept; `mots`: words only, from the verb on (without `Toilette :` or a
    bullet before it); `verbe`: the infinitive by which it begins, empty when there is none.
    """

    cle: str
    mots: str
    verbe: str

    @property
    def suite(self) -> str:
        """What follows the verb, in words."""
        return self.mots.partition(f"{self.verbe} ")[2] if self.verbe else self.mots


# A bullet, a number, a domain before a colon.
_PUCE = re.compile(r"^[\s\-–•*>]+|^\d{1,2}\s*[.)/-]\s+")
_DOMAINE = re.compile(r"^[^:]{1,40}:\s+")
_CIRCONSTANCE = re.compile(
    r"^(?:en|avec|pour|apres|avant|lors|dans|malgre|afin|a|au|aux|de|des|sur|face)\b[^,]{3,60},\s*"
)


@lru_cache(4096)
def phrase(texte: str) -> Phrase:
    """Cut a problem: `Toilette : se laver le dos` → verb `laver`."""
    cle = _PUCE.sub("", sans_accents(texte))
    for debut in (cle, _DOMAINE.sub("", cle), _CIRCONSTANCE.sub("", cle)):
        mots = en_mots(debut)
        if verbe := _infinitif(mots):
            return Phrase(cle, mots, verbe)
    return Phrase(cle, en_mots(cle), "")


def _infinitif(mots: str) -> str:
    """The infinitive by which the words begin, little words before it left aside."""
    reste = mots
    while passe := commence(reste, mots_du_psi().avant_infinitif):
        reste = reste[len(passe) :].lstrip()
    noms = mots_du_psi().infinitifs_ou_noms
    premier = reste.partition(" ")[0]
    if re.match(rf"{motif(noms.mots)} {motif(noms.suivis)}", reste):
        return ""
    return premier if est_infinitif(premier) else ""


def est_infinitif(mot: str) -> bool:
    """Whether a word (lower case, no accents) is an infinitive, as far as its ending and two lists tell."""
    m = mots_du_psi()
    if mot in m.infinitifs:
        return True
    return (
        bool(re.fullmatch(r"[a-z]{2,}(?:er|ir)", mot))
        and not mot.endswith("oir")
        and not re.fullmatch(motif(m.pas_infinitifs), mot)
    )
