"""The budget and the staff of annexe IV, typed. Amounts are whole euros, staff in ETP; totals are computed.

A group may be one amount, lines by label, or (compte 74) a list of funders; a total is read only to be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import AliasChoices, BeforeValidator, Field

from maia.forms.constat import Chemin
from maia.forms.francais import sans_accents
from maia.forms.modele import Choix, Modele, champ, champ_liste
from maia.forms.nomenclature import (
    CHARGES,
    CONTRIBUTIONS,
    FINANCEUR_ARS,
    INDIRECTES,
    PERSONNEL,
    PRODUITS,
    SUBVENTIONS,
    nomenclature,
)
from maia.forms.types import Etp, Montant, Texte

TOTAL = "total"

Statut = Annotated[str, Choix("A", "T", accordee="A", attendue="T")]


class Financeur(Modele):
    """One funder of account 74."""

    financeur: Texte | None = champ(
        "Financeur", "Nom du financeur", source="CIRC annexe IV", exemple="Conseil général des Deux-Sèvres"
    )
    montant: Montant | None = champ(
        "Montant", "Montant de la subvention", source="CIRC annexe IV note (1)", exemple="5 000"
    )
    statut: Statut | None = champ("Statut", "A si la subvention est accordée, T si elle est attendue", exemple="T")

    @property
    def ligne(self) -> str:
        """The line of account 74 this funder belongs to (`ARS`, `Département(s) :`…)."""
        return nomenclature().ligne_de_financeur(self.financeur or "")

    @property
    def est_l_ars(self) -> bool:
        """Whether this line is the money asked from the ARS."""
        return self.ligne == FINANCEUR_ARS


class Groupe(Modele):
    """One account: an amount given as a whole, or its lines (label → whole euros), or its funders."""

    montant: Montant | None = Field(
        default=None,
        title="Total du compte",
        description="Montant du compte, s’il est donné en bloc ou à vérifier",
        validation_alias=AliasChoices("montant", TOTAL),
    )
    lignes: dict[str, Montant] = Field(
        default_factory=dict, title="Lignes", description="Détail du compte, par libellé"
    )
    financeurs: list[Financeur] = champ_liste("Financeurs", "Détail du compte 74")

    @property
    def detaille(self) -> bool:
        """Whether the account is given by its lines."""
        return bool(self.lignes or self.financeurs)

    @property
    def somme(self) -> int:
        """Sum of the lines, in whole euros."""
        return sum(self.lignes.values()) + sum(f.montant or 0 for f in self.financeurs)

    @property
    def total(self) -> int:
        """The account's amount: the sum of its lines, or the amount given as a whole."""
        return self.somme if self.detaille else self.montant or 0


def _groupe(valeur: Any) -> Any:
    """The three ways of writing a group, brought to one."""
    if isinstance(valeur, str):
        return {"montant": valeur}
    if isinstance(valeur, list):
        return {"financeurs": valeur}
    if isinstance(valeur, dict):
        reste = dict(valeur)
        lu: dict[str, Any] = {}
        for cle in list(reste):
            if sans_accents(cle) == TOTAL:
                lu[TOTAL if cle == TOTAL else "montant"] = reste.pop(cle)
            elif cle == "financeurs":
                lu["financeurs"] = reste.pop(cle)
        # A number without an amount is what a comma left of `{Achats: 2 400,50}`: kept, to be told as a fault.
        lu["lignes"] = {cle: v for cle, v in reste.items() if v is not None or cle[:1].isdigit()}
        return lu
    return {} if valeur is None else valeur


GroupeSaisi = Annotated[
    Groupe,
    BeforeValidator(_groupe, json_schema_input_type=Montant | dict[str, Montant] | list[Financeur]),
]


def _comptes(valeur: Any) -> Any:
    """Leave out the accounts written with nothing after the colon: a skeleton to be filled."""
    return {cle: v for cle, v in valeur.items() if v is not None} if isinstance(valeur, dict) else valeur


Comptes = Annotated[dict[str, GroupeSaisi], BeforeValidator(_comptes)]


class Ligne(NamedTuple):
    """One amount of a budget (whole euros): its side, its path inside the budget, what it is called."""

    cote: str
    chemin: Chemin
    nom: str
    montant: int


class Totaux(Modele):
    """Totals typed by hand, only to be checked against the computed ones."""

    charges: Montant | None = champ("Total des charges", "À n’écrire que pour le faire vérifier", exemple="156 667")
    produits: Montant | None = champ("Total des produits", "À n’écrire que pour le faire vérifier", exemple="156 667")


