"""`sijill types`."""

from __future__ import annotations

import json
import sys
from dataclasses import astuple

import click

from sijill.cli import options

COLUMNS = (
    "type", "class", "label_en", "label_ar", "definition", "definition_ar", "acled_event_type", "acled_sub_event_type", "plover", "cameo"
)  # fmt: skip


@click.command("types")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@options.lang
def command(form: str, lang: str | None) -> None:
    """List the event types with definitions and their cross-walks to ACLED, PLOVER and CAMEO.

    \b
    Examples:
      sijill types
      sijill types --format csv > types.csv
    """  # noqa: D301  click wants the character, not two
    from sijill.knowledge import event_types

    rows = [astuple(kind) for kind in event_types().values()]
    if form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    elif form == "jsonl":
        for row in rows:
            click.echo(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False))
    else:
        from sijill.exports.table import console_for
        from sijill.exports.tables import print_types

        print_types(event_types().values(), console_for(sys.stdout), lang or "en")
