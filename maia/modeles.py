"""The user's own templates: a folder, where a file that bears the name of one of ours takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from maia.generators.erreurs import ModeleRefuse
from maia.generators.production import catalogue, preparer
from maia.ligne import ILLISIBLE

TAILLE_MAXIMALE = 64 * 1024 * 1024


def lire_modeles(dossier: Path) -> Mapping[str, bytes]:
    """File name → bytes of each template in `dossier`, all of them compiled.

    A file that bears the name of no template is mentioned and left out. A folder without any ends the command (code
    2); a template at fault is explained, and ends it too (code 3): nothing is made from a half-understood template.
    """
    attendus = {d.modele: d for d in catalogue().values()}
    try:
        fichiers = sorted(f for f in dossier.iterdir() if not f.name.startswith((".", "~$")) and f.is_file())
    except OSError as erreur:
        raise click.UsageError(
            f"le dossier de modèles « {dossier} » ne peut pas être lu ({erreur.strerror}).", click.get_current_context()
        ) from None
    trouves: dict[str, bytes] = {}
    for fichier in fichiers:
        if fichier.name in attendus:
            trouves[fichier.name] = lire_modele(fichier)
        elif fichier.suffix.lower() in (".docx", ".xlsx"):
            click.echo(f"{fichier} ne porte le nom d’aucun modèle : il est laissé de côté.", err=True)
    if not trouves:
        raise click.UsageError(
            f"« {dossier} » ne contient aucun modèle. Noms attendus : {', '.join(sorted(attendus))}.",
            click.get_current_context(),
        )
    refus: list[str] = []
    for nom, octets in trouves.items():
        try:
            preparer(attendus[nom], octets)
        except ModeleRefuse as refuse:
            refus.append(str(refuse))
    if refus:
        click.echo("\n".join([*refus, "« maia modeles verifier » dit tout ce qui est à corriger."]), err=True)
        raise click.exceptions.Exit(ILLISIBLE)
    return trouves


def lire_modele(fichier: Path) -> bytes:
    """The bytes of a Word or Excel file; one that can't be read, or is huge, ends the command (code 3)."""
    try:
        if fichier.stat().st_size <= TAILLE_MAXIMALE:
            return fichier.read_bytes()
        motif = "plus de 64 Mio"
    except OSError as erreur:
        motif = erreur.strerror or type(erreur).__name__
    click.echo(f"{fichier}  Ce fichier ne peut pas être lu ({motif}).", err=True)
    raise click.exceptions.Exit(ILLISIBLE)
