"""What is answered when something cannot be: a page in the reader's language, or a problem as JSON for programs."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from traceback import extract_tb
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from sijill.model.said import Said, said_by
from sijill.register.account_errors import AccountError, WaitError
from sijill.register.desk_decisions import StaleError
from sijill.register.pointing import PointingError
from sijill.register.review import ReviewError
from sijill.register.values import ValueFaultError
from sijill.store.errors import StoreError
from sijill.web.access.rates import TooOftenError
from sijill.web.addresses import with_query
from sijill.web.faults import Refusal, SignInNeededError
from sijill.web.forms import wrong
from sijill.web.invalid import invalid
from sijill.web.render import partial, render, words_of
from sijill.web.rest.problems import ApiRefusal, At
from sijill.web.rest.shown import decision_out
from sijill.web.telling import why
from sijill.web.words import Words

_LOG = logging.getLogger("sijill.web")
API = "/api/"
_VARY = "Accept, Accept-Language, Authorization, Cookie"
# Of the store's troubles, those that pass by themselves.
_PASSING = ("busy", "lost", "full")
_TROUBLES = {"missing": (404, "missing.row"), "conflict": (409, "failed.conflict"), "invalid": (422, "failed.values")}
MOST_FAULTS = 20  # of one request that are told


def add_handlers(app: FastAPI) -> None:
    """Let the application answer with pages that say what was wrong."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(ReviewError, _undecided)
    app.add_exception_handler(ValueFaultError, _undecided)
    app.add_exception_handler(PointingError, _undecided)
    app.add_exception_handler(AccountError, _account)
    app.add_exception_handler(StaleError, _stale)
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _unforeseen)


def answer(
    request: Request, status: int, key: str, detail: str = "", more: Mapping[str, object] | None = None, **values: object
) -> Response:
    """A page, a part of one for HTMX, or a problem (RFC 9457) under /api/, which tells `more` too."""
    words = words_of(request)
    said = words(key, **values)
    told = why(words, detail)
    if request.url.path.startswith(API):
        body: dict[str, Any] = {
            "type": "about:blank",
            "status": status,
            "title": said,
            "code": key,
            "instance": request.url.path,
        }
        if detail:
            body["detail"] = told
        if isinstance(detail, Said) and detail.key:
            body["reason"] = detail.key
        return JSONResponse(body | dict(more or {}), status, {"vary": _VARY}, media_type="application/problem+json")
    if partial(request):
        return render(request, "parts/fault.html.j2", status, fault=said, detail=told)
    return render(request, "error.html.j2", status, status_code=status, fault=said, detail=told)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    where = _where(words_of(request), error.where) if isinstance(error, ApiRefusal) else []
    more = dict(error.more) if isinstance(error, ApiRefusal) else {}
    found = answer(
        request, error.status, error.key, error.detail or _listed(where), more | ({"where": where} if where else {}), **error.values
    )
    if isinstance(error, TooOftenError):
        found.headers["retry-after"] = str(error.seconds)
    return found


def _undecided(request: Request, error: Exception) -> Response:
    """A decision that cannot be taken, or a value that a field cannot take."""
    return answer(request, 422, "failed.decision", said_by(error))


def _account(request: Request, error: Exception) -> Response:
    assert isinstance(error, AccountError)
    key, values, status = wrong(error)
    found = answer(request, 404 if error.wrong.endswith("_unknown") else status, key, "", None, **values)
    if isinstance(error, WaitError):
        found.headers["retry-after"] = str(error.seconds)
    return found


def _stale(request: Request, error: Exception) -> Response:
    assert isinstance(error, StaleError)
    since = [decision_out(decision).model_dump(mode="json") for decision in error.since]
    more = {"incident": error.incident, "version": error.now, "since": since, "held_by": list(error.held_by)}
    return answer(request, 409, "failed.stale", said_by(error), more)


def _sign_in(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(API):
        found = answer(request, 401, "refused.sign_in")
        found.headers["www-authenticate"] = 'Bearer realm="sijill"'
        return found
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = with_query("/sign-in", [("back", back)] if request.method == "GET" and back != "/" else [])
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"hx-redirect": "/sign-in"})
    return RedirectResponse(address, 303)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = {404: "missing.page", 405: "refused.method", 413: "refused.size"}.get(error.status_code, "failed.request")
    detail = error.detail if isinstance(error.detail, Said) else Said(str(error.detail))
    found = answer(request, error.status_code, key, "" if error.status_code in (404, 405) else detail)
    found.headers.update(error.headers or {})
    return found


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = []
    for fault in error.errors()[:MOST_FAULTS]:  # without the values themselves, which may be of any size
        place, *path = (_printable(str(part)) for part in fault["loc"])
        places.append(At(place, ".".join(path), invalid(fault)))
    where = _where(words_of(request), places)
    return answer(request, 422, "failed.values", _listed(where), {"where": where})


def _where(words: Words, places: Iterable[At]) -> list[dict[str, str]]:
    return [{"in": at.place, "name": at.name, "message": _printable(why(words, at.why))} for at in places]


def _listed(where: Iterable[Mapping[str, str]]) -> str:
    return "; ".join(f"{fault['name']}: {fault['message']}" for fault in where)


def _printable(words: str) -> str:
    return words[:200].encode("utf-8", "backslashreplace").decode("utf-8")


def _store(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    status, key = _TROUBLES.get(error.trouble, (503, "failed.register"))
    if status == 503:
        _LOG.error("%s %s: the register: %s", request.method, request.url.path, error.trouble)
    told = said_by(error)
    found = answer(request, status, key, told if told.key else Said(str(error), f"store.{error.trouble}"))
    if error.trouble in _PASSING:
        found.headers["retry-after"] = "5"
    return found


def _unforeseen(request: Request, error: Exception) -> Response:
    # Where, not what: the message of an error may hold an article's words.
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _LOG.error("%s %s: %s at %s", request.method, request.url.path, type(error).__name__, " < ".join(frames[::-1][:8]))
    return answer(request, 500, "failed.program", type(error).__name__)
