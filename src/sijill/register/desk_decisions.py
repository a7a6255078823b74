"""Deciding where several people decide at once.

`take` is the function to read first. Whoever decides names the version of each incident that they saw. Where another changed
one of them since, nothing is kept, and a `StaleError` tells what they did. Looking, deciding, linking, projecting and the
entry of the audit log are one transaction: of two who decide at once one comes first, and the other is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from sijill.model import EventRef
from sijill.model.said import said
from sijill.register import review
from sijill.register.audit import note
from sijill.register.confirming import NEED_SECOND, same_person, waiting_decisions, waits
from sijill.register.deciding import settle_decision
from sijill.register.pointing import Pointed
from sijill.register.review import Author, Kind, ReviewError
from sijill.register.rules_of_review import second_reviewer_required
from sijill.register.workshop import Workshop
from sijill.store.register import Register
from sijill.store.rows import Decision, Subject

# By incident, the version of it that the reviewer saw.
Seen = Mapping[str, str]
MOST_TOLD = 20  # of what others did, the last


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides.

    Attributes:
        name: under which the decision is kept.
        account: under which the audit log knows them; "" where it is the same.
    """

    name: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide, as `review.decide` takes it."""

    kind: Kind
    incidents: tuple[str, ...]
    reason: str = ""
    events: tuple[EventRef, ...] = ()
    field: str = ""
    value: Any = None
    sample: str | None = None
    pointed: tuple[Pointed, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was kept.

    Attributes:
        decision: as it is kept; of kind `confirm` where it is what another decided before and a second reviewer is required.
        waits: whether it does nothing until a second reviewer confirms it.
        versions: of the incidents that now hold its events, by id.
    """

    decision: Decision
    waits: bool
    versions: Seen


class StaleError(Exception):
    """An incident is other than the reviewer saw it; nothing was kept.

    Attributes:
        incident: its id.
        now: its version now; None where it is no more.
        since: what others decided about it since, in order, undoings among it; empty where reports or readings changed it.
        held_by: incidents that now hold its events, where it is no more and a decision tells which they were.
    """

    def __init__(self, incident: str, now: str | None, since: tuple[Decision, ...], held_by: tuple[str, ...]) -> None:
        steps = "; ".join(f"decision {d.id}: {d.kind} by {d.reviewer}" for d in since) or "reports came or were read again"
        where = f"; its events are now in {', '.join(held_by)}" if held_by else ""
        after = "nothing was kept: look at it again, and decide anew"
        super().__init__(
            said(
                "decision.gone",
                "incident {incident} is no more since you looked ({steps}{where}); {after}",
                incident=incident,
                steps=steps,
                where=where,
                after=after,
            )
            if now is None
            else said(
                "decision.changed",
                "incident {incident} has changed since you looked ({steps}{where}); {after}",
                incident=incident,
                steps=steps,
                where=where,
                after=after,
            )
        )
        self.incident = incident
        self.now = now
        self.since = since
        self.held_by = held_by


def incident_version(register: Register, id: str) -> str | None:
    """What somebody who sees this incident sees, in a few letters: the number of the last decision, and a digest. None where it is not.

    It changes with the incident's events, their readings, and whatever is decided about it or undone.
    """
    state = register.state_of(id)
    if state is None:
        return None
    words = json.dumps([id, *astuple(state)], ensure_ascii=False)
    return f"{max(state.decisions, default=0)}-{hashlib.sha256(words.encode('utf-8')).hexdigest()[:16]}"


def take(register: Register, workshop: Workshop, wish: Wish, reviewer: Reviewer, seen: Seen | None = None) -> Taken:
    """Decide, unless somebody changed one of the incidents since the reviewer saw it.

    Where a second reviewer is required, accepting, correcting, rejecting, merging and splitting wait for one; who decides
    the same as another whose decision waits confirms that one.

    Args:
        register: the register.
        workshop: knowledge and clock.
        wish: what is decided.
        reviewer: by whom.
        seen: the versions that the reviewer saw; None asks for no such care, as on the command line.

    Raises:
        StaleError: somebody was faster.
        ReviewError: it cannot be decided, with the reason; `ValueFaultError` where a value is none of its field.
        StoreError: the register could not be written; nothing was kept.
    """

    def decided(author: Author) -> Decision:
        second = second_reviewer_required(register)
        twin = _twin(register, wish, reviewer.name) if second else None
        if twin is not None:
            return review.confirm(register, twin.id, author, wish.reason)
        return review.decide(
            register, wish.kind, wish.incidents, author, wish.reason, events=wish.events, field=wish.field, value=wish.value,
            sample=wish.sample, second=second, pointed=wish.pointed,
        )  # fmt: skip

    return _kept(register, workshop, reviewer, {} if seen is None else seen, decided)


