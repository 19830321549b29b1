"""`maia transmettre`: one ZIP with all that an ARS receives, and what lets it check it."""

from __future__ import annotations

from pathlib import Path

import click

from maia.affichage import paragraphe, verdict
from maia.commandes.assembler import dire_l_empechement
from maia.commandes.options import campagne_choisie, option_campagne, option_ecraser, option_pieces, quitter
from maia.ecriture import EcritureRefusee
from maia.forms.francais import nombre, pluriel
from maia.forms.lecture import Illisible
from maia.forms.pieces import Catalogue
from maia.largeur import a_taper
from maia.ligne import BLOQUANT, USAGE, Commande
from maia.verification import verifier_fichiers


@click.command(cls=Commande, exemple="maia transmettre dossier.yaml -o candidature.zip --assembler")
@click.argument("fichier", metavar="DOSSIER.yaml")
@click.option("-o", "--sortie", required=True, metavar="PAQUET.zip", help="Paquet à écrire.")
@click.option("--assembler", "ensemble", is_flag=True, help="Joindre aussi la candidature en un seul PDF.")
@click.option(
    "--malgre-tout",
    is_flag=True,
    help="Préparer le paquet malgré les anomalies bloquantes : elles sont écrites dans le manifeste.",
)
@option_ecraser
@option_campagne
@option_pieces
def commande(
    fichier: str, sortie: str, ensemble: bool, malgre_tout: bool, ecraser: bool, campagne: str, pieces: Catalogue
) -> int:
    """Préparer le paquet à envoyer à l’ARS : dossier, pièces, documents, manifeste.

    Le manifeste, joint, liste les fichiers avec leur taille et leur empreinte, la version des
    règles et le verdict. Un dossier qui a une anomalie bloquante n’est préparé
    qu’avec --malgre-tout. Rien n’est envoyé : joignez le paquet à votre message.

    Un chemin qui sort du dossier du fichier YAML est adapté dans la copie jointe ;
    votre fichier ne change pas.
    """
    from maia.transmission import Retenu, transmettre  # noqa: PLC0415 - the engines, once the command is sure

    c = campagne_choisie(campagne)
    (verifie,) = verifier_fichiers([Path(fichier)], c, pieces)
    if isinstance(verifie, Illisible):
        quitter(verifie)
    if verifie.rapport.bloquant and not malgre_tout:
        _dire(*verdict(fichier, verifie.rapport))
        _dire(
            *paragraphe(
                f"Rien n’a été écrit. « maia verifier {a_taper(fichier)} » montre les anomalies ; --malgre-tout prépare le paquet "
                "quand même, et les y écrit."
            )
        )
        return BLOQUANT
    try:
        fait = transmettre(
            verifie,
            c,
            pieces.avec(c.pieces),
            Path(sortie),
            campagne=campagne,
            malgre_tout=malgre_tout,
            ensemble=ensemble,
            ecraser=ecraser,
        )
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    if isinstance(fait, Retenu):
        if fait.empeche:
            dire_l_empechement(fichier, fait.empeche.fautifs, fait.empeche.manquants)
        else:
            _dire(f"{pluriel(len(fait.manquants), 'renseignement manque', 'renseignements manquent')} aux documents :")
            _dire(*(f"  {fichier}  {m.chemin}  ({m.libelle})" for m in fait.manquants))
            _dire(*paragraphe("Rien n’a été écrit. Complétez le dossier, ou ajoutez --malgre-tout."))
        return BLOQUANT
    m = fait.manifeste
    if fait.sans_ensemble:
        _dire(*paragraphe("Le PDF d’ensemble n’a pas pu être fait : « maia assembler » dit pourquoi."))
    if fait.en_pointilles:
        _dire(*paragraphe(f"{pluriel(len(fait.en_pointilles), 'renseignement')} en pointillés dans les documents."))
    for adapte in m.chemins_adaptes:
        _dire(*paragraphe(f"{adapte.champ} : le fichier est joint sous le nom « {adapte.nom} ».", "• "))
    for absent in m.absents:
        _dire(*paragraphe(f"{absent} : fichier non joint.", "• "))
    _dire(*verdict(fichier, verifie.rapport))
    total = sum(f.octets for f in m.fichiers)
    click.echo(f"{sortie}  ({pluriel(len(m.fichiers), 'fichier')}, {nombre(-(-total // 1000))} ko)")
    return 0


def _dire(*lignes: str) -> None:
    for ligne in lignes:
        click.echo(ligne, err=True)
