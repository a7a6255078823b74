"""`sijill reread`."""

from __future__ import annotations

from collections import Counter

import click

from sijill.cli.app import ALL_READ, SOME_FAILED
from sijill.cli.opening import database


@click.command("reread")
@click.option("--dry-run", is_flag=True, help="Change nothing; only tell what would change.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes that read.")
@click.option("--quiet", is_flag=True, help="No progress.")
@database
def command(dry_run: bool, jobs: int, quiet: bool, database: str) -> int:
    """Read every report again with today's knowledge, and show what changed.

    Reports that were read with this very program and lexicon are passed over. Decisions stay; those whose subject has
    gone are listed by `sijill decide log --stale`.
    """
    from sijill.cli.opening import opened, reader, several, steps_shown
    from sijill.register.reread import reread
    from sijill.sources.errors import harmless

    fields: Counter[str] = Counter()
    reports = failed = 0
    with opened(database) as (register, workshop), steps_shown(quiet) as show:
        for found in reread(register, reader(jobs), workshop, dry_run):
            reports += 1
            show("read again", reports, None)
            if found.error is not None:
                failed += 1
                click.echo(f"sijill: {harmless(str(found.error))}", err=True)
            for change in found.changes:
                fields[change.field or "events"] += 1
                click.echo(harmless(change.words()))
        stale = sum(any(s.kind == "event" for s in missing) for _, missing in register.stale_decisions())
    sums = ", ".join(f"{count} {name}" for name, count in fields.most_common()) or "nothing changed"
    unwritten = " (nothing was written)" if dry_run else ""
    click.echo(f"{several(reports, 'report')} read again{unwritten}: {sums}; {several(stale, 'stale decision')}")
    return SOME_FAILED if failed else ALL_READ
