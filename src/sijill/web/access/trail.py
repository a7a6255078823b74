"""What is done at the desk goes into the audit log: additions, exports, and what somebody's role did not allow.

Decisions, accounts, sign-ins and tokens are told by their own use cases, in the transaction that changes them.
"""

from __future__ import annotations

import logging
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sijill.register.audit import note
from sijill.store.errors import StoreError
from sijill.web.desk import Desk

_LOG = logging.getLogger("sijill.web")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_TOLD_ELSEWHERE = frozenset({"open", "own", "accounts", "audit", "decide", "join"})


class Trail:
    """Adds an entry after the answer to a person whom the desk knows; nobody else can fill the log."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note what was done."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        is_file = False

        async def watched(message: Message) -> None:
            nonlocal status, is_file
            if message["type"] == "http.response.start":
                status = message["status"]
                is_file = any(name.lower() == b"content-disposition" for name, _ in message["headers"])
            await send(message)

        await self._app(scope, receive, watched)
        entry = _entry(scope, status, is_file)
        if entry is not None:
            try:
                await run_in_threadpool(note, self._desk.register, self._desk.workshop.clock(), **entry)
            except StoreError as error:
                _LOG.error("the audit log could not be written: %s", error.trouble)


def _entry(scope: Scope, status: int, is_file: bool) -> dict[str, Any] | None:
    state = scope.get("state", {})
    person, action = state.get("person"), str(state.get("action", ""))
    if person is None:
        return None
    path, method = str(scope["path"]), str(scope["method"])
    entry: dict[str, Any] = {"who": person.owner, "action": action, "about": path}
    if person.token:
        entry["token"] = True
    if status == 403:
        return entry | {"action": action or "change", "outcome": "refused", "method": method}
    changes = method not in _SAFE and action not in _TOLD_ELSEWHERE and bool(action)
    exports = action == "export" and is_file
    if not (changes or exports) or status >= 400:
        return None
    if exports and scope.get("query_string"):
        entry["query"] = scope["query_string"].decode("latin-1")
    return entry
