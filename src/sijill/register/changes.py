"""What one reading of a report says otherwise than another, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sijill.store.columns import Json

# What of an event is shown where it changed; the rest is evidence and rules.
SHOWN = (
    "type", "status", "factuality", "aggregate", "date", "time", "place", "perpetrators", "targets", "claimed_by", "accused", "denied_by",
    "weapons", "killed", "wounded", "captured", "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What another reading, or another version, says otherwise: of one event, one field, before and after ("" for the whole event)."""

    report: str
    event: str
    field: str
    before: Any
    after: Any


def changes(report: str, before: Json, after: Json) -> Iterator[Change]:
    """What one event record says otherwise than another, by event and field; `named_as_before` tells which event is which."""
    old = {event["id"]: event for event in before["events"]}
    new = {event["id"]: event for event in after["events"]}
    for name in [*old, *(n for n in new if n not in old)]:
        if name not in new or name not in old:
            yield Change(report, name, "", _event(old.get(name)), _event(new.get(name)))
            continue
        for field in SHOWN:
            was, now = _value(old[name][field]), _value(new[name][field])
            if was != now:
                yield Change(report, name, field, was, now)


def named_as_before(before: Json, after: Json) -> dict[str, Any]:
    """A record whose events bear the names that they had in another of the same report.

    An event's name is made from the text and where it stands there, so that a corrected comma would give it another: links would
    be made anew and decisions would lose their subject. An event that has no name of before gets that of the event of its type
    and place that says most alike.
    """
    old, new = before["events"], after["events"]
    free = {event["id"]: event for event in old}
    for event in new:
        free.pop(event["id"], None)
    taken = {event["id"] for event in old} - set(free)
    ranked = sorted(
        (-sum(_value(was[field]) == _value(now[field]) for field in SHOWN), abs(i - j), i, j)
        for i, was in enumerate(old)
        for j, now in enumerate(new)
        if was["id"] in free and now["id"] not in taken and _may_be(was, now)
    )
    names: dict[int, str] = {}
    for _, _, i, j in ranked:
        if j not in names and old[i]["id"] in free:
            names[j] = old[i]["id"]
            del free[old[i]["id"]]
    return {**after, "events": [{**event, "id": names.get(j, event["id"])} for j, event in enumerate(new)]}


def _may_be(was: Json, now: Json) -> bool:
    here, there = _value(was["place"]), _value(now["place"])
    return bool(was["type"] == now["type"]) and (here == there or here is None or there is None)


def _event(event: Json | None) -> str | None:
    return None if event is None else str(event["type"])


def _value(value: Any) -> Any:
    """A value without what only says where it was found."""
    if isinstance(value, list):
        return [_value(v) for v in value]
    if isinstance(value, dict):
        if "start" in value:
            return value["start"] if value["start"] == value["end"] else f"{value['start']}..{value['end']}" if value["start"] else None
        return value.get("label") or value.get("name") or value.get("text")
    return value
