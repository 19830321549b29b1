"""Counting plans without keeping them: what each tells of needs, gaps, waits, age, review and who follows it.

A plan leaves a small contribution, without a name; the latest version of a person's plan takes the place of the others.
Sources: CDC §3.6 (informations agrégées et anonymisées), annexe III (le gestionnaire de cas remonte au pilote);
CIRC annexe VIII-2 §3 (priorités) and §5 (causes).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from maia.forms.confidentialite import tranche_d_age
from maia.forms.francais import sans_accents
from maia.forms.psi import CAUSES, Psi
from maia.forms.secret_statistique import TOTAL, Cellule

ATTENTE = "Liste d’attente"
SANS_DOMAINE = "Domaine non précisé"
SANS_CAUSE = "Cause non précisée"
AUTRES_DOMAINES = "Autres domaines"
AUTRES_SERVICES = "Autres services"
SANS_SERVICE = "Service non précisé"
PRIORITAIRES, AUTRES_BESOINS = "Prioritaires", "Autres"
COLONNE = "Effectif"
A_JOUR, EN_RETARD, SANS_REVISION = "Révision à venir", "Révision dépassée", "Sans date de révision"
AGE_INCONNU = "Âge non précisé"
TRANCHES = ("moins de 60 ans", *(f"{a} à {a + 4} ans" for a in range(60, 90, 5)), "90 ans et plus", AGE_INCONNU)


@dataclass(frozen=True, slots=True)
class Apport:
    """What one plan adds to the counts; nothing in it names anybody but by a fingerprint."""

    jour: date | None
    revision: date | None
    age: str
    gestionnaire: str = field(repr=False)
    besoins: tuple[tuple[str, bool], ...]
    ecarts: tuple[tuple[str, str], ...]
    attentes: tuple[tuple[str, int | None], ...]


class Recueil:
    """The contributions of many plans, the latest of each person; labels keep their most frequent spelling."""

    def __init__(self) -> None:
        self._apports: dict[str, Apport] = {}
        self._libelles: dict[str, Counter[str]] = {}
        self.remplaces = 0
        """Plans set aside because a later version of them was there."""

    def ajouter(self, p: Psi, fichier: str) -> None:
        """Count a plan; `fichier` tells apart the anonymous ones, of which nobody knows the person."""
        cle, apport = _empreinte(p, fichier), self._apport(p)
        present = self._apports.get(cle)
        if present is not None:
            self.remplaces += 1
            if (present.jour or date.min) > (apport.jour or date.min):
                return
        self._apports[cle] = apport

    @property
    def apports(self) -> Iterable[Apport]:
        """One contribution a person."""
        return self._apports.values()

    def libelle(self, cle: str) -> str:
        """The spelling to show for a key: the one most often typed, the first in the alphabet when several are."""
        ecrits = self._libelles.get(cle)
        return min(ecrits, key=lambda e: (-ecrits[e], e)) if ecrits else cle

    def _cle(self, ecrit: str | None, absent: str) -> str:
        propre = " ".join((ecrit or "").split())
        if not propre:
            return absent
        cle = sans_accents(propre)
        self._libelles.setdefault(cle, Counter())[propre[0].upper() + propre[1:]] += 1
        return cle

    def _apport(self, p: Psi) -> Apport:
        domaines = {b.numero: self._cle(b.domaine, SANS_DOMAINE) for b in p.besoins}
        ecarts, attentes = [], []
        for manque in p.besoins_non_combles:
            cause = manque.cause if manque.cause and manque.cause in CAUSES else SANS_CAUSE
            for numero in manque.numeros:
                ecarts.append((domaines.get(numero, SANS_DOMAINE), cause))
                if cause == ATTENTE:
                    delai = (manque.disponible_le - p.date).days if manque.disponible_le and p.date else None
                    attentes.append((self._cle(_service(manque.reponse or ""), SANS_SERVICE), delai))
        return Apport(
            p.date,
            p.revision,
            p.personne.tranche_d_age or tranche_d_age(p.personne.ne_le, p.date) or AGE_INCONNU,
            _condense(sans_accents(p.redacteur.nom)) if p.redacteur and p.redacteur.nom else "",
            tuple((domaines[b.numero], bool(b.prioritaire)) for b in p.besoins),
            tuple(ecarts),
            tuple(attentes),
        )


@dataclass(frozen=True, slots=True)
class Compte:
    """A table before it is made safe: rows and columns in order, what is counted, how many persons make each cell."""

    lignes: tuple[str, ...]
    colonnes: tuple[str, ...]
    comptes: Mapping[Cellule, int]
    personnes: Mapping[Cellule, int]


def compter(apports: Iterable[Iterable[Cellule]], lignes: Iterable[str] | None, colonnes: Iterable[str]) -> Compte:
    """The table of these cells, given person by person; rows in alphabetical order, unless `lignes`.

    Never by their counts: the order would tell a hidden one by its neighbours.
    """
    comptes: Counter[Cellule] = Counter()
    personnes: Counter[Cellule] = Counter()
    for apport in apports:
        siennes = list(apport)
        comptes.update(siennes)
        touchees = {
            c
            for ligne, colonne in siennes
            for c in ((ligne, colonne), (ligne, TOTAL), (TOTAL, colonne), (TOTAL, TOTAL))
        }
        personnes.update(touchees)
    ordonnees = lignes if lignes is not None else sorted({ligne for ligne, _ in comptes}, key=sans_accents)
    return Compte(tuple(ordonnees), tuple(colonnes), comptes, personnes)


def regrouper(
    apports: Iterable[Iterable[Cellule]], seuil: int, autres: str, gardes: frozenset[str]
) -> list[list[Cellule]]:
    """The same cells, the rows that fewer than `seuil` persons make gathered under `autres`.

    A row's name is what somebody typed: one that hardly anybody uses could name a situation by itself.
    """
    listes = [list(apport) for apport in apports]
    personnes: Counter[str] = Counter()
    for liste in listes:
        personnes.update({ligne for ligne, _ in liste})
    rares = {ligne for ligne, nombre in personnes.items() if nombre < seuil and ligne not in gardes}
    return [[(autres if ligne in rares else ligne, colonne) for ligne, colonne in liste] for liste in listes]


def revision(apport: Apport, au: date) -> str:
    """Whether a plan's review is still to come, or overdue, on a given day."""
    if apport.revision is None:
        return SANS_REVISION
    return EN_RETARD if apport.revision < au else A_JOUR


def _service(reponse: str) -> str:
    """The kind of service in an answer: « Accueil de jour, deux journées par semaine » → « Accueil de jour »."""
    return re.split(r"[,;:(/]| - | – |\d", reponse, maxsplit=1)[0]


def _empreinte(p: Psi, fichier: str) -> str:
    qui = p.personne
    if not (qui.nom and qui.prenom):
        return _condense(f"fichier {fichier}")
    return _condense(f"{sans_accents(qui.nom)}|{sans_accents(qui.prenom)}|{qui.ne_le or ''}")


def _condense(texte: str) -> str:
    return hashlib.sha256(texte.encode()).hexdigest()[:24]


def iterer(recueil: Recueil) -> Iterator[Apport]:
    """The contributions in an order that depends on no file's name."""
    return iter(sorted(recueil.apports, key=lambda a: (a.jour or date.min, a.gestionnaire, a.besoins, a.ecarts)))
