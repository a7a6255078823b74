"""Days, weeks, months and years of three calendars as Gregorian intervals."""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Hijri  # Umm al-Qura calendar, 1343 to 1500 AH; hijridate 2.6, MIT

Interval = tuple[date, date]
FIRST_HIJRI, LAST_HIJRI = 1343, 1500
_OF_30_DAYS = (4, 6, 9, 11)
_SOLAR_BEFORE = (0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336)


def month_of(year: int, month: int) -> Interval:
    """A Gregorian month."""
    days = 28 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) if month == 2 else 30 if month in _OF_30_DAYS else 31
    return date(year, month, 1), date(year, month, days)


def shifted_month(day: date, months: int) -> Interval:
    """The month so many months from that of a day."""
    at = day.year * 12 + day.month - 1 + months
    return month_of(at // 12, at % 12 + 1)


def week_of(day: date) -> Interval:
    """Saturday to Friday, the week of news in Arab countries."""
    start = day - timedelta(days=(day.weekday() - 5) % 7)
    return start, start + timedelta(days=6)


def day_in(calendar: str, year: int, month: int, day: int) -> date | None:
    """A day of a calendar as a Gregorian date; None where there is no such day."""
    try:
        if calendar == "hijri":
            if not FIRST_HIJRI <= year <= LAST_HIJRI:
                return None
            found = Hijri(year, month, day).to_gregorian()
            return date(found.year, found.month, found.day)
        if calendar == "solar":
            return _solar(year, month, day)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_in(calendar: str, year: int, month: int) -> Interval | None:
    """A month of a calendar."""
    if calendar == "gregorian":
        return month_of(year, month) if 1 <= year <= 9998 else None
    start = day_in(calendar, year, month, 1)
    after = day_in(calendar, year + month // 12, month % 12 + 1, 1)
    return (start, after - timedelta(days=1)) if start and after else None


def year_in(calendar: str, year: int) -> Interval | None:
    """A year of a calendar."""
    if calendar == "gregorian":
        return (date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None
    start, after = day_in(calendar, year, 1, 1), day_in(calendar, year + 1, 1, 1)
    return (start, after - timedelta(days=1)) if start and after else None


def year_at(calendar: str, day: date) -> int:
    """The year of a calendar that holds, or last began before, a Gregorian day."""
    if calendar == "gregorian":
        return day.year
    guess = day.year - 621 if calendar == "solar" else int((day.year - 622) * 33 / 32) + 2
    while guess > 1:
        start = day_in(calendar, guess, 1, 1)
        if start is not None and start <= day:
            return guess
        guess -= 1
    return guess


def _solar(year: int, month: int, day: int) -> date | None:
    """A day of the Iranian solar calendar by its 33-year cycle, exact for 1178 to 1633 (AD 1799 to 2255)."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    # Leap years of the cycle: the remainders 1, 5, 9, 13, 17, 22, 26 and 30 of the year by 33.
    leaps = sum(1 for y in range(1178, year) if y % 33 in (1, 5, 9, 13, 17, 22, 26, 30))
    return date(1799, 3, 21) + timedelta(days=(year - 1178) * 365 + leaps + _SOLAR_BEFORE[month - 1] + day - 1)
