"""What follows from a decision: links, incidents and projections are brought in line with it."""

from __future__ import annotations

from sijill.register.confirming import confirmed_by, waits
from sijill.register.linking import Near, group_again
from sijill.register.projecting import project_incidents
from sijill.register.review import event_ref, judged_near
from sijill.register.waiting import put_off
from sijill.register.workshop import Workshop
from sijill.store.register import Register
from sijill.store.rows import Decision


def settle_decision(register: Register, decision: Decision, workshop: Workshop) -> tuple[str, ...]:
    """Link and project what a decision touches, in the transaction that keeps it; the incidents that now hold its events."""
    refs = [event_ref(subject) for subject in decision.subjects if subject.kind == "event"]
    about = what_about(register, decision)
    held = register.incidents_with(refs)
    others: frozenset[str] = frozenset()
    if about.kind in ("merge", "split") and not (about is decision and waits(decision)):
        events = {*refs, *(ref for incident in register.memberships(held, with_links=False).values() for ref in incident.events)}
        linked = group_again(Near(register, workshop.not_names), events, judged_near(register, events), workshop.clock())
        held = register.incidents_with(refs)
        others = frozenset(linked.changed)  # what they were taken from, what they are recalled by
    put_off(register, held | others)
    for _ in project_incidents(register, held | others, workshop.knowledge_version, workshop.code, workshop.clock()):
        pass
    return tuple(sorted(held))


def what_about(register: Register, decision: Decision) -> Decision:
    """What a decision comes to: the one that it undoes or confirms, or whose confirming it undoes; else itself."""
    number = decision.undoes if decision.undoes is not None else confirmed_by(decision)
    found = register.decision(number) if number is not None else None
    return decision if found is None else what_about(register, found)
