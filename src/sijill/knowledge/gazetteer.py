"""The gazetteer: named places with their spellings, divisions and coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sijill.knowledge.files import Fault
from sijill.knowledge.lexicon import fold_words
from sijill.text import Analysis, Known, Spelling, without_article

COLUMNS = ("id", "en", "ar", "kind", "country", "admin1", "lat", "lon", "population", "weak", "source")


class Row(NamedTuple):
    """One named place; coordinates in decimal degrees (WGS 84); `weak`: its name is also a common word."""

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


class PlaceForm(NamedTuple):
    """One spelling, without its first word: the rest, whether it carries the article, and the rows so named.

    `common`: the name is also a common word. `far`: one word, and every place so named is small and outside the region.
    """

    rest: tuple[str, ...]
    article: bool
    rows: tuple[int, ...]
    common: bool = False
    far: bool = False


BY_HAND = "sj:"  # rows that somebody wrote because the news names them


@dataclass(frozen=True, slots=True)
class Located:
    """A row as reading asks for it: where it lies on a ball of radius 1, how much its inhabitants count, whether somebody wrote it.

    The row itself is a tuple, since thousands are read from the cache at each start; few of them are ever named.
    """

    number: int
    row: Row
    id: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    weak: bool
    by_hand: bool
    size: float
    x: float
    y: float
    z: float


def _located(number: int, row: Row) -> Located:
    lat, lon = math.radians(row.lat), math.radians(row.lon)
    x, y, z = math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
    size, by_hand = math.log10(row.population + 10), row.id.startswith(BY_HAND)
    return Located(
        number, row, row.id, row.kind, row.country, row.admin1, row.lat, row.lon, row.population, row.weak, by_hand, size, x, y, z
    )


@dataclass(frozen=True, slots=True)
class Shelved:
    """A spelling as reading asks for it, from its shelf; `weak`: all rows so named are."""

    rest: tuple[str, ...]
    article: bool
    rows: tuple[int, ...]
    common: bool
    far: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class PlaceShelf:
    """The spellings that begin with one word: those of that word alone, and the others by their second word, longest first."""

    alone: tuple[Shelved, ...]
    longer: dict[str, tuple[Shelved, ...]]

    def going_on(self, following: tuple[str, ...]) -> tuple[Shelved, ...]:
        """Those that go on with one of these words, or not at all: «تل» begins hundreds."""
        if not self.longer:
            return self.alone
        found: tuple[Shelved, ...] = ()
        for second in following:
            found += self.longer.get(second, ())
        return found + self.alone if found else self.alone


@dataclass(frozen=True, slots=True)
class Named:
    """One analysis of a word that begins a name, and the spellings that it begins."""

    reading: Analysis
    shelf: PlaceShelf


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Rows, and spellings indexed by their folded first word without article, longest first.

    `shelves` and `met` keep what was made of the forms and rows asked for; what is kept with a spelling is known by `shelves`.
    """

    rows: tuple[Row, ...]
    forms: dict[str, tuple[PlaceForm, ...]]
    by_id: dict[str, int]
    capital_of: dict[str, str]  # id of a town → id of the division that it heads
    countries: dict[str, int]  # ISO code → row
    capitals: dict[str, int]  # ISO code → row of its capital
    shelves: dict[str, PlaceShelf] = field(default_factory=dict, repr=False, compare=False)
    met: dict[int, Located] = field(default_factory=dict, repr=False, compare=False)

    def named(self, word: Spelling) -> tuple[Named, ...]:
        """What names a folded word as written can begin, by its analyses that begin any."""
        known = word.names
        if known is None or known.by is not self.shelves:
            found = [(r, self._shelf(r.rest)) for r in word.analyses] if word.text[0].isalpha() else []
            known = word.names = Known(self.shelves, tuple([Named(reading, shelf) for reading, shelf in found if shelf is not None]))
        return known.found

    def located(self, number: int) -> Located:
        """The row of a number, as reading asks for it."""
        known = self.met.get(number)
        if known is None:
            known = self.met[number] = _located(number, self.rows[number])
        return known

    def beginning(self, first: str, following: tuple[str, ...]) -> tuple[Shelved, ...]:
        """The spellings that begin with a word without its particles and go on with one of these, or not at all."""
        shelf = self._shelf(first)
        return shelf.going_on(following) if shelf is not None else ()

    def _shelf(self, first: str) -> PlaceShelf | None:
        shelf = self.shelves.get(first)
        if shelf is None and first in self.forms:
            alone: list[Shelved] = []
            longer: dict[str, list[Shelved]] = {}
            for form in self.forms[first]:
                weak = all(self.rows[n].weak for n in form.rows)
                made = Shelved(form.rest, form.article, form.rows, form.common, form.far, weak)
                (longer.setdefault(form.rest[0], []) if form.rest else alone).append(made)
            shelf = self.shelves[first] = PlaceShelf(tuple(alone), {second: tuple(found) for second, found in longer.items()})
        return shelf


def read_gazetteer(folder: Path) -> tuple[Gazetteer, list[Fault]]:
    """Read `gazetteer.tsv` and `aliases.tsv` of the folder."""
    faults: list[Fault] = []
    rows: list[Row] = []
    for number, cells in _table(folder / "gazetteer.tsv"):
        try:
            ident, en, ar, kind, country, admin1, lat, lon, population, weak, _ = cells
            rows.append(
                Row(ident, en, tuple(ar.split("|")), kind, country, admin1, float(lat), float(lon), int(population or 0), weak == "1")
            )
        except ValueError as error:
            faults.append(Fault("places/gazetteer.tsv", f"line {number}", f"needs the columns {', '.join(COLUMNS)}: {error}"))
    by_id = {row.id: i for i, row in enumerate(rows)}
    capital_of: dict[str, str] = {}
    for number, cells in _table(folder / "aliases.tsv"):
        if len(cells) < 2 or cells[0] not in by_id or cells[1] not in by_id:
            faults.append(Fault("places/aliases.tsv", f"line {number}", "names an id that the gazetteer lacks"))
            continue
        capital_of[cells[1]] = cells[0]
    countries = {row.country: i for i, row in enumerate(rows) if row.kind == "country"}
    forms = _index(rows, _common(folder / "common_words.txt"))
    return Gazetteer(tuple(rows), forms, by_id, capital_of, countries, _capitals(rows, countries)), faults


