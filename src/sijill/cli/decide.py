"""`sijill decide`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sijill.cli import options
from sijill.cli.app import ALL_READ
from sijill.cli.opening import database, reviewer, reviewer_name

if TYPE_CHECKING:
    from sijill.register.desk_decisions import Taken
    from sijill.register.review import Kind
    from sijill.register.workshop import Workshop
    from sijill.store.register import Register
    from sijill.store.rows import Decision


# As `register.values.FIELDS` has them; a test compares.
_FIELDS = (
    "type, factuality, date, clock, place, perpetrators, claimed_by, accused, denied_by, targets, weapons, killed, wounded or captured."
)


@click.group("decide")
def command() -> None:
    """Decide on incidents, as a named reviewer. Nothing that was decided is overwritten; undoing is a decision too."""


def _decided(
    database: str,
    kind: Kind,
    incidents: Sequence[str],
    given: str | None,
    reason: str,
    make: Callable[[Register, Workshop], dict[str, Any]],
) -> int:
    from sijill.cli.opening import opened
    from sijill.register.desk_decisions import Reviewer, Wish, take

    with opened(database) as (register, workshop):
        wish = Wish(kind, tuple(incidents), reason, **make(register, workshop))
        _tell(take(register, workshop, wish, Reviewer(reviewer_name(given))))
    return ALL_READ


def _tell(taken: Taken) -> None:
    decision, changed = taken.decision, sorted(taken.versions)
    held = f"; its events are now in {', '.join(changed)}" if changed and decision.kind in ("merge", "split", "undo", "confirm") else ""
    if taken.waits:
        held = "; it waits for a second reviewer"
    about = ", ".join(subject.id for subject in decision.subjects if subject.kind == "incident")
    click.echo(f"decision {decision.id}: {decision.kind} {about}, by {decision.reviewer}{held}")


def _simple(kind: Kind, words: str, example: str) -> None:
    """A subcommand about one incident."""

    def run(incident: str, reviewer: str | None, reason: str, database: str) -> int:
        return _decided(database, kind, [incident], reviewer, reason, lambda _r, _w: {})

    run.__doc__ = f"{words}\n\n    \\b\n    Example:\n      sijill decide {kind} {example}\n    "
    decorated = click.argument("incident")(reviewer(database(run)))
    command.command(kind)(decorated)


_simple("accept", "Accept an incident as it stands. Nobody accepts their own correction.", '3f6a1c09d2 --reviewer "منى"')
_simple(
    "reject", "Reject an incident: it stays in the register, and out of every export.", '3f6a1c09d2 --reason "an exercise, not an attack"'
)
_simple("flag", "Flag an incident for others to look at.", '3f6a1c09d2 --reason "two places of that name"')


@command.command("correct")
@click.argument("incident")
@click.option("--field", required=True, metavar="FIELD", help=_FIELDS)
@click.option("--value", required=True, metavar="VALUE", help="The right value, or none.")
@reviewer
@database
def correct(incident: str, field: str, value: str, reviewer: str | None, reason: str, database: str) -> int:
    """Correct one field of an incident. What the reports say stays beside it.

    VALUE is a type of event; a day or two (2021-09-12..2021-09-13); HH:MM; an id of the gazetteer or
    "name; lat, lon; precision"; actors' ids, or labels with their kind ("unknown gunmen = unidentified_armed"), joined by ";";
    weapons joined by ","; a figure or two (3, 3-5); none.

    \b
    Examples:
      sijill decide correct 3f6a1c09d2 --field killed --value 3-5 --reason "the hospital's list"
      sijill decide correct 3f6a1c09d2 --field date --value 2021-09-12 --reason "the statement's own day"
      sijill decide correct 3f6a1c09d2 --field place --value "مفرق السدة; 33.42, 44.02; site" --reason "the photograph"
    """  # noqa: D301  click wants the character, not two
    from sijill.register.values import parsed

    def make(_: Register, workshop: Workshop) -> dict[str, Any]:
        return {"field": field, "value": parsed(field, value, workshop.knowledge)}

    return _decided(database, "correct", [incident], reviewer, reason, make)


@command.command("merge")
@click.argument("incidents", nargs=-1, required=True)
@reviewer
@database
def merge(incidents: tuple[str, ...], reviewer: str | None, reason: str, database: str) -> int:
    """Make one incident of two or more. The merge stands, whatever linking would say."""
    return _decided(database, "merge", list(incidents), reviewer, reason, lambda _r, _w: {})


@command.command("split")
@click.argument("incident")
@click.argument("events", nargs=-1, required=True, metavar="REPORT#EVENT...")
@reviewer
@database
def split(incident: str, events: tuple[str, ...], reviewer: str | None, reason: str, database: str) -> int:
    """Part some events of an incident from the others. A report's id alone means its events in the incident."""

    def make(register: Register, _: Workshop) -> dict[str, Any]:
        from sijill.model import EventRef

        held = next(iter(register.memberships(register.incidents_now([incident]).values(), with_links=False).values()), None)
        refs: list[EventRef] = []
        for name in events:
            if "#" in name:
                refs.append(EventRef(*name.rsplit("#", 1)))
            else:
                refs += [ref for ref in (held.events if held else ()) if ref.report == name] or [EventRef(name, "?")]
        return {"events": refs}

    return _decided(database, "split", [incident], reviewer, reason, make)


