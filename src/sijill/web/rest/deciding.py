"""Deciding: each decision names the version of the incident that the reviewer saw, and is refused where another was faster."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Header, Request
from pydantic import Field
from starlette.responses import Response

from sijill.model import EventRef
from sijill.model.said import said
from sijill.register import desk_decisions
from sijill.register.desk_decisions import Reviewer, Seen, StaleError, Taken, Wish
from sijill.register.pointing import Pointed, PointingError, words_at
from sijill.register.values import parsed
from sijill.web.access.joining import refuse_joining
from sijill.web.access.rates import Limited
from sijill.web.access.roles import Deciding, Joining
from sijill.web.access.sessions import Person
from sijill.web.access.trail import told as told_of
from sijill.web.desk import Desk, TheDesk
from sijill.web.faults import not_found
from sijill.web.rest.answers import answer, tags_in, weak
from sijill.web.rest.problems import ApiRefusal, told
from sijill.web.rest.shown import decision_out
from sijill.web.rest.types import DecisionOut, EventRefOut, IncidentName, IncidentPath, Json, NumberPath, Strict, Version, Words

router = APIRouter(prefix="/api/v1", tags=["decisions"], dependencies=[Depends(Limited())])
IfMatch = Annotated[str | None, Header(description="The ETag of the incident as you saw it.", examples=['"7-2b1f0c9d8e7a6b5c"'])]
_REFUSED = told(404, 409, 413, 428, stale=True)


class Place(Strict):
    """Words of a report, as half-open offsets into its text."""

    report: str = Field(max_length=64)
    start: int = Field(ge=0, le=10_000_000)
    end: int = Field(ge=0, le=10_000_000)


class Judgement(Strict):
    """Accept, reject or flag an incident, or correct one field of it."""

    kind: Literal["accept", "reject", "flag", "correct"]
    reason: Words = Field("", description="Why; only accepting needs none.")
    field: Literal[
        "type", "factuality", "date", "clock", "place", "perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons",
        "killed", "wounded", "captured",
    ] | None = Field(None, description="To correct: which.")  # fmt: skip
    words: Words | None = Field(
        None,
        description="To correct: the right value as `sijill decide correct` takes it (`3-5`, `2021-09-12`, `none`, an actor's id).",
    )
    value: Json = Field(None, description="Instead of `words`: the value as JSON; null for none.")
    evidence: list[Place] = Field([], max_length=12, description="To correct: the words of the reports on which the value rests.")


class Split(Strict):
    """Part some events of an incident from the others."""

    events: list[EventRefOut] = Field(min_length=1, max_length=500)
    reason: Words = Field(min_length=1)


class Other(Strict):
    """Another incident, as it was seen."""

    id: IncidentName
    version: Version


class Merge(Strict):
    """Make one incident of this one and others. The merge stands, whatever linking would say."""

    others: list[Other] = Field(min_length=1, max_length=50)
    reason: Words = Field(min_length=1)


class Undoing(Strict):
    """Undo a decision; both stay in the history."""

    reason: Words = Field(min_length=1)
    seen: dict[IncidentName, Version] = Field({}, max_length=50, description="Versions of incidents that you saw.")


class Confirming(Strict):
    """Confirm, as a second reviewer, a decision that waits for one."""

    reason: Words = ""
    seen: dict[IncidentName, Version] = Field(min_length=1, max_length=50, description="Versions of the incidents that you saw.")


class Coding(Strict):
    """Code one field of an incident of a double-coded sample; that changes nothing but the agreement."""

    sample: Words
    field: Words
    words: Words
    reason: Words = "double coding"


class TakenOut(Strict):
    """A decision that was kept."""

    decision: DecisionOut
    waits: bool = Field(description="It changes nothing until a second reviewer confirms it.")
    incidents: dict[str, str] = Field(description="The incidents that now hold its events, each with its version.")


_EXAMPLES = {
    "accept": {"value": {"kind": "accept"}},
    "correct": {"value": {"kind": "correct", "field": "killed", "words": "3-5", "reason": "the hospital's list"}},
    "reject": {"value": {"kind": "reject", "reason": "an exercise, not an attack"}},
}


@router.post(
    "/incidents/{id}/decisions", response_model=TakenOut, status_code=201, responses=_REFUSED, summary="Accept, reject, flag, correct"
)
def judge(
    request: Request, desk: TheDesk, person: Deciding, id: IncidentPath, judgement: Annotated[Judgement, Body(openapi_examples=_EXAMPLES)],
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Decide on an incident. Nobody accepts their own correction; what the reports say stays beside what is corrected."""
    value = None
    given = judgement.model_fields_set & {"field", "words", "value", "evidence"}
    if judgement.kind == "correct":
        if judgement.field is None or len(given & {"words", "value"}) != 1:
            raise ApiRefusal(
                422, "failed.values", said("api.correct", "to correct give `field`, and the value either as `words` or as `value`")
            )
        value = judgement.value if judgement.words is None else parsed(judgement.field, judgement.words, desk.workshop.knowledge)
    elif given:
        raise ApiRefusal(
            422, "failed.values", said("api.takes_no", "to {kind} takes no {names}", kind=judgement.kind, names=", ".join(sorted(given)))
        )
    pointed = tuple(_pointed(desk, place) for place in judgement.evidence)
    wish = Wish(judgement.kind, (id,), judgement.reason, field=judgement.field or "", value=value, pointed=pointed)
    return _take(request, desk, person, wish, {id: _seen(if_match)})


