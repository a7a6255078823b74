"""A time expression against a day of publication: the interval that its words mean, never finer than they are."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from sijill.extract.time_types import Said, TimeExpression
from sijill.model import Precision, When
from sijill.resolve.calendars import Interval, day_in, month_in, month_of, shifted_month, week_of, year_at, year_in

Found = tuple[date, date, Precision, str]

OUT_OF_CALENDAR = "before the year 1 or after 9999"
NO_PUBLICATION = "relative to a publication date that is not known"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
_CALENDARS = {"hijri": " (Umm al-Qura calendar; a sighting can differ by a day)", "solar": " (Iranian solar calendar)"}
_AFTERNOON = {"noon", "afternoon", "evening"}
_NIGHT = {"night", "midnight"}
_PAST_MIDNIGHT = {"after_midnight", "dawn"}  # of a night between two days: the second
_BACK = tuple(timedelta(days=days) for days in range(7))
_ZONE_SLACK = timedelta(days=1)  # an outlet east of its reader dates a report one day ahead


def resolve_time(expression: TimeExpression, published: date | None, *, context: When | None = None) -> When:
    """The calendar interval of a time expression.

    Args:
        expression: what `find_times` found.
        published: the report's day of publication, or None.
        context: the time last settled before this one, for «في اليوم نفسه» and for an hour without a day.
    """
    said = expression.says
    clock = _clock(said)
    hour_rule = "" if clock is None or said.zone != "gmt" else "; hour in GMT"
    if clock is not None and said.part is None and said.hour is not None and said.hour <= 12 and said.hour == int(clock[:2]):
        hour_rule += "; half of the day as written"
    try:
        found, reason = _interval(expression, published, context)
    except (OverflowError, ValueError):  # «منذ 9999999 يوما»: the calendar of Python, and of the record, ends there
        found, reason = None, OUT_OF_CALENDAR
    if found is None:
        return When(None, None, "none", clock, "", reason)
    start, end, precision, rule = found
    return When(start, end, precision, clock, rule + hour_rule)


def _interval(expression: TimeExpression, published: date | None, context: When | None) -> tuple[Found | None, str]:
    kind, said = expression.kind, expression.says
    if kind == "vague":
        return None, "the words name no day"
    if kind == "duration":
        return None, "a length of time"
    if kind == "until":
        return None, "only the end of a span is told"
    if kind == "after" or said.event:
        return None, "counted from another event"
    if (
        kind in ("ago", "back")
        or (kind == "since" and said.amount is not None)
        or (kind == "since" and said.unit and not said.relative and not said.span)
    ):
        return _counted(kind, said, published)
    found, reason = resolve_said(said, published, context)
    if found is None:
        return None, reason
    start, end, precision, rule = found
    if kind == "since":
        if published is None:
            return None, NO_PUBLICATION
        return ((start, max(published, start), precision, f"from {rule} to publication"), "") if start <= published else (found, "")
    if kind == "range" and expression.until is not None:
        other, reason = resolve_said(_completed(expression.until, said), published, context)
        first = said
        if other is not None and said.month is not None and said.year is None and said.relative is None:
            year = expression.until.year or other[1].year
            again, _ = resolve_said(_with_year(said, year), published, context)
            if again and again[0] <= other[1]:
                found = again
            elif again:
                found = resolve_said(_with_year(said, year - 1), published, context)[0] or again
            start, end, precision, rule = found or again or (start, end, precision, rule)
        if other is None:
            return None, reason
        if first.weekday is not None and expression.until.weekday is not None and first.month is None and expression.until.month is None:
            while start > other[1]:
                start -= timedelta(days=7)
        if start > other[1]:
            return None, "the range ends before it starts"
        return (start, other[1], _coarser(precision, other[2]), f"from {rule} to {other[3]}"), ""
    return found, ""


def _completed(end: Said, start: Said) -> Said:
    """The end of a range with the year that only its start says."""
    if end.month is not None and end.year is None and start.year is not None and start.month is not None and end.relative is None:
        return _with_year(end, start.year if (end.month, end.day or 0) >= (start.month, start.day or 0) else start.year + 1)
    return end


def _with_year(said: Said, year: int) -> Said:
    return Said(calendar=said.calendar, year=year, month=said.month, day=said.day, day_to=said.day_to, span=said.span, part=said.part)


def _coarser(one: Precision, two: Precision) -> Precision:
    order: tuple[Precision, ...] = ("day", "week", "month", "year", "none")
    return order[max(order.index(one), order.index(two))]


# ---- lengths of time


def _counted(kind: str, said: Said, published: date | None) -> tuple[Found | None, str]:
    if published is None:
        return None, NO_PUBLICATION
    amount, unit = said.amount, said.unit
    if amount is None:
        if unit == "hour" or unit == "minute":
            return (published - timedelta(days=1), published, "day", "the hours before publication"), ""
        return None, "the words name no day"
    if said.relative == "next":
        return None, "a span of the future"
    if unit in ("hour", "minute"):
        days = -(-amount // 24) if unit == "hour" and (kind == "back" or amount >= 24) else 0
        start = published - timedelta(days=days)
        end = published if kind != "ago" else start
        return (start, end, "day", f"{amount} hours before publication"), ""
    if unit == "day":
        start = published - timedelta(days=amount)
        if kind == "ago":
            return (start, start, "day", f"{amount} days before publication"), ""
        end = published if kind == "since" or amount > 2 else published - timedelta(days=1)
        return (start, end, "day", f"the {amount} days before publication"), ""
    if unit == "week":
        start = published - timedelta(days=7 * amount)
        if kind == "ago":
            return (*week_of(start), "week", f"the week {amount} weeks before publication"), ""
        return (start, published, "week", f"the {amount} weeks before publication"), ""
    if unit == "month":
        interval = shifted_month(published, -amount)
        end = interval[1] if kind == "ago" else published
        return (interval[0], end, "month", f"{amount} months before publication"), ""
    year = published.year - amount
    if year < 1:
        return None, "no such year"
    end = date(year, 12, 31) if kind == "ago" else published
    return (date(year, 1, 1), end, "year", f"{amount} years before publication"), ""


# ---- one time


def resolve_said(said: Said, published: date | None, context: When | None) -> tuple[Found | None, str]:
    """The interval of one time without its preposition."""
    if said.relative in ("same", "following", "previous") and said.unit:
        return _beside(said, context)
    if said.month is not None or said.of_unit == "month":
        beside = said.of_relative in ("same", "following", "previous")
        if beside and (context is None or context.start is None):
            return None, "beside a time that was not told before"
        return _dated(said, context.start if beside and context is not None else published)
    if said.weekday is not None:
        return _weekday(said, published)
    if said.shift is not None:
        if published is None:
            return None, NO_PUBLICATION
        day = published + timedelta(days=said.shift)
        return (day, day, "day", _shift_rule(said)), ""
    if said.season is not None:
        return _season(said, published)
    if said.decade is not None:
        return (date(said.decade, 1, 1), date(said.decade + 9, 12, 31), "year", "decade as said"), ""
    if said.year is not None:
        interval = year_in(said.calendar, said.year)
        last = year_in(said.calendar, said.year_to) if said.year_to else interval
        if interval is None or last is None:
            return None, "no such year"
        return (interval[0], last[1], "year", _span(said, "year as said")), ""
    if said.unit is not None:
        return _unit(said, published)
    if said.part is not None or said.hour is not None:
        if context is not None and context.start is not None and context.precision == "day" and context.start == context.end:
            if said.part == "night" and said.hour is None and context.start == published:
                return (context.start - timedelta(days=1), context.start, "day", "the night before publication"), ""
            if said.part == "after_midnight" and said.hour is None and published is not None and context.start < published:
                day = context.start + timedelta(days=1)
                return (day, day, "day", "the day after the one named before"), ""
            return (context.start, context.start, "day", "the day named before"), ""
        return None, "an hour or part of a day without its day"
    return None, "the words name no day"


def _shift_rule(said: Said) -> str:
    rule = _SHIFTS.get(said.shift or 0) or f"{said.shift} days from publication"
    return f"{rule} (its night)" if said.part == "night" else rule


_SHIFTS = {0: "the day of publication", -1: "the day before publication", 1: "the day after publication"}


def _span(said: Said, rule: str) -> str:
    return f"{rule}, {said.span} of it" if said.span else rule


def _beside(said: Said, context: When | None) -> tuple[Found | None, str]:
    if context is None or context.start is None or context.end is None:
        return None, "beside a time that was not told before"
    start, end = context.start, context.end
    if said.unit == "day":
        if end - start > timedelta(days=1):
            return None, "beside a time that is no single day"
        start = end = end + timedelta(days={"following": 1, "previous": -1}.get(said.relative or "", 0))
        return (start, end, "day", f"{said.relative} day as the time named before"), ""
    step = {"following": 1, "previous": -1}.get(said.relative or "", 0)
    if said.unit == "week":
        first, last = week_of(start)
        return (
            first + timedelta(days=7 * step),
            last + timedelta(days=7 * step),
            "week",
            f"{said.relative} week as the time named before",
        ), ""
    if said.unit == "month":
        return (*shifted_month(start, step), "month", f"{said.relative} month as the time named before"), ""
    interval = year_in("gregorian", start.year + step)
    return ((*interval, "year", f"{said.relative} year as the time named before"), "") if interval else (None, "no such year")


def _weekday(said: Said, published: date | None) -> tuple[Found | None, str]:
    if published is None:
        return None, NO_PUBLICATION
    weekday, name = said.weekday or 0, _WEEKDAYS[said.weekday or 0]
    back = (published.weekday() - weekday) % 7
    if said.of_unit == "week" and said.of_relative:
        first = week_of(published)[0] + timedelta(days=7 * {"last": -1, "next": 1}.get(said.of_relative, 0))
        day = first + timedelta(days=(weekday - 5) % 7)
        rule = f"{name} of {said.of_relative} week"
    elif said.shift is not None:
        near = published + timedelta(days=said.shift)
        day = min((near + timedelta(days=d) for d in range(-3, 4)), key=lambda d: (d.weekday() != weekday, abs((d - near).days)))
        rule = (
            f"{name}, which agrees with the words beside it" if day == near else f"{name} nearest to the day that the words beside it give"
        )
    elif said.relative == "next":
        day = published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
        rule = f"{name} after publication"
    elif said.relative == "last":
        day = published - timedelta(days=back or 7)
        rule = f"{name} before publication"
    else:
        day = published - _BACK[back] if back else published
        rule = f"{name} before publication" if back else f"{name} of publication"
    if said.weekday_to is not None:
        after = day + _BACK[(said.weekday_to - weekday) % 7]
        if said.part is not None:
            start = after if said.part in _PAST_MIDNIGHT else day
            return (start, after, "day", f"{rule}; the night before {_WEEKDAYS[said.weekday_to]}"), ""
        if after > published and said.relative is None:
            day, after = day - timedelta(days=7), after - timedelta(days=7)
        return (day, after, "day", f"{rule} to {_WEEKDAYS[said.weekday_to]}"), ""
    return (day, day, "day", rule), ""


def _dated(said: Said, published: date | None) -> tuple[Found | None, str]:
    """A day or a month, with or without its year."""
    if said.month is None:  # the fifth of this month
        if published is None:
            return None, NO_PUBLICATION
        interval = shifted_month(published, {"last": -1, "next": 1, "previous": -1, "following": 1}.get(said.of_relative or "", 0))
        return _day_of(said, interval[0].year, interval[0].month, f"day of {said.of_relative} month")
    year, rule = said.year, "as said"
    if year is None and said.of_unit == "year":
        if published is None:
            return None, NO_PUBLICATION
        year = year_at(said.calendar, published) + {"last": -1, "next": 1, "previous": -1, "following": 1}.get(said.of_relative or "", 0)
        rule = f"in {said.of_relative} year"
    if year is None:
        if published is None:
            return None, NO_PUBLICATION
        year, rule = _year_for(said, published)
    if said.day is not None:
        return _day_of(said, year, said.month, "date " + rule)
    month = month_in(said.calendar, year, said.month)
    if month is None:
        return None, "no such month"
    return (*month, "month", _span(said, "month " + rule)), ""


def _year_for(said: Said, published: date) -> tuple[int, str]:
    """The year that a day or month without one means."""
    month, now = said.month or 1, year_at(said.calendar, published)
    if said.relative == "next":
        year = now
        while year < now + 3:
            found = month_in(said.calendar, year, month) if said.day is None else _one_day(said, year)
            if found and found[0] > published:
                return year, "next after publication"
            year += 1
        return now, "next after publication"
    if said.relative == "this":
        return now, "of this year"
    year = now + 1
    slack = _ZONE_SLACK if said.day is not None else timedelta()
    while year > now - 9:
        found = month_in(said.calendar, year, month) if said.day is None else _one_day(said, year)
        if found and found[0] <= published + slack:
            within = said.day is None and found[1] >= published and said.relative == "last"
            if not within and not (said.day is not None and said.relative == "last" and found[0] >= published):
                if said.weekday is None or said.day is None or found[0].weekday() == said.weekday or year < now - 5:
                    return year, "latest not after publication"
                matched = next((y for y in range(year, year - 6, -1) if (d := _one_day(said, y)) and d[0].weekday() == said.weekday), None)
                return matched or year, "latest that falls on its weekday" if matched else "latest not after publication"
        year -= 1
    return now, "latest not after publication"


def _one_day(said: Said, year: int) -> Interval | None:
    day = day_in(said.calendar, year, said.month or 1, said.day or 1)
    return (day, day) if day else None


def _day_of(said: Said, year: int, month: int, rule: str) -> tuple[Found | None, str]:
    start = day_in(said.calendar, year, month, said.day or 1)
    end = day_in(said.calendar, year, month, said.day_to) if said.day_to else start
    if start is None or end is None:
        return None, "no such day"
    calendar = _CALENDARS.get(said.calendar, "")
    if said.weekday is not None and start.weekday() != said.weekday and said.day_to is None:
        rule += f"; the text calls it {_WEEKDAYS[said.weekday]}"
    return (start, end, "day", rule + calendar), ""


def _season(said: Said, published: date | None) -> tuple[Found | None, str]:
    first = _SEASONS[said.season or "summer"]

    def of(year: int) -> Interval:
        start = date(year - 1 if first == 12 else year, first, 1)
        stop_year, stop_month = (year, first + 2) if first != 12 else (year, 2)
        return start, date(stop_year, stop_month, monthrange(stop_year, stop_month)[1])

    if said.year is not None:
        return (*of(said.year), "month", f"{said.season} of the year said"), ""
    if published is None:
        return None, NO_PUBLICATION
    if said.of_unit == "year" and said.of_relative:
        year = published.year + {"last": -1, "next": 1, "previous": -1}.get(said.of_relative, 0)
        return (*of(year), "month", f"{said.season} of {said.of_relative} year"), ""
    year = published.year + 1
    if said.relative == "next":
        while of(year - 1)[0] > published:
            year -= 1
        return (*of(year), "month", f"{said.season} after publication"), ""
    if said.relative == "this":
        return (*of(published.year + (1 if first == 12 and published.month == 12 else 0)), "month", f"{said.season} of publication"), ""
    while of(year)[1] >= published:
        year -= 1
    return (*of(year), "month", f"{said.season} before publication"), ""


def _unit(said: Said, published: date | None) -> tuple[Found | None, str]:
    """«الأسبوع الماضي», «هذا الشهر», «نهاية العام»."""
    if published is None:
        return None, NO_PUBLICATION
    relative = said.relative or "this"
    step = {"last": -1, "next": 1}.get(relative, 0)
    rule = _span(said, f"{relative} {said.unit}")
    if said.unit == "day":
        day = published + timedelta(days=step)
        return (day, day, "day", rule), ""
    if said.unit == "week":
        first, last = week_of(published)
        return (first + timedelta(days=7 * step), last + timedelta(days=7 * step), "week", rule), ""
    if said.unit == "month":
        return (*(shifted_month(published, step) if step else month_of(published.year, published.month)), "month", rule), ""
    if said.unit == "year":
        interval = year_in("gregorian", published.year + step)
        return ((*interval, "year", rule), "") if interval else (None, "no such year")
    return None, "a length of time"


# ---- hours


def _clock(said: Said) -> str | None:
    """HH:MM of the day; None where no hour is said."""
    if said.hour is None:
        return None
    hour, part = said.hour, said.part
    if hour <= 12:
        if (part in _AFTERNOON and hour < 12 and not (part == "noon" and hour in (10, 11))) or (part in _NIGHT and 6 <= hour < 12):
            hour += 12
        elif (part in _NIGHT or part in ("dawn", "after_midnight")) and hour == 12:
            hour = 0
    return f"{hour % 24:02d}:{said.minute % 60:02d}"
