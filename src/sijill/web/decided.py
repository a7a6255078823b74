"""What every decision at the desk goes through: the form, those who were faster, what is refused, and where one goes on.

`answered` is the function to read first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from sijill.model import EventRef
from sijill.model.said import Said, said_by
from sijill.register.desk_decisions import Reviewer, StaleError, Taken, incident_version
from sijill.register.pointing import PointingError
from sijill.register.review import ReviewError, event_ref
from sijill.register.values import ValueFaultError
from sijill.register.views import IncidentView, incident_view
from sijill.store.errors import StoreError
from sijill.web.access.roles import Action, may
from sijill.web.access.sessions import Person
from sijill.web.addresses import inside
from sijill.web.correction import CorrectionError
from sijill.web.deciding_view import JOINING, since_seen
from sijill.web.desk import Desk
from sijill.web.faults import Refusal, not_found
from sijill.web.flash import flash, sent_on
from sijill.web.forms import Form
from sijill.web.queue import incident_address, list_address, neighbour
from sijill.web.render import partial, render, words_of

# Decisions after which much of the page is other than it was.
_WHOLE = frozenset({"merge", "split", "undo", "confirm"})
PARTS = {"hx-retarget": "#deciding-body", "hx-reswap": "innerHTML", "hx-reselect": "unset"}


class DecideForm(Form):
    """What every form of a decision sends: the version that was seen, why, and where to go on."""

    version: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=2000)
    queue: str = Field(default="", max_length=2000)
    then: Literal["", "next", "look"] = ""
    back: str = Field(default="", max_length=2000)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was wrong with a form: the key of the words that say so, what stands in their places, and a use case's own words."""

    key: str
    values: Mapping[str, object]
    detail: str = ""


# Shows the form again with what was wrong; the words that were typed stay.
Again = Callable[[int, Wrong | None, "Stale | None"], Response]


@dataclass(frozen=True, slots=True)
class Stale:
    """An incident is other than it was seen: what others did, where it went, and its version now."""

    incident: str
    now: str
    steps: tuple[Any, ...]
    held_by: tuple[str, ...]
    gone: bool


def looked_at(desk: Desk, name: str) -> tuple[IncidentView, str]:
    """An incident, and the version of it that is seen; the version first, so that a change between the two is told.

    Raises:
        Refusal: 404, there is none.
    """
    version = incident_version(desk.register, name)
    view = incident_view(desk.register, name) if version is not None else None
    if view is None or version is None:
        raise not_found("incident.missing", name=name[:80])
    return view, version


def reviewer_of(person: Person) -> Reviewer:
    """Under which name somebody decides."""
    return Reviewer(person.name, person.account)


def check_joining(person: Person, kind: str) -> None:
    """Refuse merges and splits, their undoing and confirming, to whom they are not given.

    Raises:
        Refusal: 403.
    """
    if kind in JOINING and not may(person, Action.JOIN):
        raise Refusal(403, "refused.role", role=person.role, action=Action.JOIN)


def answered(
    request: Request, desk: Desk, person: Person, name: str, form: DecideForm, does: Callable[[], Taken], again: Again, whole: bool = False
) -> Response:
    """Decide, and answer.

    Args:
        request: whose answer this is.
        desk: on which desk.
        person: who decides.
        name: the incident on whose page somebody decides.
        form: what they sent.
        does: takes the decision.
        again: makes the form anew: with what was wrong, or with what others did since.
        whole: whether the page is to be loaded anew in any case.
    """
    follow = neighbour(desk, name, form.queue) if form.then == "next" else None
    try:
        taken = does()
    except StaleError as error:
        steps = since_seen(error.since, person, words_of(request).lang)
        return again(409, None, Stale(error.incident, error.now or "", steps, error.held_by, error.now is None))
    except CorrectionError as error:
        return again(422, Wrong(error.key, error.values, error.detail), None)
    except PointingError as error:
        return again(422, Wrong("deciding.wrong.words", {}, said_by(error)), None)
    except (ReviewError, ValueFaultError) as error:
        return again(422, _wrong(said_by(error)), None)
    except StoreError as error:
        if error.trouble != "conflict":
            raise
        return again(409, Wrong("deciding.wrong.undone", {}, said_by(error)), None)
    desk.catalogue.forget()
    return _gone_on(request, desk, name, form, taken, follow, whole)


def _wrong(told: Said) -> Wrong:
    """A refusal in the reader's language, with the words of the use case."""
    if told.key in ("decision.reason", "decision.undo_reason"):
        return Wrong("deciding.wrong.reason", {})
    if told.key == "decision.own_correction":
        return Wrong("deciding.wrong.own", {}, told)
    return Wrong("deciding.wrong.refused", {}, told)


def _gone_on(request: Request, desk: Desk, name: str, form: DecideForm, taken: Taken, follow: str | None, whole: bool) -> Response:
    decision = taken.decision
    target = name if name in taken.versions else _holder(desk, taken, name)
    key = "deciding.done.waits" if taken.waits else f"deciding.done.{decision.kind}"
    address = incident_address(target, form.queue)
    moved = target != name or decision.kind in _WHOLE or whole
    number = decision.id
    if form.then == "next":
        moved = True
        address = incident_address(follow, form.queue) if follow is not None else list_address(form.queue)
        key = key if follow is not None else "deciding.done.last"
    elif form.back:
        moved, address = True, inside(form.back, address)
    if request.headers.get("hx-request") == "true" and moved:
        answer = Response(status_code=204, headers={"hx-redirect": address})
        flash(answer, request, key, n=number)
        return answer
    return sent_on(request, address, key, n=number)


def _holder(desk: Desk, taken: Taken, name: str) -> str:
    """The incident that now holds the first of the events that a decision named."""
    refs: list[EventRef] = [event_ref(s) for s in taken.decision.subjects if s.kind == "event"]
    known = desk.register.memberships(tuple(taken.versions), with_links=False)
    return next((id for ref in refs for id, incident in known.items() if ref in incident.events), name)


def shown_form(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A form: for HTMX its part alone, into the dialog; else a page of its own."""
    part = partial(request)
    headers = PARTS if part else None
    inner = f"parts/{template}.html.j2"
    return render(
        request, inner if part else "decide.html.j2", status, headers, part=inner, dialog=part, heading_tag="h2" if part else "h1", **values
    )
