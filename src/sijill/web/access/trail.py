"""What follows an answer: a session is kept alive, and what was done goes into the audit log.

That is decisions, additions, exports, and what somebody's role did not allow. What a use case tells by itself, in the
transaction that changes something, is not told twice: accounts, sign-ins, tokens, and whatever calls `told`.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sijill.register.audit import note
from sijill.register.sessions import keep_session
from sijill.register.tokens import keep_token
from sijill.store.account_rows import SessionRow, TokenRow
from sijill.store.errors import StoreError
from sijill.web.desk import Desk

_LOG = logging.getLogger("sijill.web")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SECRET = re.compile(r"[\w-]{40,}")  # an invitation, a feed: the log must open nothing
_TOLD_ELSEWHERE = frozenset({"open", "own", "accounts", "audit"})


def told(request: Request) -> None:
    """The use case told of what was done; the trail need not."""
    request.state.told = True


class Trail:
    """Adds an entry after the answer to a person whom the desk knows; nobody else can fill the log."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._waiting: set[SessionRow | TokenRow] = set()

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
        used = _used(scope)
        if entry is not None or (used is not None and used not in self._waiting):
            await run_in_threadpool(self._after, entry, used)

    def _after(self, entry: dict[str, Any] | None, used: SessionRow | TokenRow | None) -> None:
        """Write; the reader has the answer already, and waits for no writer."""
        register, at = self._desk.register, self._desk.workshop.clock()
        try:
            if entry is not None:
                note(register, at, **entry)
            if used is not None and used not in self._waiting:
                self._waiting.add(used)  # while another writes for long, not every request waits here
                try:
                    keep_session(register, used, at) if isinstance(used, SessionRow) else keep_token(register, used, at)
                finally:
                    self._waiting.discard(used)
        except StoreError as error:
            _LOG.error("the audit log or a session could not be written: %s", error.trouble)


def _entry(scope: Scope, status: int, is_file: bool) -> dict[str, Any] | None:
    state = scope.get("state", {})
    person, action = state.get("person"), str(state.get("action", ""))
    if person is None:
        return None
    path, method = _SECRET.sub("…", str(scope["path"])), str(scope["method"])
    entry: dict[str, Any] = {"who": person.owner, "action": action, "about": path}
    if person.token:
        entry["token"] = True
    if status == 403:
        return entry | {"action": action or "change", "outcome": "refused", "method": method}
    changes = method not in _SAFE and action not in _TOLD_ELSEWHERE and bool(action) and not state.get("told")
    exports = action == "export" and is_file
    if not (changes or exports) or status >= 400:
        return None
    if exports and scope.get("query_string"):
        entry["query"] = _SECRET.sub("…", scope["query_string"].decode("latin-1"))
    return entry


def _used(scope: Scope) -> SessionRow | TokenRow | None:
    """The session or the token with which somebody came."""
    state = scope.get("state", {})
    if state.get("person") is None:
        return None
    found: SessionRow | TokenRow | None = state.get("by_token") or state.get("signed_in", (None,))[0]
    return found
