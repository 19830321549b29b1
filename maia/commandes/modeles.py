"""`maia modeles`: the templates of the documents, listed, copied to be edited, checked once edited."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from maia.affichage import paragraphe
from maia.commandes.options import option_ecraser
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.francais import INSECABLE, pluriel
from maia.generators.ooxml import PaquetRefuse
from maia.generators.production import catalogue, modele_officiel
from maia.generators.relecture.annotation import annoter
from maia.generators.relecture.modeles import Anomalie, Niveau
from maia.generators.relecture.passages import CORPS
from maia.largeur import montrer
from maia.ligne import BLOQUANT, ILLISIBLE, USAGE, Commande, Groupe
from maia.modeles import Modele, lire_modele, modeles


@click.group(cls=Groupe, invoke_without_command=True, exemple="maia modeles copier convention-annuelle -o mes-modeles")
@click.pass_context
def commande(contexte: click.Context) -> None:
    """Les modèles Word et Excel des documents, que vous pouvez remanier.

    Sans commande : leur liste. « copier » en donne une copie à modifier dans Word
    ou Excel, « verifier » dit ce qui ne va pas dans la copie modifiée, et l’option
    --modeles DOSSIER des autres commandes l’emploie. Les champs que chaque
    document fournit sont dans docs/champs-modeles.md.
    """
    if contexte.invoked_subcommand is None:
        for ligne in _liste():
            click.echo(ligne)


def _liste() -> Iterator[str]:
    for modele in modeles().values():
        yield click.style(modele.nom, bold=True)
        yield from paragraphe(f"{'Excel' if modele.excel else 'Word'}, {modele.source} : {modele.usage}.")


@commande.command(cls=Commande, exemple="maia modeles copier convention-annuelle -o mes-modeles")
@click.argument("noms", metavar="[NOM]…", nargs=-1)
@click.option("-o", "--sortie", required=True, metavar="DOSSIER", help="Dossier où les copier ; créé au besoin.")
@option_ecraser
def copier(noms: tuple[str, ...], sortie: str, ecraser: bool) -> int:
    """Copier des modèles, pour les modifier ; sans nom, tous."""
    choisis = list(dict.fromkeys(_modele(nom) for nom in noms)) or list(modeles())
    dossier = Path(sortie)
    fichiers = {dossier / nom: modele_officiel(nom) for nom in choisis}
    try:
        ecrire(fichiers, ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    for chemin in fichiers:
        click.echo(chemin)
    return 0


def _modele(nom: str) -> str:
    """The template's file name, from it or from a document's name."""
    connus = {**{m: m for m in modeles()}, **{d.nom: d.modele for d in catalogue().values()}}
    if nom in connus:
        return connus[nom]
    proches = difflib.get_close_matches(nom, connus, n=1, cutoff=0.5)
    suite = f"Vouliez-vous dire « {proches[0]} » ?" if proches else "« maia modeles » en donne la liste."
    raise click.UsageError(f"le modèle « {nom} » n’existe pas. {suite}", click.get_current_context())


@commande.command(cls=Commande, exemple="maia modeles verifier mes-modeles/convention-annuelle.docx")
@click.argument("fichiers", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--document", "nom", metavar="NOM", help="Le modèle ou le document, si le nom du fichier ne le dit pas.")
@click.option("--annoter", "sortie", metavar="SORTIE.docx", help="Écrire aussi une copie annotée de commentaires Word.")
@option_ecraser
def verifier(fichiers: tuple[str, ...], nom: str | None, sortie: str | None, ecraser: bool) -> int:
    """Vérifier des modèles modifiés, et dire tout ce qui est à corriger.

    Fautes : champ inconnu, balise mal écrite ou coupée par Word, ce que maia ne
    sait pas remplir. Clauses : ce qui manque ou diffère du texte officiel.
    Code 1 s’il y en a, 0 s’il n’y a que des remarques.
    """
    if sortie and (len(fichiers) > 1 or not fichiers[0].lower().endswith(".docx")):
        raise click.UsageError("--annoter vaut pour un seul modèle, en Word (.docx).", click.get_current_context())
    code = 0
    for fichier in fichiers:
        chemin = Path(fichier)
        modele = modeles()[_modele(nom) if nom else _reconnu(chemin)]
        octets = lire_modele(chemin)
        vues = modele.anomalies(octets)
        for ligne in _rapport(fichier, modele, vues):
            click.echo(ligne)
        if any(a.niveau is not Niveau.REMARQUE for a in vues):
            code = BLOQUANT
        if sortie:
            code = _annoter(fichier, octets, vues, Path(sortie), ecraser) or code
    return code


def _reconnu(chemin: Path) -> str:
    """The template that a file is a copy of, by its name: `convention-annuelle (2).docx` too."""
    noms = [m for m in modeles() if chemin.suffix.lower() == Path(m).suffix and chemin.stem.startswith(Path(m).stem)]
    if not noms:
        raise click.UsageError(
            f"« {chemin.name} » ne porte le nom d’aucun modèle : précisez --document NOM (« maia modeles » en donne la "
            "liste).",
            click.get_current_context(),
        )
    return max(noms, key=len)


_TITRES = {
    Niveau.FAUTE: ("faute", "fautes", "red"),
    Niveau.CLAUSE: ("clause du texte officiel changée", "clauses du texte officiel changées", "red"),
    Niveau.REMARQUE: ("remarque", "remarques", "yellow"),
}


def _rapport(fichier: str, modele: Modele, vues: list[Anomalie]) -> Iterator[str]:
    yield click.style(montrer(fichier), bold=True)
    if not vues:
        phrase = f"Rien à corriger : ce modèle peut servir (--modeles), {modele.usage}."
        yield from (click.style(ligne, fg="green", bold=True) for ligne in paragraphe(phrase))
    for niveau, (un, plusieurs, couleur) in _TITRES.items():
        celles = [a for a in vues if a.niveau is niveau]
        if not celles:
            continue
        yield ""
        yield click.style(f"{pluriel(len(celles), un, plusieurs)}", fg=couleur, bold=True)
        for anomalie in celles:
            situation = "" if niveau is Niveau.CLAUSE and anomalie.partie == CORPS else anomalie.situation
            if situation:
                yield from (click.style(ligne, dim=True) for ligne in paragraphe(situation, "– "))
            yield from paragraphe(anomalie.message, "  " if situation else "– ")
            if anomalie.officiel:
                texte = f"Texte officiel{INSECABLE}: {anomalie.officiel}"
                yield from (click.style(ligne, dim=True) for ligne in paragraphe(texte, "  "))


def _annoter(fichier: str, octets: bytes, vues: list[Anomalie], sortie: Path, ecraser: bool) -> int:
    """Write the annotated copy; a code other than 0 when it can't be."""
    try:
        annote = annoter(octets, [(a.rang if a.partie == CORPS else None, _commentaire(a)) for a in vues])
        ecrire({sortie: annote}, ecraser=ecraser)
    except PaquetRefuse as refus:
        click.echo(f"{montrer(fichier)} ne peut pas être annoté : {refus}", err=True)
        return ILLISIBLE
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    click.echo(sortie)
    return 0


def _commentaire(a: Anomalie) -> str:
    """A comment's text: what it is, what to do, the official wording."""
    ailleurs = f"{a.situation}\n" if a.partie and a.partie != CORPS else ""
    officiel = f"\nTexte officiel{INSECABLE}: {a.officiel}" if a.officiel else ""
    return f"{ailleurs}{a.niveau.capitalize()}{INSECABLE}: {a.message}{officiel}"
