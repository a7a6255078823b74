"""Settling an incident: its fields from the statements of every report, by written rules.

Pure: the same members, in any order, give the same record. Each field's rule stands in the module that settles it
and in the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.model import Event, EventRef, Incident, IncidentRecord, Report, Settled, Statement, Told
from sijill.register.days import settled_day
from sijill.register.parties import settled_parties
from sijill.register.places import settled_place
from sijill.register.tolls import settled_toll
from sijill.register.votes import by_votes, independent

TYPE_RULE = "the type that most independent reports give; of equals the one that says more, then the earliest"
CLOCK_RULE = "the hour that most independent reports give"
SURE_RULE = "asserted where any report tells it as fact, else alleged"
WEAPON_RULE = "every weapon that a report names, the most often named first"
# Types that say less than another: "attacked", "exploded", "killed", "raided".
_SAYS_LESS = frozenset({"armed_attack", "explosion", "killing", "security_operation", "deployment", "shelling"})
_MANY = ("perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons")
_ONE = ("type", "factuality", "date", "time", "place", "killed", "wounded", "captured")


@dataclass(frozen=True, slots=True)
class Member:
    """One event of one report that belongs to the incident; `copy_of` is the first report of its group of copies."""

    report: Report
    event: Event
    copy_of: str = ""


def project(incident: Incident, members: Iterable[Member]) -> IncidentRecord:
    """The incident with its settled fields.

    Args:
        incident: its events, as linking found them or reviewers decided.
        members: those events with their reports, in any order.

    Raises:
        ValueError: a member is none of the incident's events, or one of them is missing.
    """
    ordered = sorted(members, key=_earliest)
    have = sorted(EventRef(m.report.id, m.event.id) for m in ordered)
    if not have or have != sorted(incident.events):
        raise ValueError(f"the members of incident {incident.id} are {', '.join(map(str, have)) or 'none'}, not its events")
    told = {name: [t for m in ordered for t in _told(m, name)] for name in (*_ONE, *_MANY)}
    kind = by_votes(told["type"], TYPE_RULE, _value, _SAYS_LESS)
    if kind is None:
        raise ValueError(f"incident {incident.id}: no event has a type")
    return IncidentRecord(
        incident=incident,
        type=kind,
        factuality=_factuality(told["factuality"]),
        date=settled_day(told["date"], [m.report.published for m in ordered]),
        clock=by_votes(told["time"], CLOCK_RULE, _value),
        place=settled_place(told["place"]),
        perpetrators=settled_parties(told["perpetrators"]),
        claimed_by=settled_parties(told["claimed_by"]),
        accused=settled_parties(told["accused"]),
        denied_by=settled_parties(told["denied_by"]),
        targets=settled_parties(told["targets"]),
        weapons=_weapons(told["weapons"]),
        killed=settled_toll(told["killed"]),
        wounded=settled_toll(told["wounded"]),
        captured=settled_toll(told["captured"]),
        reports=tuple(dict.fromkeys(m.report.id for m in ordered)),
        outlets=tuple(sorted({m.report.outlet for m in ordered if m.report.outlet})),
        independent=independent(told["type"]),
        confidence=max(m.event.confidence for m in ordered),
    )


def _earliest(member: Member) -> tuple[bool, str, str, str]:
    day = member.report.published
    return day is None, day.isoformat() if day else "", member.report.id, member.event.id


def _told(member: Member, name: str) -> Iterable[Told]:
    """The statements of one event on one field."""
    found = getattr(member.event, name)
    statements: tuple[Statement[object], ...] = found if isinstance(found, tuple) else (found,) if found is not None else ()
    says = tuple(s.value.label or s.value.text for s in member.event.sources) or (member.report.outlet,)
    ref = EventRef(member.report.id, member.event.id)
    for s in statements:
        speakers = (s.attributed_to,) if s.attributed_to else says
        yield Told(ref, name, s.value, s.evidence, s.rule, speakers, member.report.outlet, member.report.published, member.copy_of)


def _value(told: Told) -> str:
    return str(told.value)


def _factuality(told: list[Told]) -> Settled[str]:
    asserted = tuple(t for t in told if t.value == "asserted")
    rest = tuple(t for t in told if t.value != "asserted")
    return Settled("asserted", SURE_RULE, asserted, rest) if asserted else Settled("alleged", SURE_RULE, rest)


def _weapons(told: list[Told]) -> tuple[Settled[str], ...]:
    names = sorted({t.value for t in told}, key=lambda w: (-independent(t for t in told if t.value == w), w))
    return tuple(Settled(w, WEAPON_RULE, tuple(t for t in told if t.value == w)) for w in names)
