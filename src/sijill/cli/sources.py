"""`sijill sources`."""

from __future__ import annotations

import sys

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database


@click.group("sources")
def command() -> None:
    """The feeds, sites and folders that reports come from."""


@command.command("add")
@click.argument("address")
@click.option(
    "--kind", type=click.Choice(["feed", "sitemap", "page", "folder", "file"]), default=None, help="Default: told by the address."
)
@click.option("--outlet", required=True, metavar="NAME", callback=options.written, help="Who publishes there.")
@click.option("--country", default=None, metavar="CODE", help="Its country, ISO 3166 (IQ, SY …).")
@click.option(
    "--zone", default=None, metavar="ZONE", help="Its time zone, for example Asia/Baghdad: the day of publication is counted there."
)
@click.option("--leaning", default=None, metavar="WORDS", help="Its leaning, as somebody states it.")
@click.option("--leaning-by", default=None, metavar="NAME", help="Who states that leaning; needed with --leaning.")
@database
def add(
    address: str, kind: str | None, outlet: str, country: str | None, zone: str | None, leaning: str | None, leaning_by: str | None,
    database: str,
) -> int:  # fmt: skip
    """Add a source, or change the one of that address. `sijill ingest` without paths then fetches them all.

    \b
    Examples:
      sijill sources add https://example.org/rss --outlet "وكالة نينوى" --country IQ --zone Asia/Baghdad
      sijill sources add reports/ --outlet "أرشيف الفريق"
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.opening import opened, reviewer_name
    from sijill.register.sources import SourceRefusedError, keep_source
    from sijill.store.rows import Source

    if leaning and not leaning_by:
        raise click.UsageError("--leaning needs --leaning-by: a leaning is always somebody's statement")
    with opened(database) as (register, workshop):
        try:
            kept = keep_source(
                register, workshop, Source(address, kind or "", outlet, country, zone, leaning, leaning_by), reviewer_name(None)
            )
        except SourceRefusedError as error:
            raise click.UsageError(str(error)) from None
        click.echo(f"source {kept.id}: {kept.outlet}, {kept.kind} {kept.address}")
    return ALL_READ


@command.command("list")
@options.lang
@database
def list_command(database: str, lang: str | None) -> int:
    """List the sources."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sijill.cli.opening import opened
    from sijill.exports.table import Cell, console_for

    heads = ("#", "المصدر", "النوع", "العنوان", "البلد", "التوقيت", "الميل كما يصفه") if lang == "ar" else (
        "#", "Outlet", "Kind", "Address", "Country", "Zone", "Leaning, as stated by")  # fmt: skip
    with opened(database) as (register, _):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for head in heads:
            table.add_column(Cell(head, "bold"))
        for s in register.sources():
            leaning = f"{s.leaning} ({s.leaning_by})" if s.leaning else ""
            table.add_row(*(Cell(words or "–") for words in (str(s.id), s.outlet, s.kind, s.address, s.country, s.zone, leaning)))
        console_for(sys.stdout).print(table)
    return ALL_READ
