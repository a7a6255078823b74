"""Whether the days and hours of two mentions can be one, and how much that says."""

from __future__ import annotations

from datetime import date

from sijill.extract.time_types import Said
from sijill.reading.annotate import Annotated
from sijill.reading.draft import Draft

SAME_DAY, OVERLAP, OTHER_DAY, SAME_CLOCK = 0.4, 0.2, -0.6, 0.5


def day_of(draft: Draft) -> tuple[date, date] | None:
    """The first interval that a draft's own times give."""
    for time in draft.times:
        if time.when.start is not None and time.when.end is not None:
            return time.when.start, time.when.end
    return None


def days(a: Annotated, event: Draft, draft: Draft) -> float | None:
    """0 where one of the two gives none; None where both stand beside their mentions and exclude each other."""
    one, two = day_of(event), day_of(draft)
    if one is None or two is None:
        return _undated(a, event, draft)
    if one[0] <= two[1] and two[0] <= one[1]:
        return SAME_DAY if one == two else OVERLAP
    return None if event.firm_day and draft.firm_day else OTHER_DAY


def _undated(a: Annotated, event: Draft, draft: Draft) -> float | None:
    """Without a day of publication «السبت الماضي» and «اليوم الأربعاء» still are two days."""
    if a.anchor or not event.times or not draft.times:
        return 0.0
    one, two = event.times[0].expression.says, draft.times[0].expression.says
    if _far(one) != _far(two) and (_near(one) or _near(two)):
        apart = True
    elif _near(one) and _near(two):
        left, right = _weekday(a, one), _weekday(a, two)
        apart = left is not None and right is not None and left != right
    else:
        apart = bool(one.month and two.month) and (one.month, one.day) != (two.month, two.day)
    if not apart:
        return 0.0
    return None if event.firm_day and draft.firm_day else OTHER_DAY


def _near(said: Said) -> bool:
    """A day of the last week, told by its name or by its distance."""
    return said.month is None and said.year is None and (said.weekday is not None or said.shift is not None)


def _far(said: Said) -> bool:
    """A day, month or year told by its date, as of what is past."""
    return said.shift is None and said.weekday is None and (said.month is not None or said.year is not None)


def _weekday(a: Annotated, said: Said) -> int | None:
    """The day of the week, which «اليوم الأربعاء» elsewhere in the text gives for «أمس» too."""
    if said.weekday is not None:
        return said.weekday
    both = next((t.expression.says for t in a.times if t.expression.says.weekday is not None and t.expression.says.shift is not None), None)
    if both is None or both.weekday is None or both.shift is None or said.shift is None:
        return None
    return (both.weekday - both.shift + said.shift) % 7


def clocks(event: Draft, draft: Draft) -> float | None:
    """Two hours of the day exclude each other."""
    one = next((t.when.clock for t in event.times if t.when.clock), None)
    two = next((t.when.clock for t in draft.times if t.when.clock), None)
    if one and two:
        return SAME_CLOCK if one == two else None
    return 0.0
