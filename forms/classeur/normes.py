"""A dossier's values as the workbook brings them back: what a round trip keeps, and the little it evens out.

Two trees that have the same norm are the same dossier. The norm:

- trims texts, and leaves out what is empty (a field, a block, a row);
- writes a readable amount, number, share of a full time or date in one way (`12 500 €` → `12 500`, `80 %` → `0.8`,
  `15 mars 2012` → `15/03/2012`); what cannot be read stays as typed;
- writes an account in one way (a total alone is the amount itself; funders alone are a list) and a commune known by
  its name alone as that name; a single path, for a piece that may have several, is that path.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from maia.forms.budget import TOTAL, Budget, Financeur
from maia.forms.champs import Alternative, Bloc, Liste, Nature, Valeur, champs
from maia.forms.dossier import Dossier, Pieces
from maia.forms.francais import date_courte, sans_accents
from maia.forms.lecture import Valeur as Arbre
from maia.forms.modele import Modele
from maia.forms.nomenclature import CHARGES, CONTRIBUTIONS, PRODUITS, SUBVENTIONS
from maia.forms.pieces import catalogue
from maia.forms.redaction import montant_saisi
from maia.forms.types import ESPACES, Date, Entier, Etp, Montant

MONTANT, NOMBRE, ETP, DATE = "Montant", "Nombre", "Équivalent temps plein", "Date"
"""Names that `forms.types` gives to the values which a workbook holds as numbers."""

COTES = (CHARGES, PRODUITS, CONTRIBUTIONS)
FINANCEURS = "financeurs"

_ADAPTATEURS = {nom: TypeAdapter[Any](t) for nom, t in ((MONTANT, Montant), (NOMBRE, Entier), (ETP, Etp), (DATE, Date))}


def normaliser(valeur: Mapping[str, Arbre], modele: type[Modele] = Dossier) -> dict[str, Any]:
    """The norm of a form's tree. It is its own norm: nothing moves the second time."""
    norme = _norme(valeur, Bloc(modele))
    return norme if isinstance(norme, dict) else {}


def lire_simple(texte: str, nom: str) -> Any:
    """A text typed as its field asks (an amount, a number, a share, a date); `None` when it cannot be, or is free."""
    if nom not in _ADAPTATEURS:
        return None
    try:
        return _ADAPTATEURS[nom].validate_python(texte)
    except ValidationError:
        return None


def texte_norme(texte: str, nature: Valeur | None) -> str | None:
    """A text trimmed, and written in one way when it is readable; `None` when nothing is left of it."""
    court = texte.strip(ESPACES + "\n")
    if not court:
        return None
    if nature is None or (lu := lire_simple(court, nature.nom)) is None:
        return court
    match nature.nom:
        case "Montant":
            return montant_saisi(lu)
        case "Équivalent temps plein":
            return format(lu.normalize(), "f")
        case "Date":
            return date_courte(lu)
    return str(lu)


def _norme(valeur: Any, nature: Nature | None) -> Any:
    if isinstance(valeur, str):
        return texte_norme(valeur, nature if isinstance(nature, Valeur) else None)
    if isinstance(valeur, list):
        element = nature.element if isinstance(nature, Liste) else None
        return [lu for v in valeur if (lu := _norme(v, element)) is not None] or None
    if isinstance(valeur, dict):
        modele = _modele(nature)
        if modele is Budget:
            return _budget(valeur)
        dedans = _natures(modele) if modele else {}
        bloc = {cle: lu for cle, v in valeur.items() if (lu := _norme(v, dedans.get(cle))) is not None}
        if modele is Pieces:
            bloc = {cle: _piece(cle, v) for cle, v in bloc.items()}
        return _abrege(bloc, nature) or None
    return None


def _piece(cle: str, v: Any) -> Any:
    """A list of one path is that path, for a piece that may have several."""
    connue = catalogue().pieces.get(cle)
    plusieurs = connue is not None and connue.type == "fichiers"
    return v[0] if plusieurs and isinstance(v, list) and len(v) == 1 and isinstance(v[0], str) else v


def _abrege(bloc: dict[str, Any], nature: Nature | None) -> Any:
    """A block that has only its first field, where that text may stand alone."""
    modele = _modele(nature)
    if isinstance(nature, Alternative) and modele and list(bloc) == [next(iter(modele.model_fields))]:
        seul = next(iter(bloc.values()))
        return seul if isinstance(seul, str) else bloc
    return bloc


def _budget(valeur: Mapping[str, Any]) -> dict[str, Any] | None:
    natures = _natures(Budget)
    lu: dict[str, Any] = {}
    for cle, v in valeur.items():
        if cle in COTES and isinstance(v, dict):
            norme: Any = {numero: g for numero, groupe in v.items() if (g := _groupe(numero, groupe)) is not None}
        else:
            norme = _norme(v, natures.get(cle))
        if norme:
            lu[cle] = norme
    return lu or None


def _groupe(numero: str, groupe: Any) -> Any:
    """An account: an amount, a list of funders, or lines with perhaps funders and a total."""
    montant = Valeur(nom=MONTANT)
    financeurs = Liste(Bloc(Financeur))
    if isinstance(groupe, str):
        return texte_norme(groupe, montant)
    if isinstance(groupe, list):
        return _norme(groupe, financeurs)
    if not isinstance(groupe, dict):
        return None
    lu: dict[str, Any] = {}
    for cle, v in groupe.items():
        nom = TOTAL if sans_accents(cle) == TOTAL and TOTAL not in groupe else cle
        norme = _norme(v, financeurs if cle == FINANCEURS else montant)
        if norme is not None:
            lu[nom] = norme
    if isinstance(lu.get(TOTAL), str) and len(lu) == 1:
        return lu[TOTAL]
    if isinstance(lu.get(FINANCEURS), list) and len(lu) == 1 and numero == SUBVENTIONS:
        return lu[FINANCEURS]
    return lu or None


def _modele(nature: Nature | None) -> type[Modele] | None:
    if isinstance(nature, Alternative):
        return next((facon.modele for facon in nature.facons if isinstance(facon, Bloc)), None)
    return nature.modele if isinstance(nature, Bloc) else None


@cache
def _natures(modele: type[Modele]) -> dict[str, Nature]:
    return {champ.nom: champ.nature for champ in champs(modele)}
