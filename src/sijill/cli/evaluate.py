"""`sijill evaluate`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sijill.cli.app import ALL_READ, SOME_FAILED

if TYPE_CHECKING:
    from sijill.evaluation import Detail, GoldArticle, Score
    from sijill.model import Report
    from sijill.sources import SourceError

T = TypeVar("T")


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--predicted",
    type=click.Path(exists=True, dir_okay=False),
    default=None,
    help="Event records to score; default: read the articles now.",
)
@click.option("--details", is_flag=True, help="Show what was missed, spurious or different.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes.")
def command(gold: str, predicted: str | None, details: bool, form: str, jobs: int) -> int:
    """Read annotated articles and print precision, recall and F1 for events and every field.

    GOLD is JSON Lines, one annotated article a line: id, outlet, published, text, sentences, relevant,
    events (with mentions). With --predicted the records of that file are scored instead.

    \b
    Examples:
      sijill evaluate corpus/gold.jsonl
      sijill evaluate corpus/gold.jsonl --details | less
      sijill evaluate gold.jsonl --predicted records.jsonl --format json
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.pool import prepare
    from sijill.evaluation import details_of, evaluate, gold_article, predicted_article

    if not predicted:
        prepare()
    faults: list[str] = []
    golds, reports = _gold(gold, gold_article, faults)
    if predicted:
        records = [
            made for number, data in _lines(predicted, faults) if (made := _made(predicted_article, data, predicted, number, faults))
        ]
    else:
        records = [predicted_article(json.loads(line)) for line in _read(reports, jobs, faults)]
    by_id = {record.id: record for record in records}
    found = [detail for article in golds for detail in details_of(article, by_id.get(article.id))] if details else []
    _print(evaluate(golds, by_id), found, details, form)
    for fault in faults:
        click.echo(f"sijill: {fault}", err=True)
    return SOME_FAILED if faults else ALL_READ


def _gold(path: str, made: Callable[[dict[str, Any]], GoldArticle], faults: list[str]) -> tuple[list[GoldArticle], list[Report]]:
    from sijill.sources.errors import SourceError
    from sijill.sources.jsonl import read_line

    golds, reports = [], []
    for number, data in _lines(path, faults):
        article = _made(made, data, path, number, faults)
        if article is None:
            continue
        try:
            reports.append(read_line(json.dumps(data).encode(), path, number))
            golds.append(article)
        except SourceError as error:
            faults.append(str(error))
    return golds, reports


def _lines(path: str, faults: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    from sijill.sources.errors import SourceError
    from sijill.sources.jsonl import parse_object

    with open(path, "rb") as handle:
        for number, raw in enumerate(handle, 1):
            if not raw.strip():
                continue
            try:
                yield number, parse_object(raw, path, number)
            except SourceError as error:
                faults.append(str(error))


def _made(make: Callable[[dict[str, Any]], T], data: dict[str, Any], path: str, number: int, faults: list[str]) -> T | None:
    from sijill.evaluation import RecordError

    try:
        return make(data)
    except RecordError as error:
        faults.append(f"{path}:{number}: {error}")
        return None


def _read(reports: list[Report], jobs: int, faults: list[str]) -> Iterator[str]:
    from sijill.cli.pool import read_all
    from sijill.cli.progress import Teller

    items: Iterator[Report | SourceError] = iter(reports)
    with Teller(lambda: len(reports), quiet=False) as teller:
        for outcome in read_all(items, "jsonl", jobs):
            if isinstance(outcome, str):
                yield outcome
            else:
                faults.append(str(outcome))
            teller.done()


def _print(score: Score, found: list[Detail], details: bool, form: str) -> None:
    if form == "json":
        figures: dict[str, Any] = asdict(score)
        if details:
            figures["details"] = [detail.as_dict() for detail in found]
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    from sijill.sources.errors import harmless

    article = None
    for detail in found:
        if detail.article != article:
            click.echo(f"\n{harmless(detail.article)}")
            article = detail.article
        click.echo("\n".join(detail.lines()))
    if found:
        click.echo()
    click.echo(
        f"articles {score.articles} (no record for {score.articles_without_a_record}), values without evidence "
        f"{score.values_without_evidence} of {score.values}, whole new records right {score.whole_record_right:.3f}"
    )
    click.echo(f"{'':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'pred':>7}")
    for name, row in score.rows():
        click.echo(f"{name:14}{row.p:7.3f}{row.r:7.3f}{row.f1:7.3f}{row.gold:7}{row.predicted:7}")
