"""Excel workbooks from templates: compile once, render thousands of times.

A template is an ordinary ``.xlsx`` edited in Excel. Its defined names say what is filled (see
:mod:`~maia.generators.classeur.zones`), ``{{ porteur }}`` in a text, a header, a tab name or the file's title is
replaced, its formulas stay live *and* get their computed value, so that previewers, pandas and a phone show the same
figures as Excel. A field left to ``None`` keeps what the template has: a label, a formula, an empty cell. A line that
the template hides comes back as soon as it has a figure to show.

>>> modele = ModeleExcel.compiler(octets, "budget.xlsx")                               # doctest: +SKIP
>>> xlsx = modele.rendre({"porteur": "CLIC", "gc": [{"etp": Decimal("0.5"), "brut": 30_000}]})  # doctest: +SKIP

What the engine cannot do faithfully is refused when the template is compiled, naming the sheet and the cell.
Source: ECMA-376 part 1, §18 (SpreadsheetML).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from typing import Any, Final, Self

from maia.generators.classeur.cellules import Formule, Grille, Styles
from maia.generators.classeur.compilation import Compilateur
from maia.generators.classeur.feuilles import Feuille
from maia.generators.classeur.fonctions import Erreur
from maia.generators.classeur.lecture import CLASSEUR, STYLES, lire_feuilles, lire_partie
from maia.generators.classeur.listes import CritereImpossible
from maia.generators.classeur.paquet import Enveloppe, parties_constantes, sans_chaine_de_calcul, verifier_sans_blanc
from maia.generators.classeur.reperes import Plan, Refus
from maia.generators.classeur.textes import Figeur
from maia.generators.classeur.valeurs import ValeurImpossible, en_blanc, en_donnee, verifier_onglets, xml
from maia.generators.classeur.zones import lire_noms
from maia.generators.erreurs import ChampInconnu, Faute, ModeleRefuse, RenduImpossible, ValeurRefusee
from maia.generators.ooxml import Assembleur, Paquet, PaquetRefuse

__all__ = ["ChampInconnu", "Donnee", "Faute", "ModeleExcel", "ModeleRefuse", "RenduImpossible", "ValeurRefusee"]

Donnee = str | int | Decimal | bool | datetime.date | None
_MEMOIRES: Final = 64  # layouts whose texts are kept: some 30 kB each
_PRECISION: Final = Context(prec=34)


@dataclass(slots=True)
class _Rendu:
    """One document being made: what references, blanks and copies need to be written."""

    plans: Sequence[Plan]
    insertions: Sequence[Mapping[int, int]] = ()  # by sheet: line → lines inserted below it
    feuilles: Sequence[str] = ()
    onglets: Sequence[str] = ()
    textes: Mapping[str, str] = field(default_factory=dict)
    nombres: Sequence[int] = ()  # by table: copies of its last line, the template's own counted
    identique: bool = False
    copie: int = 0
    memoire: dict[Any, str] = field(default_factory=dict)


class ModeleExcel:
    """A compiled template. Immutable: threads may share one.

    ``champs`` are the names of the cells and blanks to fill; ``tables`` the tables, with the names of their columns.
    """

    __slots__ = (
        "_assembleur", "_blancs", "_feuilles", "_grille", "_lignes", "_memoires", "_onglets", "_textes", "champs", "nom", "tables"
    )  # fmt: skip

    def __init__(
        self,
        nom: str,
        paquet: Paquet,
        grille: Grille,
        feuilles: Sequence[Feuille],
        enveloppe: Enveloppe,
    ) -> None:
        """Use :meth:`compiler`."""
        self.nom: Final = nom
        self.champs: Final = enveloppe.blancs | grille.champs.keys()
        self.tables: Final = {zone.nom: frozenset(zone.champs) for zone in grille.noms.zones}
        self._grille: Final = grille
        self._feuilles: Final = tuple(feuilles)
        self._memoires: Final[dict[Any, dict[Any, str]]] = {}
        self._lignes: Final = tuple(max([0, *lue.lignes]) for lue in grille.feuilles)
        self._onglets: Final = enveloppe.onglets
        self._textes: Final = enveloppe.parties
        self._blancs: Final = enveloppe.blancs
        self._assembleur: Final = Assembleur(paquet, [*enveloppe.parties, *(f.partie for f in feuilles)])

    @classmethod
    def compiler(cls, octets: bytes, nom: str) -> Self:
        """Compile a ``.xlsx`` template. ``nom`` is for messages. Raises :class:`ModeleRefuse`."""
        try:
            return cls._compiler(octets, nom)
        except (PaquetRefuse, Refus) as refus:
            raise ModeleRefuse(nom, [Faute(str(refus))]) from refus

    @classmethod
    def _compiler(cls, octets: bytes, nom: str) -> Self:
        paquet = sans_chaine_de_calcul(Paquet.lire(octets))
        racine = lire_partie(paquet, CLASSEUR)
        lues = lire_feuilles(paquet, racine)
        grille = Grille(lire_noms(racine, lues), lues)
        grille.ouvrir()
        if refus := grille.compiler_formules():
            raise ModeleRefuse(nom, [Faute(str(un)) for un in refus])
        styles = Styles(lire_partie(paquet, STYLES))
        figer = Figeur(
            _Rendu(
                plans=[Plan((), (), 0) for _ in lues],
                feuilles=[_citer(lue.nom) for lue in lues],
                onglets=[xml(lue.nom) for lue in lues],
            ),
            frozenset(lue.index for lue in lues if "{{" in lue.nom),
        )
        feuilles = [Compilateur(lue, grille, styles, figer).compiler() for lue in lues]
        enveloppe = Enveloppe.compiler(paquet, racine, grille, figer)
        paquet = paquet.avec(parties_constantes(paquet) | {STYLES: styles.octets()})
        verifier_sans_blanc(paquet, {*enveloppe.parties, *(f.partie for f in feuilles)})
        return cls(nom, paquet, grille, feuilles, enveloppe)

    def rendre(self, champs: Mapping[str, Any]) -> bytes:
        """The workbook filled with ``champs``. Same values, same bytes.

        ``champs``: name → text, whole number, decimal, truth value, date, or ``None`` to keep what the template has
        (:data:`Donnee`); for a table, a list of such mappings, one per line. Every blank (``{{ … }}``) must be given.

        Raises :class:`ChampInconnu` for a name that the template has not, or a blank not given, :class:`ValeurRefusee`
        for a value that cannot stand in a workbook, :class:`RenduImpossible` for a tab name that Excel refuses, or a
        criterion of NB.SI.ENS that is not plain words.
        """
        inconnus = champs.keys() - self.champs - self.tables.keys() or self._blancs - champs.keys()
        if inconnus:
            raise ChampInconnu(min(inconnus), self.nom, "")
        donnees, valeurs, nombres = self._remplir(champs)
        with localcontext(_PRECISION):
            try:
                _calculer(self._grille.formules, donnees, valeurs)
            except CritereImpossible as erreur:
                raise RenduImpossible(str(erreur), "", self.nom, "") from None
        contexte = self._situer(champs, nombres)
        parties = {nom: gabarit.rendre(contexte).encode() for nom, gabarit in self._textes.items()}
        for feuille in self._feuilles:
            parties[feuille.partie] = feuille.rendre(donnees, valeurs, contexte)
        return self._assembleur.assembler(parties)

    def _remplir(self, champs: Mapping[str, Any]) -> tuple[list[Any], list[Any], list[int]]:
        """Slots given, slots as formulas will read them, and copies of each table's last line."""
        grille = self._grille
        tables = [champs.get(zone.nom) or () for zone in grille.noms.zones]
        nombres = [max(1, len(lignes) - len(cases) + 1) for cases, lignes in zip(grille.tables, tables, strict=True)]
        valeurs: list[Any] = [
            constante if rang < 0 else [constante] * nombres[rang]
            for constante, rang in zip(grille.constantes, grille.zones, strict=True)
        ]
        donnees: list[Any] = [None if rang < 0 else [None] * nombres[rang] for rang in grille.zones]
        for nom, case in grille.champs.items():
            valeur = champs.get(nom)
            if valeur is not None:
                donnees[case] = valeurs[case] = self._donnee(valeur, nom)
        for zone, cases, lignes in zip(grille.noms.zones, grille.tables, tables, strict=True):
            derniere = len(cases) - 1
            for rang, ligne in enumerate(lignes):
                places = cases[min(rang, derniere)]
                for nom, valeur in ligne.items():
                    if nom not in places:
                        raise ChampInconnu(f"{zone.nom}.{nom}", self.nom, "")
                    if valeur is None:
                        continue
                    case = places[nom]
                    donnee = self._donnee(valeur, f"{zone.nom}[{rang}].{nom}")
                    if rang < derniere:
                        donnees[case] = valeurs[case] = donnee
                    else:
                        donnees[case][rang - derniere] = valeurs[case][rang - derniere] = donnee
        return donnees, valeurs, nombres

    def _donnee(self, valeur: Any, champ: str) -> str | int | Decimal | bool:
        try:
            return en_donnee(valeur)
        except ValeurImpossible as erreur:
            raise ValeurRefusee(str(erreur), champ, self.nom, "") from None

    def _situer(self, champs: Mapping[str, Any], nombres: Sequence[int]) -> _Rendu:
        """Where lines go, and the texts of the day."""
        insertions: list[dict[int, int]] = [{} for _ in self._feuilles]
        for zone, nombre in zip(self._grille.noms.zones, nombres, strict=True):
            ajouts = insertions[zone.feuille]
            if nombre > 1:
                ajouts[zone.lignes[1]] = max(ajouts.get(zone.lignes[1], 0), nombre - 1)
        textes: dict[str, str] = {}
        for nom in self._blancs:
            try:
                textes[nom] = en_blanc(champs[nom])
            except ValeurImpossible as erreur:
                raise ValeurRefusee(str(erreur), nom, self.nom, "") from None
        contexte = _Rendu(
            plans=[Plan.avec(ajouts, lignes) for ajouts, lignes in zip(insertions, self._lignes, strict=True)],
            insertions=insertions,
            textes=textes,
            nombres=nombres,
            identique=not any(insertions),
        )
        onglets = [onglet.rendre(contexte) for onglet in self._onglets]
        try:
            verifier_onglets(onglets)
        except ValeurImpossible as erreur:
            raise RenduImpossible(str(erreur), "", self.nom, "") from None
        contexte.onglets = [xml(onglet) for onglet in onglets]
        contexte.feuilles = [_citer(onglet) for onglet in onglets]
        cle = (*onglets, *(tuple(sorted(ajouts.items())) for ajouts in insertions))
        if len(self._memoires) >= _MEMOIRES:
            self._memoires.clear()
        contexte.memoire = self._memoires.setdefault(cle, {})
        return contexte


def _calculer(formules: Sequence[Formule], donnees: Sequence[Any], valeurs: list[Any]) -> None:
    """Compute every formula that no given value replaces."""
    for formule in formules:
        case, calcul = formule.case, formule.calcul
        if formule.multiple:
            for copie, donnee in enumerate(donnees[case]):
                if donnee is None:
                    try:
                        valeurs[case][copie] = calcul(valeurs, copie)
                    except Erreur as erreur:
                        valeurs[case][copie] = erreur
        elif donnees[case] is None:
            try:
                valeurs[case] = calcul(valeurs, 0)
            except Erreur as erreur:
                valeurs[case] = erreur


def _citer(onglet: str) -> str:
    """A sheet's name as a formula writes it; always quoted, which Excel accepts and which needs no list of cases."""
    return xml("'" + onglet.replace("'", "''") + "'")
