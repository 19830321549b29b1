"""`maia assembler`: the whole application in one PDF, in the order of annexe III."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.commandes.options import campagne_choisie, option_campagne, option_ecraser, option_pieces, quitter
from maia.ecriture import EcritureRefusee
from maia.forms.constat import Constat
from maia.forms.francais import pluriel
from maia.forms.lecture import Illisible
from maia.forms.pieces import Catalogue
from maia.largeur import a_taper, montrer
from maia.ligne import BLOQUANT, USAGE, Commande
from maia.verification import verifier_fichiers


@click.command(cls=Commande, exemple="maia assembler dossier.yaml -o candidature.pdf")
@click.argument("fichier", metavar="DOSSIER.yaml")
@click.option("-o", "--sortie", required=True, metavar="CANDIDATURE.pdf", help="Fichier PDF à écrire.")
@click.option(
    "--brouillon",
    is_flag=True,
    help="Assembler même s’il manque des pièces : un intercalaire « pièce à joindre » tient leur place.",
)
@option_ecraser
@option_campagne
@option_pieces
def commande(fichier: str, sortie: str, brouillon: bool, ecraser: bool, campagne: str, pieces: Catalogue) -> int:
    """Assembler la candidature en un seul PDF, dans l’ordre de l’annexe III.

    Page de garde, contenu et signets, un intercalaire par pièce, et sur chaque
    page son rang : « pièce 3 – p. 2/8 ». Les pièces sont des PDF ; une image
    JPEG ou PNG devient une page ; un document Word est à enregistrer en PDF.

    Une pièce inutilisable arrête l’assemblage, et rien n’est écrit. Les scripts
    et les fichiers joints des PDF ne sont pas repris ; l’original ne change pas.
    """
    from maia.assemblage import Empeche, assembler  # noqa: PLC0415 - Typst and its fonts, once the command is sure

    c = campagne_choisie(campagne)
    (verifie,) = verifier_fichiers([Path(fichier)], c, pieces)
    if isinstance(verifie, Illisible):
        quitter(verifie)
    try:
        fait = assembler(
            verifie.lu,
            verifie.rapport,
            c,
            pieces.avec(c.pieces),
            Path(sortie),
            brouillon=brouillon,
            ecraser=ecraser,
        )
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    if isinstance(fait, Empeche):
        dire_l_empechement(fichier, fait.fautifs, fait.manquants)
        return BLOQUANT
    for note in fait.notes:
        _dire(paragraphe(note, "• "))
    if fait.a_joindre:
        click.echo(f"Brouillon : {pluriel(len(fait.a_joindre), 'pièce')} à joindre.", err=True)
        _lieux(fichier, fait.a_joindre)
    elif verifie.rapport.bloquant:
        _dire(
            paragraphe(f"Le dossier a d’autres anomalies bloquantes : « maia verifier {a_taper(fichier)} » les montre.")
        )
    click.echo(f"{sortie}  ({pluriel(fait.pieces, 'pièce')}, {pluriel(fait.pages, 'page')})")
    return 0


def dire_l_empechement(fichier: str, fautifs: tuple[Constat, ...], manquants: tuple[Constat, ...]) -> None:
    """Each faulty or missing piece, where it is written, what to do; then that nothing was written."""
    if fautifs:
        click.echo(
            f"{pluriel(len(fautifs), 'fichier ne peut', 'fichiers ne peuvent')} pas être assemblé{'s' * (len(fautifs) > 1)} :",
            err=True,
        )
        _lieux(fichier, fautifs)
    if manquants:
        click.echo(f"{pluriel(len(manquants), 'pièce manque', 'pièces manquent')} :", err=True)
        _lieux(fichier, manquants)
    suite = "" if fautifs else " Ajoutez --brouillon pour assembler sans attendre."
    _dire(paragraphe(f"Rien n’a été écrit.{suite}"))


def _lieux(fichier: str, constats: Iterable[Constat]) -> None:
    for constat in constats:
        place = f"{montrer(fichier)}:{constat.ligne}:{constat.colonne}  {constat.chemin_lisible}"
        click.echo(click.style(place, bold=True), err=True)
        _dire(paragraphe(constat.message))
        _dire(paragraphe(constat.remede, "→ "))


def _dire(lignes: Iterable[str]) -> None:
    for ligne in lignes:
        click.echo(ligne, err=True)
