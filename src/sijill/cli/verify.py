"""`sijill verify`."""

from __future__ import annotations

import click

from sijill.cli.app import ALL_READ, SOME_FAILED
from sijill.cli.opening import database


@click.command("verify")
@click.option("--quiet", is_flag=True, help="No progress.")
@database
def command(quiet: bool, database: str) -> int:
    """Check that all that the register holds is still true.

    Hashes of what was captured, spans of every quote, links compared again, projections made again from statements and
    decisions. Changes nothing. Exit codes: 0 all is well, 1 something is not (each is told).
    """
    from sijill.cli.opening import opened, several, steps_shown
    from sijill.register.verify import verify
    from sijill.sources.errors import harmless

    faults = 0
    with opened(database) as (register, workshop), steps_shown(quiet) as show:
        total = register.count_incidents()
        for found in verify(register, workshop):
            if isinstance(found, int):
                show("verify", found, total)
            else:
                faults += 1
                click.echo(harmless(f"{found.table} {found.row}: {found.wrong}"))
        reports = register.count_reports()
    held = f"{several(reports, 'report')}, {several(total, 'incident')}"
    click.echo(f"{held}: {several(faults, 'fault') if faults else 'all is as it was kept'}")
    return SOME_FAILED if faults else ALL_READ
