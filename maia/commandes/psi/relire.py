"""`maia psi relire`: a filled form, or a plan printed by `maia psi`, back into a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from maia.affichage import paragraphe
from maia.commandes.options import option_ecraser, quitter
from maia.commandes.psi.commun import dire, ecrire_prive, faute_sans_valeur
from maia.forms.francais import liste, pluriel
from maia.forms.lecture import Illisible
from maia.forms.saisie import Saisie
from maia.ligne import BLOQUANT, Commande
from maia.mot_de_passe import mot_de_passe, option_mot_de_passe

if TYPE_CHECKING:
    from maia.generators.formulaire_psi_lecture import Accord, Contenu


@click.command(cls=Commande, exemple="maia psi relire formulaire.pdf -o psi.yaml")
@click.argument("fichier", metavar="FORMULAIRE.pdf")
@click.option("-o", "--sortie", required=True, metavar="SORTIE.yaml", help="Fichier YAML à écrire.")
@option_mot_de_passe
@option_ecraser
def commande(fichier: str, sortie: str, fichier_du_mot_de_passe: str | None, ecraser: bool) -> int:
    """Relire un PSI en PDF, et en refaire un fichier YAML.

    Un formulaire rempli : ce qui n’est pas compris (une date, un numéro) est gardé
    tel qu’il est écrit, et signalé. Un plan produit par « maia psi » : ses données
    jointes sont rendues, si les pages disent la même chose qu’elles.
    """
    contenu = _contenu(fichier, fichier_du_mot_de_passe)
    if contenu.jointe is None:
        return _cases(contenu, fichier, sortie, ecraser=ecraser)
    return _plan(contenu, fichier, sortie, ecraser=ecraser)


def _contenu(fichier: str, fichier_du_mot_de_passe: str | None) -> Contenu:
    from maia.generators.formulaire_psi_lecture import Refus, lire_pdf  # noqa: PLC0415 - pikepdf

    lu = lire_pdf(Path(fichier))
    if lu is Refus.CHIFFRE:
        lu = lire_pdf(Path(fichier), mot_de_passe(fichier_du_mot_de_passe))
    if isinstance(lu, Refus):
        quitter(Illisible(fichier, str(lu)))
    return lu


def _cases(contenu: Contenu, fichier: str, sortie: str, *, ecraser: bool) -> int:
    from maia.generators.formulaire_psi_lecture import plan_des_cases  # noqa: PLC0415

    relecture = plan_des_cases(contenu, sortie)
    if isinstance(relecture, Illisible):
        quitter(Illisible(fichier, relecture.message))
    ecrire_prive({Path(sortie): relecture.yaml.encode()}, ecraser=ecraser)
    for faute in relecture.saisie.fautes:
        click.echo(faute_sans_valeur(sortie, relecture.saisie.lecture, faute), err=True)
    dire(relecture.remarques)
    nombre = len(relecture.saisie.fautes) + len(relecture.remarques)
    if nombre:
        click.echo(f"{pluriel(nombre, 'point')} à revoir dans le fichier écrit.", err=True)
    return 0


def _plan(contenu: Contenu, fichier: str, sortie: str, *, ecraser: bool) -> int:
    from maia.generators.formulaire_psi_lecture import accord  # noqa: PLC0415 - Typst

    lu = accord(contenu, fichier)
    if isinstance(lu, Illisible):
        quitter(lu)
    if isinstance(lu, Saisie):
        for faute in lu.fautes:
            click.echo(faute_sans_valeur(lu.lecture.fichier, lu.lecture, faute), err=True)
        _dire("Les données jointes à ce PDF ont des fautes qu’un plan produit par maia n’a pas : rien n’est écrit.")
        return BLOQUANT
    if not lu.sur:
        _dire(_desaccord(lu))
        return BLOQUANT
    ecrire_prive({Path(sortie): lu.source}, ecraser=ecraser)
    if lu.redessinee:
        _dire(
            "Le texte des pages est celui des données, mais leur dessin est différent : ce PDF vient d’une autre version "
            "de maia, ou ses pages ont été retouchées. Comparez-le à une copie refaite."
        )
    return 0


def _desaccord(lu: Accord) -> str:
    if not lu.differentes:
        return "Des annotations ont été ajoutées sur les pages de ce PDF, et ses données ne les disent pas : rien n’est écrit."
    pages = liste(map(str, lu.differentes))
    ou = f"La page {pages} ne dit" if len(lu.differentes) == 1 else f"Les pages {pages} ne disent"
    return (
        f"{ou} pas la même chose que les données jointes : le PDF ou sa pièce jointe a été modifié, ou il vient d’une autre "
        "version de maia. Rien n’est écrit."
    )


def _dire(phrase: str) -> None:
    for ligne in paragraphe(phrase):
        click.echo(ligne, err=True)
