"""Linking: each finding by a case, and the same incidents in whatever order reports come."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.link import LEVELS, SAME, UNSURE, Occurrence, compare, link_events, make
from sijill.model import EventRef, Place, When
from sijill.register.deciding import settle_decision
from sijill.register.ingest import bring_up_to_date, link_all
from sijill.register.review import decide, undo
from tests.databases import Place as Where
from tests.databases import place, postgresql
from tests.register_team import (
    BOMB,
    BOMB_TOO,
    DAY,
    PLACES,
    RECALL,
    SHELLS,
    article,
    author,
    held,
    incident_of,
    news,
    opened,
    put,
    read,
    refs,
    right,
    told,
    workshop,
)

__all__ = ["place", "postgresql"]
D = date(2021, 9, 12)


def at(name: str, lat: float, lon: float, precision: Any = "town", id: str | None = "", **other: Any) -> Place:
    values: dict[str, Any] = {"name": name, "admin1": "Al Anbar", "country": "IQ"} | other
    return Place(name, values["name"], values["admin1"], values["country"], lat, lon, precision, f"sj:{name}" if id == "" else id)


RAMADI = at("الرمادي", 33.42, 43.30)
HEET = at("هيت", 33.64, 42.83)
SUBURB = at("الملعب", 33.43, 43.31, "site")
KHALDIYA = at("الخالدية", 33.39, 43.44)
ANBAR = at("الأنبار", 33.4, 43.0, "governorate")


def one(report: str = "a", **other: Any) -> Occurrence:
    """An occurrence; `day` None for none."""
    day = other.pop("day", D)
    days = other.pop("days", 1)
    when = When(day, day + timedelta(days - 1), "day") if day else None
    values: dict[str, Any] = {
        "ref": EventRef(report, "e0"), "type": "ied", "news": True, "published": D, "when": when, "place": RAMADI, "not_names": frozenset(),
    }  # fmt: skip
    made = make(**(values | other))
    assert made is not None
    return made


# level → what the two occurrences have otherwise than `one()`
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "same_day": ({}, {}),
    "days_overlap": ({"days": 2}, {}),
    "reported_then": ({}, {"day": None}),
    "published_together": ({"day": None}, {"day": None}),
    "next_day": ({}, {"day": D + timedelta(1)}),
    "days_possible": ({"day": None}, {"day": None, "published": D + timedelta(1)}),
    "same_hour": ({"clock": "07:10"}, {"clock": "08:10"}),
    "other_hour": ({"clock": "07:10"}, {"clock": "08:11"}),
    "same_place": ({}, {}),
    "same_name": ({"place": at("السدة", 33.1, 44.2, id=None)}, {"place": at("السدة", 33.5, 44.9, id=None)}),
    "inside": ({}, {"place": at("القطانة", 33.42, 43.30, "site", id=None)}),
    "near": ({}, {"place": SUBURB}),
    "beside": ({}, {"place": KHALDIYA}),
    "other_name": ({"place": at("السدة", 33.1, 44.2, id=None)}, {"place": at("البوعيثة", 33.5, 44.9, id=None)}),
    "holds": ({}, {"place": ANBAR}),
    "same_division": ({"place": ANBAR}, {"place": ANBAR}),
    "place_open": ({}, {"place": Place("شمال البلاد", None, None, "IQ")}),
    "place_unknown": ({}, {"place": None}),
    "same_type": ({}, {}),
    "near_type": ({}, {"type": "explosion"}),
    "other_type": ({}, {"type": "protest"}),
    "same_actor": ({"actors": frozenset({"x", "y"})}, {"actors": frozenset({"y"})}),
    "same_kind": ({"actor_kinds": frozenset({"militia"})}, {"actor_kinds": frozenset({"militia"})}),
    "other_actor": ({"actors": frozenset({"x"})}, {"actors": frozenset({"y"})}),
    "same_target": ({"target_kinds": frozenset({"civilians"})}, {"target_kinds": frozenset({"civilians", "officials"})}),
    "other_target": ({"target_kinds": frozenset({"civilians"})}, {"target_kinds": frozenset({"officials"})}),
    "killed_same": ({"killed": (3, 5)}, {"killed": (5, 5)}),
    "killed_close": ({"killed": (3, 3)}, {"killed": (5, 5)}),
    "killed_apart": ({"killed": (3, 3)}, {"killed": (6, 6)}),
    "wounded_same": ({"wounded": (3, 3)}, {"wounded": (3, 3)}),
    "wounded_close": ({"wounded": (20, 20)}, {"wounded": (30, 30)}),
    "wounded_apart": ({"wounded": (20, 20)}, {"wounded": (31, 31)}),
    "same_weapon": ({"weapons": frozenset({"ied"})}, {"weapons": frozenset({"ied", "rifle"})}),
    "other_weapon": ({"weapons": frozenset({"ied"})}, {"weapons": frozenset({"rifle"})}),
}


def test_every_level_has_a_case() -> None:
    assert set(CASES) == set(LEVELS)


@pytest.mark.parametrize("level", CASES)
def test_what_a_comparison_finds(level: str) -> None:
    left, right = CASES[level]
    link, back = compare(one("a", **left), one("b", **right)), compare(one("b", **right), one("a", **left))
    assert link is not None
    assert level in {reason.level for reason in link.reasons}
    assert len({reason.comparison for reason in link.reasons}) == len(link.reasons)  # one finding for each comparison
    assert all(reason.weight == LEVELS[reason.level].weight for reason in link.reasons)
    assert back is not None
    assert (back.score, back.left, back.right) == (link.score, link.left, link.right)
    assert link.verdict == ("same" if link.score >= SAME else "unsure" if link.score >= UNSURE else "different")


@pytest.mark.parametrize(
    "other",
    [
        {"day": D + timedelta(2)},
        {"place": at("دمشق", 33.5, 36.3, country="SY", admin1="Damascus")},
        {"place": HEET},
        {"place": at("ديالى", 33.9, 45.0, "governorate", admin1="Diyala")},
    ],
    ids=["two days apart", "another country", "over 20 km apart", "another province"],
)
def test_what_cannot_be_one_is_not_compared(other: dict[str, Any]) -> None:
    assert compare(one("a"), one("b", **other)) is None


def test_nothing_and_nothing_is_no_figure_in_common() -> None:
    link = compare(one("a", killed=(0, 0)), one("b", killed=(0, 0)))
    assert link is not None
    assert not any(reason.comparison == "killed" for reason in link.reasons)


def test_a_score_is_the_sum_of_its_reasons() -> None:
    link = compare(one("a", killed=(3, 3), clock="07:00"), one("b", killed=(3, 3), clock="07:30"))
    assert link is not None
    assert link.score == pytest.approx(sum(reason.weight for reason in link.reasons) - 0.3)


def occurrences() -> st.SearchStrategy[list[Occurrence]]:
    def build(rows: list[tuple[int, int, int, int, int, bool, bool]]) -> list[Occurrence]:
        found: dict[EventRef, Occurrence] = {}
        for report, day, where, kind, killed, fresh, dated in rows:
            o = one(
                f"r{report}", day=D + timedelta(day) if dated or not fresh else None, published=D + timedelta(day), news=fresh,
                place=(RAMADI, SUBURB, ANBAR, None, KHALDIYA)[where], type=("ied", "explosion", "protest")[kind],
                killed=None if killed == 9 else (killed, killed),
            )  # fmt: skip
            ref = EventRef(f"r{report}", f"e{sum(known.report == f'r{report}' for known in found)}")
            found[ref] = replace(o, ref=ref)
        return list(found.values())

    n = st.integers
    row = st.tuples(n(0, 12), n(0, 3), n(0, 4), n(0, 2), st.sampled_from([0, 2, 3, 9]), st.booleans() | st.just(True), st.booleans())
    return st.lists(row, max_size=16).map(build)


@settings(max_examples=150, deadline=None)
@given(occurrences(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(found: list[Occurrence], dice: random.Random) -> None:
    incidents, links = link_events(found)
    shuffled = found.copy()
    dice.shuffle(shuffled)
    assert link_events(shuffled) == (incidents, links)
    news_refs = [ref for incident in incidents for ref in incident.events]
    assert sorted(news_refs) == sorted(o.ref for o in found if o.news)  # each in just one; background makes none
    recalled = [ref for incident in incidents for ref in incident.recalled_by]
    assert len(recalled) == len(set(recalled))
    assert set(recalled) <= {o.ref for o in found if not o.news}
    for incident in incidents:
        reports = [ref.report for ref in incident.events]
        assert len(reports) == len(set(reports))  # two events of one report are never one
        assert not set(reports) & {ref.report for ref in incident.recalled_by}


@settings(max_examples=100, deadline=None)
@given(occurrences(), st.data())
def test_what_reviewers_judged_stands(found: list[Occurrence], data: st.DataObject) -> None:
    pairs = list(combinations(sorted(o.ref for o in found if o.news), 2))
    if not pairs:
        return
    apart = set(data.draw(st.lists(st.sampled_from(pairs), max_size=3)))
    (together,) = data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=1))
    holds = {ref: i.id for i in link_events(found, [together], apart - {together})[0] for ref in i.events}
    assert holds[together[0]] == holds[together[1]]
    holds = {ref: i.id for i in link_events(found, (), apart)[0] for ref in i.events}
    assert all(holds[left] != holds[right] for left, right in apart)


def test_a_chain_does_not_tie_what_is_unlike() -> None:
    days = [one(f"r{n}", day=D + timedelta(n)) for n in range(6)]
    assert all(len({ref.report for ref in incident.events}) <= 2 for incident in link_events(days)[0])


# ── the register


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_register_holds_the_same_in_whatever_order_reports_come(seed: int, tmp_path: Path) -> None:
    captures = news(28, seed)
    dice = random.Random(seed)
    states = []
    for n, size in enumerate((28, 1, 9)):
        order = captures.copy()
        dice.shuffle(order)
        with opened(tmp_path / f"{n}.sqlite") as register:
            for begin in range(0, len(order), size):
                put(register, *order[begin : begin + size], target=str(begin))
            assert right(register)
            states.append(held(register))
    assert states[1:] == states[:-1]
    incidents = states[0]["incidents"].values()
    assert any(len(i.events) > 3 for i in incidents)
    assert any(i.recalled_by for i in incidents)
    assert states[0]["copies"]


def test_both_databases_hold_the_same(place: Where, tmp_path: Path) -> None:
    captures = news(25, 4)
    with opened(place()) as register, opened(tmp_path / "other.sqlite") as other:
        put(register, *captures[:10])
        put(register, *captures[10:])
        put(other, *captures)
        assert right(register)
        assert held(register) == held(other)
        for _ in link_all(register, workshop()):
            pass
        assert held(register) == held(other)


def test_background_never_makes_an_incident(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        put(register, article("old", told(RECALL), DAY + timedelta(30)))
        assert [row.status for row in register.events_of("old")] == ["background"]
        assert register.count_incidents() == 0
        put(register, article("new", told(BOMB)))
        found = incident_of(register, "new")
        assert [ref.report for ref in found.recalled_by] == ["old"]
        assert register.count_incidents() == 1
        assert right(register)
        put(register, article("new", "افتتح المحافظ مدرسة جديدة في الرمادي وحضر الأهالي حفل الافتتاح وتحدثوا إلى الصحفيين."))
        assert register.count_incidents() == 0  # what was recalled is news nowhere any more
        assert right(register)


def three(register: Any) -> None:
    """Two reports of one bombing, and one of another that looks unlike."""
    put(register, article("a", told(BOMB)), article("b", told(BOMB_TOO)), article("c", told(SHELLS, PLACES[1])))


def test_a_merge_stands_after_linking_anew_and_new_reports(place: Where) -> None:
    with opened(place()) as register:
        three(register)
        ab, c = incident_of(register, "a"), incident_of(register, "c")
        assert incident_of(register, "b") == ab
        decided(register, "merge", [ab.id, c.id])
        assert {ref.report for ref in incident_of(register, "c").events} == {"a", "b", "c"}
        assert right(register)
        for _ in link_all(register, workshop()):
            pass
        put(register, article("d", told(SHELLS, PLACES[1], killed=4)), article("0", told(BOMB, killed=4)))
        merged = incident_of(register, "c")
        assert {"a", "b", "c"} <= {ref.report for ref in merged.events}
        assert right(register)
        # one of the merged reports turns out to be about something else: the others stay together
        put(register, article("b", "افتتح المحافظ مدرسة جديدة في الرمادي وحضر الأهالي حفل الافتتاح وتحدثوا إلى الصحفيين."))
        assert {"a", "c"} <= {ref.report for ref in incident_of(register, "a").events}
        assert right(register)
        with register.transaction():
            settle_decision(register, undo(register, 1, author(), "they are two"), workshop())
        assert incident_of(register, "a").id != incident_of(register, "c").id
        assert right(register)


def test_a_split_stands_after_linking_anew_and_new_reports(place: Where) -> None:
    with opened(place()) as register:
        three(register)
        found = incident_of(register, "a")
        decided(register, "split", [found.id], events=refs(found, "b"))
        assert incident_of(register, "a").id != incident_of(register, "b").id
        assert right(register)
        for _ in link_all(register, workshop()):
            pass
        put(register, article("d", told(BOMB)), article("0", told(BOMB_TOO, killed=4)))
        assert incident_of(register, "a").id != incident_of(register, "b").id
        assert right(register)
        found, other = incident_of(register, "a"), incident_of(register, "b")
        decided(register, "merge", [found.id, other.id])  # the later stands
        assert incident_of(register, "a").id == incident_of(register, "b").id
        assert right(register)
        merged = incident_of(register, "a")
        decided(register, "split", [merged.id], events=refs(merged, "a"))  # the others of the merge stay together
        assert incident_of(register, "b").events == tuple(ref for ref in merged.events if ref.report != "a")
        assert right(register)


def decided(register: Any, kind: Any, incidents: list[str], **other: Any) -> None:
    with register.transaction():
        settle_decision(register, decide(register, kind, incidents, author(), "the photographs", **other), workshop())


def test_a_corrected_report_moves_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        put(register, *news(30, 5), article("a", told(BOMB)), article("b", told(BOMB_TOO)))
        assert incident_of(register, "a").id == incident_of(register, "b").id
        put(register, article("a", told(BOMB, "الموصل")))
        assert incident_of(register, "a").id != incident_of(register, "b").id
        assert right(register)
        put(register, article("a", told(BOMB)))
        assert incident_of(register, "a").id == incident_of(register, "b").id
        assert right(register)


def test_copies_of_copies_are_one_group_whenever_they_come(tmp_path: Path) -> None:
    story = " ".join(told(text, PLACES[1]) for text in (BOMB, SHELLS, BOMB_TOO))
    week = timedelta(6)
    chain = [article(f"c{n}", story + " نقلا عن الوكالة" * n, DAY + n * week) for n in range(4)]
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (0, 2, 3, 1)):
        with opened(tmp_path / f"{''.join(map(str, order))}.sqlite") as register:
            for n in order:
                put(register, chain[n], target=str(n))
            assert {name: copy.leader for name, copy in register.copies_of(["c0", "c1", "c2", "c3"]).items()} == {
                "c1": "c0", "c2": "c0", "c3": "c0",
            }  # fmt: skip
            put(register, article("c1", told(STORY_ELSE), DAY + week))  # the one between is corrected: the chain is broken
            assert {name: copy.leader for name, copy in register.copies_of(["c0", "c1", "c2", "c3"]).items()} == {"c3": "c2"}


STORY_ELSE = "افتتح المحافظ مدرسة جديدة في {p} وحضر الأهالي حفل الافتتاح وتحدثوا إلى الصحفيين عن حاجات الحي."


def test_what_waits_is_done_by_the_next_call(tmp_path: Path) -> None:
    captures = news(20, 6)
    with opened(tmp_path / "a.sqlite") as register, opened(tmp_path / "b.sqlite") as other:
        put(other, *captures)
        from sijill.register.ingest import ingest

        for step in ingest(register, captures, read, workshop(), "broken off"):
            if step.stage != "ingest":
                break
        assert register.count_incidents() == 0
        for _ in bring_up_to_date(register, read, workshop()):
            pass
        assert held(register) == held(other)
