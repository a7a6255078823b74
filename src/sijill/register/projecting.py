"""Making the projections of incidents from what the register holds; they can all be made again at any time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sijill.exports.from_record import event_of
from sijill.model import Event, EventRef, Incident, IncidentRecord, Report, Settled, Told
from sijill.register.confirming import in_force, waiting_decisions
from sijill.register.pointing import pointed_of, told_by
from sijill.register.project import Member, project
from sijill.register.reports import report_of
from sijill.register.review import all_standing, corrections, review_of
from sijill.register.values import model_value
from sijill.register.waiting import done
from sijill.store.register import Register
from sijill.store.rows import Decision, Projection

AT_ONCE = 200  # incidents that are projected in one transaction
_LISTS = frozenset({"perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons"})
_FACETS = ("perpetrators", "claimed_by", "accused", "denied_by", "targets")


def project_incidents(register: Register, ids: Collection[str], knowledge: str, code: str, now: datetime) -> Iterator[int]:
    """Make the projections of these incidents; yields how many are done, some at a time, each part kept wholly or not at all."""
    ordered = sorted(ids)
    for begin in range(0, len(ordered), AT_ONCE):
        part = ordered[begin : begin + AT_ONCE]
        with register.transaction():
            found = records(register, part)
            register.put_projections([row_of(record, knowledge, code, now) for record in found])
            done(register, part)
        yield begin + len(part)


def records(register: Register, ids: Collection[str], with_links: bool = False) -> list[IncidentRecord]:
    """Incidents with their settled fields, corrected by what reviewers decided, in the order of their ids."""
    incidents = register.memberships(ids, with_links)
    members = members_of(register, [ref for incident in incidents.values() for ref in incident.events])
    decisions = all_standing(register, list(incidents.values()))
    out = []
    for name in sorted(incidents):
        incident = incidents[name]
        if not incident.events or any(ref not in members for ref in incident.events):
            continue  # a reading changed under it; linking comes before the next projection
        record = project(incident, [members[ref] for ref in incident.events])
        out.append(reviewed(record, decisions[name], texts_of({ref: members[ref] for ref in incident.events})))
    return out


def members_of(register: Register, refs: Collection[EventRef]) -> dict[EventRef, Member]:
    """The events with their reports; one that is no more is left out."""
    rows = register.events(refs)
    versions = register.read_versions({ref.report for ref in rows})
    copies = register.copies_of(versions)
    reports: dict[str, Report] = {name: report_of(version.capture, name) for name, version in versions.items()}
    found: dict[EventRef, Member] = {}
    for ref, row in rows.items():
        report = reports[ref.report]
        event: Event = event_of(row.record, report.text)
        copy = copies.get(ref.report)
        found[ref] = Member(report, event, copy.leader if copy else "")
    return found


def texts_of(members: Mapping[EventRef, Member]) -> dict[str, str]:
    """The text of each report, by its id."""
    return {ref.report: member.report.text for ref, member in members.items()}


def reviewed(record: IncidentRecord, decisions: Collection[Decision], texts: Mapping[str, str]) -> IncidentRecord:
    """The record with the corrections and the review state of standing decisions.

    What was settled before a correction stays as what speaks against it; the words to which the reviewer pointed support it.
    """
    changed: dict[str, Any] = {}
    corrected = corrections(in_force(decisions))
    waiting = tuple(decision.id for decision in waiting_decisions(decisions))
    for field, decision in corrected.items():
        value = model_value(field, decision.after["value"] if decision.after else None)
        rule = f"corrected by {decision.reviewer} (decision {decision.id}): {decision.reason}"
        before = getattr(record, field)
        chosen = pointed_of(decision.after)
        if field in _LISTS:
            changed[field] = tuple(
                Settled(one, rule, (*told_by(chosen, field, one, record, texts), *_who_said(before, one))) for one in value
            )
        else:
            against = (*before.support, *before.against) if before is not None else ()
            changed[field] = None if value is None else Settled(value, rule, told_by(chosen, field, value, record, texts), against)
    return replace(record, **changed, review=review_of(decisions), corrected_fields=tuple(sorted(corrected)), waiting=waiting)


def _who_said(before: Collection[Settled[Any]], value: Any) -> tuple[Told, ...]:
    """The statements that gave what the reviewer keeps."""
    name = getattr(value, "actor_id", None) or getattr(value, "label", value)
    for settled in before:
        if (getattr(settled.value, "actor_id", None) or getattr(settled.value, "label", settled.value)) == name:
            return settled.support
    return ()


def row_of(record: IncidentRecord, knowledge: str, code: str, now: datetime) -> Projection:
    """The record as it is kept: the columns by which it is asked for, and the settled values."""
    when = record.date.value if record.date else None
    place = record.place.value if record.place else None
    killed = record.killed.value if record.killed else None
    return Projection(
        id=record.id,
        type=record.type.value,
        factuality=record.factuality.value,
        first=when.start if when else None,
        last=when.end if when else None,
        date_precision=when.precision if when else "none",
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        place=(place.name or place.text) if place else None,
        place_precision=place.precision if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        killed_low=killed.low if killed else None,
        killed_high=killed.high if killed else None,
        reports=len(record.reports),
        independent=record.independent,
        confidence=record.confidence,
        review=record.review,
        contested=bool(record.contested),
        knowledge=knowledge,
        code=code,
        made=now,
        record=shown(record),
        facets=tuple(sorted(set(_facets(record)))),
        words=_words(record),
    )


def shown(record: IncidentRecord) -> dict[str, Any]:
    """The settled values alone, for lists and for what a decision found; the statements are made anew when an incident is shown."""
    from sijill.exports.record import plain

    single = ("type", "factuality", "date", "clock", "place", "killed", "wounded", "captured")
    out: dict[str, Any] = {name: plain(settled.value) if (settled := getattr(record, name)) is not None else None for name in single}
    out |= {name: [plain(settled.value) for settled in getattr(record, name)] for name in sorted(_LISTS)}
    out |= {
        "reports": list(record.reports), "outlets": list(record.outlets), "contested": list(record.contested),
        "corrected_fields": list(record.corrected_fields),
    }  # fmt: skip
    return out | ({"waiting": list(record.waiting)} if record.waiting else {})


def _facets(record: IncidentRecord) -> Iterator[tuple[str, str]]:
    for name in _FACETS:
        for settled in getattr(record, name):
            yield "actor", settled.value.actor_id or settled.value.label
    yield from (("weapon", settled.value) for settled in record.weapons)
    yield from (("outlet", outlet) for outlet in record.outlets)
    if record.place is not None:
        yield "place", record.place.value.name or record.place.value.text
    if record.waiting:
        yield "waiting", "yes"
    yield from (("claimed_by", settled.value.actor_id or settled.value.label) for settled in record.claimed_by)


def _words(record: IncidentRecord) -> str:
    """The words in which a search looks: every quote that supports a field, and the labels."""
    said: Mapping[str, None] = dict.fromkeys(
        evidence.quote
        for name in ("type", "place", *_FACETS, "weapons", "killed", "wounded")
        for settled in _settled(record, name)
        for told in (*settled.support, *settled.against)
        for evidence in told.evidence
    )
    labels = [settled.value.label for name in _FACETS for settled in getattr(record, name)]
    place = record.place.value if record.place else None
    return " ".join([*said, *labels, *((place.text, place.name or "") if place else ())])


def _settled(record: IncidentRecord, name: str) -> tuple[Settled[Any], ...]:
    found = getattr(record, name)
    return found if isinstance(found, tuple) else (found,) if found is not None else ()


def incident_of_event(register: Register, ref: EventRef) -> Incident | None:
    """The incident that holds an event, or None."""
    found = register.memberships(register.incidents_with([ref]), with_links=False)
    return next((incident for incident in found.values() if ref in incident.events), None)
