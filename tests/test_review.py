"""What reviewers do, and what becomes of it: when links change, when reports are read again, when it is undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sijill.model import EventRef, Report
from sijill.register.agreement import agreement, alpha, draw
from sijill.register.deciding import settle_decision
from sijill.register.reread import reread
from sijill.register.review import ReviewError, decide, undo
from sijill.register.values import FIELDS, ValueFaultError, parsed
from sijill.register.views import incident_view
from sijill.sources import SourceError
from sijill.store.errors import StoreError
from sijill.store.register import Register
from sijill.store.rows import Decision, Projection, Subject
from tests.databases import Place, place, postgresql
from tests.register_team import (
    BOMB,
    BOMB_TOO,
    PLACES,
    SHELLS,
    article,
    author,
    held,
    incident_of,
    knowledge,
    opened,
    put,
    read,
    refs,
    right,
    told,
    workshop,
)

__all__ = ["place", "postgresql"]


def fill(made: Register) -> Register:
    """Two reports of one bombing, and one of a shelling elsewhere."""
    put(made, article("a", told(BOMB)), article("b", told(BOMB_TOO)), article("c", told(SHELLS, PLACES[1])))
    return made


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with opened(tmp_path / "r.sqlite") as made:
        yield fill(made)


@pytest.fixture
def on_both(place: Place) -> Iterator[Register]:
    """The same on either database, for what asks most of it."""
    with opened(place()) as made:
        yield fill(made)


def take(register: Register, kind: Any, *incidents: str, by: str = "منى", reason: str = "the photographs", **other: Any) -> Decision:
    """Decide and settle, as the command does."""
    with register.transaction():
        decision = decide(register, kind, incidents, author(by), reason, **other)
        settle_decision(register, decision, workshop())
    return decision


def undone(register: Register, number: int) -> Decision:
    with register.transaction():
        decision = undo(register, number, author("سامر"), "it was a mistake")
        settle_decision(register, decision, workshop())
    return decision


def shown(register: Register, report: str) -> Projection:
    stored = register.incident(incident_of(register, report).id)
    assert stored is not None
    assert stored.projection is not None
    return stored.projection


def test_accept_reject_and_flag_are_states_and_the_last_stands(register: Register) -> None:
    found = incident_of(register, "a").id
    assert shown(register, "a").review == "unreviewed"
    for kind, state in (("accept", "accepted"), ("flag", "flagged"), ("reject", "rejected")):
        take(register, kind, found)
        assert shown(register, "a").review == state
        assert right(register)
    undone(register, 3)
    assert shown(register, "a").review == "flagged"
    undone(register, 2)
    undone(register, 1)
    assert shown(register, "a").review == "unreviewed"
    assert [d.undone_by for d in register.decisions()] == [6, 5, 4, None, None, None]
    assert right(register)
    assert shown(register, "c").review == "unreviewed"


def test_a_correction_stands_beside_what_reports_say(register: Register) -> None:
    found = incident_of(register, "a").id
    before = held(register)
    made = take(register, "correct", found, field="killed", value=parsed("killed", "4-6", knowledge()))
    assert made.before == {"review": "unreviewed", "field": "killed", "value": {"low": 3, "high": 3, "conservative": 3}}
    assert made.after == {"field": "killed", "value": [4, 6]}
    now = shown(register, "a")
    assert (now.killed_low, now.killed_high, now.review, now.contested) == (4, 6, "corrected", True)
    view = incident_view(register, found)
    assert view is not None
    assert view.record.killed is not None
    assert "corrected by منى" in view.record.killed.rule
    assert sorted(t.ref.report for t in view.record.killed.against) == ["a", "b"]
    assert view.record.corrected_fields == ("killed",)
    assert [(d.action, d.field, d.before, d.after) for d in view.decisions] == [("correct", "killed", "3", "4–6")]
    assert right(register)
    undone(register, made.id)
    assert held(register) == before


@pytest.mark.parametrize(
    ("field", "words", "kept"),
    [
        ("type", "shelling", "shelling"),
        ("factuality", "alleged", "alleged"),
        ("date", "2021-09-11..2021-09-12", {"start": "2021-09-11", "end": "2021-09-12"}),
        ("date", "none", None),
        ("clock", "07:15", "07:15"),
        ("killed", "none", None),
        ("wounded", "0", [0, 0]),
        ("weapons", "mortar, rifle", ["mortar", "rifle"]),
        ("weapons", "none", []),
        ("targets", "سائق = civilians; الحرس", [
            {"label": "سائق", "kind": "civilians", "actor_id": None}, {"label": "الحرس", "kind": "other", "actor_id": None}]),
        ("place", "مفرق السدة; 33.42, 44.02; site",
         {"text": "مفرق السدة", "name": "مفرق السدة", "lat": 33.42, "lon": 44.02, "precision": "site"}),
    ],
)  # fmt: skip
def test_every_field_can_be_corrected(field: str, words: str, kept: Any, tmp_path: Any) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        put(register, article("a", told(BOMB)))
        value = parsed(field, words, knowledge())
        assert value == kept
        take(register, "correct", incident_of(register, "a").id, field=field, value=value)
        view = incident_view(register, incident_of(register, "a").id)
        assert view is not None
        assert view.record.corrected_fields == (field,)
        assert right(register)


def test_places_and_actors_of_the_registry() -> None:
    ramadi = next(row.id for row in knowledge().gazetteer.rows if row.en == "Ramadi")
    assert parsed("place", ramadi, knowledge())["gazetteer_id"] == ramadi
    actor = next(e.id for e in knowledge().lexicon.entries if e.room == "actors" and e.id.startswith("actor."))
    assert parsed("perpetrators", actor, knowledge())[0]["actor_id"] == actor


@pytest.mark.parametrize(
    ("field", "words", "wrong"),
    [
        ("outlet", "x", "no field that can be corrected"),
        ("type", "picnic", "no type of event"),
        ("type", "none", "always has a type"),
        ("factuality", "maybe", "not asserted, alleged or denied"),
        ("date", "yesterday", "write 2021-09-12"),
        ("date", "2021-09-12..2021-09-11", "before the first"),
        ("clock", "25:00", "write HH:MM"),
        ("killed", "many", "write 3, or 3-5"),
        ("killed", "5-3", "higher figure comes last"),
        ("place", "nowhere", "no place; write an id"),
        ("place", "x; 95, 10", "cannot be"),
        ("place", "x; nan, 10", "cannot be"),
        ("targets", "سائق = driver", "no kind of party"),
    ],
)
def test_a_value_that_a_field_cannot_take(field: str, words: str, wrong: str) -> None:
    with pytest.raises(ValueFaultError, match=wrong):
        parsed(field, words, knowledge())


def test_every_field_is_one_that_a_decision_can_name() -> None:
    assert set(FIELDS) <= {
        "type", "factuality", "date", "clock", "place", "perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons",
        "killed", "wounded", "captured",
    }  # fmt: skip


def test_nobody_accepts_their_own_correction(register: Register) -> None:
    found = incident_of(register, "a").id
    take(register, "correct", found, field="killed", value=[4, 4], by="منى")
    with pytest.raises(ReviewError, match=r"منى corrected .*another must accept"):
        take(register, "accept", found, by="منى")
    assert len(register.decisions()) == 1
    take(register, "accept", found, by="سامر")
    assert shown(register, "a").review == "accepted"
    take(register, "correct", found, field="killed", value=[5, 5], by="سامر")  # what Mona had corrected stands no longer
    take(register, "accept", found, by="منى")
    assert shown(register, "a").review == "accepted"


def test_what_cannot_be_decided_is_refused_with_the_reason(register: Register) -> None:
    a, c = incident_of(register, "a"), incident_of(register, "c")
    event = a.events[0]
    refused: list[tuple[str, list[str], dict[str, Any], str]] = [
        ("accept", ["nowhere"], {}, "there is no incident nowhere"),
        ("accept", [a.id, c.id], {}, "is about one incident"),
        ("merge", [a.id], {}, "needs two incidents"),
        ("merge", [a.id, a.id], {}, "needs two incidents"),
        ("split", [a.id], {"events": []}, "name some of its 2 events"),
        ("split", [a.id], {"events": a.events}, "not all"),
        ("split", [a.id], {"events": [EventRef("c", "x")]}, "c#x is no event"),
        ("split", [c.id], {"events": c.events}, "not all"),
        ("correct", [a.id], {"field": "killed", "value": "x"}, "is no value of killed"),
        ("code", [a.id], {"field": "killed", "value": [1, 1], "sample": "none"}, "not in the sample"),
    ]
    for kind, incidents, other, wrong in refused:
        with pytest.raises((ReviewError, ValueFaultError), match=wrong):
            take(register, kind, *incidents, **other)
    with pytest.raises(ReviewError, match="to reject needs a reason"):
        take(register, "reject", a.id, reason=" ")
    with pytest.raises(ReviewError, match="name of who decides"):
        take(register, "accept", a.id, by=" ")
    with pytest.raises(ReviewError, match="there is no decision 7"):
        undone(register, 7)
    take(register, "flag", a.id)
    undone(register, 1)
    with pytest.raises(StoreError, match="undone already"):
        undone(register, 1)
    with pytest.raises(ReviewError, match="take that one again"):
        undone(register, 2)
    assert len(register.decisions()) == 2
    assert incident_of(register, "a").events[0] == event


def test_decisions_follow_their_events(on_both: Register) -> None:
    """Another report gives the incident another name; a split leaves the decision with most of its events."""
    register = on_both
    found = incident_of(register, "a").id
    take(register, "correct", found, field="killed", value=[4, 4])
    take(register, "accept", incident_of(register, "c").id)
    put(register, article("0", told(BOMB, killed=4)))
    assert incident_of(register, "a").id != found
    assert (shown(register, "a").killed_low, shown(register, "a").review) == (4, "corrected")
    take(register, "split", incident_of(register, "a").id, events=refs(incident_of(register, "a"), "b"))
    assert (shown(register, "a").review, shown(register, "b").review) == ("corrected", "unreviewed")
    assert right(register)
    take(register, "merge", incident_of(register, "a").id, incident_of(register, "c").id)
    assert right(register)
    view = incident_view(register, incident_of(register, "c").id)
    assert view is not None
    assert [d.action for d in view.decisions] == ["correct", "accept", "split", "merge"]


def other_reading(change: Any) -> Any:
    """A reader of another day: what `change` makes of each event's record."""

    def again(reports: Any) -> Iterator[dict[str, Any] | SourceError]:
        for report, record in zip((kept := list(reports)), read(kept), strict=True):
            assert isinstance(report, Report)
            assert isinstance(record, dict)
            yield {**record, "knowledge": "another", "events": [e for event in record["events"] if (e := change(report, event))]}

    return again


