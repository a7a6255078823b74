"""What a file or an answer holds, told by its first bytes, then by its name and what the server says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Kind = Literal["jsonl", "csv", "html", "feed", "sitemap", "warc", "zip", "gzip", "bzip2", "xz", "zstd", "text", "image"]
Packed = Literal["gzip", "bzip2", "xz", "zstd"]

HEAD = 8192  # bytes that are looked at
_SUFFIXES: dict[str, Kind] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".csv": "csv", ".tsv": "csv", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".rss": "feed", ".atom": "feed", ".xml": "feed", ".warc": "warc", ".zip": "zip", ".gz": "gzip",
    ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd", ".txt": "text", ".text": "text",
}  # fmt: skip
PACKED: Mapping[bytes, Packed] = MappingProxyType(
    {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
)  # first bytes → how it is packed
PACKED_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})
READABLE = frozenset(_SUFFIXES)
_ROOTS: dict[str, Kind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "sitemap", "html": "html",
}  # fmt: skip
_PROLOGUE = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DOCTYPE = re.compile(r"<!doctype\s+([\w.:-]+)", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp")


def suffix_of(name: str) -> str:
    """The last part of a name from its dot, in small letters; "" where it has none."""
    tail = name.rpartition("/")[2]
    return tail[tail.rfind(".") :].lower() if "." in tail else ""


def packed_as(head: bytes) -> Packed | None:
    """How what begins with these bytes is packed; None where it is not."""
    return next((kind for magic, kind in PACKED.items() if head.startswith(magic)), None)


def bare(name: str) -> str:
    """A name without the ending that says how it is packed."""
    ending = suffix_of(name)
    return name[: -len(ending)] if ending in PACKED_SUFFIXES else name


def kind_of(head: bytes, name: str, media_type: str = "") -> Kind:
    """What begins with these bytes and has this name.

    Args:
        head: the first bytes, up to HEAD.
        name: a file's name or an address's path.
        media_type: what a server says it is; believed only where bytes and name say nothing.
    """
    packed = packed_as(head)
    if packed is not None:
        return packed
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(_PICTURES):
        return "image"
    named = _SUFFIXES.get(suffix_of(name))
    if named in ("jsonl", "csv"):
        return named
    words = _words(head).lstrip("\ufeff \t\r\n")
    if words.startswith("{") and named in (None, "text"):
        return "jsonl"
    if words.startswith("<") and named != "text":
        return _of_markup(words, named, media_type)
    if named in ("html", "feed"):
        return named
    if media_type in ("text/html", "application/xhtml+xml"):
        return "html"
    return "csv" if media_type == "text/csv" else "text"


def _of_markup(words: str, named: Kind | None, media_type: str) -> Kind:
    bare = _PROLOGUE.sub("", words)
    doctype = _DOCTYPE.search(bare)
    for found in (doctype, _ROOT.search(bare)):
        kind = _ROOTS.get(found[1].rpartition(":")[2].lower()) if found else None
        if kind is not None:
            return kind
    if named in ("html", "feed"):
        return named
    if media_type.endswith("xml") and "html" not in media_type:
        return "feed"
    return "feed" if words.startswith("<?xml") and media_type != "text/html" else "html"


def _words(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) - len(head) % 2].decode("utf-16", "replace")
    return head.decode("utf-8", "replace")
