"""What each reader of a PSI may see: the copy for the partners, and a plan in which nobody is named.

What becomes of each field is data (`psi_confidentialite.yaml`), with its reason. Pure functions from a plan to a plan;
no message holds a personal value. Source: CIRC annexe VIII-1 (secret professionnel); CDC §3.3 and §3.6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from maia.forms.communes import departements_du_code_postal
from maia.forms.donnees import lire_donnees
from maia.forms.francais import sans_accents
from maia.forms.psi import Psi
from maia.forms.territoires import departements

M = TypeVar("M", bound=BaseModel)

GARDE, RETIRE, TEXTE = "garde", "retire", "texte"
MASQUE = "[…]"
_AGE_MAX = 90
_AGE_MIN = 60


@dataclass(frozen=True, slots=True)
class Traitement:
    """What becomes of one field (`personne.ne_le`) for the partners and in an anonymous plan, and why."""

    champ: str
    partenaires: str
    anonyme: str
    pourquoi: str


@cache
def traitements() -> Mapping[str, Traitement]:
    """The treatment of every field of a PSI, by its path without ranks, in the form's order."""
    lus = lire_donnees("psi_confidentialite.yaml")["champs"]
    return {c: Traitement(c, t["partenaires"], t["anonyme"], t["pourquoi"]) for c, t in lus.items()}


def pour_les_partenaires(p: Psi) -> Psi:
    """The plan without what the partners need not know to coordinate themselves."""
    return _transformer(p, lambda chemin, v: v if traitements()[chemin].partenaires == GARDE else _rien(v))


@dataclass(frozen=True, slots=True)
class Anonymise:
    """An anonymous plan, and the fields of free text in it, to be read again by somebody before it leaves."""

    plan: Psi
    a_relire: tuple[str, ...]


def anonymiser(p: Psi, cantons: Mapping[str, str] | None = None) -> Anonymise:
    """The plan without anything that names somebody; what is generalised is told field by field in the data.

    `cantons` gives the canton of a commune (name without accents → canton): without it a place becomes its département.
    Names known by the plan are struck out of the free texts wherever they stand; a name that stands nowhere else
    cannot be known, which is why these texts are listed for a last reading.
    """
    noms = _noms(p)
    faire: dict[str, Callable[[Any], Any]] = {
        GARDE: lambda v: v,
        RETIRE: _rien,
        "mois": lambda d: d.replace(day=1),
        TEXTE: lambda t: _effacer(t, noms),
        "situation": _situation,
        "droits": _droits,
        "age": lambda _: None,
        "departement": lambda _: None,
    }
    plan = _transformer(p, lambda chemin, v: faire[traitements()[chemin].anonyme](v))
    personne = plan.personne.model_copy(
        update={
            "tranche_d_age": plan.personne.tranche_d_age or tranche_d_age(p.personne.ne_le, p.date),
            "lieu": plan.personne.lieu or _lieu(p.personne.adresse, cantons or {}),
        }
    )
    plan = plan.model_copy(update={"anonyme": True, "personne": personne})
    return Anonymise(plan, tuple(_textes_libres(plan)))


def valeurs_personnelles(p: Psi) -> frozenset[str]:
    """Every text of a plan that an anonymous one must not hold as it is (for tests, and to strike names out)."""
    return frozenset(
        v
        for chemin, v in _feuilles(p)
        if isinstance(v, str) and traitements()[chemin].anonyme in (RETIRE, "departement")
    )


# Walking a plan ----------------------------------------------------------------------------------------------------------


def _transformer(modele: M, changer: Callable[[str, Any], Any], prefixe: str = "") -> M:
    """The same plan, each value changed according to its field; what is empty stays so."""
    changes: dict[str, Any] = {}
    for nom in type(modele).model_fields:
        valeur, chemin = getattr(modele, nom), f"{prefixe}{nom}"
        if isinstance(valeur, BaseModel):
            changes[nom] = _transformer(valeur, changer, f"{chemin}.")
        elif isinstance(valeur, list) and valeur and isinstance(valeur[0], BaseModel):
            changes[nom] = [_transformer(element, changer, f"{chemin}.") for element in valeur]
        elif valeur not in (None, []):
            changes[nom] = changer(chemin, valeur)
    return modele.model_copy(update=changes)


