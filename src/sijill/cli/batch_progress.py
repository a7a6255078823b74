"""How far a batch is, on standard error: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from sijill.batch.engines import Progress

_EVERY = 60.0  # seconds between lines of a log
_SHOWN = 0.2  # seconds between movements of a bar


class Shown:
    """Shows a job's progress."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._begun = self._last = time.monotonic()
        self._first: int | None = None
        self._stage = ""

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, now: Progress) -> None:
        """Show it, where it is time to."""
        if self._quiet:
            return
        if self._first is None:
            self._first = now.resumed
            if now.resumed:
                self._say(f"goes on behind {now.resumed:,} articles")
        at = time.monotonic()
        if at - self._last < (_SHOWN if self._terminal else _EVERY) and (now.stage == self._stage or not self._terminal):
            return
        if now.stage != self._stage:
            self._begun = at
        self._last, self._stage = at, now.stage
        words = self._words(now, at)
        if self._terminal:
            self._move(now, words)
        else:
            share = f"{now.bytes_done / now.bytes_all:.0%}, " if now.bytes_all > 0 else ""
            self._say(f"{now.stage}: {share}{words}")

    def _words(self, now: Progress, at: float) -> str:
        if now.stage != "reading":
            return f"{now.bytes_done:,} of {now.bytes_all:,}"
        took = at - self._begun
        speed = (now.articles - (self._first or 0)) / took if took > 0.5 else 0.0
        pace = f", {speed:,.0f} articles/s" if speed else ""
        return f"{now.articles:,} articles{pace}, {now.events:,} events, {now.dropped:,} dropped"

    def _move(self, now: Progress, words: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[words]}"))
            self._bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True, speed_estimate_period=120)
            self._task = self._bar.add_task(now.stage, total=None, words=words)
            self._bar.start()
        if self._task is not None:
            if self._bar.tasks[0].description != now.stage:
                self._bar.reset(self._task, description=now.stage)
            total = now.bytes_all if now.bytes_all > 0 else None
            self._bar.update(self._task, completed=now.bytes_done, total=total, words=words)

    def _say(self, words: str) -> None:
        if self._bar is not None:
            self._bar.console.print(f"sijill: {words}", markup=False, highlight=False)
        else:
            click.echo(f"sijill: {words}", err=True)


class Steps:
    """Shows the steps of linking, each with the share of it that is done."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._step = ""

    def __enter__(self) -> Steps:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, step: str, done: int, total: int) -> None:
        """Show it: a line for each step that is done, and on a terminal a bar for the one under way."""
        if self._quiet:
            return
        if done == total and step != self._step:
            self._step = step
            self._say(f"{step}: done" + (f", {total:,} parts" if total > 1 else ""))
        if self._terminal:
            self._move(step, done, total)

    def _move(self, step: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(step, total=total)
            self._bar.start()
        if self._task is not None:
            if self._bar.tasks[0].description != step:
                self._bar.reset(self._task, description=step)
            self._bar.update(self._task, completed=done, total=total)

    def _say(self, words: str) -> None:
        if self._bar is not None:
            self._bar.console.print(f"sijill: {words}", markup=False, highlight=False)
        else:
            click.echo(f"sijill: {words}", err=True)
