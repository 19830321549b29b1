"""Dossiers for the tests of the rules: a valid one, and what a few written changes make of it.

A case of `validators/cas/` is a list of changes, applied from top to bottom to `tests/valide.yaml`:

    demande.montant: 151 668        a new value (text, block or list)
    demande.annee_pleine:           nothing after the colon: the field is taken away
    effectifs.0.etp: 0.5            the first row of a list
    effectifs.+: {poste: …}         a row more

Five words are not fields: `fichiers` (what opening the files found: `31 pages`, `absent`, `1 page, empreinte a`…; any other file is a
readable page), `liste_locale` (pieces that an ARS adds), `reglages` (its severities and thresholds), `aussi` (other blocking rules that the case breaks),
`attendu` (where the finding stands and words of its message).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from maia.forms.campagne import Campagne, campagne
from maia.forms.examen import Etat, Examen
from maia.forms.lecture import Illisible, lire
from maia.forms.ouverture import DossierLu, ouvrir_texte
from maia.forms.pieces import Catalogue, ListeDePieces, catalogue
from maia.forms.reglages import Reglages
from maia.validators.rapport import Rapport, verifier
from maia.validators.registre import FAMILLES
from tests.depot import RACINE

ICI = Path(__file__).parent
MOTS = frozenset({"fichiers", "liste_locale", "reglages", "aussi", "attendu"})


@dataclass(frozen=True)
class Cas:
    """One case: the rule it is about, whether it must be accepted, its name and its changes."""

    regle: str
    accepte: bool
    nom: str
    changements: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        """Name shown by pytest."""
        return f"{self.regle} {'accepte' if self.accepte else 'rejette'} {self.nom}"

    @property
    def aussi(self) -> set[str]:
        """The other blocking rules that the case says it breaks."""
        return set(self.changements.get("aussi") or ())


def lu(chemin: Path) -> Any:
    """The content of one of our YAML files."""
    lecture = lire(chemin)
    assert not isinstance(lecture, Illisible), f"{chemin.name} : {lecture}"
    return lecture.valeur


@cache
def cas(familles: tuple[str, ...] = tuple(FAMILLES)) -> tuple[Cas, ...]:
    """Every case of `validators/cas/` of these families: those of the rules of a dossier, if none is named."""
    return tuple(
        Cas(chemin.stem, sorte == "accepte", nom, changements or {})
        for chemin in sorted((RACINE / "validators" / "cas").glob("*.yaml"))
        if chemin.stem[0] in familles
        for sorte, groupe in lu(chemin).items()
        for nom, changements in groupe.items()
    )


def base() -> dict[str, Any]:
    """The valid dossier, as a tree of texts."""
    return copie(lu(ICI / "valide.yaml"))  # type: ignore[no-any-return]


def copie(valeur: Any) -> Any:
    """A tree that can be changed without changing the first."""
    if isinstance(valeur, dict):
        return {cle: copie(v) for cle, v in valeur.items()}
    return [copie(v) for v in valeur] if isinstance(valeur, list) else valeur


def changer(arbre: dict[str, Any], chemin: str, valeur: Any) -> None:
    """Apply one change; a block on the way is made when it is not there."""
    *debut, dernier = chemin.split(".")
    ou: Any = arbre
    for etape in debut:
        ou = ou[int(etape)] if isinstance(ou, list) else ou.setdefault(etape, {})
    if dernier == "+":
        ou.append(valeur)
    elif isinstance(ou, list):
        ou[int(dernier) : int(dernier) + 1] = [] if valeur is None else [valeur]
    elif valeur is None:
        del ou[dernier]
    else:
        ou[dernier] = valeur


def modifie(changements: Mapping[str, Any], depart: dict[str, Any] | None = None) -> dict[str, Any]:
    """The valid dossier, or another form to start from, with these changes."""
    arbre = base() if depart is None else depart
    for chemin, valeur in changements.items():
        if chemin not in MOTS:
            changer(arbre, chemin, copie(valeur))
    return arbre


class _Ecriture(yaml.CSafeDumper):
    """Writes a tree of texts as people do: nothing after the colon for nothing, and braces where a comma cut a number."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write again what comes twice."""
        return True


_RIEN = "=rien="  # PyYAML writes an empty value between braces as a tag: it is put in afterwards
_Ecriture.add_representer(type(None), lambda e, _: e.represent_scalar("tag:yaml.org,2002:str", _RIEN))
_Ecriture.add_representer(
    dict, lambda e, bloc: e.represent_mapping("tag:yaml.org,2002:map", bloc, flow_style=_coupe(bloc))
)


def _coupe(bloc: Mapping[str, Any]) -> bool:
    """Whether a comma between braces cut one of the values of the block."""
    return None in bloc.values() and all(isinstance(v, str | None) for v in bloc.values())


def ecrire(arbre: Any) -> str:
    """The tree as a YAML file."""
    return yaml.dump(arbre, Dumper=_Ecriture, allow_unicode=True, sort_keys=False, width=1000).replace(_RIEN, "")


def ouvrir(arbre: Any, fichiers: Mapping[str, str] | None = None, pieces: Catalogue | None = None) -> DossierLu:
    """The tree read and typed as any file, its pieces examined: readable pages, but for `fichiers`."""
    lu = ouvrir_texte(ecrire(arbre).encode(), pieces=pieces)
    assert isinstance(lu, DossierLu), lu
    lu.dossier.joindre({nom: _examen((fichiers or {}).get(nom, "1 page")) for _, nom in lu.dossier.pieces.fichiers()})
    return lu


def _examen(dit: str) -> Examen:
    etat, _, empreinte = dit.partition(", empreinte ")
    if etat[0].isdigit():
        return Examen(Etat.LISIBLE, int(etat.split(maxsplit=1)[0]), empreinte)
    return Examen(Etat(etat), empreinte=empreinte)


def ouvrir_cas(changements: Mapping[str, Any]) -> DossierLu:
    """The dossier of a case."""
    locales = changements.get("liste_locale")
    pieces = catalogue().avec(ListeDePieces.model_validate(locales).root) if locales else None
    return ouvrir(modifie(changements), changements.get("fichiers"), pieces)


def juger(changements: Mapping[str, Any] | None = None, c: Campagne | None = None) -> Rapport:
    """The report on the valid dossier with these changes."""
    lu = ouvrir_cas(changements or {})
    reglages = Reglages.model_validate((changements or {}).get("reglages") or {})
    return verifier(lu.dossier, (c or campagne()).reglee(reglages), lu.lecture)
