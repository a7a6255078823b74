"""Counting incidents and ordering them: on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from sijill.model import EventRef
from sijill.store.register import Register, open_register
from sijill.store.rows import Filters, Order, Projection
from tests.databases import Place, place, postgresql
from tests.register_rows import AT, capture, day, event, incident, projection, record

__all__ = ["place", "postgresql"]
ORDERS: tuple[Order, ...] = ("latest", "earliest", "arrived", "killed")


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with open_register(place(), create=True) as opened:
        yield opened


def fill(register: Register, count: int) -> list[Projection]:
    """Incidents in the order of their arrival."""
    dice = random.Random(7)
    names = [f"i{dice.randrange(10**9):09}" for _ in range(count)]
    made = []
    for n, name in enumerate(names):
        dated = dice.random() > 0.2
        killed = None if dice.random() < 0.3 else dice.randrange(4)
        made.append(
            projection(
                name, day(dice.randrange(6)) if dated else None, type=dice.choice(("ied", "shelling", "airstrike")),
                country=dice.choice(("IQ", "SY", None)), admin1=dice.choice(("Diyala", "Idlib")), killed_low=killed, killed_high=killed,
                contested=n % 5 == 0, independent=n % 7, review=dice.choice(("unreviewed", "accepted", "rejected")),
                factuality=dice.choice(("asserted", "alleged")), confidence=dice.choice((0.5, 0.75, 0.9)),
            )
        )  # fmt: skip
        register.add_capture(capture(name))
        register.put_reading(name, 1, record(name, event("e1")), "0.1", AT)
    with register.transaction():
        for name in names:
            register.put_incidents([incident(name, EventRef(name, "e1"))], AT)
        register.put_projections(made)
    return made


def test_counts_are_those_of_the_incidents(register: Register) -> None:
    made = fill(register, 60)
    assert register.counts("type") == dict(sorted(Counter(p.type for p in made).items(), key=lambda i: (-i[1], i[0])))
    assert register.counts("review") == Counter(p.review for p in made)
    assert register.counts("country") == Counter(p.country for p in made if p.country)
    assert register.counts("admin1") == Counter(f"{p.country} {p.admin1}" for p in made if p.country)
    assert register.counts("contested") == {"no": 48, "yes": 12}
    days = register.counts("day")
    assert days == Counter(p.last.isoformat() for p in made if p.last)
    assert list(days) == sorted(days)
    some = Filters(countries=("IQ",), types=("ied", "shelling"))
    kept = [p for p in made if p.country == "IQ" and p.type != "airstrike"]
    assert register.counts("day", some) == Counter(p.last.isoformat() for p in kept if p.last)


def test_new_filters(register: Register) -> None:
    made = fill(register, 60)
    for asked, want in (
        (Filters(factuality=("alleged",)), [p for p in made if p.factuality == "alleged"]),
        (Filters(confidence_at_least=0.75), [p for p in made if p.confidence >= 0.75]),
        (Filters(confidence_at_least=0.9, factuality=("asserted", "alleged")), [p for p in made if p.confidence == 0.9]),
    ):
        assert {p.id for p in register.all_incidents(asked)} == {p.id for p in want}
        assert register.count(asked) == len(want)


def keys(made: list[Projection], order: Order) -> list[str]:
    far = day(10**5)

    def key(p: Projection) -> tuple[object, ...]:
        late = (p.last is None, (far - p.last).days if p.last else 0, p.id)
        match order:
            case "latest":
                return late
            case "earliest":
                return p.last is None, p.last or far, p.id
            case "killed":
                return -(-1 if p.killed_high is None else p.killed_high), *late
            case "arrived":
                return (-made.index(p),)

    return [p.id for p in sorted(made, key=key)]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_every_order_gives_each_incident_once(register: Register, order: Order, size: int) -> None:
    made = fill(register, 40)
    found: list[str] = []
    cursor = ""
    while True:
        page = register.incidents(None, cursor, size, order)
        found += [p.id for p in page.rows]
        cursor = page.cursor
        if not cursor:
            break
    assert found == keys(made, order)


@pytest.mark.parametrize("order", ORDERS)
def test_a_cursor_of_another_order_or_of_nobody_is_refused(register: Register, order: Order) -> None:
    fill(register, 3)
    for cursor in ("x", "x y", "2021-13-01 a", "9" * 30, "-"):
        with pytest.raises(ValueError, match="is no cursor"):
            register.incidents(None, cursor, 2, order)


def test_most_contested(register: Register) -> None:
    made = fill(register, 60)
    found = register.most_contested(4)
    want = sorted((p for p in made if p.contested and p.review != "rejected"), key=lambda p: -p.independent)
    assert [p.independent for p in found] == [p.independent for p in want[:4]]
    assert all(p.contested for p in found)


def test_what_came_last(register: Register) -> None:
    made = fill(register, 5)
    assert [row.id for row in register.recent_reports(3)] == [p.id for p in made[:1:-1]]
    first, second = register.begin_job("ingest", "a", AT), register.begin_job("ingest", "b", AT)
    assert [job.id for job in register.recent_jobs(5)] == [second.id, first.id]
    assert register.recent_jobs(1)[0].target == "b"


def test_counting_reads_the_indexes_alone(tmp_path: object) -> None:
    with open_register(f"{tmp_path}/plans.sqlite", create=True) as register:
        fill(register, 30)
        with register._database.reading() as connection:
            for column, index in (("type", "projections_type"), ("review", "projections_review"), ("sort_day", "projections_day")):
                plan = str(
                    connection.execute(text(f"EXPLAIN QUERY PLAN SELECT {column}, count(*) FROM projections GROUP BY {column}")).all()
                )
                assert f"COVERING INDEX {index}" in plan


def test_replaced_projections_are_counted_once(register: Register) -> None:
    made = fill(register, 6)
    register.put_projections([replace(made[0], type="abduction")])
    assert sum(register.counts("type").values()) == 6
    assert register.counts("type")["abduction"] == 1
