"""The form of an entry: which fields each room has, what may stand in them, and the entry that comes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from sijill.knowledge import Knowledge
from sijill.knowledge.fields import DATED, FIELDS, GRAMMAR, MEANS, PREFIXES, ROLES
from sijill.knowledge.files import OWN_ROOMS, Node, RawEntry
from sijill.knowledge.schema import ACTS, CUES, FRAMES, POS, RANKS
from sijill.model import KINDS
from sijill.web.forms import Form

_LISTS = (
    "say", "weak", "loaded", "demonym", "loaded_demonym", "metonym", "plural", "sound", "present", "flags", "not_after", "not_before",
    "not_with", "needs",
)  # fmt: skip
EXAMPLES = 2  # of each kind that the form has room for, beside those that are filled
_MOST = 4000  # characters of one field


@dataclass(frozen=True, slots=True)
class MeansField:
    """A key of `means`, and what may stand there (anything where empty)."""

    key: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the form of a room asks for."""

    room: str
    prefix: str
    lists: tuple[str, ...]
    means: tuple[MeansField, ...]
    pos: tuple[str, ...]
    dated: tuple[str, ...]


class EntryForm(Form):
    """An entry as the form sends it: names and values side by side."""

    room: str = Field(default="actors", max_length=40)
    id: str = Field(default="", max_length=120)
    pos: str = Field(default="", max_length=40)
    source: str = Field(default="", max_length=_MOST)
    list_name: list[str] = Field(default=[], max_length=40)
    list_words: list[str] = Field(default=[], max_length=40)
    means_key: list[str] = Field(default=[], max_length=60)
    means_value: list[str] = Field(default=[], max_length=60)
    text: list[str] = Field(default=[], max_length=20)
    finds: list[str] = Field(default=[], max_length=20)
    value: list[str] = Field(default=[], max_length=20)
    published: list[str] = Field(default=[], max_length=20)
    trap: list[str] = Field(default=[], max_length=20)
    why: list[str] = Field(default=[], max_length=20)

    def words(self, name: str) -> str:
        """What stands in a list, a word or phrase to a line."""
        return next((words for key, words in zip(self.list_name, self.list_words, strict=False) if key == name), "")

    def meaning(self, key: str) -> str:
        """What stands in a key of `means`."""
        return next((value for name, value in zip(self.means_key, self.means_value, strict=False) if name == key), "")

    def matches(self) -> list[tuple[str, str, str, str]]:
        """Text, words, value and day of publication of every line, with empty lines for more."""
        columns = (self.text, self.finds, self.value, self.published)
        rows = [_row(columns, at) for at in range(max(len(self.text) + 1, EXAMPLES))]
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def ignores(self) -> list[tuple[str, str]]:
        """Text and reason of every line."""
        rows = [_row((self.trap, self.why), at) for at in range(max(len(self.trap) + 1, EXAMPLES))]
        return [(row[0], row[1]) for row in rows]


def shape_of(room: str, knowledge: Knowledge) -> Shape:
    """The form of a room."""
    choices: dict[str, Iterable[str]] = {
        "kind": KINDS, "role": ROLES, "type": knowledge.types, "frame": FRAMES, "rank": RANKS, "cue": CUES, "act": ACTS,
        "country": (*knowledge.gazetteer.countries, "XX"),
    }  # fmt: skip
    if room in GRAMMAR:
        kinds = GRAMMAR[room]
        keys = dict.fromkeys(key for kind in kinds.values() for key in (*kind.needs, *kind.may))
        means = (MeansField("kind", tuple(sorted(kinds))), *(MeansField(key, ()) for key in keys))
    else:
        first = [key for key in ("label", "label_ar", "type", "kind", "country", "cue", "act", "weapon") if key in MEANS[room]]
        ordered = [*first, *sorted(MEANS[room] - set(first))]
        means = tuple(MeansField(key, tuple(sorted(choices.get(key, ())))) for key in ordered)
    fields = FIELDS[room]
    return Shape(
        room, PREFIXES[room][0], tuple(name for name in _LISTS if name in fields), means,
        tuple(sorted(POS)) if "pos" in fields else (), tuple(sorted(DATED.get(room, ()), reverse=True)),
    )  # fmt: skip


def fields_of(form: EntryForm) -> dict[str, Node]:
    """The entry that a form describes, in the order in which the files write it; what is empty is left out."""
    words = {name: said.splitlines() for name, said in _pairs(form.list_name, form.list_words)}
    matches = [{"text": a, "finds": b, "value": c, "published": d} for a, b, c, d in form.matches() if _one(a) or _one(b)]
    ignores = [{"text": a, "why": b} for a, b in form.ignores() if _one(a)]
    return fields_from(form.id, form.pos, form.source, words, dict(_pairs(form.means_key, form.means_value)), matches, ignores)


def fields_from(
    id: str, pos: str, source: str, words: Mapping[str, Sequence[str]], means: Mapping[str, str], matches: Iterable[Mapping[str, str]],
    ignores: Iterable[Mapping[str, str]],
) -> dict[str, Node]:  # fmt: skip
    """An entry of its parts; a field that the form does not know stays, so that the proof can tell of it."""
    lists = {name: tuple(line for one in said if (line := _one(one))) for name, said in words.items()}
    found: dict[str, Node] = {"id": id.strip()}
    if pos:
        found["pos"] = pos
    found |= {name: lists[name] for name in _LISTS[:10] if lists.get(name)}
    found["means"] = {key: _one(value) for key, value in means.items() if _one(value)}
    found |= {name: lists[name] for name in (*_LISTS[10:], *sorted(lists.keys() - set(_LISTS))) if lists.get(name) and name not in found}
    if _one(source):
        found["source"] = _one(source)
    return found | {"matches": [_example(**one) for one in matches], "ignores": [_example(**one) for one in ignores]}


def form_of(entry: RawEntry, room: str) -> EntryForm:
    """A form filled with an entry, as one that is like it begins."""
    names = [name for name in _LISTS if entry.words(name)]
    matches, ignores = entry.examples("matches"), entry.examples("ignores")
    return EntryForm(
        room=room, id=entry.id, pos=entry.word("pos"), source=entry.word("source"), list_name=names,
        list_words=["\n".join(entry.words(name)) for name in names],
        means_key=list(entry.means), means_value=[entry.meaning(key) for key in entry.means],
        text=[e.get("text", "") for e in matches], finds=[e.get("finds", "") for e in matches],
        value=[e.get("value", "") for e in matches],
        published=[e.get("published", "") for e in matches],
        trap=[e.get("text", "") for e in ignores], why=[e.get("why", "") for e in ignores],
    )  # fmt: skip


def known_room(room: str) -> bool:
    """Whether there is such a room."""
    return room in OWN_ROOMS


def _pairs(names: Sequence[str], values: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(names, values, strict=False))


def _example(**parts: str) -> Mapping[str, Node]:
    return {name: _one(words) for name, words in parts.items() if _one(words)}


def _one(words: str) -> str:
    """Words on one line, without what no text holds."""
    return " ".join("".join(c for c in words if c.isprintable() or c.isspace() or c in "\u200c\u200d\u200e\u200f").split())


def _row(columns: Sequence[Sequence[str]], at: int) -> list[str]:
    return [column[at] if at < len(column) else "" for column in columns]
