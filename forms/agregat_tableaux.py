"""The tables of an aggregate, safe to hand out: each counted, gathered, then its small cells hidden (CDC §3.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from maia.forms import agregat
from maia.forms.agregat import ATTENTE, COLONNE, TRANCHES, Apport, Compte, Recueil, compter, iterer, regrouper
from maia.forms.psi import CAUSES, DATE_DU_FORMULAIRE
from maia.forms.secret_statistique import TOTAL, Cellule, Tableau, proteger

_TOURS = 4
SANS_GESTIONNAIRE = "Gestionnaire non précisé"


@dataclass(frozen=True, slots=True)
class Agregat:
    """What a pilot may show to a table tactique: tables by name, and how they were made.

    `mediane` gives, by service, the median announced wait in days, where enough persons make it; `plafond` is how many
    persons a gestionnaire de cas follows at most (CDC §3.3).
    """

    plans: int
    remplaces: int
    au: date
    seuil: int
    plafond: int
    besoins: Tableau
    ecarts: Tableau
    attentes: Tableau
    mediane: dict[str, int]
    charges: Tableau
    revisions: Tableau
    ages: Tableau


@dataclass(frozen=True, slots=True)
class TropPeu:
    """Too few persons for any count to be shown."""

    plans: int
    seuil: int


def agreger(recueil: Recueil, seuil: int, plafond: int, au: date | None = None) -> Agregat | TropPeu:
    """The tables of these plans on the day `au` (the day of the latest plan, unless told).

    The same plans give the same tables in whatever order they came.
    """
    apports = list(iterer(recueil))
    if len(apports) < seuil:
        return TropPeu(len(apports), seuil)
    jour = au or max((a.jour for a in apports if a.jour), default=DATE_DU_FORMULAIRE)
    gestionnaires = _gestionnaires(apports)
    ecarts, attentes = _lies(
        _domaines(recueil, apports, seuil, lambda a: a.ecarts, (*CAUSES, agregat.SANS_CAUSE)),
        _services(recueil, apports, seuil),
        seuil,
    )
    return Agregat(
        len(apports),
        recueil.remplaces,
        jour,
        seuil,
        plafond,
        _protege(
            _domaines(recueil, apports, seuil, _par_priorite, (agregat.PRIORITAIRES, agregat.AUTRES_BESOINS)), seuil
        ),
        ecarts,
        attentes,
        _medianes(recueil, apports, seuil, frozenset(attentes.lignes)),
        _personnes((gestionnaires[a.gestionnaire] for a in apports), None, seuil),
        _personnes((agregat.revision(a, jour) for a in apports), _REVISIONS, seuil),
        _personnes((a.age if a.age in TRANCHES else agregat.AGE_INCONNU for a in apports), TRANCHES, seuil),
    )


_REVISIONS = (agregat.A_JOUR, agregat.EN_RETARD, agregat.SANS_REVISION)


def _protege(c: Compte, seuil: int, aussi: Iterable[Cellule] = ()) -> Tableau:
    return proteger(c.lignes, c.colonnes, c.comptes, c.personnes, seuil, aussi=aussi)


def _par_priorite(a: Apport) -> Iterable[Cellule]:
    return ((domaine, agregat.PRIORITAIRES if oui else agregat.AUTRES_BESOINS) for domaine, oui in a.besoins)


def _domaines(
    recueil: Recueil,
    apports: list[Apport],
    seuil: int,
    cellules: Callable[[Apport], Iterable[Cellule]],
    colonnes: tuple[str, ...],
) -> Compte:
    rares = frozenset({agregat.SANS_DOMAINE})
    groupes = regrouper(map(cellules, apports), seuil, agregat.AUTRES_DOMAINES, rares)
    nommes = [[(recueil.libelle(domaine), colonne) for domaine, colonne in g] for g in groupes]
    utiles = {colonne for g in nommes for _, colonne in g}
    return compter(nommes, None, [c for c in colonnes if c in utiles or c != agregat.SANS_CAUSE])


def _services(recueil: Recueil, apports: list[Apport], seuil: int) -> Compte:
    return compter(_attentes(recueil, apports, seuil), None, [COLONNE])


def _attentes(recueil: Recueil, apports: list[Apport], seuil: int) -> list[list[Cellule]]:
    groupes = regrouper(
        ([(service, COLONNE) for service, _ in a.attentes] for a in apports),
        seuil,
        agregat.AUTRES_SERVICES,
        frozenset({agregat.SANS_SERVICE}),
    )
    return [[(recueil.libelle(service), colonne) for service, colonne in g] for g in groupes]


def _lies(ecarts: Compte, attentes: Compte, seuil: int) -> tuple[Tableau, Tableau]:
    """The two tables whose totals meet: the gaps on a waiting list are a column of one and the whole of the other.

    What one hides of it the other hides too, until both agree.
    """
    ici, la = (TOTAL, ATTENTE), (TOTAL, TOTAL)
    force_ici: set[Cellule] = set()
    force_la: set[Cellule] = set()
    for _ in range(_TOURS):
        a, b = _protege(ecarts, seuil, force_ici), _protege(attentes, seuil, force_la)
        if (a.valeurs[ici] is None) == (b.valeurs[la] is None):
            break
        force_ici.add(ici)
        force_la |= {la, (TOTAL, COLONNE)}
    return a, b


def _medianes(recueil: Recueil, apports: list[Apport], seuil: int, montres: frozenset[str]) -> dict[str, int]:
    """Median announced wait by service, of at least `seuil` persons who each count once, by their longest wait."""
    delais: dict[str, list[int]] = {}
    for apport in apports:
        siens: dict[str, int] = {}
        for service, delai in apport.attentes:
            if delai is not None and delai >= 0:
                siens[recueil.libelle(service)] = max(delai, siens.get(recueil.libelle(service), 0))
        for service, delai in siens.items():
            delais.setdefault(service, []).append(delai)
    # A median of few values is one of them: twice the threshold, rounded to the week.
    return {
        service: round(median(liste) / 7) * 7
        for service, liste in sorted(delais.items())
        if service in montres and len(liste) >= 2 * seuil
    }


def _gestionnaires(apports: list[Apport]) -> dict[str, str]:
    """A number for each gestionnaire de cas, drawn from nothing that tells who: the table is about work."""
    rangs = sorted({a.gestionnaire for a in apports if a.gestionnaire})
    largeur = len(str(len(rangs)))
    return {cle: f"Gestionnaire {rang:0{largeur}}" for rang, cle in enumerate(rangs, 1)} | {"": SANS_GESTIONNAIRE}


def _personnes(categories: Iterable[str], lignes: tuple[str, ...] | None, seuil: int) -> Tableau:
    """A table of persons, one category each; how many there are in all is known from the others."""
    c = compter(([(categorie, COLONNE)] for categorie in categories), lignes, [COLONNE])
    return proteger(c.lignes, c.colonnes, c.comptes, c.personnes, seuil, total_connu=True)
