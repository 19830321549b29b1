"""`maia nouveau`: an empty dossier, explained field by field, and the questions that fill it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from maia.affichage import verdict
from maia.commandes.options import campagne_choisie, option_campagne, option_ecraser, quitter
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.campagne import Campagne
from maia.forms.constat import Chemin
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.ouverture import examiner_pieces, ouvrir
from maia.forms.squelette import SCHEMA, STATUTS, squelette
from maia.largeur import a_taper
from maia.ligne import ILLISIBLE, USAGE, Commande
from maia.validators.rapport import verifier

_STATUT = "association"


@click.command(cls=Commande, exemple="maia nouveau dossier.yaml --statut association")
@click.argument("fichier", metavar="DOSSIER.yaml")
@click.option(
    "--statut",
    type=click.Choice(STATUTS),
    metavar="STATUT",
    help="association (par défaut), public (collectivité, établissement public) ou reseau (réseau de santé, FIQCS).",
)
@click.option("--guide", is_flag=True, help="Poser les questions une à une ; reprend un dossier déjà commencé.")
@option_ecraser
@option_campagne
def commande(fichier: str, statut: str | None, guide: bool, ecraser: bool, campagne: str) -> int:
    """Commencer un dossier de candidature.

    Écrit un dossier vide, dans l’ordre du formulaire : chaque champ y est expliqué,
    avec un exemple et le texte qui le demande. Le schéma écrit à côté permet aux
    éditeurs de texte de compléter et de souligner les fautes.

    Avec --guide, les questions sont posées une à une et chaque réponse est vérifiée
    puis enregistrée ; la même commande reprend là où l’on s’est arrêté.
    """
    c = campagne_choisie(campagne)
    chemin = Path(fichier)
    try:
        if not (guide and chemin.exists() and not ecraser):
            _commencer(chemin, statut or (_demander_le_statut() if guide else _STATUT), c, ecraser=ecraser)
        if guide:
            return _guider(chemin, statut, c)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(chemin)
    click.echo(f"Complétez-le dans un éditeur de texte, ou : maia nouveau {a_taper(fichier)} --guide")
    return 0


def _commencer(chemin: Path, statut: str, c: Campagne, *, ecraser: bool) -> None:
    ecrire({chemin: squelette(statut, c).encode()}, ecraser=ecraser)
    schema = chemin.parent / SCHEMA
    if not schema.exists():
        from maia.forms.schema import schema as dessiner  # noqa: PLC0415

        ecrire({schema: (json.dumps(dessiner("dossier"), ensure_ascii=False, indent=2) + "\n").encode()})


def _demander_le_statut() -> str:
    click.echo("Le porteur est : 1 une association ; 2 un organisme public ; 3 un réseau de santé (FIQCS).")
    return STATUTS[int(click.prompt("Votre choix", type=click.Choice(["1", "2", "3"]), default="1")) - 1]


def _guider(chemin: Path, statut: str | None, c: Campagne) -> int:
    from maia.guide import Guide  # noqa: PLC0415

    lu = ouvrir(chemin)
    if isinstance(lu, Illisible):
        quitter(lu)
    try:
        Guide(chemin, lu.lecture, c, _derniere_reponse(lu.lecture, statut, c)).conduire()
    except click.Abort:
        click.echo()
    click.echo(f"\nEnregistré dans {chemin}. Pour reprendre : maia nouveau {a_taper(chemin)} --guide")
    fini = ouvrir(chemin)
    if isinstance(fini, Illisible):
        return ILLISIBLE
    examiner_pieces([fini])
    for ligne in verdict(str(chemin), verifier(fini.dossier, c, fini.lecture)):
        click.echo(ligne)
    return 0


def _derniere_reponse(lecture: Lecture, statut: str | None, c: Campagne) -> Chemin | None:
    """The last field that holds something an empty dossier does not hold."""
    poses: set[tuple[Chemin, str]] = set()
    for possible in [statut] if statut else STATUTS:
        vide = analyser(squelette(possible, c).encode(), "")
        if isinstance(vide, Lecture):
            poses |= set(vide.textes())
    return next((chemin for chemin, t in reversed(list(lecture.textes())) if t and (chemin, t) not in poses), None)
