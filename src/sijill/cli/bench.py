"""`sijill bench`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sijill.bench.tables import Table
    from sijill.model import Report

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_CHILD = "--child"


@click.command("bench")
@click.option("--articles", type=_FILE, default=None, help="What is read for speed and growth (JSON Lines, as for `sijill read`).")
@click.option("--gold", type=_FILE, default=None, help="Annotated articles for accuracy (as for `sijill evaluate`).")
@click.option("--count", type=click.IntRange(1), default=None, metavar="N", help="Articles to read, those of FILE again and again. [1000]")
@click.option("--rounds", type=click.IntRange(1, 100), default=None, metavar="N", help="How often each is measured, in turns. [3]")
@click.option("--quick", is_flag=True, help="A first look in less than a minute: one round, few articles, no larger lexicon.")
@click.option("--alone", is_flag=True, help="Without the other tools.")
@click.option("--no-growth", is_flag=True, help="Without the growth of time.")
@click.option("--json", "to_json", type=click.Path(dir_okay=False), default=None, metavar="FILE", help="Write all figures (- for output).")
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
@click.option(_CHILD, default=None, hidden=True)
def command(
    articles: Path | None,
    gold: Path | None,
    count: int | None,
    rounds: int | None,
    quick: bool,
    alone: bool,
    no_growth: bool,
    to_json: str | None,
    markdown: bool,
    child: str | None,
) -> int:
    """Measure how fast and how well Sijill reads on this machine, beside other tools in the same run.

    Speed, memory, start-up, accuracy, and how time grows. Every measurement is a process of its own; they are made in
    turns, so that a load that comes and goes meets all of them. Without --articles and --gold our own annotated
    articles are read, which come with Sijill: short, and written by those who wrote the rules. Figures on articles of
    your own say more.

    \b
    Beside Sijill stand, where they are installed (pip install "sijill[bench]"):
      spaCy entity ruler, span ruler   the same names and words, as they are written
      pyahocorasick                    the same, on the text as Sijill folds it
      dateparser                       search_dates: the time part alone
      Maha                             the same (pip install --no-deps mahad, with regex before 2025)

    \b
    Accuracy is asked in one way of all of them:
      days      the days of events that are dated to the day
      places    where events happened; a tool finds one where it marks words inside the annotated wording, or over it
      parties   who did it, suffered it or claims it
      events    the words that tell of an event
    Recall counts what is annotated, precision what a tool marked. What an article names besides its events counts
    against all alike.

    \b
    Examples:
      sijill bench --quick
      sijill bench --json figures.json --markdown > figures.md
      sijill bench --articles news.jsonl --gold annotated.jsonl --rounds 5
    """  # noqa: D301  click wants the character, not two
    if child is not None:
        return _child(child)
    from sijill.bench.run import QUICK, FailedError, Input, Plan, run, sample

    plan = QUICK if quick else Plan()
    plan = replace(plan, peers=not alone, growth=not no_growth)
    plan = replace(plan, count=count or plan.count, rounds=rounds or plan.rounds)
    ours = sample()
    given = Input(articles or ours, gold or ours, articles.name if articles else "our sample", gold.name if gold else "our sample")
    _check(given.articles, given.gold)
    try:
        result = run(given, plan, [sys.executable, "-m", "sijill", "bench", _CHILD], _tell)
    except FailedError as error:
        raise click.ClickException(str(error)) from None
    if to_json is not None:
        from sijill.cli.output import opened

        with opened(to_json) as stream:
            stream.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    if to_json != "-":
        _show(result, markdown)
    return 0


def _check(articles: Path, gold: Path) -> None:
    """Tell what is wrong with a file before anything is measured."""
    from sijill.bench.accuracy import GoldError, annotation
    from sijill.bench.child import reports_of
    from sijill.sources.errors import SourceError

    try:
        if not reports_of(articles):
            raise click.BadParameter(f"{articles.name} is empty", param_hint="--articles")
        if not reports_of(gold):
            raise click.BadParameter(f"{gold.name} is empty", param_hint="--gold")
    except SourceError as error:
        raise click.ClickException(str(error)) from None
    try:
        for line in gold.read_bytes().splitlines():
            if line.strip():
                annotation(json.loads(line))
    except GoldError as error:
        raise click.BadParameter(f"{gold.name}: {error}", param_hint="--gold") from None


def _child(asked: str) -> int:
    from sijill.bench.child import measure

    click.echo(json.dumps(measure(json.loads(asked), _read_all)))
    return 0


def _read_all(reports: Sequence[Report], jobs: int) -> Iterator[str]:
    from sijill.cli.pool import read_all

    for outcome in read_all(iter(reports), "jsonl", jobs):
        if not isinstance(outcome, str):
            raise click.ClickException(str(outcome))
        yield outcome


def _tell(words: str) -> None:
    click.echo(f"sijill: {words}", err=True)


def _show(result: dict[str, Any], as_markdown: bool) -> None:
    from sijill.bench.tables import heading, markdown, tables

    if as_markdown:
        click.echo(markdown(result), nl=False)
        return
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(heading(result), highlight=False, markup=False)
    for table in tables(result):
        console.print(_shown(table))
        if table.note:
            console.print(table.note, highlight=False, markup=False)


def _shown(table: Table) -> Any:
    from rich.table import Table as Shown

    shown = Shown(*table.heads, title=table.title, title_justify="left")
    for column in shown.columns[1:]:
        column.justify = "right" if column.header not in ("what it does", "why") else "left"
    for row in table.rows:
        shown.add_row(*row)
    return shown
