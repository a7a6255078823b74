"""What every export says of itself: versions, day, what it masks, what it left out and why."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sijill.knowledge import event_types

# The published codebooks that the formats follow, by name and version.
CODEBOOKS: Mapping[str, str] = MappingProxyType(
    {
        "acled": "ACLED Codebook, 2 June 2023, updated 3 October 2024",
        "ucdp": "UCDP GED Codebook 25.1",
        "plover": "PLOVER Manual, draft of 2021 (plover-base)",
        "hxl": "HXL 1.1, hashtag dictionary 1.1",
        "geojson": "RFC 7946",
    }
)


def types_version() -> str:
    """The version of our own event types with their cross-walks: twelve digits of a digest of the table."""
    rows = json.dumps([astuple(kind) for kind in event_types().values()], ensure_ascii=False)
    return hashlib.sha256(rows.encode("utf-8")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ExportInfo:
    """What an export was made with. The clock is handed in, so that two exports of one register are the same bytes.

    Attributes:
        code: version of Sijill.
        knowledge: version of the lexicon.
        day: day of the export.
        codebook: version of the event types, `types_version()`.
        mask_persons: whether names of private persons are hidden.
    """

    code: str
    knowledge: str
    day: date
    codebook: str = field(default_factory=types_version)
    mask_persons: bool = False

    def stamp(self, format_: str) -> dict[str, Any]:
        """The versions as a JSON object; `follows` is the published codebook of the format, where it has one."""
        said: dict[str, Any] = {
            "format": format_,
            "code": self.code,
            "knowledge": self.knowledge,
            "codebook": self.codebook,
            "day": self.day.isoformat(),
            "mask_persons": self.mask_persons,
        }
        if format_ in CODEBOOKS:
            said["follows"] = CODEBOOKS[format_]
        return said


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """An incident that a format does not hold, and why."""

    incident: str
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """One export.

    Attributes:
        format: its name ("acled", …).
        suffix: of the main file, with the dot.
        content: the main file's bytes; text is UTF-8.
        count: incidents in it.
        left_out: incidents that are not in it, by id.
        beside: further files, by the ending that their names get ("about.json", "dictionary.csv").
    """

    format: str
    suffix: str
    content: bytes
    count: int
    left_out: tuple[LeftOut, ...]
    beside: Mapping[str, bytes]


def finished(
    format_: str,
    suffix: str,
    content: bytes,
    count: int,
    info: ExportInfo,
    left_out: Iterable[LeftOut] = (),
    beside: Mapping[str, bytes] | None = None,
) -> Export:
    """An export with the file `about.json` beside it: versions, counts, and every incident left out with its reason."""
    out = tuple(sorted(left_out))
    told = about(format_, hashlib.sha256(content).hexdigest(), count, info, out)
    return Export(format_, suffix, content, count, out, {"about.json": told, **(beside or {})})


def about(format_: str, sha256: str, count: int, info: ExportInfo, left_out: Iterable[LeftOut]) -> bytes:
    """`about.json` of an export whose bytes have this SHA-256."""
    out = tuple(sorted(left_out))
    told = {
        **info.stamp(format_),
        "incidents": count,
        "sha256": sha256,
        "left_out_by_reason": dict(sorted(Counter(item.reason for item in out).items())),
        "left_out": [{"incident": item.incident, "reason": item.reason} for item in out],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
