"""What a page shows of deciding: who may do what now, what was decided before, what waits for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sijill.exports.evidence_words import FIELD_NAMES, shown_value
from sijill.exports.labels import one
from sijill.model import Incident
from sijill.register.confirming import confirmed_by, same_person, waiting_decisions
from sijill.register.desk_decisions import incident_version
from sijill.register.pointing import Pointed, pointed_of
from sijill.register.review import corrections, standing
from sijill.register.values import model_value
from sijill.store.register import Register
from sijill.store.rows import Decision, Subject
from sijill.web.access.roles import Action, may
from sijill.web.access.sessions import Person
from sijill.web.words import Lang

JOINING = frozenset({"merge", "split"})


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of the history.

    Attributes:
        before, after: of a correction, what stood and what was set, in words.
        waits: whether it waits for a second reviewer; `own`: whether it is the reader's own.
        undone_by, confirms, undoes: numbers of other decisions.
        can_undo, can_confirm: whether the reader may.
    """

    number: int
    kind: str
    field: str
    field_name: str
    before: str
    after: str
    reviewer: str
    at: datetime
    reason: str
    quotes: tuple[Pointed, ...]
    undone_by: int | None
    undoes: int | None
    confirms: int | None
    waits: bool
    own: bool
    can_undo: bool
    can_confirm: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What somebody can do with an incident now.

    Attributes:
        version: as it is seen; a decision names it.
        steps: the history, the last first.
        accept_not: the key of the words that say why it cannot be accepted; "" where it can.
        corrector: who corrected, where that is why.
        last: what "undo" undoes, or None.
    """

    version: str
    steps: tuple[Step, ...]
    waiting: tuple[Step, ...]
    decides: bool
    joins: bool
    accept_not: str
    last: Step | None


def panel_of(register: Register, incident: Incident, review: str, person: Person, lang: Lang, version: str | None = None) -> Panel:
    """The panel of an incident for a person.

    Args:
        register: holds the incident.
        incident: its events.
        review: its state of review.
        person: who looks.
        lang: in which language.
        version: as it was before the page's other parts were read; asked for where it is None.
    """
    version = version or incident_version(register, incident.id) or ""
    steps = history(register, incident, person, lang)
    decides = may(person, Action.DECIDE)
    own = any(same_person(d.reviewer, person.name) for d in corrections(standing(register, incident)).values())
    waiting = tuple(step for step in steps if step.waits)
    mine = any(step.kind == "accept" and step.own for step in waiting)
    accept_not = "deciding.not.own" if own else "deciding.not.accepted" if review == "accepted" else "deciding.not.waits" if mine else ""
    last = next((step for step in steps if step.can_undo), None)
    return Panel(version, steps, waiting, decides, may(person, Action.JOIN), accept_not, last)


def history(register: Register, incident: Incident, person: Person | None, lang: Lang) -> tuple[Step, ...]:
    """All that was decided about an incident, the last first."""
    subjects = [Subject("incident", incident.id), *(Subject("event", str(ref)) for ref in incident.events)]
    every = register.decisions_about(subjects)
    waiting = {decision.id for decision in waiting_decisions(every)}
    return tuple(step_of(decision, decision.id in waiting, person, lang) for decision in reversed(every))


def step_of(decision: Decision, waits: bool, person: Person | None, lang: Lang) -> Step:
    """A decision in words."""
    after, before = decision.after or {}, decision.before or {}
    # An undoing has the field on the side from which it came.
    field = str(after.get("field") or before.get("field") or "") if decision.kind in ("correct", "code", "undo") else ""
    own = person is not None and same_person(decision.reviewer, person.name)
    may_touch = may(person, Action.DECIDE) and (decision.kind not in JOINING or may(person, Action.JOIN))
    return Step(
        number=decision.id,
        kind=decision.kind,
        field=field,
        field_name=one(FIELD_NAMES[field], lang) if field in FIELD_NAMES else "",
        before=said(field, before.get("value"), lang) if field else "",
        after=said(field, after.get("value"), lang) if field else "",
        reviewer=decision.reviewer,
        at=decision.at,
        reason=decision.reason,
        quotes=pointed_of(after) if decision.kind == "correct" else (),
        undone_by=decision.undone_by,
        undoes=decision.undoes,
        confirms=confirmed_by(decision),
        waits=waits,
        own=own,
        can_undo=may_touch and decision.undone_by is None and decision.kind not in ("undo", "code"),
        can_confirm=may_touch and waits and not own,
    )


def said(field: str, value: Any, lang: Lang) -> str:
    """A kept value in words; "–" where there is none."""
    if value is None or value == []:
        return "–"
    joint = "، " if lang == "ar" else ", "
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return joint.join(_party(party, lang) for party in value)
    if isinstance(value, dict) and {"low", "high"} <= set(value):
        value = [value["low"], value["high"]]
    if isinstance(value, dict) and "start" in value and value["start"] is None:
        return "–"
    try:
        found = model_value(field, value)
    except (KeyError, TypeError, ValueError):
        return str(value)
    return joint.join(shown_value(field, one, lang) for one in found) if isinstance(found, tuple) else shown_value(field, found, lang)


def _party(party: Mapping[str, Any], lang: Lang) -> str:
    return str((party.get("text") if lang == "ar" and not party.get("loaded") else "") or party["label"])


def since_seen(decisions: Sequence[Decision], person: Person, lang: Lang) -> tuple[Step, ...]:
    """What others did since somebody looked."""
    return tuple(step_of(decision, False, person, lang) for decision in decisions)
