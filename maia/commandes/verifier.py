"""`maia verifier`: the verdict on one or several dossiers."""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click

from maia.affichage import FILET, choix_en_vigueur, illisible, rapport
from maia.choix import choix_locaux
from maia.commandes.options import ars_choisie, campagne_choisie, option_campagne, option_ecraser, option_pieces
from maia.ecriture import EcritureRefusee, ecrire
from maia.forms.campagne import Campagne
from maia.forms.constat import Constat, Gravite
from maia.forms.controle import Controle
from maia.forms.lecture import Illisible
from maia.forms.pieces import Catalogue, catalogue
from maia.largeur import montrer
from maia.ligne import BLOQUANT, ILLISIBLE, USAGE, Commande
from maia.matrice import en_json, matrice
from maia.verification import Verifie, verifier_fichiers

VERSION_JSON = 1
Resultats = list[Verifie | Illisible]

_SURROGAT = re.compile("[\ud800-\udfff]")


@click.command(cls=Commande, exemple="maia verifier dossier.yaml --html releve.html")
@click.argument("fichiers", nargs=-1, required=True, metavar="FICHIER…")
@option_campagne
@option_pieces
@click.option(
    "--ars", metavar="ARS.yaml", help="Fichier de l’ARS : ses gravités, ses pièces et ses seuils (« reglages »)."
)
@click.option("--expliquer", is_flag=True, help="Montrer aussi les contrôles qui n’ont rien trouvé, par famille.")
@click.option("--json", "en_json", is_flag=True, help="Écrire le résultat en JSON, pour un autre programme.")
@click.option(
    "--html", metavar="SORTIE.html", help="Écrire aussi le relevé complet dans une page, à imprimer ou à transmettre."
)
@click.option(
    "--classeur",
    metavar="SORTIE.xlsx",
    help="Écrire aussi la synthèse des dossiers dans un classeur Excel, à trier et à filtrer.",
)
@option_ecraser
@click.option(
    "--strict", is_flag=True, help="Compter les avertissements comme des anomalies bloquantes dans le code de sortie."
)
def commande(
    fichiers: tuple[str, ...],
    campagne: str,
    pieces: Catalogue,
    ars: str | None,
    expliquer: bool,
    en_json: bool,
    html: str | None,
    classeur: str | None,
    ecraser: bool,
    strict: bool,
) -> int:
    """Vérifier un ou plusieurs dossiers de candidature.

    Les pièces sont cherchées à partir du dossier du fichier YAML. Le résultat
    dit si chaque dossier est complet, éligible, recevable, et son budget conforme.

    Plusieurs dossiers sont résumés dans un tableau, avec les places de chaque
    région. Au-delà de cinq, seules les anomalies bloquantes sont détaillées :
    « --expliquer » montre tout, « --html » et « --classeur » l’écrivent.
    """
    chemins = chemins_nommes(fichiers)
    if faute := _confusion(chemins, html, classeur):
        click.echo(f"maia : {faute}", err=True)
        return USAGE
    c = campagne_choisie(campagne)
    liste = catalogue().avec({**c.pieces, **pieces.locales})
    choix = choix_locaux(c, campagne, liste)
    if ars is not None:
        c = c.reglee(ars_choisie(ars).reglages)
        liste, choix = liste.avec(c.pieces), (*choix, *c.choix_locaux)
    resultats = verifier_fichiers(chemins, c, liste)
    try:
        ecrire(_sorties(resultats, c, liste, choix, html, classeur), ecraser=ecraser)
    except EcritureRefusee as refus:
        click.echo(f"maia : {refus}", err=True)
        return USAGE
    if en_json:
        click.echo(texte_json(_json(resultats, c, liste, expliquer=expliquer)))
    else:
        _montrer(resultats, c, liste, choix, expliquer=expliquer)
        for nom, quoi in ((html, "Relevé écrit"), (classeur, "Classeur écrit")):
            if nom is not None:
                click.echo(f"\n{quoi} : {montrer(nom)}")
    return _code(resultats, strict=strict)


def _confusion(lus: list[Path], html: str | None, classeur: str | None) -> str:
    """A sentence when a file to write is one of those read, or when two to write are the same: `--ecraser` would lose one."""
    deja = {os.path.realpath(chemin) for chemin in lus}
    for nom in filter(None, (html, classeur)):
        if (ou := os.path.realpath(nom)) in deja:
            return f"« {montrer(nom)} » est déjà nommé dans cette commande : choisissez un autre fichier à écrire."
        deja.add(ou)
    return ""


def _sorties(
    resultats: Resultats,
    c: Campagne,
    pieces: Catalogue,
    choix: tuple[str, ...],
    html: str | None,
    classeur: str | None,
) -> dict[Path, bytes]:
    """The files asked for, each engine loaded only where it serves."""
    sorties: dict[Path, bytes] = {}
    if html is not None:
        from maia.page import page  # noqa: PLC0415

        sorties[Path(html)] = page(resultats, c, pieces, choix)
    if classeur is not None:
        from maia.generators.synthese import synthese  # noqa: PLC0415

        sorties[Path(classeur)] = synthese(matrice(resultats, c, pieces), c, choix)
    return sorties


