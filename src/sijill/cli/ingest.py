"""`sijill ingest`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ, SOME_FAILED
from sijill.cli.opening import database, reviewer_name

if TYPE_CHECKING:
    from sijill.model import Capture
    from sijill.register.workshop import Workshop
    from sijill.sources import SourceError
    from sijill.sources.capture import CaptureSettings
    from sijill.store.register import Register
    from sijill.store.rows import Source

_OUTCOMES = {"new": "new", "version": "in a new version", "known": "known", "skipped": "done before", "failed": "not kept"}


@click.command("ingest")
@click.argument("targets", nargs=-1)
@options.published
@click.option("--outlet", default="", metavar="NAME", callback=options.written, help="Who published it, where an article does not say.")
@click.option("--country", default=None, metavar="CODE", help="The outlet's country, ISO 3166.")
@click.option("--by", default=None, metavar="NAME", help="Who captures; kept with every report. Default: your name on this computer.")
@click.option(
    "--contact", envvar="SIJILL_CONTACT", default="", metavar="ADDRESS", help="Sent with every request, so that a site can reach you."
)
@click.option(
    "--inner", multiple=True, metavar="NETWORK", help="Fetch from this inner network too, for example 10.0.0.0/8. May be repeated."
)
@click.option("--again", is_flag=True, help="Fetch pages that feeds lead to again, too; other words make a new version.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes that read.")
@click.option("--quiet", is_flag=True, help="No progress. Errors are told all the same.")
@database
def command(
    targets: tuple[str, ...], published: date | None, outlet: str, country: str | None, by: str | None, contact: str,
    inner: tuple[str, ...], again: bool, jobs: int, quiet: bool, database: str,
) -> int:  # fmt: skip
    """Capture articles, read them, link what they report, and settle the incidents.

    TARGETS are text, JSON Lines, CSV, HTML, RSS, Atom, sitemap, WARC or ZIP files (also .gz), folders of them, or http(s)
    addresses of pages, feeds and sitemaps. Without targets the register's sources are visited. What was captured is
    frozen; the same address with other words becomes a new version. A run that was broken off goes on where it stopped.

    \b
    Examples:
      sijill ingest articles.jsonl
      sijill ingest news/ archive.warc.gz --outlet "صحيفة" --jobs 2
      sijill ingest https://example.org/rss --contact you@example.org
      sijill ingest                                     every source of `sijill sources list`

    Exit codes: 0 everything was kept, 1 something was not (each is told), 2 wrong usage.
    """  # noqa: D301  click wants the character, not two
    from dataclasses import replace

    from sijill.cli.opening import opened
    from sijill.store.captures import report_id

    failed = False
    with opened(database) as (register, workshop):
        settings = _settings(workshop, published, outlet, country, reviewer_name(by), contact, inner)
        if not again:
            settings = replace(settings, known=lambda address: register.report(report_id(address)) is not None)
        visits: list[tuple[Source | None, tuple[str, ...]]] = [(None, targets)]
        if not targets:
            visits = [(source, (source.address,)) for source in register.sources()]
            if not visits:
                raise click.UsageError("give paths or addresses, or add sources first: sijill sources add --help")
        for source, addresses in visits:
            failed |= _ingest(register, workshop, settings, source, addresses, jobs, quiet)
    return SOME_FAILED if failed else ALL_READ


def _settings(
    workshop: Workshop, published: date | None, outlet: str, country: str | None, by: str, contact: str, inner: tuple[str, ...]
) -> CaptureSettings:
    from sijill.sources import Defaults
    from sijill.sources.capture import CaptureSettings
    from sijill.sources.fetch import FetchSettings

    code = country.strip().upper() if country else None
    if code and code not in workshop.knowledge.gazetteer.countries:
        raise click.BadParameter(f"{country!r} is no country's code; write two letters of ISO 3166", param_hint="--country")
    try:
        fetch = FetchSettings(contact=contact, inner=inner)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--inner") from None
    return CaptureSettings(
        f"{by}, sijill {workshop.code}", workshop.clock, lambda: workshop.knowledge, Defaults(published, outlet, code), fetch=fetch
    )


def _ingest(
    register: Register,
    workshop: Workshop,
    settings: CaptureSettings,
    source: Source | None,
    addresses: tuple[str, ...],
    jobs: int,
    quiet: bool,
) -> bool:
    """One visit; whether something was not kept."""
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    from sijill.cli.opening import reader, several, steps_shown
    from sijill.register.ingest import ingest
    from sijill.sources import Defaults, harmless
    from sijill.sources.capture import capture

    if source is not None:
        zone = ZoneInfo(source.zone) if source.zone else None
        settings = replace(settings, defaults=Defaults(None, source.outlet, source.country), zone=zone)
    items: Iterator[Capture | SourceError] = capture(addresses, settings)
    outcomes: Counter[str] = Counter()
    failed = False
    with steps_shown(quiet) as show:
        for step in ingest(register, items, reader(jobs), workshop, " ".join(addresses), source):
            if step.item is not None:
                outcomes[step.item.outcome] += 1
                show("ingest", sum(outcomes.values()), None)
            else:
                show(step.stage, step.done, step.total)
            for change in step.changes:
                click.echo(harmless(change.words()), err=True)
            if step.error is not None:
                failed = True
                click.echo(f"sijill: {harmless(str(step.error))}", err=True)
    words = ", ".join(f"{outcomes[name]} {said}" for name, said in _OUTCOMES.items() if outcomes[name]) or "nothing found"
    held = f"{several(register.count_reports(), 'report')}, {several(register.count_incidents(), 'incident')}"
    click.echo(f"{' '.join(addresses)}: {words}; the register holds {held}")
    return failed
