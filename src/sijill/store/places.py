"""Imported gazetteers in SQLite: GeoNames tables and Who's On First distributions.

Names are folded as texts are, so that a name is found however it is spelled. An import commits every few
thousand rows together with how far it got, so that one that was broken off goes on from there.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from sijill.store.errors import DumpError
from sijill.text import analyses, fold_text, make_doc

__all__ = ["COMMIT_EVERY", "DumpError", "PlaceRow", "PlacesDatabase", "Skipped", "Step", "fold_name", "import_dump"]

MOST_AT_ONCE = 10_000  # names asked for in one query; SQLite takes 32,766
HOPELESS = 1000  # bad lines with no good one among them after which a file is given up
LONGEST_NAME = 3  # words of the longest name that is looked for
COMMIT_EVERY = 5000  # places between two commits

_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, name_ar TEXT, lat REAL NOT NULL, lon REAL NOT NULL,
  kind TEXT NOT NULL, country TEXT, admin1 TEXT, population INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS name (folded TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS division (country TEXT, code TEXT, name TEXT NOT NULL, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS import (
  file TEXT, size INTEGER, kind TEXT, reached INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (file, size, kind)
);
"""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as the database gives it. `kind` is one of site, town, district, governorate, country."""

    id: str
    name: str
    name_ar: str | None
    lat: float
    lon: float
    kind: str
    country: str | None
    admin1: str | None
    population: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is: places so far, and the share of the file."""

    places: int
    share: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of a dump that was passed over, and why: "IQ.txt:7: has 3 columns …"."""

    message: str


@dataclass(frozen=True, slots=True)
class _Incoming:
    row: PlaceRow
    names: tuple[str, ...]
    division: tuple[str, str] | None  # country and code, where this place is a first-level division itself
    reached: int


class PlacesDatabase:
    """The database. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path)
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise DumpError(f"{path}: {error}; give another --database") from None
        self._db.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> PlacesDatabase:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def candidates(self, names: Sequence[str]) -> list[PlaceRow]:
        """Every place of any of these names, the most populous first.

        A GeoNames code of a division ("07") whose division was not imported is no name, and left out.
        """
        folded = sorted({fold_name(name) for name in names} - {""})
        if not folded:
            return []
        marks = ",".join("?" * len(folded))
        query = f"""
            SELECT DISTINCT p.id, p.name, p.name_ar, p.lat, p.lon, p.kind, p.country,
                COALESCE(d.name, CASE WHEN p.id LIKE 'geonames:%' THEN NULL ELSE p.admin1 END), p.population
            FROM name n JOIN place p ON p.id = n.place LEFT JOIN division d ON d.country = p.country AND d.code = p.admin1
            WHERE n.folded IN ({marks}) ORDER BY p.population DESC, p.id"""
        return [PlaceRow(*row) for row in self._db.execute(query, folded)]

    def named_in(self, text: str) -> list[tuple[PlaceRow, tuple[str, ...]]]:
        """Every place that some words of a text may name, with those of its names (folded, without article) that do."""
        wanted = _phrases(text)
        found: dict[str, list[str]] = {}
        for start in range(0, len(wanted), MOST_AT_ONCE):
            part = wanted[start : start + MOST_AT_ONCE]
            marks = ",".join("?" * len(part))
            for folded, place in self._db.execute(f"SELECT folded, place FROM name WHERE folded IN ({marks}) ORDER BY folded, place", part):
                found.setdefault(place, []).append(folded)
        names = sorted({name for folded in found.values() for name in folded})
        return [(row, tuple(found[row.id])) for row in self.candidates(names) if row.id in found]

    def count(self) -> int:
        """How many places there are."""
        return int(self._db.execute("SELECT count(*) FROM place").fetchone()[0])

    def count_names(self) -> int:
        """How many names there are."""
        return int(self._db.execute("SELECT count(*) FROM name").fetchone()[0])

    def reached(self, file: Path, kind: str) -> tuple[int, bool]:
        """How far the import of a file got, and whether it is done."""
        row = self._db.execute("SELECT reached, done FROM import WHERE file = ? AND size = ? AND kind = ?", _key(file, kind)).fetchone()
        return (int(row[0]), bool(row[1])) if row else (0, False)

    def add(self, places: Sequence[_Incoming], file: Path, kind: str, reached: int, done: bool) -> None:
        """Put places in and note how far the file was read, together or not at all."""
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?)",
                [(r.id, r.name, r.name_ar, r.lat, r.lon, r.kind, r.country, r.admin1, r.population) for r in (p.row for p in places)],
            )
            names = ((folded, p.row.id) for p in places for folded in {fold_name(n) for n in p.names} if folded)
            self._db.executemany("INSERT OR IGNORE INTO name VALUES (?,?)", names)
            self._db.executemany(
                "INSERT OR REPLACE INTO division VALUES (?,?,?)", [(*p.division, p.row.name) for p in places if p.division]
            )
            self._db.execute("INSERT OR REPLACE INTO import VALUES (?,?,?,?,?)", (*_key(file, kind), reached, int(done)))


