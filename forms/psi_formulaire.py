"""The fillable PSI: the boxes it has, and what a plan writes in them (CIRC annexe VIII-1).

    remplir(plan).valeurs["besoins/3/texte"]     what goes into the box

`maia.forms.psi_formulaire_relu` goes the other way. A box is named after the field of the model it holds, rows counted
from 1. No message holds what a box says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from maia.forms.champs import RANG, Champ, Valeur, arbre, bloc_de, valeurs
from maia.forms.lecture import Valeur as Donnee
from maia.forms.psi import Psi
from maia.forms.redaction import valeur_de

SANS_CASE = ("formulaire", "anonyme", "personne.tranche_d_age", "personne.lieu")
"""Fields that the paper form does not show: the first is always the same, the others are those of anonymous plans."""

DROITS, NUMEROS, NUMERO, PRIORITAIRE = "droits_ouverts", "numeros", "numero", "prioritaire"
OUI, NON = "oui", "non"


class Etendue(NamedTuple):
    """Rows of a table: in the blank form, spare ones after those of a plan, and at most."""

    vierge: int
    reserve: int
    maximum: int


TABLEAUX: Mapping[str, Etendue] = {
    "besoins": Etendue(15, 3, 60),
    "services_en_place": Etendue(10, 2, 60),
    "services_ponctuels": Etendue(4, 1, 30),
    "besoins_non_combles": Etendue(7, 2, 60),
}
"""Fifteen problématiques as in the official form; the other tables, as many rows as fill its second page."""


class Genre(StrEnum):
    """What a box is to the person who fills it."""

    TEXTE = "texte"
    DATE = "date"
    LONG = "texte de plusieurs lignes"
    CHOIX = "liste"
    COCHE = "case à cocher"


@dataclass(frozen=True, slots=True)
class Case:
    """One box: its name (`besoins/3/texte`), what it is, the closed list, and what a screen reader says of it."""

    nom: str
    genre: Genre
    choix: tuple[str, ...]
    ou: str
    consigne: str

    @property
    def bulle(self) -> str:
        """The tooltip: where the box stands, then what to write in it."""
        return f"{self.ou}. {self.consigne}" if self.consigne else self.ou


@dataclass(frozen=True, slots=True)
class Remarque:
    """What a box could not hold or say: the box in words, and a sentence."""

    ou: str
    message: str


# The boxes ----------------------------------------------------------------------------------------------------------

_UNE_LIGNE = {"Date", "Téléphone"}


@cache
def _modeles() -> Mapping[str, tuple[Champ, tuple[str, ...]]]:
    """Every field that has a box, by its path without ranks, with the labels of the blocks it stands in."""
    trouves: dict[str, tuple[Champ, tuple[str, ...]]] = {}
    blocs: dict[tuple[str, ...], str] = {}
    for chemin, champ in arbre(Psi):
        noms = tuple(e for e in chemin if e != RANG)
        if bloc_de(champ.nature)[0]:
            blocs[noms] = champ.libelle
        elif ".".join(noms) not in SANS_CASE:
            trouves["/".join(noms)] = (champ, tuple(blocs[noms[:n]] for n in range(1, len(noms))))
    return trouves


def nom_sans_rang(nom: str) -> str:
    """`besoins/3/texte` → `besoins/texte`, the field of the model."""
    return "/".join(etape for etape in nom.split("/") if not etape.isdigit())


def case(nom: str) -> Case:
    """The box of that name; `KeyError` if the form has no such box."""
    champ, blocs = _modeles()[nom_sans_rang(nom)]
    rang = next((etape for etape in nom.split("/") if etape.isdigit()), "")
    ou = ", ".join([*blocs, *([f"ligne {rang}"] if rang else []), champ.libelle])
    (premiere, *_) = [*valeurs(champ.nature), Valeur()]
    consigne = "" if champ.description == champ.libelle else champ.description
    if champ.nom == DROITS:
        consigne += ". Un droit par ligne"
    elif champ.nom == PRIORITAIRE:
        consigne = "À cocher si la sécurité de la personne est en jeu à court ou moyen terme"
    elif premiere.nom in _UNE_LIGNE and champ.description == champ.libelle:
        consigne = f"Par exemple {premiere.exemples[0]}"
    return Case(nom, _genre(champ, premiere), ("", *premiere.choix), ou, consigne)


def _genre(champ: Champ, valeur: Valeur) -> Genre:
    if champ.nom == PRIORITAIRE:
        return Genre.COCHE
    if valeur.choix:
        return Genre.CHOIX
    if valeur.nom == "Date":
        return Genre.DATE
    une_ligne = valeur.nom in _UNE_LIGNE or champ.nom == NUMERO
    return Genre.TEXTE if une_ligne else Genre.LONG


def noms(rangs: Mapping[str, int]) -> Iterator[str]:
    """The name of every box of a form with so many rows in each table."""
    for nom in _modeles():
        table, _, suite = nom.partition("/")
        if table in TABLEAUX:
            yield from (f"{table}/{rang}/{suite}" for rang in range(1, rangs[table] + 1))
        else:
            yield nom


def connue(nom: str) -> bool:
    """Whether our form has such a box."""
    table, *suite = nom.split("/")
    if table in TABLEAUX and not (suite and re.fullmatch(r"[1-9]\d{0,2}", suite[0], re.ASCII)):
        return False
    return nom_sans_rang(nom) in _modeles() and nom.count("/") == nom_sans_rang(nom).count("/") + (table in TABLEAUX)


def connues(noms_lus: Sequence[str]) -> int:
    """How many of these names are boxes of our form."""
    return sum(map(connue, noms_lus))


def vide(ligne: Mapping[str, Donnee], sauf: str) -> bool:
    """Whether a row says nothing: « not a priority » alone is no need."""
    return all(cle == sauf and v == NON for cle, v in ligne.items())


# From a plan to the boxes ---------------------------------------------------------------------------------------------


class Remplissage(NamedTuple):
    """A plan in boxes: the rows of each table, the value of each filled box, what could not be held.

    `proposes` are the boxes whose value is only the number printed in an empty row.
    """

    rangs: Mapping[str, int]
    valeurs: Mapping[str, str]
    proposes: Mapping[str, str]
    remarques: tuple[Remarque, ...]


def remplir(p: Psi | None) -> Remplissage:
    """The boxes of a plan, or of the blank form."""
    donnees = {} if p is None else valeur_de(p)
    remarques = list(_sans_case(donnees))
    ecrites: dict[str, str] = {}
    rangs: dict[str, int] = {}
    for table, etendue in TABLEAUX.items():
        lignes = _lignes(donnees.pop(table, None))
        if len(lignes) > etendue.maximum:
            remarques.append(
                Remarque(
                    _titre(table),
                    f"le formulaire a {etendue.maximum} lignes au plus : les {len(lignes) - etendue.maximum} dernières n’y sont pas.",
                )
            )
            lignes = lignes[: etendue.maximum]
        reserve = min(etendue.maximum, len(lignes) + etendue.reserve)
        rangs[table] = max(etendue.vierge, reserve)
        for rang, ligne in enumerate(lignes, 1):
            ecrites |= _feuilles(ligne, f"{table}/{rang}")
            if vide(ligne, sauf=PRIORITAIRE):
                remarques.append(
                    Remarque(f"{_titre(table)}, ligne {rang}", "rien n’y est écrit : elle ne sera pas relue.")
                )
    ecrites |= _feuilles(donnees)
    remarques += _droits_coupes(p)
    return Remplissage(rangs, ecrites, _numeros_proposes(ecrites, rangs["besoins"]), tuple(remarques))


def _lignes(valeur: Donnee) -> list[dict[str, Donnee]]:
    return [ligne for ligne in valeur if isinstance(ligne, dict)] if isinstance(valeur, list) else []


def _titre(table: str) -> str:
    return next(blocs[0] for nom, (_, blocs) in _modeles().items() if nom.startswith(f"{table}/"))


def _feuilles(donnees: Mapping[str, Donnee], prefixe: str = "") -> dict[str, str]:
    """The values of the boxes under `prefixe`, those without a box aside."""
    lues: dict[str, str] = {}
    for cle, v in donnees.items():
        nom = f"{prefixe}/{cle}" if prefixe else cle
        if isinstance(v, dict):
            lues |= _feuilles(v, nom)
        elif v is not None and nom_sans_rang(nom) in _modeles():
            lues[nom] = v if isinstance(v, str) else ("\n" if cle == DROITS else ", ").join(map(str, v))
    return lues


def _sans_case(donnees: Mapping[str, Donnee]) -> Iterator[Remarque]:
    for chemin, champ in arbre(Psi):
        if ".".join(chemin) in SANS_CASE[1:]:
            ici: Donnee = dict(donnees)
            for etape in chemin:
                ici = ici.get(etape) if isinstance(ici, dict) else None
            if ici is not None:
                yield Remarque(champ.libelle, "le formulaire n’a pas de case pour ce champ : il ne sera pas relu.")


def _droits_coupes(p: Psi | None) -> Iterator[Remarque]:
    if p and any("\n" in droit for droit in p.personne.droits_ouverts):
        yield Remarque(
            case("personne/droits_ouverts").ou, "un droit écrit sur plusieurs lignes sera relu comme plusieurs droits."
        )


def _numeros_proposes(ecrites: Mapping[str, str], rangees: int) -> dict[str, str]:
    """The numbers printed in advance, as on the paper form: each row's rank, or what follows the plan's last number."""
    pris = [int(v) for nom, v in ecrites.items() if nom_sans_rang(nom) == "besoins/numero"]
    premiere = 1 + max((int(nom.split("/")[1]) for nom in ecrites if nom.startswith("besoins/")), default=0)
    suivant = max([*pris, premiere - 1]) + 1
    return {f"besoins/{premiere + n}/numero": str(suivant + n) for n in range(rangees - premiere + 1)}