def chemins_nommes(fichiers: tuple[str, ...]) -> list[Path]:
    """The files named; `*.yaml` is spread out here for shells that don't (Windows)."""
    chemins: list[Path] = []
    for fichier in fichiers:
        motif = any(x in fichier for x in "*?[") and not Path(fichier).exists()
        trouves = sorted(glob.glob(fichier)) if motif else []  # noqa: PTH207 - the pattern may be absolute
        chemins += map(Path, trouves or [fichier])
    return list(dict.fromkeys(chemins))


def _code(resultats: Resultats, *, strict: bool) -> int:
    if any(isinstance(resultat, Illisible) for resultat in resultats):
        return ILLISIBLE
    comptees = {Gravite.BLOQUANT, Gravite.AVERTISSEMENT} if strict else {Gravite.BLOQUANT}
    trouvees = {c.gravite for v in resultats if isinstance(v, Verifie) for c in v.rapport.constats}
    return BLOQUANT if trouvees & comptees else 0


def _montrer(resultats: Resultats, c: Campagne, pieces: Catalogue, choix: tuple[str, ...], *, expliquer: bool) -> None:
    if len(resultats) == 1:
        lignes = _en_entier(resultats, c, choix, expliquer=expliquer)
    else:
        from maia.synthese import PEU, en_bref, synthese  # noqa: PLC0415 - rich, for several dossiers only

        m = matrice(resultats, c, pieces)
        if len(resultats) <= PEU or expliquer:
            lignes = chain(_en_entier(resultats, c, choix, expliquer=expliquer), [FILET], synthese(m))
        else:
            lignes = chain(en_bref(m), choix_en_vigueur(choix), synthese(m))
    for ligne in lignes:
        click.echo(ligne)


def _en_entier(resultats: Resultats, c: Campagne, choix: tuple[str, ...], *, expliquer: bool) -> Iterator[str]:
    """Every finding of every dossier."""
    for rang, resultat in enumerate(resultats):
        if rang:
            yield FILET
        if isinstance(resultat, Illisible):
            yield from illisible(resultat)
        else:
            v = resultat
            yield from rapport(str(v.lu.chemin), v.lu.lecture, v.rapport, c, v.controles if expliquer else ())
    yield from choix_en_vigueur(choix)


def texte_json(valeur: Any) -> str:
    """JSON in UTF-8; a byte of a file's name that is no text is written as JSON can, in an escape."""
    texte = json.dumps(valeur, ensure_ascii=False, indent=1)
    return _SURROGAT.sub(lambda trouve: f"\\u{ord(trouve[0]):04x}", texte)


def _json(resultats: Resultats, c: Campagne, pieces: Catalogue, *, expliquer: bool) -> dict[str, Any]:
    """The JSON contract; several files have a summary besides."""
    contrat = {
        "version": VERSION_JSON,
        "campagne": str(c.annee),
        "fichiers": [_fichier(resultat, expliquer=expliquer) for resultat in resultats],
    }
    return {**contrat, "synthese": en_json(matrice(resultats, c, pieces))} if len(resultats) > 1 else contrat


def _fichier(resultat: Verifie | Illisible, *, expliquer: bool) -> dict[str, Any]:
    """One file of the JSON contract; an unreadable one has no verdict (`null`) and one finding."""
    if isinstance(resultat, Illisible):
        refus = Constat("", resultat.message, "", regle="lecture", ligne=resultat.ligne, colonne=resultat.colonne)
        sans = dict.fromkeys(("complet", "eligible", "recevable", "budget_conforme"))
        lu = {"fichier": resultat.fichier, "lisible": False, "verdict": sans, "constats": [constat_json(refus)]}
        return {**lu, "controles": []} if expliquer else lu
    v = resultat.rapport.verdict
    lu = {
        "fichier": str(resultat.lu.chemin),
        "lisible": True,
        "verdict": {
            "complet": v.complet,
            "eligible": v.eligible,
            "recevable": v.recevable,
            "budget_conforme": v.budget_conforme,
        },
        "constats": [constat_json(constat) for constat in resultat.rapport.constats],
    }
    return {**lu, "controles": [_controle(c) for c in resultat.controles]} if expliquer else lu


def constat_json(c: Constat) -> dict[str, Any]:
    """One finding of the JSON contract."""
    return {
        "regle": c.regle,
        "gravite": str(c.gravite),
        "message": c.message,
        "ligne": c.ligne,
        "colonne": c.colonne,
        "chemin": c.chemin_lisible,
        "remede": c.remede,
        "source": c.source,
    }


def _controle(c: Controle) -> dict[str, Any]:
    return {
        "regle": c.regle,
        "famille": c.famille,
        "titre": c.titre,
        "gravite": str(c.gravite),
        "resultat": str(c.resultat).replace(" ", "_"),
        "constats": c.constats,
        "source": c.source,
    }
