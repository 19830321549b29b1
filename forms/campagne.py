"""A campaign: every figure, date and list of a year's texts, read from one data file (`campagnes/2012.yaml`)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from pydantic import Field, PrivateAttr

from maia.forms.calendrier import Calendrier, DatesDeConvention
from maia.forms.francais import arrondi, euros, nombre
from maia.forms.lecture import Illisible, analyser
from maia.forms.modele import Modele
from maia.forms.pieces import PieceDemandee
from maia.forms.reglages import GraviteSaisie, Reglages, Seuils
from maia.forms.saisie import lire_modele
from maia.forms.types import Entier, Etp, Montant, OuiNon, Sigle, Texte

MOIS_PAR_AN = 12


class Note(Modele):
    """Length of the presentation note, in pages."""

    source: Texte
    pages_max: Entier


class GestionnairesDeCas(Modele):
    """How many gestionnaires de cas, and how many people each follows."""

    source: Texte
    minimum: Entier
    finances_maximum: Entier
    file_active: Entier


class PosteDePilote(Modele):
    """The pilot's working time, in ETP."""

    source: Texte
    etp: Etp


class OrdresDeGrandeur(Modele):
    """Amounts from which the credits were computed, in whole euros a year."""

    source: Texte
    pilotage: Montant
    par_gestionnaire_de_cas: Montant
    labellisation: Montant


class CommissaireAuxComptes(Modele):
    """Yearly gifts or subsidies above which the auditor's report is expected, in whole euros."""

    source: Texte
    seuil: Montant


class Dotation(Modele):
    """What the ARS's money does not pay for, by account; nothing when left out (CIRC §2.2 al. 6)."""

    source: Texte | None = None
    comptes_exclus: list[Texte] = Field(default_factory=list)


class Vraisemblance(Modele):
    """Bounds beyond which a figure looks like a slip of the keyboard: suggestions, of no text; silent when left out."""

    charges_minimum: Entier | None = None
    """Social charges, in per cent of the gross pay."""
    charges_maximum: Entier | None = None
    ecart: Entier | None = None
    """How many times its neighbours an amount must be to be doubted."""
    provision_de_labellisation: Montant | None = None


class SecretStatistique(Modele):
    """Persons under whom a count of an aggregate is not shown: of no text, which only say « anonymisées » (CDC §3.6)."""

    seuil: Annotated[Entier, Field(ge=3)] = 5
    """Under three, a cell of two would tell each of the two about the other."""


class AnneePartielle(Modele):
    """Months financed in the first year."""

    pilotage: Entier
    gestion_de_cas: Entier


class Regime(Modele):
    """A funding regime: ceilings of a full year by number of gestionnaires de cas, months of the first year."""

    source: Texte
    libelle: Texte
    plafonds_annee_pleine: dict[Entier, Montant] = Field(min_length=1)
    gestionnaires_finances: dict[Entier, Entier] = Field(min_length=1)
    annee_partielle: AnneePartielle | None = None
    natures: list[Texte] = Field(default_factory=list)
    credits_fiqcs: OuiNon | None = None
    explication: Texte | None = None


class Enveloppe(Modele):
    """Number of dispositifs by region and regime (CIRC annexe II)."""

    source: Texte
    colonnes: list[Sigle]
    regions: dict[Texte, dict[Sigle, Entier]]
    montants: dict[Sigle, Montant] = Field(default_factory=dict)
    """Whole euros of the year for the whole country, by regime (CIRC §1.1)."""


class Calcul(NamedTuple):
    """An amount in whole euros, and its arithmetic as a reader checks it."""

    montant: int
    calcul: str


class Partage(NamedTuple):
    """An amount divided between pilotage and gestion de cas, in whole euros."""

    pilotage: int
    gestion_de_cas: int


class Decompte(NamedTuple):
    """An amount pro rata, its two parts, each with its arithmetic; the parts add up to the amount."""

    total: Calcul
    pilotage: Calcul
    gestion_de_cas: Calcul


