"""`sijill try`."""

from __future__ import annotations

import sys
from datetime import date

import click

from sijill.cli import options


@click.command("try")
@click.argument("text")
@options.published
@options.lang
def command(text: str, published: date | None, lang: str | None) -> None:
    """Show which lexicon entry took which words of TEXT, what lost to it, and what was dropped and why.

    \b
    Examples:
      sijill try "اغتال مسلحون مجهولون ضابطا في الموصل مساء أمس" --published 2021-09-12
      cat sentence.txt | sijill try -
    """  # noqa: D301  click wants the character, not two
    words = options.text_of(text)
    from sijill.cli.pool import prepare
    from sijill.exports.table import console_for
    from sijill.exports.tables import print_explanation
    from sijill.model import ReportError
    from sijill.reading import explain

    try:
        explanation = explain(words, published, prepare())
    except ReportError as error:
        raise click.ClickException(str(error)) from None
    print_explanation(explanation.taken, explanation.lost, explanation.reading, console_for(sys.stdout), lang or "en")
