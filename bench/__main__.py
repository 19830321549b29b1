"""`python -m bench`: measure, show, keep."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

import click

from bench.bilan import Arret, Ligne
from bench.cadre import Cadre
from bench.installation import ICI, verrouiller
from bench.rapport import en_json, en_markdown, montrer

MESURES = (
    "convention",
    "classeur",
    "psi",
    "lecture",
    "dossier",
    "campagne",
    "lot",
    "agregat",
    "demarrage",
    "hostiles",
    "memoire",
)
ENTIER, RAPIDE = (15, 0.4), (5, 0.15)  # rounds, seconds for each engine in a round


@click.command(help="Mesurer maia et ses pairs, côte à côte. Sans argument : toutes les mesures.")
@click.argument("mesures", nargs=-1, type=click.Choice(MESURES), metavar="[MESURE]…")
@click.option("--rapide", is_flag=True, help="Moins de tours, plus courts : un ordre de grandeur.")
@click.option(
    "--json", "fichier_json", type=click.Path(path_type=Path), metavar="FICHIER", help="Écrire aussi en JSON."
)
@click.option("--ecrire", is_flag=True, help="Refaire bench/RESULTATS.md (toutes les mesures).")
@click.option("--verrou", is_flag=True, help="Refaire bench/requirements.txt, sans mesurer.")
def commande(mesures: tuple[str, ...], rapide: bool, fichier_json: Path | None, ecrire: bool, verrou: bool) -> None:
    """Exit code 0 whatever the figures: a bench tells, it doesn't judge."""
    if verrou:
        verrouiller()
        return
    if ecrire and mesures:
        raise click.UsageError("--ecrire refait la page entière : ne nommez pas de mesure.")
    tours, secondes = RAPIDE if rapide else ENTIER
    lignes: list[Ligne] = []
    with tempfile.TemporaryDirectory() as temporaire:
        cadre = Cadre(Path(temporaire), tours, secondes)
        if cadre.charge and cadre.charge > (os.cpu_count() or 1) / 2:
            print("La machine est occupée : les durées seront surestimées, les rapports moins sûrs.", file=sys.stderr)
        for nom in mesures or MESURES:
            print(f"Mesure : {nom}…", file=sys.stderr, flush=True)
            lignes += importlib.import_module(f"bench.mesures.{nom}").mesurer(cadre)
    montrer(lignes)
    if fichier_json:
        fichier_json.write_text(en_json(lignes, cadre), encoding="utf-8")
    if ecrire:
        (ICI / "RESULTATS.md").write_text(en_markdown(lignes, cadre), encoding="utf-8")


if __name__ == "__main__":
    try:
        commande(prog_name="python -m bench")
    except Arret as arret:
        sys.exit(f"Le banc s’arrête : {arret}")