def import_dump(store: PlacesDatabase, file: Path, kind: str) -> Iterator[Step | Skipped]:
    """Import a dump, telling how far it is and which lines were passed over; goes on where an earlier run stopped.

    A file of which lines were passed over does not count as done: the next import begins it again.

    Raises:
        DumpError: the file is not what `kind` says.
    """
    try:
        yield from _imported(store, file, kind)
    except sqlite3.Error as error:
        raise DumpError(f"{file}: {error}") from None
    except OSError as error:
        raise DumpError(f"{file}: {error.strerror or error}") from None


def _imported(store: PlacesDatabase, file: Path, kind: str) -> Iterator[Step | Skipped]:
    reached, done = store.reached(file, kind)
    if done:
        yield Step(0, 1.0)
        return
    total = max(1, file.stat().st_size)
    if kind == "geonames":
        found = geonames(file, reached)
    elif _starts_as_sqlite(file):
        found, total = whosonfirst_sqlite(file, reached), _last_id(file)
    else:
        found = whosonfirst_csv(file, reached)
    places, skipped, first = 0, 0, reached
    batch: list[_Incoming] = []
    for incoming in found:
        if isinstance(incoming, Skipped):
            skipped += 1
            if first == places == len(batch) == 0 and skipped >= HOPELESS:
                raise DumpError(f"{incoming.message}; so were all lines before it: is it a {kind} dump?")
            yield incoming
            continue
        batch.append(incoming)
        if len(batch) >= COMMIT_EVERY:
            places, reached = places + len(batch), batch[-1].reached
            store.add(batch, file, kind, reached, done=False)
            batch = []
            yield Step(places, min(1.0, reached / total))
    store.add(batch, file, kind, 0 if skipped else batch[-1].reached if batch else reached, done=not skipped)
    if store.count() == 0:
        raise DumpError(f"{file}: no place was found in it; is it a {kind} dump?")
    yield Step(places + len(batch), 1.0)


def fold_name(name: str) -> str:
    """A name as it is looked up: folded, lower case, without the article."""
    folded = " ".join(fold_text(name).casefold().split())
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def _phrases(text: str) -> list[str]:
    """All runs of up to `LONGEST_NAME` words of a text, folded, with every way of reading the joined particles of the first."""
    words = [w.text for w in make_doc(text).words]
    found: set[str] = set()
    for index, word in enumerate(words):
        for reading in analyses(word):
            for length in range(LONGEST_NAME):
                found.add(fold_name(" ".join((reading.rest, *words[index + 1 : index + 1 + length]))))
    return sorted(found)


def _key(file: Path, kind: str) -> tuple[str, int, str]:
    return str(file.resolve()), file.stat().st_size, kind


def _starts_as_sqlite(file: Path) -> bool:
    with file.open("rb") as handle:
        return handle.read(16).startswith(b"SQLite format 3")


# GeoNames feature codes and classes that the register can use, and what they are to us.
_CODES = {
    "PCLI": "country",
    "PCLD": "country",
    "PCLS": "country",
    "TERR": "country",
    "ADM1": "governorate",
    "ADM2": "district",
    "ADM3": "district",
}
_CLASSES = {"P": "town", "A": "district", "S": "site", "L": "site", "T": "site", "H": "site", "R": "site"}


def geonames(file: Path, start: int = 0) -> Iterator[_Incoming | Skipped]:
    """Places of a GeoNames table (19 columns, tabs, UTF-8) from a byte offset on."""
    with file.open("rb") as handle:
        number = _lines_before(handle, start)
        reached = start
        for raw in handle:
            reached += len(raw)
            number += 1
            if not raw.strip():
                continue
            try:
                cells = raw.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError:
                yield Skipped(f"{file}:{number}: is no UTF-8 (a .zip must be unpacked first)")
                continue
            if len(cells) != 19:
                yield Skipped(f"{file}:{number}: has {len(cells)} columns where a GeoNames table has 19")
                continue
            kind = _CODES.get(cells[7]) or _CLASSES.get(cells[6])
            if kind is None:
                continue
            try:
                lat, lon, population = float(cells[4]), float(cells[5]), int(cells[14] or 0)
            except ValueError:
                yield Skipped(f"{file}:{number}: coordinates or population are no numbers")
                continue
            names = tuple(dict.fromkeys(n.strip() for n in (cells[1], cells[2], *cells[3].split(",")) if n.strip()))
            division = (cells[8], cells[10]) if cells[7] == "ADM1" else None
            row = PlaceRow(
                f"geonames:{cells[0]}", cells[1], _arabic(names), lat, lon, kind, cells[8] or None, cells[10] or None, population
            )
            yield _Incoming(row, names, division, reached)


