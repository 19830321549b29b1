"""Draws `couverture.md`: each passage of the texts, with the rules that check it or the reason why none does.

A rule checks the passage that it cites as its source. One that cites a whole section, or checks several passages, has
its list in `couverture.yaml`. A passage that repeats another is checked by the rules of that other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

from docs.generer import ENTETE, ICI, tableau
from maia.forms.campagne import campagne
from maia.forms.francais import liste, pluriel, typographie
from maia.forms.lecture import Lecture, lire
from maia.forms.passages import Passage, decomposer, passage, passages
from maia.validators.catalogue import regles
from maia.validators.psi import regles_du_psi
from maia.validators.registre import FAMILLES, FAMILLES_DU_PSI, Regle, source_en_toutes_lettres

PAGE = "couverture.md"
DU_PSI = "règles du PSI"
"""Beginning of the reason of a passage that no dossier shows, and a plan does."""

SANS_OBJET = "rien à vérifier"
_PARTIE = re.compile(r"(?:CIRC|CDC) (?:§\d|annexe [IVX]+(?:-\d)?|préambule|décret)")
_QUI = {
    "porteur": "porteur",
    "ars": "ARS",
    "pilote": "pilote",
    "gestionnaire": "gestionnaire de cas",
    "epn": "équipe nationale",
    "contexte": "",
}


@cache
def _precisions() -> Mapping[str, str]:
    """Rule → the passages it checks, for the rules of `couverture.yaml`."""
    lu = lire(ICI / "couverture.yaml")
    assert isinstance(lu, Lecture)  # noqa: S101 - a file of ours
    assert isinstance(lu.valeur, dict)  # noqa: S101
    return {regle: str(enumeration) for regle, enumeration in lu.valeur.items()}


def verifies(r: Regle) -> list[str]:
    """Names of the passages that a rule checks; none when it cites a section and says no more."""
    return [trouve.id for nom in decomposer(_precisions().get(r.id, r.source)) if (trouve := passage(nom))]


def toutes() -> tuple[Regle, ...]:
    """The rules of a dossier, then those of a PSI."""
    return regles() + regles_du_psi()


@cache
def _par_passage() -> Mapping[str, tuple[str, ...]]:
    noms: dict[str, list[str]] = {}
    for r in toutes():
        for nom in verifies(r):
            noms.setdefault(nom, []).append(r.id)
    return {nom: tuple(ids) for nom, ids in noms.items()}


def regles_de(p: Passage) -> tuple[str, ...]:
    """Ids of the rules that check a passage, or the passage that it repeats."""
    repete = _par_passage().get(p.comme, ()) if p.comme else ()
    return tuple(dict.fromkeys((*_par_passage().get(p.id, ()), *repete)))


def sans_regle() -> list[Passage]:
    """The passages that a dossier could show and no rule checks; a repetition is left to the passage it repeats."""
    return [p for p in passages() if p.verifiable and not p.comme and not regles_de(p)]


def imprecises() -> list[Regle]:
    """The rules of which nothing says which passage they check."""
    return [r for r in toutes() if not verifies(r)]


def psi_sans_regle() -> list[Passage]:
    """The passages left to the rules of the PSI that no rule checks; those that a document meets name it after a colon."""
    du_psi = [p for p in passages() if (p.pourquoi or "").startswith(DU_PSI) and " : " not in (p.pourquoi or "")]
    return [p for p in du_psi if not p.comme and not regles_de(p)]


def page() -> str:
    """The whole page."""
    return typographie("\n\n".join(_morceaux())) + "\n"


def _morceaux() -> Iterator[str]:
    yield "# Ce que les règles vérifient dans les textes"
    yield ENTETE
    yield (
        "Les deux textes officiels ont été lus passage par passage. Chaque passage est ici, avec les règles qui le "
        "vérifient ou la raison pour laquelle aucune ne le fait."
    )
    yield "Textes : " + " ; ".join(f"{sigle}, {texte}" for sigle, texte in campagne().textes.items()) + "."
    yield "## En bref"
    yield _bilan()
    yield tableau(("Famille", "Règles", "Passages vérifiés"), _familles())
    yield from _a_faire()
    for partie, groupe in groupby(passages(), key=_partie):
        yield f"## {source_en_toutes_lettres(partie, campagne())}"
        yield tableau(
            ("Passage", "Ce qu’il demande", "À qui", "Règles, ou raison"),
            [(p.id, p.demande, _QUI[p.qui], _reponse(p)) for p in groupe],
        )


def _partie(p: Passage) -> str:
    trouvee = _PARTIE.match(p.id)
    return trouvee[0] if trouvee else p.section


def _bilan() -> str:
    tous = passages()
    verifiables = [p for p in tous if p.verifiable]
    couverts = [p for p in verifiables if regles_de(p)]
    muets = Counter(_raison(p) for p in tous if not p.verifiable)
    return tableau(
        ("Passages", "Nombre"),
        [
            ("en tout", str(len(tous))),
            ("qu’un dossier peut montrer", str(len(verifiables))),
            ("– vérifiés par une règle au moins", str(len(couverts))),
            ("– sans règle", str(len(sans_regle()))),
            ("– répétant un passage sans règle", str(len(verifiables) - len(couverts) - len(sans_regle()))),
            ("qu’un dossier ne peut pas montrer", str(muets.total())),
            *((f"– {raison}", str(nombre)) for raison, nombre in muets.most_common()),
        ],
    )


# Beginnings of `pourquoi` under which the reasons are counted.
_RAISONS = {
    DU_PSI: "plan de services individualisé : vérifié par « maia psi verifier »",
    "postérieur à la candidature": "postérieurs à la candidature",
    "relève de": "relèvent de l’ARS, de la CNSA ou de l’équipe nationale",
    "un dossier seul": "vérifiés entre plusieurs dossiers : l’enveloppe de la région",
    "fichier de l’ARS": "écrits dans le fichier de l’ARS : « maia produire » les demande",
    "s’apprécie": "s’apprécient à la lecture ou au recrutement",
}


def _raison(p: Passage) -> str:
    if p.demande == SANS_OBJET:
        return "ne demandent rien"
    if p.comme:
        return "repris par un autre passage"
    return next((mots for debut, mots in _RAISONS.items() if (p.pourquoi or "").startswith(debut)), "autres raisons")


def _familles() -> Iterator[tuple[str, str, str]]:
    for lettre, (nom, _) in {**FAMILLES, **FAMILLES_DU_PSI}.items():
        siennes = [r for r in toutes() if r.id[0] == lettre]
        vus = {nom_passage for r in siennes for nom_passage in verifies(r)}
        yield f"{lettre} – {nom}", str(len(siennes)), str(len(vus))


def _a_faire() -> Iterator[str]:
    if reste := sans_regle():
        yield "## Ce qu’un dossier peut montrer et qu’aucune règle ne vérifie"
        yield tableau(
            ("Passage", "Ce qu’il demande", "Ce que dit le texte"), [(p.id, p.demande, f"« {p.texte} »") for p in reste]
        )
    if vagues := imprecises():
        citees = liste([f"{r.id} ({r.source})" for r in vagues])
        yield f"{pluriel(len(vagues), 'règle')} sans passage précis : {citees}."


def _reponse(p: Passage) -> str:
    """Rules, or the reason why there is none."""
    reprise = f"comme {p.comme}" if p.comme else ""
    if trouvees := regles_de(p):
        return ", ".join(trouvees) + (f" ({reprise})" if reprise else "")
    if p.verifiable:
        return f"aucune règle ({reprise})" if reprise else "aucune règle"
    return (p.pourquoi or reprise) if p.demande != SANS_OBJET else f"– ({p.pourquoi})"


if __name__ == "__main__":
    (ICI / PAGE).write_text(page(), encoding="utf-8", newline="\n")