class Budget(Modele):
    """A provisional budget: accounts of annexe IV by side, each a `Groupe`."""

    charges: Comptes = Field(default_factory=dict, title="Charges", description="Comptes 60 à 68 et charges indirectes")
    produits: Comptes = Field(default_factory=dict, title="Produits", description="Comptes 70 à 78")
    contributions: Comptes = Field(
        default_factory=dict, title="Contributions volontaires", description="Comptes 86 et 87 (note 3 du formulaire)"
    )
    totaux: Totaux | None = champ("Totaux", "À n’écrire que pour les faire vérifier : ils sont calculés")

    @cached_property
    def total_charges(self) -> int:
        """Whole euros; indirect charges included, contributions (86) left out, as in the form."""
        return sum(groupe.total for groupe in self.charges.values())

    @cached_property
    def total_produits(self) -> int:
        """Whole euros; contributions (87) left out, as in the form."""
        return sum(groupe.total for groupe in self.produits.values())

    @cached_property
    def lignes(self) -> tuple[Ligne, ...]:
        """Every line, funder, and account given as a whole: the amounts whose sums are the totals."""
        return tuple(ligne for cote, numero, groupe in self.groupes() for ligne in _lignes(cote, numero, groupe))

    @cached_property
    def lignes_du_porteur(self) -> tuple[Ligne, ...]:
        """The lines that bear a label of the porteur's own, not one of the form's; funders left aside."""
        return tuple(ligne for ligne in self.lignes if len(ligne.chemin) == 3 and _libre(ligne))

    @property
    def financeurs(self) -> list[Financeur]:
        """The funders of account 74, in the order typed."""
        groupe = self.produits.get(SUBVENTIONS)
        return groupe.financeurs if groupe else []

    @property
    def personnel(self) -> int:
        """Account 64, in whole euros."""
        groupe = self.charges.get(PERSONNEL)
        return groupe.total if groupe else 0

    @property
    def demande_a_l_ars(self) -> int | None:
        """The money asked from the ARS in account 74, or `None` when no line names the ARS."""
        montants = [f.montant or 0 for f in self.financeurs if f.est_l_ars]
        return sum(montants) if montants else None

    @property
    def vide(self) -> bool:
        """Whether nothing at all is written."""
        return not (self.charges or self.produits or self.contributions)

    def groupes(self) -> Iterator[tuple[str, str, Groupe]]:
        """Every group with its side and account: `("charges", "60", groupe)`."""
        for cote in (CHARGES, PRODUITS, CONTRIBUTIONS):
            for compte, groupe in getattr(self, cote).items():
                yield cote, compte, groupe

    def montants(self) -> Iterator[tuple[Chemin, int]]:
        """Every amount typed, with its path inside the budget."""
        for cote, compte, groupe in self.groupes():
            if groupe.montant is not None:
                yield (cote, compte), groupe.montant
            for libelle, montant in groupe.lignes.items():
                yield (cote, compte, libelle), montant
            for rang, financeur in enumerate(groupe.financeurs):
                if financeur.montant is not None:
                    yield (cote, compte, rang, "montant"), financeur.montant


_GESTIONNAIRE = re.compile(r"^(g\.?c\b|gc ?\d|gestionnaires?( ?n[°o]| ?\d|$))|\bgestionnaires? de cas\b")
_PILOTE = re.compile(r"\bpilote\b")
_AUPRES = re.compile(r"\b(assistante?|adjointe?|secretaire|appui|aide|encadrante?|responsable des)\b")


def _lignes(cote: str, numero: str, groupe: Groupe) -> Iterator[Ligne]:
    for libelle, montant in groupe.lignes.items():
        yield Ligne(cote, (cote, numero, libelle), libelle, montant)
    for rang, f in enumerate(groupe.financeurs):
        nom = f.financeur or f"financeur n° {rang + 1}"
        yield Ligne(cote, (cote, numero, rang, "montant"), nom, f.montant or 0)
    if not groupe.detaille:
        yield Ligne(cote, (cote, numero), f"Compte {numero}", groupe.total)


def _libre(ligne: Ligne) -> bool:
    numero = str(ligne.chemin[1])
    compte = nomenclature().cote(ligne.cote).get(numero)
    return numero != SUBVENTIONS and (compte is None or compte.ligne(ligne.nom) is None)


class Effectif(Modele):
    """One row of a staff table: who, how much of a full time, and what it costs over the period (whole euros)."""

    poste: Texte | None = champ(
        "Qualité", "pilote, gestionnaire de cas, ou l’intitulé du poste", source="CIRC annexe IV", exemple="pilote"
    )
    profil: Texte | None = champ(
        "Profil",
        "IDE, assistant social, ergothérapeute, psychologue…",
        source="CIRC annexe IV §2, tableau des effectifs, profil",
        exemple="cadre de santé",
    )
    etp: Etp | None = champ("ETP", "Équivalent temps plein", exemple="1")
    statut: Texte | None = champ(
        "Statut",
        "CDD, CDI, titulaire de la fonction publique, convention collective applicable",
        source="CIRC annexe IV §2, tableau des effectifs, statut",
        exemple="CDI, CCN 51",
    )
    brut: Montant | None = champ("Salaire brut", "Salaire brut de la période", exemple="41 000")
    charges: Montant | None = champ("Charges sociales", "Charges sociales de la période", exemple="17 500")
    total: Montant | None = champ(
        "Coût total", "À n’écrire que pour le faire vérifier : il est calculé", exemple="58 500"
    )

    @property
    def cout(self) -> int:
        """Gross pay and social charges, in whole euros."""
        return (self.brut or 0) + (self.charges or 0)

    @property
    def est_pilote(self) -> bool:
        """Whether the row is the pilot's."""
        return self._est(_PILOTE)

    @property
    def est_gestionnaire(self) -> bool:
        """Whether the row is a gestionnaire de cas's (`GC n°1`, `gestionnaire de cas`), and not of the accounts."""
        return self._est(_GESTIONNAIRE)

    def _est(self, metier: re.Pattern[str]) -> bool:
        """Whether the post is this one (`infirmière gestionnaire de cas`), not one beside it (`assistante du pilote`)."""
        poste = sans_accents(self.poste or "")
        return bool(metier.search(poste)) and not _AUPRES.search(poste)


def total_etp(effectifs: list[Effectif]) -> Decimal:
    """Sum of the ETP of these rows."""
    return sum((e.etp or Decimal(0) for e in effectifs), Decimal(0))


def total_cout(effectifs: list[Effectif]) -> int:
    """Sum of the costs of these rows, in whole euros."""
    return sum(e.cout for e in effectifs)


__all__ = ["INDIRECTES", "Budget", "Effectif", "Financeur", "Groupe", "Ligne", "Totaux", "total_cout", "total_etp"]
