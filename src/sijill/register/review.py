"""What reviewers do, and what that means for incidents.

A decision names the incident and the events that it held, and belongs to the events: where links change, it stays
with the incident that holds most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, product
from typing import Any, Literal

from sijill.link import SAME
from sijill.model import EventRef, Incident, Review
from sijill.model.said import said
from sijill.register.confirming import NEED_SECOND, confirmed_by, in_force, same_person, waits, with_mark
from sijill.register.linking import Judged
from sijill.register.pointing import Pointed, check_pointed
from sijill.register.values import check_value
from sijill.store.register import Register
from sijill.store.rows import Decision, Subject

Kind = Literal["accept", "correct", "reject", "flag", "merge", "split", "undo", "code", "confirm"]
KINDS: tuple[Kind, ...] = ("accept", "correct", "reject", "flag", "merge", "split", "undo", "code", "confirm")
_JOINING = ("merge", "split", "confirm")
_STATES: dict[str, Review] = {"accept": "accepted", "reject": "rejected", "flag": "flagged", "correct": "corrected"}


class ReviewError(ValueError):
    """A decision that cannot be taken, with the reason."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, when and with which versions."""

    reviewer: str
    at: datetime
    knowledge: str
    code: str


def event_subject(ref: EventRef) -> Subject:
    """An event as the subject of a decision."""
    return Subject("event", str(ref))


def event_ref(subject: Subject) -> EventRef:
    """The event of a subject."""
    report, _, event = subject.id.rpartition("#")
    return EventRef(report, event)


def decide(
    register: Register,
    kind: Kind,
    incidents: Sequence[str],
    author: Author,
    reason: str,
    *,
    events: Sequence[EventRef] = (),
    field: str = "",
    value: Any = None,
    sample: str | None = None,
    second: bool = False,
    pointed: Sequence[Pointed] = (),
) -> Decision:
    """Take a decision and keep it; `settle_decision` then links and projects anew.

    Args:
        register: the register.
        kind: what is done. `accept`, `reject` and `flag` are about one incident, `correct` and `code` about one field of
            it, `merge` joins two or more, `split` parts `events` from the others of one.
        incidents: ids, former ones too.
        author: who decides.
        reason: why, in words.
        events: for `split`.
        field: for `correct` and `code`.
        value: the corrected value, as `values.parsed` gives it.
        sample: the double-coded sample to which it belongs.
        pointed: for `correct`, the words of the articles on which the value rests.
        second: whether a second reviewer is required; the decision then waits for one, where its kind needs that.

    Raises:
        ReviewError: it cannot be taken, with the reason.
        ValueFaultError, PointingError: the value or the words are not as they should be.
    """
    if not author.reviewer.strip():
        raise ReviewError(said("decision.nobody", "a decision needs the name of who decides"))
    if kind != "accept" and not reason.strip():
        raise ReviewError(said("decision.reason", "to {kind} needs a reason", kind=kind))
    now = register.incidents_now(incidents)
    missing = [name for name in incidents if name not in now]
    if missing or not incidents:
        raise ReviewError(said("decision.no_incident", "there is no incident {incidents}", incidents=", ".join(missing) or "(none named)"))
    incidents = [now[name] for name in incidents]
    known = register.memberships(incidents, with_links=False)
    chosen = [known[name] for name in incidents]
    after: dict[str, Any] | None = None
    if kind == "merge":
        if len(set(incidents)) < 2:
            raise ReviewError(said("decision.merge_two", "to merge needs two incidents"))
    elif len(incidents) != 1:
        raise ReviewError(said("decision.one_incident", "to {kind} is about one incident", kind=kind))
    if kind == "split":
        after = {"events": [str(ref) for ref in _parted(chosen[0], events)]}
    if kind in ("correct", "code"):
        check_value(field, value)
        after = {"field": field, "value": value}
    if kind == "correct" and pointed and after is not None:
        check_pointed(register, chosen[0], pointed)
        after["evidence"] = [one.plain() for one in pointed]
    if kind == "code" and (sample is None or incidents[0] not in register.incidents_now(register.sample(sample)).values()):
        raise ReviewError(
            said("decision.not_in_sample", "incident {incident} is not in the sample {sample!r}", incident=incidents[0], sample=sample)
        )
    if kind == "accept":
        _refuse_own_correction(register, chosen[0], author.reviewer)
    if second and kind in NEED_SECOND:
        after = with_mark(after)
    subjects = [Subject("incident", i.id) for i in chosen] + [event_subject(ref) for i in chosen for ref in i.events]
    before = _before(register, incidents[0], field)
    return register.add_decision(
        Decision(author.at, author.reviewer, kind, tuple(subjects), reason, author.knowledge, author.code, before, after, sample=sample)
    )


