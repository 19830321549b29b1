"""What is measured: the 55 porteurs of annexe I, each with a dossier and its ARS, and plans de services individualisés.

Dossiers and plans are the samples, as long as real ones, with other names and sizes, so that no two are alike.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench.campagne import candidats
from bench.ouvriers import RACINE
from maia.forms.ars import Ars
from maia.forms.campagne import campagne
from maia.forms.dossier import Dossier
from maia.forms.lecture import Illisible, lire
from maia.forms.psi import Psi
from maia.generators.convention import convention_annuelle

EXEMPLES = RACINE / "samples"
DOSSIER = EXEMPLES / "dossiers" / "gatine.yaml"
CONVENTION = RACINE / "templates" / "convention-annuelle.docx"

# An accepted dossier of each kind, with the ARS of its region.
_MODELES = {
    "conseil général": ("isere", "rhone-alpes"),
    "réseau de santé": ("reseau-equip-age", "ile-de-france"),
}
_ORDINAIRE = ("gatine", "poitou-charentes")
_NOMS = ("LEFÈVRE", "D’AUBIGNÉ", "BŒUF", "LE GOFF & FILS", "GARÇON", "PELLETIER-MÜLLER", "AÏT-SAÏD")


@cache
def _valeur(chemin: Path) -> Any:
    lu = lire(chemin)
    if isinstance(lu, Illisible):
        raise ValueError(f"{chemin.name} : {lu.message}")
    return lu.valeur


def campagne_entiere() -> Iterator[tuple[Dossier, Ars]]:
    """One dossier for each porteur of annexe I: its name, département and region, more or fewer cantons."""
    for candidat in candidats():
        nom_dossier, nom_ars = _MODELES.get(candidat.nature, _ORDINAIRE)
        lieu = candidat.departement
        d = copy.deepcopy(_valeur(EXEMPLES / "dossiers" / f"{nom_dossier}.yaml"))
        d["porteur"]["raison_sociale"] = candidat.raison_sociale
        d["departement"], d["region"], d["territoire"]["nom"] = lieu.numero, lieu.region, lieu.chef_lieu
        cantons = d["territoire"]["cantons"]
        d["territoire"]["cantons"] = cantons[: 1 + candidat.rang % len(cantons)]
        yield Dossier.model_validate(d), ars(nom_ars, nom=lieu.region)


def ars(nom_du_fichier: str, **changements: str) -> Ars:
    """An ARS file of the samples, with some values changed."""
    return Ars.model_validate(_valeur(EXEMPLES / "ars" / f"{nom_du_fichier}.yaml") | changements)


def champs_des_conventions() -> list[dict[str, Any]]:
    """The template's fields for each of them: plain texts, truth values, lists and mappings."""
    c = campagne()
    return [convention_annuelle(d, a, c).valeurs for d, a in campagne_entiere()]


def plans() -> Iterator[Psi]:
    """Two-page plans: the ordinary sample, other people, the needs in another order."""
    for rang in range(40):
        p = copy.deepcopy(_valeur(EXEMPLES / "psi" / "ordinaire.yaml"))
        p["personne"]["nom"] = _NOMS[rang % len(_NOMS)]
        p["personne"]["adresse"] = f"{rang + 1} {p['personne']['adresse']}"
        for bloc in ("besoins", "services_en_place"):
            pivot = rang % len(p[bloc])
            p[bloc] = p[bloc][pivot:] + p[bloc][:pivot]
        yield Psi.model_validate(p)


def plans_divers() -> Iterator[Psi]:
    """Plans without end, each with a person and needs in other words than the others'."""
    modeles = list(plans())
    for rang in itertools.count():
        p = modeles[rang % len(modeles)]
        besoins = [b.model_copy(update={"texte": f"{b.texte}, {rang}"}) for b in p.besoins]
        personne = p.personne.model_copy(update={"nom": f"{p.personne.nom} {rang}"})
        yield p.model_copy(update={"besoins": besoins, "personne": personne})


def ecrire(dossier: Path, nom: str, donnees: Any) -> Path:
    """Data for the engines, as JSON."""
    chemin = dossier / f"{nom}.json"
    chemin.write_text(json.dumps(donnees, ensure_ascii=False), encoding="utf-8")
    return chemin
