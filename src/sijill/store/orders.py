"""In which order incidents come, and the cursor that asks for those behind a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, true

from sijill.store.rows import Order
from sijill.store.schema import projections

UNDATED = date.min  # where an incident without a day stands: behind all others
_C = projections.c
_NONE = -1  # the figure of an incident without one
_FIGURE = func.coalesce(_C.killed_high, _NONE).label("figure")


def key_columns(order: Order) -> tuple[ColumnElement[Any], ...]:
    """The columns that say where an incident stands, the last of them unique."""
    if order == "arrived":
        return (_C.row.label("arrived"),)
    return (_FIGURE, _C.sort_day, _C.id) if order == "killed" else (_C.sort_day, _C.id)


def ordered(query: Select[Any], order: Order, cursor: str) -> Select[Any]:
    """The query in an order, behind a cursor.

    Raises:
        ValueError: the cursor is none of this order.
    """
    match order:
        case "latest":
            if cursor:
                day, name = _day_and_id(cursor)
                query = query.where(_C.sort_day <= day, or_(_C.sort_day < day, _C.id > name))
            return query.order_by(_C.sort_day.desc(), _C.id)
        case "earliest":
            dated: ColumnElement[bool] = _C.sort_day != UNDATED
            if cursor:
                day, name = _day_and_id(cursor)
                later = or_(_C.sort_day > day, and_(_C.sort_day == day, _C.id > name))
                query = query.where(and_(~dated, _C.id > name) if day == UNDATED else or_(~dated, later))
            return query.order_by(dated.desc(), _C.sort_day, _C.id)
        case "arrived":
            if cursor:
                query = query.where(_C.row < _number(cursor, cursor))
            return query.order_by(_C.row.desc())
        case "killed":
            if cursor:
                figure, _, rest = cursor.partition(" ")
                many, (day, name) = _number(figure, cursor), _day_and_id(rest)
                behind = or_(_C.sort_day < day, and_(_C.sort_day == day, _C.id > name))
                fewer = or_(_C.killed_high < many, _C.killed_high.is_(None)) if many > _NONE else ~true()
                query = query.where(or_(fewer, and_(_FIGURE.in_((many,)), behind)))
            return query.order_by(_FIGURE.desc(), _C.sort_day.desc(), _C.id)


def before(query: Select[Any], order: Order, cursor: str) -> Select[Any]:
    """What comes before a place in an order, the nearest first.

    Raises:
        ValueError: the cursor is none of this order.
    """
    match order:
        case "latest":
            day, name = _day_and_id(cursor)
            query = query.where(_C.sort_day >= day, or_(_C.sort_day > day, _C.id < name))
            return query.order_by(_C.sort_day, _C.id.desc())
        case "earliest":
            day, name = _day_and_id(cursor)
            dated: ColumnElement[bool] = _C.sort_day != UNDATED
            sooner = and_(dated, or_(_C.sort_day < day, and_(_C.sort_day == day, _C.id < name)))
            query = query.where(or_(dated, _C.id < name) if day == UNDATED else sooner)
            return query.order_by(dated, _C.sort_day.desc(), _C.id.desc())
        case "arrived":
            return query.where(_C.row > _number(cursor, cursor)).order_by(_C.row)
        case "killed":
            figure, _, rest = cursor.partition(" ")
            many, (day, name) = _number(figure, cursor), _day_and_id(rest)
            ahead = or_(_C.sort_day > day, and_(_C.sort_day == day, _C.id < name))
            query = query.where(or_(many < _FIGURE, and_(_FIGURE.in_((many,)), ahead)))
            return query.order_by(_FIGURE, _C.sort_day, _C.id.desc())


def cursor_of(key: Any, order: Order) -> str:
    """The cursor of the last row of a page."""
    if order == "arrived":
        return str(key.arrived)
    place = f"{key.sort_day.isoformat()} {key.id}"
    return f"{key.figure} {place}" if order == "killed" else place


def number_of(cursor: str) -> int:
    """The row that a cursor of arrival names.

    Raises:
        ValueError: it is none of ours.
    """
    return _number(cursor, cursor)


def _day_and_id(cursor: str) -> tuple[date, str]:
    day, _, name = cursor.partition(" ")
    try:
        return date.fromisoformat(day), name
    except ValueError:
        raise _none_of_ours(cursor) from None


def _number(words: str, cursor: str) -> int:
    if not words.removeprefix("-").isdecimal() or not words.isascii() or len(words) > 18:
        raise _none_of_ours(cursor)
    return int(words)


def _none_of_ours(cursor: str) -> ValueError:
    return ValueError(f"{cursor!r} is no cursor; give the one of the page before, or none")
