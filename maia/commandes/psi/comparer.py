"""`maia psi comparer`: what changed between two versions of a plan, in words and on one page."""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.commandes.options import option_ecraser
from maia.commandes.psi.commun import ecrire_prive, plan_lu
from maia.forms.psi_comparaison import comparer
from maia.forms.psi_comparaison_mots import sections, titre
from maia.largeur import montrer
from maia.ligne import Commande


@click.command(cls=Commande, exemple="maia psi comparer psi-janvier.yaml psi-juillet.yaml -o revision.pdf")
@click.argument("avant", metavar="AVANT")
@click.argument("apres", metavar="APRÈS")
@click.option("-o", "--sortie", metavar="SORTIE.pdf", help="Écrire aussi une page à imprimer.")
@option_ecraser
def commande(avant: str, apres: str, sortie: str | None, ecraser: bool) -> int:
    """Dire ce qui a changé d’une version d’un plan à la suivante.

    Besoins ouverts, clos, mieux ou moins bien couverts, refus, services. Ce qui
    s’affiche est couvert par le secret professionnel, comme les plans.
    """
    _, ancien = plan_lu(avant)
    _, nouveau = plan_lu(apres)
    c = comparer(ancien, nouveau)
    click.secho(f"{titre(c)}\n", bold=True)
    for section in sections(c):
        click.echo(f"{section.titre} :")
        for phrase in section.phrases:
            for ligne in paragraphe(montrer(phrase), "– "):
                click.echo(ligne)
    if c.vide:
        click.echo("Ni les besoins, ni leurs réponses, ni les services n’ont changé.")
    if sortie is not None:
        from maia.generators.psi_comparaison import psi_comparaison  # noqa: PLC0415 - Typst, for the page only

        click.echo()
        ecrire_prive({Path(sortie): psi_comparaison(ancien, nouveau)}, ecraser=ecraser)
    return 0
