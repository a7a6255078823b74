"""Records to rows of articles: what JSON Lines and pages of the web hold. Nothing in a record stops the others."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import pyarrow as pa

from sijill.batch.tables import ARTICLES
from sijill.knowledge import Knowledge
from sijill.model import Report
from sijill.sources.days import LAST_YEAR, likely
from sijill.sources.errors import SourceError
from sijill.sources.files import Defaults
from sijill.sources.jsonl import read_line
from sijill.sources.text_files import decode

Row = dict[str, Any]
_LAST = date(LAST_YEAR, 12, 31)
_ARABIC = re.compile("[\u0621-\u064a]")
_LONE = re.compile("[\ud800-\udfff]")
_FEWEST = 40  # Arabic letters of the shortest news flash (`sources.pages`); a page with fewer costs no extraction


def articles_of(batch: pa.RecordBatch, defaults: Defaults, knowledge: Knowledge) -> pa.RecordBatch:
    """Rows of `ARTICLES` for a batch of `RAW` or of `ARTICLES`, with what they do not say themselves."""
    if "body" not in batch.schema.names and defaults == Defaults():
        return batch
    rows = batch.to_pylist()
    if "body" in batch.schema.names:
        rows = [_article(row, knowledge) for row in rows]
    return pa.RecordBatch.from_pylist([_completed(row, defaults) for row in rows], ARTICLES)


def _article(raw: Row, knowledge: Knowledge) -> Row:
    row: Row = {"where": raw["where"], "line": raw["line"], "url": raw["url"], "error": raw["error"]}
    if raw["error"] is not None:
        return row
    where, line = raw["where"] or "", raw["line"]
    try:
        if raw["media_type"] is None:
            return _sound({**row, **_of_report(read_line(raw["body"], where, line or 1))})
        return _sound({**row, **_of_page(raw, where, knowledge)})
    except SourceError as error:
        reason = error.reason
    except Exception as error:  # a page can break any step of an extractor
        reason = f"could not be read ({type(error).__name__}: {str(error)[:200]})"
    return {**row, "error": reason.encode("utf-8", "backslashreplace").decode("utf-8")}


def _sound(row: Row) -> Row:
    """The row, where all its words can be written.

    Raises:
        SourceError: one holds half a letter.
    """
    for name, words in row.items():
        if isinstance(words, str) and (lone := _LONE.search(words)):
            raise SourceError("", None, f'"{name}" holds a lone surrogate U+{ord(lone[0]):04X}: it was decoded wrongly')
    return row


def _of_report(report: Report) -> Row:
    return {
        "id": None if report.id == report.sha256[:12] else report.id, "text": report.text, "title": report.title or None,
        "outlet": report.outlet or None, "published": report.published.isoformat() if report.published else None, "url": report.url,
        "country": report.country,
    }  # fmt: skip


def _of_page(raw: Row, where: str, knowledge: Knowledge) -> Row:
    """A page of an archive. Nothing was published after it was fetched: no clock is asked."""
    from sijill.sources.pages import decode_page, read_page
    from sijill.sources.published import published_in_text

    fetched = datetime.fromisoformat(raw["retrieved"]).date() if raw["retrieved"] else None
    latest = fetched + timedelta(days=1) if fetched is not None else _LAST
    body, charset = raw["body"], raw["charset"] or ""
    if raw["media_type"] == "text/plain":
        text = decode(body, where)
        found = published_in_text(text, lambda: knowledge.times, latest)
        return {"text": text, "published": found.day.isoformat() if found.day else None}
    letters = _ARABIC.finditer(decode_page(body, charset, where))
    if sum(1 for _ in islice(letters, _FEWEST)) < _FEWEST and b"&#" not in body:
        raise SourceError(where, None, "the page is not in Arabic; Sijill reads Arabic only")
    page = read_page(body, where, lambda: knowledge.times, latest=latest, charset=charset, address=raw["url"])
    day = page.published.day
    return {
        "text": page.text, "title": page.title or None, "outlet": page.outlet or None, "url": page.url,
        "published": day.isoformat() if day is not None and likely(day) else None,
    }  # fmt: skip


def _completed(row: Row, defaults: Defaults) -> Row:
    day = defaults.published.isoformat() if defaults.published else None
    said = {"published": day, "outlet": defaults.outlet or None, "country": defaults.country, "title": defaults.title or None}
    return {**row, **{name: row.get(name) or value for name, value in said.items()}}
