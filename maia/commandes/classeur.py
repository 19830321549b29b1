"""`maia classeur`: the workbook to fill in Excel, empty or holding a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.commandes.options import option_ecraser, option_pieces, quitter
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.constat import Chemin
from maia.forms.francais import pluriel
from maia.forms.lecture import Illisible, Valeur
from maia.forms.ouverture import ouvrir
from maia.forms.pieces import Catalogue
from maia.ligne import BLOQUANT, USAGE, Commande


@click.command(cls=Commande, exemple="maia classeur dossier.yaml -o dossier.xlsx")
@click.argument("fichier", metavar="[DOSSIER.yaml]", required=False)
@click.option("-o", "--sortie", required=True, metavar="CLASSEUR.xlsx", help="Classeur à écrire.")
@option_ecraser
@option_pieces
def commande(fichier: str | None, sortie: str, ecraser: bool, pieces: Catalogue) -> int:
    """Préparer un classeur Excel à remplir, vide ou d’après un dossier.

    Chaque champ du dossier y a sa case, avec ce qu’il faut y écrire, un exemple
    et la source de la demande. « maia importer » relit le classeur rempli.
    """
    from maia.generators.saisie import classeur_de_saisie  # noqa: PLC0415 - openpyxl is only paid for here

    valeur: dict[str, Valeur] = {}
    if fichier is not None:
        lu = ouvrir(Path(fichier), pieces)
        if isinstance(lu, Illisible):
            quitter(lu)
        if isinstance(lu.lecture.valeur, dict):
            valeur = lu.lecture.valeur
    fait = classeur_de_saisie(valeur, pieces)
    try:
        ecrire({Path(sortie): fait.octets}, ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(sortie)
    if fait.inconnus:
        _dire(
            f"{pluriel(len(fait.inconnus), 'valeur')} que le formulaire ne sait pas placer, sur la feuille « Autres champs » :",
            fait.inconnus,
        )
    if fait.impossibles:
        _dire(
            f"{pluriel(len(fait.impossibles), 'valeur')} qu’Excel ne peut pas contenir (caractère de contrôle, texte trop "
            "long), à corriger dans le dossier :",
            fait.impossibles,
        )
        return BLOQUANT
    return 0


def _dire(phrase: str, chemins: tuple[Chemin, ...]) -> None:
    for ligne in paragraphe(phrase):
        click.echo(ligne, err=True)
    for chemin in chemins:
        for ligne in paragraphe(".".join(map(str, chemin)), "• "):
            click.echo(ligne, err=True)
