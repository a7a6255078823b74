"""Exports of any size, a part at a time: the same bytes as the whole export, without holding the register in memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile

from sijill.exports.formats import FORMATS
from sijill.exports.info import Export, ExportInfo, LeftOut, about
from sijill.exports.parquet import write_parquet
from sijill.exports.told import middle, ready
from sijill.model import IncidentRecord
from sijill.register.projecting import AT_ONCE, records
from sijill.store.register import Register
from sijill.store.rows import Filters

_BLOCK = 1 << 16
_END = b"]}\n"  # of a GeoJSON collection


def export_parts(register: Register, form: str, info: ExportInfo, filters: Filters | None = None) -> Iterator[bytes]:
    """An export, some bytes at a time.

    Args:
        register: the register.
        form: a name of `exports.formats.FORMATS`.
        info: versions and day.
        filters: which incidents; all where None.

    Raises:
        KeyError: there is no such format.
    """
    maker = FORMATS[form]
    head = maker((), info).content
    if form == "parquet":  # its end tells where everything stands
        with TemporaryFile() as file:
            write_parquet(file, (record for part in day_parts(register, form, filters) for record in ready(part, info)[0]), info)
            file.seek(0)
            while block := file.read(_BLOCK):
                yield block
        return
    if form == "geojson":
        head = head.removesuffix(_END)
        yield head
        between = b""
        for part in day_parts(register, form, filters):
            features = maker(part, info).content.removeprefix(head).removesuffix(_END)
            if features:
                yield between + features
                between = b","
        yield _END
        return
    yield head
    for part in day_parts(register, form, filters):
        yield maker(part, info).content.removeprefix(head)


def export_about(register: Register, form: str, info: ExportInfo, filters: Filters | None = None) -> bytes:
    """What stands beside an export: `about.json`, with every incident that it leaves out and why."""
    out: list[LeftOut] = []
    count = 0
    for part in day_parts(register, form, filters):
        made: Export = FORMATS[form](part, info)
        count += made.count
        out += made.left_out
    sha256 = hashlib.sha256()
    for part_of_file in export_parts(register, form, info, filters):
        sha256.update(part_of_file)
    return about(form, sha256.hexdigest(), count, info, out)


def day_parts(register: Register, form: str, filters: Filters | None) -> Iterator[list[IncidentRecord]]:
    """The incidents in the order of the format, some at a time; those of one day stand in one part, where the format orders them."""
    days = sorted((_day(form, first, last), id) for id, first, last in register.incident_days(filters))
    part: list[str] = []
    for number, (day, id) in enumerate(days):
        part.append(id)
        if len(part) >= AT_ONCE and (number + 1 == len(days) or days[number + 1][0] != day):
            yield _records(register, part)
            part = []
    if part:
        yield _records(register, part)


def _records(register: Register, ids: list[str]) -> list[IncidentRecord]:
    found: list[IncidentRecord] = []
    for begin in range(0, len(ids), AT_ONCE):
        found += records(register, ids[begin : begin + AT_ONCE], with_links=True)
    return found


def _day(form: str, first: date | None, last: date | None) -> date:
    if first is None or last is None:
        return date.max
    return middle(first, last) if form == "acled" else first


@dataclass(frozen=True, slots=True)
class Holding:
    """What an export holds: how many incidents, how many it leaves out for each reason, and which."""

    count: int
    reasons: dict[str, int]
    left_out: tuple[LeftOut, ...]


def holding(register: Register, form: str, info: ExportInfo, filters: Filters | None = None) -> Holding:
    """What an export would hold and leave out.

    Raises:
        KeyError: there is no such format.
    """
    count, out = 0, list[LeftOut]()
    for part in day_parts(register, form, filters):
        made = FORMATS[form](part, info)
        count += made.count
        out += made.left_out
    return Holding(count, dict(Counter(one.reason for one in out).most_common()), tuple(out))
