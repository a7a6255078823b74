"""Events dated by their distance from another: «بعد يومين من خطفهما», «قبل أسبوع من الهجوم», «غداة مقتل القائد»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sijill.extract.lookup import Match
from sijill.extract.ordered import ending
from sijill.model import When
from sijill.reading.annotate import Annotated, TimeFind, within
from sijill.reading.grammar import at_that_time
from sijill.resolve.calendars import shifted_month, year_in
from sijill.text import BREAK, CLOSE
from sijill.text.spelled import spelled

_OF = frozenset({"من", "علي", "عن"})  # «بعد يوم من», «بعد عامين على»
_UNITS = frozenset("ساعات ايام اسابيع اشهر شهور سنوات اعوام ساعه يوم اسبوع شهر عام سنه".split())
_DISTANT = spelled(["بعد", "قبل"], particle=False, article=False)
_BACK = 10  # words between the distance and the event that it is counted from
_GAP = 3  # words between «من» and that event («من سلسلة هجمات»)
# The precisions of a day, month or year from which a distance in a unit can be counted.
_FINE_ENOUGH = {
    "minute": ("day",), "hour": ("day",), "day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year"),
}  # fmt: skip
_SHORT = timedelta(days=2)  # an event that took longer gives no day to count from


@dataclass(frozen=True, slots=True)
class Apart:
    """An event and how far it lies from the one that is told with it.

    `first` is the word at which the distance begins. `amount` is None where the words do not say how many («بعد أيام من»);
    it is below 0 where the event that they govern came first. `time` is the expression, where one was read.
    """

    trigger: Match
    first: int
    amount: int | None
    unit: str
    time: TimeFind | None = None


def apart_of(a: Annotated, trigger: Match) -> Apart | None:
    """The distance that governs a trigger, or None."""
    words = a.doc.words
    first = a.sentence(trigger.first).first
    for index in range(trigger.first - 1, max(first, trigger.first - 1 - _GAP) - 1, -1):
        text = words[index].text
        if text == "غداه" and trigger.first - index <= 2:
            return Apart(trigger, index, -1, "day")
        if words[index + 1].gap == BREAK:
            return None
        if text in _OF and words[index].gap == CLOSE:
            told = _told_between(a, index + 1, trigger)
            return None if told else _before(a, trigger, index, max(first, trigger.first - _BACK))
    return None


def _told_between(a: Annotated, first: int, trigger: Match) -> bool:
    return any(m.first < trigger.first and m.entry.rank != "light" for m in within(a.triggers, first, trigger.first))


def _before(a: Annotated, trigger: Match, of: int, low: int) -> Apart | None:
    """The distance that ends at the word `of`."""
    time = next(iter(ending(a.times, of)), None)
    if time is not None:
        said, kind = time.expression.says, time.expression.kind
        if kind == "after" and said.unit:
            return Apart(trigger, time.first, None if said.amount is None else -said.amount, said.unit, time)
        return Apart(trigger, time.first, said.amount, said.unit, time) if said.event and said.unit else None
    for index in range(of - 1, max(low, of - 4) - 1, -1):
        if a.doc.words[index].text in _DISTANT:
            if a.doc.words[index + 1].text not in _UNITS or within(a.triggers, index + 1, of):
                return None  # «وقع هجوم قبل يوم أسفر عن مقتل …»: «عن» belongs to a verb
            return Apart(trigger, index, None, "day")
    return None


def moved(base: When, amount: int, unit: str) -> When | None:
    """A day so far from another; never finer than the unit it is counted in."""
    start, end = base.start, base.end
    if start is None or end is None or base.precision not in _FINE_ENOUGH[unit] or (base.precision == "day" and end - start > _SHORT):
        return None
    count = f"{abs(amount)} {unit}" + ("s" if abs(amount) != 1 else "")
    rule = f"{count} {'before' if amount < 0 else 'after'} the event told with it: {base.rule}"
    try:
        if unit in ("hour", "minute"):
            return When(start, end, "day", None, rule) if abs(amount) < 24 else None
        if unit in ("day", "week"):
            step = timedelta(days=amount * (7 if unit == "week" else 1))
            return When(start + step, end + step, "day", None, rule)
        if unit == "month":
            return When(*shifted_month(start, amount), "month", None, rule)
        year = year_in("gregorian", start.year + amount)
    except (OverflowError, ValueError):
        return None
    return When(*year, "year", None, rule) if year else None


def not_its_own(a: Annotated, trigger: Match, times: Sequence[TimeFind]) -> list[TimeFind]:
    """The times without those that a distance parts from the trigger, and without the distance of another event from it."""
    mine = apart_of(a, trigger)
    if mine is not None:
        times = [t for t in times if t.first > trigger.first or t.last <= a.sentence(trigger.first).first]
    return [t for t in times if not _distance(a, t)]


def _distance(a: Annotated, time: TimeFind) -> bool:
    """Whether the words say how far another event lies, and so no time of this one."""
    expression = time.expression
    if expression.kind != "after" and not expression.says.event:
        return False
    last = time.last
    if last >= len(a.doc.words) or a.doc.words[last].text not in _OF or a.doc.words[last].gap != CLOSE:
        return False
    behind = within(a.triggers, last + 1, last + 2 + _GAP)
    return any(mine is not None and mine.time is time for mine in (apart_of(a, trigger) for trigger in behind))


def meanwhile(a: Annotated, first: int, last: int) -> bool:
    """«انفجار … تزامن مع استهداف ضابط», «في وقت قصفت فيه الطائرات البلدة»: words [first, last) say that something else happened then."""
    words = a.doc.words
    return any(words[i].text in _AT_THE_TIME or at_that_time(a, i) for i in range(first, last))


_AT_THE_TIME = spelled("تزامن تزامنت يتزامن تتزامن تزامنا تزامنه توازي".split())
