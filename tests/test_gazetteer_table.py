"""The gazetteer as a table: integrity, the divisions that must be there, and well-known points."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PLACES = Path(__file__).resolve().parent.parent / "lexicon" / "places"
COLUMNS = ["id", "en", "ar", "kind", "country", "admin1", "lat", "lon", "population", "weak", "source"]
KINDS = set(
    "country governorate district town village quarter camp crossing base airport port oilfield dam road island "
    "mountain region site sea prison mosque".split()
)
# Kinds that may lie in more than one division, and so may name none.
WIDE = {"country", "region", "sea", "road", "mountain"}
# Generous boxes: south, north, west, east, in degrees, islands and border crossings included.
BOXES = {
    "IQ": (28.9, 37.5, 38.7, 48.9),
    "SY": (32.2, 37.5, 35.5, 42.5),
    "YE": (11.9, 19.5, 41.8, 54.7),
    "LB": (33.0, 34.8, 35.0, 36.7),
    "PS": (31.1, 32.7, 34.1, 35.7),
    "LY": (19.4, 33.3, 9.2, 25.3),
    "SD": (8.6, 22.4, 21.7, 38.7),
    "SS": (3.4, 12.3, 23.4, 36.0),
    "SA": (16.2, 32.3, 34.4, 55.7),
    "EG": (21.9, 31.8, 24.6, 37.0),
    "TN": (30.1, 37.6, 7.4, 11.7),
    "DZ": (18.9, 37.2, -8.8, 12.1),
    "JO": (29.1, 33.5, 34.9, 39.4),
    "TR": (35.7, 42.2, 25.6, 45.0),
    "IR": (25.0, 39.9, 44.0, 63.4),
    "AF": (29.3, 38.6, 60.4, 75.0),
    "PK": (23.6, 37.2, 60.8, 77.9),
    "SO": (-1.8, 12.1, 40.9, 51.5),
    "IL": (29.4, 33.4, 34.2, 35.9),
    "ML": (10.1, 25.1, -12.3, 4.4),
    "NE": (11.6, 23.6, 0.1, 16.1),
    "TD": (7.4, 23.5, 13.4, 24.1),
    "NG": (4.2, 14.0, 2.6, 14.8),
    "BF": (9.3, 15.2, -5.6, 2.5),
    "ET": (3.3, 15.0, 32.9, 48.1),
    "ER": (12.3, 18.1, 36.4, 43.2),
    "MR": (14.7, 27.4, -17.2, -4.8),
    "KE": (-4.8, 5.1, 33.8, 42.0),
    "KW": (28.5, 30.2, 46.5, 48.6),
    "QA": (24.4, 26.3, 50.6, 51.8),
    "BH": (25.5, 26.4, 50.3, 50.9),
    "OM": (16.5, 26.6, 51.9, 60.0),
    "AE": (22.5, 26.3, 51.4, 56.5),
    "DJ": (10.9, 12.8, 41.7, 43.5),
    "MA": (20.7, 36.0, -17.2, -1.0),
}
FIRST_LEVEL = {
    "IQ": 19,
    "SY": 14,
    "YE": 22,
    "LB": 9,
    "PS": 16,
    "LY": 22,
    "SD": 18,
    "TN": 24,
    "EG": 27,
    "SA": 13,
    "IR": 31,
    "TR": 81,
    "AF": 34,
    "SO": 18,
    "JO": 12,
}
# Name, country, kind, latitude, longitude: written down from general knowledge, to a hundredth of a degree.
POINTS = [
    ("بغداد", "IQ", "town", 33.31, 44.37),
    ("الموصل", "IQ", "town", 36.34, 43.13),
    ("البصرة", "IQ", "town", 30.51, 47.81),
    ("الفلوجة", "IQ", "town", 33.35, 43.78),
    ("الرمادي", "IQ", "town", 33.42, 43.30),
    ("تلعفر", "IQ", "town", 36.37, 42.45),
    ("جلولاء", "IQ", "town", 34.27, 45.17),
    ("السعدية", "IQ", "town", 34.19, 45.12),
    ("اليوسفية", "IQ", "town", 33.07, 44.23),
    ("التاجي", "IQ", "town", 33.51, 44.26),
    ("الدجيل", "IQ", "town", 33.84, 44.24),
    ("الضلوعية", "IQ", "town", 34.07, 44.21),
    ("جرف الصخر", "IQ", "town", 32.87, 44.20),
    ("الخضر", "IQ", "town", 31.19, 45.55),
    ("عين الأسد", "IQ", "base", 33.79, 42.44),
    ("بيجي", "IQ", "town", 34.93, 43.49),
    ("سنجار", "IQ", "town", 36.32, 41.87),
    ("دمشق", "SY", "town", 33.51, 36.29),
    ("حلب", "SY", "town", 36.20, 37.16),
    ("إدلب", "SY", "town", 35.93, 36.63),
    ("كوباني", "SY", "town", 36.89, 38.35),
    ("حميميم", "SY", "base", 35.40, 35.95),
    ("التنف", "SY", "base", 33.49, 38.67),
    ("خان شيخون", "SY", "town", 35.44, 36.65),
    ("دوما", "SY", "town", 33.57, 36.40),
    ("الرقة", "SY", "town", 35.95, 39.01),
    ("تدمر", "SY", "town", 34.56, 38.28),
    ("الباغوز", "SY", "town", 34.45, 40.95),
    ("باب الهوى", "SY", "crossing", 36.24, 36.68),
    ("مخيم الهول", "SY", "camp", 36.37, 41.14),
    ("صنعاء", "YE", "town", 15.35, 44.21),
    ("عدن", "YE", "town", 12.79, 45.03),
    ("الحديدة", "YE", "town", 14.80, 42.95),
    ("تعز", "YE", "town", 13.58, 44.02),
    ("مأرب", "YE", "town", 15.46, 45.33),
    ("العند", "YE", "base", 13.18, 44.76),
    ("صعدة", "YE", "town", 16.94, 43.76),
    ("عين الحلوة", "LB", "camp", 33.53, 35.38),
    ("عرسال", "LB", "town", 34.18, 36.42),
    ("بنت جبيل", "LB", "town", 33.12, 35.43),
    ("غزة", "PS", "town", 31.50, 34.46),
    ("رفح", "PS", "town", 31.29, 34.25),
    ("مخيم جنين", "PS", "camp", 32.46, 35.29),
    ("نابلس", "PS", "town", 32.22, 35.26),
    ("طرابلس", "LY", "town", 32.89, 13.19),
    ("بنغازي", "LY", "town", 32.12, 20.07),
    ("سرت", "LY", "town", 31.21, 16.59),
    ("درنة", "LY", "town", 32.76, 22.64),
    ("الخرطوم", "SD", "town", 15.59, 32.53),
    ("الفاشر", "SD", "town", 13.63, 25.35),
    ("الجنينة", "SD", "town", 13.45, 22.45),
    ("العريش", "EG", "town", 31.13, 33.80),
    ("الشيخ زويد", "EG", "town", 31.21, 34.11),
    ("بن قردان", "TN", "town", 33.14, 11.22),
    ("قندهار", "AF", "town", 31.61, 65.71),
    ("بيشاور", "PK", "town", 34.01, 71.58),
    ("مقديشو", "SO", "town", 2.04, 45.34),
    ("كيسمايو", "SO", "town", -0.36, 42.55),
    ("كيدال", "ML", "town", 18.44, 1.41),
    ("مايدوغوري", "NG", "town", 11.85, 13.16),
    ("القطيف", "SA", "town", 26.56, 50.01),
    ("ديار بكر", "TR", "town", 37.91, 40.24),
    ("جوبا", "SS", "town", 4.85, 31.58),
]


def read(name: str) -> list[dict[str, str]]:
    lines = [line for line in (PLACES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = read("gazetteer.tsv")
BY_ID = {row["id"]: row for row in ROWS}


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p, q, r, s = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def test_header_states_sources_and_columns() -> None:
    text = (PLACES / "gazetteer.tsv").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "CC-BY-4.0" in text[:3000]
    assert "Apache-2.0" in text[:3000]
    assert list(ROWS[0]) == COLUMNS
    assert len(text.encode()) < 4_000_000


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(r["id"] for r in ROWS).items() if n > 1] == []


def test_rows_are_well_formed() -> None:
    faults = []
    for row in ROWS:
        names = row["ar"].split("|")
        if None in row.values() or row["kind"] not in KINDS or not re.fullmatch("[A-Z]{2}", row["country"]) or row["weak"] not in "01":
            faults.append((row["id"], "kind, country or weak"))
        if not row["en"] or not row["source"] or int(row["population"]) < 0:
            faults.append((row["id"], "en, source or population"))
        if any(
            n != " ".join(n.split()) or not re.search("[ء-يA-Z]", n) or re.search("[\u064b-\u065f\u0640\u200b-\u200fپچژگکی]", n)
            for n in names
        ):
            faults.append((row["id"], row["ar"]))
        if len(set(names)) != len(names):
            faults.append((row["id"], "a name twice"))
    assert faults == []


def test_coordinates_lie_in_the_country() -> None:
    faults = []
    for row in ROWS:
        lat, lon = float(row["lat"]), float(row["lon"])
        south, north, west, east = BOXES.get(row["country"], (-90.0, 90.0, -180.0, 180.0))
        if row["kind"] != "sea" and not (south <= lat <= north and west <= lon <= east):
            faults.append((row["id"], row["ar"], lat, lon))
    assert faults == []


def test_divisions_are_named_where_held() -> None:
    held: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        if row["kind"] == "governorate":
            held[row["country"]].add(row["admin1"])
    assert all(row["admin1"] == row["en"] for row in ROWS if row["kind"] == "governorate" and row["country"] in FIRST_LEVEL)
    missing = [(r["id"], r["ar"]) for r in ROWS if r["country"] in FIRST_LEVEL and r["kind"] not in WIDE and not r["admin1"]]
    assert missing == []
    assert all(not r["admin1"] for r in ROWS if r["kind"] == "country")
    unknown = [
        (r["id"], r["admin1"])
        for r in ROWS
        if r["country"] in FIRST_LEVEL and r["kind"] not in WIDE and r["admin1"] not in held[r["country"]]
    ]
    assert unknown == []


@pytest.mark.parametrize(("country", "count"), sorted(FIRST_LEVEL.items()))
def test_first_level_divisions_are_complete(country: str, count: int) -> None:
    assert sum(r["kind"] == "governorate" and r["country"] == country for r in ROWS) == count


def test_seats_resolve() -> None:
    pairs = read("aliases.tsv")
    assert len(pairs) > 500
    for pair in pairs:
        division, seat = BY_ID[pair["governorate_id"]], BY_ID[pair["capital_id"]]
        assert division["kind"] == "governorate"
        assert division["country"] == seat["country"]
    seats = {(BY_ID[p["governorate_id"]]["en"], BY_ID[p["capital_id"]]["ar"].split("|")[0]) for p in pairs}
    assert {("Al-Qadisiyyah", "الديوانية"), ("Dhi Qar", "الناصرية"), ("Nineveh", "الموصل"), ("Lahij", "الحوطة")} <= seats


@pytest.mark.parametrize(("name", "country", "kind", "lat", "lon"), POINTS)
def test_well_known_points(name: str, country: str, kind: str, lat: float, lon: float) -> None:
    rows = [r for r in ROWS if r["country"] == country and r["kind"] == kind and name in r["ar"].split("|")]
    assert rows, f"{name} is not in the gazetteer"
    best = max(rows, key=lambda r: int(r["population"]))
    assert km(float(best["lat"]), float(best["lon"]), lat, lon) <= 10
