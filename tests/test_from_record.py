"""What the record tells of an event comes back out of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sijill.exports.from_record import RecordFaultError, event_of
from sijill.exports.record import event_record
from sijill.knowledge import Knowledge, load
from sijill.model import Report
from sijill.reading import read_report

GOLD = Path(__file__).parent.parent / "corpus" / "gold.jsonl"
ARTICLES = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a["id"])
def test_the_record_of_the_event_of_a_record_is_the_record(article: dict[str, str], knowledge: Knowledge) -> None:
    reading = read_report(Report(article["text"], id=article["id"]), knowledge)
    for event in reading.events:
        record = json.loads(json.dumps(event_record(event)))
        assert event_record(event_of(record, reading.report.text)) == record


def test_a_span_outside_the_text_is_told(knowledge: Knowledge) -> None:
    reading = read_report(Report(ARTICLES[0]["text"]), knowledge)
    record = event_record(replace(reading.events[0]))
    with pytest.raises(RecordFaultError, match="lies outside the text of 3 characters"):
        event_of(record, "نص ")
    del record["parts"]
    with pytest.raises(RecordFaultError, match="parts"):
        event_of(record, reading.report.text)
