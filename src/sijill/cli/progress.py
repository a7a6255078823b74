"""Errors and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

FEW = 5  # articles up to which no bar is shown


class Teller:
    """Counts what was read and what was not; shows a bar on a terminal once there is more than a little to do."""

    def __init__(self, total: Callable[[], int | None], quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self.read = 0
        self.failed = 0

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def done(self) -> None:
        """One article was read."""
        self.read += 1
        self._move()

    def fail(self, message: object) -> None:
        """One input could not be read. Errors are told even where `quiet` is asked for: nothing is lost silently."""
        self.failed += 1
        self.warn(message)
        self._move()

    def warn(self, message: object) -> None:
        """Something is odd, and nothing was lost."""
        if self._bar is not None:
            self._bar.console.print(f"sijill: {message}", markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(f"sijill: {message}", err=True)

    def sum(self) -> None:
        """The last line, where something went wrong."""
        if self.failed and self.read + self.failed > 1:
            self._stop()
            click.echo(f"sijill: {self.read} read, {self.failed} not", err=True)

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _move(self) -> None:
        if self._quiet or self.read + self.failed <= FEW or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("reading", total=self._total())
            self._bar.start()
        if self._task is not None:
            self._bar.update(self._task, completed=self.read + self.failed)