@command.command("undo")
@click.argument("decision", type=int)
@reviewer
@database
def undo_command(decision: int, reviewer: str | None, reason: str, database: str) -> int:
    """Undo a decision, by its number. Both stay in the history."""
    from sijill.cli.opening import opened
    from sijill.register.desk_decisions import Reviewer, undo

    with opened(database) as (register, workshop):
        _tell(undo(register, workshop, decision, Reviewer(reviewer_name(reviewer)), reason))
    return ALL_READ


@command.command("confirm")
@click.argument("decision", type=int)
@reviewer
@database
def confirm_command(decision: int, reviewer: str | None, reason: str, database: str) -> int:
    """Confirm a decision that waits for a second reviewer, by its number. Nobody confirms their own."""
    from sijill.cli.opening import opened
    from sijill.register.desk_decisions import Reviewer, confirm

    with opened(database) as (register, workshop):
        _tell(confirm(register, workshop, decision, Reviewer(reviewer_name(reviewer)), reason))
    return ALL_READ


@command.command("log")
@click.option("--incident", default=None, metavar="INCIDENT", help="Only decisions about this incident.")
@click.option("--stale", is_flag=True, help="Only decisions of which a subject has gone, as after reading again.")
@database
def log(incident: str | None, stale: bool, database: str) -> int:
    """List decisions, the first one first."""
    from sijill.cli.opening import opened
    from sijill.exports.incident_table import decision_words
    from sijill.register.confirming import waiting_decisions
    from sijill.register.views import decision_facts
    from sijill.sources.errors import harmless

    with opened(database) as (register, _):
        if stale:
            for decision, missing in register.stale_decisions():
                if any(subject.kind == "event" for subject in missing):
                    click.echo(harmless(f"{decision_words(decision_facts(decision))} · gone: {', '.join(s.id for s in missing)}"))
            return ALL_READ
        every = _about(register, incident) if incident else register.decisions()
        waiting = {decision.id for decision in waiting_decisions(every)}
        for decision in every:
            click.echo(harmless(decision_words(decision_facts(decision, decision.id in waiting))))
    return ALL_READ


def _about(register: Register, incident: str) -> tuple[Decision, ...]:
    """The decisions about an incident, by whichever of its ids, and about its events."""
    from sijill.register.review import event_subject
    from sijill.store.rows import Subject

    now = register.incidents_now([incident])
    held = register.memberships(now.values(), with_links=False).values()
    names = {incident, *now.values()}
    return register.decisions_about([*(Subject("incident", name) for name in names), *(event_subject(r) for i in held for r in i.events)])


@command.command("sample")
@click.argument("name")
@click.option("--size", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="How many incidents.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="N", help="The same seed draws the same sample.")
@database
def sample(name: str, size: int, seed: int, database: str) -> int:
    """Draw a sample of incidents for several people to code; lists it. A sample that was drawn stays as it is."""
    from sijill.cli.opening import opened
    from sijill.register.agreement import draw

    with opened(database) as (register, _):
        known = register.sample(name)
        if not known:
            register.put_sample(name, draw(list(register.incident_ids()), size, seed))
            known = register.sample(name)
        click.echo("\n".join(known))
    return ALL_READ


@command.command("code")
@click.argument("incident")
@click.option("--sample", "name", required=True, metavar="NAME", help="The sample that it belongs to.")
@click.option("--field", required=True, metavar="FIELD", help=_FIELDS)
@click.option("--value", required=True, metavar="VALUE", help="As for `correct`.")
@reviewer
@database
def code(incident: str, name: str, field: str, value: str, reviewer: str | None, reason: str, database: str) -> int:
    """Code one field of an incident of a sample. It changes nothing but the agreement."""
    from sijill.register.values import parsed

    def make(_: Register, workshop: Workshop) -> dict[str, Any]:
        return {"field": field, "value": parsed(field, value, workshop.knowledge), "sample": name}

    return _decided(database, "code", [incident], reviewer, reason or "double coding", make)


@command.command("agreement")
@click.argument("sample")
@options.lang
@database
def agreement_command(sample: str, lang: str | None, database: str) -> int:
    """Show how far the coders of a sample agree on each field (Krippendorff's alpha for nominal values)."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sijill.cli.opening import opened
    from sijill.exports.labels import FIELDS, one
    from sijill.exports.table import Cell, console_for
    from sijill.register.agreement import agreement

    heads = ("الحقل", "ألفا", "الوقائع", "المرمّزون") if lang == "ar" else ("Field", "Alpha", "Incidents", "Coders")
    with opened(database) as (register, _):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for head in heads:
            table.add_column(Cell(head, "bold"))
        for found in agreement(register.decisions(sample=sample), register.incidents_now(register.sample(sample))):
            shown = one(FIELDS.get("time" if found.field == "clock" else found.field, (found.field, found.field)), lang or "en")
            alpha = "–" if found.alpha is None else f"{found.alpha:.2f}"
            table.add_row(*(Cell(words) for words in (shown, alpha, str(found.incidents), str(found.reviewers))))
        console_for(sys.stdout).print(table)
    return ALL_READ
