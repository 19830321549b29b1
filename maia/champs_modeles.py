"""The fields of each document, learnt by filling it from the fictitious samples: what templates may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from maia.forms.ars import Ars
from maia.forms.campagne import annee_courante, campagne
from maia.forms.lecture import Illisible, analyser
from maia.forms.ouverture import ouvrir_texte
from maia.forms.saisie import lire_modele
from maia.generators.documents import Document
from maia.generators.production import modele_officiel
from maia.generators.relecture.arbre import Noeud, apprendre
from maia.validators.rapport import verifier

EXEMPLES = (
    ("gatine.yaml", "poitou-charentes.yaml"),
    ("isere.yaml", "rhone-alpes.yaml"),
    ("reseau-equip-age.yaml", "ile-de-france.yaml"),
)
"""The samples, dossier and ARS; the first one's values are the examples shown."""


@cache
def champs_connus(document: Document) -> Noeud:
    """The fields that a document gives its template, whatever the dossier: three samples, then nothing known."""
    connus = apprendre(_remplissages(document))
    if document.format == "xlsx":
        _noms_definis(connus, document.modele)
    return connus


def _noms_definis(connus: Noeud, modele: str) -> None:
    """Add the names of the workbook that no sample fills."""
    from maia.generators.classeur import ModeleExcel  # noqa: PLC0415 - each engine only where it serves

    notre = ModeleExcel.compiler(modele_officiel(modele), modele)
    for nom in sorted(notre.champs):
        connus.enfants.setdefault(nom, Noeud()).texte = True
    for nom, colonnes in sorted(notre.tables.items()):
        liste = connus.enfants.setdefault(nom, Noeud())
        liste.element = liste.element or Noeud()
        for colonne in sorted(colonnes):
            liste.element.enfants.setdefault(colonne, Noeud()).texte = True


def _remplissages(document: Document) -> Iterator[dict[str, Any]]:
    c = campagne(str(annee_courante()))
    un = document.de_l_annee(c.annee + 1) if document.annuel else document
    vide = ouvrir_texte(b"formulaire: dossier de candidature\n")
    for dossier, ars in [*_exemples(), *([] if isinstance(vide, Illisible) else [(vide, Ars())])]:
        reglee = c.reglee(ars.reglages)
        yield un.remplir(dossier.dossier, ars, reglee, verifier(dossier.dossier, reglee, dossier.lecture)).valeurs


@cache
def _exemples() -> tuple[tuple[Any, Ars], ...]:
    racine = files("maia.samples")
    lus = []
    for dossier, ars in EXEMPLES:
        lu = ouvrir_texte(racine.joinpath("dossiers", dossier).read_bytes(), dossier)
        texte = analyser(racine.joinpath("ars", ars).read_bytes(), ars)
        if isinstance(lu, Illisible) or isinstance(texte, Illisible):
            raise ValueError(f"the samples {dossier} and {ars} cannot be read")
        lus.append((lu, lire_modele(texte, Ars).valeur or Ars()))
    return tuple(lus)
