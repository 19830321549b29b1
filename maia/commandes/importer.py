"""`maia importer`: a filled workbook read back into a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from maia.affichage import COULEURS, paragraphe
from maia.commandes.options import option_ecraser, option_pieces, quitter
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.classeur.arbres import feuilles
from maia.forms.classeur.contenus import Remarque
from maia.forms.classeur.fusion import Difference, completer
from maia.forms.classeur.importation import Importation, importer, lire_octets
from maia.forms.constat import Gravite
from maia.forms.dossier import FORMULAIRE, Dossier
from maia.forms.francais import montrable, pluriel
from maia.forms.lecture import Illisible
from maia.forms.ouverture import ouvrir
from maia.forms.pieces import Catalogue
from maia.forms.redaction import rediger
from maia.largeur import a_taper, montrer
from maia.ligne import BLOQUANT, USAGE, Commande

_TITRES = {
    Gravite.BLOQUANT: ("case à corriger", "cases à corriger"),
    Gravite.AVERTISSEMENT: ("case à vérifier", "cases à vérifier"),
    Gravite.INFORMATION: ("case rétablie ou lue autrement", "cases rétablies ou lues autrement"),
}


@click.command(cls=Commande, exemple="maia importer dossier.xlsx -o dossier.yaml")
@click.argument("fichier", metavar="CLASSEUR.xlsx")
@click.option("-o", "--sortie", required=True, metavar="DOSSIER.yaml", help="Dossier à écrire.")
@click.option(
    "--dossier",
    "existant",
    metavar="EXISTANT.yaml",
    help="Dossier à compléter : il n’est pas modifié, le dossier complété est écrit à part.",
)
@option_ecraser
@option_pieces
def commande(fichier: str, sortie: str, existant: str | None, ecraser: bool, pieces: Catalogue) -> int:
    """Relire un classeur rempli, et en faire un dossier.

    Relit le classeur de « maia classeur », ou le budget de « maia produire »,
    même déplacé, complété de lignes ou recopié, et dit case par case ce qui
    n’est pas compris. Code 1 s’il reste une case à corriger : le dossier est
    écrit quand même, avec ce qui a été lu.
    """
    if existant is not None and Path(existant).resolve() == Path(sortie).resolve():
        raise click.UsageError(
            "le dossier à compléter n’est jamais récrit : donnez un autre nom après -o.", click.get_current_context()
        )
    octets = lire_octets(Path(fichier))
    lu = octets if isinstance(octets, Illisible) else importer(octets, fichier, pieces)
    if isinstance(lu, Illisible):
        quitter(lu)
    valeur, differences = dict(lu.valeur), None
    if existant is not None:
        base = ouvrir(Path(existant), pieces)
        if isinstance(base, Illisible):
            quitter(base)
        fusion = completer(base.lecture.valeur if isinstance(base.lecture.valeur, dict) else {}, lu.valeur)
        valeur, differences = fusion.valeur, fusion.differences
    valeur.setdefault("formulaire", FORMULAIRE)
    texte = rediger(valeur, Dossier, entete=_entete(fichier, existant))
    try:
        ecrire({Path(sortie): texte.encode()}, ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(sortie)
    for ligne in (*_remarques(fichier, lu), *_differences(differences, existant)):
        click.echo(ligne, err=True)
    click.echo(
        f"{pluriel(sum(1 for _ in feuilles(lu.valeur)), 'valeur lue', 'valeurs lues')}. "
        f"« maia verifier {a_taper(sortie)} » vérifie le dossier.",
        err=True,
    )
    return BLOQUANT if lu.incompris else 0


def _entete(fichier: str, existant: str | None) -> list[str]:
    """Where the dossier comes from, as its first comment."""
    base = f", pour compléter {Path(existant).name}" if existant else ""
    return [f"Lu par « maia importer » dans {Path(fichier).name}{base}."]


def _remarques(fichier: str, lu: Importation) -> Iterator[str]:
    """What there is to say of cells, by severity."""
    for gravite in Gravite:
        dites = [r for r in lu.remarques if r.gravite is gravite]
        if dites:
            yield click.style(pluriel(len(dites), *_TITRES[gravite]).upper(), fg=COULEURS[gravite], bold=True)
            yield ""
            for remarque in dites:
                yield from _remarque(fichier, remarque)
            yield ""


def _remarque(fichier: str, remarque: Remarque) -> Iterator[str]:
    yield click.style(montrer(remarque.adresse or fichier), bold=True)
    yield from paragraphe(remarque.message)
    if remarque.remede:
        yield from paragraphe(remarque.remede, "→ ")


def _differences(differences: tuple[Difference, ...] | None, existant: str | None) -> Iterator[str]:
    """What changes in the dossier that was completed."""
    if differences is None:
        return
    if not differences:
        yield f"Rien ne diffère de {montrer(str(existant))}."
        return
    compte = pluriel(len(differences), "différence")
    yield click.style(compte.upper(), bold=True) + f" avec {montrer(str(existant))}"
    for d in differences:
        avant, apres = (f"« {montrable(texte)} »" if texte is not None else "rien" for texte in (d.avant, d.apres))
        yield from paragraphe(f"{montrable('.'.join(map(str, d.chemin)))} : {avant} → {apres}", "• ")
    yield from paragraphe("Les commentaires du dossier existant ne sont pas repris dans le nouveau.")
