"""Opening the register that a command works on."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sijill.model import Report
    from sijill.register.ingest import Reader
    from sijill.register.workshop import Workshop
    from sijill.sources import SourceError
    from sijill.store.register import Register

DEFAULT = "sijill.sqlite"
_HELP = "The register: a file, or postgresql://user@host/name. Default: $SIJILL_DATABASE, else sijill.sqlite in this folder."


def database(command: Callable[..., Any]) -> Callable[..., Any]:
    """--database."""
    return click.option("--database", envvar="SIJILL_DATABASE", default=DEFAULT, metavar="REGISTER", help=_HELP)(command)


def reviewer(command: Callable[..., Any]) -> Callable[..., Any]:
    """--reviewer and --reason."""
    command = click.option("--reason", default="", metavar="WORDS", help="Why; kept with the decision.")(command)
    words = "Who decides. Default: $SIJILL_REVIEWER, else your name on this computer."
    return click.option("--reviewer", envvar="SIJILL_REVIEWER", default=None, metavar="NAME", help=words)(command)


def several(count: int, name: str) -> str:
    """A number with its noun: 1 report, 2 reports."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def reviewer_name(given: str | None) -> str:
    """The name given, else that of whoever is signed in."""
    return given or os.environ.get("SIJILL_REVIEWER") or getpass.getuser()


def own_lexicon(where: str) -> Path | None:
    """The lexicon folder of one's own that belongs to a register: $SIJILL_LEXICON, else `REGISTER.lexicon` beside a file."""
    from sijill.register.proposals import own_folder

    stated = os.environ.get("SIJILL_LEXICON")
    return own_folder(where, Path(stated) if stated else None)


@contextmanager
def opened(where: str, create: bool = False) -> Iterator[tuple[Register, Workshop]]:
    """The register and what its use cases work with.

    Raises:
        StoreError: there is none, or it cannot be opened; `app` tells it.
    """
    from sijill import __version__
    from sijill.cli.pool import prepare, use_lexicon
    from sijill.register.workshop import Workshop
    from sijill.store.names import names_of
    from sijill.store.register import open_register

    use_lexicon(own_lexicon(where))
    knowledge = prepare()
    with open_register(where, names=names_of(knowledge), create=create) as register:
        yield register, Workshop(knowledge, __version__)


def reader(jobs: int) -> Reader:
    """Reads reports to event records, on one core or several."""
    import json

    from sijill.cli.pool import read_all
    from sijill.sources import SourceError

    def read(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
        items: Iterator[Report | SourceError] = iter(list(reports))
        for outcome in read_all(items, "jsonl", jobs):
            yield json.loads(outcome) if isinstance(outcome, str) else _error(outcome)

    def _error(outcome: object) -> SourceError:
        if isinstance(outcome, SourceError):
            return outcome
        raise TypeError(f"{type(outcome).__name__} is no record")

    return read


@contextmanager
def steps_shown(quiet: bool) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error, where that is a terminal, that follows the stages of long work: (stage, done, total or None)."""
    import sys

    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
