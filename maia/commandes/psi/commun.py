"""What the commands of `maia psi` share: reading a plan without ever showing what it says, writing for one's own eyes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from maia.affichage import paragraphe
from maia.commandes.options import quitter
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.lecture import Illisible, Lecture
from maia.forms.ouverture import ouvrir_psi
from maia.forms.psi import Psi
from maia.forms.psi_formulaire import Remarque
from maia.forms.saisie import Faute
from maia.forms.types import date_lue
from maia.ligne import BLOQUANT, USAGE

PRIVE = 0o600
"""Permissions of whatever tells of a person: its reader and nobody else."""


def plan_lu(fichier: str) -> tuple[Lecture, Psi]:
    """A plan and its file; faults are told by place and field, and end the command (code 1, or 3 when it can't be read)."""
    saisie = ouvrir_psi(Path(fichier))
    if isinstance(saisie, Illisible):
        quitter(saisie)
    if saisie.fautes or saisie.valeur is None:
        for faute in saisie.fautes:
            click.echo(faute_sans_valeur(fichier, saisie.lecture, faute), err=True)
        raise click.exceptions.Exit(BLOQUANT)
    return saisie.lecture, saisie.valeur


def ecrire_prive(fichiers: Mapping[Path, bytes], *, ecraser: bool) -> None:
    """Write files that only their owner may read, and name them; a refusal ends the command (code 2)."""
    try:
        ecrire(fichiers, ecraser=ecraser, mode=PRIVE)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        raise click.exceptions.Exit(USAGE) from None
    for chemin in fichiers:
        click.echo(chemin)


def ecrire_pdf(chemin: Path, octets: bytes, mot_de_passe: str | None, *, ecraser: bool) -> None:
    """Write a PDF as `ecrire_prive` does, encrypted when there is a password; says then what that costs."""
    if mot_de_passe is None:
        ecrire_prive({chemin: octets}, ecraser=ecraser)
        return
    from maia.generators.chiffrement import chiffrer  # noqa: PLC0415 - pikepdf, for encrypted copies only

    ecrire_prive({chemin: chiffrer(octets, mot_de_passe)}, ecraser=ecraser)
    click.echo(
        "Copie chiffrée : elle ne s’archive pas (un PDF/A ne peut pas être chiffré). Sans le mot de passe, "
        "personne ne pourra l’ouvrir.",
        err=True,
    )


def dire(remarques: Iterable[Remarque]) -> None:
    """What a box could not hold, or say: the box in words, never its value."""
    for remarque in remarques:
        for ligne in paragraphe(f"{remarque.ou} : {remarque.message}", "– "):
            click.echo(ligne, err=True)


def faute_sans_valeur(fichier: str, lecture: Lecture, faute: Faute) -> str:
    """One typing fault on one line, the value left out."""
    inconnu = faute.genre == "extra_forbidden"
    position = lecture.position_cle(faute.chemin) if inconnu else lecture.position(faute.chemin)
    champ = ".".join(map(str, faute.chemin))
    message = "Ce champ n’existe pas." if inconnu else "La valeur n’est pas écrite comme il faut."
    return f"{fichier}:{position.ligne}:{position.colonne}  {champ}  {message} {faute.remede}"


def date_choisie(ctx: click.Context, option: click.Parameter, valeur: str | None) -> datetime.date | None:
    """The date typed in an option, as in a file; a click error says how to write it."""
    if valeur is None:
        return None
    try:
        return date_lue(valeur)
    except PydanticCustomError:
        raise click.BadParameter(
            f"« {valeur} » n’est pas une date : écrivez par exemple 15/07/2013.", ctx, option
        ) from None