def undo(register: Register, number: int, author: Author, reason: str) -> Decision:
    """Undo a decision by another; what stood before stands again.

    Raises:
        ReviewError: there is none, or it is an undoing itself.
        StoreError: it was undone already.
    """
    found = register.decision(number)
    if found is None:
        raise ReviewError(said("decision.none", "there is no decision {number}", number=number))
    if found.kind == "undo":
        raise ReviewError(
            said(
                "decision.undid", "decision {number} undid decision {other}; take that one again instead", number=number, other=found.undoes
            )
        )
    if not author.reviewer.strip() or not reason.strip():
        raise ReviewError(said("decision.undo_reason", "to undo needs the name of who decides, and a reason"))
    return register.add_decision(
        Decision(
            author.at, author.reviewer, "undo", found.subjects, reason, author.knowledge, author.code, found.after, found.before, number
        )
    )


def confirm(register: Register, number: int, author: Author, reason: str = "") -> Decision:
    """Confirm, as a second reviewer, a decision that waits for one; it then does what it says.

    Raises:
        ReviewError: there is none, it does not wait, it is the reviewer's own or of their own correction, or its events are gone.
    """
    found = register.decision(number)
    if found is None:
        raise ReviewError(said("decision.none", "there is no decision {number}", number=number))
    if not author.reviewer.strip():
        raise ReviewError(said("decision.nobody", "a decision needs the name of who decides"))
    if not waits(found):
        raise ReviewError(
            said("decision.no_waiting", "decision {number} ({kind}) does not wait for a second reviewer", number=number, kind=found.kind)
        )
    if found.undone_by is not None:
        raise ReviewError(
            said(
                "decision.undone", "decision {number} was undone by decision {by}; take it again instead", number=number, by=found.undone_by
            )
        )
    if same_person(found.reviewer, author.reviewer):
        raise ReviewError(
            said("decision.own", "{reviewer} made decision {number}; another must confirm it", reviewer=author.reviewer, number=number)
        )
    for other in register.decisions_about(found.subjects):
        if confirmed_by(other) == number and other.undone_by is None:
            raise ReviewError(
                said(
                    "decision.confirmed",
                    "decision {number} was confirmed already, by {reviewer} (decision {by})",
                    number=number,
                    reviewer=other.reviewer,
                    by=other.id,
                )
            )
    refs = [event_ref(subject) for subject in found.subjects if subject.kind == "event"]
    present = register.events(refs)
    gone = [str(ref) for ref in refs if ref not in present]
    if gone:
        raise ReviewError(
            said(
                "decision.stale",
                "decision {number} is stale: {events} is no more; undo it, and decide anew",
                number=number,
                events=", ".join(gone),
            )
        )
    held = register.memberships(register.incidents_with(refs), with_links=False)
    if found.kind == "accept":
        for incident in held.values():
            _refuse_own_correction(register, incident, author.reviewer)
    before = _before(register, min(held), "") if held else None
    after = {"confirms": number}
    return register.add_decision(
        Decision(author.at, author.reviewer, "confirm", found.subjects, reason, author.knowledge, author.code, before, after)
    )


def _parted(incident: Incident, events: Sequence[EventRef]) -> tuple[EventRef, ...]:
    chosen = tuple(sorted(set(events)))
    strange = [str(ref) for ref in chosen if ref not in incident.events]
    if strange:
        raise ReviewError(
            said("decision.no_event", "{events} is no event of incident {incident}", events=", ".join(strange), incident=incident.id)
        )
    if not chosen or len(chosen) == len(incident.events):
        raise ReviewError(
            said(
                "decision.split_some",
                "to split incident {incident} name some of its {many} events, not all",
                incident=incident.id,
                many=len(incident.events),
            )
        )
    return chosen


def _refuse_own_correction(register: Register, incident: Incident, reviewer: str) -> None:
    for decision in corrections(standing(register, incident)).values():
        if same_person(decision.reviewer, reviewer):
            raise ReviewError(
                said(
                    "decision.own_correction",
                    "{reviewer} corrected incident {incident} (decision {number}); another must accept that",
                    reviewer=reviewer,
                    incident=incident.id,
                    number=decision.id,
                )
            )


