"""Addresses inside the desk."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit


def inside(address: str | None, otherwise: str = "/") -> str:
    r"""An address to which a person may be sent back: a path of this desk; anything else leads to `otherwise`.

    `//host`, `/\host`, `https:…`, and whatever holds a character that a browser drops, would lead outside.
    """
    if not address or not address.startswith("/") or any(ord(c) < 0x21 or c in "\\\x7f" for c in address):
        return otherwise
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("//"):
        return otherwise
    return address


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with its query string; without one where there is no pair."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path
