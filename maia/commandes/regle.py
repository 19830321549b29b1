"""`maia regle`: one rule, explained like a lawyer would: what it asks, the passage, what to do, examples."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator

import click

from maia.affichage import paragraphe
from maia.commandes.options import campagne_choisie, option_campagne
from maia.forms.campagne import Campagne
from maia.forms.passages import Passage, extraits
from maia.ligne import Commande
from maia.validators.catalogue import regles
from maia.validators.enveloppe import REGLES_D_ENSEMBLE, RegleDEnsemble
from maia.validators.exemples import Exemple, exemples
from maia.validators.psi import regles_du_psi
from maia.validators.registre import Regle, source_en_toutes_lettres


@click.command(cls=Commande, exemple="maia regle B01")
@click.argument("identifiant", metavar="RÈGLE")
@option_campagne
def commande(identifiant: str, campagne: str) -> int:
    """Expliquer une règle : ce qu’elle demande, le texte, des exemples."""
    connues: dict[str, Regle | RegleDEnsemble] = {r.id: r for r in (*regles(), *regles_du_psi())}
    connues |= REGLES_D_ENSEMBLE
    r = connues.get(identifiant.strip().upper())
    if r is None:
        proches = difflib.get_close_matches(identifiant.upper(), connues, n=1)
        suite = f"Vouliez-vous dire {proches[0]} ?" if proches else "« maia regles » donne la liste."
        raise click.UsageError(f"la règle « {identifiant} » n’existe pas. {suite}", click.get_current_context())
    click.secho(f"{r.id}  {r.titre}", bold=True)
    for ligne in _corps(r, campagne_choisie(campagne)):
        click.echo(ligne)
    return 0


def _corps(r: Regle | RegleDEnsemble, c: Campagne) -> Iterator[str]:
    for bloc in r.explication.split("\n\n")[1:]:
        yield ""
        yield from paragraphe(" ".join(bloc.split()))
    gravite = c.gravites.get(r.id, r.gravite)
    yield ""
    yield f"  Famille : {r.famille}"
    ote = f" ; une anomalie ôte « {r.aspect} » au verdict" if isinstance(r, Regle) and gravite == "bloquant" else ""
    yield f"  Gravité : {gravite}{ote}"
    yield from paragraphe(f"Source : {source_en_toutes_lettres(r.source, c)}")
    for passage in extraits(r.source, r.explication):
        yield from _passage(passage)
    for accepte, groupe in itertools.groupby(exemples(r.id), key=lambda e: e.accepte):
        yield ""
        yield f"  {'Accepté' if accepte else 'Refusé'} :"
        for exemple in groupe:
            yield from _exemple(exemple)


def _passage(p: Passage) -> Iterator[str]:
    yield ""
    yield from paragraphe(f"{p.id} : « {p.texte} »", "│ ")


def _exemple(e: Exemple) -> Iterator[str]:
    yield from paragraphe(e.nom, "• ")
    for ligne in e.lignes:
        yield f"      {ligne}"
