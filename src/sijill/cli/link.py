"""`sijill link`."""

from __future__ import annotations

import sys

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database


@click.command("link")
@click.option("--explain", "incident", default=None, metavar="INCIDENT", help="Show why its events are one incident, as a sum of reasons.")
@click.option("--all", "anew", is_flag=True, help="Link and settle everything anew. What reviewers decided stands.")
@click.option("--quiet", is_flag=True, help="No progress.")
@options.lang
@database
def command(incident: str | None, anew: bool, quiet: bool, lang: str | None, database: str) -> int:
    """Say which events of different reports are one incident, and settle the incidents.

    `sijill ingest` does this by itself for what is new; run it after a run that was broken off, or with --all after
    an update of Sijill.

    \b
    Examples:
      sijill link
      sijill link --explain 3f6a1c09d2
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.opening import opened, reader, several, steps_shown

    with opened(database) as (register, workshop):
        if incident is not None:
            from sijill.exports.incident_table import print_links
            from sijill.exports.table import console_for
            from sijill.link import LEVELS

            name = register.incidents_now([incident]).get(incident, "")
            found = register.memberships([name]).get(name)
            if found is None:
                raise click.ClickException(f"there is no incident {incident}; `sijill incidents` lists them")
            if not found.links:
                click.echo(f"{name}: one report alone tells of it; nothing was linked")
                return ALL_READ
            print_links(found.links, console_for(sys.stdout), lang or "en", {level.id: (level.en, level.ar) for level in LEVELS.values()})
            return ALL_READ
        from sijill.register.ingest import bring_up_to_date, link_all

        with steps_shown(quiet) as show:
            for step in link_all(register, workshop) if anew else bring_up_to_date(register, reader(1), workshop):
                show(step.stage, step.done, step.total)
        click.echo(f"{register}: {several(register.count_events(), 'event')}, {several(register.count_incidents(), 'incident')}")
    return ALL_READ
