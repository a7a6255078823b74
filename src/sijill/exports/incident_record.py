"""Whole incidents as JSON Lines, and the line that says which reports tell of one incident."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.record import Json, plain
from sijill.exports.told import MANY, SINGLE, ready, statements_of
from sijill.model import EventRef, IncidentRecord, Settled, Told


def incident_record(record: IncidentRecord, info: ExportInfo) -> Json:
    """One incident with all its statements, as a JSON object with keys in a fixed order.

    Statements stand once, under `statements`; a settled field names those that support it and those that say otherwise
    by their `n`. Everything that changes with the export alone stands under `export`.
    """
    statements = statements_of(record)
    numbers = {told: n for n, told in enumerate(statements)}

    def settled(one: Settled[object] | None) -> Json | None:
        if one is None:
            return None
        return {
            "value": plain(one.value),
            "rule": one.rule,
            "support": [numbers[told] for told in one.support],
            "against": [numbers[told] for told in one.against],
        }

    incident = record.incident
    return {
        "id": record.id,
        **{name: settled(getattr(record, name)) for name in SINGLE},
        **{name: [settled(one) for one in getattr(record, name)] for name in MANY},
        "contested": list(record.contested),
        "reports": list(record.reports),
        "outlets": list(record.outlets),
        "independent": record.independent,
        "confidence": round(record.confidence, 4),
        "review": record.review,
        "corrected_fields": list(record.corrected_fields),
        "events": [_ref(ref) for ref in incident.events],
        "recalled_by": [_ref(ref) for ref in incident.recalled_by],
        "links": [
            {
                "left": _ref(link.left),
                "right": _ref(link.right),
                "verdict": link.verdict,
                "score": round(link.score, 4),
                "reasons": [plain(reason) for reason in link.reasons],
            }
            for link in incident.links
        ],
        "statements": [_told(n, told) for n, told in enumerate(statements)],
        "export": info.stamp("jsonl"),
    }


def incident_lines(records: Iterable[IncidentRecord], info: ExportInfo) -> Iterator[str]:
    """The incidents, one a line without the line feed, by day and id; what reviewers rejected is not among them."""
    for record in ready(records, info)[0]:
        yield _line(record, info)


def jsonl(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """Whole incidents with their statements, one a line."""
    kept, out = ready(records, info)
    lines = [_line(record, info) for record in kept]
    return finished("jsonl", ".jsonl", _joined(lines), len(lines), info, out)


def link_lines(records: Iterable[IncidentRecord]) -> Iterator[str]:
    """`{"incident": id, "reports": [article ids]}`, one a line: the reports that tell it as news, background left out."""
    for record in records:
        if record.review != "rejected":
            yield json.dumps({"incident": record.id, "reports": list(dict.fromkeys(record.reports))}, ensure_ascii=False)


def links(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """Which reports tell of one incident, an incident a line."""
    kept, out = ready(records, info)
    lines = list(link_lines(kept))
    return finished("links", ".jsonl", _joined(lines), len(lines), info, out)


def _line(record: IncidentRecord, info: ExportInfo) -> str:
    return json.dumps(incident_record(record, info), ensure_ascii=False, separators=(", ", ": "))


def _joined(lines: list[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode("utf-8")


def _ref(ref: EventRef) -> Json:
    return {"report": ref.report, "event": ref.event}


def _told(n: int, told: Told) -> Json:
    return {
        "n": n,
        **_ref(told.ref),
        "field": told.field,
        "value": plain(told.value),
        "evidence": [[e.start, e.end, e.quote] for e in told.evidence],
        "rule": told.rule,
        "says": list(told.says),
        "outlet": told.outlet,
        "report_day": told.report_day.isoformat() if told.report_day else None,
        "copy_of": told.copy_of or None,
    }
