"""A batch from its command line to its exit code: dossiers found, the folder held, the run, what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from maia.affichage import choix_en_vigueur, paragraphe
from maia.choix import choix_locaux
from maia.commandes.options import ars_choisie, campagne_choisie
from maia.ecriture import EcritureRefusee
from maia.forms.francais import pluriel
from maia.forms.pieces import Catalogue, catalogue
from maia.ligne import BLOQUANT, DEFAUT, ILLISIBLE, SANS_PDF, USAGE
from maia.lot.atelier import Atelier, AtelierRefuse
from maia.lot.execution import Bilan, Execution
from maia.lot.journal import Etat
from maia.lot.libreoffice import ABSENT, REFUSE, LibreOffice, trouver
from maia.lot.parametres import Parametres
from maia.lot.recapitulatif import recapitulatif
from maia.lot.recette import Recette
from maia.lot.sources import Sources, sources
from maia.lot.suivi import Barre

INTERROMPU = 130


def parametres(
    ars: str, campagne: str, pieces: Catalogue, modeles: Mapping[str, bytes], *, brouillon: bool
) -> tuple[Parametres, tuple[str, ...]]:
    """What the command line gives besides the dossiers, and the local choices in force."""
    c = campagne_choisie(campagne)
    a = ars_choisie(ars)
    liste = catalogue().avec({**c.pieces, **pieces.locales})
    choix = choix_locaux(c, campagne, liste)
    c = c.reglee(a.reglages)
    return Parametres(a, c, liste.avec(c.pieces), campagne, modeles, brouillon), (*choix, *c.choix_locaux)


def lancer(
    recette: Recette, dossiers: tuple[str, ...], sortie: Path, choix: tuple[str, ...], *, ecraser: bool, pdf: bool
) -> int:
    """Carry out the batch and tell of it; returns the exit code."""
    trouves = sources(dossiers, sortie)
    if not trouves.fichiers:
        click.echo("maia : aucun dossier de candidature (.yaml) n’a été trouvé là.", err=True)
        return USAGE
    programme = trouver() if pdf else None
    try:
        with Atelier(sortie, recette.lot, ecraser=ecraser) as atelier, Barre() as barre:
            convertisseur = LibreOffice(programme) if programme else None
            bilan = Execution(recette, atelier, barre, convertisseur).executer(trouves.fichiers)
    except (AtelierRefuse, EcritureRefusee) as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    _dire(bilan, trouves, sortie, choix)
    sans_libreoffice = pdf and programme is None
    if sans_libreoffice or bilan.sans_copie:
        for texte in paragraphe(ABSENT if sans_libreoffice else REFUSE):
            click.echo(texte, err=True)
    return _code(bilan, len(trouves.fichiers), sans_libreoffice=sans_libreoffice)


def _dire(bilan: Bilan, trouves: Sources, sortie: Path, choix: tuple[str, ...]) -> None:
    for ligne in recapitulatif(bilan, sortie, len(trouves.fichiers)):
        click.echo(ligne)
    if trouves.ecartes:
        noms = ", ".join(sorted({chemin.name for chemin in trouves.ecartes})[:3])
        quoi = pluriel(len(trouves.ecartes), "autre formulaire laissé", "autres formulaires laissés")
        for ligne in paragraphe(f"{quoi} de côté dans les dossiers parcourus : {noms}."):
            click.echo(ligne)
    for ligne in choix_en_vigueur(choix):
        click.echo(ligne)
    if bilan.interrompu:
        for ligne in paragraphe(
            f"Interrompu : {pluriel(bilan.restants, 'dossier reste', 'dossiers restent')} à faire. Les documents écrits "
            "sont entiers ; relancez la même commande pour continuer."
        ):
            click.echo(ligne, err=True)


def _code(bilan: Bilan, lus: int, *, sans_libreoffice: bool) -> int:
    etats = {ligne.etat for ligne in bilan.journal.dossiers[:lus]}
    if bilan.interrompu:
        return INTERROMPU
    if bilan.defaut:
        return DEFAUT
    if Etat.ILLISIBLE in etats:
        return ILLISIBLE
    if bilan.remarques or etats - {Etat.PRODUIT, Etat.BROUILLON}:
        return BLOQUANT
    return SANS_PDF if sans_libreoffice or bilan.sans_copie else 0
