"""The table of results: on the terminal, as JSON, as a page of Markdown."""

from __future__ import annotations

import datetime
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.bilan import Ligne, nombre
from bench.cadre import Cadre

COLONNES = ("Mesure", "Pair", "maia", "le pair", "Rapport (extrêmes)", "Cible", "")
LARGEUR = 132
METHODE = """\
- Chaque moteur travaille dans son propre processus. Tous passent à leur tour à chaque tour, pendant le même temps : un
  moment où la machine est occupée pèse sur tous. La durée montrée est la médiane des médianes des tours, le rapport la
  médiane des rapports tour par tour, avec le plus petit et le plus grand. Une durée sans pair est celle du tour le plus
  calme : les autres programmes de la machine ne peuvent que l’allonger.
- Chacun fait le même travail : mêmes champs, 55 porteurs différents (annexe I), document rendu en octets, sans disque.
  Avant la mesure, le banc vérifie que les textes des conventions, les cellules des classeurs et les mots des PSI des pairs
  sont les nôtres ; il s’arrête sinon.
- Les modèles des pairs en JavaScript sont les nôtres, traduits balise pour balise. Ce qu’un moteur permet de préparer une
  fois pour toutes l’est hors mesure, après deux tours de chauffe au moins.
- Compression : maia isal (niveau 1), les pairs leur réglage courant."""


def montrer(lignes: Sequence[Ligne]) -> None:
    """The table and its notes, on the terminal."""
    console = Console(width=None if os.isatty(1) else LARGEUR)
    table = Table(*COLONNES)
    for ligne in lignes:
        style = {True: "green", False: "bold red", None: ""}[ligne.tenue]
        table.add_row(*ligne.cellules()[:-1], f"[{style}]{ligne.verdict}[/]" if style else ligne.verdict)
    console.print(table)
    for note in _notes(lignes):
        console.print(f"- {note}", highlight=False, markup=False)
    console.print(conclusion(lignes), highlight=False)


def conclusion(lignes: Iterable[Ligne]) -> str:
    """One sentence: targets met, missed, not measured."""
    cibles = [ligne for ligne in lignes if ligne.cible]
    tenues = sum(ligne.tenue is True for ligne in cibles)
    sans_mesure = sum(ligne.tenue is None for ligne in cibles)
    debut = "1 cible tenue" if tenues == 1 else f"{tenues} cibles tenues"
    return f"{debut} sur {len(cibles)}" + (f", {sans_mesure} sans mesure." if sans_mesure else ".")


def en_json(lignes: Sequence[Ligne], cadre: Cadre) -> str:
    """For another program."""
    contenu = {"version": 1, "conditions": _conditions(cadre), "lignes": [ligne.json() for ligne in lignes]}
    return json.dumps(contenu, ensure_ascii=False, indent=1) + "\n"


def en_markdown(lignes: Sequence[Ligne], cadre: Cadre) -> str:
    """The page bench/RESULTATS.md."""
    conditions = " ; ".join(f"{nom} : {valeur}" for nom, valeur in _conditions(cadre).items() if valeur is not None)
    rangees = [" | ".join(ligne.cellules()) for ligne in lignes]
    return "\n".join(
        [
            "# Résultats du banc",
            "",
            "Page écrite par `make bench BENCH_ARGS=--ecrire` : ne la modifiez pas à la main.",
            "",
            conditions + ".",
            "",
            f"**{conclusion(lignes)}**",
            "",
            "| " + " | ".join(COLONNES) + " |",
            "|" + "---|" * len(COLONNES),
            *(f"| {rangee} |" for rangee in rangees),
            "",
            "## Notes",
            "",
            *(f"- {note}" for note in _notes(lignes)),
            "",
            "## Méthode",
            "",
            METHODE,
            "",
        ]
    )


def _notes(lignes: Sequence[Ligne]) -> list[str]:
    """One note a line that has one, the same words once."""
    sujets: dict[str, list[str]] = {}
    for ligne in lignes:
        for texte in filter(None, (ligne.absent, ligne.note)):
            sujets.setdefault(texte, []).append(f"{ligne.mesure}, {ligne.pair}" if ligne.pair else ligne.mesure)
    return [f"{' ; '.join(dict.fromkeys(noms))} : {texte}." for texte, noms in sujets.items()]


def _conditions(cadre: Cadre) -> dict[str, Any]:
    """What the figures depend on, without naming the machine."""
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    return {
        "date": datetime.date.today().isoformat(),
        "Python": platform.python_version(),
        "Node.js": version.strip().lstrip("v") or "absent",
        "système": platform.system(),
        "cœurs": os.cpu_count(),
        "charge de la machine au départ": None if cadre.charge is None else nombre(cadre.charge),
        "tours": cadre.tours,
        "secondes par moteur et par tour": nombre(cadre.secondes),
    }