def test_a_decision_whose_subject_vanished_is_stale(on_both: Register) -> None:
    register = on_both
    found, other = incident_of(register, "c"), incident_of(register, "a")
    take(register, "accept", found.id)
    take(register, "correct", other.id, field="killed", value=[4, 4])
    list(reread(register, other_reading(lambda r, e: None if r.id == "c" else e), workshop("0.2"), dry_run=False))
    stale = {d.id: missing for d, missing in register.stale_decisions()}
    assert set(stale) == {1}
    assert Subject("event", str(found.events[0])) in stale[1]
    assert (shown(register, "a").review, shown(register, "a").killed_low) == ("corrected", 4)
    assert [row.id for row in register.reports()] == ["a", "b", "c"]  # nothing captured is lost
    assert register.incident(found.id) is None
    list(reread(register, read, workshop("0.3"), dry_run=False))  # and once it is read as before, it stands again
    assert list(register.stale_decisions()) == []
    assert shown(register, "c").review == "accepted"


def test_undoing_a_split_lets_links_speak_again(register: Register) -> None:
    before = held(register)
    found = incident_of(register, "a")
    made = take(register, "split", found.id, events=refs(found, "b"))
    assert incident_of(register, "a").id != incident_of(register, "b").id
    undone(register, made.id)
    assert held(register) == before
    assert right(register)


