"""An incident with all that belongs to it, to be shown or exported."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sijill.exports.evidence import DecisionFacts, ReportFacts
from sijill.model import EventRef, IncidentRecord
from sijill.register.confirming import confirmed_by, waiting_decisions
from sijill.register.projecting import AT_ONCE, incident_of_event, records
from sijill.store.register import Register
from sijill.store.rows import Decision, Filters, Subject


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, the facts of its reports by id, and the decisions about it in order.

    `former` is the id by which it was asked for where it has another today; "" else.
    """

    record: IncidentRecord
    reports: Mapping[str, ReportFacts]
    decisions: tuple[DecisionFacts, ...]
    former: str = ""


def incident_view(register: Register, name: str) -> IncidentView | None:
    """The incident to which an id leads, or the one that holds an event REPORT#EVENT; None where there is none."""
    former = ""
    if "#" in name:
        held = incident_of_event(register, EventRef(*name.rsplit("#", 1)))
        now = held.id if held is not None else None
    else:
        now = register.incidents_now([name]).get(name)
        former = name if now != name else ""
    if now is None:
        return None
    found = records(register, [now], with_links=True)
    if not found:
        return None
    record = found[0]
    versions = register.read_versions(record.reports)
    facts = {report: ReportFacts.of(report, version.capture) for report, version in versions.items()}
    subjects = [Subject("incident", record.id), *(Subject("event", str(ref)) for ref in record.incident.events)]
    every = register.decisions_about(subjects)
    waiting = {decision.id for decision in waiting_decisions(every)}
    return IncidentView(record, facts, tuple(decision_facts(decision, decision.id in waiting) for decision in every), former)


def decision_facts(decision: Decision, waiting: bool = False) -> DecisionFacts:
    """A decision in words; `waiting` says that it waits for a second reviewer."""
    after, before = decision.after or {}, decision.before or {}
    field = str(after.get("field", ""))
    action = decision.kind if decision.undone_by is None else f"{decision.kind} (undone by {decision.undone_by})"
    number = confirmed_by(decision)
    return DecisionFacts(
        str(decision.id), decision.at, decision.reviewer, action, decision.reason, field,
        _words(before.get("value")) if field else "", _words(after.get("value")) if field else "",
        waiting=waiting, confirms="" if number is None else str(number),
    )  # fmt: skip


def _words(value: Any) -> str:
    """A stored value, short."""
    if isinstance(value, dict):
        if {"low", "high"} <= set(value):
            return str(value["low"]) if value["low"] == value["high"] else f"{value['low']}–{value['high']}"
        return str(
            value.get("label") or value.get("name") or value.get("text") or value.get("start") or json.dumps(value, ensure_ascii=False)
        )
    if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value):
        return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(figure, int) for figure in value):  # a figure, or a range of them
            return "–".join(map(str, dict.fromkeys(value)))
        return ", ".join(map(_words, value))
    return "" if value is None else str(value)


def all_records(register: Register, filters: Filters | None, ids: Collection[str] = ()) -> Iterator[IncidentRecord]:
    """The incidents that filters or ids ask for, former ids too, whole, some at a time; by id."""
    wanted: Iterable[str]
    if ids:
        wanted = sorted(set(register.incidents_now(ids).values()))
    elif filters is None:
        wanted = register.incident_ids()
    else:
        wanted = sorted(p.id for p in register.all_incidents(filters))
    part: list[str] = []
    for name in wanted:
        part.append(name)
        if len(part) == AT_ONCE:
            yield from records(register, part, with_links=True)
            part = []
    if part:
        yield from records(register, part, with_links=True)
