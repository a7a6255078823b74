"""One report: the article as it was captured, and beside it what was read in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sijill.exports.evidence_words import FIELD_NAMES
from sijill.exports.labels import one, type_label
from sijill.model import EventRef
from sijill.register.changes import Change, changes
from sijill.register.confirming import in_force
from sijill.register.pointing import pointed_of
from sijill.register.review import all_standing, corrections
from sijill.register.values import FIELDS
from sijill.store.rows import StoredReading, Version
from sijill.web.access.roles import Action, Reading, may
from sijill.web.desk import Desk, TheDesk
from sijill.web.evidence_view import TONES
from sijill.web.faults import not_found
from sijill.web.marking import Mark, article
from sijill.web.render import render, words_of
from sijill.web.report_view import told_of
from sijill.web.words import Words

router = APIRouter()
LONGEST_TITLE = 160  # letters


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement that a version says otherwise than the one before."""

    event: str
    field: str
    before: str
    after: str


@router.get("/reports/{name}", include_in_schema=False)
def report(
    request: Request, desk: TheDesk, person: Reading, name: str, version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    correct: str = "", incident: str = "", queue: str = "",
) -> Response:  # fmt: skip
    """The page of a report: the version that the register rests on, or another."""
    row = desk.register.report(name)
    if row is None:
        raise not_found("report.missing", name=name[:80])
    versions = desk.register.versions_of(name)
    shown = version or row.read_version or row.latest
    found = next((v for v in versions if v.number == shown), None)
    if found is None:
        raise not_found("report.version.missing", name=name[:80], n=shown)
    lang = words_of(request).lang
    current = shown == row.read_version
    reading = desk.register.reading(name) if current else desk.register.reading(name, version=shown)
    text = found.capture.report_text
    held = _incidents(desk, name) if current else {}
    told = told_of(reading.record, text, lang, held) if reading is not None else None
    copies = desk.register.copies_of([name])
    marks = (*(told.marks if told else ()), *_chosen(desk, found, text, set(held.values())))
    known = correct in FIELDS and incident in held.values()
    return render(
        request,
        "report.html.j2",
        row=row,
        capture=found.capture,
        heading=_heading(text, name),
        shown=found.number,
        current=current,
        versions=versions,
        text=article(text, marks),
        told=told,
        reading=reading,
        chooses=current and may(person, Action.DECIDE),
        choosing_for=(incident, correct, queue[:2000]) if known else None,
        correcting=one(FIELD_NAMES[correct], lang) if known else "",
        copy_of=copies[name].leader if name in copies else "",
        copies=[copy for copy in copies.values() if copy.leader == name],
        changed=_changed(desk, found, reading, words_of(request)),
    )


def _heading(text: str, name: str) -> str:
    """The first line, where it is short enough for a title; some of it where it is not."""
    first = text.split("\n", 1)[0].strip() or name
    return first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _incidents(desk: Desk, report: str) -> dict[str, str]:
    """Which incident holds each event of a report."""
    refs = [event.ref for event in desk.register.events_of(report)]
    known = desk.register.memberships(desk.register.incidents_with(refs), with_links=False)
    holder: dict[EventRef, str] = {ref: i.id for i in known.values() for ref in (*i.recalled_by, *i.events)}
    return {ref.event: holder[ref] for ref in refs if ref in holder}


def _chosen(desk: Desk, version: Version, text: str, incidents: set[str]) -> list[Mark]:
    """Words that reviewers chose as the evidence of corrections that stand."""
    known = desk.register.memberships(sorted(incidents), with_links=False)
    marks = []
    for decisions in all_standing(desk.register, list(known.values())).values():
        for field, decision in corrections(in_force(decisions)).items():
            for at in pointed_of(decision.after):
                if at.report == version.report and text[at.start : at.end] == at.quote:
                    marks.append(Mark(at.start, at.end, f"r{decision.id}", TONES[field]))
    return marks


def _changed(desk: Desk, version: Version, reading: StoredReading | None, words: Words) -> list[Changed]:
    """What this version says otherwise than the one before, as far as both were read."""
    before = desk.register.reading(version.report, version=version.number - 1) if version.number > 1 else None
    if before is None or reading is None:
        return []
    return [_change(change, words) for change in changes(version.report, before.record, reading.record)]


def _change(change: Change, words: Words) -> Changed:
    field = one(FIELD_NAMES[change.field], words.lang) if change.field in FIELD_NAMES else ""
    kind = change.field in ("", "type")
    return Changed(change.event, field, _said(change.before, kind, words), _said(change.after, kind, words))


def _said(value: Any, kind: bool, words: Words) -> str:
    """A value of a change, short."""
    if value is None or value == []:
        return "–"
    if isinstance(value, list):
        return words("joint").join(str(one) for one in value)
    return type_label(str(value), words.lang) if kind else str(value)
