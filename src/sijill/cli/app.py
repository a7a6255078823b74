"""The `sijill` command. Each subcommand lives in a module of its own, imported only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

# Exit codes, told in --help.
ALL_READ, SOME_FAILED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

_COMMANDS = {
    "read": ("sijill.cli.read", "Read articles; write the events they report."),
    "try": ("sijill.cli.explain", "Show which lexicon entry took which words of a sentence."),
    "find": ("sijill.cli.find", "Find only times, numbers, places, actors or quotes."),
    "evaluate": ("sijill.cli.evaluate", "Score readings beside annotated articles."),
    "types": ("sijill.cli.types", "List the event types with their cross-walks."),
    "lexicon": ("sijill.cli.lexicon", "Check the lexicon and its examples."),
    "places": ("sijill.cli.places", "Add a gazetteer of your own."),
}


class PipeClosedError(Exception):
    """The reader of our output has gone; click would take a bare broken pipe for a failure."""


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is called, and lists them all without importing any."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise PipeClosedError from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from sijill import __version__

        click.echo(f"sijill {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version.")
def cli() -> None:
    """Sijill (سِجِلّ) reads Arabic news of armed conflict and keeps a register of what was reported.

    It says who did what to whom, where, when, at what cost, who claims it and who says so, and every
    value points at the words that it came from.

    \b
    Examples:
      sijill read article.txt --published 2021-09-12
      sijill read articles/ more.jsonl --format html -o page.html
      sijill try "قُتل جنديان بانفجار عبوة ناسفة شمالي بعقوبة أمس" --published 2021-09-12
      sijill find times "فجر الثلاثاء الماضي" --published 2021-09-12

    Exit codes: 0 everything was read, 1 some input could not be read (the rest was), 2 wrong usage,
    141 the reader of our output left.
    """  # noqa: D301  click wants the character, not two


def main() -> NoReturn:
    """Entry point: run, and leave quietly where the reader of a pipe has gone."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # the locale may be C; our output is UTF-8 all the same
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else ALL_READ)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(INTERRUPTED)
    except (PipeClosedError, BrokenPipeError):
        # Nothing more can be written; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)
