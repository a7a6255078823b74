"""`sijill batch read`."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ, INTERRUPTED
from sijill.cli.opening import several


@click.command("read")
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Folder to write; made where it is not there."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="Parquet: a column's name where it differs, as text=body. May be repeated.",
)
@options.published
@click.option("--outlet", default="", metavar="NAME", callback=options.written, help="Who published it, where an article does not say.")
@click.option("--country", default=None, metavar="CODE", help="The outlet's country, ISO 3166 (IQ, SY …), where an article does not say.")
@click.option(
    "--parts",
    type=click.IntRange(1, 10_000),
    default=1,
    show_default=True,
    metavar="N",
    help="Files into which each folder's rows are cut.",
)
@click.option("--engine", default="process", show_default=True, type=click.Choice(["process", "spark"]), help="What carries the job.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, metavar="N", help="Processes that read. Default: as many as there are cores."
)
@click.option(
    "--master", default=None, metavar="ADDRESS", help="spark: the cluster, for example local-cluster[2,1,1024] or spark://host:7077."
)
@click.option(
    "--keep",
    type=click.FloatRange(0),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="Work that is lost at most when it is killed.",
)
@click.option("--again", is_flag=True, help="Begin anew, over what an earlier job wrote to FOLDER.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(
    inputs: tuple[str, ...], output: Path, columns: tuple[str, ...], published: date | None, outlet: str, country: str | None,
    parts: int, engine: str, jobs: int | None, master: str | None, keep: float, again: bool, quiet: bool,
) -> int:  # fmt: skip
    """Read very many articles and write their events as Parquet, in folders by country and month.

    INPUTS are Parquet, JSON Lines and WARC files, also packed (.gz, .bz2, .xz, .zst), folders of them (as CC-NEWS
    has: year/month/*.warc.gz), patterns, or addresses that fsspec knows (s3://…, https://…). Parquet has the columns id,
    text, title, outlet, published, url and country; only text is needed.

    FOLDER gets events/country=IQ/month=2021-09/part-00000.parquet, dropped/ (what was not used, with the reason), _job.json
    (inputs, versions) and, when all is done, _SUCCESS. A job that was stopped goes on when the same command is run again. The same
    articles give the same bytes, in any order, with any number of processes.

    \b
    Examples:
      sijill batch read articles.parquet -o events.parquet
      sijill batch read crawl/ --column text=body --column published=date -o events.parquet --jobs 8
      sijill batch read "s3://bucket/news/*.jsonl.gz" -o events.parquet

    Exit codes: 0 the job is done (what could not be read stands in dropped/), 1 it stopped and can go on, 2 wrong usage,
    130 interrupted.
    """  # noqa: D301  click wants the character, not two
    from sijill.batch.engines import BatchError, Job
    from sijill.batch.engines import engine as found
    from sijill.cli.batch_progress import Shown
    from sijill.knowledge.load import load
    from sijill.sources import Defaults

    own = os.environ.get("SIJILL_LEXICON")
    code = country.strip().upper() if country else None
    if code and code not in load(None, Path(own) if own else None).gazetteer.countries:
        raise click.BadParameter(f"{country!r} is no country's code; write two letters of ISO 3166, for example IQ", param_hint="--country")
    if master is not None and engine != "spark":
        raise click.UsageError("--master is for --engine spark")
    job = Job(
        inputs, output, _named(columns), Defaults(published, outlet, code), Path(own) if own else None, parts,
        jobs or os.cpu_count() or 1, master, keep, again,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        read = found(engine)
        with Shown(quiet) as shown:
            sums = read(job, shown.tell)
    except BatchError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo(f"stopped; what was read is kept in {output}: run the same command again to go on", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    unread = f" ({sums.unread:,} could not be read)" if sums.unread else ""
    click.echo(f"{output}: {several(sums.articles, 'article')}{unread}, {several(sums.events, 'event')}; {sums.dropped:,} dropped")
    return ALL_READ


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    from sijill.batch.columns import NAMES

    named: dict[str, str] = {}
    for words in columns:
        ours, sign, theirs = words.partition("=")
        if not sign or not theirs or ours not in NAMES:
            raise click.BadParameter(f"{words!r}: write OURS=THEIRS, where OURS is one of {', '.join(NAMES)}", param_hint="--column")
        named[ours] = theirs
    return named


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
