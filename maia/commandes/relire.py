"""`maia relire`: what a person changed in a document since it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from maia.affichage import paragraphe
from maia.commandes.options import (
    ars_choisie,
    campagne_choisie,
    option_campagne,
    option_ecraser,
    option_modeles,
    option_pieces,
    quitter,
)
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.ars import Ars
from maia.forms.francais import INSECABLE, pluriel
from maia.forms.lecture import Illisible, Lecture, analyser
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.forms.pieces import Catalogue
from maia.generators.documents import Document
from maia.generators.erreurs import ModeleRefuse, RenduImpossible
from maia.generators.ooxml import Paquet, PaquetRefuse
from maia.generators.production import catalogue, document_nomme, modele_officiel
from maia.generators.relecture.annotation import annoter
from maia.generators.relecture.ecarts import Ecart, Importance
from maia.generators.relecture.embarque import Embarque, lire_embarque
from maia.generators.relecture.passages import CORPS, parties_lues
from maia.generators.relecture.retour import Retour, parentes
from maia.generators.relecture.retour import relire as relire_document
from maia.largeur import montrer
from maia.ligne import BLOQUANT, ILLISIBLE, USAGE, Commande
from maia.modeles import lire_modele
from maia.validators.rapport import verifier

PARENTE = 0.5  # share of a template's paragraphs that a document must hold to be recognised
CHANGEMENTS = 12  # of the dossier, shown at most


@click.command(cls=Commande, exemple="maia relire convention-signee.docx")
@click.argument("fichier", metavar="DOCUMENT.docx")
@click.option("--dossier", metavar="D.yaml", help="Dossier à comparer ; par défaut, celui que le document contient.")
@click.option("--ars", metavar="ARS.yaml", help="Fichier de l’ARS, avec --dossier, pour une convention.")
@click.option("--document", "nom", metavar="NOM", help="Nom du document, si le fichier ne le dit pas.")
@click.option("--annoter", "sortie", metavar="SORTIE.docx", help="Écrire aussi une copie annotée de commentaires Word.")
@option_ecraser
@option_modeles
@option_campagne
@option_pieces
def commande(
    fichier: str,
    dossier: str | None,
    ars: str | None,
    nom: str | None,
    sortie: str | None,
    ecraser: bool,
    modeles: Mapping[str, bytes],
    campagne: str,
    pieces: Catalogue,
) -> int:
    """Dire ce qui a changé dans un document revenu de chez le porteur ou de l’ARS.

    Le document produit contient le dossier et les valeurs qui l’ont rempli : le
    fichier suffit. Avec --dossier (et --ars pour une convention), il est comparé
    à ce que donnerait ce dossier ; c’est nécessaire pour un document sans données
    embarquées. Code 1 si un mot, un montant ou une clause a changé ; 0 si seule
    la forme a changé ou si les pointillés ont été remplis.
    """
    chemin = Path(fichier)
    if sortie and Path(sortie).exists() and chemin.exists() and Path(sortie).samefile(chemin):
        raise click.UsageError(
            "la copie annotée remplacerait le document revenu : donnez-lui un autre nom.", click.get_current_context()
        )
    if chemin.suffix.lower() == ".xlsx":
        _illisible(fichier, "Seuls les documents Word se relisent ; un classeur se relit avec « maia importer ».")
    try:
        octets = lire_modele(chemin)
        paquet = Paquet.lire(octets)
        parties_lues(paquet)
        embarque = lire_embarque(paquet)
        document = _document(paquet, embarque, nom, fichier)
    except PaquetRefuse as refus:
        _illisible(fichier, str(refus))
    modele = modeles.get(document.modele) or modele_officiel(document.modele)
    _dire(click.style(montrer(fichier), bold=True))
    _dire(*paragraphe(_provenance(document, embarque)))
    alertes = list(embarque.alterations) if embarque else []
    champs, autres = _champs(document, embarque, dossier, ars, campagne, pieces, fichier)
    try:
        retour = relire_document(paquet, modele, champs)
    except PaquetRefuse as refus:
        _illisible(fichier, str(refus))
    except (ModeleRefuse, RenduImpossible) as refus:
        _illisible(
            fichier, f"Le modèle « {document.modele} » ne permet pas de refaire ce document. {refus}".replace("\n", " ")
        )
    for ligne in _alertes(
        alertes, autres, embarque, modele, avec_modeles=bool(modeles), sans_ars=document.ars and ars is None
    ):
        _dire(ligne)
    for ligne in _retour(retour):
        _dire(ligne)
    if sortie:
        annote = annoter(octets, [_commentaire(e) for e in retour.ecarts])
        try:
            ecrire({Path(sortie): annote}, ecraser=ecraser)
        except EcritureRefusee as refus:
            click.echo(f"maia : {refus}", err=True)
            return USAGE
        _dire(sortie)
    return BLOQUANT if retour.fond or alertes or autres else 0


def _document(paquet: Paquet, embarque: Embarque | None, nom: str | None, fichier: str) -> Document:
    """The document that the file is: as the option says, as it says itself, else the one whose text it bears."""
    demande = nom or (embarque.document if embarque else None)
    if demande is None:
        candidats = {d.nom: parentes(paquet, modele_officiel(d.modele)) for d in catalogue().values() if d.relisible}
        demande = max(candidats, key=lambda n: candidats[n])
        if candidats[demande] < PARENTE:
            _illisible(fichier, "Ce fichier ne ressemble à aucun document de maia : précisez --document NOM.")
        if catalogue()[demande].annuel:
            _illisible(fichier, f"C’est un document « {demande} » : précisez son année, --document {demande}-2013.")
    document = document_nomme(demande)
    if document is None or document.format != "docx":
        noms = ", ".join(n for n, d in catalogue().items() if d.format == "docx")
        raise click.UsageError(
            f"« {montrer(demande)} » n’est pas un document Word de maia. Documents : {noms}.",
            click.get_current_context(),
        )
    return document


def _provenance(document: Document, e: Embarque | None) -> str:
    if e is None:
        return f"Document « {document.nom} » ({document.source}), sans données embarquées."
    return f"Document « {e.document} » ({document.source}), fait avec {e.fichier}, campagne {e.campagne}, {e.regles}."


def _champs(
    document: Document,
    embarque: Embarque | None,
    dossier: str | None,
    ars: str | None,
    campagne: str,
    pieces: Catalogue,
    fichier: str,
) -> tuple[Mapping[str, Any], list[str]]:
    """The fields that the document should show, and what differs between the dossier given and the one inside."""
    connus = embarque.champs if embarque else None
    if dossier is None:
        if connus is not None:
            return connus, []
        _illisible(fichier, "Ce fichier ne contient pas ses valeurs, ou plus : ajoutez --dossier (et --ars).")
    c = campagne_choisie(campagne)
    a = Ars() if ars is None else ars_choisie(ars)
    c = c.reglee(a.reglages)
    lu = ouvrir(Path(dossier), pieces.avec(c.pieces))
    if isinstance(lu, Illisible):
        quitter(lu)
    autres = _changements(embarque, lu)
    if document.ars and ars is None:
        if connus is None:
            raise click.UsageError(
                f"« {document.nom} » tient aussi ses valeurs de l’ARS : ajoutez --ars ARS.yaml.",
                click.get_current_context(),
            )
        return connus, autres
    if document.instruction:
        examiner_pieces([lu])
    rapport = verifier(lu.dossier, c, lu.lecture)
    return document.remplir(lu.dossier, a, c, rapport).valeurs, autres


def _changements(embarque: Embarque | None, lu: DossierLu) -> list[str]:
    """What changed between the dossier inside and the one given: one line for each value."""
    if embarque is None or embarque.source is None or embarque.source == lu.lecture.octets:
        return []
    dedans = analyser(embarque.source, embarque.fichier)
    if not isinstance(dedans, Lecture):
        return ["le dossier embarqué n’est pas lisible"]
    avant, apres = dict(_feuilles(dedans.valeur)), dict(_feuilles(lu.lecture.valeur))
    return [
        f"{chemin}{INSECABLE}: {_dit(avant.get(chemin))} dans le document, {_dit(apres.get(chemin))} dans le dossier"
        for chemin in dict.fromkeys([*avant, *apres])
        if avant.get(chemin) != apres.get(chemin)
    ]


def _feuilles(valeur: Any, chemin: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(valeur, dict):
        for cle, enfant in valeur.items():
            yield from _feuilles(enfant, f"{chemin}.{cle}" if chemin else str(cle))
    elif isinstance(valeur, list):
        for rang, enfant in enumerate(valeur):
            yield from _feuilles(enfant, f"{chemin}.{rang}")
    elif valeur is not None:
        yield chemin, str(valeur)


def _dit(valeur: str | None) -> str:
    if valeur is None:
        return "rien"
    return f"«{INSECABLE}{valeur if len(valeur) < 60 else valeur[:59] + '…'}{INSECABLE}»"


def _alertes(
    alertes: list[str],
    autres: list[str],
    embarque: Embarque | None,
    modele: bytes,
    *,
    avec_modeles: bool,
    sans_ars: bool,
) -> Iterator[str]:
    for alerte in alertes:
        yield from _en_rouge(f"Attention : {alerte}.")
    if autres:
        yield from _en_rouge("Le dossier donné n’est pas celui qui a servi à faire ce document :")
        for ligne in autres[:CHANGEMENTS]:
            yield from paragraphe(ligne, "– ")
        if len(autres) > CHANGEMENTS:
            yield from paragraphe(f"et {len(autres) - CHANGEMENTS} autres valeurs.", "– ")
        if sans_ars:
            yield from paragraphe("Sans --ars, le document est comparé à ce qu’il contient, non à ce dossier.")
    if embarque and embarque.modele and hashlib.sha256(modele).hexdigest() != embarque.modele:
        conseil = "" if avec_modeles else " Si vous aviez vos propres modèles, ajoutez --modeles DOSSIER."
        yield from paragraphe(f"Ce document n’a pas été fait avec le modèle d’aujourd’hui.{conseil}")


def _en_rouge(texte: str) -> Iterator[str]:
    return (click.style(ligne, fg="red", bold=True) for ligne in paragraphe(texte))


_TITRES = {
    Importance.FOND: ("différence de fond", "différences de fond", "red"),
    Importance.COMPLETE: ("passage complété à la main", "passages complétés à la main", "yellow"),
    Importance.FORME: ("différence de forme", "différences de forme", "yellow"),
}


def _retour(retour: Retour) -> Iterator[str]:
    """The differences by importance, each under its article; then the margin; nothing changed is said too."""
    for importance, (un, plusieurs, couleur) in _TITRES.items():
        ecarts = [e for e in retour.ecarts if e.importance is importance]
        if not ecarts:
            continue
        yield ""
        yield click.style(f"{pluriel(len(ecarts), un, plusieurs)}", fg=couleur, bold=True)
        lieu = None
        for ecart in ecarts:
            if ecart.lieu != lieu:
                lieu = ecart.lieu
                yield click.style(montrer(f"  {lieu or 'En tête du document'}"), bold=True)
            yield from paragraphe(ecart.message, "– ")
            if importance is Importance.FOND and ecart.clause:
                yield from (click.style(ligne, dim=True) for ligne in paragraphe(f"Attendu : {ecart.officiel}", "  "))
    if retour.traces:
        yield ""
        yield click.style("Restent dans la marge", fg="yellow", bold=True)
        for trace in retour.traces:
            yield from paragraphe(str(trace), "– ")
    if not retour.ecarts and not retour.traces:
        yield from (click.style(ligne, fg="green", bold=True) for ligne in paragraphe("Rien n’a changé."))


def _commentaire(e: Ecart) -> tuple[int | None, str]:
    """A difference as a Word comment: its paragraph, its text with the wording expected."""
    attendu = f"\nAttendu{INSECABLE}: {e.officiel}" if e.clause else ""
    return e.rang if e.partie == CORPS else None, f"{e}{attendu}"


def _illisible(fichier: str, motif: str) -> NoReturn:
    for ligne in (montrer(fichier), *paragraphe(motif)):
        click.echo(ligne, err=True)
    raise click.exceptions.Exit(ILLISIBLE)


def _dire(*lignes: str) -> None:
    for ligne in lignes:
        click.echo(ligne)
