"""What words that a reviewer chose seem to say, as the reading finds it: a first value for the form, never more."""

from __future__ import annotations

from typing import Any

from sijill.knowledge import Knowledge
from sijill.model import Count, Mention, MentionKind, Party, Place, Report, When
from sijill.reading import read_report
from sijill.register.pointing import Pointed

_KINDS: dict[str, MentionKind] = {
    "date": "time", "clock": "time", "place": "place", "killed": "number", "wounded": "number", "captured": "number", "weapons": "weapon",
    "perpetrators": "actor", "targets": "actor", "claimed_by": "actor", "accused": "actor", "denied_by": "actor",
}  # fmt: skip


def suggestion(report: Report, knowledge: Knowledge, pointed: Pointed, field: str) -> Any:
    """The value of a field, as a decision would keep it, that the words give; None where the reading finds none in them."""
    kind = _KINDS.get(field)
    inside = [
        mention for mention in read_report(report, knowledge).mentions
        if mention.kind == kind and mention.span.start < pointed.end and pointed.start < mention.span.end
    ]  # fmt: skip
    inside.sort(key=lambda mention: (not _within(mention, pointed), mention.span.start - mention.span.end))
    for mention in inside:
        found = _value(field, mention.value)
        if found is not None:
            return found
    digits = pointed.quote.strip()
    return [int(digits), int(digits)] if kind == "number" and digits.isdecimal() and len(digits) < 7 else None


def _within(mention: Mention[Any], pointed: Pointed) -> bool:
    return pointed.start <= mention.span.start and mention.span.end <= pointed.end


def _value(field: str, value: object) -> Any:
    match value:
        case When() if field == "clock":
            return value.clock
        case When() if value.start is not None and value.end is not None:
            return {"start": value.start.isoformat(), "end": value.end.isoformat()}
        case Count() if value.low is not None:
            return [value.low, value.high if value.high is not None else value.low]
        case Place() if value.gazetteer_id:
            return value.gazetteer_id
        case Party():
            return [{"label": value.label, "kind": value.kind, "actor_id": value.actor_id, "text": value.text}]
        case dict() if field == "weapons" and value.get("weapon"):
            return [str(value["weapon"])]
        case _:
            return None
