"""Ids that were given once lead to where their events are today, for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from sijill.exports.info import ExportInfo
from sijill.register.agreement import agreement
from sijill.register.deciding import settle_decision
from sijill.register.releasing import make_release
from sijill.register.review import decide, undo
from sijill.register.views import all_records, incident_view
from sijill.store.errors import StoreError
from sijill.store.register import Register
from sijill.store.rows import Fault
from tests.databases import Place, place, postgresql
from tests.register_team import (
    AT,
    BOMB,
    BOMB_TOO,
    PLACES,
    SHELLS,
    article,
    author,
    held,
    incident_of,
    opened,
    put,
    refs,
    right,
    told,
    workshop,
)

__all__ = ["place", "postgresql"]


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    """Two reports of a bombing, of ids behind another that is to come, and one of a shelling."""
    with opened(place()) as made:
        put(made, article("m", told(BOMB)), article("n", told(BOMB_TOO)), article("z", told(SHELLS, PLACES[1])))
        yield made


def joined(register: Register) -> tuple[str, str]:
    """The id before a report of a smaller id joined, and the id since."""
    old = incident_of(register, "m").id
    put(register, article("a", told(BOMB, days="أمس")), target="later")
    new = incident_of(register, "m").id
    assert old != new
    assert {"a", "m", "n"} <= {ref.report for ref in incident_of(register, "m").events}
    return old, new


def take(register: Register, kind: Any, *incidents: str, by: str = "منى", **other: Any) -> int:
    with register.transaction():
        decision = decide(register, kind, incidents, author(by), "the photographs", **other)
        settle_decision(register, decision, workshop())
    return decision.id


def test_a_former_id_leads_to_the_incident_that_took_its_events(register: Register) -> None:
    old, new = joined(register)
    other = incident_of(register, "z").id
    assert register.incidents_now([old, new, other, "nobody"]) == {old: new, new: new, other: other}
    view = incident_view(register, old)
    assert view is not None
    assert (view.record.id, view.former) == (new, old)
    again = incident_view(register, new)
    assert again is not None
    assert (again.record, again.former) == (view.record, "")
    assert [record.id for record in all_records(register, None, [old, new])] == [new]
    assert list(all_records(register, None, ["nobody"])) == []
    assert right(register)


def test_decisions_and_samples_speak_of_former_ids(register: Register) -> None:
    first = incident_of(register, "m").id
    register.put_sample("autumn", [first])
    take(register, "accept", first)
    take(register, "code", first, field="type", value="ied", sample="autumn")
    old, new = joined(register)
    assert old == first
    assert list(register.stale_decisions()) == []
    view = incident_view(register, new)
    assert view is not None
    assert view.record.review == "accepted"
    assert [decision.action for decision in view.decisions] == ["accept", "code"]
    take(register, "code", old, by="سامر", field="type", value="shelling", sample="autumn")
    take(register, "code", new, by="ليلى", field="type", value="ied", sample="autumn")
    (found,) = agreement(register.decisions(sample="autumn"), register.incidents_now(register.sample("autumn")))
    assert (found.incidents, found.reviewers) == (1, 3)
    take(register, "reject", old)
    stored = register.incident(new)
    assert stored is not None
    assert stored.projection is not None
    assert stored.projection.review == "rejected"


def test_a_release_says_what_became_of_removed_ids(register: Register) -> None:
    info = ExportInfo("0.1", "k", AT.date())
    make_release(register, all_records(register, None), info, workshop(), "")
    old, new = joined(register)
    made, _ = make_release(register, all_records(register, None), info, workshop(), "")
    assert (made.added, made.removed, made.merged) == ((new,), (old,), {old: new})


def test_an_id_that_lives_again_is_no_former_one(register: Register) -> None:
    old, new = joined(register)
    number = take(register, "split", new, events=refs(incident_of(register, "m"), "a"))
    assert register.incidents_now([old, new]) == {old: old, new: new}
    assert incident_of(register, "m").id == old
    assert right(register)
    with register.transaction():
        settle_decision(register, undo(register, number, author(), "it was the same"), workshop())
    assert register.incidents_now([old, new]) == {old: new, new: new}
    assert right(register)


def test_of_what_was_parted_the_greater_part_has_the_id(register: Register) -> None:
    put(register, article("p", told(BOMB, days="أمس")), target="a third")
    old, _ = joined(register)
    parted = refs(incident_of(register, "m"), "a", "m")
    take(register, "split", incident_of(register, "m").id, events=parted)  # m leaves n and p, which are two of the three it had
    assert incident_of(register, "n").id == incident_of(register, "p").id
    assert register.incidents_now([old]) == {old: incident_of(register, "n").id}


def test_an_incident_of_which_no_report_tells_any_longer_leads_nowhere(register: Register) -> None:
    gone = incident_of(register, "z").id
    put(register, article("z", "اجتمع المجلس المحلي في بعقوبة لبحث الخدمات وتنظيم الأسواق."), target="corrected")
    assert register.incidents_now([gone]) == {}
    assert incident_view(register, gone) is None
    assert right(register)


def test_ids_do_not_change_what_a_register_holds(register: Register, tmp_path: Path) -> None:
    joined(register)
    with opened(tmp_path / "once.sqlite") as once:
        put(
            once,
            *(article(name, words) for name, words in (("a", told(BOMB, days="أمس")), ("m", told(BOMB)), ("n", told(BOMB_TOO)))),
            article("z", told(SHELLS, PLACES[1])),
        )
        assert held(once) == held(register)


def test_an_id_both_former_and_of_today_is_a_fault(register: Register) -> None:
    name = incident_of(register, "m").id
    with register._database.writing() as connection:
        connection.execute(text("INSERT INTO former_incidents VALUES (:name, '2026-01-02 00:00:00')"), {"name": name})
    assert [f for f in register.verify_rows() if isinstance(f, Fault)] == [Fault("former_incidents", name, "is an incident still")]
    with pytest.raises(StoreError), register._database.writing() as connection:
        connection.execute(text("INSERT INTO former_members VALUES ('nobody', 'm', 'e0')"))
