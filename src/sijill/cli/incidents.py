"""`sijill incidents`."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database

if TYPE_CHECKING:
    from sijill.exports.incident_table import IncidentLine
    from sijill.store.rows import Filters, Projection

REVIEWS = ("unreviewed", "accepted", "corrected", "rejected", "flagged")


def filters(command: click.decorators.FC) -> click.decorators.FC:
    """The options that say which incidents are meant."""
    for decorate in reversed(
        (
            click.option("--country", "countries", multiple=True, metavar="CODE", help="In this country, ISO 3166. May be repeated."),
            click.option("--admin1", multiple=True, metavar="NAME", help="In this governorate, by its English name. May be repeated."),
            click.option("--type", "types", multiple=True, metavar="TYPE", help="Of this type (sijill types). May be repeated."),
            click.option("--since", type=options.Day(), default=None, help="On this day or later."),
            click.option("--until", type=options.Day(), default=None, help="On this day or before."),
            click.option(
                "--actor", "actors", multiple=True, metavar="NAME", help="Naming this actor: an id, a label, or a name in Arabic."
            ),
            click.option("--weapon", "weapons", multiple=True, metavar="NAME", help="With this weapon, in English."),
            click.option("--claimed-by", "claimants", multiple=True, metavar="NAME", help="Claimed by this actor."),
            click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Told by this outlet."),
            click.option("--killed", type=int, default=None, metavar="N", help="At least so many killed, by the highest figure."),
            click.option("--review", "review", type=click.Choice(REVIEWS), multiple=True, help="In this state of review."),
            click.option("--contested/--uncontested", "contested", default=None, help="On which reports contradict one another, or not."),
            click.option("--text", default="", metavar="WORDS", help="Holding these words, however they are spelled."),
        )
    ):
        command = decorate(command)
    return command


def asked(
    countries: tuple[str, ...], admin1: tuple[str, ...], types: tuple[str, ...], since: date | None, until: date | None,
    actors: tuple[str, ...], weapons: tuple[str, ...], claimants: tuple[str, ...], outlets: tuple[str, ...], killed: int | None,
    review: tuple[str, ...], contested: bool | None, text: str,
) -> Filters:  # fmt: skip
    """The filters that the options give.

    Raises:
        click.BadParameter: a type is none, or the text holds no word.
    """
    from typing import cast, get_args

    from sijill.cli.pool import prepare
    from sijill.knowledge import event_types
    from sijill.model import Review
    from sijill.register.names import actor_ids
    from sijill.store.rows import Filters

    strange = [t for t in types if t not in event_types()]
    if strange:
        raise click.BadParameter(f"{strange[0]!r} is no type of event; `sijill types` lists them", param_hint="--type")
    if text:
        from sijill.store.words import question_of

        try:
            question_of(text)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--text") from None
    knowledge = prepare()
    facets = [("actor", actor_ids(name, knowledge)) for name in actors] + [("claimed_by", actor_ids(name, knowledge)) for name in claimants]
    facets += [("weapon", name) for name in weapons]
    known = cast("tuple[Review, ...]", tuple(r for r in review if r in get_args(Review)))
    codes = tuple(c.strip().upper() for c in countries)
    return Filters(codes, admin1, types, since, until, tuple(facets), outlets, killed, known, contested, text)


@click.command("incidents")
@filters
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="How many, the latest first.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@options.lang
@database
def command(limit: int, form: str, lang: str | None, database: str, **given: object) -> int:
    """List incidents, the latest first.

    \b
    Examples:
      sijill incidents --country IQ --since 2021-09-01 --type drone_strike
      sijill incidents --actor "تنظيم الدولة" --killed 5
      sijill incidents --text "القوات الأمريكية" --lang ar
      sijill incidents --review unreviewed --contested --format jsonl
    """  # noqa: D301  click wants the character, not two
    import json
    from itertools import islice

    from sijill.cli.opening import opened
    from sijill.exports.incident_table import print_incidents
    from sijill.exports.table import console_for

    with opened(database) as (register, _):
        wanted = asked(**given)  # type: ignore[arg-type]
        found = list(islice(register.all_incidents(wanted), limit + 1))
        if form == "jsonl":
            for projection in found[:limit]:
                record = {"id": projection.id, "review": projection.review, **projection.record}
                click.echo(json.dumps(record, ensure_ascii=False))
        else:
            print_incidents([line(p, lang) for p in found[:limit]], console_for(sys.stdout), lang or "en", more=len(found) > limit)
    return ALL_READ


def line(projection: Projection, lang: str | None) -> IncidentLine:
    """A projection as a line of the list, in English or Arabic."""
    from sijill.exports.evidence_words import REVIEWS
    from sijill.exports.incident_table import IncidentLine
    from sijill.exports.labels import one
    from sijill.register.days import FROM_PUBLICATION

    first, last = projection.first, projection.last
    days = "–" if first is None else f"{first}" if first == last else f"{first} – {last}"
    if projection.record["date"] and projection.record["date"]["rule"] == FROM_PUBLICATION:  # never silently
        days = f"{'نُشر' if lang == 'ar' else 'published'} {last}"
    killed = None if projection.killed_low is None or projection.killed_high is None else (projection.killed_low, projection.killed_high)
    place = (projection.record["place"] or {}).get("text", "") if lang == "ar" else projection.place or ""
    return IncidentLine(
        projection.id, days, projection.type, place, projection.country, killed, projection.reports,
        projection.independent, one(REVIEWS[projection.review], lang or "en"), projection.contested,
    )  # fmt: skip
