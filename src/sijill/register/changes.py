"""What one reading of a report says otherwise than another, statement by statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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

    def words(self) -> str:
        """In one line: "r1#e0 killed: 3 → 5"."""
        before, after = (json.dumps(value, ensure_ascii=False) for value in (self.before, self.after))
        return f"{self.report}#{self.event} {self.field or 'event'}: {before} → {after}"


def changes(report: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """What one event record says otherwise than another, by event and field."""
    old = {event["id"]: event for event in before["events"]}
    new = {event["id"]: event for event in after["events"]}
    for name in [*old, *(n for n in new if n not in old)]:
        if name not in new or name not in old:
            yield Change(report, name, "", _event(old.get(name)), _event(new.get(name)))
            continue
        for field in SHOWN:
            if _value(old[name][field]) != _value(new[name][field]):
                yield Change(report, name, field, _value(old[name][field]), _value(new[name][field]))


def _event(event: dict[str, Any] | None) -> str | None:
    return None if event is None else str(event["type"])


def _value(value: Any) -> Any:
    """A value without what only says where it was found."""
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(v, int) for v in value):
            return value[0] if value[0] == value[1] else f"{value[0]}–{value[1]}"
        return [_value(v) for v in value]
    if isinstance(value, dict):
        if "start" in value:
            return value["start"] if value["start"] == value["end"] else f"{value['start']}..{value['end']}" if value["start"] else None
        return value.get("label") or value.get("name") or value.get("text")
    return value
