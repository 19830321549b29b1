"""`maia completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import click

from maia.ligne import Commande, principal


@click.command(cls=Commande, exemple='eval "$(maia completion bash)"    (à ajouter à ~/.bashrc)')
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")), metavar="bash|zsh|fish")
def commande(shell: str) -> int:
    """Écrire le script qui complète les commandes au clavier."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    classe = get_completion_class(shell)
    if classe is None:
        raise click.UsageError(f"« {shell} » n’est pas connu.", click.get_current_context())
    click.echo(classe(principal, {}, "maia", "_MAIA_COMPLETE").source())
    return 0
