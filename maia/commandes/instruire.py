"""`maia instruire`: what an ARS answers to each dossier of a campaign, and the workbook of its commission."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from maia.commandes.options import option_campagne, option_ecraser, option_modeles, option_pdf, option_pieces
from maia.forms.pieces import Catalogue
from maia.ligne import Commande


@click.command(cls=Commande, exemple="maia instruire dossiers --ars ars.yaml -o instruction")
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIERS…")
@click.option("--ars", required=True, metavar="ARS.yaml", help="Fichier de l’ARS : courriers, décisions, commission.")
@click.option(
    "-o", "--sortie", required=True, metavar="SORTIE", help="Dossier où écrire les documents ; créé au besoin."
)
@click.option(
    "--brouillon",
    is_flag=True,
    help="Produire aussi, en brouillon, les documents auxquels il manque un renseignement.",
)
@option_pdf
@option_ecraser
@option_campagne
@option_pieces
@option_modeles
def commande(
    dossiers: tuple[str, ...],
    ars: str,
    sortie: str,
    brouillon: bool,
    pdf: bool,
    ecraser: bool,
    campagne: str,
    pieces: Catalogue,
    modeles: Mapping[str, bytes],
) -> int:
    """Instruire des dossiers : les vérifier et produire ce que l’ARS en écrit.

    DOSSIERS : des fichiers YAML, ou des dossiers qui en contiennent. Pour chacun,
    dans un dossier à son nom : l’accusé de réception, le relevé d’instruction,
    la page des vérifications et, s’il y a lieu, la demande de pièces ou la lettre
    qui dit la décision écrite dans le fichier de l’ARS. Pour tous : le classeur
    de la commission, le récapitulatif et le journal (journal.csv, journal.json).
    Un mauvais dossier n’arrête pas les autres.

    La commande peut être interrompue et relancée : seul ce qui a changé est
    refait. Un fichier modifié à la main n’est ni remplacé (sauf --ecraser) ni
    retiré.

    Codes de sortie : 0, tout est fait ; 1, un dossier au moins n’a pas tous ses
    documents ; 3, un dossier au moins est illisible ; 5, il ne manque que des
    copies PDF ; 130, interrompu.
    """
    from maia.lot.instruction import Instruction  # noqa: PLC0415 - the help needs no document
    from maia.lot.lancement import lancer, parametres  # noqa: PLC0415

    p, choix = parametres(ars, campagne, pieces, modeles, brouillon=brouillon)
    return lancer(Instruction(p, choix), dossiers, Path(sortie), choix, ecraser=ecraser, pdf=pdf)
