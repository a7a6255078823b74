"""Linking as steps over blocks: pure functions of the rows of one key, which any engine can carry out anywhere.

`link` is the function to read first. The incidents are those of `sijill.link.group_events` on all events at once, to the last byte,
however many blocks and processes there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import pyarrow as pa
import pyarrow.parquet as pq

from sijill.batch.carried import NEEDED, First, Row, Step, carried, of_table, packed, unpacked
from sijill.batch.incidents import DIGITS, INCIDENTS, MEMBERS, settled
from sijill.batch.windows import LAST, blocks_of, blocks_of_group, whole
from sijill.link import Occurrence, incident_id, recalling
from sijill.link.sweep import Sweep
from sijill.model import EventRef


class Data(Protocol):
    """Rows somewhere."""

    def only(self, channel: str) -> Self:
        """Those of one channel."""

    def empty(self) -> bool:
        """Whether there are none."""

    def values(self) -> Iterator[bytes]:
        """Their values, which are few."""


class Engine(Protocol):
    """What carries rows to the steps: `processes` of one machine, or a cluster."""

    def first(self, name: str, step: First) -> Any:
        """Hand all rows of the events' table to a step."""

    def step(self, name: str, data: Sequence[Any], step: Step) -> Any:
        """Hand the rows to a step, all of a key together."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What linking made."""

    incidents: int
    events: int
    recalls: int


def link(engine: Engine, not_names: frozenset[str], knowledge: str, write: Callable[[str, bytes], None]) -> Counts:
    """Link all events, and write the incidents and what belongs to them.

    Args:
        engine: what carries the steps; it knows where the events are.
        not_names: what `place_words` gives.
        knowledge: version of the lexicon.
        write: puts a file under its path below the output; called where the step runs, and twice if that is broken off.
    """
    spread = engine.first("spread", Spread(not_names))
    waiting, found, recalls = spread.only("wait"), [], [spread.only("recall")]
    for round in range(LAST + 1):
        made = engine.step(f"round {round + 1}", [waiting], Settle(round, not_names, knowledge))
        found.append(made.only("found"))
        recalls.append(made.only("recall"))
        waiting = made.only("wait")
        if waiting.empty():
            break
    asked = engine.step("recalls", recalls, Recall(not_names))
    chosen = engine.step("choice", [asked.only("asked")], Choose())
    written = engine.step("write", [*found, chosen.only("found")], Write(write))
    sums = [unpacked(value) for value in written.only("written").values()]
    return Counts(*(sum(numbers) for numbers in zip(*sums, strict=True))) if sums else Counts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Spread:
    """From the events' table to the blocks of the first round: news to wait for its groups, what is recalled to ask for them."""

    not_names: frozenset[str]

    def __call__(self, batch: pa.RecordBatch) -> Iterator[Row]:
        """The rows of some events; sums, what is denied and what has no day are in no incident."""
        for row in batch.select(NEEDED).to_pylist():
            one = of_table(row)
            o = one.occurrence(self.not_names)
            if o is not None and (o.news or o.dated):
                channel, value = ("wait", one.pack()) if o.news else ("recall", packed(["background", one.thin()]))
                yield from ((channel, key, value) for key in blocks_of(o, 0))


@dataclass(frozen=True, slots=True)
class Settle:
    """The groups of one block that nothing outside can change; what waits goes to the next round."""

    round: int
    not_names: frozenset[str]
    knowledge: str

    def __call__(self, key: str, values: Sequence[bytes]) -> Iterator[Row]:
        """One block."""
        events: dict[EventRef, bytes] = {}  # packed: an event unpacked is five times as large
        known: dict[EventRef, Occurrence] = {}
        for value in sorted(values):
            one = carried(unpacked(value))
            o = one.occurrence(self.not_names)
            if o is not None and one.ref not in known:
                known[one.ref], events[one.ref] = o, value
        sweep = Sweep()
        for o in sorted(known.values(), key=_first):
            sweep.add(o)
        for refs in sweep.settle(lambda o: not whole(o, self.round)):
            members = [carried(unpacked(events[ref])) for ref in refs]
            folder, row = settled(members, self.knowledge)
            yield "found", folder, packed(["incident", row["incident"], _plain(row), [[ref.report, ref.event] for ref in refs]])
            bundle = packed(["group", folder, [one.thin() for one in members]])
            yield from (("recall", block, bundle) for block in blocks_of_group(known[ref] for ref in refs))
        for o in sweep.held:
            if blocks_of(o, self.round)[0] == key:  # one block of several passes it on
                yield from (("wait", block, events[o.ref]) for block in blocks_of(o, self.round + 1))


