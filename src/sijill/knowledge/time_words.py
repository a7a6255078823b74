"""The words of the time grammar, folded and indexed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sijill.knowledge.files import RawEntry
from sijill.knowledge.number_words import NumberWords
from sijill.knowledge.surfaces import PARTICLES, Sense, add_senses, frozen, spread
from sijill.text import Spelling, fold_text

# Which clitics a word of each kind can carry: (article, particles).
_CLITICS: dict[str, tuple[bool, tuple[str, ...]]] = {
    "month": (False, ("", "ب", "ل")),
    "weekday": (False, ("", "ب", "ل")),
    "part": (True, ("", "ب", "ل")),
    "shift": (False, ("", "ب", "ل")),
    "unit": (True, PARTICLES),
    "relative": (True, ("",)),
    "season": (True, ("", "ب", "ل")),
    "span": (True, ("", "ب", "ل")),
    "decade": (True, ("", "ب", "ل")),
    "role": (False, ("", "ب", "ل")),
    "clock": (False, ("", "ب", "ل")),
    "vague": (False, ("",)),
}
_STATEMENT = frozenset({"saying", "issuing", "statement", "that", "turn", "told", "name_before"})


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Tables by folded word.

    `forms`: every word that a time can begin with or hold, with all clitics.
    `leads`: those that are no time without another behind them (من، في); `second`: second words of
    phrases; `ordinals`: forms of ordinals, which a date or an hour can begin with.
    `saying`, `issuing`: verb forms (said; was issued). `statement`: nouns (بيان). `that`: أن، إن and
    their kin; `turn`: relative pronouns, which end the reach of a verb of saying; `told`: nouns of what is said to have happened.
    `named`: (month, day) → words before it, its year, entry. `name_before`: words after which a date is a name.
    `begins`: words that a time can begin with. `halts`: `that` and `turn`. `says`: words that tell whether a time dates a statement.
    """

    forms: dict[str, tuple[Sense, ...]]
    leads: frozenset[str]
    second: frozenset[str]
    ordinals: frozenset[str]
    numbers: NumberWords
    saying: frozenset[str]
    issuing: frozenset[str]
    statement: frozenset[str]
    that: frozenset[str]
    turn: frozenset[str]
    told: frozenset[str]
    named: dict[tuple[int, int], tuple[frozenset[str], int, str]]
    name_before: frozenset[str]
    begins: frozenset[str]
    halts: frozenset[str]
    says: frozenset[str]
    yes: Any = field(default_factory=object, repr=False, compare=False)  # kept with a spelling that one can begin with
    no: Any = field(default_factory=object, repr=False, compare=False)  # and with one that none can begin with

    def may_begin(self, word: Spelling) -> bool:
        """Whether a time can begin with a word, as a word of the grammar or as a figure; kept with the spelling, for these words."""
        known = word.times
        if known is self.no:
            return False
        if known is not self.yes:
            known = word.times = self.yes if word.text in self.begins or word.text[0] <= "9" else self.no
        return known is self.yes

    @classmethod
    def from_entries(cls, entries: list[RawEntry]) -> TimeWords:
        """Build the tables. Hand in the entries of lexicon/times and of lexicon/numbers together; others are passed over."""
        forms: dict[str, list[Sense]] = {}
        sets: dict[str, set[str]] = {kind: set() for kind in _STATEMENT}
        named: dict[tuple[int, int], tuple[frozenset[str], int, str]] = {}
        for entry in entries:
            if not entry.id.startswith("time."):
                continue
            kind = entry.meaning("kind")
            if kind == "named":
                before = frozenset(form for say in entry.words("say") for form, *_ in spread(fold_text(say)))
                named[int(entry.meaning("month")), int(entry.meaning("day"))] = (before, int(entry.meaning("year")), entry.id)
                continue
            if kind in sets:
                sets[kind].update(_inflected(entry))
                continue
            article, particles = _CLITICS[kind]
            if "bare" in entry.words("flags"):
                article, particles = False, ("",)
            text = next(
                (entry.meaning(key) for key in ("part", "unit", "relative", "season", "span", "role", "calendar") if entry.meaning(key)), ""
            )
            number = next(
                (entry.meaning(key) for key in ("month", "weekday", "days", "amount", "decade", "minutes") if entry.meaning(key)), "0"
            )
            add_senses(forms, entry, article=article, particles=particles, kind=kind, text=text, value=int(number))
        table, numbers = frozen(forms), NumberWords.from_entries(entries)
        ordinals = frozenset(
            w for w, senses in numbers.forms.items() if any(s.kind == "ordinal" or (s.kind == "tens" and s.article) for s in senses)
        )
        return cls(
            table,
            frozenset(
                w for w, senses in table.items() if all(s.kind == "role" or (s.kind == "clock" and s.text != "oclock") for s in senses)
            ),
            frozenset(s.tail[0] for senses in table.values() for s in senses if s.tail),
            ordinals,
            numbers,
            frozenset(sets["saying"]),
            frozenset(sets["issuing"]),
            frozenset(sets["statement"]),
            frozenset(sets["that"]),
            frozenset(sets["turn"]),
            frozenset(sets["told"]),
            named,
            frozenset(sets["name_before"]),
            ordinals.union(table),
            frozenset(sets["that"] | sets["turn"]),
            frozenset(sets["that"] | sets["turn"] | sets["told"] | sets["issuing"] | sets["saying"]),
        )


def _inflected(entry: RawEntry) -> set[str]:
    """The forms of a verb (past, present), or a noun's with its article; other words as they are."""
    found: set[str] = set()
    kind = entry.meaning("kind")
    for say in entry.words("say"):
        word = fold_text(say)
        found.add(word)
        if kind in ("saying", "issuing"):
            stem = word[:-1] if word.endswith(("ي", "ا")) else word
            found.update((word + "ت", word + "وا", word + "ا", word + "تا", word + "ه", word + "ها", word + "ته", word + "تها"))
            if stem != word:
                found.update((stem + "ت", stem + "وا", stem + "ته", stem + "تها"))
        elif kind == "name_before":
            found.update(form for form, *_ in spread(word, article=False))
        elif kind == "told":
            found.update(("ب" + word, "عن " + word))
        elif kind == "statement":
            found.update(("ال" + word, word + "ا", "ب" + word, "بال" + word, "لل" + word, "و" + word))
    for say in entry.words("present"):
        word = fold_text(say)
        found.update((word, "ت" + word[1:], "ن" + word[1:], word + "ون", word + "ه", "ت" + word[1:] + "ه"))
    if kind in ("saying", "issuing", "that", "turn"):
        found.update([joiner + word for joiner in "وف" for word in found])
    return found
