"""Which reports copy others: a group of copies counts as one source.

What came, or has other words now, is noted by its day of publication in the transaction that keeps it, and compared later with
the reports near that day; so nothing that was kept goes uncompared, whoever is broken off.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sijill.link import group_copies
from sijill.register.waiting import put_off
from sijill.store.register import Register
from sijill.store.rows import Copy

REACH = timedelta(days=7)  # a copy appears within a week
SPAN = timedelta(days=45)  # of days whose reports are compared in one go; bounds memory
_NOTE = "waiting for copies"  # days, each with a number that is never given twice, so that what comes meanwhile is not passed over
_LAST = "last wait for copies"
Day = date | None


def wait_for_copies(register: Register, days: Iterable[Day]) -> None:
    """Note that reports of these days of publication came or changed; in the transaction that keeps them."""
    came = {day.isoformat() if day else "" for day in days}
    if came:
        noted = _noted(register)
        number = int(register.note(_LAST) or 0) + 1
        register.set_note(_LAST, str(number))
        _write(register, noted | dict.fromkeys(came, number))


def group_waiting(register: Register) -> Iterator[int]:
    """Group the copies near the days that were noted; yields how many reports were compared, some at a time.

    The reports of one group may be published weeks apart, each within a week of the next: groups that a day touches are
    compared whole. Incidents that hold a report whose group is other than before are noted for a new projection.
    """
    noted = _noted(register)
    if not noted:
        return
    published = {row.id: row.published for row in register.reports()}
    days = {date.fromisoformat(day) if day else None for day in noted}
    groups = _Groups(published)
    twins = _twins(register)
    near = _near(register, published, days, twins)
    looked = set(near)
    for name in near:
        groups.join(name, twins.get(name, name))
    for names in _spans(published, near):
        versions = register.latest_versions(names)
        for name, leader in group_copies({n: (v.capture.report_text, v.capture.published) for n, v in versions.items()}).items():
            groups.join(name, leader)
        yield len(names)
    before = {name: copy.leader for name, copy in register.copies_of(looked).items()}
    now = {name: leader for name in looked if (leader := groups.first(name)) != name}
    changed = sorted(name for name in looked if before.get(name) != now.get(name))
    with register.transaction():
        register.put_copies([Copy(name, now[name], "near", 1.0) for name in changed if name in now], changed)
        put_off(register, register.incidents_with(row.ref for name in changed for row in register.events_of(name)))
        _write(register, {day: n for day, n in _noted(register).items() if noted.get(day) != n})


def _twins(register: Register) -> dict[str, str]:
    """For each report, the first of those with the very same words, in any year."""
    first: dict[bytes, str] = {}
    return {sketch.report: first.setdefault(sketch.sketch, sketch.report) for sketch in register.sketches_near(None, 0)}


def _near(register: Register, published: Mapping[str, Day], days: Collection[Day], twins: Mapping[str, str]) -> frozenset[str]:
    """The reports whose groups may be other than before: near one of the days, of the same words, and the rest of their groups.

    A report without a day may be the copy of any, and is compared with all.
    """
    if None in days:
        return frozenset(published)
    reached = {day + timedelta(n) for day in days if day is not None for n in range(-REACH.days, REACH.days + 1)}
    near = {name for name, day in published.items() if day is None or day in reached}
    same = {twins[name] for name in near if name in twins}
    near |= {name for name, first in twins.items() if first in same}
    return frozenset(near | _whole_groups(register, near))


def _spans(published: Mapping[str, Day], near: Collection[str]) -> Iterator[Sequence[str]]:
    """These reports, some at a time: every two that may be copies meet at least once."""
    undated = sorted(name for name in near if published[name] is None)
    chosen = sorted((day, name) for name in near if (day := published[name]) is not None)
    begin = 0
    while begin < len(chosen):
        end = bisect_right(chosen, chosen[begin][0] + SPAN, key=_day)
        yield [name for _, name in chosen[begin:end]] + undated
        if end == len(chosen):
            return
        begin = bisect_left(chosen, chosen[end][0] - REACH, key=_day)
    if undated:
        yield undated


def _day(row: tuple[date, str]) -> date:
    return row[0]


def _whole_groups(register: Register, names: Collection[str]) -> set[str]:
    """The other reports of the groups to which these belong."""
    held = register.copies_of(names)
    found = register.copies_of({copy.leader for copy in held.values()})
    return {name for copy in found.values() for name in (copy.report, copy.leader)}


class _Groups:
    """Reports that belong together, each by the first of its group: published first, then of the first id; without a day last."""

    def __init__(self, published: Mapping[str, Day]) -> None:
        self._order = {name: (day is None, day or date.max, name) for name, day in published.items()}
        self._above: dict[str, str] = {}

    def first(self, name: str) -> str:
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)
            name = above
        return name

    def join(self, left: str, right: str) -> None:
        a, b = sorted((self.first(left), self.first(right)), key=lambda name: self._order.get(name, (True, date.max, name)))
        if a != b:
            self._above[b] = a


def _noted(register: Register) -> dict[str, int]:
    found: dict[str, int] = json.loads(register.note(_NOTE) or "{}")
    return found


def _write(register: Register, noted: Mapping[str, int]) -> None:
    register.set_note(_NOTE, json.dumps(dict(sorted(noted.items()))))
