"""Figures as drawings: laid out here in whole units, drawn as SVG by the templates, with the same figures as a table beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sijill.exports.labels import day_name
from sijill.web.words import Lang

Grain = Literal["day", "week", "month", "year"]
MOST_COLUMNS = 120
WIDTH, HEIGHT = 1000, 180


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart over time: its days, its figure, and where it stands."""

    first: date
    last: date
    label: str
    many: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A word below or beside a chart."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Incidents over time."""

    grain: Grain
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    top: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of a list of bars; `share` is of the longest, of 100."""

    value: str
    label: str
    many: int
    share: float


def timeline(days: Mapping[str, int], lang: Lang) -> Timeline | None:
    """Figures by day as columns of days, weeks, months or years, so that there are no more than `MOST_COLUMNS`; None for none.

    Time runs as the language is read.
    """
    if not days:
        return None
    known = {date.fromisoformat(day): many for day, many in days.items()}
    first, last = min(known), max(known)
    grain = _grain((last - first).days + 1)
    bins: dict[date, int] = {}
    at = _begin(first, grain)
    while at <= last:
        bins[at] = 0
        at = _next(at, grain)
    for day, many in known.items():
        bins[_begin(day, grain)] += many
    top = max(bins.values())
    step = WIDTH / len(bins)
    columns = []
    for number, (begin, many) in enumerate(bins.items()):
        x = number * step if lang == "en" else WIDTH - (number + 1) * step
        height = many / top * HEIGHT
        end = _next(begin, grain) - timedelta(days=1)
        gap = min(step * 0.18, 4)
        columns.append(Column(begin, end, _label(begin, end, grain, lang), many, x + gap / 2, HEIGHT - height, step - gap, height))
    return Timeline(grain, tuple(columns), _ticks(columns, grain, lang), top)


def bars(counts: Mapping[str, int], labels: Mapping[str, str], most: int) -> tuple[tuple[Bar, ...], int]:
    """The largest figures as bars, and how many incidents the others hold."""
    chosen = list(counts.items())[:most]
    top = max((many for _, many in chosen), default=1)
    rest = sum(counts.values()) - sum(many for _, many in chosen)
    return tuple(Bar(value, labels.get(value, value), many, round(many / top * 100, 1)) for value, many in chosen), rest


def _grain(days: int) -> Grain:
    for grain, length in (("day", 1), ("week", 7), ("month", 30)):
        if days / length <= MOST_COLUMNS:
            return grain  # type: ignore[return-value]
    return "year"


def _begin(day: date, grain: Grain) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day if grain == "day" else day.replace(day=1) if grain == "month" else day.replace(month=1, day=1)


def _next(day: date, grain: Grain) -> date:
    if grain in ("day", "week"):
        return day + timedelta(days=1 if grain == "day" else 7)
    if grain == "year" or day.month == 12:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def _label(first: date, last: date, grain: Grain, lang: Lang) -> str:
    if grain == "year":
        return str(first.year)
    if grain == "month":
        return day_name(first, lang, weekday=False).partition(" ")[2]
    if grain == "day":
        return day_name(first, lang, weekday=False)
    return f"{day_name(first, lang, weekday=False)} – {day_name(last, lang, weekday=False)}"


def _ticks(columns: Sequence[Column], grain: Grain, lang: Lang) -> tuple[Tick, ...]:
    """About six words below the columns: years where there are several, else months, else days."""
    every = max(1, round(len(columns) / 6))
    chosen = columns[::every]
    found = []
    for column in chosen:
        label = str(column.first.year) if grain == "year" else column.first.strftime("%Y-%m" if grain == "month" else "%Y-%m-%d")
        found.append(Tick(round(column.x + column.width / 2, 1), label))
    return tuple(found)