def _feuilles(modele: BaseModel, prefixe: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is written, with its path without ranks."""
    for nom in type(modele).model_fields:
        valeur = getattr(modele, nom)
        for element in valeur if isinstance(valeur, list) else [valeur]:
            if isinstance(element, BaseModel):
                yield from _feuilles(element, f"{prefixe}{nom}.")
            elif element is not None:
                yield f"{prefixe}{nom}", element


def _textes_libres(p: Psi) -> Iterator[str]:
    vus: dict[str, None] = {}
    for chemin, _ in _feuilles(p):
        if traitements()[chemin].anonyme == TEXTE:
            vus[chemin] = None
    return iter(vus)


def _rien(valeur: Any) -> Any:
    return [] if isinstance(valeur, list) else None


# Generalising ------------------------------------------------------------------------------------------------------------


def tranche_d_age(ne_le: date | None, jour: date | None) -> str | None:
    """`80 à 84 ans` at the date of the plan; the two ends are open, where few people are."""
    if ne_le is None or jour is None:
        return None
    age = jour.year - ne_le.year - ((jour.month, jour.day) < (ne_le.month, ne_le.day))
    if age >= _AGE_MAX:
        return f"{_AGE_MAX} ans et plus"
    if age < _AGE_MIN:
        return f"moins de {_AGE_MIN} ans"
    return f"{age - age % 5} à {age - age % 5 + 4} ans"


def _lieu(adresse: str | None, cantons: Mapping[str, str]) -> str | None:
    """The canton when the commune after the postal code is in the list, else the département, else nothing."""
    postal = re.search(r"\b(\d{5})\s+(.+)$", adresse or "", re.ASCII)
    if postal is None:
        return None
    if canton := cantons.get(sans_accents(postal[2].strip(" ."))):
        return f"canton de {canton}"
    numeros = departements_du_code_postal(postal[1])
    return f"{departements()[numeros[0]].nom} ({numeros[0]})" if numeros else None


def _situation(texte: str) -> str | None:
    connues = {
        sans_accents(mot): garde for mot, garde in lire_donnees("psi_confidentialite.yaml")["situations"].items()
    }
    return next((connues[mot] for mot in re.findall(r"\w+", sans_accents(texte)) if mot in connues), None)


def _droits(droits: list[str]) -> list[str]:
    connus = frozenset(lire_donnees("psi_confidentialite.yaml")["droits"])
    return [sigle for droit in droits for sigle in re.findall(r"\w+", droit) if sigle in connus]


# Striking names out ------------------------------------------------------------------------------------------------------

_TELEPHONE = re.compile(r"(?:\+33\s?|0)[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}\b")
_COURRIEL = re.compile(r"[^\s@,;()]+@[^\s@,;()]+\.\w+")
_DATE = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}(?:er)? (?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\w*\.? \d{4}\b"
)
_CIVILITE = re.compile(
    r"\b(M\.|Mme|Mlle|Mr|Dr|Pr|Me|[Mm]onsieur|[Mm]adame|[Dd]octeur|[Mm]aître)\s+(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?\s?)+"
)
_VOIE = re.compile(
    r"\b\d+\s?(?:bis|ter)?,?\s(?:rue|avenue|av\.|boulevard|bd|place|chemin|route|impasse|allée|quai|square)\s[^,;.]+",
    re.IGNORECASE,
)
_MOT = re.compile(r"[^\W\d_]{3,}")
# Where people's names and places stand; the person's own are struck out however they are typed.
_IDENTITE = frozenset({"personne.nom", "personne.prenom"})
_NOMS = _IDENTITE | {
    "redacteur.nom", "personne.adresse", "personne.medecin_traitant", "personne.referent", "personne.mandataire_legal.nom",
    "services_en_place.nom", "services_ponctuels.nom",
}  # fmt: skip
# Capitals that name nobody.
_COMMUNS = frozenset(
    sans_accents(mot)
    for mot in re.findall(
        r"\w+",
        "Mme Mlle Monsieur Madame Docteur Maître Rue Avenue Boulevard Place Chemin Route Impasse Allée Bâtiment Résidence "
        "Curatelle Tutelle Personne Famille SAAD SSIAD EHPAD ADMR CCAS CLIC IDE Service Centre Hospitalier",
    )
)


@dataclass(frozen=True, slots=True)
class _Noms:
    """What names somebody in a plan: whole values, words struck out in capitals only, words struck out always."""

    valeurs: tuple[str, ...] = field(repr=False)
    mots: frozenset[str] = field(repr=False)
    identite: frozenset[str] = field(repr=False)


def _noms(p: Psi) -> _Noms:
    def mots(champs: frozenset[str]) -> frozenset[str]:
        textes = (v for chemin, v in _feuilles(p) if chemin in champs)
        return frozenset(sans_accents(m) for t in textes for m in _MOT.findall(t) if m[0].isupper())

    valeurs = sorted(valeurs_personnelles(p), key=len, reverse=True)
    return _Noms(tuple(v for v in valeurs if len(v) > 3), mots(_NOMS) - _COMMUNS, mots(_IDENTITE))


def _effacer(texte: str, noms: _Noms) -> str | None:
    """The text with every known name, number, address and date struck out; consecutive strokes make one."""
    for valeur in noms.valeurs:
        texte = texte.replace(valeur, MASQUE)
    for motif in (_COURRIEL, _TELEPHONE, _DATE, _VOIE):
        texte = motif.sub(MASQUE, texte)
    texte = _CIVILITE.sub(f"{MASQUE} ", texte)
    texte = _MOT.sub(lambda mot: MASQUE if _nomme(mot[0], noms) else mot[0], texte)
    masque = re.escape(MASQUE)
    return re.sub(rf"{masque}(?:[\s,-]*{masque})+", MASQUE, texte).replace("  ", " ").strip()


def _nomme(mot: str, noms: _Noms) -> bool:
    cle = sans_accents(mot)
    return cle in noms.identite or (mot[0].isupper() and cle in noms.mots)
