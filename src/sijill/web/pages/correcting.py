"""Correct one field of an incident: another value, and the words of the articles on which it rests."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi import Form as FormData
from pydantic import Field
from starlette.responses import Response

from sijill.exports.evidence_words import FIELD_NAMES
from sijill.exports.labels import one
from sijill.model import EventRef, IncidentRecord
from sijill.model.said import said
from sijill.register.desk_decisions import Wish, take
from sijill.register.pointing import Pointed, PointingError, words_at, words_found
from sijill.register.reports import report_of
from sijill.register.values import FIELDS
from sijill.web.access.roles import Deciding, Reading
from sijill.web.access.sessions import Person
from sijill.web.completing import ROOMS
from sijill.web.correction import WIDGETS, CorrectionError, Input, fields_beyond, held_value, shown_input, typed_input, value_of
from sijill.web.decided import DecideForm, Stale, Wrong, answered, looked_at, reviewer_of, shown_form
from sijill.web.deciding_view import said as shown_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.evidence_view import ORDER, TONES, FieldSheet, field_sheets
from sijill.web.faults import not_found
from sijill.web.filters import hijri
from sijill.web.pages.deciding import decision_page, head_of
from sijill.web.render import render, words_of
from sijill.web.suggesting import suggestion
from sijill.web.words import Lang

router = APIRouter()


class CorrectForm(DecideForm):
    """A corrected field; each widget uses some of these."""

    one: str = Field(default="", max_length=200)
    start: str = Field(default="", max_length=20)
    end: str = Field(default="", max_length=20)
    low: str = Field(default="", max_length=9)
    high: str = Field(default="", max_length=9)
    place: str = Field(default="", max_length=1000)
    place_name: str = Field(default="", max_length=300)
    chosen: list[str] = Field(default=[], max_length=60)
    add: str = Field(default="", max_length=300)
    add_id: str = Field(default="", max_length=200)
    add_kind: str = Field(default="", max_length=40)
    none: str = Field(default="", max_length=4)
    evidence: list[str] = Field(default=[], max_length=24)
    words: str = Field(default="", max_length=600)
    words_report: str = Field(default="", max_length=300)


@router.get("/incidents/{name}/correct", include_in_schema=False)
def fields(
    request: Request, desk: TheDesk, person: Deciding, name: str, queue: str = "", report: str = "",
    start: Annotated[int | None, Query(ge=0)] = None, end: Annotated[int | None, Query(ge=0)] = None, back: str = "",
) -> Response:  # fmt: skip
    """Which field?"""
    view, _ = looked_at(desk, name)
    lang = words_of(request).lang
    chosen = _chosen_words(desk, report, start, end)
    sheets = {sheet.name: sheet for sheet in field_sheets(view.record, lang)}
    every = [(field, one(FIELD_NAMES[field], lang), sheets[field].values if field in sheets else ()) for field in ORDER if field in FIELDS]
    return shown_form(
        request, "correct_fields", **head_of(view, lang), fields=every, name=view.record.id, queue=queue[:2000], chosen=chosen,
        back_to=back[:2000], tones=TONES,
    )  # fmt: skip


@router.get("/incidents/{name}/correct/{field}", include_in_schema=False)
def correct_page(
    request: Request, desk: TheDesk, person: Deciding, name: str, field: str, queue: str = "", report: str = "",
    start: Annotated[int | None, Query(ge=0)] = None, end: Annotated[int | None, Query(ge=0)] = None, back: str = "",
) -> Response:  # fmt: skip
    """The form of a field; with words that somebody chose, the value that they seem to give."""
    _known(field)
    chosen = _chosen_words(desk, report, start, end)
    form = CorrectForm(queue=queue[:2000], back=back[:2000], evidence=[_packed(chosen)] if chosen else [])
    return _form(request, desk, person, name, field, form, first=True, chosen=chosen)


@router.post("/incidents/{name}/correct/{field}", include_in_schema=False)
def correct(request: Request, desk: TheDesk, person: Deciding, name: str, field: str, form: Annotated[CorrectForm, FormData()]) -> Response:
    """Correct a field."""
    _known(field)

    def does() -> Any:
        if not form.reason.strip():
            raise CorrectionError("deciding.wrong.reason")
        value = value_of(field, form.model_dump(), desk.catalogue.names, desk.workshop.knowledge)
        pointed = tuple(dict.fromkeys([*(_unpacked(desk, packed) for packed in form.evidence), *_written(desk, form)]))
        wish = Wish("correct", (name,), form.reason.strip(), field=field, value=value, pointed=pointed)
        return take(desk.register, desk.workshop, wish, reviewer_of(person), {name: form.version})

    return answered(
        request, desk, person, name, form, does,
        lambda status, wrong, stale: _form(request, desk, person, name, field, form, status, wrong, stale), whole=field == "place",
    )  # fmt: skip


@router.get("/names/{room}", include_in_schema=False)
def names(request: Request, desk: TheDesk, person: Reading, room: str, q: str = "") -> Response:
    """Names that go on as somebody began, as the options of a list."""
    if room not in ROOMS:
        raise not_found("missing.page")
    return render(request, "parts/named.html.j2", found=desk.catalogue.names.complete(room, q[:100], words_of(request).lang))


@router.get("/days/hijri", include_in_schema=False)
def in_hijri(request: Request, person: Reading, start: str = "", end: str = "") -> Response:
    """Days in the Hijri calendar."""
    return render(request, "parts/hijri.html.j2", days=hijri_of(start, end, words_of(request).lang))


def hijri_of(start: str, end: str, lang: Lang) -> str:
    """One day or two in the Hijri calendar; "" for what is no day."""
    from datetime import date

    found = []
    for words in (start, end):
        try:
            found.append(hijri(date.fromisoformat(words), lang))
        except ValueError:
            continue
    return " – ".join(dict.fromkeys(filter(None, found)))


def _known(field: str) -> None:
    if field not in WIDGETS or field not in FIELDS:
        raise not_found("missing.page")


def _form(
    request: Request, desk: Desk, person: Person, name: str, field: str, form: CorrectForm, status: int = 200,
    wrong: Wrong | None = None, stale: Stale | None = None, first: bool = False, chosen: Pointed | None = None,
) -> Response:  # fmt: skip
    lang = words_of(request).lang
    if stale is not None and stale.gone:
        return decision_page(request, desk, person, name, form, "correct", status, wrong, stale)
    view, _ = looked_at(desk, name)
    record, knowledge, known = view.record, desk.workshop.knowledge, desk.catalogue.names
    value = held_value(record, field)
    held = shown_input(field, value, known, knowledge, lang)
    suggested = _suggested(desk, record, chosen, field) if chosen else None
    if suggested is not None and isinstance(value, list) and WIDGETS[field] in ("parties", "weapons"):
        suggested = [*value, *(one for one in suggested if _name(one) not in map(_name, value))]
    given: Input = (
        (shown_input(field, suggested, known, knowledge, lang) if suggested is not None else held)
        if first
        else typed_input(form.model_dump(), held, known, lang)
    )
    sheet: FieldSheet | None = next((sheet for sheet in field_sheets(record, lang) if sheet.name == field), None)
    return decision_page(
        request, desk, person, name, form, "correct", status, wrong, stale, field=field, field_name=one(FIELD_NAMES[field], lang),
        widget=WIDGETS[field], given=given, sheet=sheet, tone=TONES[field], now=_now(request, sheet),
        pointed=_shown_words(desk, form.evidence), reports=[(r, view.reports[r].title if r in view.reports else r) for r in record.reports],
        suggested=suggested is not None, hijri=hijri_of(given.start, given.end, lang), place=record.place.value if record.place else None,
        taken=_takes(record, field, lang), beyond=fields_beyond(record, FIELDS),
    )  # fmt: skip


def _now(request: Request, sheet: FieldSheet | None) -> str:
    """What is settled, in words."""
    return words_of(request)("joint").join(sheet.values) if sheet else "–"


def _name(one: Any) -> str:
    return str(one["actor_id"] or one["label"]) if isinstance(one, dict) else str(one)


def _takes(record: IncidentRecord, field: str, lang: Lang) -> list[dict[str, Any]]:
    """What each report says of the field, so that one of them can be taken: value, words, and where they stand."""
    found = getattr(record, field)
    settled = found if isinstance(found, tuple) else (found,) if found is not None else ()
    rows: dict[str, dict[str, Any]] = {}
    from sijill.exports.evidence_words import shown_value
    from sijill.exports.record import plain

    for one_settled in settled:
        for told in (*one_settled.support, *one_settled.against):
            if not told.evidence:
                continue
            words = shown_value(field, told.value, lang)
            row = rows.setdefault(words, {"words": words, "value": plain(told.value), "quotes": []})
            for e in told.evidence:
                row["quotes"].append(
                    {
                        "packed": f"{e.start}:{e.end}:{told.ref.report}",
                        "quote": " ".join(e.quote.split()),
                        "outlet": told.outlet or told.ref.report,
                    }
                )
    return list(rows.values())


def _suggested(desk: Desk, record: IncidentRecord, chosen: Pointed, field: str) -> Any:
    version = desk.register.read_versions([chosen.report]).get(chosen.report)
    if version is None or chosen.report not in record.reports:
        return None
    return suggestion(report_of(version.capture, chosen.report), desk.workshop.knowledge, chosen, field)


def _text(desk: Desk, report: str) -> str:
    version = desk.register.read_versions([report]).get(report)
    if version is None:
        raise PointingError(said("words.no_report", "there is no report {report}", report=report))
    return version.capture.report_text


def _chosen_words(desk: Desk, report: str, start: int | None, end: int | None) -> Pointed | None:
    """The words of an address; None where it names none, or such as cannot be."""
    if not report or start is None or end is None:
        return None
    try:
        return words_at(_text(desk, report), report, start, end)
    except PointingError:
        return None


def _packed(pointed: Pointed) -> str:
    return f"{pointed.start}:{pointed.end}:{pointed.report}"


def _unpacked(desk: Desk, packed: str) -> Pointed:
    start, _, rest = packed.partition(":")
    end, _, report = rest.partition(":")
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal() and len(start) < 9 and len(end) < 9):
        raise PointingError(said("words.no_place", "{place!r} is no place in a text", place=packed[:40]))
    return words_at(_text(desk, report), report, int(start), int(end))


def _written(desk: Desk, form: CorrectForm) -> list[Pointed]:
    """Words that somebody wrote, where a selection cannot be sent."""
    return [words_found(_text(desk, form.words_report), form.words_report, form.words)] if form.words.strip() else []


def _shown_words(desk: Desk, evidence: list[str]) -> list[tuple[str, Pointed]]:
    """The words that the form already points at."""
    found = []
    for packed in evidence:
        try:
            found.append((packed, _unpacked(desk, packed)))
        except PointingError:
            continue
    return found


@router.get("/reports/{name}/words", include_in_schema=False)
def use_words(
    request: Request, desk: TheDesk, person: Deciding, name: str, start: Annotated[int, Query(ge=0)], end: Annotated[int, Query(ge=0)]
) -> Response:
    """Which incident of the report do the chosen words correct?"""
    chosen = _chosen_words(desk, name, start, end)
    if chosen is None:
        raise not_found("report.words.missing")
    refs = [event.ref for event in desk.register.events_of(name)]
    known = desk.register.memberships(desk.register.incidents_with(refs), with_links=False)
    mine: list[EventRef] = refs
    lang = words_of(request).lang
    held = []
    for id in dict.fromkeys(i.id for ref in mine for i in known.values() if ref in i.events):
        view, _ = looked_at(desk, id)
        found = []
        for field in (f for f in ORDER if f in FIELDS):
            value = _suggested(desk, view.record, chosen, field)
            found.append(
                (field, one(FIELD_NAMES[field], lang), shown_of(field, _as_kept(desk, field, value), lang) if value is not None else "")
            )
        held.append((head_of(view, lang), found))
    return shown_form(request, "use_words", chosen=chosen, held=held, back_to=f"/reports/{quote(name, safe='')}", tones=TONES)


def _as_kept(desk: Desk, field: str, value: Any) -> Any:
    from sijill.register.values import parsed

    return parsed("place", value, desk.workshop.knowledge) if field == "place" and isinstance(value, str) else value
