"""JSON Lines: one article a line, with the keys id, outlet, published, url, title, text (and country)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from sijill.model import Report, ReportError
from sijill.sources.errors import SourceError
from sijill.sources.text_files import LIMIT, decode, too_large


def read_jsonl(handle: BinaryIO, where: str) -> Iterator[tuple[int | None, Report | SourceError]]:
    """Each line's number with its report, or with what is wrong with it; the rest goes on. Reads as a stream."""
    for number, raw in lines_of(handle, where):
        if isinstance(raw, SourceError):
            yield number, raw
            continue
        try:
            yield number, read_line(raw, where, number or 1)
        except SourceError as error:
            yield number, error


def lines_of(handle: BinaryIO, where: str) -> Iterator[tuple[int | None, bytes | SourceError]]:
    """Each filled line with its number, or the reason why it is not read. A line over the limit is never held whole."""
    number, empty = 0, True
    while raw := handle.readline(LIMIT + 1):
        number += 1
        if len(raw) > LIMIT and not raw.endswith(b"\n"):
            size = len(raw)
            while rest := handle.readline(LIMIT):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, SourceError(where, number, f"this line {too_large(size)}")
            empty = False
            continue
        if not raw.strip():
            continue
        empty = False
        yield number, raw
    if empty:
        yield None, SourceError(where, None, "is empty")


def read_line(raw: bytes, where: str, number: int) -> Report:
    """One line.

    Raises:
        SourceError: naming file, line, and the key at fault.
    """
    return report_of(parse_object(raw, where, number), where, number)


def report_of(record: Mapping[str, object], where: str, number: int | None) -> Report:
    """The report of a record with the keys of JSON Lines; keys beyond those are left alone.

    Raises:
        SourceError: naming file, line, and the key at fault.
    """

    def words(key: str) -> str | None:
        value = record.get(key)
        if value is None or isinstance(value, str):
            return value
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise SourceError(where, number, f'"{key}" must be a string or null, not {type(value).__name__}')

    text = words("text")
    if not text or not text.strip():
        known = ", ".join(sorted(map(str, record)))[:120]
        raise SourceError(where, number, f'needs "text" with the article\'s words (its keys: {known or "none"})')
    if len(text.encode("utf-8", "surrogatepass")) > LIMIT:
        raise SourceError(where, number, too_large(len(text)))
    try:
        return Report(
            text=text,
            title=words("title") or "",
            outlet=words("outlet") or "",
            published=parse_day(words("published"), where, number),
            url=words("url"),
            id=words("id") or "",
            country=words("country"),
        )
    except ReportError as error:
        raise SourceError(where, number, str(error)) from None


def parse_object(raw: bytes, where: str, number: int) -> dict[str, object]:
    """The JSON object of one line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = decode(raw, where)
        except SourceError as error:
            raise SourceError(where, number, error.reason) from None
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            where, number, f"broken JSON at column {error.colno}: {error.msg}; each line must be one whole JSON object"
        ) from None
    except (RecursionError, ValueError) as error:
        raise SourceError(
            where, number, f"JSON that cannot be read ({type(error).__name__}: nested too deep or a number too long)"
        ) from None
    if not isinstance(record, dict):
        raise SourceError(where, number, f"must be a JSON object, not {type(record).__name__}")
    return record


def parse_day(value: str | None, where: str, number: int | None) -> date | None:
    """A day as YYYY-MM-DD; a time after it is left alone, since days are those of the outlet's zone."""
    if value is None or not value.strip():
        return None
    written = value.strip()
    try:
        if len(written) > 10 and written[10] not in "T ":
            raise ValueError
        return date.fromisoformat(written[:10])
    except ValueError:
        shown = written[:30]
        raise SourceError(
            where, number, f'"published" is {shown!r}, which is no day; write it as YYYY-MM-DD, or null where it is not known'
        ) from None
