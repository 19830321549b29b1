"""Draws `commandes.md`: each command of `maia`, as its own `--help` tells it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from maia.aide import COMMANDES, aide
from maia.ligne import principal


def page() -> Iterator[str]:
    """The commands, in the order of the help, in pieces of Markdown."""
    yield "# Les commandes"
    yield "Ce que dit `maia --help`, puis `maia COMMANDE --help` de chacune."
    yield f"```\n{aide()}\n```"
    groupe = click.Context(principal, info_name="maia")
    for nom in COMMANDES:
        commande = principal.get_command(groupe, nom)
        assert commande is not None  # noqa: S101 - the help names no command that isn't there
        yield from _commande(commande, click.Context(commande, info_name=nom, parent=groupe, max_content_width=88))


def _commande(commande: click.Command, contexte: click.Context) -> Iterator[str]:
    yield f"## {contexte.command_path}"
    yield f"```\n{commande.get_help(contexte).rstrip()}\n```"
    if isinstance(commande, click.Group):
        for nom in commande.list_commands(contexte):
            sous = commande.get_command(contexte, nom)
            assert sous is not None  # noqa: S101
            yield from _commande(sous, click.Context(sous, info_name=nom, parent=contexte, max_content_width=88))
