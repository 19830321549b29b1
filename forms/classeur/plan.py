"""Where each field of a dossier stands in the workbook: sheets, sections, tables, all drawn from the models.

A field added to a model has its cell without a line of code: in the section of its block, as a column of its table,
or on the sheet « Divers » when it is new at the root of the dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from maia.forms.budget import Budget, Effectif
from maia.forms.champs import RANG, Alternative, Bloc, Champ, Liste, Nature, Valeur, champs, consigne, phrase
from maia.forms.classeur.arbres import feuilles, lire_a, poser
from maia.forms.dossier import Dossier, Pieces
from maia.forms.francais import typographie
from maia.forms.lecture import Valeur as Arbre
from maia.forms.modele import Modele

PREFIXE = "saisie_"
"""First letters of the defined names: `saisie_porteur_siege_commune`."""

Etapes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One value to write: its path in the dossier (in its row, for a column) and the field it fills."""

    chemin: Etapes
    champ: Champ

    @property
    def nature(self) -> Valeur:
        """How the value is written."""
        return valeur_simple(self.champ.nature) or Valeur()

    @property
    def aide(self) -> str:
        """What to write, and an example, in one or two sentences."""
        exemple = self.champ.exemple
        exemple = f"Exemple : {exemple}" if exemple and exemple not in self.nature.choix else ""
        return typographie(" ".join(filter(None, (consigne(self.champ), exemple))))


@dataclass(frozen=True, slots=True)
class Section:
    """Fields one under the other, under a heading that no other section has."""

    titre: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Formulaire:
    """A sheet of sections."""

    titre: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """A sheet that holds one list: a row an element, or a row an element of the list inside (a commune, its canton)."""

    titre: str
    chemin: Etapes
    note: str
    colonnes: tuple[Case, ...]

    @property
    def _parents(self) -> tuple[Case, ...]:
        return tuple(c for c in self.colonnes if RANG not in c.chemin)

    def aplatir(self, liste: Any) -> list[dict[Etapes, str]] | None:
        """The rows of `liste`; `None` when rows could not bring it back."""
        if not isinstance(liste, list):
            return None
        rangees: list[dict[Etapes, str]] = []
        for element in liste:
            if not isinstance(element, dict):
                return None
            rangees += self._rangees(element)
        relu = self.regrouper(rangees)
        attendu = dict(feuilles(liste))
        exact = len(relu) == len(liste) and all(attendu.get(ou) == texte for ou, texte in feuilles(relu))
        return rangees if exact else None

    def _rangees(self, element: Mapping[str, Any]) -> Iterator[dict[Etapes, str]]:
        commun = {c.chemin: lu for c in self._parents if isinstance(lu := lire_a(element, c.chemin), str)}
        enfants = [c.chemin for c in self.colonnes if RANG in c.chemin]
        dedans = lire_a(element, enfants[0][: enfants[0].index(RANG)]) if enfants else None
        if not isinstance(dedans, list) or not dedans:
            yield commun
            return
        for enfant in dedans:
            propre = {enfants[0]: enfant} if isinstance(enfant, str) else {}
            for chemin in enfants:
                lu = lire_a(enfant, chemin[chemin.index(RANG) + 1 :])
                if isinstance(lu, str):
                    propre[chemin] = lu
            yield {**commun, **propre}

    def regrouper(self, rangees: Sequence[Mapping[Etapes, str]]) -> list[Any]:
        """The list that the rows stand for; a row without the parent's columns goes on with the one above."""
        enfants = [c.chemin for c in self.colonnes if RANG in c.chemin]
        elements: list[Any] = []
        courant: dict[Etapes, str] | None = None
        for rangee in rangees:
            parent = {c.chemin: rangee[c.chemin] for c in self._parents if c.chemin in rangee}
            if not enfants or courant is None or (parent and parent != courant):
                element: dict[str, Any] = {}
                for chemin, texte in parent.items():
                    poser(element, chemin, texte)
                elements.append(element)
                courant = parent
            propre = {chemin: rangee[chemin] for chemin in enfants if chemin in rangee}
            if propre:
                ou = enfants[0][: enfants[0].index(RANG)]
                liste = lire_a(elements[-1], ou) or []
                poser(elements[-1], ou, [*liste, self._enfant(propre, enfants[0])])
        return elements

    def _enfant(self, propre: Mapping[Etapes, str], premier: Etapes) -> Arbre:
        if list(propre) == [premier]:
            return propre[premier]
        enfant: dict[str, Any] = {}
        for chemin, texte in propre.items():
            poser(enfant, chemin[chemin.index(RANG) + 1 :], texte)
        return enfant


@dataclass(frozen=True, slots=True)
class FeuilleBudget:
    """A sheet that holds a budget, laid out as annexe IV."""

    titre: str
    chemin: Etapes


@dataclass(frozen=True, slots=True)
class FeuilleEffectifs:
    """A sheet that holds staff tables one under the other: their paths, and the columns they share."""

    titre: str
    tableaux: tuple[tuple[str, Etapes], ...]
    colonnes: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class FeuillePieces:
    """The sheet of the pieces: a row a piece, a column a file."""

    titre: str
    chemin: Etapes


Feuille = Formulaire | Tableau | FeuilleBudget | FeuilleEffectifs | FeuillePieces

