"""`maia schema`: the JSON Schema that makes an editor complete and explain the YAML."""

from __future__ import annotations

import json
from pathlib import Path

import click

from maia.commandes.options import option_ecraser
from maia.ecriture import EcritureRefusee, ecrire
from maia.ligne import USAGE, Commande

FORMULAIRES = ("dossier", "ars", "psi")


@click.command(cls=Commande, exemple="maia schema dossier -o dossier.schema.json")
@click.argument("formulaire", type=click.Choice(FORMULAIRES), default="dossier", metavar="[dossier|ars|psi]")
@click.option("-o", "--sortie", metavar="FICHIER", help="Fichier à écrire ; sans lui, le schéma est affiché.")
@option_ecraser
def commande(formulaire: str, sortie: str | None, ecraser: bool) -> int:
    """Écrire le schéma qui guide l’éditeur de texte.

    En tête du fichier YAML, la ligne « # yaml-language-server:
    $schema=dossier.schema.json » le fait servir dans VS Code et ses pareils.
    """
    from maia.forms.schema import schema  # noqa: PLC0415

    texte = json.dumps(schema(formulaire), ensure_ascii=False, indent=2) + "\n"
    if sortie is None:
        click.echo(texte, nl=False)
        return 0
    try:
        ecrire({Path(sortie): texte.encode()}, ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(sortie)
    return 0
