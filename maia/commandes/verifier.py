"""`maia verifier`: the verdict on one or several dossiers."""

from __future__ import annotations

import glob
import json
from pathlib import Path
from typing import Any

import click

from maia.affichage import illisible, rapport
from maia.commandes.options import campagne_choisie, option_campagne, option_pieces
from maia.forms.campagne import Campagne
from maia.forms.constat import Constat
from maia.forms.lecture import Illisible
from maia.forms.ouverture import DossierLu, examiner_pieces, ouvrir
from maia.forms.pieces import Catalogue
from maia.ligne import BLOQUANT, ILLISIBLE, Commande
from maia.validators.rapport import Rapport, verifier

VERSION_JSON = 1


@click.command(cls=Commande, exemple="maia verifier dossier.yaml")
@click.argument("fichiers", nargs=-1, required=True, metavar="FICHIER…")
@option_campagne
@option_pieces
@click.option("--json", "en_json", is_flag=True, help="Écrire le résultat en JSON, pour un autre programme.")
@click.option(
    "--strict", is_flag=True, help="Compter les avertissements comme des anomalies bloquantes dans le code de sortie."
)
def commande(fichiers: tuple[str, ...], campagne: str, pieces: Catalogue, en_json: bool, strict: bool) -> int:
    """Vérifier un ou plusieurs dossiers de candidature.

    Les pièces sont cherchées à partir du dossier du fichier YAML. Le résultat
    dit si chaque dossier est complet, éligible, recevable, et son budget conforme.
    """
    c = campagne_choisie(campagne)
    lus = [ouvrir(chemin, pieces) for chemin in _chemins(fichiers)]
    examiner_pieces([lu for lu in lus if isinstance(lu, DossierLu)])
    resultats = [(lu, verifier(lu.dossier, c, lu.lecture)) if isinstance(lu, DossierLu) else (lu, None) for lu in lus]
    if en_json:
        click.echo(json.dumps(_json(resultats, c), ensure_ascii=False, indent=1))
    else:
        _montrer(resultats, c)
    if any(isinstance(lu, Illisible) for lu, _ in resultats):
        return ILLISIBLE
    bloquants = [
        r
        for _, r in resultats
        if r and (r.bloquant or (strict and any(c.gravite != "information" for c in r.constats)))
    ]
    return BLOQUANT if bloquants else 0


def _chemins(fichiers: tuple[str, ...]) -> list[Path]:
    """The files named; `*.yaml` is spread out here for shells that don't (Windows)."""
    chemins: list[Path] = []
    for fichier in fichiers:
        motif = any(x in fichier for x in "*?[") and not Path(fichier).exists()
        trouves = sorted(glob.glob(fichier)) if motif else []  # noqa: PTH207 - the pattern may be absolute
        chemins += map(Path, trouves or [fichier])
    return list(dict.fromkeys(chemins))


_Resultats = list[tuple[DossierLu, Rapport] | tuple[Illisible, None]]


def _montrer(resultats: Any, c: Campagne) -> None:
    for rang, (lu, r) in enumerate(resultats):
        if rang:
            click.echo("─" * 80)
        lignes = illisible(lu) if r is None else rapport(str(lu.chemin), lu.lecture, r, c)
        for ligne in lignes:
            click.echo(ligne)
    if len(resultats) > 1:
        from maia.synthese import tableau  # noqa: PLC0415 - rich, for several dossiers only

        click.echo("─" * 80)
        tableau(resultats)


def _json(resultats: Any, c: Campagne) -> dict[str, Any]:
    return {
        "version": VERSION_JSON,
        "campagne": str(c.annee),
        "fichiers": [_fichier(lu, r) for lu, r in resultats],
    }


def _fichier(lu: DossierLu | Illisible, r: Rapport | None) -> dict[str, Any]:
    """One file of the JSON contract; an unreadable one has no verdict (`null`) and one finding."""
    if isinstance(lu, Illisible) or r is None:
        refus = Constat("", lu.message, "", regle="lecture", ligne=lu.ligne, colonne=lu.colonne)  # type: ignore[union-attr]
        sans = dict.fromkeys(("complet", "eligible", "recevable", "budget_conforme"))
        return {"fichier": lu.fichier, "lisible": False, "verdict": sans, "constats": [_constat(refus)]}  # type: ignore[union-attr]
    v = r.verdict
    return {
        "fichier": str(lu.chemin),
        "lisible": True,
        "verdict": {
            "complet": v.complet,
            "eligible": v.eligible,
            "recevable": v.recevable,
            "budget_conforme": v.budget_conforme,
        },
        "constats": [_constat(constat) for constat in r.constats],
    }


def _constat(c: Constat) -> dict[str, Any]:
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