def _lines_before(handle: BinaryIO, start: int) -> int:
    """How many lines end before a byte offset; the file is left there."""
    lines, left = 0, start
    while left and (block := handle.read(min(left, 1 << 20))):
        lines += block.count(b"\n")
        left -= len(block)
    handle.seek(start)
    return lines


_WOF_KINDS = {
    "country": "country", "dependency": "country", "region": "governorate", "macroregion": "governorate",
    "county": "district", "macrocounty": "district",
    "localadmin": "district", "locality": "town", "borough": "site", "neighbourhood": "site", "macrohood": "site",
    "campus": "site", "venue": "site",
}  # fmt: skip


def whosonfirst_sqlite(file: Path, start: int = 0) -> Iterator[_Incoming | Skipped]:
    """Places of a Who's On First SQLite distribution (tables spr, names, ancestors) above an id."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"spr", "names"} <= tables:
            raise DumpError(f"{file}: has no tables spr and names; is it a Who's On First distribution?")
        regions = {}
        if "ancestors" in tables:
            query = """SELECT a.id, s.name FROM ancestors a JOIN spr s ON CAST(s.id AS INTEGER) = a.ancestor_id
                WHERE a.ancestor_placetype = 'region'"""
            regions = {int(i): str(n) for i, n in db.execute(query)}
        query = """SELECT id, name, placetype, country, latitude, longitude FROM spr
            WHERE is_current != 0 AND CAST(id AS INTEGER) > ? ORDER BY CAST(id AS INTEGER)"""
        for ident, name, placetype, country, lat, lon in db.execute(query, (start,)):
            kind = _WOF_KINDS.get(placetype)
            if kind is None or not name or lat is None or lon is None:
                continue
            try:
                number, point = int(ident), (float(lat), float(lon))
            except ValueError:
                yield Skipped(f"{file}: spr {ident}: id or coordinates are no numbers")
                continue
            others = [str(r[0]) for r in db.execute("SELECT name FROM names WHERE id = ?", (ident,)) if r[0]]
            names = tuple(dict.fromkeys((name, *others)))
            row = PlaceRow(f"wof:{number}", name, _arabic(names), *point, kind, country or None, regions.get(number), 0)
            yield _Incoming(row, names, None, number)


def whosonfirst_csv(file: Path, start: int = 0) -> Iterator[_Incoming | Skipped]:
    """Places of a CSV with the columns id, name, placetype, lat (or geom_latitude), lon and iso_country.

    Other columns whose name begins with "name" give more names. `start` is a number of rows to pass over.
    """
    with file.open(encoding="utf-8", errors="surrogateescape", newline="") as handle:
        rows = csv.DictReader(handle)
        try:
            columns = list(rows.fieldnames or [])
        except csv.Error:
            columns = []
        lat_column = next((c for c in ("lat", "latitude", "geom_latitude") if c in columns), None)
        lon_column = next((c for c in ("lon", "longitude", "geom_longitude") if c in columns), None)
        if not {"id", "name", "placetype"} <= set(columns) or lat_column is None or lon_column is None:
            raise DumpError(f"{file}:1: needs the columns id, name, placetype, lat and lon; is it a CSV of Who's On First?")
        more = [c for c in columns if c.startswith("name") and c != "name"]
        number = 0
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Skipped(f"{file}:{rows.line_num}: {error}")
                continue
            if number <= start:
                continue
            if None in cells.values():
                yield Skipped(f"{file}:{rows.line_num}: has fewer columns than the first line")
                continue
            kind = _WOF_KINDS.get(cells["placetype"])
            if kind is None or not cells["name"] or not cells[lat_column] or not cells[lon_column]:
                continue
            names = tuple(dict.fromkeys(n for n in (cells["name"], *(cells[c] for c in more)) if n))
            if any("\udc80" <= c <= "\udcff" for name in (cells["id"], *names) for c in name):
                yield Skipped(f"{file}:{rows.line_num}: is no UTF-8")
                continue
            try:
                point = float(cells[lat_column]), float(cells[lon_column])
            except ValueError:
                yield Skipped(f"{file}:{rows.line_num}: coordinates are no numbers")
                continue
            country = cells.get("iso_country") or cells.get("iso") or None
            row = PlaceRow(f"wof:{cells['id']}", cells["name"], _arabic(names), *point, kind, country, None, 0)
            yield _Incoming(row, names, None, number)


def _last_id(file: Path) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        try:
            return int(db.execute("SELECT max(CAST(id AS INTEGER)) FROM spr").fetchone()[0] or 1)
        except sqlite3.Error:
            return 1


def _arabic(names: Iterable[str]) -> str | None:
    """The first name in Arabic letters."""
    return next((n for n in names if any("\u0621" <= c <= "\u064a" for c in n)), None)
