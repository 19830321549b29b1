"""`maia regle`: one rule, explained."""

from __future__ import annotations

import difflib

import click

from maia.affichage import paragraphe
from maia.commandes.options import campagne_choisie, option_campagne
from maia.ligne import Commande
from maia.validators.catalogue import regles
from maia.validators.registre import source_en_toutes_lettres


@click.command(cls=Commande, exemple="maia regle B01")
@click.argument("identifiant", metavar="RÈGLE")
@option_campagne
def commande(identifiant: str, campagne: str) -> int:
    """Expliquer une règle : ce qu’elle demande, sa gravité, sa source."""
    connues = {r.id: r for r in regles()}
    r = connues.get(identifiant.strip().upper())
    if r is None:
        proches = difflib.get_close_matches(identifiant.upper(), connues, n=1)
        suite = f"Vouliez-vous dire {proches[0]} ?" if proches else "« maia regles » donne la liste."
        raise click.UsageError(f"la règle « {identifiant} » n’existe pas. {suite}", click.get_current_context())
    c = campagne_choisie(campagne)
    click.secho(f"{r.id}  {r.titre}", bold=True)
    for bloc in r.explication.split("\n\n")[1:]:
        click.echo()
        for ligne in paragraphe(" ".join(bloc.split())):
            click.echo(ligne)
    click.echo()
    gravite = c.gravites.get(r.id, r.gravite)
    click.echo(f"  Famille : {r.famille}")
    click.echo(f"  Gravité : {gravite} – une anomalie bloquante ôte « {r.aspect} » au verdict")
    for ligne in paragraphe(f"Source : {source_en_toutes_lettres(r.source, c)}"):
        click.echo(ligne)
    return 0
