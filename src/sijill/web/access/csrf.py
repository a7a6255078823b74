"""Form tokens: no other site can make a browser change something here.

A browser gets a random seed in a cookie that scripts cannot read. A form carries the HMAC of the seed and the session
under the desk's own key, masked anew for each page so that compression tells nothing of it. Whatever changes something
needs both, or an API token, which no browser sends by itself.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from sijill.web.access.sessions import who
from sijill.web.faults import Refusal

SEED_COOKIE = "seed"
FIELD, HEADER = "csrf", "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SIZE = 32


def key_of(file: Path | None) -> bytes:
    """The desk's key: kept in a file that its owner alone can read, or made anew.

    Several processes that are given one file take the forms of each other; of two that make it at once both have the same.

    Raises:
        OSError: the file cannot be read or made.
        ValueError: it is too short for a key.
    """
    if file is None:
        return secrets.token_bytes(_SIZE)
    if not file.exists():
        handle, made = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")  # readable for its owner alone
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_hex(_SIZE).encode("ascii"))
            with contextlib.suppress(FileExistsError):  # another was quicker, and its key is whole
                os.link(made, file)
        finally:
            os.unlink(made)
    held = file.read_bytes().strip()
    if len(held) < _SIZE:
        raise ValueError(f"{file}: has {len(held)} bytes; a key has {_SIZE} or more. Take the file away, and it is made anew")
    return hashlib.sha256(held).digest()


def seed_of(request: Request) -> str:
    """The browser's seed; a new one where it has none, which the answer sets (`render`)."""
    known: str | None = getattr(request.state, "seed", None)
    if known is None:
        known = request.cookies.get(SEED_COOKIE) or ""
        if len(known) != 2 * _SIZE:
            known = secrets.token_hex(_SIZE)
        request.state.seed = known
    return known


def token_for(request: Request) -> str:
    """A token for a form of this page."""
    mask = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(mask + _joined(mask, _proof(request))).decode("ascii")


async def check_form(request: Request) -> None:
    """Refuse what another site may have made a browser send.

    Raises:
        Refusal: 403, the token is missing or of another session.
    """
    if request.method in SAFE:
        return
    person = await run_in_threadpool(who, request)  # it asks the register, and others wait for this thread
    if person is not None and person.token:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "refused.other_site")
    given: object = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        given = (await request.form()).get(FIELD)
    if request.cookies.get(SEED_COOKIE) is None or not isinstance(given, str) or not _holds(request, given):
        raise Refusal(403, "refused.form_token")


def _holds(request: Request, token: str) -> bool:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        return False
    return len(raw) == 2 * _SIZE and hmac.compare_digest(_joined(raw[:_SIZE], raw[_SIZE:]), _proof(request))


def _proof(request: Request) -> bytes:
    person = who(request)
    said = f"{seed_of(request)}|{person.session if person else ''}".encode()
    key: bytes = request.app.state.key
    return hmac.new(key, said, hashlib.sha256).digest()


def _joined(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
