"""What is answered when something cannot be: a page in the reader's language, or a problem as JSON for programs."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from sijill.store.errors import StoreError
from sijill.web.addresses import with_query
from sijill.web.faults import Refusal, SignInNeededError
from sijill.web.render import partial, render, words_of
from sijill.web.words import wording

_LOG = logging.getLogger("sijill.web")
API = "/api/"
# Of the store's troubles, those that pass by themselves.
_PASSING = ("busy", "lost", "full")


def add_handlers(app: FastAPI) -> None:
    """Let the application answer with pages that say what was wrong."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, status: int, key: str, detail: str = "", **values: object) -> Response:
    """A page, a part of one for HTMX, or a problem (RFC 9457) under /api/."""
    said = words_of(request)(key, **values)
    if request.url.path.startswith(API):
        body: dict[str, Any] = {
            "type": "about:blank",
            "status": status,
            "title": wording()[key]["en"].format(**values),
            "detail": detail or None,
        }
        return JSONResponse({k: v for k, v in body.items() if v is not None}, status, media_type="application/problem+json")
    if partial(request):
        return render(request, "parts/fault.html.j2", status, fault=said, detail=detail)
    return render(request, "error.html.j2", status, status_code=status, fault=said, detail=detail)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return answer(request, error.status, error.key, error.detail, **error.values)


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
    found = answer(request, error.status_code, key, "" if error.status_code in (404, 405) else str(error.detail))
    found.headers.update(error.headers or {})
    return found


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    detail = "; ".join(f"{'.'.join(str(p) for p in fault['loc'][1:])}: {fault['msg']}" for fault in error.errors())
    return answer(request, 422, "failed.values", detail)


def _store(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    _LOG.error("%s %s: the register: %s", request.method, request.url.path, error.trouble)
    status = 404 if error.trouble == "missing" else 409 if error.trouble == "conflict" else 503
    found = answer(
        request, status, "missing.row" if status == 404 else "failed.conflict" if status == 409 else "failed.register", str(error)
    )
    if error.trouble in _PASSING:
        found.headers["retry-after"] = "5"
    return found


def _unforeseen(request: Request, error: Exception) -> Response:
    # Where, not what: the message of an error may hold an article's words.
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _LOG.error("%s %s: %s at %s", request.method, request.url.path, type(error).__name__, " < ".join(frames[::-1][:8]))
    return answer(request, 500, "failed.program", type(error).__name__)
