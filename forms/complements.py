"""What an ARS asks of a porteur after checking a dossier: findings turned into requests, in the porteur's words.

A porteur sends a paper form and PDFs: what a finding says of fields and files is said here of the form's own labels
and of the pieces. Wordings stand in `complements.yaml`, rule by rule; a rule that is not there speaks to the porteur
already. Nothing is asked for a finding of severity `information`, nor for what regards the ARS alone (CIRC §1.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from maia.forms.champs import RANG, arbre
from maia.forms.constat import Chemin, Constat, Gravite
from maia.forms.donnees import lire_donnees
from maia.forms.dossier import Dossier
from maia.forms.francais import typographie
from maia.forms.inventaire import ENGAGEMENTS
from maia.forms.modele import Modele, champ
from maia.forms.pieces import Catalogue
from maia.forms.types import OuiNon, Texte


class Objet(StrEnum):
    """What a request is about: the headings of the letter, in its order."""

    PIECES = "Pièces et renseignements"
    BUDGET = "Budget, effectifs et financement"
    PROJET = "Projet"


_OBJETS = {
    **dict.fromkeys(("budget", "annee_pleine", "demande", "effectifs", "effectifs_supplementaires"), Objet.BUDGET),
    **dict.fromkeys(
        ("projet", "territoire", "partenaires", "pilote", "gestionnaires_de_cas", "regime", "region", "departement"),
        Objet.PROJET,
    ),
}
_TEXTES = {"CIRC": "circulaire", "CDC": "cahier des charges"}
_COTES = {("charges",), ("produits",), ("contributions",)}
_CHEMIN = re.compile(r"(«\u00a0)[^»]*/([^»/]+\u00a0»)")


@dataclass(frozen=True, slots=True)
class Complement:
    """One request: what was found, what to send, the passage that asks for it, whether the text makes it compulsory."""

    objet: Objet
    constat: str
    demande: str
    source: str
    regle: str
    obligatoire: bool


class Formulation(Modele):
    """The words of a rule in a letter (`complements.yaml` says what each means)."""

    demande: Texte | None = champ("Demande")
    constat: Texte | None = champ("Constat")
    situer: OuiNon | None = champ("Situer")
    interne: OuiNon | None = champ("Interne")


@cache
def formulations() -> dict[str, Formulation]:
    """Every wording, by rule."""
    return {regle: Formulation.model_validate(f) for regle, f in lire_donnees("complements.yaml").items()}


def complements(constats: Iterable[Constat], pieces: Catalogue) -> tuple[Complement, ...]:
    """The requests, by object, the compulsory ones first; two findings of the same words make one request."""
    demandes = dict.fromkeys(_complement(c, pieces) for c in constats if _demandable(c))
    rangs = list(Objet)
    return tuple(sorted(demandes, key=lambda d: (not d.obligatoire, rangs.index(d.objet))))


def _demandable(c: Constat) -> bool:
    return c.gravite is not Gravite.INFORMATION and not formulations().get(c.regle, Formulation()).interne


def _complement(c: Constat, pieces: Catalogue) -> Complement:
    return Complement(
        _OBJETS.get(str((*c.etapes, "")[0]), Objet.PIECES),
        constat_en_clair(c, pieces),
        remede_en_clair(c),
        source_en_clair(c.source),
        c.regle,
        c.gravite is Gravite.BLOQUANT,
    )


def constat_en_clair(c: Constat, pieces: Catalogue) -> str:
    """What was found, in the porteur's words: a piece by its name, a file without its folders, a value with its label."""
    dit = formulations().get(c.regle, Formulation())
    piece = nom_de_piece(c.etapes, pieces)
    phrase = _CHEMIN.sub(r"\1\2", c.message)
    if dit.constat:
        phrase = typographie(dit.constat.replace("{piece}", piece))
    elif piece:
        phrase = phrase.replace(f"«\u00a0{c.etapes[1]}\u00a0»", f"«\u00a0{piece}\u00a0»")
    if not dit.situer:
        return phrase
    ou = f"{piece[0].upper()}{piece[1:]}" if piece else lieu(c.etapes)
    return typographie(f"{ou} : {_minuscule(phrase, premier=False)}") if ou else phrase


def remede_en_clair(c: Constat) -> str:
    """What to do about it, in the porteur's words."""
    dit = formulations().get(c.regle, Formulation())
    return typographie(dit.demande) if dit.demande else c.remede


def nom_de_piece(chemin: Chemin, pieces: Catalogue) -> str:
    """The name of the piece that a path is about, empty when it is about something else."""
    if len(chemin) < 2 or chemin[0] != "pieces":
        return ""
    if chemin[1] == ENGAGEMENTS:
        rang = next((etape for etape in chemin[2:] if isinstance(etape, int)), None)
        return "document d’engagement" if rang is None else f"document d’engagement n°\u00a0{rang + 1}"
    piece = pieces.pieces.get(str(chemin[1]))
    return piece.libelle if piece else str(chemin[1])


def source_en_clair(source: str) -> str:
    """`CIRC §2.2 al. 2` → `circulaire, § 2.2 al. 2`; what stands after a comma names the passage for the rules only."""
    passages = re.split(r"[,;] (?=(?:CIRC|CDC) )", source)
    return typographie(" ; ".join(_passage(p) for p in passages))


def _passage(source: str) -> str:
    sigle, _, ou = source.partition(" ")
    ou = re.sub(r", (?!articles? |annexe |note )[^,]*$", "", ou).replace("§", "§ ")
    return f"{_TEXTES.get(sigle, sigle)}, {ou}"


@cache
def _libelles() -> dict[tuple[str, ...], str]:
    return {chemin: c.libelle for chemin, c in arbre(Dossier)}


def lieu(chemin: Chemin) -> str:
    """Where a path leads, by the labels of the form: `Budget, compte 62, Déplacements et missions`."""
    return ", ".join(_etapes(chemin))


def _etapes(chemin: Chemin) -> Iterator[str]:
    connu: tuple[str, ...] = ()
    libelles = _libelles()
    for rang, etape in enumerate(chemin):
        if isinstance(etape, int):
            connu = (*connu, RANG)
            yield f"ligne {etape + 1}"
            continue
        connu = (*connu, etape)
        if connu in libelles:
            yield _minuscule(libelles[connu], premier=rang == 0)
        elif etape.isdigit() and connu[-2:-1] in _COTES:
            yield f"compte {etape}"
        else:
            yield etape if isinstance(chemin[rang - 1], int) else f"« {etape} »"


def _minuscule(libelle: str, *, premier: bool) -> str:
    """`ETP` stays; `Montant` becomes `montant` but at the start."""
    return libelle if premier or not libelle[1:2].islower() else libelle[0].lower() + libelle[1:]
