"""`sijill find`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sijill.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sijill.model import Mention

WHAT = ("times", "numbers", "places", "actors", "quotes")


@click.command("find")
@click.argument("what", type=click.Choice(WHAT))
@click.argument("text")
@options.published
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def command(what: str, text: str, published: date | None, form: str) -> None:
    """Find only times, numbers, places, actors or quotes in TEXT (- for standard input).

    Each is given with its words, offsets (code points), value and the entry that found it.

    \b
    Examples:
      sijill find times "مساء الخميس الماضي" --published 2021-09-12
      sijill find numbers "ما لا يقل عن خمسة عشر جريحا" --format jsonl
      cat article.txt | sijill find places -
    """  # noqa: D301  click wants the character, not two
    words = options.text_of(text)
    from sijill.reading import find

    found: Sequence[Mention[Any]]
    match what:
        case "times":
            found = find.find_times(words, published=published)
        case "numbers":
            found = find.find_numbers(words)
        case "places":
            found = find.find_places(words)
        case "actors":
            found = find.find_actors(words)
        case _:
            found = find.find_quotes(words)
    if form == "jsonl":
        from sijill.exports.record import mention_line

        for mention in found:
            click.echo(mention_line(mention))
        return
    import sys

    from sijill.exports.table import console_for
    from sijill.exports.tables import print_mentions

    print_mentions(found, console_for(sys.stdout))
