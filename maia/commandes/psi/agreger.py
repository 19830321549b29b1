"""`maia psi agreger`: the anonymous count of many plans, for the tables de concertation."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import click

from maia.affichage import illisible, paragraphe
from maia.commandes.options import campagne_choisie, option_campagne, option_ecraser
from maia.commandes.psi.commun import date_choisie, ecrire_prive
from maia.forms.agregat import Recueil
from maia.forms.agregat_tableaux import TropPeu, agreger
from maia.forms.francais import pluriel
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir_psi
from maia.ligne import BLOQUANT, ILLISIBLE, Commande

_PLANS = (".yaml", ".yml")


@click.command(cls=Commande, exemple='maia psi agreger plans -o agregat --site "MAIA de Gâtine"')
@click.argument("plans", metavar="PLANS…", nargs=-1, required=True)
@click.option("-o", "--sortie", required=True, metavar="DOSSIER", help="Dossier où écrire le classeur et les images.")
@click.option("--site", metavar="NOM", default="", help="Nom du site, à écrire en titre ; sinon celui des plans.")
@click.option(
    "--au",
    callback=date_choisie,
    metavar="DATE",
    help="Jour où juger des révisions ; sinon celui du plan le plus récent.",
)
@option_ecraser
@option_campagne
def commande(
    plans: tuple[str, ...], sortie: str, site: str, au: datetime.date | None, ecraser: bool, campagne: str
) -> int:
    """Compter les besoins et les besoins non comblés de nombreux plans, sans nommer personne.

    PLANS sont des fichiers ou des dossiers de fichiers. Le classeur et les images
    (PNG et SVG) montrent les besoins par domaine, les besoins non comblés par cause,
    les listes d’attente, la charge des gestionnaires de cas et les révisions dépassées.

    Les petits effectifs sont cachés, et d’autres avec eux pour que les totaux ne les
    redonnent pas ; le seuil est celui de la campagne (secret_statistique).
    """
    c = campagne_choisie(campagne)
    recueil, sites, refus = Recueil(), set[str](), list[str]()
    for chemin in _fichiers(plans):
        saisie = ouvrir_psi(chemin)
        if isinstance(saisie, Illisible):
            refus += illisible(saisie)
        elif saisie.fautes or saisie.valeur is None:
            refus.append(f"{chemin}  {pluriel(len(saisie.fautes), 'valeur')} à corriger : maia psi verifier {chemin}")
        else:
            recueil.ajouter(saisie.valeur, str(chemin))
            sites.add(saisie.valeur.maia or "")
    for ligne in refus:
        click.echo(ligne, err=True)
    agregat = agreger(recueil, c.secret_statistique.seuil, c.gestionnaires_de_cas.file_active, au)
    if isinstance(agregat, TropPeu):
        for ligne in paragraphe(
            f"Rien n’a été écrit : avec {pluriel(agregat.plans, 'plan')}, chacun pourrait se reconnaître. Il en faut au "
            f"moins {agregat.seuil} (secret_statistique, dans le fichier de campagne)."
        ):
            click.echo(ligne, err=True)
        return ILLISIBLE if refus else BLOQUANT
    from maia.generators.agregat import classeur, images, resume  # noqa: PLC0415 - Typst and Excel, once there is something

    nom = site or (sites.pop() if len(sites) == 1 else "") or "Dispositif MAIA"
    fichiers = {"agregat.xlsx": classeur(agregat, nom), **images(agregat, nom)}
    ecrire_prive({Path(sortie) / f: octets for f, octets in fichiers.items()}, ecraser=ecraser)
    click.echo(resume(agregat))
    if refus:
        click.echo(
            f"{pluriel(len(refus), 'plan n’a', 'plans n’ont')} pas été compté{'s' if len(refus) > 1 else ''}.", err=True
        )
        return ILLISIBLE
    return 0


def _fichiers(plans: tuple[str, ...]) -> Iterator[Path]:
    """The files named, and those of the folders named, once each, in the order of their names."""
    vus: set[Path] = set()
    for nom in plans:
        chemin = Path(nom)
        trouves = sorted(p for p in chemin.rglob("*") if p.suffix.lower() in _PLANS) if chemin.is_dir() else [chemin]
        for trouve in trouves:
            if trouve not in vus:
                vus.add(trouve)
                yield trouve
