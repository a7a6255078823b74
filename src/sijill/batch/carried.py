"""What goes from block to block: rows of a key and bytes, whose words any engine can sort and hand about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from sijill.exports.from_record import event_of
from sijill.link import Occurrence
from sijill.model import EventRef, Report
from sijill.register.project import Member
from sijill.register.reports import occurrence_from

Json = dict[str, Any]
Row = tuple[str, str, bytes]  # a channel, a key, a value
ROWS = pa.schema([pa.field("channel", pa.string(), False), pa.field("key", pa.string(), False), pa.field("value", pa.binary(), False)])
# The columns of `tables.EVENTS` that linking needs.
NEEDED = ("report", "event_id", "published", "outlet", "same_words", "record")


class Step(Protocol):
    """What is done with all rows of one key; pure, and the same whatever the order of the rows."""

    def __call__(self, key: str, values: Sequence[bytes]) -> Iterator[Row]:
        """Rows for the steps behind it."""


class First(Protocol):
    """What is done with the rows of the events' table."""

    def __call__(self, batch: pa.RecordBatch) -> Iterator[Row]:
        """Rows for the first step."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One event of one report on its way."""

    ref: EventRef
    published: date | None
    outlet: str
    same_words: str
    record: Json

    def occurrence(self, not_names: frozenset[str]) -> Occurrence | None:
        """The event as linking compares it."""
        return occurrence_from(self.ref, self.published, self.record, not_names)

    def member(self, copy_of: str) -> Member:
        """The event as settling takes it. Its report's words did not come along: quotes are blank, which no column of a table shows."""
        longest = max((end for spans in self.record["evidence"].values() for _, end in spans), default=0)
        report = Report("", outlet=self.outlet, published=self.published, id=self.ref.report)
        return Member(report, event_of(self.record, " " * longest), copy_of)

    def pack(self) -> bytes:
        """All of it."""
        day = self.published.isoformat() if self.published else None
        return packed([self.ref.report, self.ref.event, day, self.outlet, self.same_words, self.record])

    def thin(self) -> list[Any]:
        """What linking compares, without evidence and rules."""
        day = self.published.isoformat() if self.published else None
        return [self.ref.report, self.ref.event, day, "", "", {name: self.record[name] for name in _COMPARED}]


_COMPARED = (
    "type", "status", "aggregate", "factuality", "date", "time", "place", "perpetrators", "targets", "weapons", "killed", "wounded",
)  # fmt: skip


def packed(value: object) -> bytes:
    """JSON, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(value: bytes) -> Any:
    """What was packed."""
    return json.loads(value)


def carried(found: Sequence[Any]) -> Carried:
    """An event out of what `pack` or `thin` made, unpacked."""
    report, event, day, outlet, same_words, record = found
    return Carried(EventRef(report, event), date.fromisoformat(day) if day else None, outlet, same_words, record)


def of_table(row: Json) -> Carried:
    """An event out of a row of the events' table with the columns `NEEDED`."""
    ref = EventRef(row["report"], row["event_id"])
    return Carried(ref, row["published"], row["outlet"] or "", row["same_words"] or "", json.loads(row["record"]))