class Campagne(Modele):
    """A campaign, typed; every amount in whole euros."""

    annee: Entier
    intitule: Texte
    textes: dict[str, Texte]
    calendrier: Calendrier
    convention: DatesDeConvention
    note: Note
    gestionnaires_de_cas: GestionnairesDeCas
    pilote: PosteDePilote
    ordres_de_grandeur: OrdresDeGrandeur
    commissaire_aux_comptes: CommissaireAuxComptes
    regimes: dict[Sigle, Regime]
    enveloppe: Enveloppe
    dotation: Dotation = Field(default_factory=Dotation)
    vraisemblance: Vraisemblance = Field(default_factory=Vraisemblance)
    secret_statistique: SecretStatistique = Field(default_factory=SecretStatistique)
    gravites: dict[str, GraviteSaisie] = Field(default_factory=dict)
    pieces: dict[str, PieceDemandee] = Field(default_factory=dict)
    seuils_locaux: Seuils = Field(default_factory=Seuils)
    _choix_locaux: tuple[str, ...] = PrivateAttr(default=())

    @property
    def choix_locaux(self) -> tuple[str, ...]:
        """What an ARS changed, in sentences; said by `reglee`, never written in a file."""
        return self._choix_locaux

    def reglee(self, reglages: Reglages) -> Campagne:
        """The campaign as an ARS applies it: its severities, pieces and thresholds, and the sentences that say so."""
        note = self.note
        if (pages := reglages.seuils.pages_de_la_note) is not None:
            note = note.model_copy(update={"pages_max": pages})
        copie = self.model_copy(
            update={
                "gravites": {**self.gravites, **reglages.gravites},
                "pieces": {**self.pieces, **reglages.pieces},
                "note": note,
                "seuils_locaux": reglages.seuils,
            }
        )
        copie._choix_locaux = reglages.choix_en_clair(self)
        return copie

    def plafond(self, regime: str, gestionnaires: int) -> Calcul:
        """The full-year ceiling for a regime and a number of gestionnaires de cas (CIRC §2.2).

        Beyond the numbers of the text the nearest one holds: the ARS finances two or three, others pay for more.
        """
        r = self.regimes[regime]
        rang = _borne(gestionnaires, r.plafonds_annee_pleine)
        o = self.ordres_de_grandeur
        return Calcul(
            r.plafonds_annee_pleine[rang],
            f"{nombre(o.pilotage)} + {self.finances(regime, gestionnaires)} × {nombre(o.par_gestionnaire_de_cas)}",
        )

    def reference(self, regime: str, gestionnaires: int) -> Calcul | None:
        """The first year's amount pro rata, rounded half up, or `None` when the regime has no partial year.

        CIRC §2.2: `100 000 × 11/12 + 3 × 60 000 × 4/12 = 151 667 €`.
        """
        m = self.regimes[regime].annee_partielle
        return None if m is None else self.decompte(regime, gestionnaires, m.pilotage, m.gestion_de_cas).total

    def finances(self, regime: str, gestionnaires: int) -> int:
        """How many gestionnaires de cas the regime pays for, of those the dispositif has (CIRC §2.2)."""
        table = self.regimes[regime].gestionnaires_finances
        return table[_borne(gestionnaires, table)]

    def decompte(
        self, regime: str, gestionnaires: int, mois_pilotage: int = MOIS_PAR_AN, mois_gestion_de_cas: int = MOIS_PAR_AN
    ) -> Decompte:
        """The orders of magnitude for so many months (CIRC §2.2), rounded half up; twelve make a full year.

        The rounding is the total's; the part of the gestion de cas is what remains once the pilotage's is rounded.
        """
        finances, o = self.finances(regime, gestionnaires), self.ordres_de_grandeur
        brut_pilotage = o.pilotage * mois_pilotage
        brut = brut_pilotage + finances * o.par_gestionnaire_de_cas * mois_gestion_de_cas
        montant, pilotage = arrondi(Decimal(brut) / MOIS_PAR_AN), arrondi(Decimal(brut_pilotage) / MOIS_PAR_AN)
        du_pilotage = nombre(o.pilotage) + _fraction(mois_pilotage)
        de_la_gestion = f"{finances} × {nombre(o.par_gestionnaire_de_cas)}" + _fraction(mois_gestion_de_cas)
        return Decompte(
            Calcul(montant, f"{du_pilotage} + {de_la_gestion} = {euros(montant)}"),
            Calcul(pilotage, du_pilotage),
            Calcul(montant - pilotage, de_la_gestion),
        )

    def partager(self, regime: str, gestionnaires: int, montant: int) -> Partage | None:
        """The reference amount's parts, pilotage then gestion de cas; `None` for any other amount: nothing says how."""
        if regime not in self.regimes or (reference := self.reference(regime, gestionnaires)) is None:
            return None
        if montant != reference.montant:
            return None
        mois = self.regimes[regime].annee_partielle
        assert mois is not None  # noqa: S101 - a reference amount has its months
        parts = self.decompte(regime, gestionnaires, mois.pilotage, mois.gestion_de_cas)
        return Partage(parts.pilotage.montant, parts.gestion_de_cas.montant)


def _fraction(mois: int) -> str:
    return "" if mois == MOIS_PAR_AN else f" × {mois}/{MOIS_PAR_AN}"


def _borne(gestionnaires: int, table: dict[int, int]) -> int:
    return min(max(gestionnaires, min(table)), max(table))


def disponibles() -> list[str]:
    """Names of the campaigns that come with the product."""
    return sorted(
        f.name.removesuffix(".yaml") for f in files("maia.forms.campagnes").iterdir() if f.name.endswith(".yaml")
    )


def annee_courante() -> str:
    """The last campaign that comes with the product."""
    return disponibles()[-1]


@cache
def campagne(annee: str | None = None) -> Campagne:
    """A campaign of the product by its year (the last one by default); one that can't be read is a defect, and raises."""
    annee = annee or annee_courante()
    nom = f"{annee}.yaml"
    lu = analyser(files("maia.forms.campagnes").joinpath(nom).read_bytes(), nom)
    if isinstance(lu, Illisible):
        raise TypeError(f"{nom}:{lu.ligne}:{lu.colonne} {lu.message}")
    saisie = lire_modele(lu, Campagne)
    if saisie.valeur is None or saisie.fautes:
        raise TypeError(f"{nom}: {[(f.chemin, f.message) for f in saisie.fautes]}")
    return saisie.valeur
