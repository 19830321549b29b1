"""The summary of several dossiers, one line each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from maia.forms.constat import Gravite
from maia.forms.francais import euros, pluriel
from maia.validators.rapport import Rapport


def _oui(valeur: bool) -> str:
    return "[green]oui[/]" if valeur else "[red]non[/]"


def tableau(resultats: Any) -> None:
    """Print the table: dossier, verdict, amount asked, number of blocking findings and warnings."""
    console = Console(highlight=False, width=None if Console().is_terminal else 100)
    table = Table(title="Synthèse", title_justify="left", header_style="bold", box=box.SIMPLE, pad_edge=False)
    table.add_column("Dossier", overflow="fold")
    for titre in ("Complet", "Éligible", "Recevable", "Budget"):
        table.add_column(titre, justify="center")
    table.add_column("Demandé", justify="right", no_wrap=True)
    table.add_column("Bloquant", justify="right")
    table.add_column("Avert.", justify="right")
    recevables = 0
    for lu, r in resultats:
        if not isinstance(r, Rapport):
            table.add_row(Path(lu.fichier).name, "[red]illisible[/]", "", "", "", "", "", "")
            continue
        v, montant = r.verdict, lu.dossier.demande.montant
        recevables += v.recevable
        table.add_row(
            Path(lu.chemin).name,
            *map(_oui, (v.complet, v.eligible, v.recevable, v.budget_conforme)),
            euros(montant) if montant is not None else "",
            str(len(r.de_gravite(Gravite.BLOQUANT))),
            str(len(r.de_gravite(Gravite.AVERTISSEMENT))),
        )
    console.print(table)
    console.print(f"{pluriel(len(resultats), 'dossier')}, {pluriel(recevables, 'recevable')}.")
