"""Which reports copy others: a group of copies counts as one source."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sijill.link import group_copies
from sijill.store.register import Register
from sijill.store.rows import Copy

REACH = timedelta(days=14)  # a copy appears within a week, and so does the copy of that copy
SPAN = timedelta(days=45)  # of days whose reports are compared in one go; bounds memory
Undated = date.min  # where reports without a day of publication stand


def group_copies_near(register: Register, days: Collection[date | None] | None) -> Iterator[tuple[int, frozenset[str]]]:
    """Group the copies among the reports published near some days, or among all.

    Args:
        register: the register.
        days: days of publication of what came; None for all.

    Yields:
        How many reports were compared, and those of them whose group is other than before; some at a time.
    """
    rows = sorted((row.published or Undated, row.id) for row in register.reports())
    for first, last in _runs(rows, days):
        names = [name for day, name in rows if first <= day <= last]
        inner = {name for day, name in rows if first + REACH <= day <= last - REACH or days is None or day in days}
        versions = register.latest_versions(names)
        found = group_copies({name: (v.capture.report_text, v.capture.published) for name, v in versions.items()})
        before = {name: copy.leader for name, copy in register.copies_of(names).items()}
        now = {name: leader for name, leader in found.items() if name != leader}
        looked = [name for name in names if name in inner or name in now or name in before]
        changed = frozenset(name for name in looked if before.get(name) != now.get(name))
        with register.transaction():
            register.put_copies([Copy(name, now[name], "near", 1.0) for name in sorted(changed) if name in now], sorted(changed))
        yield len(names), changed


def _runs(rows: list[tuple[date, str]], days: Collection[date | None] | None) -> Iterator[tuple[date, date]]:
    """Spans of days, each widened by `REACH` on both sides, that hold all the reports that may be copies of one another."""
    wanted = sorted({day for day, _ in rows} if days is None else {day or Undated for day in days})
    begin = 0
    while begin < len(wanted):
        end = begin
        while end + 1 < len(wanted) and wanted[end + 1] - wanted[begin] <= SPAN:
            end += 1
        first, last = wanted[begin], wanted[end]
        yield max(first, Undated + REACH) - REACH, last + REACH
        begin = end + 1