@router.post("/incidents/{id}/split", response_model=TakenOut, status_code=201, responses=_REFUSED, summary="Part its events")
def split(
    request: Request, desk: TheDesk, person: Joining, id: IncidentPath, body: Split, if_match: IfMatch = None
) -> Response:  # fmt: skip
    """Part some events of an incident from the others."""
    events = tuple(EventRef(ref.report, ref.event) for ref in body.events)
    return _take(request, desk, person, Wish("split", (id,), body.reason, events=events), {id: _seen(if_match)})


@router.post("/incidents/{id}/merge", response_model=TakenOut, status_code=201, responses=_REFUSED, summary="Join it with others")
def merge(
    request: Request, desk: TheDesk, person: Joining, id: IncidentPath, body: Merge, if_match: IfMatch = None
) -> Response:  # fmt: skip
    """Make one incident of this one and others, each named with the version that was seen."""
    seen = {id: _seen(if_match)} | {other.id: other.version for other in body.others}
    return _take(request, desk, person, Wish("merge", tuple(seen), body.reason), seen)


@router.post(
    "/incidents/{id}/codes", response_model=TakenOut, status_code=201, responses=told(404, 409, 413), summary="Code a field of a sample"
)
def code(request: Request, desk: TheDesk, person: Deciding, id: IncidentPath, body: Coding) -> Response:
    """Code one field of an incident of a double-coded sample."""
    value = parsed(body.field, body.words, desk.workshop.knowledge)
    return _take(request, desk, person, Wish("code", (id,), body.reason, field=body.field, value=value, sample=body.sample), {})


@router.post("/decisions/{number}/undo", response_model=TakenOut, status_code=201, responses=_REFUSED, summary="Undo a decision")
def undo(request: Request, desk: TheDesk, person: Deciding, number: NumberPath, body: Undoing) -> Response:
    """Undo a decision, whoever made it; what stood before stands again."""
    _known(desk, person, number)
    return _kept(request, desk_decisions.undo(desk.register, desk.workshop, number, _reviewer(person), body.reason, body.seen))


@router.post("/decisions/{number}/confirm", response_model=TakenOut, status_code=201, responses=_REFUSED, summary="Confirm a decision")
def confirm(request: Request, desk: TheDesk, person: Deciding, number: NumberPath, body: Confirming) -> Response:
    """Confirm, as a second reviewer, a decision that waits for one. Nobody confirms their own."""
    _known(desk, person, number)
    return _kept(request, desk_decisions.confirm(desk.register, desk.workshop, number, _reviewer(person), body.reason, body.seen))


def _pointed(desk: Desk, place: Place) -> Pointed:
    version = desk.register.read_versions([place.report]).get(place.report)
    if version is None:
        raise PointingError(said("words.no_report", "there is no report {report}", report=place.report))
    return words_at(version.capture.report_text, place.report, place.start, place.end)


def _take(request: Request, desk: Desk, person: Person, wish: Wish, seen: Seen) -> Response:
    if not seen and desk.register.state_of(wish.incidents[0]) is None:
        raise not_found("missing.incident", said("missing.incident", "incident {id} is not in the register", id=wish.incidents[0]))
    try:
        return _kept(request, desk_decisions.take(desk.register, desk.workshop, wish, _reviewer(person), seen))
    except StaleError as error:
        if error.now is None and not error.since and not error.held_by:  # there never was one, as far as anybody knows
            raise not_found(
                "missing.incident", said("missing.incident", "incident {id} is not in the register", id=error.incident)
            ) from None
        raise


def _kept(request: Request, taken: Taken) -> Response:
    told_of(request)
    out = TakenOut(
        decision=decision_out(taken.decision, {taken.decision.id} if taken.waits else ()), waits=taken.waits, incidents=dict(taken.versions)
    )
    tag = next(iter(taken.versions.values())) if len(taken.versions) == 1 else ""
    return answer(request, out, tag=tag, status=201, headers={"location": f"/api/v1/decisions/{taken.decision.id}"})


def _known(desk: Desk, person: Person, number: int) -> None:
    if desk.register.decision(number) is None:
        raise not_found("missing.decision", said("decision.none", "there is no decision {number}", number=number))
    refuse_joining(desk.register, person, number)


def _reviewer(person: Person) -> Reviewer:
    return Reviewer(person.name, person.owner)


def _seen(if_match: str | None) -> str:
    """The version in If-Match.

    Raises:
        ApiRefusal: 428, it names none; "any" is none.
    """
    tags = tags_in(if_match or "")
    if len(tags) != 1 or tags[0] == "*":
        raise ApiRefusal(428, "refused.version", said("api.if_match", "send If-Match with the one ETag of the incident as you saw it"))
    return weak(tags[0]).strip('"')
