"""The questions of the API: the same as those of the pages, but what cannot be understood is refused."""

from __future__ import annotations

from fastapi import Request

from sijill.model.said import said
from sijill.web.asking import Asked, asked_of
from sijill.web.desk import Desk
from sijill.web.render import words_of
from sijill.web.rest.problems import ApiRefusal, At


def asked(request: Request, desk: Desk) -> Asked:
    """What a query string asks of incidents.

    Raises:
        ApiRefusal: 422, with every value that was not understood.
    """
    found = asked_of(request.query_params.multi_items(), desk.workshop.knowledge)
    if found.faults:
        words = words_of(request)
        where = [At("query", fault.name, words(fault.key, value=fault.value)) for fault in found.faults]
        raise ApiRefusal(422, "failed.values", where=where)
    return found


def no_cursor(cursor: str) -> ApiRefusal:
    """The cursor is none of ours."""
    message = said("api.cursor", "{cursor!r} is no cursor", cursor=cursor[:100])
    return ApiRefusal(422, "failed.cursor", where=[At("query", "cursor", message)])


def begins_at(cursor: str | None) -> int:
    """Where a page of a list begins that is cut by numbers.

    Raises:
        ApiRefusal: 422, it is none of ours.
    """
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 9:
        raise no_cursor(cursor)
    return int(cursor)
