"""Draws `psi-corpus.md`: the verbs of the text, and what the rules of wording find in a corpus of formulations.

The corpus is `tests/corpus/problematiques.yaml`: under each key, what the rules must say of each formulation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docs.generer import ENTETE, ICI, tableau
from maia.forms.campagne import campagne
from maia.forms.francais import nombre, pluriel, pourcentage
from maia.forms.lecture import Lecture, lire
from maia.forms.psi import Psi
from maia.forms.psi_mots import mots_du_psi
from maia.validators.psi import regles_du_psi
from maia.validators.rapport import verifier_psi

PAGE = "psi-corpus.md"
REGLES = ("Z11", "Z12", "Z13", "Z14", "Z15", "Z16", "Z17", "Z22")
RIEN = "rien"
_PARTIES = {
    "mise_au_point": "mise au point (a servi à écrire les règles)",
    "tenu_a_l_ecart": "tenue à l’écart (écrite avant les règles, par la même main)",
    "contre_epreuve": "contre-épreuve (écrite après, pour prendre les règles en défaut ; a servi à les reprendre)",
    "seconde_contre_epreuve": "seconde contre-épreuve (de même)",
    "epreuve": "épreuve (écrite après ces reprises, mesurée une fois, sans plus rien retoucher)",
}


@dataclass(frozen=True, slots=True)
class Formulation:
    """A problem of the corpus: its part, its text, the rules expected and those that found something."""

    partie: str
    texte: str
    attendues: frozenset[str]
    trouvees: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mesure:
    """What a rule found rightly, wrongly, and missed."""

    justes: int
    fausses: int
    manquees: int

    @property
    def precision(self) -> float:
        """Share of its findings that are right; 1 when it found nothing."""
        return self.justes / (self.justes + self.fausses) if self.justes + self.fausses else 1.0

    @property
    def rappel(self) -> float:
        """Share found of what was to be found; 1 when there was nothing."""
        return self.justes / (self.justes + self.manquees) if self.justes + self.manquees else 1.0


@cache
def formulations() -> tuple[Formulation, ...]:
    """The whole corpus, judged."""
    lu = lire(ICI.parent / "tests" / "corpus" / "problematiques.yaml")
    assert isinstance(lu, Lecture), lu  # noqa: S101 - a file of ours
    assert isinstance(lu.valeur, dict)  # noqa: S101
    return tuple(
        Formulation(partie, str(texte), frozenset(cle.split()) - {RIEN}, trouvees)
        for partie, groupes in lu.valeur.items()
        if isinstance(groupes, dict)
        for cle, textes in groupes.items()
        if isinstance(textes, list)
        for texte, trouvees in zip(textes, _trouvees([str(t) for t in textes]), strict=True)
    )


def _trouvees(textes: list[str]) -> list[frozenset[str]]:
    """The rules of wording that each text raises."""
    besoins = [{"numero": str(rang), "texte": texte} for rang, texte in enumerate(textes, 1)]
    constats = verifier_psi(Psi.model_validate({"besoins": besoins}), campagne()).constats
    return [
        frozenset(c.regle for c in constats if c.regle in REGLES and c.etapes[1:2] == (rang,))
        for rang in range(len(textes))
    ]


def mesure(regle: str, partie: str = "") -> Mesure:
    """What a rule does on a part of the corpus, on the whole if none is named."""
    comptes = Counter((regle in f.attendues, regle in f.trouvees) for f in formulations() if partie in ("", f.partie))
    return Mesure(comptes[True, True], comptes[False, True], comptes[True, False])


def fausses_alertes(partie: str = "") -> tuple[int, int]:
    """Good formulations that a rule finds wrong, and good formulations in all."""
    bonnes = [f for f in formulations() if partie in ("", f.partie) and not f.attendues]
    return sum(bool(f.trouvees) for f in bonnes), len(bonnes)


def page() -> Iterator[str]:
    """The page, in pieces of Markdown."""
    yield "# La rédaction des problématiques du PSI"
    yield ENTETE
    yield (
        "L’annexe VIII-2 conseille la rédaction des problématiques : à l’infinitif, du point de vue de la personne, sans "
        "objectif chiffré. Les règles de langue signalent ce qui s’en écarte, et ne bloquent jamais ; cette page dit ce "
        "qu’elles valent."
    )
    yield "## Les verbes de la liste"
    yield (
        "« De nombreux verbes ont plusieurs sens et le gestionnaire de cas devra y faire très attention. » Voici ceux du texte, "
        "avec leur sens ; les autres verbes restent libres."
    )
    yield tableau(("Verbe", "Sens"), [(v, verbe.sens) for v, verbe in mots_du_psi().verbes.liste.items()])
    yield "## Le corpus"
    yield from _corpus()
    yield "## Ce que trouve chaque règle"
    yield (
        "Précision : part des constats qui sont justes. Rappel : part trouvée de ce qu’il y avait à trouver. Entre "
        "parenthèses, le nombre de constats faux, puis de constats manqués."
    )
    for partie, titre in {"": "tout le corpus", **_PARTIES}.items():
        yield f"### {titre[0].upper()}{titre[1:].partition(' (')[0]}"
        yield tableau(("Règle", "À trouver", "Précision", "Rappel"), _lignes(partie))
    yield "## Où elles se trompent"
    yield tableau(
        ("Formulation", "Attendu", "Trouvé"),
        [
            (f.texte, ", ".join(sorted(f.attendues)) or RIEN, ", ".join(sorted(f.trouvees)) or RIEN)
            for f in formulations()
            if f.attendues != f.trouvees
        ],
    )


def _corpus() -> Iterator[str]:
    total, (fausses, bonnes) = len(formulations()), fausses_alertes()
    yield (
        f"{pluriel(total, 'formulation')}, dont {nombre(bonnes)} bonnes, écrites pour ces essais dans les façons d’écrire des "
        "gestionnaires de cas : sans accents, en capitales, en abrégé. Aucune ne vient d’un plan réel, et une seule main a "
        "écrit le corpus et les règles : un texte inconnu donnera moins bien."
    )
    lignes = []
    for partie, titre in _PARTIES.items():
        faux, bon = fausses_alertes(partie)
        nombre_de = sum(f.partie == partie for f in formulations())
        lignes.append((titre, str(nombre_de), str(bon), str(faux)))
    lignes.append(("en tout", str(total), str(bonnes), str(fausses)))
    yield tableau(("Partie", "Formulations", "Bonnes", "Bonnes signalées à tort"), lignes)
    yield (
        "Les contre-épreuves cherchaient le défaut : à leur première mesure, toutes règles confondues, la première a donné une "
        "précision de 87 % et un rappel de 49 % (4 bonnes formulations sur 50 signalées à tort), la seconde 90 % et 75 % (4 sur 40). "
        "L’épreuve, elle, est écrite comme un plan ordinaire ; c’est elle qui dit le mieux ce que valent les règles aujourd’hui."
    )


def _lignes(partie: str) -> Iterator[tuple[str, str, str, str]]:
    titres = {r.id: r.titre for r in regles_du_psi()}
    mesures = {regle: mesure(regle, partie) for regle in REGLES}
    for regle, m in mesures.items():
        yield f"{regle} – {titres[regle]}", *_chiffres(m)
    ensemble = Mesure(*(sum(getattr(m, nom) for m in mesures.values()) for nom in ("justes", "fausses", "manquees")))
    yield "ensemble", *_chiffres(ensemble)


def _chiffres(m: Mesure) -> tuple[str, str, str]:
    precision = pourcentage(m.justes, m.justes + m.fausses) or "–"
    rappel = pourcentage(m.justes, m.justes + m.manquees) or "–"
    return str(m.justes + m.manquees), f"{precision} ({m.fausses})", f"{rappel} ({m.manquees})"
