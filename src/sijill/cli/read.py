"""`sijill read`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ, SOME_FAILED

if TYPE_CHECKING:
    from sijill.cli.pool import Want
    from sijill.cli.progress import Teller
    from sijill.model import Reading, Report
    from sijill.sources import Located, SourceError

FORMATS = ("table", "jsonl", "csv", "html")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".html": "html", ".htm": "html", ".txt": "table"}


@click.command("read")
@click.argument("paths", nargs=-1, required=True)
@options.published
@click.option("--outlet", default="", metavar="NAME", callback=options.written, help="Who published it.")
@click.option("--country", default=None, metavar="CODE", help="The outlet's country, ISO 3166 (IQ, SY …).")
@click.option("--title", default="", metavar="WORDS", callback=options.written, help="The headline, where the text does not begin with it.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="Default: what FILE's name ends in, else a table.")
@click.option("-o", "--output", metavar="FILE", default=None, help="Write here instead of standard output, all or nothing.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Processes; same output in the same order."
)
@click.option(
    "--places",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    metavar="DATABASE",
    help="Places that you imported (sijill places import). Default: places.sqlite in your data folder, where it exists.",
)
@click.option("--no-places", is_flag=True, help="Only the gazetteer that comes with Sijill.")
@options.lang
@click.option("--excel", is_flag=True, help="CSV: begin with a byte order mark, so that Excel shows Arabic.")
@click.option("--quiet", is_flag=True, help="No progress bar. Errors are told all the same.")
def command(
    paths: tuple[str, ...],
    published: date | None,
    outlet: str,
    country: str | None,
    title: str,
    form: str | None,
    output: str | None,
    jobs: int,
    places: Path | None,
    no_places: bool,
    lang: str | None,
    excel: bool,
    quiet: bool,
) -> int:
    """Read articles and write the events that they report.

    PATHS are text files (UTF-8, UTF-16, windows-1256 or ISO 8859-6, told apart), JSON Lines files
    (id, outlet, published, url, title, text), folders of such files, patterns, or - for standard input.
    What an article says of itself goes before --published, --outlet, --country and --title.

    \b
    Examples:
      sijill read article.txt --published 2021-09-12 --outlet "وكالة الأنباء"
      sijill read articles/ --format csv -o events.csv --excel
      sijill read big.jsonl --jobs 2 --format jsonl | jq .events
      cat article.txt | sijill read - --lang ar
      sijill read articles/*.txt -o page.html     one page, words and values side by side

    Input that cannot be read is told on standard error with file and line; the rest goes on.
    Exit codes: 0 everything was read, 1 something was not, 2 wrong usage.
    """  # noqa: D301  click wants the character, not two
    from sijill.cli.output import opened
    from sijill.cli.pool import prepare, read_all
    from sijill.cli.progress import Teller
    from sijill.sources import Defaults, read_paths

    imported = None if no_places else places or _imported()
    chosen = form or (_SUFFIXES.get(Path(output).suffix.lower(), "table") if output else "table")
    want: Want = "jsonl" if chosen == "jsonl" else "csv" if chosen == "csv" else "reading"
    code = country.strip().upper() if country else None
    known = prepare(imported).gazetteer.countries
    if code and code not in known:
        raise click.BadParameter(f"{country!r} is no country's code; write two letters of ISO 3166, for example IQ", param_hint="--country")
    defaults = Defaults(published, outlet, code, title)
    with opened(output) as out, Teller(lambda: count(paths), quiet) as teller:
        outcomes = read_all(_looked_at(read_paths(paths, defaults), teller), want, jobs, imported)
        _write(chosen, outcomes, out, teller, lang, excel)
        teller.sum()
    return SOME_FAILED if teller.failed else ALL_READ


def _imported() -> Path | None:
    from sijill.cli.places import default_database

    found = default_database()
    return found if found.is_file() else None


def _write(form: str, outcomes: Iterator[str | Reading | SourceError], out: IO[str], teller: Teller, lang: str | None, excel: bool) -> None:
    if form in ("jsonl", "csv"):
        if form == "csv":
            from sijill.exports.csv_rows import csv_text

            out.write(("\ufeff" if excel else "") + csv_text([]))
        end = "\n" if form == "jsonl" else ""
        out.writelines(f"{line}{end}" for line in _told(outcomes, teller) if isinstance(line, str))
        return
    readings = (reading for reading in _told(outcomes, teller) if not isinstance(reading, str))
    if form == "html":
        from sijill.exports.page import page

        out.write(page(readings, lang=lang or "ar"))
    else:
        from sijill.exports.table import console_for, print_readings

        print_readings(readings, console_for(out), lang or "en")


def _looked_at(items: Iterator[Located | SourceError], teller: Teller) -> Iterator[Report | SourceError]:
    """The same items; tells of an id that was given to two articles (once each) and of a day of publication that can be none."""
    from sijill.sources import SourceError, harmless
    from sijill.sources.days import likely

    seen: dict[str, str | None] = {}  # id → where it stands; None where that was told already
    for item in items:
        if isinstance(item, SourceError):
            yield item
            continue
        if item.published is not None and not likely(item.published):
            teller.warn(f"{harmless(item.place)}: {item.published} is no day of publication; it is taken as not known")
        if item.id == item.sha256[:12]:  # made from the text, not given
            yield item
            continue
        before = seen.setdefault(item.id, item.place)
        if before is not None and before != item.place:
            teller.warn(harmless(f"{item.place}: the id {item.id} stands at {before} too; their records cannot be told apart by it"))
            seen[item.id] = None
        yield item


def _told(outcomes: Iterator[str | Reading | SourceError], teller: Teller) -> Iterator[str | Reading]:
    """What was read; errors are told on the way."""
    from sijill.sources import SourceError

    for outcome in outcomes:
        if isinstance(outcome, SourceError):
            teller.fail(outcome)
        else:
            yield outcome
            teller.done()


def count(paths: Sequence[str]) -> int | None:
    """How many articles the paths hold, without reading them; None where that cannot be told."""
    from sijill.sources.errors import SourceError
    from sijill.sources.files import JSONL_SUFFIXES, STDIN, expand

    total = 0
    for path in paths:
        if path == STDIN:
            return None
        try:
            for file in expand(path):
                if file.suffix.lower() not in JSONL_SUFFIXES:
                    total += 1
                    continue
                with file.open("rb") as handle:
                    while block := handle.read(1 << 20):
                        total += block.count(b"\n")
        except (SourceError, OSError):
            total += 1
    return total
