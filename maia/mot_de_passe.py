"""The password of a PSI: from a file, the environment or the keyboard, never from the command line, which others may see."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

VARIABLE = "MAIA_MOT_DE_PASSE"
LONGUEUR_MIN = 8
"""Under this, a password is guessed in no time; the person is asked for another."""

option_mot_de_passe = click.option(
    "--mot-de-passe",
    "fichier_du_mot_de_passe",
    metavar="FICHIER",
    help=f"Fichier dont la première ligne est le mot de passe ; sinon la variable {VARIABLE}, sinon il est demandé.",
)


def nouveau_mot_de_passe(fichier: str | None) -> str:
    """The password to encrypt with, typed twice at the keyboard. A click usage error says what is wrong with it."""
    mot = _lu(fichier)
    if mot is None:
        mot = _demander("Mot de passe du PDF", confirmer=True)
    if len(mot) < LONGUEUR_MIN:
        raise click.UsageError(
            f"le mot de passe a moins de {LONGUEUR_MIN} caractères : choisissez-en un plus long, par exemple quatre mots.",
            click.get_current_context(),
        )
    return mot


def mot_de_passe(fichier: str | None) -> str:
    """The password of an encrypted file."""
    mot = _lu(fichier)
    return _demander("Mot de passe du PDF", confirmer=False) if mot is None else mot


def _lu(fichier: str | None) -> str | None:
    if fichier is None:
        return os.environ.get(VARIABLE) or None
    try:
        lignes = Path(fichier).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise click.UsageError(
            f"le fichier du mot de passe « {fichier} » ne peut pas être lu : vérifiez son nom et vos droits.",
            click.get_current_context(),
        ) from None
    if not lignes or not lignes[0]:
        raise click.UsageError(
            f"la première ligne de « {fichier} » est vide : écrivez-y le mot de passe.", click.get_current_context()
        )
    return lignes[0]


def _demander(question: str, *, confirmer: bool) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"il manque le mot de passe : donnez --mot-de-passe FICHIER, ou la variable {VARIABLE}.",
            click.get_current_context(),
        )
    mot: str = click.prompt(question, hide_input=True)
    while confirmer and click.prompt("Le même, pour vérifier", hide_input=True) != mot:
        click.echo("Les deux ne sont pas identiques.", err=True)
        mot = click.prompt(question, hide_input=True)
    return mot
