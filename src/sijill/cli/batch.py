"""`sijill batch`: the commands for very many articles; each in a module of its own."""

from __future__ import annotations

import click

from sijill.cli.batch_link import command as link
from sijill.cli.batch_read import command as read


@click.group("batch")
def command() -> None:
    """Work on very many articles: Parquet in and out, on all cores of one machine or on a cluster.

    Nothing is kept in a register. A job that was stopped goes on where it stopped, and writes the same bytes as
    one that never stopped.
    """


command.add_command(read, "read")
command.add_command(link, "link")
