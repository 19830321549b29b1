"""`maia campagnes`: the campaigns known, and what changes for dossiers from one to another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from maia.affichage import illisible, paragraphe
from maia.commandes.options import campagne_choisie
from maia.forms.campagne import Campagne, campagne, disponibles
from maia.forms.constat import Gravite
from maia.forms.francais import liste, pluriel
from maia.forms.instruction import Verdict
from maia.forms.lecture import Illisible
from maia.largeur import montrer
from maia.ligne import ILLISIBLE, Commande, Groupe
from maia.validators.rapport import Rapport
from maia.verification import Verifie, verifier_fichiers

_ETATS = (
    ("complet", "complet", "incomplet"),
    ("eligible", "éligible", "non éligible"),
    ("budget_conforme", "budget conforme", "budget non conforme"),
)


@click.group(
    cls=Groupe, invoke_without_command=True, exemple="maia campagnes comparer 2012 ma-campagne.yaml dossiers/*.yaml"
)
@click.pass_context
def commande(ctx: click.Context) -> int:
    """Lister les campagnes fournies, ou comparer leurs effets sur des dossiers."""
    if ctx.invoked_subcommand is None:
        for annee in disponibles():
            click.echo(f"{annee}  {campagne(annee).intitule}")
    return 0


@dataclass(frozen=True, slots=True)
class Changement:
    """What a dossier's verdict becomes from one campaign to another, and the rules that make it so."""

    fichier: str
    avant: Verdict
    apres: Verdict
    nouvelles: tuple[str, ...]
    levees: tuple[str, ...]

    @property
    def change(self) -> bool:
        """Whether the verdict differs."""
        return self.avant != self.apres


def _bloquantes(r: Rapport) -> set[str]:
    return {c.regle for c in r.constats if c.gravite is Gravite.BLOQUANT}


def comparer(avant: Verifie, apres: Verifie) -> Changement:
    """The change of one dossier between two campaigns."""
    a, b = _bloquantes(avant.rapport), _bloquantes(apres.rapport)
    return Changement(
        str(avant.lu.chemin), avant.rapport.verdict, apres.rapport.verdict, tuple(sorted(b - a)), tuple(sorted(a - b))
    )


@commande.command("comparer", cls=Commande, exemple="maia campagnes comparer 2012 ma-campagne.yaml dossiers/*.yaml")
@click.argument("campagne_a", metavar="A")
@click.argument("campagne_b", metavar="B")
@click.argument("fichiers", nargs=-1, required=True, metavar="DOSSIER…")
@click.option("--json", "en_json", is_flag=True, help="Écrire le résultat en JSON, pour un autre programme.")
def commande_comparer(campagne_a: str, campagne_b: str, fichiers: tuple[str, ...], en_json: bool) -> int:
    """Dire quels dossiers changent de verdict de la campagne A à la campagne B, et par quelles règles.

    A et B sont une année (2012) ou un fichier de campagne.
    """
    a, b = campagne_choisie(campagne_a), campagne_choisie(campagne_b)
    chemins = [Path(f) for f in fichiers]
    sous_a, sous_b = (verifier_fichiers(chemins, c) for c in (a, b))
    refus = [v for v in sous_a if isinstance(v, Illisible)]
    changements = [
        comparer(x, y) for x, y in zip(sous_a, sous_b, strict=True) if isinstance(x, Verifie) and isinstance(y, Verifie)
    ]
    if en_json:
        click.echo(json.dumps(_json(campagne_a, campagne_b, changements, refus), ensure_ascii=False, indent=1))
    else:
        _montrer(a, b, changements, refus)
    return ILLISIBLE if refus else 0


def _montrer(a: Campagne, b: Campagne, changements: list[Changement], refus: Iterable[Illisible]) -> None:
    for lu in refus:
        for ligne in illisible(lu):
            click.echo(ligne, err=True)
    click.echo(f"De « {a.intitule} » à « {b.intitule} » :\n")
    for c in changements:
        if c.change:
            click.secho(montrer(c.fichier), bold=True)
            for ligne in _lignes(c):
                click.echo(ligne)
            click.echo()
    changent = sum(c.change for c in changements)
    bilan = f"{pluriel(changent, 'change', 'changent')} de verdict sur {pluriel(len(changements), 'dossier')}."
    click.echo(bilan if changent else f"Aucun verdict ne change sur {pluriel(len(changements), 'dossier')}.")


def _lignes(c: Changement) -> Iterable[str]:
    for attribut, oui, non in _ETATS:
        avant, apres = getattr(c.avant, attribut), getattr(c.apres, attribut)
        if avant != apres:
            yield f"  {oui if avant else non} → {oui if apres else non}"
    if c.nouvelles:
        yield from paragraphe(f"ne passe plus : {liste(c.nouvelles)}")
    if c.levees:
        yield from paragraphe(f"passe désormais : {liste(c.levees)}")


def _json(a: str, b: str, changements: list[Changement], refus: Iterable[Illisible]) -> dict[str, Any]:
    def verdict(v: Verdict) -> dict[str, bool]:
        return {attribut: getattr(v, attribut) for attribut in ("complet", "eligible", "recevable", "budget_conforme")}

    return {
        "version": 1,
        "avant": a,
        "apres": b,
        "fichiers": [
            {
                "fichier": c.fichier,
                "change": c.change,
                "avant": verdict(c.avant),
                "apres": verdict(c.apres),
                "regles_nouvelles": c.nouvelles,
                "regles_levees": c.levees,
            }
            for c in changements
        ],
        "illisibles": [{"fichier": lu.fichier, "message": lu.message} for lu in refus],
    }
