"""`maia recevoir`: packages checked, judged again here, and filed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from maia.affichage import paragraphe, verdict
from maia.commandes.options import ars_choisie, campagne_choisie, option_campagne, option_pieces
from maia.ecriture import EcritureRefusee
from maia.forms.francais import typographie
from maia.forms.moment import moment_lu
from maia.forms.pieces import Catalogue
from maia.largeur import montrer
from maia.ligne import BLOQUANT, ILLISIBLE, USAGE, Commande

MAINTENANT = "maintenant"


def _moment(_ctx: click.Context, _option: click.Parameter, texte: str) -> str:
    if texte.strip().casefold() == MAINTENANT:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        moment_lu(texte)
    except (PydanticCustomError, ValueError):
        raise click.BadParameter(f"écrivez « 14/03/2012 », « 14/03/2012 10:32 » ou « {MAINTENANT} ».") from None
    return texte.strip()


@click.command(cls=Commande, exemple='maia recevoir candidature.zip -o recus --recu-le "14/03/2012 10:32"')
@click.argument("paquets", nargs=-1, required=True, metavar="PAQUET.zip…")
@click.option("-o", "--sortie", required=True, metavar="DOSSIER", help="Dossier des reçus ; créé au besoin.")
@click.option(
    "--recu-le",
    required=True,
    metavar="MOMENT",
    callback=_moment,
    help=f"Date de réception, et l’heure si elle compte : « 14/03/2012 10:32 », ou « {MAINTENANT} ».",
)
@click.option("--ars", metavar="ARS.yaml", help="Fichier de l’ARS : ses gravités, ses pièces et ses seuils.")
@option_campagne
@option_pieces
def commande(
    paquets: tuple[str, ...], sortie: str, recu_le: str, ars: str | None, campagne: str, pieces: Catalogue
) -> int:
    """Contrôler un paquet reçu, le vérifier de nouveau, et le ranger.

    Chaque paquet va dans un dossier à lui : département, porteur, réception. Les
    fichiers du porteur ne changent pas ; la date de réception et le verdict d’ici
    sont écrits à côté, dans « reception.json ». Un paquet abîmé, modifié ou piégé
    est refusé, et rien n’en reste.

    Code 0 : rangé, rien de bloquant ; 1 : rangé, avec une anomalie bloquante ;
    3 : refusé.
    """
    from maia.archive import PaquetRefuse  # noqa: PLC0415 - after the options are right
    from maia.reception import recevoir  # noqa: PLC0415

    c = campagne_choisie(campagne)
    if ars is not None:
        c = c.reglee(ars_choisie(ars).reglages)
    code = 0
    for paquet in paquets:
        try:
            recu = recevoir(Path(paquet), Path(sortie), recu_le, c, pieces)
        except PaquetRefuse as refus:
            click.echo(click.style(f"{montrer(paquet)}  refusé", fg="red", bold=True), err=True)
            for ligne in paragraphe(typographie(str(refus))):
                click.echo(ligne, err=True)
            code = ILLISIBLE
            continue
        except EcritureRefusee as refus:
            click.echo(f"maia : {refus}", err=True)
            return USAGE
        for ligne in verdict(paquet, recu.rapport):
            click.echo(ligne, err=True)
        for ecart in recu.ecarts:
            for ligne in paragraphe(typographie(ecart), "• "):
                click.echo(ligne, err=True)
        click.echo(str(recu.yaml))
        code = max(code, BLOQUANT if recu.rapport.bloquant else 0)
    return code
