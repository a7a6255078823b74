"""The tables of a batch: articles that go in, events and what was dropped that come out.

One row of `EVENTS` is one event as one report tells it: columns to filter by, named as in the CSV of `sijill read`, and the whole
event record as JSON. Nothing in it depends on the file or the line where the article stood, so that the same articles in any order
and in any files give the same rows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

import pyarrow as pa

from sijill.exports.csv_rows import COLUMNS
from sijill.model import Report

UNKNOWN = "unknown"  # partition of what has no country, or no month
_COUNTRY = re.compile("[A-Z]{2}")
_LIST = pa.list_(pa.string())


def _field(name: str, kind: pa.DataType, what: str = "", nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable, metadata={"what": what or COLUMNS[name]})


# What goes in: the keys of JSON Lines, all as text, and where the article stood. A row with an `error` is no article.
ARTICLES = pa.schema(
    [
        _field("id", pa.string(), "the caller's name for it; null where none is given"),
        _field("text", pa.string(), "the article's words"),
        _field("title", pa.string(), "its headline, where known apart from the text"),
        _field("outlet", pa.string(), "who published it"),
        _field("published", pa.string(), "day of publication, YYYY-MM-DD; a time behind it is left alone"),
        _field("url", pa.string(), "where it was published"),
        _field("country", pa.string(), "ISO 3166 code of the outlet's country"),
        _field("where", pa.string(), "the file that it was read from"),
        _field("line", pa.int64(), "line or row in that file, from 1"),
        _field("error", pa.string(), "why there is no article; null where there is one"),
    ]
)

EVENTS = pa.schema(
    [
        _field(
            "report",
            pa.string(),
            "the report's key: 20 hexadecimal digits of its id, words, outlet, day and address",
            False,
        ),
        _field("number", pa.int32(), "the event's place among the report's events, from 1", False),
        _field("article_id", pa.string()),
        _field("outlet", pa.string()),
        _field("published", pa.date32(), "day of publication"),
        _field("url", pa.string()),
        _field("title", pa.string()),
        _field("event_id", pa.string()),
        _field("type", pa.string()),
        _field("status", pa.string()),
        _field("aggregate", pa.bool_()),
        _field("factuality", pa.string()),
        _field("date_start", pa.date32(), "first day; null where no day can be told"),
        _field("date_end", pa.date32(), "last day, the same as the first for one day"),
        _field("date_precision", pa.string()),
        _field("time", pa.string()),
        _field("place_text", pa.string()),
        _field("place_name", pa.string()),
        _field("admin1", pa.string()),
        _field("lat", pa.float64()),
        _field("lon", pa.float64()),
        _field("radius_km", pa.float64(), "kilometres from the coordinates within which the event may lie"),
        _field("place_precision", pa.string()),
        _field("perpetrators", _LIST, "who did it, English labels"),
        _field("perpetrator_kinds", _LIST),
        _field("targets", _LIST, "who or what was struck, English labels"),
        _field("target_kinds", _LIST),
        _field("claimed_by", _LIST),
        _field("accused", _LIST),
        _field("denied_by", _LIST),
        _field("weapons", _LIST, "means used"),
        _field("killed_low", pa.int64(), "lowest figure of deaths; null is unknown, 0 is 'none'"),
        _field("killed_high", pa.int64()),
        _field("wounded_low", pa.int64()),
        _field("wounded_high", pa.int64()),
        _field("captured_low", pa.int64()),
        _field("captured_high", pa.int64()),
        _field("confidence", pa.float64()),
        _field("agency", pa.string(), "id of the news agency that the report names as where it comes from"),
        _field("same_words", pa.string(), "32 hexadecimal digits that reports of the very same words have in common"),
        _field("sha256", pa.string()),
        _field("knowledge", pa.string()),
        _field("record", pa.string(), "the whole event record, JSON, as `sijill read --format jsonl` gives it under `events`", False),
        _field("country", pa.string(), "ISO 3166 code of the place, or unknown; a folder's name", False),
        _field("month", pa.string(), "YYYY-MM in which it began, or unknown where the month cannot be told; a folder's name", False),
    ]
)

DROPPED = pa.schema(
    [
        _field("report", pa.string(), "the report's key; of what never became a report, a key made from where it stood", False),
        _field("number", pa.int32(), "order within the report, from 1", False),
        _field("article_id", pa.string()),
        _field("url", pa.string()),
        _field("where", pa.string(), "the file, where no report could be read from it"),
        _field("line", pa.int64(), "line or row in that file"),
        _field("stage", pa.string(), "source, article, read, or the stage of the reading", False),
        _field("reason", pa.string(), "why", False),
        _field("text", pa.string(), "the words that it is about"),
        _field("start", pa.int64(), "their place in the article's text, code points"),
        _field("end", pa.int64(), "the end of that"),
        _field("entry", pa.string(), "the lexicon's entry"),
    ]
)

# In which order rows are written; within it each row's key stands once.
EVENT_ORDER = ("country", "month", "report", "number")
DROPPED_ORDER = ("report", "number")
FOLDERS = ("country", "month")  # columns that name the folders of events, and stand in no file


def report_key(report: Report) -> str:
    """What names a report in these tables.

    The same article twice has one key. The same id with other words, another day or another address has another: both stay.
    """
    day = report.published.isoformat() if report.published else None
    known = [report.id, report.sha256, report.title, report.outlet, day, report.url, report.country]
    return _digest(known)


def place_key(where: str | None, line: int | None, reason: str) -> str:
    """What names something that never became a report."""
    return _digest([where, line, reason])


def _digest(known: Sequence[str | int | None]) -> str:
    words = json.dumps(known, ensure_ascii=True)  # lone surrogates in a name are escaped
    return hashlib.sha256(words.encode("ascii")).hexdigest()[:20]


def country_folder(country: str | None) -> str:
    """The country by which an event's folder is named."""
    return country if country is not None and _COUNTRY.fullmatch(country) else UNKNOWN


def part_of(report: str, parts: int) -> int:
    """In which of so many files of a folder a report's rows stand: keys are digests, so that each file gets as much."""
    return int(report[:8], 16) * parts >> 32
