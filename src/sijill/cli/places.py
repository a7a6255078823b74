"""`sijill places`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sijill.cli.app import ALL_READ, SOME_FAILED

SHOWN = 20  # bad lines that are told one by one


@click.group("places")
def command() -> None:
    """Places beyond the gazetteer that comes with Sijill."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["geonames", "whosonfirst"]), required=True, help="Whose dump it is.")
@click.option(
    "--database", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Default: places.sqlite in your data folder."
)
def import_command(file: Path, kind: str, database: Path | None) -> int:
    """Add a GeoNames or Who's On First dump to a database beside the lexicon.

    GeoNames: the unpacked table of a country or of all (IQ.txt, allCountries.txt). Who's On First: an SQLite
    distribution or a CSV of places. An import that was broken off goes on where it stopped; a file
    that was imported before is left alone. A line that cannot be used is skipped and told, and makes the
    exit code 1. The data keep the licence of their makers (GeoNames: CC BY 4.0).

    \b
    Examples:
      sijill places import IQ.txt --kind geonames
      sijill places import whosonfirst-data-admin-iq-latest.db --kind whosonfirst
    """  # noqa: D301  click wants the character, not two
    from sijill.sources.errors import harmless
    from sijill.store.errors import DumpError
    from sijill.store.places import PlacesDatabase, Skipped, import_dump

    place = database or default_database()
    place.parent.mkdir(parents=True, exist_ok=True)
    skipped: list[str] = []
    try:
        with PlacesDatabase(place) as store:
            steps = import_dump(store, file, kind)
            if sys.stderr.isatty():
                from rich.console import Console
                from rich.progress import Progress

                with Progress(console=Console(stderr=True), transient=True) as bar:
                    task = bar.add_task(file.name, total=1.0)
                    for step in steps:
                        if isinstance(step, Skipped):
                            skipped.append(step.message)
                        else:
                            bar.update(task, completed=step.share)
            else:
                skipped += [step.message for step in steps if isinstance(step, Skipped)]
            click.echo(f"{store.count():,} places, {store.count_names():,} names in {place}")
    except DumpError as error:
        _tell(skipped)
        raise click.ClickException(harmless(str(error))) from None
    _tell(skipped)
    return SOME_FAILED if skipped else ALL_READ


def _tell(skipped: Sequence[str]) -> None:
    """Which lines were passed over, and how many."""
    from sijill.sources.errors import harmless

    for message in skipped[:SHOWN]:
        click.echo(f"sijill: {harmless(message)}", err=True)
    if len(skipped) > SHOWN:
        click.echo(f"sijill: … and {len(skipped) - SHOWN:,} more", err=True)
    if skipped:
        click.echo(f"sijill: {len(skipped):,} {'line was' if len(skipped) == 1 else 'lines were'} skipped, the rest is in", err=True)


def default_database() -> Path:
    """Where imported places lie unless told otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("sijill", appauthor=False)) / "places.sqlite"
