"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from sijill.sources.days import FIRST_YEAR, LAST_YEAR, likely

Command = Callable[..., Any]


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a message that shows how to write it."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != 10:
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD, for example 2021-09-12", param, ctx)
        if not likely(day):
            self.fail(f"{value!r} is no day of publication; it lies before {FIRST_YEAR} or after {LAST_YEAR}", param, ctx)
        return day


def published(command: Command) -> Command:
    """--published."""
    words = "Day of publication. Relative dates («أمس») are counted from it and stay open without it."
    return click.option("--published", type=Day(), default=None, help=words)(command)


def written(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Words of the command line; refused where they are no text (bytes that are no UTF-8)."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise click.BadParameter("is not UTF-8", ctx=ctx, param=param) from None
    return value


def lang(command: Command) -> Command:
    """--lang."""
    return click.option("--lang", type=click.Choice(["en", "ar"]), default=None, help="Language of headings and labels.")(command)


def text_of(words: str) -> str:
    """A TEXT argument, or standard input for "-"."""
    if words == "-":
        from sijill.sources import LIMIT, SourceError, decode

        if sys.stdin is None:  # the shell closed it: <&-
            raise click.ClickException("<stdin>: standard input is closed; give the words, or pipe a text into it")
        try:
            words = decode(sys.stdin.buffer.read(LIMIT + 1), "<stdin>")
        except SourceError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"<stdin>: {error.strerror or error}") from None
    if not words.strip():
        raise click.BadParameter("is empty; give a sentence, or - for standard input", param_hint="TEXT")
    from sijill.sources import LONGEST, too_long

    if len(words) > LONGEST:
        raise click.ClickException(f"TEXT: {too_long(len(words))}")
    return words
