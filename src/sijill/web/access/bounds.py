"""What is not even looked at: bodies that are too large, addresses that hold U+0000."""

from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sijill.model.said import Said, said
from sijill.web.language import language
from sijill.web.telling import why
from sijill.web.words import words_in

LARGEST = 2 * 1024 * 1024  # bytes of a body: an article of 100,000 letters in a form has less


class Bounds:
    """Answers 413 to a body larger than `largest`, as soon as that is known, and 400 to an address with U+0000."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within bounds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if b"\0" in unquote_to_bytes(scope.get("raw_path") or b"") or b"\0" in unquote_to_bytes(scope["query_string"]):
            await _refused(scope, 400, "failed.request", said("request.null", "the address holds U+0000"))(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        too_large = said("request.large", "a body has {most} bytes at most", most=self._largest)
        if declared.isdigit() and int(declared) > self._largest:
            await _refused(scope, 413, "refused.size", too_large)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._largest:
                raise HTTPException(413, too_large)
            return message

        await self._app(scope, counted, send)


def _refused(scope: Scope, status: int, code: str, detail: Said) -> Response:
    words = words_in(language(Request(scope)))
    told = why(words, detail)
    if not str(scope["path"]).startswith("/api/"):
        return PlainTextResponse(told, status)
    problem = {
        "type": "about:blank", "status": status, "title": words(code), "code": code, "detail": told, "reason": detail.key,
        "instance": scope["path"],
    }  # fmt: skip
    return Response(json.dumps(problem), status, media_type="application/problem+json")
