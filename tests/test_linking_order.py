"""Whatever the order in which reports come, and in how many parts, the incidents are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.cli.opening import reader
from sijill.knowledge import load
from sijill.link import Occurrence, link_events
from sijill.model import Capture, EventRef, Incident, Place
from sijill.register.deciding import settle_decision
from sijill.register.ingest import ingest
from sijill.register.review import Author, decide, undo
from sijill.register.verify import verify
from sijill.register.workshop import Workshop
from sijill.store.names import names_of
from sijill.store.register import Register, open_register

NOW = datetime(2022, 1, 1, tzinfo=UTC)
DAY = date(2021, 9, 11)
TOWNS = (("بعقوبة", "iq-1", 33.74, 44.64), ("الخالص", "iq-2", 33.81, 44.53), ("المقدادية", "iq-3", 33.98, 44.94))


@st.composite
def occurrences(draw: st.DrawFn) -> list[Occurrence]:
    """News and background of a few reports, near enough to one another to be confused."""
    made = []
    for report in range(draw(st.integers(2, 7))):
        for event in range(draw(st.integers(1, 3))):
            text, row, lat, lon = draw(st.sampled_from(TOWNS))
            day = DAY + timedelta(days=draw(st.integers(0, 3)))
            toll = draw(st.one_of(st.none(), st.integers(1, 4).map(lambda n: (n, n))))
            place = draw(st.sampled_from([None, Place(text, text, "Diyala", "IQ", lat, lon, "town", row)]))
            dated = draw(st.booleans())
            first = day if dated else day - timedelta(days=3)
            kind = draw(st.sampled_from(["ied", "explosion", "shelling"]))
            made.append(
                Occurrence(
                    EventRef(f"r{report}", f"e{event}"), kind, first, day, dated, day, draw(st.integers(0, 5)) > 0, None, place,
                    frozenset({text}) if place else frozenset(), place is not None, killed=toll,
                )
            )  # fmt: skip
    return made


@given(occurrences(), st.data())
@settings(max_examples=150, deadline=None)
def test_linking_does_not_depend_on_the_order(found: list[Occurrence], data: st.DataObject) -> None:
    incidents, links = link_events(found)
    assert (incidents, links) == link_events(data.draw(st.permutations(found)))
    held = [ref for i in incidents for ref in i.events]
    assert sorted(held) == sorted(o.ref for o in found if o.news)
    for incident in incidents:
        assert len({ref.report for ref in incident.events}) == len(incident.events)
        assert not {ref.report for ref in incident.events} & {ref.report for ref in incident.recalled_by}


TEXTS = (
    ("a", 0, "قُتل جنديان وأصيب ثلاثة بانفجار عبوة ناسفة استهدفت دورية للجيش العراقي شمالي بعقوبة فجر اليوم."),
    ("b", 0, "قُتل جنديان وأصيب ثلاثة بانفجار عبوة ناسفة استهدفت دورية للجيش العراقي شمالي بعقوبة فجر اليوم."),
    ("c", 1, "أعلنت مديرية الصحة مقتل ثلاثة جنود في تفجير العبوة الناسفة شمالي بعقوبة أمس. وفي الموصل اعتقلت الشرطة أربعة مسلحين أمس."),
    ("d", 2, "اعتقلت الشرطة أربعة مسلحين في الموصل أول أمس."),
    ("e", 1, "انفجرت عبوة ناسفة في المقدادية أمس، وأصيب مدني."),
    ("f", 9, "هجوم بقذائف الهاون على قرية قرب خانقين\n"
             "أصيب مدنيان بجروح بسقوط قذيفتي هاون على قرية قرب خانقين في محافظة ديالى مساء أمس الأحد، وفق الشرطة.\n"
             "وكان ثلاثة جنود قد قتلوا بانفجار عبوة ناسفة شمالي بعقوبة في 11 أيلول الجاري."),
    ("g", 1, "قُتل جندي بانفجار عبوة ناسفة في كركوك أمس، وأصيب مدني بانفجار عبوة ثانية في المقدادية أمس."),
)  # fmt: skip


def capture_of(name: str, later: int, text: str) -> Capture:
    return Capture(
        key=name, raw=text.encode(), media_type="text/plain", text=text, title="", outlet=f"صحيفة {name}", country=None, url=None,
        published=DAY + timedelta(days=later), published_by="given", published_words="", retrieved=NOW, captured_by="test", where=name,
    )  # fmt: skip


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(load(), "test", lambda: NOW)


def made(path: Path, workshop: Workshop, parts: Iterable[Sequence[tuple[str, int, str]]]) -> Register:
    register = open_register(str(path), names=names_of(workshop.knowledge), create=True)
    for number, part in enumerate(parts):
        for step in ingest(register, [capture_of(*item) for item in part], reader(1), workshop, f"part {number}"):
            assert step.error is None
    return register


def held(register: Register) -> dict[str, Incident]:
    return dict(register.memberships(list(register.incident_ids()), with_links=False))


def settled(register: Register) -> dict[str, Any]:
    found = {name: register.incident(name) for name in register.incident_ids()}
    return {name: row.projection.record for name, row in found.items() if row is not None and row.projection is not None}


@pytest.mark.parametrize("order", ["abcdefg", "gfedcba", "dafgcbe", "fcgabde"])
def test_a_register_filled_bit_by_bit_holds_what_one_filled_at_once_does(order: str, tmp_path: Path, workshop: Workshop) -> None:
    by_name = {item[0]: item for item in TEXTS}
    with (
        made(tmp_path / "once.sqlite", workshop, [TEXTS]) as once,
        made(tmp_path / "bits.sqlite", workshop, [[by_name[name]] for name in order]) as bits,
    ):
        assert held(bits) == held(once)
        assert any(len(i.events) > 2 for i in held(once).values())
        assert any(i.recalled_by for i in held(once).values())
        assert settled(bits) == settled(once)
        assert len(settled(once)) == len(held(once))
        assert [fault for fault in verify(bits, workshop) if not isinstance(fault, int)] == []


def test_after_a_decision_nothing_waits(tmp_path: Path, workshop: Workshop) -> None:
    author = Author("منى", NOW, workshop.knowledge_version, workshop.code)
    with made(tmp_path / "r.sqlite", workshop, [TEXTS]) as register:
        before = held(register)
        name, incident = next((name, i) for name, i in before.items() if len(i.events) > 2)
        with register.transaction():
            decision = decide(register, "split", [name], author, "another bomb", events=incident.events[-1:])
            settle_decision(register, decision, workshop)
        assert held(register) != before
        assert [fault for fault in verify(register, workshop) if not isinstance(fault, int)] == []
        with register.transaction():
            settle_decision(register, undo(register, decision.id or 0, author, "it was the same"), workshop)
        assert held(register) == before
        assert [fault for fault in verify(register, workshop) if not isinstance(fault, int)] == []
