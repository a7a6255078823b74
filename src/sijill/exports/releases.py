"""Releases: an export frozen under a number, with what was added, changed and removed since the last.

A frozen release is JSON Lines: a head, then the incidents' lines by id. The head holds the number, the digest of the
lines, the digest of the release before, and the three lists, so a reader can check the file and follow the numbers back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

HEAD = "release"


class ReleaseError(ValueError):
    """Lines that are no release, or no longer the one that was frozen."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a release holds.

    Attributes:
        number: 1 for the first.
        count: incidents in it.
        added, changed, removed: ids of incidents, against the release before, in order.
        digest: SHA-256 over ids and contents of the lines in order of id; the same incidents give the same digest,
            in whatever order they came and on whatever day they were exported.
        previous: digest of the release before; "" for the first.
    """

    number: int
    count: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    digest: str
    previous: str = ""

    @property
    def line(self) -> str:
        """The head of a frozen release."""
        return json.dumps({HEAD: asdict(self)}, ensure_ascii=False)


def release(previous: Iterable[str] | None, now: Iterable[str]) -> Release:
    """Compare an export with the last release.

    Args:
        previous: the lines of the frozen release before; lines without a head count as release 1. None for the first.
        now: the incidents' lines of today, as `incident_lines` or `link_lines` gives them.

    Raises:
        ReleaseError: a line is no incident, an incident comes twice, or the previous release is not what its head says.
    """
    before, head = _contents(previous, "the previous release") if previous is not None else ({}, None)
    after, own = _contents(now, "the export")
    if own is not None:
        raise ReleaseError("the export to be released begins with the head of a release: hand in the incidents' lines alone")
    if head is not None and head.digest != _digest(before):
        raise ReleaseError(
            f"release {head.number} is no longer what was frozen: its lines give digest {_digest(before)}, its head says {head.digest}"
        )
    number = 1 if previous is None else (head.number if head else 1) + 1
    return Release(
        number,
        len(after),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(i for i in after.keys() & before.keys() if after[i] != before[i])),
        tuple(sorted(before.keys() - after.keys())),
        _digest(after),
        _digest(before) if previous is not None else "",
    )


def frozen(made: Release, now: Iterable[str]) -> Iterator[str]:
    """The lines of the frozen release: its head, then the incidents by id."""
    yield made.line
    yield from (line for _, line in sorted((_parsed(line, n, "the export")[0], line) for n, line in enumerate(now, 1) if line.strip()))


def check_release(lines: Iterable[str]) -> Release:
    """The head of a frozen release, after its lines were compared with it.

    Raises:
        ReleaseError: there is no head, or the lines are not those that were frozen.
    """
    contents, head = _contents(lines, "the release")
    if head is None:
        raise ReleaseError('no release: the first line has no key "release"')
    if (len(contents), _digest(contents)) != (head.count, head.digest):
        raise ReleaseError(
            f"release {head.number} is no longer what was frozen: {len(contents)} incidents with digest {_digest(contents)}, "
            f"its head says {head.count} with {head.digest}"
        )
    return head


def _contents(lines: Iterable[str], where: str) -> tuple[dict[str, str], Release | None]:
    """Digest of each incident's content by id, and the head where there is one."""
    found: dict[str, str] = {}
    head: Release | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number == 1 and line.lstrip().startswith('{"' + HEAD + '"'):
            head = _head(line, where)
            continue
        incident, digest = _parsed(line, number, where)
        if incident in found:
            raise ReleaseError(f"{where}, line {number}: incident {incident} comes twice")
        found[incident] = digest
    return found, head


def _head(line: str, where: str) -> Release:
    try:
        said = json.loads(line)[HEAD]
        return Release(
            said["number"],
            said["count"],
            tuple(said["added"]),
            tuple(said["changed"]),
            tuple(said["removed"]),
            said["digest"],
            said["previous"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{where}, line 1: the head of the release cannot be read ({error}); take the file as it was frozen") from None


def _parsed(line: str, number: int, where: str) -> tuple[str, str]:
    """The incident's id and the digest of its content. The stamp of the export is no part of it."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ReleaseError(f"{where}, line {number}: no JSON ({error})") from None
    incident = (record.get("id") or record.get("incident")) if isinstance(record, dict) else None
    if not isinstance(incident, str):
        raise ReleaseError(
            f'{where}, line {number}: no "id" or "incident"; a release is made of the lines of the formats jsonl, plover or links'
        )
    content = {key: value for key, value in record.items() if key not in ("export", "cite_info", "coded_date")}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return incident, hashlib.sha256(text.encode("utf-8")).hexdigest()


def _digest(contents: dict[str, str]) -> str:
    return hashlib.sha256("".join(f"{i} {contents[i]}\n" for i in sorted(contents)).encode("utf-8")).hexdigest()
