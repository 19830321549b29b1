"""Words by which free labels are recognised (`mots.yaml`): an investment, a funder without a name, a kind of contract."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from maia.forms.donnees import lire_donnees
from maia.forms.modele import Modele
from maia.forms.profils import dit, en_mots
from maia.forms.types import Texte

_ARTICLE = re.compile(r"^(?:le|la|les|l|un|une|des) ")


class Vocabulaire(Modele):
    """Expressions that mean one thing, and those whose presence says otherwise; a star stands for the end of a word."""

    source: Texte
    mots: list[Texte] = Field(min_length=1)
    sauf: list[Texte] = Field(default_factory=list)

    def dans(self, texte: str) -> bool:
        """Whether the text says it: `investissements.dans("Achat d’un véhicule")`."""
        return dit(texte, self.mots) and not dit(texte, self.sauf)

    def est(self, texte: str) -> bool:
        """Whether the text says it and nothing more, an article aside: `Région(s) :` is vague, `Région Centre` is not."""
        nu = _ARTICLE.sub("", en_mots(texte))
        return any(_motif(mot).fullmatch(nu) for mot in self.mots)


@cache
def _motif(expression: str) -> re.Pattern[str]:
    return re.compile(re.escape(expression).replace(r"\*", r"\w*").replace(r"\ ", " "))


class Mots(Modele):
    """Every vocabulary."""

    investissements: Vocabulaire
    amortissements: Vocabulaire
    labellisation: Vocabulaire
    contributions_en_nature: Vocabulaire
    libelles_vagues: Vocabulaire
    financeurs_vagues: Vocabulaire
    statuts_d_emploi: Vocabulaire
    cofinancement: Vocabulaire


@cache
def mots() -> Mots:
    """The vocabularies, read once."""
    return Mots.model_validate(lire_donnees("mots.yaml"))
