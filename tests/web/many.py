"""A register with many incidents at real places of the gazetteer, made as the store makes them, for what must stay quick."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sijill.knowledge import Knowledge, event_types
from sijill.knowledge.gazetteer import Row
from sijill.model import EventRef
from sijill.store.register import Register
from sijill.store.rows import Projection
from tests import register_rows as rows

COUNTRIES = {"IQ": 30, "SY": 30, "YE": 18, "PS": 8, "LB": 5, "SD": 8, "LY": 6, "SO": 3}
NOBODY = ("perpetrators", "targets", "claimed_by", "accused", "denied_by", "weapons", "contested")
RECORD = {"date": None, "wounded": None, "captured": None, "outlets": ["وكالة النخيل"], **{name: [] for name in NOBODY}}
START = date(2019, 1, 1)
PRECISIONS = {"town": "town", "village": "town", "district": "district", "governorate": "governorate", "country": "country", "camp": "site",
              "crossing": "site", "airport": "site", "bridge": "site", "base": "site", "quarter": "site"}  # fmt: skip


def fill(register: Register, knowledge: Knowledge, incidents: int, days: int = 1500, seed: int = 5) -> None:
    """Put so many incidents into an empty register; the same seed gives the same."""
    chance = random.Random(seed)
    drawn = [_projection(number, chance, row, days) for number, row in enumerate(_places(knowledge, chance, incidents))]
    for begin in range(0, incidents, 500):
        part = drawn[begin : begin + 500]
        with register.transaction():
            report = register.add_capture(rows.capture(f"many-{begin}", words_of(begin))).report
            record = rows.record(report, *(rows.event(f"e{n}", p.last, p.country) for n, p in enumerate(part)))
            register.put_reading(report, 1, record, "0.1", rows.AT)
            register.put_incidents([rows.incident(p.id, EventRef(report, f"e{n}")) for n, p in enumerate(part)], rows.AT)
            register.put_projections(part)


def words_of(number: int) -> str:
    return f"{rows.TEXT} التقرير رقم {number}."


def _places(knowledge: Knowledge, chance: random.Random, many: int) -> list[Row]:
    """Places by country; larger towns more often, and one in six known to no more than a district, governorate or country."""
    found: list[Row] = []
    shelves: dict[tuple[str, str], list[Row]] = {}
    for row in knowledge.gazetteer.rows:
        if row.country in COUNTRIES and row.kind in PRECISIONS:
            shelves.setdefault((row.country, row.kind), []).append(row)
    kinds = ("town", "village", "district", "governorate", "country", "camp", "base", "quarter")
    weights = (70, 6, 6, 12, 1, 2, 2, 6)
    while len(found) < many:
        country = chance.choices(list(COUNTRIES), list(COUNTRIES.values()))[0]
        shelf = shelves.get((country, chance.choices(kinds, weights)[0]))
        if shelf:
            found.append(chance.choices(shelf, [1 + row.population / 40_000 for row in shelf])[0])
    return found


def _projection(number: int, chance: random.Random, place: Row, days: int) -> Projection:
    day = None if chance.random() < 0.02 else START + timedelta(days=int(days * chance.betavariate(1.3, 1.1)))
    killed = None if chance.random() < 0.45 else min(60, int(chance.paretovariate(1.2)) - 1)
    kinds = [kind for kind in event_types() if kind not in ("political_decision", "group_change")]
    weights = [1 + 40 / (1 + rank) for rank in range(len(kinds))]
    kind = chance.choices(["shelling", "air_strike", "ied", "armed_clash", "arrest", *kinds], [25, 20, 20, 25, 12, *weights])[0]
    return rows.projection(
        f"many-{number:05}", day, type=kind, country=place.country, admin1=place.admin1 or None, place=place.en,
        place_precision=PRECISIONS[place.kind], lat=place.lat, lon=place.lon, killed_low=killed,
        killed_high=None if killed is None else killed + chance.choice([0, 0, 0, 1, 3]), contested=chance.random() < 0.08,
        review=chance.choices(["unreviewed", "accepted", "corrected", "rejected", "flagged"], [80, 12, 4, 2, 2])[0],
        record={**RECORD, "place": {"text": place.ar[0]}, "killed": None if killed is None else {"low": killed, "high": killed}},
    )  # fmt: skip
