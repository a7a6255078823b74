"""Messages that the next page shows once: "decision 12 was undone". They travel in a cookie, by key, never as words."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from sijill.web.words import wording

COOKIE = "flash"
Tone = Literal["good", "bad", "plain"]


@dataclass(frozen=True, slots=True)
class Flash:
    """A message: the key of its words, what stands in their places, and its tone."""

    key: str
    values: dict[str, str]
    tone: Tone = "good"


def flash(answer: Response, request: Request, key: str, tone: Tone = "good", **values: object) -> None:
    """Let the next page show a message."""
    packed = json.dumps({"key": key, "tone": tone, "values": {name: str(value)[:200] for name, value in values.items()}})
    said = base64.urlsafe_b64encode(packed.encode("utf-8")).decode("ascii")
    answer.set_cookie(COOKIE, said, max_age=60, httponly=True, samesite="lax", secure=request.app.state.settings.secure)


def take_flashes(request: Request) -> list[Flash]:
    """The messages that wait; a cookie that is none of ours says nothing."""
    packed = request.cookies.get(COOKIE)
    if not packed:
        return []
    try:
        found = json.loads(base64.urlsafe_b64decode(packed.encode("ascii")))
        key, tone, values = found["key"], found["tone"], {str(k): str(v) for k, v in found["values"].items()}
        said = wording()[key]
        for words in said.values():
            words.format(**values)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return []
    return [Flash(key, values, tone if tone in ("good", "bad", "plain") else "plain")]


def sent_on(request: Request, address: str, key: str = "", tone: Tone = "good", **values: object) -> Response:
    """Send the browser on after a change (303), with a message for the next page."""
    answer = RedirectResponse(address, 303)
    if key:
        flash(answer, request, key, tone, **values)
    return answer
