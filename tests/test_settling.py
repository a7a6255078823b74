"""Groups that stand before all events have come are those that stand at the end."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.link import APART_DAYS, Occurrence, group_events
from sijill.link.settling import points, settle
from sijill.link.sweep import Sweep
from sijill.model import EventRef, Place

DAY = date(2021, 9, 11)
TOWNS = [Place(f"t{n}", f"t{n}", "Diyala", country, 33.7 + 0.05 * n, 44.6, "town", f"{n}") for n, country in enumerate(("IQ", "IQ", "IR"))]


@st.composite
def war(draw: st.DrawFn) -> list[Occurrence]:
    """News of some weeks from three towns, day by day near enough to be one chain."""
    made = []
    for number in range(draw(st.integers(4, 40))):
        day = DAY + timedelta(draw(st.integers(0, 24)))
        dated = draw(st.integers(0, 3)) > 0
        place = draw(st.sampled_from([*TOWNS, TOWNS[0], None]))
        toll = draw(st.sampled_from([None, (2, 2), (3, 3), (9, 9)]))
        first = day if dated else day - timedelta(3)
        last = day + timedelta(draw(st.sampled_from([0, 0, 0, 5]))) if dated else day
        ref = EventRef(f"r{draw(st.integers(0, 30))}", f"e{number}")
        kind = draw(st.sampled_from(["shelling", "shelling", "air_strike"]))
        made.append(
            Occurrence(ref, kind, first, last, dated, day, True, None, place, frozenset(), place is not None, killed=toll)
        )  # fmt: skip
    return made


def groups_of(found: list[Occurrence]) -> set[tuple[EventRef, ...]]:
    return {refs for refs, _ in group_events(found)}


@given(war(), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_what_is_told_day_by_day_is_what_is_told_at_the_end(found: list[Occurrence], every: int) -> None:
    sweep, told = Sweep(), []
    for number, o in enumerate(sorted(found, key=lambda o: (o.first, o.ref))):
        if number % every == 0:
            told += sweep.settle(lambda held, first=o.first: held.last + APART_DAYS >= first)  # type: ignore[misc]
        sweep.add(o)
    told += sweep.settle(lambda _: False)
    assert len(told) == len(set(told))
    assert set(told) == groups_of(found)


@given(war(), st.integers(0, 20), st.integers(2, 14))
@settings(max_examples=200, deadline=None)
def test_who_holds_some_weeks_tells_nothing_that_the_others_would_change(found: list[Occurrence], begin: int, days: int) -> None:
    first = (DAY + timedelta(begin)).toordinal()
    last = first + days
    sweep = Sweep()
    for o in sorted((o for o in found if o.first <= last and o.last + APART_DAYS >= first), key=lambda o: o.first):
        sweep.add(o)
    told = sweep.settle(lambda o: o.first < first or o.last + APART_DAYS > last)
    assert set(told) <= groups_of(found)
    assert len(sweep) + sum(map(len, told)) == sum(o.first <= last and o.last + APART_DAYS >= first for o in found)


def test_a_war_of_half_a_year_is_one_chain_and_yet_let_go_week_by_week() -> None:
    """The same town shelled daily by the same side: each day tied to the next, and told by several reports."""
    found = [
        Occurrence(
            EventRef(f"{(day * 7919 + n * 104729) % 999983:06}", "e0"), "shelling", DAY + timedelta(day), DAY + timedelta(day), True,
            DAY + timedelta(day), True, None, TOWNS[0], frozenset(), True, killed=(day % 4, day % 4),
        )
        for day in range(180)
        for n in range(4)
    ]  # fmt: skip
    sweep, told, most = Sweep(), [], 0
    for number, o in enumerate(found):
        if number % 28 == 0:
            told += sweep.settle(lambda held, first=o.first: held.last + APART_DAYS >= first)  # type: ignore[misc]
        sweep.add(o)
        most = max(most, len(sweep))
    assert most <= 28 + 40  # a week and what still hangs in doubt, of 720
    told += sweep.settle(lambda _: False)
    assert set(told) == groups_of(found)


def test_a_mean_that_is_just_enough_is_enough_in_whatever_order_it_is_added() -> None:
    refs = [EventRef(name, "e0") for name in "abc"]
    scores = [(0, 1, points(1.1)), (1, 2, points(0.9)), (0, 2, points(-0.1))]  # a and b, then c: (0.9 - 0.1) / 2 = 0.4
    assert settle(refs, scores) == ([[0, 1, 2]], [])
    assert settle(refs, scores[::-1]) == ([[0, 1, 2]], [])
    assert settle(refs, [*scores[:2], (0, 2, points(-0.2))]) == ([[0, 1], [2]], [])


def test_a_pair_beside_what_has_not_come_must_wait() -> None:
    refs = [EventRef(name, "e0") for name in "abcd"]
    chain = [(0, 1, points(2.0)), (1, 2, points(1.0)), (2, 3, points(2.0))]
    assert settle(refs, chain) == ([[0, 1], [2, 3]], [])
    assert settle(refs, chain, waiting=[0]) == ([[2, 3]], [0, 1])  # b may go with a, or with another that has not come: not with c and d
    assert settle(refs, chain[:2], waiting=[0]) == ([[3]], [0, 1, 2])  # without d it may go with c
    assert settle(refs, chain, waiting=[3]) == ([[0, 1]], [2, 3])
