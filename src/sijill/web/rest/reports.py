"""Reports: captured articles, their texts and versions, and what they were read to say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model.said import said, said_by
from sijill.store.rows import Filters, ReportRow, StoredReading, Version
from sijill.store.words import question_of
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Reading
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer
from sijill.web.rest.asked import no_cursor
from sijill.web.rest.problems import fault, told
from sijill.web.rest.types import MOST, Line, ReportPath, Strict

router = APIRouter(prefix="/api/v1/reports", tags=["reports"], dependencies=[Depends(Limited())])
Number = Annotated[int | None, Query(ge=1, le=1_000_000, description="Of a version; the latest where it is left out.", examples=[1])]


class ReportOut(Strict):
    """A captured article, without its text."""

    id: str
    key: str = Field(description="What makes two captures versions of one report: an id, else the address.")
    title: str
    outlet: str
    published: date | None = Field(description="In the outlet's own zone; never invented.")
    url: str | None
    versions: int
    read_version: int | None = Field(description="The version to whose words evidence refers; null where it was not read yet.")
    knowledge: str | None


class Reports(Strict):
    """A page of reports."""

    items: list[ReportOut]
    cursor: str | None


class ReportsAsked(Strict):
    """Which reports."""

    text: Line | None = Field(None, description="Words that must all be there, however they are spelled.")
    since: date | None = Field(None, description="Published on this day or later.")
    until: date | None = Field(None, description="Published on this day or before.")
    outlet: list[Line] = Field([], max_length=40)
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Line | None = None


class VersionOut(Strict):
    """One version of a report, as it was captured. It never changes."""

    number: int
    title: str
    outlet: str
    country: str | None
    url: str | None
    published: date | None
    published_by: str
    published_words: str
    retrieved: datetime
    captured_by: str
    media_type: str
    raw_sha256: str
    text_sha256: str


class Versions(Strict):
    """The versions of a report, the first one first."""

    items: list[VersionOut]


class TextOut(Strict):
    """The text that every offset of evidence refers to: title and body joined."""

    report: str
    version: int
    sha256: str
    text: str


class ReadingOut(Strict):
    """What a version was read to say."""

    report: str
    version: int
    knowledge: str
    engine: str
    code: str
    made: datetime
    record: dict[str, Any] = Field(description="The event record of the article.")


class SpanOut(Strict):
    """Words of the text on which a value rests: code points from `start` up to `end`."""

    event: str | None = Field(description="null for what was found and dropped.")
    field: str
    start: int
    end: int
    text: str


class Spans(Strict):
    """Every span of a reading."""

    report: str
    version: int
    items: list[SpanOut]


@router.get("", response_model=Reports, responses=told(304), summary="List reports")
def reports(request: Request, desk: TheDesk, person: Reading, query: Annotated[ReportsAsked, Query()]) -> Response:
    """Captured articles, those that came last first."""
    asked = Filters(since=query.since, until=query.until, outlets=tuple(query.outlet), text=_text(query.text))
    try:
        page = desk.register.arrived_reports(asked, query.cursor or "", query.limit)
    except ValueError:
        raise no_cursor(query.cursor or "") from None
    return answer(request, Reports(items=[report_out(row) for row in page.rows], cursor=page.cursor or None), following=page.cursor)


@router.get("/{id}", response_model=ReportOut, responses=told(304, 404), summary="One report")
def report(request: Request, desk: TheDesk, person: Reading, id: ReportPath) -> Response:
    """What is known of a captured article."""
    row = desk.register.report(id)
    if row is None:
        raise _no_report(id)
    return answer(request, report_out(row))


@router.get("/{id}/versions", response_model=Versions, responses=told(304, 404), summary="Its versions")
def versions(request: Request, desk: TheDesk, person: Reading, id: ReportPath) -> Response:
    """Every version, with hashes, when it was captured and by whom."""
    found = desk.register.versions_of(id)
    if not found:
        raise _no_report(id)
    names = [name for name in VersionOut.model_fields if name != "number"]
    items = [VersionOut(number=v.number, **{name: getattr(v.capture, name) for name in names}) for v in found]
    return answer(request, Versions(items=items))


@router.get("/{id}/text", response_model=TextOut, responses=told(304, 404), summary="Its text")
def text(request: Request, desk: TheDesk, person: Reading, id: ReportPath, version: Number = None) -> Response:
    """The text of a version, to which the offsets of evidence refer."""
    found = _version(desk, id, version)
    capture = found.capture
    return answer(request, TextOut(report=id, version=found.number, sha256=capture.text_sha256, text=capture.report_text))


@router.get("/{id}/reading", response_model=ReadingOut, responses=told(304, 404), summary="What it was read to say")
def reading(request: Request, desk: TheDesk, person: Reading, id: ReportPath, version: Number = None) -> Response:
    """The current reading, or the last of a version: events, statements, evidence, and what was dropped and why."""
    found = _reading(desk, id, version)
    return answer(request, ReadingOut(**{name: getattr(found, name) for name in ReadingOut.model_fields}))


@router.get("/{id}/spans", response_model=Spans, responses=told(304, 404), summary="Which words are evidence of what")
def spans(request: Request, desk: TheDesk, person: Reading, id: ReportPath, version: Number = None) -> Response:
    """Every span of the current reading, or of the last of a version, by where it begins."""
    found = _reading(desk, id, version)
    words = _version(desk, id, found.version).capture.report_text
    items = [
        SpanOut(event=event["id"], field=field, start=start, end=end, text=words[start:end])
        for event in found.record["events"]
        for field, places in event["evidence"].items()
        for start, end in places
    ]
    items += [
        SpanOut(event=None, field="dropped", start=item["span"][0], end=item["span"][1], text=words[item["span"][0] : item["span"][1]])
        for item in found.record["dropped"]
    ]
    items.sort(key=lambda span: (span.start, span.end, span.event or "", span.field))
    return answer(request, Spans(report=id, version=found.version, items=items))


def report_out(row: ReportRow) -> ReportOut:
    """A stored report."""
    return ReportOut(
        id=row.id, key=row.key, title=row.title, outlet=row.outlet, published=row.published, url=row.url, versions=row.latest,
        read_version=row.read_version, knowledge=row.read_knowledge or None,
    )  # fmt: skip


def _version(desk: Desk, id: str, number: int | None) -> Version:
    found = desk.register.versions_of(id) if desk.register.report(id) is not None else ()
    chosen = [version for version in found if number in (None, version.number)]
    if not chosen:
        raise _no_report(id)
    return chosen[-1]


def _reading(desk: Desk, id: str, version: int | None) -> StoredReading:
    found = desk.register.reading(id, version)
    if found is None:
        raise (
            _no_report(id)
            if desk.register.report(id) is None
            else not_found("missing.reading", said("missing.reading", "report {id} was not read yet", id=id))
        )
    return found


def _no_report(id: str) -> Exception:
    return not_found("missing.report", said("missing.report", "report {id} is not in the register", id=id))


def _text(words: str | None) -> str:
    """Words to look for.

    Raises:
        ApiRefusal: 422, there is no word in them, or too many.
    """
    try:
        if words:
            question_of(words)
    except ValueError as error:
        raise fault("query", "text", said_by(error)) from None
    return words or ""
