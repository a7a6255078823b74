"""When a text was written, where its own words show that the day of publication came later."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from sijill.extract.time_types import TimeExpression
from sijill.model import When

RULE = "in the month that the text calls its own"


def own_month(expressions: Sequence[TimeExpression], published: date | None) -> date | None:
    """The last day of the month before publication that the text calls the current one («6 نيسان الجاري» on a page of May)."""
    if published is None:
        return None
    for expression in expressions:
        said = expression.says
        if said.relative != "this" or said.month is None or said.year is not None or said.calendar != "gregorian":
            continue
        year = published.year if said.month <= published.month else published.year - 1
        last = date(year, said.month, monthrange(year, said.month)[1])
        if last < published and (published - last).days <= _LATE:
            return last
    return None


_LATE = 60  # days between the end of that month and publication: an older one would be called by its year
_NEXT_DAY = timedelta(days=2)


def in_month(expression: TimeExpression, when: When, last: date, published: date) -> When:
    """A day told by its name or its distance, in a text of an earlier month: the month is all that is known of it."""
    said = expression.says
    told = said.month is None and (said.weekday is not None or said.shift is not None)
    if not told or when.start is None or published - last <= _NEXT_DAY:
        return when
    return When(last.replace(day=1), last, "month", when.clock, RULE)
