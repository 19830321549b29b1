"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from pydantic import BaseModel

from maia.affichage import fautes, illisible
from maia.forms.ars import Ars
from maia.forms.campagne import Campagne, annee_courante, campagne, disponibles
from maia.forms.campagne_controle import lire_campagne
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir_ars
from maia.forms.pieces import Catalogue, catalogue, lire_pieces
from maia.forms.saisie import Saisie
from maia.ligne import ILLISIBLE
from maia.validators.catalogue import regles
from maia.validators.enveloppe import REGLES_D_ENSEMBLE

M = TypeVar("M", bound=BaseModel)

option_campagne = click.option(
    "--campagne",
    default=annee_courante,
    show_default=False,
    metavar="ANNÉE",
    help=f"Campagne de l’appel à candidatures ({annee_courante()} par défaut), ou fichier de campagne.",
)
option_pdf = click.option(
    "--pdf", is_flag=True, help="Faire aussi une copie PDF de chaque document Word, par LibreOffice."
)
option_ecraser = click.option("--ecraser", is_flag=True, help="Remplacer les fichiers qui existent déjà.")


def campagne_choisie(nom: str) -> Campagne:
    """The campaign named: one of ours, or a file; a faulty file is explained, and ends the command (code 3)."""
    if nom in disponibles():
        return campagne(nom)
    if not nom.endswith((".yaml", ".yml")):
        raise click.UsageError(
            f"la campagne « {nom} » n’est pas connue. Campagnes : {', '.join(disponibles())}.",
            click.get_current_context(),
        )
    return _valeur(nom, lire_campagne(Path(nom)))


def ars_choisie(nom: str) -> Ars:
    """What an ARS's file holds; a faulty file is explained, and ends the command (code 3)."""
    saisie = ouvrir_ars(Path(nom))
    ars = _valeur(nom, saisie)
    connues = [*(r.id for r in regles()), *REGLES_D_ENSEMBLE]
    if inconnues := ars.reglages.regles_inconnues(connues):
        click.echo(f"{nom}  {inconnues}", err=True)
        raise click.exceptions.Exit(ILLISIBLE)
    return ars


def quitter(refus: Illisible) -> NoReturn:
    """Say why a file can't be read, and end the command with code 3."""
    for ligne in illisible(refus):
        click.echo(ligne, err=True)
    raise click.exceptions.Exit(ILLISIBLE)


def _valeur(nom: str, saisie: Saisie[M] | Illisible) -> M:
    """What a parameter file holds; its faults are explained, and end the command."""
    if isinstance(saisie, Illisible):
        quitter(saisie)
    if saisie.valeur is None or saisie.fautes:
        for ligne in fautes(nom, saisie.lecture, saisie.fautes):
            click.echo(ligne, err=True)
        raise click.exceptions.Exit(ILLISIBLE)
    return saisie.valeur


def _pieces(_ctx: click.Context, _option: click.Parameter, nom: str | None) -> Catalogue:
    return catalogue() if nom is None else catalogue().avec(_valeur(nom, lire_pieces(Path(nom))).root)


option_pieces = click.option(
    "--pieces",
    metavar="FICHIER",
    callback=_pieces,
    help="Pièces que l’ARS ajoute à la liste nationale (fichier YAML).",
)


def _modeles(_ctx: click.Context, _option: click.Parameter, nom: str | None) -> Mapping[str, bytes]:
    if nom is None:
        return {}
    from maia.modeles import lire_modeles  # noqa: PLC0415 - the Word engine, for who asks

    return lire_modeles(Path(nom))


option_modeles = click.option(
    "--modeles",
    metavar="DOSSIER",
    callback=_modeles,
    help="Dossier de vos modèles Word et Excel (« maia modeles ») : ils remplacent ceux de même nom.",
)
