"""`maia produire`: the official documents of one dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from maia.affichage import paragraphe, verdict
from maia.commandes.options import (
    ars_choisie,
    campagne_choisie,
    option_campagne,
    option_ecraser,
    option_modeles,
    option_pdf,
    option_pieces,
    quitter,
)
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.ars import Ars
from maia.forms.francais import nom_de_fichier, pluriel
from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.forms.pieces import Catalogue
from maia.generators.documents import Document, Manquant
from maia.generators.erreurs import RenduImpossible
from maia.generators.production import catalogue, document_nomme, par_defaut, rendre
from maia.largeur import a_taper
from maia.ligne import BLOQUANT, ILLISIBLE, SANS_PDF, USAGE, Commande
from maia.origine import origine
from maia.validators.rapport import verifier
from maia.verification import controles


@click.command(cls=Commande, exemple="maia produire dossier.yaml --ars ars.yaml -o documents")
@click.argument("fichier", metavar="FICHIER")
@click.option(
    "-o", "--sortie", required=True, metavar="DOSSIER", help="Dossier où écrire les documents ; créé au besoin."
)
@click.option("--ars", metavar="ARS.yaml", help="Fichier de l’ARS, pour les conventions.")
@click.option(
    "--documents",
    metavar="LISTE",
    help="Noms des documents, séparés par des virgules ; un nom inconnu en montre la liste.",
)
@click.option(
    "--brouillon", is_flag=True, help="Produire quand même : les renseignements absents restent en pointillés."
)
@option_pdf
@option_ecraser
@option_campagne
@option_pieces
@option_modeles
def commande(
    fichier: str,
    sortie: str,
    ars: str | None,
    documents: str | None,
    brouillon: bool,
    pdf: bool,
    ecraser: bool,
    campagne: str,
    pieces: Catalogue,
    modeles: Mapping[str, bytes],
) -> int:
    """Produire les documents d’un dossier, en Word et en Excel.

    Sans --documents : tous les documents du porteur (dossier de demande, budget,
    tableau des engagements, engagement de recruter un pilote, attestation), et la
    convention si --ars est donné. Un dossier qui a une anomalie bloquante, ou
    auquel il manque un renseignement, n’est produit qu’en brouillon.

    Les courriers de l’ARS (accusé de réception, demande de pièces, décision), le
    relevé d’instruction et les avenants se demandent par leur nom :
    « --documents accuse-de-reception,avenant-2013 ». « maia instruire » fait, pour
    de nombreux dossiers, les courriers et le relevé qui conviennent à chacun.
    """
    c = campagne_choisie(campagne)
    de_l_ars = None if ars is None else ars_choisie(ars)
    choisis = _choisis(documents, de_l_ars, brouillon=brouillon)
    a = de_l_ars or Ars()
    c = c.reglee(a.reglages)
    lu = ouvrir(Path(fichier), pieces.avec(c.pieces))
    if isinstance(lu, Illisible):
        quitter(lu)
    examiner_pieces([lu])
    rapport = verifier(lu.dossier, c, lu.lecture)
    rapport = replace(rapport, controles=controles(rapport, c, lu.lecture))
    a_juger = not all(document.instruction for document in choisis.values())  # a letter tells of what blocks
    if rapport.bloquant and a_juger and not brouillon:
        _dire(*verdict(fichier, rapport))
        _dire(
            *paragraphe(
                f"Rien n’a été produit. « maia verifier {a_taper(fichier)} » montre les anomalies ; --brouillon produit quand même."
            )
        )
        return BLOQUANT
    remplis = {nom: document.remplir(lu.dossier, a, c, rapport) for nom, document in choisis.items()}
    manquants = list(dict.fromkeys(m for champs in remplis.values() for m in champs.manquants))
    if manquants and not brouillon:
        _dire(*_absents(manquants, fichier, ars))
        return BLOQUANT
    dossier, depuis = Path(sortie), origine(lu, campagne)
    try:
        fichiers = {
            dossier / _nom(nom, d, lu, brouillon): rendre(d, remplis[nom], modeles=modeles, origine=depuis)
            for nom, d in choisis.items()
        }
    except RenduImpossible as refus:
        if not modeles:
            raise  # our own templates ask for nothing that a document hasn't: tests say so
        click.echo(f"maia : {refus}", err=True)
        return ILLISIBLE
    if pdf:
        from maia.lot import libreoffice  # noqa: PLC0415 - for who asks

        fichiers |= libreoffice.copies(fichiers)
    try:
        ecrire(fichiers, ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    for chemin in fichiers:
        click.echo(chemin)
    if manquants:
        click.echo(
            f"{pluriel(len(manquants), 'renseignement absent', 'renseignements absents')}, en pointillés :", err=True
        )
        _dire(*_lignes(manquants, fichier, ars))
    sans_copie = [c.name for c in fichiers if c.suffix == ".docx" and c.with_suffix(".pdf") not in fichiers]
    if pdf and sans_copie:
        raison = libreoffice.REFUSE if libreoffice.trouver() else libreoffice.ABSENT
        _dire(*paragraphe(f"Sans copie PDF : {', '.join(sans_copie)}. {raison}"))
        return SANS_PDF
    return 0


def _choisis(noms: str | None, ars: Ars | None, *, brouillon: bool) -> dict[str, Document]:
    demandes = [nom.strip() for nom in noms.split(",")] if noms else par_defaut(ars)
    return {nom: _choisi(nom, avec_ars=ars is not None or brouillon) for nom in demandes}


def _choisi(nom: str, *, avec_ars: bool) -> Document:
    ctx, connus = click.get_current_context(), catalogue()
    document = document_nomme(nom)
    if document is None and nom in connus:
        raise click.UsageError(f"« {nom} » se fait pour une année : écrivez « {nom}-2013 », par exemple.", ctx)
    if document is None:
        noms = ", ".join(f"{n}-ANNÉE" if d.annuel else n for n, d in connus.items())
        raise click.UsageError(f"le document « {nom} » n’existe pas. Documents : {noms}.", ctx)
    if document.ars and not avec_ars:
        raise click.UsageError(f"« {nom} » a besoin du fichier de l’ARS : ajoutez --ars ARS.yaml.", ctx)
    return document


def _nom(nom: str, document: Document, lu: DossierLu, brouillon: bool) -> str:
    porteur = nom_de_fichier(lu.dossier.porteur.raison_sociale or lu.chemin.stem)
    return f"{'brouillon-' if brouillon else ''}{nom}-{porteur}.{document.format}"


def _absents(manquants: list[Manquant], fichier: str, ars: str | None) -> list[str]:
    return [
        f"{pluriel(len(manquants), 'renseignement manque', 'renseignements manquent')} pour produire les documents :",
        *_lignes(manquants, fichier, ars),
        *paragraphe(
            "Complétez ces fichiers, ou ajoutez --brouillon : les renseignements absents y resteront en pointillés."
        ),
    ]


def _lignes(manquants: list[Manquant], fichier: str, ars: str | None) -> list[str]:
    ou = {"dossier": fichier, "ars": ars or "ARS.yaml"}
    return [f"  {ou[m.fichier]}  {m.chemin}  ({m.libelle})" for m in manquants]


def _dire(*lignes: str) -> None:
    for ligne in lignes:
        click.echo(ligne, err=True)
