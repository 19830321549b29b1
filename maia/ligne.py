"""The command line: click, speaking French, loading each command only when it is called."""

from __future__ import annotations

import difflib
import importlib
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

import click

from maia.aide import COMMANDES, aide

BLOQUANT, USAGE, ILLISIBLE, DEFAUT = 1, 2, 3, 4
"""Exit codes, beside 0; when several files differ, the highest of 1 and 3 wins."""
SANS_PDF = 5  # all is made but PDF copies that were asked
LECTEUR_PARTI = 141  # what a shell gives for SIGPIPE


def _insecable(texte: str) -> str:
    """Quotation marks and double punctuation stay with their words when lines are cut."""
    return re.sub(r"(?<=«) | (?=[»:;?!])", "\u00a0", texte)


class Commande(click.Command):
    """A command whose help and headings are in French, with an example."""

    def __init__(self, *args: Any, exemple: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.exemple = exemple
        self.help = _insecable(self.help or "")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, in French."""
        option = super().get_help_option(ctx)
        if isinstance(option, click.Option):
            option.help = "Afficher cette aide."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """`Usage : maia verifier [OPTIONS] FICHIER…`."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the example."""
        lignes = [
            (ligne[0], _insecable(ligne[1]).replace("[required]", "[obligatoire]"))
            for p in self.get_params(ctx)
            if isinstance(p, click.Option) and (ligne := p.get_help_record(ctx)) is not None
        ]
        with formatter.section("Options "):
            formatter.write_dl(lignes)
        if self.exemple:
            with formatter.section("Exemple "):
                formatter.write_text(self.exemple)


class _Indulgent(click.Group):
    """A group that names the nearest of its commands when the one typed is unknown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """An unknown command names the nearest."""
        nom = args[0]
        if nom not in self.list_commands(ctx) and not nom.startswith("-"):
            proches = difflib.get_close_matches(nom, self.list_commands(ctx), n=1, cutoff=0.5)
            aide_du_groupe = f"« {ctx.command_path} --help » donne la liste."
            suite = f"Vouliez-vous dire « {proches[0]} » ?" if proches else aide_du_groupe
            raise click.UsageError(f"La commande « {nom} » n’existe pas. {suite}", ctx)
        return super().resolve_command(ctx, args)


class Groupe(Commande, _Indulgent):
    """A command that has commands of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "[COMMANDE …]", **options})

    def phrases_des_commandes(self) -> list[tuple[str, str]]:
        """Each command with its sentence."""
        return [(nom, c.get_short_help_str(200)) for nom, c in self.commands.items()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, then what any command shows."""
        with formatter.section("Commandes "):
            formatter.write_dl(self.phrases_des_commandes())
        super().format_options(ctx, formatter)


class Paresseux(_Indulgent):
    """A group whose commands are modules of `paquet`, imported when called; `phrases` tells them, name → one sentence."""

    def __init__(self, *args: Any, paquet: str, phrases: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.paquet = paquet
        self.phrases = phrases

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of the help (used by completion)."""
        return list(self.phrases)

    def get_command(self, ctx: click.Context, nom: str) -> click.Command | None:
        """The command's module's `commande`."""
        if nom not in self.phrases:
            return None
        return getattr(importlib.import_module(f"{self.paquet}.{nom}"), "commande", None)


class Famille(Paresseux, Groupe):
    """A command with commands of its own, one of which, `defaut`, is meant when none is named: `maia psi psi.yaml …`."""

    def __init__(self, *args: Any, defaut: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.defaut = defaut

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A first word that is neither a command nor the help is the default command's; nothing at all asks for help."""
        if not args:
            args = ["--help"]
        elif args[0] not in self.phrases and args[0] not in ctx.help_option_names:
            args = [self.defaut, *args]
        return super().parse_args(ctx, args)

    def phrases_des_commandes(self) -> list[tuple[str, str]]:
        """Each command with its sentence; none is imported to be told."""
        return list(self.phrases.items())


class Principal(Paresseux):
    """The group of everything; its help is a text that imports nothing."""

    def get_help(self, ctx: click.Context) -> str:
        """The text of `maia.aide`."""
        return aide()


def _version(ctx: click.Context, _option: click.Parameter, demandee: bool) -> None:
    if demandee and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415

        click.echo(f"maia {version('maia')}")
        ctx.exit()


principal = Principal(
    "maia",
    paquet="maia.commandes",
    phrases=COMMANDES,
    params=[click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version)],
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 88},
)


def executer(arguments: list[str]) -> int:
    """Run a command; returns its exit code, and never shows a traceback."""
    try:
        # Colours only on a terminal (click's own rule), and only for who wants any (no-color.org).
        couleur = False if os.environ.get("NO_COLOR") else None
        code = principal.main(arguments, prog_name="maia", standalone_mode=False, color=couleur)
    except click.exceptions.Exit as fin:
        return fin.exit_code
    except click.ClickException as erreur:
        click.echo(f"maia : {_en_francais(erreur)}", err=True)
        if isinstance(erreur, click.UsageError) and erreur.ctx:
            click.echo(f"« {erreur.ctx.command_path} --help » explique la commande.", err=True)
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nmaia : interrompu.", err=True)
        return 130
    except (BrokenPipeError, SystemExit):
        # The reader (less, head) left; rich says it by SystemExit. No verdict was given whole: neither 0 nor 1.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return LECTEUR_PARTI
    except Exception as defaut:
        if os.environ.get("MAIA_DEBUG"):
            raise
        # Only the kind of error: its text could hold what a PSI says.
        click.echo(
            f"maia : défaut du programme ({type(defaut).__name__}). Rien n’a été écrit à moitié. "
            "Signalez-le en précisant la commande ; MAIA_DEBUG=1 montre le détail, à ne pas transmettre pour un PSI.",
            err=True,
        )
        return DEFAUT
    return code if isinstance(code, int) else 0


def _en_francais(erreur: click.ClickException) -> str:
    """click's error, in French, by its kind."""
    match erreur:
        case click.NoSuchOption():
            proches = list(erreur.possibilities or [])
            return f"l’option « {erreur.option_name} » n’existe pas." + (
                f" Vouliez-vous dire « {proches[0]} » ?" if proches else ""
            )
        case click.MissingParameter():
            nom = erreur.param.make_metavar(erreur.ctx) if erreur.param and erreur.ctx else "un argument"
            if isinstance(erreur.param, click.Option):
                nom = f"{erreur.param.opts[0]} {nom}"
            return f"il manque {nom}."
        case click.BadOptionUsage():
            return f"l’option « {erreur.option_name} » attend une valeur."
        case click.BadParameter():
            nom = erreur.param.opts[0] if erreur.param else "la valeur"
            choix = getattr(erreur.param and erreur.param.type, "choices", None)
            return f"« {nom} » : " + (f"écrivez {', '.join(map(str, choix))}." if choix else erreur.message)
        case click.UsageError() if erreur.message.startswith("Got unexpected"):
            return "il y a un argument de trop."
        case _:
            return erreur.message
