"""`sijill lexicon`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sijill.cli.app import ALL_READ, SOME_FAILED


@click.group("lexicon")
def command() -> None:
    """The lexicon: words, meanings, and the examples that prove them."""


@command.command("check")
@click.option("--shared", is_flag=True, help="List the names that two entries share, where that can be meant.")
def check_command(shared: bool) -> int:
    """Check the form of every entry and run its examples: what must match and what must be ignored.

    Every fault is told at once with file, entry and what to add. Exit code 1 where there is one; a warning is none.
    Entries of the folder that $SIJILL_LEXICON names are checked too.

    \b
    Example:
      sijill lexicon check
    """  # noqa: D301  click wants the character, not two
    from sijill.knowledge import lexicon_folder
    from sijill.reading.proof import prove

    own = os.environ.get("SIJILL_LEXICON")
    proof = prove(lexicon_folder(), Path(own) if own else None)
    for warning in proof.warnings:
        click.echo(f"warning: {warning}", err=True)
    for fault in proof.faults:
        click.echo(str(fault), err=True)
    if shared:
        for name in proof.shared:
            click.echo(f"shared: {name}")
    elif proof.shared:
        click.echo(f"{len(proof.shared)} names are shared by an actor and a body of a state, or are weak or loaded; --shared lists them")
    if proof.faults:
        click.echo(f"{counted(len(proof.faults), 'fault')}, {proof.examples} examples run", err=True)
    else:
        click.echo(f"the lexicon is sound: {proof.examples} examples run")
    return SOME_FAILED if proof.faults else ALL_READ


def counted(number: int, noun: str) -> str:
    """A number with its English noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
