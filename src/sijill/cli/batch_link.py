"""`sijill batch link`."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import click

from sijill.cli.app import ALL_READ, INTERRUPTED
from sijill.cli.opening import several


@click.command("link")
@click.argument("events", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Folder to write; made where it is not there."
)
@click.option("--engine", default="process", show_default=True, type=click.Choice(["process", "spark"]), help="What carries the job.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, metavar="N", help="Processes that link. Default: as many as there are cores."
)
@click.option(
    "--master", default=None, metavar="ADDRESS", help="spark: the cluster, for example local-cluster[2,1,1024] or spark://host:7077."
)
@click.option("--again", is_flag=True, help="Begin anew, over what an earlier job wrote to FOLDER.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(events: Path, output: Path, engine: str, jobs: int | None, master: str | None, again: bool, quiet: bool) -> int:
    """Say which events of very many reports are one incident, and settle the incidents.

    EVENTS is the folder that `sijill batch read` wrote. FOLDER gets incidents/country=IQ/month=2021-09/0.parquet (one row an
    incident, with the columns of `sijill export parquet`), members/ beside it (which event of which report belongs to which
    incident, and which recall it) and _job.json.

    The incidents are those that a register would hold of the same reports: what can be linked is compared block by block, weeks
    and countries at a time, and what hangs on a neighbouring block waits for a wider one. No step holds all events. A job that was
    stopped goes on when the same command is run again; the same events give the same bytes, in any order, with any number of
    processes.

    \b
    Examples:
      sijill batch link events.parquet -o incidents.parquet
      sijill batch link events.parquet -o incidents.parquet --engine spark --master spark://host:7077

    Exit codes: 0 the job is done, 1 it stopped and can go on, 2 wrong usage, 130 interrupted.
    """  # noqa: D301  click wants the character, not two
    from sijill.batch.engines import BatchError
    from sijill.batch.link_job import LinkJob, link_job
    from sijill.cli.batch_progress import Steps
    from sijill.knowledge.load import load

    if master is not None and engine != "spark":
        raise click.UsageError("--master is for --engine spark")
    own = os.environ.get("SIJILL_LEXICON")
    knowledge = load(None, Path(own) if own else None)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Steps(quiet) as steps:
            made = link_job(LinkJob(events, output, engine, jobs or os.cpu_count() or 1, master, again), knowledge, steps.tell)
    except BatchError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo(f"stopped; what was done is kept in {output}: run the same command again to go on", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    said = f"{several(made.incidents, 'incident')} of {several(made.events, 'event')}"
    click.echo(f"{output}: {said}, recalled by {made.recalls:,} more")
    return ALL_READ


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
