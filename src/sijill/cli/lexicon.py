"""`sijill lexicon`."""

from __future__ import annotations

import click

from sijill.cli.app import ALL_READ, SOME_FAILED


@click.group("lexicon")
def command() -> None:
    """The lexicon: words, meanings, and the examples that prove them."""


@command.command("check")
def check_command() -> int:
    """Run every entry's examples: what must match and what must be ignored.

    Every fault is told at once with file, entry and what to add. Exit code 1 where there is one.

    \b
    Example:
      sijill lexicon check
    """  # noqa: D301  click wants the character, not two
    from sijill.knowledge import lexicon_folder
    from sijill.reading.proof import prove

    count, faults = prove(lexicon_folder())
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"{len(faults)} faults, {count} examples run", err=True)
    else:
        click.echo(f"the lexicon is sound: {count} examples run")
    return SOME_FAILED if faults else ALL_READ