@dataclass(frozen=True, slots=True)
class Recall:
    """Which groups of one block the background events of that block recall best."""

    not_names: frozenset[str]

    def __call__(self, key: str, values: Sequence[bytes]) -> Iterator[Row]:
        """One block; a background event that stands in several asks in each."""
        background: dict[EventRef, Occurrence] = {}
        folders: dict[tuple[EventRef, ...], str] = {}
        known: dict[EventRef, Occurrence] = {}
        for value in sorted(values):
            kind, *rest = unpacked(value)
            for found in [rest[0]] if kind == "background" else rest[1]:
                one = carried(found)
                o = one.occurrence(self.not_names)
                if o is not None:
                    (background if kind == "background" else known)[one.ref] = o
            if kind == "group":
                folders[tuple(EventRef(found[0], found[1]) for found in rest[1])] = rest[0]
        for o, refs, mean in recalling(background.values(), sorted(folders), known):
            ref = o.ref
            yield (
                "asked",
                f"{ref.report}#{ref.event}",
                packed([-mean, [[r.report, r.event] for r in refs], folders[refs], ref.report, ref.event]),
            )


@dataclass(frozen=True, slots=True)
class Choose:
    """Of the groups that one background event recalls, the best; of equals the one that comes first."""

    def __call__(self, key: str, values: Sequence[bytes]) -> Iterator[Row]:
        """One background event."""
        _, refs, folder, report, event = min(map(unpacked, values))
        first = EventRef(*refs[0])
        yield "found", folder, packed(["recalled", incident_id(first, DIGITS), report, event])


@dataclass(frozen=True, slots=True)
class Write:
    """The files of one folder."""

    write: Callable[[str, bytes], None]

    def __call__(self, key: str, values: Sequence[bytes]) -> Iterator[Row]:
        """One folder, as `COUNTRY/MONTH/SHARE`."""
        rows: dict[str, dict[str, Any]] = {}
        members: list[tuple[str, str, str, str]] = []
        recalls: list[tuple[str, str, str, str]] = []
        for value in sorted(values):
            kind, name, *rest = unpacked(value)
            if kind == "incident":
                rows[name] = rest[0]
                members += [(name, report, event, "new") for report, event in rest[1]]
            else:
                recalls.append((name, rest[0], rest[1], "background"))
        for name, report, _, _ in sorted(recalls):
            reports = rows[name].setdefault("recalled_by", [])
            if report not in reports:
                reports.append(report)
        country, month, share = key.split("/")
        place = f"country={country}/month={month}/{share}.parquet"
        self.write(f"incidents/{place}", _parquet(_rows(rows), INCIDENTS))
        every = sorted({*members, *recalls}, key=_by_status)
        self.write(f"members/{place}", _parquet([dict(zip(MEMBERS.names, one, strict=True)) for one in every], MEMBERS))
        yield "written", key, packed([len(rows), len(members), len(recalls)])


def _first(o: Occurrence) -> tuple[int, EventRef]:
    return o.first, o.ref


def _by_status(row: tuple[str, str, str, str]) -> tuple[str, bool, str, str]:
    incident, report, event, status = row
    return incident, status == "background", report, event


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _rows(rows: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    days = [name for name in INCIDENTS.names if INCIDENTS.field(name).type == pa.date32()]
    made = []
    for name in sorted(rows):
        row = rows[name]
        made.append(row | {day: date.fromisoformat(row[day]) if row[day] else None for day in days})
    return made


def _parquet(rows: list[dict[str, Any]], schema: pa.Schema) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())
