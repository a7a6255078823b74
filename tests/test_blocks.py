"""Blocks pass over nobody who could be linked, and the quick score is that of the whole comparison."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.link import UNSURE, Occurrence, compare, group_events, link_events, links_among
from sijill.link.comparisons import score
from sijill.model import EventRef, Place

DAY = date(2021, 9, 11)
WORDS = ("السدة", "الخالدية", "البوعيثة")


@st.composite
def places(draw: st.DrawFn) -> Place | None:
    """Places with and without province, point and row of the gazetteer, some just across a border of cells or provinces."""
    if draw(st.integers(0, 5)) == 0:
        return None
    country = draw(st.sampled_from(["IQ", "IQ", "SY", None]))
    admin1 = draw(st.sampled_from(["Diyala", "Al Anbar", None])) if country else None
    point = draw(st.sampled_from([(33.49, 43.99), (33.51, 44.01), (33.62, 44.12), (35.2, 41.0), (68.3, 33.0), None]))
    row = f"sj:{point}" if point and draw(st.booleans()) else None
    precision = draw(st.sampled_from(["site", "town", "governorate"]))
    lat, lon = point or (None, None)
    return Place(draw(st.sampled_from(WORDS)), "x", admin1, country, lat, lon, precision, row)  # type: ignore[arg-type]


@st.composite
def occurrences(draw: st.DrawFn) -> list[Occurrence]:
    made = []
    for n in range(draw(st.integers(2, 9))):
        first = DAY + timedelta(draw(st.integers(0, 4)))
        place, dated = draw(places()), draw(st.booleans())
        fine = place is not None and (place.precision != "governorate" or (place.gazetteer_id is None and place.lat is not None))
        toll = draw(st.one_of(st.none(), st.integers(0, 4).map(lambda low: (low, low + 1))))
        made.append(
            Occurrence(
                EventRef(f"r{draw(st.integers(0, 5))}", f"e{n}"), draw(st.sampled_from(["ied", "explosion", "protest"])), first,
                first + timedelta(draw(st.integers(0, 2))), dated, DAY, True, draw(st.sampled_from([None, 60, 600])), place,
                frozenset({place.text}) if place else frozenset(), fine, frozenset(draw(st.sets(st.sampled_from("ab")))),
                frozenset({"militia"}), frozenset(draw(st.sets(st.sampled_from("cd")))), frozenset(draw(st.sets(st.sampled_from("xy")))),
                toll, toll,
            )
        )  # fmt: skip
    return made


@given(occurrences())
@settings(max_examples=300, deadline=None)
def test_blocks_bring_together_all_that_may_be_linked(found: list[Occurrence]) -> None:
    every = {
        (link.left, link.right): link
        for a, b in combinations(found, 2)
        if a.ref.report != b.ref.report and (link := compare(a, b)) is not None and link.verdict != "different"
    }
    assert {(link.left, link.right): link for link in links_among(found)} == every
    chosen = {o.ref for o in found[: len(found) // 2]}
    near = {pair for pair in every if not chosen.isdisjoint(pair)}
    assert [(link.left, link.right) for link in sorted(links_among(found, chosen), key=lambda li: (li.left, li.right))] == sorted(near)


@given(occurrences())
@settings(max_examples=200, deadline=None)
def test_the_quick_score_is_that_of_the_reasons(found: list[Occurrence]) -> None:
    for a, b in combinations(found, 2):
        link = compare(a, b)
        assert score(a, b) == score(b, a) == (link.score if link is not None else None)
        assert score(a, b, UNSURE) == (link.score if link is not None and link.score >= UNSURE else None)


@given(occurrences())
@settings(max_examples=150, deadline=None)
def test_groups_alone_are_the_groups_of_the_incidents(found: list[Occurrence]) -> None:
    assert group_events(found) == [(i.events, i.recalled_by) for i in link_events(found)[0]]
