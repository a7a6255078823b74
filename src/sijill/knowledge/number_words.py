"""The words of the number grammar, folded and indexed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sijill.knowledge.files import RawEntry
from sijill.knowledge.surfaces import Sense, add_senses, frozen, spread
from sijill.text import Spelling, fold_text


@dataclass(frozen=True, slots=True)
class Bound:
    """A phrase that ends at a word: the words before that one, last first; what it makes of the figure.

    `heads`: the first word with its clitics; `base`: without them.
    """

    rest: tuple[str, ...]
    heads: frozenset[str]
    base: str
    qualifier: str
    entry: str


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Tables by folded word.

    `forms`: cardinals, ordinals, vague words and joiners of ranges, with all clitics.
    `before`: last word of a bound that stands before a figure. `after`: first word of one that stands after.
    `measures`: word of a measure → unit and entry; `measure_phrases` the same for two words.
    `months`, `weekdays`: first words of the names of the time lexicon (a figure beside a month is a date).
    """

    forms: dict[str, tuple[Sense, ...]]
    before: dict[str, tuple[Bound, ...]]
    after: dict[str, tuple[Bound, ...]]
    measures: dict[str, tuple[str, str]]
    measure_phrases: dict[tuple[str, str], tuple[str, str]]
    labels: frozenset[str]
    years: frozenset[str]
    years_after: frozenset[str]
    sport: frozenset[str]
    change: frozenset[str]
    not_noun: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    context: dict[str, str]
    yes: Any = field(default_factory=object, repr=False, compare=False)  # kept with a spelling that one can begin with
    no: Any = field(default_factory=object, repr=False, compare=False)  # and with one that none can begin with

    def may_begin(self, word: Spelling) -> bool:
        """Whether a number can begin with a word, as a word of the grammar or as a figure; kept with the spelling, for these words."""
        known = word.numbers
        if known is self.no:
            return False
        if known is not self.yes:
            known = word.numbers = self.yes if word.text in self.forms or word.text[0] <= "9" else self.no
        return known is self.yes

    @classmethod
    def from_entries(cls, entries: list[RawEntry]) -> NumberWords:
        """Build the tables. Hand in the entries of lexicon/numbers and of lexicon/times together; others are passed over."""
        forms: dict[str, list[Sense]] = {}
        before: dict[str, list[Bound]] = {}
        after: dict[str, list[Bound]] = {}
        measures: dict[str, tuple[str, str]] = {}
        phrases: dict[tuple[str, str], tuple[str, str]] = {}
        sets: dict[str, set[str]] = {
            kind: set() for kind in ("label", "year", "year_after", "sport", "change", "not_noun", "month", "weekday")
        }
        context: dict[str, str] = {}
        for entry in entries:
            kind = entry.meaning("kind")
            if entry.id.startswith("time."):
                if kind in ("month", "weekday"):
                    sets[kind].update(fold_text(say).split()[0] for say in entry.words("say"))
                continue
            if not entry.id.startswith("number."):
                continue
            if kind in sets:
                context[kind] = entry.id
                for say in entry.words("say"):
                    word = fold_text(say)
                    sets[kind].add(word)
                    if kind != "not_noun":
                        sets[kind].update(form for form, *_ in spread(word, article=False))
            elif kind == "measure":
                for say in entry.words("say"):
                    parts = fold_text(say).split()
                    if len(parts) == 1:
                        measures[parts[0]] = (entry.meaning("unit"), entry.id)
                    else:
                        phrases[parts[0], parts[1]] = (entry.meaning("unit"), entry.id)
            elif kind == "bound":
                _add_bound(after if entry.meaning("side") == "after" else before, entry)
            else:
                add_senses(
                    forms, entry, article=kind not in ("range", "one_of"), particles=("", "ب", "ل"), kind=kind,
                    text=entry.meaning("qualifier") or entry.meaning("role"),
                    value=int(float(entry.meaning("value", "0")) * (100 if kind == "fraction" else 1)),  # fractions in hundredths
                )  # fmt: skip
        return cls(
            frozen(forms), _fixed(before), _fixed(after), measures, phrases, frozenset(sets["label"]), frozenset(sets["year"]),
            frozenset(sets["year_after"]), frozenset(sets["sport"]), frozenset(sets["change"]), frozenset(sets["not_noun"]),
            frozenset(sets["month"]), frozenset(sets["weekday"]), context,
        )  # fmt: skip


def _add_bound(table: dict[str, list[Bound]], entry: RawEntry) -> None:
    after = entry.meaning("side") == "after"
    for say in entry.words("say"):
        parts = fold_text(say).split()
        key, rest = (parts[0], parts[1:]) if after else (parts[-1], parts[-2::-1])
        heads = frozenset(form for form, *_ in spread(parts[0], article=False))
        keys: Iterable[str] = [key] if after or rest else heads
        for form in keys:
            table.setdefault(form, []).append(Bound(tuple(rest), heads, parts[0], entry.meaning("qualifier"), entry.id))


def _fixed(table: dict[str, list[Bound]]) -> dict[str, tuple[Bound, ...]]:
    return {word: tuple(sorted(bounds, key=lambda b: -len(b.rest))) for word, bounds in table.items()}
