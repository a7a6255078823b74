"""One incident: what is held, what each report says, and why these events are one."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from sijill.exports.evidence_words import FIELD_NAMES, REVIEWS, WORDS
from sijill.exports.labels import STATES, one, type_label
from sijill.link.levels import LEVELS, SAME, START, UNSURE
from sijill.model import Link
from sijill.register.days import FROM_PUBLICATION
from sijill.register.desk_decisions import incident_version
from sijill.register.values import FIELDS
from sijill.register.views import IncidentView, incident_view
from sijill.web.access.roles import Reading
from sijill.web.deciding_view import panel_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.evidence_view import CLAIMS, ORDER, field_sheets, report_lines
from sijill.web.faults import not_found
from sijill.web.queue import incident_address, queue_of
from sijill.web.render import render, words_of
from sijill.web.words import Lang

router = APIRouter()
WIDEST = 2.0  # the weight that fills a bar: the largest of `link.levels`


@dataclass(frozen=True, slots=True)
class Weighed:
    """One reason on the page: what was compared, what was found, what it weighs, and the bar from the middle as shares of 100."""

    comparison: str
    finding: str
    detail: str
    weight: float
    width: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events with the reasons for which they are one, or not."""

    link: Link
    left: str
    right: str
    verdict: str
    reasons: tuple[Weighed, ...]


def seen(desk: Desk, name: str) -> IncidentView:
    """The incident of that id, or that holds an event REPORT#EVENT.

    Raises:
        Refusal: 404, there is none.
    """
    view = incident_view(desk.register, name)
    if view is None:
        raise not_found("incident.missing", name=name[:80])
    return view


@router.get("/incidents/{name}", include_in_schema=False)
def incident(request: Request, desk: TheDesk, person: Reading, name: str, queue: str = "") -> Response:
    """The page of an incident."""
    version = incident_version(desk.register, name)  # before all else, so that a change between the two is told
    view = seen(desk, name)
    record = view.record
    if record.id != name:
        return RedirectResponse(incident_address(record.id, queue), 303)
    words = words_of(request)
    sheets = field_sheets(record, words.lang, lambda label: desk.catalogue.label(label, words.lang))
    when = record.date.value if record.date else None
    return render(
        request,
        "incident.html.j2",
        record=record,
        type_name=type_label(record.type.value, words.lang),
        factuality=one(STATES[record.factuality.value], words.lang),
        review=one(REVIEWS[record.review], words.lang),
        sheets=[sheet for sheet in sheets if sheet.name not in CLAIMS],
        claims=[sheet for sheet in sheets if sheet.name in CLAIMS],
        lines=report_lines(record, view.reports),
        panel=panel_of(desk.register, record.incident, record.review, person, words.lang, version),
        queue=queue_of(desk, queue),
        beyond=[
            (field, one(FIELD_NAMES[field], words.lang), field in record.corrected_fields)
            for field in ORDER
            if field in FIELDS and not getattr(record, field)
        ],
        when=when,
        from_publication=record.date is not None and record.date.rule == FROM_PUBLICATION,
        place=record.place.value if record.place else None,
        recalled=list(dict.fromkeys(ref.report for ref in record.incident.recalled_by)),
        words={key: one(WORDS[key], words.lang) for key in ("caution", "no_history", "no_claims")},
    )


@router.get("/incidents/{name}/links", include_in_schema=False)
def links(request: Request, desk: TheDesk, person: Reading, name: str) -> Response:
    """Why these events are one incident: every link as the sum of its reasons."""
    view = seen(desk, name)
    lang = words_of(request).lang
    return render(
        request, "links.html.j2", record=view.record, type_name=type_label(view.record.type.value, lang), facts=view.reports,
        pairs=[_pair(link, lang, request) for link in view.record.incident.links], same=SAME, unsure=UNSURE,
    )  # fmt: skip


def _pair(link: Link, lang: Lang, request: Request) -> Pair:
    words = words_of(request)
    weighed = [Weighed(words("links.start"), words("links.start.why"), "", START, _width(START))]
    for reason in link.reasons:
        level = LEVELS.get(reason.level)
        finding = (level.ar if lang == "ar" else level.en) if level is not None else reason.level
        weighed.append(Weighed(words(f"links.{reason.comparison}"), finding, reason.detail, reason.weight, _width(reason.weight)))
    return Pair(link, link.left.report, link.right.report, words(f"links.verdict.{link.verdict}"), tuple(weighed))


def _width(weight: float) -> float:
    """How much of its half of the bar a weight fills, as a number of 100."""
    return round(min(abs(weight) / WIDEST, 1.0) * 100, 1)
