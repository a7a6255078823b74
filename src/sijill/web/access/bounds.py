"""What is not even looked at: bodies that are too large, addresses that hold U+0000."""

from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
            await _refused(scope, 400, "failed.request", "the address holds U+0000")(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        said_why = f"a body has {self._largest} bytes at most"
        if declared.isdigit() and int(declared) > self._largest:
            await _refused(scope, 413, "refused.size", said_why)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._largest:
                raise HTTPException(413, said_why)
            return message

        await self._app(scope, counted, send)


def _refused(scope: Scope, status: int, code: str, detail: str) -> Response:
    if not str(scope["path"]).startswith("/api/"):
        return PlainTextResponse(detail, status)
    problem = {"type": "about:blank", "status": status, "title": detail, "code": code, "detail": detail, "instance": scope["path"]}
    return Response(json.dumps(problem), status, media_type="application/problem+json")
