"""What an incident's record says, in the pieces that several formats ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sijill.exports.info import ExportInfo, LeftOut
from sijill.exports.masking import masked
from sijill.model import IncidentRecord, Party, Place, Settled, Told
from sijill.model.said import said

SINGLE = ("type", "factuality", "date", "clock", "place", "killed", "wounded", "captured")
MANY = ("perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons")


def ready(records: Iterable[IncidentRecord], info: ExportInfo) -> tuple[list[IncidentRecord], list[LeftOut]]:
    """The incidents to export, by day and id, masked where that is asked for; and those that reviewers rejected."""
    kept: list[IncidentRecord] = []
    out: list[LeftOut] = []
    for record in records:
        if record.review == "rejected":
            out.append(LeftOut(record.id, said("out.rejected", "rejected by a reviewer")))
        else:
            kept.append(masked(record) if info.mask_persons else record)
    return sorted(kept, key=lambda r: ((days_of(r) or (date.max, date.max))[0], r.id)), out


def settled_of(record: IncidentRecord) -> list[tuple[str, Settled[object]]]:
    """Every settled field of a record with its name; a field with several values comes several times."""
    found: list[tuple[str, Settled[object]]] = []
    for name in SINGLE:
        one = getattr(record, name)
        if one is not None:
            found.append((name, one))
    for name in MANY:
        found += [(name, one) for one in getattr(record, name)]
    return found


def statements_of(record: IncidentRecord) -> list[Told]:
    """Every statement on which the record rests or that contradicts it, each once: by report, event, field and place in the text."""
    found: dict[Told, None] = {}
    for _, settled in settled_of(record):
        found.update(dict.fromkeys((*settled.support, *settled.against)))
    return sorted(found, key=lambda told: (told.ref, told.field, told.evidence))


def days_of(record: IncidentRecord) -> tuple[date, date] | None:
    """First and last day, or None where no report gives one."""
    when = record.date.value if record.date else None
    return (when.start, when.end) if when is not None and when.start is not None and when.end is not None else None


def middle(start: date, end: date) -> date:
    """The day in the middle of an interval, the earlier of two."""
    return start + timedelta(days=(end - start).days // 2)


def place_of(record: IncidentRecord) -> Place | None:
    """The settled place."""
    return record.place.value if record.place else None


def located(place: Place | None) -> bool:
    """Whether the place has coordinates, and a precision that says what they stand for."""
    return place is not None and place.lat is not None and place.lon is not None and place.precision != "none"


def parties(settled: Sequence[Settled[Party]]) -> list[Party]:
    """The parties, each label once."""
    found: dict[str, Party] = {}
    for one in settled:
        found.setdefault(one.value.label, one.value)
    return list(found.values())


def together(settled: Sequence[Settled[Party]]) -> tuple[list[Party], list[Party]]:
    """The first party with those that a report names beside it, and those that other reports name instead.

    Two reports that name two authors contradict one another; they do not make allies of them.
    """
    if not settled:
        return [], []
    events = {told.ref for told in settled[0].support}
    beside = [s for s in settled if not events or not s.support or any(told.ref in events for told in s.support)]
    first = parties(beside)
    labels = {party.label for party in first}
    return first, [party for party in parties(settled) if party.label not in labels]


@dataclass(frozen=True, slots=True)
class Figures:
    """Deaths (or wounded, captured) as an export states them: whole numbers, low <= best <= high; `words` as in `Toll`."""

    low: int
    best: int
    high: int
    words: str = ""


def figures(record: IncidentRecord, name: str = "killed") -> Figures | None:
    """The figures of a field, with the conservative one as `best`; None where no report gives one."""
    settled = getattr(record, name)
    if settled is None:
        return None
    low, high = settled.value.low, settled.value.high
    return Figures(low, min(max(settled.value.conservative, low), high), high, settled.value.words)


def outlets_of(record: IncidentRecord) -> list[str]:
    """The outlets, each once."""
    return list(dict.fromkeys(outlet for outlet in record.outlets if outlet))


def quoted_of(record: IncidentRecord) -> list[str]:
    """Whom the reports quote: who says so, without the outlets themselves."""
    outlets = set(record.outlets)
    return list(dict.fromkeys(who for told in statements_of(record) for who in told.says if who and who not in outlets))
