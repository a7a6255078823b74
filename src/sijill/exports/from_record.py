"""An event out of its record: the inverse of `exports.record`, as far as the record tells.

What the record leaves out (candidates of an open place, the country and number of a source) is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from sijill.model import WORD_FIGURES, Count, Event, Evidence, Party, Place, Statement, When

V = TypeVar("V")
Json = Mapping[str, Any]


class RecordFaultError(ValueError):
    """A record that is no event of ours, with what is wrong."""


def event_of(record: Json, text: str) -> Event:
    """The event that a record gives.

    Args:
        record: one of an article's `events`, as `event_record` makes it.
        text: the report's text, from which the quotes are cut.

    Raises:
        RecordFaultError: a key is missing, or a span lies outside the text.
    """
    try:
        return _event(record, text)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise RecordFaultError(f"event {record.get('id', '?')}: {type(error).__name__}: {error}") from None


def _event(record: Json, text: str) -> Event:
    read = _Reader(record, text)
    return Event(
        id=record["id"],
        type=read.needed("type", record["type"]),
        status=read.needed("status", record["status"]),
        factuality=read.needed("factuality", record["factuality"]),
        aggregate=record["aggregate"],
        date=read.one("date", _when(record)),
        time=read.one("time", record["time"]),
        place=read.one("place", _place(record)),
        perpetrators=read.many("perpetrators", map(_party, record["perpetrators"])),
        targets=read.many("targets", map(_party, record["targets"])),
        claimed_by=read.many("claimed_by", map(_party, record["claimed_by"])),
        accused=read.many("accused", map(_party, record["accused"])),
        denied_by=read.many("denied_by", map(_party, record["denied_by"])),
        weapons=read.many("weapons", record["weapons"]),
        killed=read.one("killed", _count(record, "killed")),
        wounded=read.one("wounded", _count(record, "wounded")),
        captured=read.one("captured", _count(record, "captured")),
        sources=read.many("sources", (Party(s["text"], s["label"]) for s in record["sources"])),
        loaded=tuple(read.evidence(e["span"]) for e in record["loaded"]),
        confidence=record["confidence"],
    )


class _Reader:
    """Puts values and the words behind them together again."""

    def __init__(self, record: Json, text: str) -> None:
        self._record = record
        self._text = text

    def evidence(self, span: list[int]) -> Evidence:
        start, end = span
        if not 0 <= start < end <= len(self._text):
            raise ValueError(f"the span [{start}, {end}] lies outside the text of {len(self._text)} characters")
        return Evidence(start, end, self._text[start:end])

    def one(self, name: str, value: V | None) -> Statement[V] | None:
        spans = self._record["evidence"].get(name)
        if value is None or not spans:
            return None
        return Statement(value, tuple(map(self.evidence, spans)), self._record["rules"].get(name, ""))

    def needed(self, name: str, value: V) -> Statement[V]:
        statement = self.one(name, value)
        if statement is None:
            raise ValueError(f"{name} has no evidence")
        return statement

    def many(self, name: str, values: Iterable[V]) -> tuple[Statement[V], ...]:
        parts = self._record["parts"].get(name, [])
        return tuple(
            Statement(value, tuple(map(self.evidence, part["spans"])), part["rule"], attributed_to=part["by"])
            for value, part in zip(values, parts, strict=True)
        )


def _when(record: Json) -> When:
    found = record["date"]
    rule, reason = record["rules"].get("date", ""), record["reasons"].get("date", "")
    if found["start"] is None:
        return When(None, None, "none", rule=rule, reason=reason)
    return When(date.fromisoformat(found["start"]), date.fromisoformat(found["end"]), found["precision"], record["time"], rule, reason)


def _place(record: Json) -> Place | None:
    found = record["place"]
    if found is None:
        return None
    return Place(
        found["text"], found["name"], found["admin1"], found["country"], found["lat"], found["lon"], found["precision"],
        found["gazetteer_id"], reason=record["reasons"].get("place", ""),
    )  # fmt: skip


def _party(found: Json) -> Party:
    count = found.get("count")
    return Party(
        found["text"], found["label"], found["kind"], found["actor_id"], loaded=found.get("loaded", False),
        count=Count(count[0], count[1]) if count else None, alleged=found.get("alleged", False),
    )  # fmt: skip


def _count(record: Json, name: str) -> Count | None:
    found = cast("list[int] | None", record[name])
    qualifier = record["qualifiers"].get(name, "exact")
    if found is None:
        return Count(None, None, qualifier) if qualifier in WORD_FIGURES else None
    return Count(found[0], found[1], qualifier)
