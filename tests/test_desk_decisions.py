"""Several people decide at once: one comes first and the others are told; what needs a second reviewer waits for one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sijill.register.desk_decisions import Reviewer, StaleError, Taken, Wish, confirm, incident_version, take, undo
from sijill.register.review import ReviewError
from sijill.register.rules_of_review import require_second_reviewer
from sijill.register.views import incident_view
from sijill.store.account_rows import AuditFilters
from sijill.store.errors import StoreError
from sijill.store.register import Register
from sijill.store.rows import Filters, Projection
from tests.databases import Place, place, postgresql
from tests.register_team import AT, BOMB, BOMB_TOO, PLACES, SHELLS, article, held, incident_of, opened, put, refs, right, told, workshop

__all__ = ["place", "postgresql"]
MONA, SAMER, LAYLA = Reviewer("منى", "mona"), Reviewer("سامر", "samer"), Reviewer("ليلى")


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    """Two reports of one bombing and one of a shelling, on either database."""
    with opened(place()) as made:
        put(made, article("a", told(BOMB)), article("b", told(BOMB_TOO)), article("c", told(SHELLS, PLACES[1])))
        yield made


def of(register: Register, report: str) -> str:
    return incident_of(register, report).id


def version(register: Register, id: str) -> str:
    found = incident_version(register, id)
    assert found is not None
    return found


def does(register: Register, who: Reviewer, kind: Any, *incidents: str, seen: dict[str, str] | None = None, **other: Any) -> Taken:
    """Decide on what is seen now, or was seen before."""
    looked = seen if seen is not None else {name: version(register, name) for name in incidents}
    return take(register, workshop(), Wish(kind, incidents, other.pop("reason", "the photographs"), **other), who, looked)


def shown(register: Register, report: str) -> Projection:
    stored = register.incident(of(register, report))
    assert stored is not None
    assert stored.projection is not None
    return stored.projection


def test_a_version_changes_with_what_a_reviewer_sees_and_with_nothing_else(register: Register) -> None:
    a, c = of(register, "a"), of(register, "c")
    first, other = version(register, a), version(register, c)
    assert version(register, a) == first != other
    done = does(register, MONA, "flag", a)
    assert done.versions == {a: version(register, a)}
    assert version(register, a) != first
    assert version(register, c) == other
    flagged = version(register, a)
    undo(register, workshop(), done.decision.id, SAMER, "a mistake", {a: flagged})
    assert version(register, a) not in (first, flagged)
    before = version(register, a)
    put(register, article("z", told(BOMB)))
    assert of(register, "z") == a
    assert version(register, a) != before
    assert incident_version(register, "nowhere") is None


def test_who_comes_late_is_told_what_others_did_and_nothing_is_kept(register: Register) -> None:
    a = of(register, "a")
    seen = {a: version(register, a)}
    does(register, MONA, "correct", a, field="killed", value=[4, 4])
    does(register, MONA, "flag", a)
    with pytest.raises(StaleError, match=r"decision 1: correct by منى; decision 2: flag by منى.*decide anew") as late:
        does(register, SAMER, "accept", a, seen=seen)
    assert [(d.id, d.kind, d.reviewer) for d in late.value.since] == [(1, "correct", "منى"), (2, "flag", "منى")]
    assert (late.value.incident, late.value.now, late.value.held_by) == (a, version(register, a), ())
    assert len(register.decisions()) == 2
    does(register, SAMER, "accept", a, seen={a: late.value.now or ""})
    assert shown(register, "a").review == "accepted"
    assert right(register)


def test_an_undoing_by_another_is_told_too(register: Register) -> None:
    a = of(register, "a")
    made = does(register, MONA, "accept", a)
    seen = dict(made.versions)
    undo(register, workshop(), made.decision.id, SAMER, "too early", seen)
    assert shown(register, "a").review == "unreviewed"
    with pytest.raises(StaleError, match="decision 2: undo by سامر"):
        does(register, MONA, "flag", a, seen=seen)
    with pytest.raises(StoreError, match="undone already, by decision 2"):
        undo(register, workshop(), made.decision.id, LAYLA, "too early", {a: version(register, a)})
    with pytest.raises(StaleError):
        undo(register, workshop(), made.decision.id, LAYLA, "too early", seen)
    assert [d.undone_by for d in register.decisions()] == [2, None]


def test_an_incident_that_was_merged_away_says_where_its_events_are(register: Register) -> None:
    a, c = of(register, "a"), of(register, "c")
    seen = {a: version(register, a), c: version(register, c)}
    done = does(register, MONA, "merge", a, c)
    one = of(register, "a")
    assert set(done.versions) == {one} == {of(register, "c")}
    gone = ({a, c} - {one}).pop()
    with pytest.raises(StaleError, match=rf"{gone} is no more since you looked .*its events are now in {one}") as late:
        does(register, SAMER, "accept", gone, seen={gone: seen[gone]})
    assert (late.value.now, late.value.held_by, [d.kind for d in late.value.since]) == (None, (one,), ["merge"])
    with pytest.raises(StaleError, match="merge by منى"):  # of a merge, each incident counts
        does(register, SAMER, "merge", a, c, seen=seen)
    assert right(register)


def test_reports_that_came_since_make_a_view_old(register: Register) -> None:
    a = of(register, "a")
    seen = {a: version(register, a)}
    put(register, article("b", told(BOMB_TOO, killed=30)))  # another version of the same report
    with pytest.raises(StaleError, match="reports came or were read again") as late:
        does(register, SAMER, "accept", a, seen=seen)
    assert late.value.since == ()
    for words in ("", "x", "-", "99999999999999999999-x", "0"):
        with pytest.raises(StaleError):
            does(register, SAMER, "accept", a, seen={a: words})


def test_of_many_who_decide_at_once_one_comes_first(register: Register) -> None:
    a = of(register, "a")
    seen = {a: version(register, a)}
    people = [Reviewer(name) for name in ("منى", "سامر", "ليلى", "هدى", "زيد", "عمر")]
    together = threading.Barrier(len(people))
    done: list[Taken] = []
    late: list[StaleError] = []

    def one(who: Reviewer, number: int) -> None:
        together.wait()
        try:
            done.append(take(register, workshop(), Wish("correct", (a,), "the list", field="killed", value=[number, number]), who, seen))
        except StaleError as error:
            late.append(error)

    threads = [threading.Thread(target=one, args=(who, number)) for number, who in enumerate(people, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(done), len(late)) == (1, len(people) - 1)
    assert all([d.id for d in error.since] == [done[0].decision.id] for error in late)
    assert len(register.decisions()) == 1
    assert shown(register, "a").killed_low == (done[0].decision.after or {})["value"][0]
    assert right(register)


def test_people_who_decide_on_different_incidents_do_not_stop_each_other(register: Register) -> None:
    done: list[Taken] = []

    def one(report: str, who: Reviewer) -> None:
        for kind in ("flag", "accept", "flag"):
            done.append(does(register, who, kind, of(register, report)))

    threads = [threading.Thread(target=one, args=pair) for pair in (("a", MONA), ("c", SAMER))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 6
    assert [d.id for d in register.decisions()] == [1, 2, 3, 4, 5, 6]
    assert (shown(register, "a").review, shown(register, "c").review) == ("flagged", "flagged")
    assert right(register)


def test_the_audit_log_tells_of_each_decision_with_it_or_not_at_all(register: Register) -> None:
    a = of(register, "a")
    made = does(register, MONA, "accept", a)
    with pytest.raises(StaleError):
        does(register, SAMER, "accept", a, seen={a: "0-0"})
    with pytest.raises(ReviewError):
        does(register, SAMER, "reject", a, reason=" ")
    undo(register, workshop(), 1, LAYLA, "too early", made.versions)
    entries = register.audit(AuditFilters(), "", 10).rows
    assert [(e.who, e.action, e.about, e.detail) for e in entries] == [
        ("ليلى", "undo", a, {"decision": 2}), ("mona", "accept", a, {"decision": 1}),
    ]  # fmt: skip


# ── a second reviewer


@pytest.fixture
def strict(register: Register) -> Register:
    require_second_reviewer(register, True, "سعاد", AT)
    return register


def test_what_one_decides_waits_for_another(strict: Register) -> None:
    a = of(strict, "a")
    made = does(strict, MONA, "accept", a)
    assert made.waits
    now = shown(strict, "a")
    assert (now.review, now.record["waiting"], ("waiting", "yes") in now.facets) == ("unreviewed", [1], True)
    assert [p.id for p in strict.all_incidents(Filters(facets=(("waiting", "yes"),)))] == [a]
    view = incident_view(strict, a)
    assert view is not None
    assert view.record.waiting == (1,)
    assert [(d.action, d.waiting) for d in view.decisions] == [("accept", True)]
    assert right(strict)
    with pytest.raises(ReviewError, match="another must confirm it"):
        confirm(strict, workshop(), 1, Reviewer(" منى "))
    with pytest.raises(ReviewError, match="another must confirm it"):
        does(strict, MONA, "accept", a)
    done = confirm(strict, workshop(), 1, SAMER, "seen too", made.versions)
    assert (done.decision.kind, done.decision.after, done.waits) == ("confirm", {"confirms": 1}, False)
    now = shown(strict, "a")
    assert (now.review, "waiting" in now.record, ("waiting", "yes") in now.facets) == ("accepted", False, False)
    with pytest.raises(ReviewError, match=r"confirmed already, by سامر \(decision 2\)"):
        confirm(strict, workshop(), 1, LAYLA)
    assert right(strict)


def test_who_decides_the_same_confirms_it(strict: Register) -> None:
    a = of(strict, "a")
    does(strict, MONA, "correct", a, field="killed", value=[4, 6])
    assert shown(strict, "a").killed_low == 3
    other = does(strict, SAMER, "correct", a, field="killed", value=[9, 9])
    assert other.waits  # another figure is another decision
    same = does(strict, LAYLA, "correct", a, field="killed", value=[4, 6])
    assert (same.decision.kind, same.decision.after, same.waits) == ("confirm", {"confirms": 1}, False)
    now = shown(strict, "a")
    assert (now.killed_low, now.killed_high, now.review, now.record["waiting"]) == (4, 6, "corrected", [2])
    confirm(strict, workshop(), 2, MONA)
    assert shown(strict, "a").killed_low == 9  # what was confirmed last stands
    assert right(strict)


def test_nobody_approves_their_own_correction_by_confirming(strict: Register) -> None:
    a = of(strict, "a")
    does(strict, MONA, "correct", a, field="killed", value=[4, 4])
    confirm(strict, workshop(), 1, SAMER)
    with pytest.raises(ReviewError, match="another must accept"):
        does(strict, MONA, "accept", a)
    does(strict, SAMER, "accept", a)
    with pytest.raises(ReviewError, match="another must accept"):
        confirm(strict, workshop(), 3, MONA)
    with pytest.raises(ReviewError, match="another must accept"):
        does(strict, MONA, "accept", a)
    confirm(strict, workshop(), 3, LAYLA)
    assert shown(strict, "a").review == "accepted"


def test_a_merge_and_a_split_wait_too(strict: Register) -> None:
    before = held(strict)
    a, c = of(strict, "a"), of(strict, "c")
    assert does(strict, MONA, "merge", a, c).waits
    assert (of(strict, "a"), of(strict, "c")) == (a, c)
    assert [shown(strict, report).record["waiting"] for report in ("a", "c")] == [[1], [1]]
    done = does(strict, SAMER, "merge", c, a)
    assert done.decision.kind == "confirm"
    assert set(done.versions) == {of(strict, "a")} == {of(strict, "c")}
    assert "waiting" not in shown(strict, "a").record
    assert right(strict)
    undo(strict, workshop(), done.decision.id, LAYLA, "too early")  # it waits again
    assert (of(strict, "a"), of(strict, "c")) == (a, c)
    assert shown(strict, "c").record["waiting"] == [1]
    assert right(strict)
    undo(strict, workshop(), 1, MONA, "a mistake")
    assert held(strict) == before
    parted = refs(incident_of(strict, "a"), "b")
    assert does(strict, MONA, "split", a, events=parted).waits
    assert of(strict, "b") == a
    does(strict, LAYLA, "split", a, events=parted)
    assert of(strict, "b") != of(strict, "a")
    assert right(strict)


def test_what_was_undone_or_never_waited_is_not_confirmed(strict: Register) -> None:
    a = of(strict, "a")
    assert not does(strict, MONA, "flag", a).waits
    does(strict, MONA, "reject", a)
    undo(strict, workshop(), 2, MONA, "a mistake")
    assert shown(strict, "a").review == "flagged"
    for number, wrong in ((1, r"decision 1 \(flag\) does not wait"), (2, "was undone by decision 3"), (9, "there is no decision 9")):
        with pytest.raises(ReviewError, match=wrong):
            confirm(strict, workshop(), number, SAMER)
    require_second_reviewer(strict, False, "سعاد", AT)
    assert not does(strict, MONA, "accept", a).waits
    assert shown(strict, "a").review == "accepted"


def test_what_waits_goes_on_waiting_when_the_rule_is_lifted(strict: Register) -> None:
    a = of(strict, "a")
    does(strict, MONA, "reject", a)
    require_second_reviewer(strict, False, "سعاد", AT)
    assert shown(strict, "a").review == "unreviewed"
    confirm(strict, workshop(), 1, SAMER)
    assert shown(strict, "a").review == "rejected"


def test_of_two_who_confirm_at_once_one_does(strict: Register) -> None:
    a = of(strict, "a")
    seen = dict(does(strict, MONA, "accept", a).versions)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def one(who: Reviewer) -> None:
        together.wait()
        try:
            outcomes.append(confirm(strict, workshop(), 1, who, seen=seen).decision.kind)
        except StaleError:
            outcomes.append("late")

    threads = [threading.Thread(target=one, args=(who,)) for who in (SAMER, LAYLA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["confirm", "late"]
    assert len(strict.decisions()) == 2
