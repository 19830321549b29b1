"""`maia demo`: the main job on the samples, so that somebody can look before writing anything."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from maia.ligne import Commande, executer

DOSSIER = "maia-demo"
_EXEMPLES = ("ars", "dossiers", "psi", "refuses")


@click.command(cls=Commande, exemple="maia demo")
@click.argument("dossier", default=DOSSIER, metavar="[DOSSIER]")
def commande(dossier: str) -> int:
    """Essayer tout de suite, sur des exemples fictifs.

    Copie les exemples, vérifie un dossier accepté et un dossier refusé, produit
    les documents du porteur, la convention et un PSI, puis dit où regarder.
    """
    racine = Path(dossier)
    exemples, produits = racine / "exemples", racine / "documents"
    for nom in _EXEMPLES:
        _copier(files("maia.samples").joinpath(nom), exemples / nom)
    accepte, refuse = exemples / "dossiers" / "gatine.yaml", exemples / "refuses" / "plafond-depasse-d-un-euro.yaml"
    ars, psi = exemples / "ars" / "poitou-charentes.yaml", exemples / "psi" / "ordinaire.yaml"
    etapes = (
        ("Vérifier un dossier accepté", ["verifier", str(accepte)], 0),
        ("Vérifier un dossier refusé : l’anomalie est expliquée", ["verifier", str(refuse)], 1),
        (
            "Produire les documents du porteur et la convention",
            ["produire", str(accepte), "--ars", str(ars), "-o", str(produits), "--ecraser"],
            0,
        ),
        ("Produire un PSI", ["psi", str(psi), "-o", str(produits / "psi-ordinaire.pdf"), "--ecraser"], 0),
    )
    for titre, arguments, attendu in etapes:
        click.secho(f"\n— {titre}", bold=True)
        click.echo(f"$ maia {' '.join(arguments)}\n")
        if (code := executer(arguments)) != attendu:
            click.echo(f"maia : la démonstration s’arrête, code {code} au lieu de {attendu}.", err=True)
            return code or 1
    click.secho("\n— À regarder", bold=True)
    for chemin in sorted(produits.iterdir()):
        click.echo(f"  {chemin}")
    click.echo(f"  {accepte}   le dossier dont ils viennent : ouvrez-le, changez un montant, recommencez")
    return 0


def _copier(source: Traversable, cible: Path) -> None:
    cible.mkdir(parents=True, exist_ok=True)
    for element in source.iterdir():
        if element.is_dir():
            if element.name != "__pycache__":
                _copier(element, cible / element.name)
        elif not element.name.endswith(".py"):
            (cible / element.name).write_bytes(element.read_bytes())
