"""`maia psi reviser`: a new dated version of a plan."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from maia.commandes.options import option_ecraser
from maia.commandes.psi.commun import date_choisie, ecrire_prive, plan_lu
from maia.forms.francais import date_longue
from maia.forms.psi_revision import a_revoir, prochaine_revision, revise
from maia.ligne import BLOQUANT, Commande


@click.command(cls=Commande, exemple="maia psi reviser psi-janvier.yaml --date 15/07/2013 -o psi-juillet.yaml")
@click.argument("fichier", metavar="FICHIER")
@click.option("-o", "--sortie", required=True, metavar="SORTIE.yaml", help="Fichier de la nouvelle version.")
@click.option("--date", "le", required=True, callback=date_choisie, metavar="DATE", help="Date de la nouvelle version.")
@click.option(
    "--revision",
    callback=date_choisie,
    metavar="DATE",
    help="Prochaine révision ; sinon, après le même délai que la dernière.",
)
@option_ecraser
def commande(fichier: str, sortie: str, le: datetime.date, revision: datetime.date | None, ecraser: bool) -> int:
    """Commencer une nouvelle version d’un plan, à la date donnée.

    La dernière version n’est pas touchée ; la nouvelle garde sa rédaction et ses
    commentaires, et dit quel plan elle remplace. Ce que les dates invitent à revoir
    est listé, par numéro de ligne.
    """
    lecture, plan = plan_lu(fichier)
    if plan.date is not None and le <= plan.date:
        click.echo(
            f"maia : la nouvelle version ne peut pas être du {date_longue(le)} : le plan est du {date_longue(plan.date)}.",
            err=True,
        )
        return BLOQUANT
    prochaine = revision or prochaine_revision(plan, le)
    try:
        texte = revise(lecture, plan, le, prochaine)
    except KeyError:
        click.echo(f"maia : « {fichier} » est écrit entre accolades : écrivez un champ par ligne.", err=True)
        return BLOQUANT
    ecrire_prive({Path(sortie): texte.encode()}, ecraser=ecraser)
    suite = (
        f"prochaine révision le {date_longue(prochaine)}" if prochaine else "prochaine révision à fixer (« revision »)"
    )
    click.echo(f"Plan du {date_longue(le)}, {suite}.")
    if points := list(a_revoir(plan, le)):
        click.echo("À revoir :")
        for point in points:
            click.echo(f"  – {point}")
    return 0