_AT_CAPITAL = 0.2  # degrees: a country stands in the table at its capital
_DISPUTED = frozenset({"IL", "PS"})  # no word of ours says which town is the capital


def _capitals(rows: Sequence[Row], countries: Mapping[str, int]) -> dict[str, int]:
    """The town at the point of each country."""
    found: dict[str, tuple[float, int, int]] = {}
    for number, row in enumerate(rows):
        if row.kind != "town" or row.country not in countries or row.country in _DISPUTED:
            continue
        at = rows[countries[row.country]]
        away = abs(at.lat - row.lat) + abs(at.lon - row.lon)
        mine = (round(away, 1), -row.population, number)
        if away < _AT_CAPITAL and mine < found.get(row.country, (1.0, 0, 0)):
            found[row.country] = mine
    return {country: number for country, (_, _, number) in found.items()}


def country_codes(folder: Path) -> frozenset[str]:
    """The ISO 3166 codes of the countries in `gazetteer.tsv`."""
    return frozenset(cells[4] for _, cells in _table(folder / "gazetteer.tsv") if len(cells) > 4 and cells[3] == "country")


def _table(path: Path) -> Iterable[tuple[int, list[str]]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        header = True
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            if header:
                header = False
                continue
            yield number, line.rstrip("\n").split("\t")


# The region whose news the program reads; a small town elsewhere is not meant by a bare word.
_REGION = frozenset("IQ SY YE LB PS IL JO SA KW BH QA AE OM EG LY TN DZ MA SD SS SO DJ ER ET TD NE NG ML BF MR IR TR AF PK KE".split())
_WELL_KNOWN = 800_000  # inhabitants from which a town outside the region is known by its bare name


def _common(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold_words(line))


def _far(row: Row) -> bool:
    return row.country not in _REGION and row.kind not in ("country", "region", "sea") and row.population < _WELL_KNOWN


def _index(rows: list[Row], common: frozenset[str]) -> dict[str, tuple[PlaceForm, ...]]:
    shelves: dict[str, dict[tuple[tuple[str, ...], bool], list[int]]] = {}
    for number, row in enumerate(rows):
        for name in row.ar:
            words = fold_words(name)
            if not words or (len(words) == 1 and len(words[0]) < 2):
                continue
            key = tuple(map(without_article, words[1:])), words[0].startswith("ال") and len(words[0]) >= 4
            named = shelves.setdefault(without_article(words[0]), {}).setdefault(key, [])
            if number not in named:
                named.append(number)
    return {
        first: tuple(
            PlaceForm(
                rest,
                article,
                tuple(numbers),
                not rest and ("ال" + first if article else first) in common,
                not rest and all(_far(rows[n]) for n in numbers),
            )
            for (rest, article), numbers in sorted(shelf.items(), key=lambda item: (-len(item[0][0]), item[0]))
        )
        for first, shelf in shelves.items()
    }


IMPORTED_KNOWN = 20_000  # inhabitants from which an imported town of one word is meant by its bare name
SAME_DEGREES = 0.2  # an imported place nearer than this to one of the same name is that one


def extended(gazetteer: Gazetteer, rows: Sequence[Row]) -> Gazetteer:
    """The gazetteer with rows that a user imported, those that it holds already left out.

    An imported name of one word counts as a common word unless it names a town of some size: imported
    tables hold every hamlet, and a bare word hardly means one.
    """
    fresh = [row for row in rows if row.id not in gazetteer.by_id and not _held(gazetteer, row)]
    if not fresh:
        return gazetteer
    start = len(gazetteer.rows)
    forms: dict[str, tuple[PlaceForm, ...]] = {}
    small = frozenset(w for row in fresh if row.population < IMPORTED_KNOWN for n in row.ar for w in fold_words(n)[:1])
    for first, found in _index(fresh, small).items():
        shifted = tuple(PlaceForm(f.rest, f.article, tuple(n + start for n in f.rows), f.common) for f in found)
        merged = sorted((*shifted, *gazetteer.forms.get(first, ())), key=lambda f: (-len(f.rest), f.rest, f.article))
        forms[first] = tuple(merged)
    by_id = {row.id: start + i for i, row in enumerate(fresh)}
    return Gazetteer(
        (*gazetteer.rows, *fresh), {**gazetteer.forms, **forms},
        {**gazetteer.by_id, **by_id}, gazetteer.capital_of, gazetteer.countries, gazetteer.capitals,
        {first: shelf for first, shelf in dict(gazetteer.shelves).items() if first not in forms}, dict(gazetteer.met),
    )  # fmt: skip


def _held(gazetteer: Gazetteer, row: Row) -> bool:
    for name in row.ar:
        words = fold_words(name)
        if not words:
            continue
        rest = tuple(map(without_article, words[1:]))
        for form in gazetteer.forms.get(without_article(words[0]), ()):
            near = (abs(gazetteer.rows[n].lat - row.lat) + abs(gazetteer.rows[n].lon - row.lon) < SAME_DEGREES for n in form.rows)
            if form.rest == rest and any(near):
                return True
    return False
