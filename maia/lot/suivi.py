"""How far a batch is: a bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Suivi(Protocol):
    """Told of each step of a batch, then of each dossier."""

    def commencer(self, etape: str, total: int) -> None:
        """A step begins, of so many dossiers or documents."""

    def avancer(self) -> None:
        """One more is done."""


class Barre:
    """A bar on the terminal of the error output, which a pipe leaves clean; use as a context manager.

    When that output is no terminal, nothing is shown and rich is not loaded.
    """

    def __init__(self) -> None:
        self._pile = ExitStack()
        self._progression: Progress | None = None
        self._tache: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - for a terminal only
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            colonnes: list[Any] = [TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn()]
            self._progression = self._pile.enter_context(
                Progress(*colonnes, TimeRemainingColumn(compact=True), console=Console(stderr=True), transient=True)
            )
        return self

    def __exit__(self, *details: Any) -> None:
        self._pile.close()

    def commencer(self, etape: str, total: int) -> None:
        """Another bar in the place of the last."""
        if self._progression:
            if self._tache is not None:
                self._progression.remove_task(self._tache)
            self._tache = self._progression.add_task(etape, total=total)

    def avancer(self) -> None:
        """One step."""
        if self._progression and self._tache is not None:
            self._progression.advance(self._tache)
