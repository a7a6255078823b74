"""The questions of the API: the same as those of the pages, but what cannot be understood is refused."""

from __future__ import annotations

from fastapi import Request

from sijill.web.asking import Asked, asked_of
from sijill.web.desk import Desk
from sijill.web.rest.problems import ApiRefusal, Where
from sijill.web.words import wording


def asked(request: Request, desk: Desk) -> Asked:
    """What a query string asks of incidents.

    Raises:
        ApiRefusal: 422, with every value that was not understood.
    """
    found = asked_of(request.query_params.multi_items(), desk.workshop.knowledge)
    if found.faults:
        where = [
            Where.model_validate({"in": "query", "name": fault.name, "message": wording()[fault.key]["en"].format(value=fault.value)})
            for fault in found.faults
        ]
        raise ApiRefusal(422, "failed.values", "; ".join(f"{place.name}: {place.message}" for place in where), where)
    return found


def no_cursor(cursor: str) -> ApiRefusal:
    """The cursor is none of ours."""
    message = f"{cursor[:100]!r} is no cursor"
    return ApiRefusal(422, "failed.cursor", message, [Where.model_validate({"in": "query", "name": "cursor", "message": message})])
