"""Releases: a frozen, numbered export, with what was added, changed and removed since the last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sijill.exports.incident_record import incident_lines
from sijill.exports.info import ExportInfo
from sijill.model import IncidentRecord
from sijill.register.workshop import Workshop
from sijill.store.register import Register


@dataclass(frozen=True, slots=True)
class ReleaseMade:
    """A release that was kept: its number, how many incidents it holds, and what changed since the one before.

    `merged` says of those removed in which incident their events are now, where they are in one.
    """

    number: int
    count: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    merged: Mapping[str, str]


def make_release(
    register: Register, records: Iterable[IncidentRecord], info: ExportInfo, workshop: Workshop, note: str
) -> tuple[ReleaseMade, list[str]]:
    """Freeze an export under the next number; the release and its lines, of which the first says what it is."""
    lines = list(incident_lines(records, info))
    now = {json.loads(line)["id"]: digest(line) for line in lines}
    with register.transaction():
        last = register.release()
        before: Mapping[str, str] = last.digests if last is not None else {}
        kept = register.add_release(workshop.clock(), info.code, info.knowledge, info.codebook, note, now)
    made = ReleaseMade(
        kept.number,
        len(now),
        tuple(sorted(now.keys() - before.keys())),
        tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        tuple(sorted(before.keys() - now.keys())),
        {name: held for name, held in sorted(register.incidents_now(before.keys() - now.keys()).items()) if held != name},
    )
    head = {
        "release": made.number, "at": kept.at.isoformat(), "note": note, "incidents": made.count, "added": made.added,
        "changed": made.changed, "removed": made.removed, "merged": made.merged, **info.stamp("release"),
    }  # fmt: skip
    return made, [json.dumps(head, ensure_ascii=False), *lines]


def digest(line: str) -> str:
    """The SHA-256 of an incident's line, without what changes with the day of the export alone."""
    record = json.loads(line)
    record.pop("export", None)
    return hashlib.sha256(json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()
