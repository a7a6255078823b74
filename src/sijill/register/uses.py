"""Where an entry of the lexicon was found: the reports whose reading names it, and the incidents that hold their events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sijill.store.register import Register
from sijill.store.rows import ReportRow


@dataclass(frozen=True, slots=True)
class Use:
    """A report whose reading names an entry: in how many events, and whether what it found was dropped."""

    report: ReportRow
    events: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Uses:
    """Where an entry was found among the reports that came in last: how many were looked at, the reports, and the incidents."""

    looked_at: int
    reports: tuple[Use, ...]
    incidents: tuple[str, ...]


def uses_of(register: Register, entry: str, last: int) -> Uses:
    """The reports, among the `last` that came in, whose current reading rests on an entry."""
    rows = {row.id: row for row in register.recent_reports(last)}
    token = re.compile(rf"(?<![\w.]){re.escape(entry)}(?![\w.])")
    found: list[Use] = []
    refs = []
    for reading in register.current_readings(rows):
        events = [event["id"] for event in reading.record["events"] if any(token.search(words) for words in _named(event))]
        dropped = sum(bool(token.search(item["entry"] or "")) for item in reading.record["dropped"])
        if events or dropped:
            found.append(Use(rows[reading.report], len(events), dropped))
            refs += [row.ref for row in register.events_of(reading.report) if row.ref.event in events]
    order = {id: at for at, id in enumerate(rows)}
    found.sort(key=lambda use: order[use.report.id])
    return Uses(len(rows), tuple(found), tuple(sorted(register.incidents_with(refs))))


def _named(event: Mapping[str, Any]) -> Iterator[str]:
    """The words of an event's record that name entries: its rules, and the ids of its parties."""
    yield from (str(rule) for rule in event["rules"].values())
    for parts in event["parts"].values():
        yield from (str(part["rule"]) for part in parts)
    for field in ("perpetrators", "targets", "claimed_by", "accused", "denied_by"):
        yield from (str(party["actor_id"] or "") for party in event[field])
