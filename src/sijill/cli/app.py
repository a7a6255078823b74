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
    "bench": ("sijill.cli.bench", "Measure speed and accuracy beside other tools."),
    "lexicon": ("sijill.cli.lexicon", "Check the lexicon and its examples."),
    "places": ("sijill.cli.places", "Add a gazetteer of your own."),
    "init": ("sijill.cli.init", "Make a register."),
    "sources": ("sijill.cli.sources", "The feeds, sites and folders that reports come from."),
    "ingest": ("sijill.cli.ingest", "Capture articles into the register; read and link them."),
    "link": ("sijill.cli.link", "Say which events are one incident, and why."),
    "incidents": ("sijill.cli.incidents", "List the register's incidents."),
    "show": ("sijill.cli.show", "Show an incident with every statement and its words."),
    "batch": ("sijill.cli.batch", "Read millions of articles to Parquet, on all cores or a cluster."),
    "serve": ("sijill.cli.serve", "Open the register in a browser: the review desk."),
    "decide": ("sijill.cli.decide", "Accept, correct, reject, flag, merge, split, undo."),
    "export": ("sijill.cli.export", "ACLED, UCDP, PLOVER, HXL, GeoJSON, Parquet, an evidence page."),
    "accounts": ("sijill.cli.accounts", "Who may work on the register in a browser, and as what."),
    "verify": ("sijill.cli.verify", "Check that all that the register holds is still true."),
    "reread": ("sijill.cli.reread", "Read every report again; show what changed."),
}


class UnusableError(click.ClickException):
    """What every article needs (lexicon, imported places) cannot be used: told once, before any is read."""

    exit_code = USAGE


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
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            raise _understood(error) from None

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


# What a command can be refused for by the register's use cases, with words for whoever called it.
_TOLD = frozenset({"ReviewError", "ValueFaultError", "AccountError", "BatchError"})


def _understood(error: Exception) -> Exception:
    """A fault of the lexicon, of the imported places or of the system as a message; anything else as it is."""
    from sijill.knowledge.files import LexiconError
    from sijill.store.errors import DumpError, StoreError

    if isinstance(error, LexiconError):
        return UnusableError(f"the lexicon cannot be used:\n{error}")
    if isinstance(error, DumpError):
        return UnusableError(str(error))
    if isinstance(error, StoreError):
        return click.ClickException(str(error))
    if type(error).__name__ in _TOLD:  # of rooms that are not imported for a message
        return click.ClickException(str(error))
    if isinstance(error, OSError):
        return click.ClickException(_system_words(error))
    return error


def _system_words(error: OSError) -> str:
    """What the system refused: "No space left on device"."""
    from sijill.sources.errors import harmless

    place = f"{error.filename}: " if error.filename else ""
    return harmless(f"{place}{error.strerror or error}")


def _drop_output() -> None:
    """Nothing more can be written; keep the interpreter from complaining when it flushes."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from sijill import __version__
        from sijill.built import built

        click.echo(f"sijill {__version__} ({built()})")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version, and whether it is compiled."
)
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
      sijill init && sijill ingest articles/ && sijill incidents

    Exit codes: 0 everything was read, 1 some input could not be read (the rest was) or the output not
    be written, 2 wrong usage or a lexicon that cannot be used, 141 the reader of our output left.
    """  # noqa: D301  click wants the character, not two


def _settle_output() -> None:
    """Write what is left; where that fails the message was told already."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _drop_output()


def main() -> NoReturn:
    """Entry point: run, and leave quietly where the reader of a pipe has gone."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # the locale may be C; our output is UTF-8 all the same
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else ALL_READ)
    except click.ClickException as error:
        error.show()
        _settle_output()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(INTERRUPTED)
    except (PipeClosedError, BrokenPipeError):
        _drop_output()
        sys.exit(PIPE_CLOSED)
    except OSError as error:
        click.echo(f"Error: {_system_words(error)}", err=True)
        _drop_output()
        sys.exit(SOME_FAILED)
