"""Places: the table of sentences, and what must hold of every place that is read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from sijill.knowledge import Knowledge, load
from sijill.model import Place, Report
from sijill.reading import read_report
from sijill.reading.annotate import annotate
from sijill.resolve.places import km

TABLE: dict[str, list[dict[str, str]]] = yaml.load((Path(__file__).parent / "tables" / "places.yaml").read_text("utf-8"), yaml.BaseLoader)
FIELDS = ("name", "admin1", "country", "precision")


@lru_cache
def knowledge() -> Knowledge:
    return load()


def found(text: str) -> list[Place]:
    return [p.settled.place for p in annotate(Report(text, id="t"), knowledge()).places]


def fits(place: Place, row: dict[str, str]) -> bool:
    return all(str(getattr(place, field)) == row[field] for field in FIELDS if field in row)


@pytest.mark.parametrize("row", TABLE["places"], ids=lambda row: row["text"])
def test_the_table_of_places(row: dict[str, str]) -> None:
    places = found(row["text"])
    if "none" in row:
        assert not places
    elif "absent" in row:
        assert row["absent"] not in [p.name for p in places]
    elif "open" in row:
        assert any(p.candidates and p.lat is None and p.reason for p in places), places
    elif "unknown" in row:
        kept = [p for p in places if p.text == row["unknown"]]
        assert kept, places
        assert all(p.lat is None and p.name is None and p.reason for p in kept), places
    else:
        assert any(fits(p, row) for p in places), places


@pytest.mark.parametrize("row", TABLE["events"], ids=lambda row: row["text"])
def test_the_place_of_an_event(row: dict[str, str]) -> None:
    events = read_report(Report(row["text"], id="t"), knowledge()).events
    if "absent" in row:
        assert row["absent"] not in [e.place.value.name for e in events if e.place]
        return
    statement = events[int(row.get("event", "0"))].place
    assert statement is not None
    assert fits(statement.value, row), statement.value
    assert all(row["text"][w.start : w.end] == w.quote for w in statement.evidence)
    if "rule" in row:
        assert statement.rule == row["rule"]


def test_every_row_of_the_table_keeps_its_words() -> None:
    for row in TABLE["places"]:
        for place in annotate(Report(row["text"], id="t"), knowledge()).places:
            assert place.settled.place.text in row["text"]


def test_a_governorate_is_not_far_from_its_seat() -> None:
    gazetteer = knowledge().gazetteer
    for town, division in gazetteer.capital_of.items():
        a, b = gazetteer.rows[gazetteer.by_id[town]], gazetteer.rows[gazetteer.by_id[division]]
        assert km(a.lat, a.lon, b.lat, b.lon) < 450, (a.en, b.en)


def test_reading_places_twice_gives_the_same() -> None:
    text = "\n".join(row["text"] for row in TABLE["places"][:60])
    assert found(text) == found(text)
