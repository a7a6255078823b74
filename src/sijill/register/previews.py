"""What incidents would look like after a merge or a split, before anybody decides. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sijill.model import EventRef, Incident, IncidentRecord
from sijill.register.project import project
from sijill.register.projecting import members_of, reviewed, texts_of
from sijill.register.review import all_standing
from sijill.store.register import Register


def merged(register: Register, ids: Sequence[str]) -> IncidentRecord | None:
    """The one incident that these would be, with the corrections that stand; None where one of them is no more."""
    known = register.memberships(ids, with_links=False)
    if len(known) != len(set(ids)):
        return None
    events = sorted({ref for incident in known.values() for ref in incident.events})
    recalled = sorted({ref for incident in known.values() for ref in incident.recalled_by} - set(events))
    return _record(register, Incident(ids[0], tuple(events), tuple(recalled)), list(known.values()))


def parted(register: Register, id: str, out: Collection[EventRef]) -> tuple[IncidentRecord, IncidentRecord] | None:
    """What stays and what goes, where some events are taken out; None where they are none of it, or all."""
    incident = register.memberships([id], with_links=False).get(id)
    if incident is None or not out or not set(out) < set(incident.events):
        return None
    stays = Incident(id, tuple(ref for ref in incident.events if ref not in out))
    goes = Incident("", tuple(ref for ref in incident.events if ref in out))
    first, second = _record(register, stays, [incident]), _record(register, goes, [])
    return (first, second) if first is not None and second is not None else None


def _record(register: Register, incident: Incident, decided: Sequence[Incident]) -> IncidentRecord | None:
    members = members_of(register, incident.events)
    if len(members) != len(incident.events):
        return None  # a report is just being read again
    standing = {d.id: d for found in all_standing(register, decided).values() for d in found} if decided else {}
    record = project(incident, list(members.values()))
    return reviewed(record, [standing[number] for number in sorted(standing)], texts_of(members))
