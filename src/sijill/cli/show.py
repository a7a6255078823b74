"""`sijill show`."""

from __future__ import annotations

import sys

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database


@click.command("show")
@click.argument("name", metavar="INCIDENT")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@options.lang
@database
def command(name: str, form: str, lang: str | None, database: str) -> int:
    """Show an incident: every statement with its words, what contradicts it, and what reviewers decided.

    INCIDENT is an id of `sijill incidents`, or REPORT#EVENT for the incident that holds an event. An id that it once had leads to it too.

    \b
    Examples:
      sijill show 3f6a1c09d2
      sijill show 3f6a1c09d2 --lang ar
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.opening import opened
    from sijill.exports.incident_table import print_incident
    from sijill.exports.table import console_for
    from sijill.register.views import incident_view

    with opened(database) as (register, workshop):
        view = incident_view(register, name)
        if view is None:
            raise click.ClickException(f"there is no incident {name}; `sijill incidents` lists them")
        if view.former:
            click.echo(f"{view.former} was merged into {view.record.id}", err=True)
        if form == "json":
            import json

            from sijill.exports.incident_record import incident_record
            from sijill.exports.info import ExportInfo

            info = ExportInfo(workshop.code, workshop.knowledge_version, workshop.clock().date())
            click.echo(json.dumps(incident_record(view.record, info), ensure_ascii=False, indent=2))
        else:
            titles = {name: f"{facts.outlet} · {facts.published or '–'} · {facts.title}" for name, facts in view.reports.items()}
            print_incident(view.record, view.decisions, titles, console_for(sys.stdout), lang or "en")
    return ALL_READ
