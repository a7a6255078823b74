"""Releases: a frozen, numbered export, with what was added, changed and removed since the last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from sijill.exports.incident_record import incident_lines
from sijill.exports.info import ExportInfo
from sijill.model import IncidentRecord
from sijill.register.exporting import day_parts
from sijill.register.workshop import Workshop
from sijill.store.register import Register

_BLOCK = 1 << 16


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
    made, head = _frozen(register, {json.loads(line)["id"]: digest(line) for line in lines}, info, workshop, note)
    return made, [head, *lines]


def release_file(register: Register, info: ExportInfo, workshop: Workshop, note: str) -> tuple[ReleaseMade, Iterator[bytes]]:
    """Freeze all incidents under the next number; the release, and its file some bytes at a time.

    The incidents are written to a temporary file as they are read, so that a register of any size is released without being
    held; the file is gone when the last part was taken, or nobody wants it any more.
    """
    now: dict[str, str] = {}
    file = TemporaryFile()  # noqa: SIM115  whoever takes the parts closes it
    try:
        for part in day_parts(register, "jsonl", None):
            for line in incident_lines(part, info):
                now[json.loads(line)["id"]] = digest(line)
                file.write(line.encode("utf-8") + b"\n")
        made, head = _frozen(register, now, info, workshop, note)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return made, _sent(file, head)


def _sent(file: BinaryIO, head: str) -> Iterator[bytes]:
    with file:
        yield head.encode("utf-8") + b"\n"
        while block := file.read(_BLOCK):
            yield block


def _frozen(register: Register, now: Mapping[str, str], info: ExportInfo, workshop: Workshop, note: str) -> tuple[ReleaseMade, str]:
    """Keep what a release holds; the release, and the line that says what it is."""
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
    return made, json.dumps(head, ensure_ascii=False)


def digest(line: str) -> str:
    """The SHA-256 of an incident's line, without what changes with the day of the export alone."""
    record = json.loads(line)
    record.pop("export", None)
    return hashlib.sha256(json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()
