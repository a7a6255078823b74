"""How templates show days, numbers and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from hijridate import Gregorian

from sijill.exports.labels import country_name, day_name, type_label, weapon_name
from sijill.web.words import Lang

_HIJRI_AR = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
_HIJRI_EN = (
    "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah",
    "Dhu al-Hijjah",
)  # fmt: skip


def hijri(day: date | None, lang: Lang) -> str:
    """The day in the Hijri calendar (Umm al-Qura): "5 Safar 1443 AH"; "" outside 1924 to 2077, which its tables cover."""
    if day is None:
        return ""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    month = (_HIJRI_AR if lang == "ar" else _HIJRI_EN)[found.month - 1]
    return f"{found.day} {month} {found.year} {'هـ' if lang == 'ar' else 'AH'}"


def number(value: int) -> str:
    """A figure: 12,345."""
    return f"{value:,}"


def instant(value: datetime) -> str:
    """A moment in UTC, to the minute."""
    return value.strftime("%Y-%m-%d %H:%M")


def percent(value: float) -> str:
    """A share: 93 %."""
    return f"{round(value * 100)} %"


def ending(value: str, most: int) -> str:
    """The end of a long path or address, of which the end tells more."""
    return value if len(value) <= most else f"…{value[1 - most :]}"


def given(pairs: Mapping[str, Any]) -> str:
    """A query string of the values that are not empty."""
    return urlencode([(name, value) for name, value in pairs.items() if value not in ("", None)])


FILTERS: dict[str, Callable[..., Any]] = {
    "given": given,
    "day": lambda day, lang, weekday=False: day_name(day, lang, weekday),
    "hijri": hijri,
    "number": number,
    "instant": instant,
    "percent": percent,
    "ending": ending,
    "country": country_name,
    "type": type_label,
    "weapon": weapon_name,
}
