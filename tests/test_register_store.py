"""The register's store: every test runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, text

from sijill.exports import article_record
from sijill.knowledge import load
from sijill.model import EventRef, Incident
from sijill.store.account_rows import AuditEntry
from sijill.store.captures import report_id
from sijill.store.database import Database, connect
from sijill.store.errors import StoreError
from sijill.store.migrations import FIRST, STEPS, Step
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.store.rows import Copy, Filters, JobItem, Projection, Sketch, Source, Subject
from sijill.store.words import fts5, question_of, text_words, tsquery
from tests.databases import Place, place, postgresql
from tests.register_rows import AT, TEXT, capture, day, decision, event, incident, link, projection, record
from tests.register_schema import frozen
from tests.sample_readings import READING, REPORT

__all__ = ["place", "postgresql"]


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with open_register(place(), names=names_of(load()), create=True) as opened:
        yield opened


def ref(report: str, event: str = "e1") -> EventRef:
    return EventRef(report, event)


def read(register: Register, report: str, *events: dict[str, Any], **other: Any) -> None:
    register.add_capture(capture(report, **other))
    register.put_reading(report, 1, record(report, *(events or [event("e1")])), "0.1", AT)


def sql(register: Register, statement: str) -> list[Any]:
    with register._database.writing() as connection:
        result = connection.execute(text(statement))
        return list(result) if result.returns_rows else []


def test_a_capture_comes_back_as_it_was(register: Register) -> None:
    hostile = capture("a", title="'; DROP TABLE reports; --\0", text="سطر\r\nآخر\0\U0001f600 ﻻ", raw=bytes(range(256)) * 300)
    done = register.add_capture(hostile)
    assert done.outcome == "new"
    (version,) = register.versions_of(done.report)
    assert version.capture == hostile
    assert version.capture.raw == hostile.raw
    assert version.capture.report_text == hostile.report_text
    zoned = capture("b", retrieved=AT.astimezone(timezone(timedelta(hours=3))))
    register.add_capture(zoned)
    assert register.version("b").capture.retrieved == AT
    assert register.version("b").capture.retrieved.tzinfo == UTC
    with pytest.raises(ValueError, match="url holds a NUL"):
        register.add_capture(capture("c", url="x\0"))


def test_other_words_make_a_new_version_and_the_same_words_none(register: Register) -> None:
    first = register.add_capture(capture("a"))
    again = register.add_capture(capture("a", retrieved=AT + timedelta(days=1), raw=b"<html>other advertisements</html>"))
    assert (first.outcome, again.outcome) == ("new", "known")
    changed = register.add_capture(capture("a", text=TEXT.replace("جنديين", "خمسة جنود")))
    dated = register.add_capture(capture("a", text=TEXT.replace("جنديين", "خمسة جنود"), published=None, published_by=""))
    back = register.add_capture(capture("a"))
    assert [(c.version, c.outcome) for c in (changed, dated, back)] == [(2, "version"), (3, "version"), (4, "version")]
    assert [v.number for v in register.versions_of("a")] == [1, 2, 3, 4]
    assert register.version("a").capture.published == date(2021, 9, 12)
    assert register.version("a", 3).capture.published is None
    assert register.count_reports() == 1
    with pytest.raises(StoreError, match="no version 9 of report 'a'"):
        register.version("a", 9)


def test_ids_are_short_and_do_not_depend_on_order() -> None:
    assert report_id("article-7") == "article-7"
    assert report_id("https://example.org/a?b=1") == report_id("https://example.org/a?b=1") != report_id("https://example.org/a")
    assert len(report_id("https://example.org/a")) == 16


@pytest.mark.parametrize("table", ["versions", "decisions", "decision_subjects", "releases", "release_items", "audit"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_was_captured_decided_and_released_cannot_be_changed(register: Register, table: str, change: str) -> None:
    register.add_capture(capture("a"))
    register.add_decision(decision("accept", Subject("report", "a")))
    register.add_release(AT, "0.1", "k1", "c1", "", {"i": "d"})
    register.add_audit(AuditEntry(AT, "mona", "sign-in"))
    column = {
        "versions": "outlet", "decisions": "reason", "decision_subjects": "subject", "releases": "note", "release_items": "digest",
        "audit": "who",
    }[table]  # fmt: skip
    with pytest.raises(StoreError, match=f"{table} is append-only"):
        sql(register, change.format(table, column, "'x'"))
    assert list(register.verify_rows()) == []


def test_sources_keep_who_stated_the_leaning(register: Register) -> None:
    made = register.add_source(Source("https://example.org/feed", "feed", "وكالة", "IQ", "Asia/Baghdad", "pro-government", "Salma K."), AT)
    changed = register.add_source(replace(made, outlet="وكالة النخيل"), AT)
    assert register.sources() == (changed,)
    assert (changed.id, changed.outlet, changed.leaning_by) == (made.id, "وكالة النخيل", "Salma K.")
    register.add_capture(capture("a"), made)
    with pytest.raises(StoreError, match="leaning_is_stated_by_somebody"):
        register.add_source(Source("x", "feed", "y", leaning="left"), AT)
    assert len(register.sources()) == 1


def test_a_reading_of_our_own_comes_back(register: Register) -> None:
    made = capture("sample", text=REPORT.text, title=REPORT.title)
    register.add_capture(made)
    given_record = article_record(READING)
    assert register.put_reading("sample", 1, given_record, "0.1", AT)
    found = register.reading("sample")
    assert found is not None
    assert found.record == given_record
    assert list(found.record["events"][0]) == list(given_record["events"][0])
    assert [row.ref.event for row in register.events_of("sample")] == [e["id"] for e in given_record["events"]]
    assert list(register.verify_rows()) == []
    assert not register.put_reading("sample", 1, given_record, "0.1", AT + timedelta(days=1))  # nothing is other than before


def test_a_later_reading_takes_the_place_of_the_one_before(register: Register) -> None:
    read(register, "a", event("e1"), event("e2"))
    read(register, "b")
    register.replace_links_near([ref("a"), ref("a", "e2")], [link(ref("a"), ref("b")), link(ref("a", "e2"), ref("b"), 0.1)])
    register.put_incidents([incident("i1", ref("a"), ref("b")), incident("i2", ref("a", "e2"))], AT)
    assert [r.id for r in register.reports_to_read("k2", "0.1")] == ["a", "b"]
    assert register.put_reading("a", 1, record("a", event("e1", killed=[5, 5]), knowledge="k2"), "0.1", AT + timedelta(1))
    assert [r.id for r in register.reports_to_read("k2", "0.1")] == ["b"]
    assert [row.record["killed"] for row in register.events_of("a")] == [[5, 5]]
    assert [entry.left for entry in register.links_of([ref("b")])] == [ref("a")]  # the link of the event that is gone went with it
    assert register.incidents_with([ref("a")]) == {"i1"}
    assert [f.wrong for f in register.verify_rows()] == ["holds no event that reports it as news"]
    assert register.put_incidents([], AT, replaces=["i2"]) == ("i2",)
    assert list(register.verify_rows()) == []
    old, new = register.reading("a", knowledge="k1"), register.reading("a")
    assert old is not None
    assert new is not None
    assert (len(old.record["events"]), new.knowledge) == (2, "k2")
    assert register.put_reading("a", 1, old.record, "0.1", AT)  # back to what it was before
    assert len(register.events_of("a")) == 2
    with pytest.raises(StoreError, match="no report 'x'"):
        register.put_reading("x", 1, record("x"), "0.1", AT)
    with pytest.raises(StoreError):
        register.put_reading("a", 7, record("a"), "0.1", AT)


def test_events_near_in_time_and_space(register: Register) -> None:
    read(register, "a", event("e1", day(0)), event("e2", day(5), None), event("e3", None))
    read(register, "b", event("e1", day(1), "SY"))
    read(register, "c", event("e1", day(40)))

    def found(*asked: Any) -> list[str]:
        return [str(ref) for ref in register.refs_between(*asked)]

    assert found(day(0), day(6)) == ["a#e1", "a#e2", "b#e1"]
    assert found(day(0), day(6), ["IQ"]) == ["a#e1"]
    assert found(day(0), day(6), ["IQ", None]) == ["a#e1", "a#e2"]
    assert found(day(7), day(39)) == []
    days = {"e1": (day(10), day(40)), "e2": None, "e3": (day(3), day(4))}
    assert register.put_reading("a", 1, record("a", event("e1", day(0)), event("e2", day(5), None), event("e3", None)), "0.1", AT, days)
    assert found(day(4), day(4)) == ["a#e3"]
    assert found(day(39), day(41)) == ["a#e1", "c#e1"]
    assert found(day(0), day(6), None, True) == ["a#e3", "b#e1"]
    assert found(day(0), day(6), None, False) == []
    (row,) = register.events(register.refs_between(day(1), day(1))).values()
    assert (row.country, row.outlet, row.published, row.record["weapons"]) == ("SY", "وكالة النخيل", date(2021, 9, 12), ["ied"])
    with pytest.raises(ValueError, match="a#e1: the days"):
        register.put_reading("a", 1, record("a", event("e1")), "0.1", AT, {"e1": (day(0), day(31))})


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=8), st.integers(0, 60), st.integers(0, 40))
def test_refs_between_finds_exactly_those_that_touch(shared: Register, spans: list[tuple[int, int]], first: int, length: int) -> None:
    events_ = [event(f"e{n}", None) for n in range(len(spans))]
    days = {f"e{n}": (day(a), day(a + more)) for n, (a, more) in enumerate(spans)}
    shared.put_reading("a", 1, record("a", *events_), "0.1", AT, days)
    found = {ref.event for ref in shared.refs_between(day(first), day(first + length))}
    assert found == {f"e{n}" for n, (a, more) in enumerate(spans) if a <= first + length and a + more >= first}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with open_register(tmp_path_factory.mktemp("near") / "r.sqlite", create=True) as opened:
        opened.add_capture(capture("a"))
        yield opened


def test_links_and_incidents_come_back(register: Register) -> None:
    for name in "abcd":
        read(register, name)
    links = [link(ref("a"), ref("b"), 2.0), link(ref("b"), ref("c"), 3.0), link(ref("c"), ref("d"), -0.2)]
    register.replace_links_near([ref(n) for n in "abcd"], links)
    assert register.links_of([ref("b")]) == (links[0], links[1])
    gone = register.put_incidents([incident("i1", ref("a"), ref("b"), ref("c"), recalled=(ref("d"),))], AT)
    assert gone == ()
    stored = register.incident("i1")
    assert stored is not None
    assert stored.incident == Incident("i1", (ref("a"), ref("b"), ref("c")), (ref("d"),), (links[1], links[0]))
    assert stored.projection is None
    assert register.unprojected() == ("i1",)
    register.put_projections([projection("i1")])
    with pytest.raises(ValueError, match="c#e1 of incident i1 was not looked at"):
        register.put_incidents([incident("i2", ref("a"))], AT, near=[ref("b")])
    assert register.put_incidents([incident("i1", ref("a"), ref("b")), incident("i3", ref("c"))], AT) == ()
    assert register.put_incidents([incident("i4", ref("a"), ref("b"), ref("c"))], AT) == ("i1", "i3")
    assert register.incidents().rows == ()  # the projection went with its incident
    assert register.unlinked_events() == (ref("a"), ref("b"), ref("c"), ref("d"))
    register.mark_linked([ref("a"), ref("b"), ref("c")])
    assert register.unlinked_events() == (ref("d"),)
    assert register.scores_of([ref("b")]) == {(ref("a"), ref("b")): 2.0, (ref("b"), ref("c")): 3.0}
    assert register.memberships(["i4"], with_links=False)["i4"].links == ()
    with pytest.raises(StoreError):
        register.put_incidents([incident("i9", ref("nobody"))], AT)
    with pytest.raises(StoreError):
        register.replace_links_near([], [link(ref("a"), ref("nobody"))])
    assert list(register.incident_ids()) == ["i4"]
    assert list(register.verify_rows()) == []


def many(register: Register, count: int) -> list[Any]:
    """Incidents of one event each, varied."""
    dice = random.Random(4)
    made = []
    with register.transaction():
        for n in range(count):
            read(register, f"r{n}")
            register.put_incidents([incident(f"i{n:03}", ref(f"r{n}"))], AT)
            when = day(dice.randrange(60)) if n % 10 else None
            last = when + timedelta(days=dice.choice([0, 0, 3])) if when else None
            made.append(
                projection(
                    f"i{n:03}", when, last=last, country=dice.choice(["IQ", "SY", None]), type=dice.choice(["ied", "air_strike"]),
                    killed_high=dice.choice([None, 0, 3, 9]), review=dice.choice(["unreviewed", "accepted"]), contested=dice.random() < 0.2,
                    facets=tuple(("actor", a) for a in ("nation.us", "actor.x", "actor.y") if dice.random() < 0.5),
                    words="مظاهرة سلمية" if n % 3 else TEXT,
                )
            )  # fmt: skip
        register.put_projections(made)
    return made


def test_questions_are_answered_as_a_list_would_be(register: Register) -> None:
    made = many(register, 90)

    def order(p: Projection) -> tuple[int, str]:
        return -(p.last or date.min).toordinal(), p.id

    def shown(p: Projection) -> Projection:
        return replace(p, words="", facets=tuple(sorted(p.facets)))

    asked: list[tuple[Filters, Any]] = [
        (Filters(), lambda p: True),
        (Filters(countries=("IQ",)), lambda p: p.country == "IQ"),
        (Filters(countries=("IQ", "SY"), types=("ied",)), lambda p: p.country and p.type == "ied"),
        (Filters(since=day(20), until=day(30)), lambda p: p.first and p.first <= day(30) and p.last >= day(20)),
        (
            Filters(facets=(("actor", "actor.x"), ("actor", "actor.y"))),
            lambda p: {("actor", "actor.x"), ("actor", "actor.y")} <= {*p.facets},
        ),
        (Filters(killed_at_least=3, contested=False), lambda p: (p.killed_high or 0) >= 3 and not p.contested),
        (Filters(review=("accepted",), admin1=("Al Anbar",)), lambda p: p.review == "accepted"),
        (Filters(text="للقوات الأمريكية", countries=("SY",)), lambda p: p.words == TEXT and p.country == "SY"),
        (Filters(text="مظاهرات"), lambda p: p.words != TEXT),
    ]
    for filters, holds in asked:
        expected = [shown(p) for p in sorted(filter(holds, made), key=order)]
        assert 0 < len(expected) <= 90
        found: list[Projection] = []
        cursor = ""
        while True:
            page = register.incidents(filters, cursor, 7)
            found += page.rows
            cursor = page.cursor
            assert len(page.rows) == 7 or not cursor
            if not cursor:
                break
        assert found == expected, filters
        assert list(register.all_incidents(filters)) == expected
        assert register.count(filters) == len(expected)
    assert register.facet_values("actor", "actor.") == {
        name: sum(("actor", name) in p.facets for p in made) for name in ("actor.x", "actor.y")
    }
    with pytest.raises(ValueError, match="is no cursor"):
        register.incidents(cursor="'; DROP TABLE")
    register.put_projections([replace(made[0], words="زلزال", facets=())])
    assert [p.id for p in register.incidents(Filters(text="زلزال")).rows] == ["i000"]
    assert "i000" not in {p.id for p in register.all_incidents(Filters(text="الرمادي"))}
    with pytest.raises(StoreError, match="no incident i999 to project"):
        register.put_projections([projection("i999")])


def test_a_word_is_found_however_it_is_written(register: Register) -> None:
    texts = {
        "us": "انسحبت القوات الاميركية من القاعدة", "clitic": "هجوم بالعبوات الناسفة على رتل", "is": "أعلن داعش مسؤوليته",
        "folded": "قصفٌ على إدلـب وَالمَوْصِل", "none": "مباراة في كرة القدم",
    }  # fmt: skip
    for name, words in texts.items():
        register.add_capture(capture(name, text=words, title=""))

    def found(asked: str, filters: Filters | None = None) -> list[str]:
        return [row.id for row in register.search(asked, filters).rows]

    assert found("القوات الأمريكية") == ["us"]
    assert found("قوات أميركية") == ["us"]
    assert found("عبوة ناسفة") == ["clitic"]
    assert found("تنظيم الدولة الإسلامية") == ["is"]
    assert found("موصل") == found("ادلب") == ["folded"]
    assert found("القوات الأمريكية الموصل") == []
    assert found("انسحبت\" OR (القوات) NEAR * '\\ : & | !") == []  # OR and NEAR are words here, as in any text
    assert found('"انسحبت" (القوات) *:&|!\'') == ["us"]
    with pytest.raises(ValueError, match="no word to look for"):
        register.search("؟!")
    register.add_capture(capture("us", text="لا شيء", title=""))  # a new version is found by its own words
    assert found("القوات الأمريكية") == []
    assert found("القدم", Filters(since=date(2021, 9, 13))) == []
    assert found("القدم", Filters(until=date(2021, 9, 12), outlets=("وكالة النخيل",))) == ["none"]
    assert list(register.verify_rows()) == []


def test_reports_are_found_by_new_names_after_indexing_again(place: Place) -> None:
    where = place()
    with open_register(where, create=True) as plain:
        for n in range(3):
            plain.add_capture(capture(f"r{n}", published=day(n)))
        assert plain.search("الأمريكية").rows == ()
    with open_register(where, names=names_of(load())) as named:
        assert named.search("الأمريكية").rows == ()
        assert list(named.index_again()) == [100]
        first = named.search("الأمريكية", limit=2)
        rest = named.search("الأمريكية", cursor=first.cursor, limit=2)
        assert [row.id for row in (*first.rows, *rest.rows)] == ["r2", "r1", "r0"]
        assert rest.cursor == ""


@given(st.text(max_size=60))
def test_a_text_is_found_by_each_of_its_own_words(raw: str) -> None:
    try:
        question = question_of(raw)
    except ValueError:
        return
    held = set(text_words(raw))
    assert all(ways & held for ways in question)
    assert "'" not in tsquery(question).replace("'", "", 2 * sum(map(len, question)))
    assert fts5(question).count('"') == 2 * sum(map(len, question))


def test_decisions_are_kept_undone_and_found_stale(register: Register) -> None:
    read(register, "a", event("e1"), event("e2"))
    register.put_incidents([incident("i1", ref("a")), incident("i2", ref("a", "e2"))], AT)
    merged = register.add_decision(decision("merge", Subject("incident", "i1"), Subject("incident", "i2"), before={"incidents": 2}))
    split = register.add_decision(decision("split", Subject("event", "a#e2"), after={"الحالة": [1, None]}, reviewer="عمر"))
    coded = register.add_decision(decision("code", Subject("incident", "i1"), sample="s1", after={"killed": 3}))
    assert [d.id for d in (merged, split, coded)] == [1, 2, 3]
    assert register.decisions(Subject("incident", "i2")) == (merged,)
    assert register.decisions(reviewer="عمر") == (split,)
    assert register.decisions(sample="s1") == register.decisions(after=2) == (coded,)
    assert register.decisions_about([Subject("event", "a#e2"), Subject("incident", "i1")]) == (merged, split, coded)
    undone = register.add_decision(decision("undo", Subject("incident", "i1"), Subject("incident", "i2"), undoes=merged.id))
    assert [d.undone_by for d in register.decisions()] == [undone.id, None, None, None]
    with pytest.raises(StoreError, match="decision 1 was undone already, by decision 4"):
        register.add_decision(decision("undo", Subject("incident", "i1"), undoes=merged.id))
    with pytest.raises(StoreError, match="no decision 77 to undo"):
        register.add_decision(decision("undo", Subject("incident", "i1"), undoes=77))
    for wrong in (decision("accept"), decision("accept", Subject("incident", "i1"), reviewer=" ")):
        with pytest.raises(ValueError, match="needs a reviewer and a subject"):
            register.add_decision(wrong)
    assert list(register.stale_decisions()) == []
    register.put_reading("a", 1, record("a", event("e1")), "0.2", AT)
    register.put_incidents([incident("i3", ref("a"))], AT, replaces=["i2"])
    assert list(register.stale_decisions()) == [(split, (Subject("event", "a#e2"),))]  # i1 leads to i3
    assert len(register.decisions()) == 4  # nothing that was decided goes with its subject
    register.put_sample("s1", ["i3", "i1", "i3"])
    assert register.sample("s1") == ("i3", "i1")
    with pytest.raises(StoreError, match="a sample 's1' already"):
        register.put_sample("s1", ["i3"])


def test_a_job_goes_on_where_it_was(register: Register) -> None:
    job = register.begin_job("ingest", "news.jsonl", AT)
    register.note_items(job.id, [JobItem("1", "new", "a", 1), JobItem("2", "failed", detail="line 2: no text\0")], position="120")
    again = register.begin_job("ingest", "news.jsonl", AT + timedelta(hours=1))
    assert (again.id, again.position, again.counts) == (job.id, "120", {"failed": 1, "new": 1})
    assert register.noted(job.id, ["1", "2", "3"]) == {"1", "2"}
    assert [i.item for i in register.items_of(job.id, ["failed"])] == ["2"]
    register.note_items(job.id, [JobItem("2", "new", "b", 1)])
    register.finish_job(job.id, AT + timedelta(hours=2))
    assert register.job(job.id).counts == {"new": 2}
    assert register.begin_job("ingest", "news.jsonl", AT).id != job.id
    assert len(register.jobs()) == 2


def test_copies_sketches_releases_and_notes(register: Register) -> None:
    for n, when in enumerate([day(0), day(2), day(9), None]):
        register.add_capture(capture(f"r{n}", published=when))
        register.put_sketches([Sketch(f"r{n}", when, bytes([n, 0, 255]))])
    assert [s.report for s in register.sketches_near(day(1), 2)] == ["r0", "r1", "r3"]
    assert [s.sketch for s in register.sketches_near(None, 0)][2] == b"\x02\x00\xff"
    register.put_copies([Copy("r1", "r0", "near", 0.93, "رويترز"), Copy("r2", "r0", "exact", 1.0)])
    assert list(register.copies_of(["r0"])) == ["r1", "r2"]
    register.put_copies([], near=["r2"])
    assert list(register.copies_of(["r2", "r1"])) == ["r1"]
    assert register.release() is None
    register.add_release(AT, "0.1", "k1", "c1", "first", {"i1": "aa", "i2": "bb"})
    second = register.add_release(AT, "0.1", "k2", "c1", "second", {"i1": "ab"})
    assert (second.number, register.release()) == (2, second)
    first = register.release(1)
    assert first is not None
    assert first.digests == {"i1": "aa", "i2": "bb"}
    register.set_note("knowledge", "k1")
    register.set_note("knowledge", "k2")
    assert (register.note("knowledge"), register.note("other")) == ("k2", None)


def _caught_inside(register: Register) -> None:
    with register.transaction():
        register.add_capture(capture("d"))
        with suppress(StoreError):
            sql(register, "SELECT nothing FROM nowhere")


def test_a_transaction_is_kept_whole_or_not_at_all(register: Register) -> None:
    with suppress(RuntimeError), register.transaction():
        read(register, "a")
        raise RuntimeError
    assert register.count_reports() == register.count_events() == 0
    with register.transaction():
        read(register, "a")
        with suppress(StoreError), register.transaction():  # a contradiction is taken back alone
            register.add_capture(capture("b"))
            register.put_incidents([incident("i1", ref("nobody"))], AT)
        assert register.count_reports() == 1
        read(register, "c")
    assert [r.id for r in register.reports()] == ["a", "c"]
    with pytest.raises(StoreError, match="a part of this step failed before"):
        _caught_inside(register)
    assert [r.id for r in register.reports()] == ["a", "c"]


def test_verify_finds_what_another_hand_changed(register: Register) -> None:
    read(register, "a", event("e1", evidence={"killed": [[0, 5], [90, 900]]}))
    assert [f.wrong for f in register.verify_rows()] == [
        f"event e1: killed points at [90, 900] in a text of {len(register.version('a').capture.report_text)}"
    ]
    read(register, "b")
    sql(register, "DROP TRIGGER versions_update" if register._database.sqlite else "DROP TRIGGER versions_append_only ON versions")
    sql(register, "UPDATE versions SET raw_sha256 = 'x', text = raw WHERE report = 'b'")
    sql(register, "UPDATE events SET event = 'e7' WHERE report = 'b'")
    sql(register, "UPDATE reports SET latest = 3 WHERE id = 'b'")
    wrong = {(f.table, f.row, f.wrong) for f in register.verify_rows() if f.row.startswith("b")}
    assert ("versions", "b version 1", "its bytes are not those of its SHA-256") in wrong
    assert ("events", "b", "its events are not those of its current reading") in wrong
    assert ("reports", "b", "its versions are not numbered from 1 to its latest") in wrong
    blob = "x'00ff'" if register._database.sqlite else "'\\x00ff'::bytea"
    sql(register, f"UPDATE versions SET text = {blob} WHERE report = 'b'")
    assert any(f.row == "b version 1" and "cannot be unpacked" in f.wrong for f in register.verify_rows())


def shape(database: Database) -> dict[str, Any]:
    """Every table with its columns, keys and indexes."""
    with database.reading() as connection:
        found = inspect(connection)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
                sorted(str(i["name"]) for i in found.get_indexes(name)),
                found.get_pk_constraint(name)["constrained_columns"],
            )
            for name in sorted(found.get_table_names())
        }


def triggers(register: Register) -> set[str]:
    """What refuses changes."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if register._database.sqlite else "SELECT tgname FROM pg_trigger"
    return {str(row[0]) for row in sql(register, names) if not str(row[0]).startswith("RI_")}


