"""The registry as people browse it: entries of the lexicon as they are written, and places, found by their names however spelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from sijill.knowledge import Knowledge, lexicon_folder
from sijill.knowledge.files import LexiconError, RawEntry, digest
from sijill.knowledge.gazetteer import Gazetteer, Row
from sijill.knowledge.lexicon import fold_words
from sijill.model.said import Said
from sijill.reading.addition import ground
from sijill.text import without_article

# The fields of an entry that hold names, and those that say where it must not be read; in the order in which they are shown.
NAMES = ("say", "weak", "loaded", "demonym", "loaded_demonym", "metonym", "plural", "present")
GUARDS = ("not_after", "not_before", "not_with", "needs")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Entries in the order of their files, and by id; `words` are the folded words by which each is found."""

    entries: tuple[RawEntry, ...]
    by_id: Mapping[str, RawEntry]
    words: tuple[str, ...]

    def find(self, asked: str, rooms: Iterable[str], **means: str) -> list[RawEntry]:
        """The entries of some rooms of which every word asked for begins a word; those named just so first."""
        wanted, allowed = fold_words(asked.casefold()), frozenset(rooms)
        found = [
            (words, entry)
            for words, entry in zip(self.words, self.entries, strict=True)
            if room_of(entry) in allowed
            and all(entry.meaning(name) == value for name, value in means.items() if value)
            and all(f" {word}" in words or f" ال{word}" in words for word in wanted)
        ]
        whole = " ".join(wanted)
        return [entry for words, entry in sorted(found, key=lambda item: f"|{whole}|" not in item[0] if whole else False)]


def shelves(own: Path | None) -> Shelves:
    """The shipped lexicon and what was written to the folder of one's own, as the files stand now.

    Raises:
        LexiconError: a file has faults.
    """
    return _shelves(own, digest(lexicon_folder(), own))


@lru_cache(maxsize=2)
def _shelves(own: Path | None, version: str) -> Shelves:
    entries = ground(lexicon_folder(), own).entries
    return Shelves(entries, {entry.id: entry for entry in entries}, tuple(map(_words, entries)))


def _words(entry: RawEntry) -> str:
    names = [entry.meaning("label"), entry.meaning("label_ar"), *(say for name in NAMES for say in entry.words(name))]
    said = [" ".join(fold_words(name.casefold())) for name in names if name]
    return " " + " ".join(f"|{name}| {name}" for name in dict.fromkeys(said)) + " " + " ".join(fold_words(entry.id)) + f" {entry.id}"


def room_of(entry: RawEntry) -> str:
    """The folder in which it lies."""
    return entry.file.split("/")[0]


def readable(own: Path | None) -> tuple[Shelves | None, Said]:
    """The shelves, or the words that say why they cannot be read."""
    try:
        return shelves(own), Said("")
    except LexiconError as error:
        return None, Said(str(error), "lexicon.faults", {"faults": [fault.said for fault in error.faults]})


def marked(example: Mapping[str, str]) -> Markup:
    """An example with the words that it finds marked, where they stand in it letter for letter."""
    text, finds = example.get("text", ""), example.get("finds", "")
    before, found, after = text.partition(finds) if finds else (text, "", "")
    return escape(before) + (Markup("<mark>{}</mark>").format(found) if found else Markup("")) + escape(after)


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another place with a name of this one."""

    name: str
    row: Row


def find_places(knowledge: Knowledge, asked: str, country: str, kind: str) -> list[Row]:
    """The places whose Arabic name begins with these words, or whose English name holds them; larger ones first."""
    gazetteer = knowledge.gazetteer
    numbers: Iterable[int] = range(len(gazetteer.rows))
    wanted = asked.strip()
    if wanted:
        words = tuple(map(without_article, fold_words(wanted)))
        named = _named(gazetteer, words)
        folded = wanted.casefold()
        english = ((number, f" {row.en.casefold()}", row.id) for number, row in enumerate(gazetteer.rows))
        numbers = named | {number for number, name, id in english if f" {folded}" in name or id == wanted}
    rows = [gazetteer.rows[number] for number in numbers]
    rows = [row for row in rows if country in ("", row.country) and kind in ("", row.kind)]
    return sorted(rows, key=lambda row: (-row.population, row.en, row.id))


def _named(gazetteer: Gazetteer, words: tuple[str, ...]) -> set[int]:
    """The places one of whose names begins with these words; of the last word its beginning is enough."""
    found: set[int] = set()
    if not words:
        return found
    firsts = [words[0]] if len(words) > 1 else [first for first in gazetteer.forms if first.startswith(words[0])]
    whole, last = words[1:-1], words[-1]
    for first in firsts:
        for form in gazetteer.forms.get(first, ()):
            at = len(whole)
            if len(words) == 1 or (form.rest[:at] == whole and at < len(form.rest) and form.rest[at].startswith(last)):
                found.update(form.rows)
    return found


def namesakes(gazetteer: Gazetteer, row: Row) -> list[Namesake]:
    """Other places that share an Arabic name."""
    number = gazetteer.by_id[row.id]
    found: dict[int, Namesake] = {}
    for name in row.ar:
        words = tuple(map(without_article, fold_words(name)))
        for form in gazetteer.forms.get(words[0], ()) if words else ():
            if form.rest == words[1:] and number in form.rows:
                for other in form.rows:
                    if other != number:
                        found.setdefault(other, Namesake(name, gazetteer.rows[other]))
    return list(found.values())


def above(gazetteer: Gazetteer, row: Row) -> list[Row]:
    """What a place lies in, from the country down: the country, and the first-level division of that name."""
    found = [gazetteer.rows[gazetteer.countries[row.country]]] if row.country in gazetteer.countries and row.kind != "country" else []
    if row.admin1 and row.kind != "governorate":
        found += [r for r in gazetteer.rows if r.kind == "governorate" and r.country == row.country and row.admin1 in (r.en, r.admin1)][:1]
    return found


def below(gazetteer: Gazetteer, row: Row, most: int) -> list[Row]:
    """Places that lie in a country or a first-level division, the largest first."""
    if row.kind == "country":
        inside = (r for r in gazetteer.rows if r.country == row.country and r.kind == "governorate")
    elif row.kind == "governorate":
        inside = (r for r in gazetteer.rows if r.country == row.country and r.kind != "governorate" and r.admin1 in (row.en, row.admin1))
    else:
        return []
    return sorted(inside, key=lambda r: (-r.population, r.en))[:most]
