"""`maia lot`: the same document for many dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from maia.commandes.options import option_campagne, option_ecraser, option_modeles, option_pdf, option_pieces
from maia.forms.ars import ANNUELLE, PLURIANNUELLE
from maia.forms.pieces import Catalogue
from maia.ligne import Commande, Groupe


@click.group(cls=Groupe, exemple="maia lot conventions dossiers --ars ars.yaml -o conventions")
def commande() -> None:
    """Produire le même document pour de nombreux dossiers."""


@commande.command(cls=Commande, exemple="maia lot conventions dossiers --ars ars.yaml -o conventions --pdf")
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIERS…")
@click.option("--ars", required=True, metavar="ARS.yaml", help="Fichier de l’ARS.")
@click.option(
    "-o", "--sortie", required=True, metavar="SORTIE", help="Dossier où écrire les conventions ; créé au besoin."
)
@click.option(
    "--type",
    "genre",
    type=click.Choice([ANNUELLE, PLURIANNUELLE]),
    metavar="TYPE",
    help="annuelle ou pluriannuelle ; à défaut celle que dit le fichier de l’ARS.",
)
@click.option(
    "--brouillon",
    is_flag=True,
    help="Produire aussi, en brouillon, les conventions qui ne peuvent pas encore être signées.",
)
@option_pdf
@option_ecraser
@option_campagne
@option_pieces
@option_modeles
def conventions(
    dossiers: tuple[str, ...],
    ars: str,
    sortie: str,
    genre: str | None,
    brouillon: bool,
    pdf: bool,
    ecraser: bool,
    campagne: str,
    pieces: Catalogue,
    modeles: Mapping[str, bytes],
) -> int:
    """Produire les conventions de nombreux dossiers, dans un dossier.

    DOSSIERS : des fichiers YAML, ou des dossiers qui en contiennent. Un dossier
    qui a une anomalie bloquante, auquel il manque un renseignement ou que l’ARS
    n’a pas retenu n’a pas de convention : le récapitulatif et le journal
    (journal.csv, journal.json) disent pourquoi. Aucun n’arrête les autres.

    La commande peut être interrompue et relancée : seul ce qui a changé est
    refait. Un fichier modifié à la main n’est ni remplacé (sauf --ecraser) ni
    retiré.

    Codes de sortie : 0, tout est fait ; 1, un dossier au moins n’a pas sa
    convention ; 3, un dossier au moins est illisible ; 5, il ne manque que des
    copies PDF ; 130, interrompu.
    """
    from maia.generators.production import catalogue  # noqa: PLC0415 - the help needs no document
    from maia.lot.conventions import Conventions  # noqa: PLC0415
    from maia.lot.lancement import lancer, parametres  # noqa: PLC0415

    p, choix = parametres(ars, campagne, pieces, modeles, brouillon=brouillon)
    document = catalogue()[f"convention-{genre or p.ars.convention.type or ANNUELLE}"]
    return lancer(Conventions(p, document), dossiers, Path(sortie), choix, ecraser=ecraser, pdf=pdf)