# The sheets of forms, in the order of annexe IV; lists come after the sheet that would have held them.
_FORMULAIRES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Porteur",
        ("formulaire", "campagne", "regime", "region", "departement", "recu_le", "porteur", "personne_chargee"),
    ),
    ("Projet", ("representants", "projet", "territoire", "partenaires", "pilote", "gestionnaires_de_cas", "demande")),
    ("Budget", ("budget", "effectifs", "effectifs_supplementaires")),
    ("Année pleine", ("annee_pleine",)),
    ("Attestation et banque", ("attestation", "banque")),
    ("Pièces", ("pieces",)),
)
DIVERS = "Divers"
AUTRES = "Autres champs"
_GENERAL = "Candidature"


@cache
def plan(modele: type[Modele] = Dossier) -> tuple[Feuille, ...]:
    """The sheets, in order, that hold every field of `modele`."""
    par_nom = {champ.nom: champ for champ in champs(modele)}
    ranges = {nom for _, noms in _FORMULAIRES for nom in noms}
    divers = (DIVERS, tuple(nom for nom in par_nom if nom not in ranges))
    return tuple(
        feuille
        for titre, noms in (*_FORMULAIRES, divers)
        for feuille in _feuilles(titre, [par_nom[nom] for nom in noms if nom in par_nom], (), titre)
    )


def _feuilles(titre: str, voulus: Sequence[Champ], prefixe: Etapes, contexte: str) -> Iterator[Feuille]:
    """The sheets for these fields: one of sections, then one a list, a budget, a staff table."""
    sections, suite = _sections(voulus, prefixe, contexte)
    if sections:
        yield Formulaire(titre, tuple(sections))
    personnel: list[tuple[str, Etapes]] = []
    for champ, chemin in suite:
        match champ.nature:
            case Bloc(modele) if modele is Budget:
                yield FeuilleBudget(titre, chemin)
            case Bloc(modele) if modele is Pieces:
                yield FeuillePieces(titre, chemin)
                reste = list(champs(Pieces))
                yield from _feuilles(titre, reste, chemin, titre)
            case Liste(Bloc(modele)) if modele is Effectif:
                personnel.append((champ.libelle, chemin))
            case Liste(Bloc(modele)):
                yield Tableau(champ.libelle, chemin, _note(champ), tuple(_colonnes(modele, ())))
            case _:
                raise TypeError(f"{'.'.join(chemin)} : no place in the workbook for {champ.nature}")
    if personnel:
        nom = "Effectifs" if len(personnel[0][1]) == 1 else f"Effectifs {titre[0].lower()}{titre[1:]}"
        yield FeuilleEffectifs(nom, tuple(personnel), tuple(_colonnes(Effectif, ())))


def _sections(
    voulus: Sequence[Champ], prefixe: Etapes, contexte: str
) -> tuple[list[Section], list[tuple[Champ, Etapes]]]:
    """The sections of these fields, blocks unfolded, and the fields that need a sheet of their own."""
    simples, sections, suite = [], [], []
    for champ in voulus:
        chemin = (*prefixe, champ.nom)
        if valeur_simple(champ.nature) is not None:
            simples.append(Case(chemin, champ))
        elif isinstance(champ.nature, Bloc) and champ.nature.modele not in (Budget, Pieces):
            dedans = [_sourcee(c, champ) for c in champs(champ.nature.modele)]
            titre = champ.libelle if contexte in (t for t, _ in _FORMULAIRES) else f"{contexte} – {champ.libelle}"
            autres, encore = _sections(dedans, chemin, titre)
            sections += autres
            suite += encore
        else:
            suite.append((champ, chemin))
    if simples:
        titre = contexte if prefixe else _GENERAL
        sections.insert(0, Section(titre, tuple(simples)))
    return sections, suite


def _colonnes(modele: type[Modele], prefixe: Etapes) -> Iterator[Case]:
    """The columns of a list of such blocks, those of a list inside included."""
    for champ in champs(modele):
        chemin = (*prefixe, champ.nom)
        if valeur_simple(champ.nature) is not None:
            yield Case(chemin, champ)
        elif isinstance(champ.nature, Bloc):
            yield from _colonnes(champ.nature.modele, chemin)
        elif isinstance(champ.nature, Liste) and RANG not in chemin and (bloc := _bloc(champ.nature.element)):
            yield from _colonnes(bloc, (*chemin, RANG))
        else:
            raise TypeError(f"{'.'.join(chemin)} : no column in the workbook for {champ.nature}")


def _sourcee(champ: Champ, bloc: Champ) -> Champ:
    """The field with its block's source when it has none."""
    return (
        champ
        if champ.source
        else Champ(champ.nom, champ.libelle, champ.description, champ.nature, champ.exemple, bloc.source)
    )


def _note(champ: Champ) -> str:
    return typographie(phrase(champ.description) if champ.description != champ.libelle else "")


def valeur_simple(nature: Nature) -> Valeur | None:
    """The way a value is written on one line, when the field takes nothing else."""
    return nature if isinstance(nature, Valeur) else None


def _bloc(nature: Nature) -> type[Modele] | None:
    if isinstance(nature, Alternative):
        return next((bloc for facon in nature.facons if (bloc := _bloc(facon))), None)
    return nature.modele if isinstance(nature, Bloc) else None


def nom_defini(chemin: Sequence[str]) -> str:
    """The defined name of a field's cell, or of its column."""
    return PREFIXE + "_".join(etape for etape in chemin if etape != RANG)
