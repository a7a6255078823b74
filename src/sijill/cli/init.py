"""`sijill init`."""

from __future__ import annotations

import click

from sijill.cli.app import ALL_READ
from sijill.cli.opening import database


@click.command("init")
@database
def command(database: str) -> int:
    """Make a register, or bring an older one up to today's tables.

    An SQLite file needs nothing else. A PostgreSQL database must exist and be empty.

    \b
    Examples:
      sijill init                                        sijill.sqlite in this folder
      sijill init --database registers/iraq.sqlite
      sijill init --database postgresql://sijill@localhost/sijill
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.opening import opened, several

    with opened(database, create=True) as (register, _):
        held = f"{several(register.count_reports(), 'report')}, {several(register.count_incidents(), 'incident')}"
        click.echo(f"{register}: ready (schema {register.schema}, {held})")
    return ALL_READ
