"""Trades and diplomas that the texts ask for, recognised in what people write (`profils.yaml`).

A profile is free text: « IDE », « infirmière D.E. », « assistant(e) de service social ». Words are compared without
accents, punctuation or feminine endings in brackets; nothing is guessed from a spelling that the file does not know.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents
from maia.forms.modele import Modele
from maia.forms.types import Texte

_FIN_ENTRE_PARENTHESES = re.compile(r"\((?:ne|e|s|es|ere|iere|trice|euse|ienne|le)\)")
# « assistant-e social-e »: a feminine ending left alone by its dash may stand between two words.
_ENTRE = " (?:(?:e|s|es|ere|ne) )?"
# « psycho-gériatrie » is one word, « psycho » alone is how the form itself writes « psychologue ».
_PREFIXE = re.compile(r"\bpsycho-(?=[a-z])")
# « I.D.E. » is « IDE ».
_POINT_D_INITIALE = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
# In capitals only: « du » is an article.
_DU = re.compile(r"\bD\.? ?I?\.? ?U\b")


@lru_cache(8192)
def en_mots(texte: str) -> str:
    """Words without accents, capitals, punctuation or feminine endings in brackets: `Infirmier(e) D.E.` → `infirmier de`."""
    nu = _PREFIXE.sub("psycho", _FIN_ENTRE_PARENTHESES.sub("", sans_accents(texte)))
    return " ".join(re.findall(r"[a-z0-9]+", _POINT_D_INITIALE.sub("", nu)))


@cache
def _motif(mots: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for several expressions of the data file; a star stands for the end of a word."""
    # The longest first: « non prévu » is one refusal, not « non » and a plan.
    longues = sorted(mots, key=len, reverse=True)
    expressions = (_ENTRE.join(re.escape(mot).replace(r"\*", r"\w*") for mot in ligne.split()) for ligne in longues)
    return re.compile(rf"\b(?:{'|'.join(expressions)})\b")


def dit(texte: str, expressions: list[str]) -> bool:
    """Whether the text holds one of the expressions."""
    return bool(expressions) and _dit(texte, tuple(expressions))


@lru_cache(8192)
def _dit(texte: str, expressions: tuple[str, ...]) -> bool:
    return _motif(expressions).search(en_mots(texte)) is not None


class ProfilDeGestionnaire(Modele):
    """Trades open to a gestionnaire de cas (CDC annexe IV), and what people write instead."""

    source: Texte
    metiers: dict[Texte, list[Texte]]
    autres: list[Texte]
    niveaux_inferieurs: list[Texte]
    a_venir: list[Texte]

    def metiers_dits(self, profil: str) -> list[str]:
        """The trades of the list that the profile names: `["infirmier"]`."""
        return [metier for metier, mots in self.metiers.items() if dit(profil, mots)]

    def convient(self, profil: str) -> bool:
        """Whether the profile names a trade of the list, at its level."""
        return bool(self.metiers_dits(profil)) and not dit(profil, self.niveaux_inferieurs)

    def ne_convient_pas(self, profil: str) -> bool:
        """Whether the profile names only something else: another trade, or a level below."""
        return not self.convient(profil) and dit(profil, [*self.autres, *self.niveaux_inferieurs])

    def reste_a_dire(self, profil: str) -> bool:
        """Whether the profile says that nobody is known yet."""
        return dit(profil, self.a_venir)


class DiplomeDeGestionDeCas(Modele):
    """The diploma of the gestionnaires de cas (CDC §3.3): which, how far, and how it is declined."""

    source: Texte
    formation: list[Texte]
    etats: list[Texte]
    refus: list[Texte]

    def refuse(self, texte: str) -> bool:
        """Whether the text says that there is none, and plans none: « pas de DU », not « pas encore, prévu en 2013 »."""
        reste = _motif(tuple(self.refus)).sub(" ", en_mots(texte))
        return dit(texte, self.refus) and not dit(reste, self.etats)

    def annonce(self, texte: str) -> bool:
        """Whether the text names the diploma, or how far it is."""
        return bool(_DU.search(texte)) or dit(texte, [*self.formation, *self.etats])


class ProfilDePilote(Modele):
    """The pilot's level of study (CDC annexe III)."""

    source: Texte
    master: list[Texte]
    inferieur: list[Texte]


class FormesDeSociete(Modele):
    """What in a name tells a commercial company (CDC §1.3.3)."""

    source: Texte
    formes: list[Texte]


class Profils(Modele):
    """The whole of `profils.yaml`."""

    gestionnaire_de_cas: ProfilDeGestionnaire
    diplome: DiplomeDeGestionDeCas
    pilote: ProfilDePilote
    societe: FormesDeSociete


@cache
def profils() -> Profils:
    """The words that come with the product."""
    return Profils.model_validate(lire_donnees("profils.yaml"))
