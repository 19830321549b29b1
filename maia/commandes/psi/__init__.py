"""`maia psi`: everything about the plan de services individualisé; without a command's name, its PDF."""

from __future__ import annotations

import click

from maia.aide import PSI
from maia.ligne import Famille


@click.group(
    cls=Famille, paquet="maia.commandes.psi", phrases=PSI, defaut="produire", exemple="maia psi psi.yaml -o psi.pdf"
)
def commande() -> None:
    """Écrire, vérifier, relire et suivre des plans de services individualisés.

    « maia psi FICHIER -o SORTIE.pdf » produit le PDF d’un plan. Un PSI est
    couvert par le secret professionnel : les fichiers écrits ne sont lisibles
    que par l’utilisateur qui les produit.
    """
