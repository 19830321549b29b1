"""`maia regles`: the catalogue, in a list."""

from __future__ import annotations

import itertools
import json

import click

from maia.affichage import COULEURS, paragraphe
from maia.forms.francais import pluriel
from maia.ligne import Commande
from maia.validators.catalogue import regles
from maia.validators.enveloppe import REGLES_D_ENSEMBLE, RegleDEnsemble
from maia.validators.psi import regles_du_psi
from maia.validators.registre import Regle


@click.command(cls=Commande, exemple="maia regles")
@click.option("--json", "en_json", is_flag=True, help="Écrire la liste en JSON, pour un autre programme.")
def commande(en_json: bool) -> int:
    """Lister les règles vérifiées, par famille, avec leur gravité et leur source."""
    toutes: list[Regle | RegleDEnsemble] = [*regles(), *REGLES_D_ENSEMBLE.values(), *regles_du_psi()]
    if en_json:
        liste = [
            {"regle": r.id, "famille": r.famille, "gravite": str(r.gravite), "titre": r.titre, "source": r.source}
            for r in toutes
        ]
        click.echo(json.dumps({"version": 1, "regles": liste}, ensure_ascii=False, indent=1))
        return 0
    for famille, groupe in itertools.groupby(toutes, key=lambda r: r.famille):
        click.secho(famille.upper(), bold=True)
        for r in groupe:
            click.echo(f"  {r.id}  " + click.style(r.gravite, fg=COULEURS[r.gravite]) + f"  ({r.source})")
            for ligne in paragraphe(r.titre, "     "):
                click.echo(ligne)
        click.echo()
    click.echo(f"{pluriel(len(toutes), 'règle')}. « maia regle B01 » explique l’une d’elles.")
    return 0
