"""Names that go on as somebody began to write: places of the gazetteer, actors of the registry, weapons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.exports.labels import KIND_NAMES, PRECISIONS, WEAPONS_AR, country_name, one, weapon_name
from sijill.knowledge import Knowledge
from sijill.knowledge.gazetteer import Row
from sijill.knowledge.lexicon import fold_words
from sijill.web.labels import actor_name
from sijill.web.words import Lang

ROOMS = ("places", "actors", "weapons")
_KINDS = {"country": 0, "governorate": 1, "town": 2, "district": 3, "village": 4}
_PRECISION = {"country": "country", "governorate": "governorate", "district": "district", "town": "town", "village": "town"}


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name: what a form sends, its name, and what tells it from others of that name."""

    value: str
    name: str
    beside: str


@dataclass(frozen=True, slots=True)
class _Entry:
    value: str
    said: tuple[str, ...]  # each name as folded words between blanks
    rank: tuple[int, int]


class Names:
    """Finds names in either language, however they are spelled."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        rows = [row for row in knowledge.gazetteer.rows if row.kind not in ("region", "sea")]
        actors = [entry for entry in knowledge.lexicon.entries if entry.room == "actors"]
        self._rooms: dict[str, tuple[_Entry, ...]] = {
            "places": tuple(_Entry(r.id, _folded((r.en, *r.ar)), (_KINDS.get(r.kind, 5), -r.population)) for r in rows),
            "actors": tuple(
                _Entry(e.id, _folded((e.meaning("label", e.id), e.meaning("label_ar"))), (0, len(e.meaning("label", e.id)))) for e in actors
            ),
            "weapons": tuple(_Entry(en, _folded((en, ar)), (0, 0)) for en, ar in WEAPONS_AR.items()),
        }

    def __contains__(self, id: object) -> bool:
        """Whether that is the id of an actor."""
        return id in self._knowledge.lexicon.by_id

    def complete(self, room: str, begun: str, lang: Lang, limit: int = 10) -> list[Named]:
        """What has a name of which every word that was begun begins a word: whole names first, then the best known.

        Raises:
            KeyError: there is no such room.
        """
        wanted = fold_words(begun.casefold())
        if not wanted:
            return []
        found = []
        for entry in self._rooms[room]:
            fits = [said for said in entry.said if all(f" {word}" in said or f" ال{word}" in said for word in wanted)]
            if fits:
                whole = f" {' '.join(wanted)} "
                closeness = 0 if whole in entry.said else 1 if any(said.startswith(whole[:-1]) for said in fits) else 2
                found.append((closeness, entry.rank, entry.value))
        return [self.named(room, value, lang) for _, _, value in sorted(found)[:limit]]

    def only(self, room: str, words: str) -> str | None:
        """What is called exactly so, where that is one thing alone."""
        whole = f" {' '.join(fold_words(words.casefold()))} "
        found = [entry.value for entry in self._rooms[room] if whole in entry.said]
        return found[0] if len(found) == 1 else None

    def named(self, room: str, value: str, lang: Lang) -> Named:
        """What a value is called."""
        if room == "places":
            row = self._knowledge.gazetteer.rows[self._knowledge.gazetteer.by_id[value]]
            return Named(value, place_name(row, lang), _beside(row, lang))
        if room == "actors":
            entry = self._knowledge.lexicon.entry(value)
            kind, country = entry.meaning("kind"), entry.meaning("country")
            return Named(
                value,
                actor_name(value, self._knowledge, lang),
                _joined((one(KIND_NAMES.get(kind, (kind, kind)), lang), _country(country, lang)), lang),
            )
        return Named(value, weapon_name(value, lang), "")


def place_name(row: Row, lang: Lang) -> str:
    """What a place is called."""
    return row.ar[0] if lang == "ar" and row.ar and row.ar[0] else row.en


def _beside(row: Row, lang: Lang) -> str:
    kind = one(PRECISIONS[_PRECISION.get(row.kind, "site")], lang)
    division = row.admin1 if row.admin1 != row.en and lang == "en" else ""
    return _joined((kind, division, _country(row.country, lang) if row.kind != "country" else ""), lang)


def _country(code: str, lang: Lang) -> str:
    return country_name(code, lang) if code else ""


def _joined(words: Iterable[str], lang: Lang) -> str:
    return ("، " if lang == "ar" else ", ").join(dict.fromkeys(filter(None, words)))


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f" {' '.join(fold_words(name.casefold()))} " for name in names if name))