# ── double coding


def krippendorff(*rows: str) -> list[list[str]]:
    """Units of a table of coders by units; "." is no value."""
    return [[value for value in unit if value != "."] for unit in zip(*(row.split() for row in rows), strict=True)]


def test_alpha_is_that_of_the_published_examples() -> None:
    """Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": A two coders and binary, B nominal, C with missing data."""
    assert alpha(krippendorff("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")) == pytest.approx(0.095, abs=5e-4)
    assert alpha(krippendorff("a a b b d c c c e d d a", "b a b b b c c c e d d d")) == pytest.approx(0.692, abs=5e-4)
    four = krippendorff(
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
    )  # fmt: skip
    assert alpha(four) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_little() -> None:
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) == 1.0
    assert alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)


def test_two_people_code_a_sample(on_both: Register) -> None:
    register = on_both
    ids = list(register.incident_ids())
    assert draw(ids, 1, 7) == draw(list(reversed(ids)), 1, 7)
    assert draw(ids, 9, 7) == tuple(sorted(ids))
    register.put_sample("autumn", ids)
    before = held(register)
    for name, by, field, words in (
        (ids[0], "منى", "type", "ied"), (ids[0], "سامر", "type", "shelling"), (ids[1], "منى", "type", "shelling"),
        (ids[1], "سامر", "type", "shelling"), (ids[0], "سامر", "type", "ied"),  # who codes again means the last
        (ids[0], "منى", "weapons", "rifle, mortar"), (ids[0], "سامر", "weapons", "mortar, rifle"),
        (ids[1], "منى", "weapons", "none"), (ids[1], "سامر", "weapons", "none"),
    ):  # fmt: skip
        take(register, "code", name, by=by, field=field, value=parsed(field, words, knowledge()), sample="autumn")
    found = {a.field: a for a in agreement(register.decisions(sample="autumn"), {})}
    assert {name: (a.alpha, a.incidents, a.reviewers) for name, a in found.items()} == {"type": (1.0, 2, 2), "weapons": (1.0, 2, 2)}
    assert held(register) == before  # coding changes nothing else
    undone(register, 5)
    assert {a.field: a.alpha for a in agreement(register.decisions(sample="autumn"), {})}["type"] == pytest.approx(0.0)