@pytest.mark.parametrize("number", range(FIRST, STEPS[-1].number + 1))
def test_an_older_register_becomes_what_a_fresh_one_is(place: Place, number: int) -> None:
    """Where this fails the tables changed: add a step, or before the first release run `python -m tests.register_schema`."""
    where, fresh = place(), place()
    old = connect(where)
    with old.writing() as connection:
        for statement in frozen(number, connection.dialect.name):
            connection.execute(text(statement))
        connection.exec_driver_sql(f"INSERT INTO meta VALUES ('schema', '{number}')")
    old.close()
    with open_register(where) as migrated, open_register(fresh, create=True) as made:
        assert shape(migrated._database) == shape(made._database)
        assert triggers(migrated) == triggers(made)
        assert migrated.schema == made.schema
        migrated.add_capture(capture("a"))
        assert [row.id for row in migrated.search("الرمادي").rows] == ["a"]


def _second(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE reports ADD COLUMN lead TEXT"))
    connection.execute(text("UPDATE reports SET lead = 'about ' || id"))


def _third(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE leads (report TEXT PRIMARY KEY)"))
    connection.execute(text("INSERT INTO leads SELECT id FROM reports"))


def _breaks(connection: Connection) -> None:
    _third(connection)
    connection.execute(text("INSERT INTO nowhere VALUES (1)"))


def test_migrations_run_once_in_order_and_wholly(place: Place) -> None:
    where, newest = place(), STEPS[-1].number
    with open_register(where, create=True) as opened:
        opened.add_capture(capture("a"))
        before = shape(opened._database)
    newest = STEPS[-1].number
    with pytest.raises(StoreError, match="nowhere"):
        open_register(where, steps=[*STEPS, Step(newest + 1, "lead", _second), Step(newest + 2, "breaks", _breaks)])
    with open_register(where) as opened:
        assert (opened.schema, shape(opened._database)) == (newest, before)  # nothing of it is left
    for _ in range(2):
        with open_register(where, steps=[*STEPS, Step(newest + 1, "lead", _second), Step(newest + 2, "leads", _third)]) as opened:
            assert opened.schema == newest + 2
            assert sql(opened, "SELECT lead FROM reports") == [("about a",)]
            assert sql(opened, "SELECT report FROM leads") == [("a",)]
    with pytest.raises(StoreError, match=rf"made by a newer Sijill \(schema {newest + 2}; this one knows {newest}\)") as told:
        open_register(where)
    assert told.value.trouble == "newer"


def test_what_is_no_register_is_left_alone(place: Place) -> None:
    where = place()
    with pytest.raises(StoreError, match="make one with `sijill init`") as told:
        open_register(where)
    assert told.value.trouble == "missing"
    other = connect(where)
    with other.writing() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER)"))
    with pytest.raises(StoreError, match="another program") as told:
        open_register(where, create=True)
    assert told.value.trouble == "foreign"
    assert list(shape(other)) == ["events"]
    other.close()


def test_files_that_are_no_register(tmp_path: Path) -> None:
    noise = tmp_path / "noise.sqlite"
    noise.write_bytes(b"this is no database " * 500)
    with pytest.raises(StoreError, match="damaged or no database") as told:
        open_register(noise)
    assert told.value.trouble == "damaged"
    assert noise.read_bytes() == b"this is no database " * 500
    with pytest.raises(StoreError, match="is a folder"):
        open_register(tmp_path, create=True)
    with pytest.raises(StoreError, match=r"the folder .* is not there"):
        open_register(tmp_path / "no" / "r.sqlite", create=True)
    places = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(places)) as db:
        db.execute("CREATE TABLE place (id TEXT)")
    with pytest.raises(StoreError, match="a database of another program"):
        open_register(places, create=True)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("mysql://root:secret@h/d", "no database that Sijill knows"),
        ("what://x", "no database that Sijill knows"),
        ("postgresql://h:x/d", "no URL"),
    ],
)
def test_addresses_that_cannot_be_used(where: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as error:
        open_register(where)
    assert "secret" not in str(error.value)


def test_instants_need_a_zone(register: Register) -> None:
    with pytest.raises(StoreError, match="has no zone"):
        register.begin_job("ingest", "x", datetime(2026, 1, 1))
