"""`sijill export`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.incidents import asked, filters
from sijill.cli.opening import database, several

if TYPE_CHECKING:
    from sijill.exports.info import Export, ExportInfo
    from sijill.store.register import Register

FORMATS = ("acled", "ucdp", "plover", "hxl", "geojson", "parquet", "csv", "jsonl", "links", "evidence", "release")


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("incidents", nargs=-1, metavar="[INCIDENT]...")
@filters
@click.option("-o", "--output", metavar="FILE", default=None, help="Write here instead of standard output; further files beside it.")
@click.option("--mask-persons", is_flag=True, help="Hide the names of private persons.")
@click.option("--note", default="", metavar="WORDS", help="For release: what is said of it.")
@options.lang
@database
def command(
    form: str, incidents: tuple[str, ...], output: str | None, mask_persons: bool, note: str, lang: str | None, database: str, **given: Any
) -> int:
    """Export incidents in the formats of the field.

    \b
    acled     ACLED's 31 columns (CSV)          csv       our own columns, one row an incident
    ucdp      UCDP GED's columns (CSV)          jsonl     whole incidents with every statement
    plover    PLOVER, JSON Lines                links     which reports tell of one incident
    hxl       CSV with HXL hashtags             evidence  one page for one INCIDENT, to print or send
    geojson   points and areas                  release   a frozen, numbered JSON Lines file
    parquet   with a data dictionary

    Without INCIDENT and filters everything is exported, but for what reviewers rejected. What a format cannot hold is
    left out, and FILE.about.json says what and why, and with which versions it was made.

    \b
    Examples:
      sijill export acled -o acled.csv --country IQ --since 2021-01-01
      sijill export geojson -o map.geojson --type drone_strike
      sijill export evidence 3f6a1c09d2 -o 3f6a1c09d2.html --lang ar
      sijill export links -o links.jsonl
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.opening import opened
    from sijill.exports.formats import FORMATS as MAKERS
    from sijill.exports.info import ExportInfo
    from sijill.register.views import all_records

    with opened(database) as (register, workshop):
        info = ExportInfo(workshop.code, workshop.knowledge_version, workshop.clock().date(), mask_persons=mask_persons)
        known = register.incidents_now(incidents)
        missing = [name for name in incidents if name not in known]
        if missing:
            raise click.ClickException(f"there is no incident {missing[0]}; `sijill incidents` lists them")
        wanted = asked(**given) if any(value is not None and value not in ((), "") for value in given.values()) else None
        if form == "evidence":
            _write(_evidence(register, incidents, info, lang), output)
        elif form == "release":
            from sijill.register.releasing import make_release

            made, lines = make_release(register, all_records(register, wanted, incidents), info, workshop, note)
            _write_bytes(("\n".join(lines) + "\n").encode("utf-8"), output, {})
            click.echo(
                f"release {made.number}: {several(made.count, 'incident')}, {len(made.added)} added, {len(made.changed)} changed, "
                f"{len(made.removed)} removed since the last",
                err=True,
            )
        else:
            _write(MAKERS[form](all_records(register, wanted, incidents), info), output)
    return ALL_READ


def _evidence(register: Register, incidents: tuple[str, ...], info: ExportInfo, lang: str | None) -> Export:
    from sijill.exports.evidence import evidence
    from sijill.register.views import incident_view

    if len(incidents) != 1:
        raise click.UsageError("evidence is a page about one incident; name it")
    view = incident_view(register, incidents[0])
    if view is None:
        raise click.ClickException(f"there is no incident {incidents[0]}; `sijill incidents` lists them")
    return evidence(view.record, info, view.reports, view.decisions, "en" if lang == "en" else "ar")


def _write(export: Export, output: str | None) -> None:
    _write_bytes(export.content, output, export.beside)
    if output is not None:
        out = f", {len(export.left_out)} left out (see {output}.about.json)" if export.left_out else ""
        click.echo(f"{output}: {several(export.count, 'incident')} as {export.format}{out}", err=True)
    elif export.left_out:
        click.echo(f"sijill: {several(len(export.left_out), 'incident')} left out; with -o FILE the reasons stand beside it", err=True)


def _write_bytes(content: bytes, output: str | None, beside: Mapping[str, bytes]) -> None:
    if output is None or output == "-":
        sys.stdout.buffer.write(content)
        return
    from sijill.cli.output import opened_bytes

    for name, data in ((output, content), *((f"{output}.{ending}", data) for ending, data in sorted(beside.items()))):
        with opened_bytes(Path(name)) as stream:
            stream.write(data)
