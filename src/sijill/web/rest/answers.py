"""Answers of the API: their tags, so that nothing is sent twice, and where the next page is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from sijill.web.addresses import with_query

JSON, GEOJSON = "application/json", "application/geo+json"


def answer(
    request: Request, found: BaseModel | bytes, tag: str = "", media_type: str = JSON, following: str = "",
    status: int = 200, headers: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """An answer with its ETag; 304 without a body where the asker has it.

    Args:
        request: the request.
        found: what is answered; a model is written as JSON.
        tag: a version of what is answered, for If-Match; otherwise the tag is a digest of the body.
        media_type: of the body.
        following: the cursor of the next page.
        status: of HTTP.
        headers: further ones.
    """
    body = found if isinstance(found, bytes) else found.model_dump_json(by_alias=True).encode("utf-8")
    known = f'"{tag}"' if tag else f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    more = {"etag": known, "vary": "Accept, Authorization, Cookie", **(headers or {})}
    if following:
        more["link"] = f'<{next_page(request, following)}>; rel="next"'
    if request.method in ("GET", "HEAD") and status == 200 and _has(request, known):
        return Response(status_code=304, headers=more)
    return Response(body, status, more, media_type)


def next_page(request: Request, cursor: str) -> str:
    """The address of the next page."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return with_query(request.url.path, [*pairs, ("cursor", cursor)])


def tags_in(header: str) -> Sequence[str]:
    """The entity tags that a header names."""
    return [part.strip() for part in header.split(",") if part.strip()]


def weak(tag: str) -> str:
    """A tag as it is compared where a weak one will do."""
    return tag.removeprefix("W/")


def _has(request: Request, tag: str) -> bool:
    asked: Any = request.headers.get("if-none-match")
    return asked is not None and (asked.strip() == "*" or weak(tag) in map(weak, tags_in(asked)))