def _before(register: Register, incident: str, field: str) -> dict[str, Any] | None:
    """What the decision found: the review state, and the field as it was."""
    stored = register.incident(incident)
    if stored is None or stored.projection is None:
        return None
    found: dict[str, Any] = {"review": stored.projection.review}
    if field:
        found |= {"field": field, "value": stored.projection.record.get(field)}
    return found


def standing(register: Register, incident: Incident) -> tuple[Decision, ...]:
    """The decisions about an incident that were not undone, in order; of those about several, that hold most events here."""
    return all_standing(register, [incident])[incident.id]


def all_standing(register: Register, incidents: Collection[Incident]) -> dict[str, tuple[Decision, ...]]:
    """The same of several incidents, by id, asked for at once."""
    holders = {event_subject(ref): incident for incident in incidents for ref in incident.events}
    found: dict[str, list[Decision]] = {incident.id: [] for incident in incidents}
    for decision in register.decisions_about(holders):
        if decision.kind != "undo" and decision.undone_by is None:
            held = {incident.id: incident for s in decision.subjects if (incident := holders.get(s)) is not None}
            for incident in held.values():
                # A merge that waits is about each of the incidents that it would join, and so is what confirms it.
                everywhere = decision.kind == "confirm" or (decision.kind == "merge" and waits(decision))
                if everywhere or _belongs(register, decision, incident):
                    found[incident.id].append(decision)
    return {name: tuple(decisions) for name, decisions in found.items()}


def _belongs(register: Register, decision: Decision, incident: Incident) -> bool:
    """Whether an incident holds most of the events that a decision named; of equals, the one that holds the first."""
    refs = [event_ref(subject) for subject in decision.subjects if subject.kind == "event"]
    mine = [ref for ref in refs if ref in incident.events]
    others = register.memberships(register.incidents_with([ref for ref in refs if ref not in incident.events]), with_links=False)
    counts = Counter({other.id: sum(ref in other.events for ref in refs) for other in others.values() if other.id != incident.id})
    most = max(counts.values(), default=0)
    if len(mine) != most:
        return len(mine) > most
    rivals = [others[name] for name, count in counts.items() if count == most]
    first = next((ref for ref in refs if ref in incident.events or any(ref in other.events for other in rivals)), None)
    return first in incident.events


def review_of(decisions: Iterable[Decision]) -> Review:
    """The state of review after these decisions: the last in force that says something of it."""
    state: Review = "unreviewed"
    for decision in in_force(decisions):
        state = _STATES.get(decision.kind, state)
    return state


def corrections(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """By field, the last correction that stands."""
    return {d.after["field"]: d for d in decisions if d.kind == "correct" and d.after is not None}


def judged_near(register: Register, refs: Iterable[EventRef]) -> Judged:
    """What `judged` gives, of the decisions alone that can reach some events: however many a desk has taken, few are read.

    Events are reached by chains of strong links, by the decisions themselves, and by the incidents that hold them now.
    """
    known: set[EventRef] = set()
    found: dict[int, Decision] = {}
    fresh = set(refs)
    while fresh:
        known |= fresh
        about = register.decisions_about(map(event_subject, fresh))
        found |= {decision.id: decision for decision in about if decision.kind in _JOINING}
        held = register.memberships(register.incidents_with(fresh), with_links=False).values()
        reached = {event_ref(subject) for decision in about for subject in decision.subjects if subject.kind == "event"}
        reached |= {ref for incident in held for ref in incident.events} | register.linked_with(fresh, SAME)
        fresh = reached - known
    return judged(found[number] for number in sorted(found))


def all_judged(register: Register) -> Judged:
    """What all reviewers joined and parted in a register."""
    return judged(register.decisions(kinds=_JOINING))


def judged(decisions: Iterable[Decision]) -> Judged:
    """The pairs that standing merges and splits join and part; of two that contradict one another the later stands."""
    verdicts: dict[tuple[EventRef, EventRef], bool] = {}
    for decision in in_force(decisions):
        refs = [event_ref(subject) for subject in decision.subjects if subject.kind == "event"]
        if decision.kind == "merge":
            for pair in combinations(sorted(set(refs)), 2):  # each with each, so that the rest holds where one of them vanishes
                verdicts[pair] = True
        elif decision.kind == "split" and decision.after is not None:
            out = {EventRef(*name.rsplit("#", 1)) for name in decision.after["events"]}
            for left, right in product(sorted(out), sorted(set(refs) - out)):
                verdicts[min(left, right), max(left, right)] = False
    return Judged(
        frozenset(pair for pair, same in verdicts.items() if same), frozenset(pair for pair, same in verdicts.items() if not same)
    )
