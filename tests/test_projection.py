"""Settling an incident: each written rule by a case, copies counted once, and the same in any order."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.model import Count, Event, EventRef, Incident, IncidentRecord, Party, Place, Report, Statement, Toll, When
from sijill.model.spans import Evidence
from sijill.register.project import Member, project

D = date(2021, 9, 12)
TEXT = "انفجرت عبوة ناسفة في الرمادي وقتل ثلاثة جنود"


def said(value: Any, rule: str = "r", by: str | None = None) -> Statement[Any]:
    return Statement(value, (Evidence(0, 6, TEXT[:6]),), rule, attributed_to=by)


def on(first: date, days: int = 1, precision: Any = "day") -> When:
    return When(first, first + timedelta(days - 1), precision)


def town(name: str, precision: Any = "town", id: str | None = "", lat: float | None = 33.4, **other: Any) -> Place:
    values: dict[str, Any] = {"admin1": "Al Anbar", "country": "IQ"} | other
    found = f"sj:{name}" if id == "" else id
    return Place(name, name, values["admin1"], values["country"], lat, None if lat is None else 43.3, precision, found)


def tells(report: str, published: date | None = D + timedelta(1), copy_of: str = "", outlet: str = "", **fields: Any) -> Member:
    """What one report tells: values, made statements."""
    made: dict[str, Any] = {"type": said("ied"), "status": said("new"), "factuality": said("asserted"), "confidence": 0.8}
    for name, value in fields.items():
        if name in ("killed", "wounded", "captured"):
            made[name] = said(Count(*value) if isinstance(value, tuple) else Count(value, value))
        elif isinstance(value, list):
            made[name] = tuple(said(one) for one in value)
        else:
            made[name] = said(value)
    event = Event("e0", **made)
    return Member(Report(TEXT, outlet=outlet or f"o-{report}", published=published, id=report), event, copy_of)


def settle(*members: Member) -> IncidentRecord:
    """The record, the same in any order of the members."""
    incident = Incident("i", tuple(sorted(EventRef(m.report.id, m.event.id) for m in members)))
    records = [project(incident, order) for order in permutations(members)] if len(members) < 5 else [project(incident, members)]
    assert all(record == records[0] for record in records)
    return records[0]


def value(settled: Any) -> Any:
    assert settled is not None
    return settled.value


# ── days


def test_the_day_that_most_give_in_words() -> None:
    record = settle(tells("a", date=on(D)), tells("b", date=on(D)), tells("c", date=on(D + timedelta(1))))
    assert (value(record.date).start, value(record.date).precision) == (D, "day")
    assert record.date is not None
    assert [t.ref.report for t in record.date.support] == ["a", "b"]
    assert [t.ref.report for t in record.date.against] == ["c"]
    assert "date" in record.contested


def test_copies_give_a_day_once() -> None:
    copies = [tells(f"c{n}", copy_of="c0", date=on(D + timedelta(1))) for n in range(3)]
    record = settle(*copies, tells("a", date=on(D)), tells("b", date=on(D)), tells("d", date=on(D)))
    assert value(record.date).start == D
    assert record.independent == 4


def test_a_day_beats_a_week_and_a_week_that_holds_it_agrees() -> None:
    record = settle(
        tells("a", date=on(D - timedelta(3), 7, "week")), tells("b", date=on(D)), tells("c", date=on(D - timedelta(3), 7, "week"))
    )
    assert (value(record.date).start, value(record.date).precision) == (D, "day")
    assert record.contested == ()


def test_a_day_of_the_night_agrees_with_the_night() -> None:
    record = settle(tells("a", date=on(D, 2)), tells("b", date=on(D, 2)), tells("c", date=on(D + timedelta(1))))
    assert value(record.date).end == D + timedelta(1)
    assert record.contested == ()


def test_a_day_left_open_contradicts_nothing() -> None:
    record = settle(tells("a", date=on(D)), tells("b", date=When(None, None, "none", reason="two Sundays")))
    assert value(record.date).start == D
    assert record.contested == ()


def test_without_a_day_the_first_publication_is_said_and_never_a_day() -> None:
    record = settle(tells("a", D + timedelta(4)), tells("b", D + timedelta(1)), tells("c", None))
    assert record.date is not None
    found = record.date.value
    assert (found.start, found.end, found.precision) == (D, D + timedelta(1), "week")
    assert "publication" in record.date.rule
    assert record.date.support == ()
    assert settle(tells("a", None)).date is None


# ── places


def test_the_finest_place_that_most_agree_with() -> None:
    anbar = town("الأنبار", "governorate")
    record = settle(tells("a", place=anbar), tells("b", place=town("الرمادي")), tells("c", place=anbar))
    assert value(record.place).text == "الرمادي"
    assert record.contested == ()


def test_a_town_against_two_of_another_loses_and_stays_beside() -> None:
    record = settle(tells("a", place=town("هيت")), tells("b", place=town("الرمادي")), tells("c", place=town("الرمادي")))
    assert record.place is not None
    assert record.place.value.text == "الرمادي"
    assert [t.value.text for t in record.place.against] == ["هيت"]


def test_a_finer_place_in_another_province_does_not_win() -> None:
    record = settle(
        tells("a", place=town("ديالى", "governorate", admin1="Diyala")), tells("b", place=town("بعقوبة", admin1="Diyala")),
        tells("c", place=town("موقع", "site", admin1="Al Anbar")),
    )  # fmt: skip
    assert value(record.place).text == "بعقوبة"


def test_a_village_that_no_gazetteer_holds_is_finer_than_the_town_beside_it() -> None:
    record = settle(tells("a", place=town("الرمادي")), tells("b", place=town("البوعيثة", id=None)))
    assert value(record.place).text == "البوعيثة"
    assert record.contested == ()


def test_copies_name_a_place_once() -> None:
    copies = [tells(f"c{n}", copy_of="c0", place=town("هيت")) for n in range(3)]
    record = settle(*copies, tells("a", place=town("الرمادي")), tells("b", place=town("الرمادي")))
    assert value(record.place).text == "الرمادي"
    assert settle(tells("a")).place is None


# ── tolls


def test_a_toll_is_a_range_and_the_lowest_of_the_last() -> None:
    record = settle(
        tells("a", D, killed=2),
        tells("b", D + timedelta(1), killed=(5, 7)),
        tells("c", D + timedelta(1), killed=4),
        tells("d", None, killed=9),
    )
    toll = value(record.killed)
    assert (toll.low, toll.high, toll.conservative) == (2, 9, 4)
    assert record.killed is not None
    assert [t.ref.report for t in record.killed.support] == ["c"]
    assert record.wounded is None


def test_tens_without_a_figure_say_nothing_of_the_range() -> None:
    record = settle(tells("a", killed=(None, None)), tells("b", killed=(10, None)))
    assert (value(record.killed).low, value(record.killed).high) == (10, 10)
    assert settle(tells("a", killed=(None, None))).killed is None


@pytest.mark.parametrize(("word", "figure"), [("tens", 10), ("dozens", 12), ("hundreds", 100), ("thousands", 1000)])
def test_words_alone_are_kept_as_words_and_count_as_the_field_counts_them(word: str, figure: int) -> None:
    record = settle(tells("a", killed=(None, None, word)), tells("b", killed=(None, None, "some")))
    assert value(record.killed) == Toll(figure, figure, figure, word)
    assert record.killed is not None
    assert [t.ref.report for t in record.killed.support] == ["a"]


def test_of_several_words_the_least_is_conservative() -> None:
    record = settle(tells("a", killed=(None, None, "hundreds")), tells("b", killed=(None, None, "tens")))
    assert value(record.killed) == Toll(10, 100, 10, "tens")
    assert record.contested == ("killed",)


def test_words_beside_figures_move_none_and_stand_for_or_against() -> None:
    record = settle(tells("a", killed=(None, None, "tens")), tells("b", killed=15), tells("c", killed=(None, None, "hundreds")))
    assert value(record.killed) == Toll(15, 15, 15)
    assert record.killed is not None
    assert [t.ref.report for t in record.killed.support] == ["a", "b"]
    assert [t.ref.report for t in record.killed.against] == ["c"]


def test_none_killed_is_a_figure() -> None:
    record = settle(tells("a", killed=0))
    assert (value(record.killed).low, value(record.killed).high) == (0, 0)


# ── parties


def party(label: str, kind: str = "militia", id: str | None = None) -> Party:
    return Party(label, label, kind, id)


def test_a_wording_that_another_includes_is_the_same_party() -> None:
    bare, full = party("civilians", "civilians", "noun.civilians"), party("Syrian civilians", "civilians")
    fuller = party("displaced Syrian civilians", "civilians")
    assert [p.value for p in settle(tells("a", targets=[bare]), tells("b", targets=[full])).targets] == [full]
    record = settle(tells("a", targets=[bare]), tells("b", targets=[full]), tells("c", targets=[fuller]))
    assert [(p.value, len(p.support)) for p in record.targets] == [(fuller, 3)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("civilians", "civilians"), ("Syrian officials", "officials")),  # another kind
        (("soldiers", "state_forces"), ("soldier", "state_forces")),  # another word
        (("Islamic Jihad", "militia", "actor.jihad"), ("Palestinian Islamic Jihad", "militia")),  # the registry names the one
    ],
)
def test_other_wordings_stay_two_parties(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    record = settle(tells("a", targets=[party(*one)]), tells("b", targets=[party(*other)]))
    assert len(record.targets) == 2


def test_a_wording_that_two_include_is_neither() -> None:
    several = [party(name, "civilians") for name in ("civilians", "Syrian civilians", "Turkish civilians")]
    assert len(settle(*(tells(p.label, targets=[p]) for p in several)).targets) == 3


def test_every_party_once_the_most_often_named_first_and_the_unknown_last() -> None:
    army, other = party("الجيش", "state_forces", "actor.army"), party("الجيش العراقي", "state_forces", "actor.army")
    unknown, group = party("unknown gunmen", "unidentified_armed"), party("جماعة")
    record = settle(
        tells("a", perpetrators=[unknown]), tells("b", perpetrators=[unknown]), tells("c", perpetrators=[group]),
        tells("d", perpetrators=[army, group], claimed_by=[group], accused=[army], denied_by=[other]),
    )  # fmt: skip
    assert [p.value.label for p in record.perpetrators] == ["جماعة", "الجيش", "unknown gunmen"]
    assert [len(p.support) for p in record.perpetrators] == [2, 1, 2]
    assert [p.value.actor_id for p in (*record.accused, *record.denied_by)] == ["actor.army", "actor.army"]
    assert [p.value.label for p in record.claimed_by] == ["جماعة"]
    assert len(settle(tells("a", targets=[army]), tells("b", targets=[other])).targets) == 1


def test_copies_name_a_party_once() -> None:
    copies = [tells(f"c{n}", copy_of="c0", perpetrators=[party("one")]) for n in range(3)]
    record = settle(*copies, tells("a", perpetrators=[party("two")]), tells("b", perpetrators=[party("two")]))
    assert [p.value.label for p in record.perpetrators] == ["two", "one"]


# ── type, factuality, hour, weapons, the rest


@pytest.mark.parametrize(
    ("types", "settled"),
    [
        (("ied", "ied", "shelling"), "ied"),
        (("explosion", "ied"), "ied"),  # of equals the one that says more
        (("ied", "drone_strike"), "ied"),  # then the earliest
        (("armed_attack", "armed_attack", "ied"), "armed_attack"),
    ],
)
def test_the_type(types: tuple[str, ...], settled: str) -> None:
    record = settle(*(tells(f"r{n}", D + timedelta(n), type=kind) for n, kind in enumerate(types)))
    assert record.type.value == settled
    assert ("type" in record.contested) == (len(set(types)) > 1)


def test_copies_give_a_type_once() -> None:
    copies = [tells(f"c{n}", copy_of="c0", type="shelling") for n in range(4)]
    assert settle(*copies, tells("a", type="ied"), tells("b", type="ied")).type.value == "ied"


def test_asserted_where_any_tells_it_as_fact() -> None:
    assert settle(tells("a", factuality="alleged"), tells("b")).factuality.value == "asserted"
    assert settle(tells("a", factuality="alleged"), tells("b", factuality="alleged")).factuality.value == "alleged"


def test_the_hour_and_the_weapons() -> None:
    record = settle(
        tells("a", time="07:00", weapons=["ied"]), tells("b", time="08:00", weapons=["rifle", "ied"]), tells("c", time="08:00", weapons=[])
    )
    assert value(record.clock) == "08:00"
    assert "clock" in record.contested
    assert [w.value for w in record.weapons] == ["ied", "rifle"]


def test_who_says_so() -> None:
    member = tells("a", sources=[party("مصدر أمني")], killed=3)
    assert value(settle(member).killed).high == 3
    record = settle(member, tells("b", killed=3))
    assert record.killed is not None
    assert [t.says for t in record.killed.support] == [("مصدر أمني",), ("o-b",)]
    assert record.outlets == ("o-a", "o-b")
    assert record.reports == ("a", "b")


def test_the_members_must_be_those_of_the_incident() -> None:
    with pytest.raises(ValueError, match="are a#e0, not its events"):
        project(Incident("i", (EventRef("b", "e0"),)), [tells("a")])
    with pytest.raises(ValueError, match="are none"):
        project(Incident("i", (EventRef("b", "e0"),)), [])


def members() -> st.SearchStrategy[list[Member]]:
    def build(rows: list[tuple[int, int, int, int, int, int]]) -> list[Member]:
        made = []
        for n, (day, published, where, killed, kind, copied) in enumerate(rows):
            fields: dict[str, Any] = {"type": ("ied", "explosion", "shelling")[kind]}
            if day < 4:
                fields["date"] = (on(D), on(D, 2), on(D + timedelta(1)), on(D - timedelta(3), 7, "week"))[day]
            if where < 4:
                fields["place"] = (town("الرمادي"), town("هيت"), town("الأنبار", "governorate"), town("قرية", id=None))[where]
            if killed:
                fields["killed"] = killed
            fields["perpetrators"] = [party(("one", "two")[kind % 2])]
            day_of = None if published == 3 else D + timedelta(published)
            made.append(tells(f"r{n}", day_of, f"r{copied}" if copied < n else "", **fields))
        return made

    n = st.integers
    return st.lists(st.tuples(n(0, 4), n(0, 3), n(0, 4), n(0, 4), n(0, 2), n(0, 30)), min_size=1, max_size=8).map(build)


@settings(max_examples=150, deadline=None)
@given(members(), st.randoms(use_true_random=False))
def test_any_order_settles_the_same(found: list[Member], dice: random.Random) -> None:
    incident = Incident("i", tuple(sorted(EventRef(m.report.id, m.event.id) for m in found)))
    record = project(incident, found)
    shuffled = found.copy()
    dice.shuffle(shuffled)
    assert project(incident, shuffled) == record
    statements = {name: {m.report.id for m in found if getattr(m.event, name) is not None} for name in ("place", "killed", "type")}
    for name, reports in statements.items():  # nothing that a report says is lost
        settled = getattr(record, name)
        assert {t.ref.report for t in (*settled.support, *settled.against)} == reports if settled else not reports
    assert record.killed is None or record.killed.value.low <= record.killed.value.conservative <= record.killed.value.high
