"""The readings of our own corpus, and of the shared articles where they lie beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sijill.api import read
from sijill.evaluation import Score, evaluate, gold_article, predicted_article
from sijill.exports.record import article_record, statements_of
from sijill.model import Event, Party, Place, Reading, Report, Statement

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus" / "gold.jsonl"
SHARED = ROOT.parent / "shared"
DEV = SHARED / "gold" / "dev.jsonl"
FIRST = SHARED / "articles" / "first.jsonl"
FLOORS: dict[str, dict[str, float]] = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
PATHS = {"corpus": CORPUS, "dev": DEV}

ABSENT = [pytest.mark.shared, pytest.mark.skipif(not DEV.exists(), reason="../shared/gold/dev.jsonl is not here")]
SETS = [pytest.param("corpus"), pytest.param("dev", marks=ABSENT)]
ROWS = [pytest.param(name, row, marks=ABSENT if name == "dev" else ()) for name, rows in FLOORS.items() for row in rows]


@dataclass(frozen=True)
class Read:
    """An annotated file with its readings."""

    readings: tuple[Reading, ...]
    score: Score


@lru_cache(maxsize=2)
def readings_of(name: str) -> Read:
    articles = [json.loads(line) for line in PATHS[name].read_text(encoding="utf-8").splitlines()]
    readings = tuple(_read(article) for article in articles)
    records = [predicted_article(article_record(reading)) for reading in readings]
    return Read(readings, evaluate(map(gold_article, articles), {record.id: record for record in records}))


def _read(article: dict[str, Any]) -> Reading:
    day = date.fromisoformat(article["published"]) if article["published"] else None
    return read(Report(article["text"], title=article.get("title") or "", outlet=article["outlet"] or "", published=day, id=article["id"]))


def test_golden_readings_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "golden_readings.py", "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_no_figure_falls_under_its_floor(name: str, row: str) -> None:
    figure = dict(readings_of(name).score.rows())[row].f1
    floor = FLOORS[name][row]
    assert figure >= floor, f"F1 of {row} on {name} is {figure}, its floor {floor}; a floor in tests/floors.json falls only on purpose"


@pytest.mark.parametrize("name", SETS)
def test_no_value_is_without_evidence(name: str) -> None:
    score = readings_of(name).score
    assert (score.values_without_evidence, score.articles_without_a_record) == (0, 0)


@pytest.mark.parametrize("name", SETS)
def test_every_statement_points_at_its_words(name: str) -> None:
    wrong: list[tuple[str, str, str, object]] = []
    for reading in readings_of(name).readings:
        text = reading.report.text
        for event in reading.events:
            for field, statement in statements_of(event):
                spans = statement.evidence
                if not spans or any(text[e.start : e.end] != e.quote or not e.quote.strip() for e in spans):
                    wrong.append((reading.report.id, event.id, field, [e.quote for e in spans]))
            wrong += [(reading.report.id, event.id, "loaded", e.quote) for e in event.loaded if text[e.start : e.end] != e.quote]
    assert wrong == []


@pytest.mark.parametrize("name", SETS)
def test_every_mention_and_everything_dropped_has_its_words_and_its_reason(name: str) -> None:
    for reading in readings_of(name).readings:
        text = reading.report.text
        assert all(text[m.span.start : m.span.end] == m.quote and m.entry for m in reading.mentions)
        assert all(text[d.span.start : d.span.end] == d.quote and d.stage and d.reason for d in reading.dropped)


@pytest.mark.parametrize("name", SETS)
def test_ids_of_events_are_their_own(name: str) -> None:
    for reading in readings_of(name).readings:
        ids = [event.id for event in reading.events]
        assert len(set(ids)) == len(ids)


# --- the first article: what must come out, field by field


def _first(published: bool) -> Reading:
    article = json.loads(FIRST.read_text(encoding="utf-8"))
    if not published:
        article = article | {"published": None}
    return _read(article)


@pytest.fixture(scope="module")
def first() -> Reading:
    return _first(published=True)


def _new(reading: Reading) -> list[Event]:
    """New events, the attacks by their hour first."""
    return sorted((e for e in reading.events if e.status.value == "new"), key=lambda e: e.time.value if e.time else "99:99")


def _place(event: Event) -> Place:
    assert event.place is not None
    return event.place.value


def _labels(statements: tuple[Statement[Party], ...]) -> list[str]:
    return [statement.value.label for statement in statements]


def _who(event: Event) -> dict[str, list[str]]:
    return {"perpetrators": _labels(event.perpetrators), "claimed_by": _labels(event.claimed_by)}


@pytest.mark.shared
@pytest.mark.skipif(not FIRST.exists(), reason="../shared/articles/first.jsonl is not here")
class TestFirstArticle:
    """Two claimed attacks on convoys, a drone strike the night before, and much background."""

    def test_three_events_are_new_and_no_more(self, first: Reading) -> None:
        assert [e.type.value for e in _new(first)] == ["armed_attack", "armed_attack", "drone_strike"]
        assert first.relevant

    def test_days_and_hours(self, first: Reading) -> None:
        told = [(e.date.value.start, e.date.value.end, e.date.value.precision, e.time and e.time.value) for e in _new(first) if e.date]
        sunday, saturday = date(2021, 9, 12), date(2021, 9, 11)
        assert told == [(sunday, sunday, "day", "07:15"), (sunday, sunday, "day", "09:00"), (saturday, saturday, "day", None)]

    def test_places(self, first: Reading) -> None:
        places = [_place(e) for e in _new(first)]
        assert [(p.admin1, p.country, p.precision) for p in places] == [
            ("Al Muthanna", "IQ", "governorate"),
            ("Al-Qadisiyyah", "IQ", "town"),
            ("Erbil", "IQ", "site"),
        ]
        assert [p.text for p in places] == ["المثنى", "الديوانية", "قرب مطار أربيل الدولي"]
        assert places[2].name == "Erbil International Airport"
        assert places[2].lat == pytest.approx(36.24, abs=0.05)
        assert places[2].lon == pytest.approx(43.96, abs=0.05)

    def test_who_attacked_and_who_claims_it(self, first: Reading) -> None:
        one, two, drone = _new(first)
        claimed = {"perpetrators": ["Ashab al-Kahf"], "claimed_by": ["Ashab al-Kahf"]}
        assert [_who(one), _who(two), _who(drone)] == [claimed, claimed, {"perpetrators": [], "claimed_by": []}]
        assert one.perpetrators[0].value.kind == "militia"

    def test_what_was_struck(self, first: Reading) -> None:
        one, two, drone = _new(first)
        for attack in (one, two):
            (target,) = attack.targets
            assert "US" in target.value.label
            assert "convoy" in target.value.label
            assert target.value.kind == "foreign_forces"
        (site,) = drone.targets
        assert site.value.text.startswith("موقعا")
        assert site.value.kind == "infrastructure"

    def test_weapons_and_tolls(self, first: Reading) -> None:
        assert [[w.value for w in e.weapons] for e in _new(first)] == [[], [], ["drone"]]
        assert all(e.killed is None and e.wounded is None and e.captured is None for e in _new(first))

    def test_factuality_and_sources(self, first: Reading) -> None:
        one, two, drone = _new(first)
        assert {e.factuality.value for e in (one, two, drone)} == {"asserted"}
        assert not any(e.aggregate for e in (one, two, drone))
        assert drone.sources == ()
        for attack in (one, two):
            assert [s.value.text for s in attack.sources if "أصحاب الكهف" in s.value.text]

    def test_background_stays_background(self, first: Reading) -> None:
        single = [e for e in first.events if e.status.value == "background" and not e.aggregate]
        found = {(e.type.value, e.date.value.start.year if e.date and e.date.value.start else None) for e in single}
        assert {("withdrawal", 2011), ("territory_captured", 2003), ("political_decision", 2020)} <= found
        assert ("agreement", None) in found  # the text says that it was signed before that withdrawal, and no more
        assert ("territory_captured", 2014) in found
        assert {e.type.value for e in single} >= {"assassination", "deployment"}

    def test_nothing_else_comes_out(self, first: Reading) -> None:
        single = Counter(e.type.value for e in first.events if e.status.value == "background" and not e.aggregate)
        told = ["withdrawal", "agreement", "territory_captured", "territory_captured", "political_decision", "assassination", "deployment"]
        assert single - Counter(told) == Counter()

    def test_without_a_day_of_publication_the_dates_stay_open(self) -> None:
        reading = _first(published=False)
        events = _new(reading)
        assert [e.type.value for e in events] == ["armed_attack", "armed_attack", "drone_strike"]
        assert [(p.admin1, p.precision) for p in map(_place, events)] == [
            ("Al Muthanna", "governorate"),
            ("Al-Qadisiyyah", "town"),
            ("Erbil", "site"),
        ]
        assert [e.time.value if e.time else None for e in events] == ["07:15", "09:00", None]
        for event in events:
            assert event.date is not None
            assert event.date.value.start is None
            assert event.date.value.reason
