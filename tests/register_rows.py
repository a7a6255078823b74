"""Rows for the tests of the register's store. The texts are our own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sijill.model import Capture, EventRef, Incident, Link, Reason
from sijill.store.rows import Decision, Projection, Subject

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
TEXT = "قال مصدر أمني إن عبوة ناسفة انفجرت قرب رتل للقوات الاميركية في الرمادي، ما أدى إلى مقتل جنديين."


def capture(key: str, text: str = TEXT, **other: Any) -> Capture:
    """A capture of a text."""
    values: dict[str, Any] = {
        "key": key, "raw": text.encode("utf-8"), "media_type": "text/plain", "text": text, "title": "انفجار في الرمادي",
        "outlet": "وكالة النخيل", "country": "IQ", "url": f"https://example.org/{key}", "published": date(2021, 9, 12),
        "published_by": "given", "published_words": "published", "retrieved": AT, "captured_by": "tests", "where": f"tests.jsonl:{key}",
    }  # fmt: skip
    return Capture(**(values | other))


def event(name: str, day: date | None = date(2021, 9, 12), country: str | None = "IQ", **other: Any) -> dict[str, Any]:
    """An event record."""
    iso = day.isoformat() if day else None
    place = None if country is None else {
        "text": "الرمادي", "name": "Ramadi", "admin1": "Al Anbar", "country": country, "lat": 33.4, "lon": 43.3, "precision": "town",
        "gazetteer_id": "sj:iq-ramadi",
    }  # fmt: skip
    return {
        "id": name, "type": "ied", "status": "new", "aggregate": False, "factuality": "asserted",
        "date": {"start": iso, "end": iso, "precision": "day" if day else "none"}, "time": None, "place": place,
        "perpetrators": [], "targets": [], "claimed_by": [], "weapons": ["ied"], "killed": [2, 2], "wounded": None, "captured": None,
        "sources": [], "confidence": 0.9, "evidence": {"type": [[0, 7]], "killed": [[8, 12]]},
    } | other  # fmt: skip


def record(report: str, *events: dict[str, Any], knowledge: str = "k1") -> dict[str, Any]:
    """An event record of an article."""
    return {
        "article": {"id": report, "title": None}, "relevant": bool(events), "events": list(events), "dropped": [],
        "knowledge": knowledge, "engine": "rules",
    }  # fmt: skip


def link(left: EventRef, right: EventRef, score: float = 1.5) -> Link:
    """A link."""
    reasons = (Reason("day", "same_day", 0.8, "2021-09-12 / 2021-09-12"), Reason("place", "same_place", 1.0, "الرمادي / الرمادي"))
    return Link(left, right, score, "same" if score >= 0.4 else "unsure", reasons)


def incident(name: str, *refs: EventRef, recalled: tuple[EventRef, ...] = ()) -> Incident:
    """An incident of events."""
    return Incident(name, refs, recalled)


def projection(name: str, day: date | None = date(2021, 9, 12), **other: Any) -> Projection:
    """A projection."""
    values: dict[str, Any] = {
        "id": name, "type": "ied", "factuality": "asserted", "first": day, "last": day, "date_precision": "day" if day else "none",
        "country": "IQ", "admin1": "Al Anbar", "place": "Ramadi", "place_precision": "town", "lat": 33.4, "lon": 43.3, "killed_low": 2,
        "killed_high": 2, "reports": 1, "independent": 1, "confidence": 0.9, "review": "unreviewed", "contested": False,
        "knowledge": "k1", "code": "0.1", "made": AT, "record": {"id": name, "told": ["عبوة"]},
        "facets": (("actor", "nation.us"), ("weapon", "ied")), "words": TEXT,
    }  # fmt: skip
    return Projection(**(values | other))


def decision(kind: str, *subjects: Subject, **other: Any) -> Decision:
    """A decision."""
    values: dict[str, Any] = {"at": AT, "reviewer": "سلمى", "kind": kind, "reason": "بعد قراءة التقريرين", "knowledge": "k1", "code": "0.1"}
    return Decision(subjects=subjects, **(values | other))


def day(number: int) -> date:
    """Days from 2020 on."""
    return date(2020, 1, 1) + timedelta(days=number)
