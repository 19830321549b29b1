"""`maia psi produire`: the plan de services individualisé, as a PDF that only its owner may read.

Nothing of what a PSI says is shown: a fault is told by its place and its field, never by its value.
"""

from __future__ import annotations

from pathlib import Path

import click

from maia.commandes.options import option_ecraser, quitter
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.lecture import Illisible, Lecture
from maia.forms.ouverture import ouvrir_psi
from maia.forms.saisie import Faute
from maia.ligne import BLOQUANT, USAGE, Commande

PRIVE = 0o600
"""Permissions of whatever tells of a person: its reader and nobody else."""


@click.command(cls=Commande, exemple="maia psi psi.yaml -o psi.pdf")
@click.argument("fichier", metavar="FICHIER")
@click.option("-o", "--sortie", required=True, metavar="SORTIE.pdf", help="Fichier PDF à écrire.")
@option_ecraser
def commande(fichier: str, sortie: str, ecraser: bool) -> int:
    """Produire un plan de services individualisé en PDF.

    Le PDF s’archive (PDF/A-3a), se lit à voix haute (PDF/UA-1) et contient le
    fichier dont il vient. Il est couvert par le secret professionnel : seul
    l’utilisateur qui le produit peut l’ouvrir.
    """
    saisie = ouvrir_psi(Path(fichier))
    if isinstance(saisie, Illisible):
        quitter(saisie)
    if saisie.fautes or saisie.valeur is None:
        for faute in saisie.fautes:
            click.echo(_faute(fichier, saisie.lecture, faute), err=True)
        return BLOQUANT
    if absents := _non_imprimables(fichier, saisie.lecture):
        for ligne in absents:
            click.echo(ligne, err=True)
        return BLOQUANT
    from maia.generators.psi import psi  # noqa: PLC0415 - Typst, once the plan is known to be right

    octets = psi(saisie.valeur, saisie.lecture.octets)
    try:
        ecrire({Path(sortie): octets}, ecraser=ecraser, mode=PRIVE)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(sortie)
    return 0


def _faute(fichier: str, lecture: Lecture, faute: Faute) -> str:
    inconnu = faute.genre == "extra_forbidden"
    position = lecture.position_cle(faute.chemin) if inconnu else lecture.position(faute.chemin)
    champ = ".".join(map(str, faute.chemin))
    message = "Ce champ n’existe pas." if inconnu else "La valeur n’est pas écrite comme il faut."
    return f"{fichier}:{position.ligne}:{position.colonne}  {champ}  {message} {faute.remede}"


def _non_imprimables(fichier: str, lecture: Lecture) -> list[str]:
    """Characters that no font of ours draws (an emoji, Chinese): where they stand, and which they are."""
    from maia.forms.glyphes import glyphes_absents  # noqa: PLC0415

    lignes = []
    for chemin, texte in lecture.textes():
        for caractere in glyphes_absents(texte):
            position, champ = lecture.position(chemin), ".".join(map(str, chemin))
            lignes.append(
                f"{fichier}:{position.ligne}:{position.colonne}  {champ}  Le caractère U+{ord(caractere[0]):04X} ne peut pas "
                "être imprimé dans le PSI. Remplacez-le par un mot."
            )
    return lignes