def confirm(register: Register, workshop: Workshop, number: int, reviewer: Reviewer, reason: str = "", seen: Seen | None = None) -> Taken:
    """Confirm, as a second reviewer, a decision that waits for one.

    Raises:
        StaleError: as `take`.
        ReviewError: it does not wait, or is one's own.
        StoreError: the register could not be written; nothing was kept.
    """
    return _kept(register, workshop, reviewer, seen or {}, lambda author: review.confirm(register, number, author, reason))


def undo(register: Register, workshop: Workshop, number: int, reviewer: Reviewer, reason: str, seen: Seen | None = None) -> Taken:
    """Undo a decision, whoever made it; both stay in the history.

    Raises:
        StaleError: as `take`.
        ReviewError: there is none, or it is an undoing.
        StoreError: it was undone already, or the register could not be written; nothing was kept.
    """
    return _kept(register, workshop, reviewer, seen or {}, lambda author: review.undo(register, number, author, reason))


def _kept(register: Register, workshop: Workshop, reviewer: Reviewer, seen: Seen, decided: Callable[[Author], Decision]) -> Taken:
    """Look, decide, settle and note, wholly or not at all."""
    refuse_stale(register, seen)  # most of those who come late need not wait for their turn to write
    with register.transaction():
        refuse_stale(register, seen)
        author = Author(reviewer.name, workshop.clock(), workshop.knowledge_version, workshop.code)
        decision = decided(author)
        held = settle_decision(register, decision, workshop)
        waiting = waits(decision)
        about = " ".join(subject.id for subject in decision.subjects if subject.kind == "incident")
        more = {"waits": True} if waiting else {}
        note(register, author.at, reviewer.account or reviewer.name, decision.kind, about, "done", decision=decision.id, **more)
        versions = {name: version for name in held if (version := incident_version(register, name)) is not None}
    return Taken(decision, waiting, versions)


def refuse_stale(register: Register, seen: Seen) -> None:
    """Refuse where an incident is other than it was seen.

    Raises:
        StaleError: for the first of them.
    """
    for id, version in seen.items():
        now = incident_version(register, id)
        if now != version:
            raise _stale(register, id, version, now)


def _stale(register: Register, id: str, version: str, now: str | None) -> StaleError:
    last, _, _ = version.partition("-")
    after = int(last) if last.isascii() and last.isdecimal() and len(last) < 18 else 0
    subjects = [Subject("incident", id)]
    known = register.memberships([id], with_links=False).get(id)
    subjects += [review.event_subject(ref) for ref in known.events] if known is not None else []
    about = register.decisions_about(subjects)
    held: frozenset[str] = frozenset()
    if known is None:
        held = register.incidents_with(review.event_ref(s) for d in about[-MOST_TOLD:] for s in d.subjects if s.kind == "event")
    return StaleError(id, now, tuple(d for d in about if d.id > after)[-MOST_TOLD:], tuple(sorted(held)))


def _twin(register: Register, wish: Wish, reviewer: str) -> Decision | None:
    """Another's decision that waits and says the same.

    Raises:
        ReviewError: the reviewer's own does.
    """
    if wish.kind not in NEED_SECOND:
        return None
    incidents = register.memberships(wish.incidents, with_links=False)
    standing = {d.id: d for found in review.all_standing(register, list(incidents.values())).values() for d in found}
    for decision in waiting_decisions(standing.values()):
        if decision.kind == wish.kind and _says(decision, wish):
            if same_person(decision.reviewer, reviewer):
                raise ReviewError(
                    said("decision.already", "you did that already (decision {number}); another must confirm it", number=decision.id)
                )
            return decision
    return None


def _says(decision: Decision, wish: Wish) -> bool:
    """Whether a decision of the same kind is what somebody wishes."""
    after = decision.after or {}
    match wish.kind:
        case "correct":
            return bool(after.get("field") == wish.field and after.get("value") == wish.value)
        case "split":
            return set(after.get("events", ())) == {str(ref) for ref in wish.events}
        case "merge":
            return {s.id for s in decision.subjects if s.kind == "incident"} == set(wish.incidents)
        case _:
            return True
