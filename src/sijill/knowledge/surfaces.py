"""Folded surfaces of the grammars' words: every clitic form is written out once, so that finding is one look-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sijill.knowledge.files import RawEntry
from sijill.text import Doc, Word, bare, fold_text

JOINERS = ("", "و", "ف")
PARTICLES = ("", "ب", "ل", "ك")
_PREFIXES = ("", "وال", "فال", "بال", "كال", "ولل", "فلل", "وبال", "لل", "ال")  # what `bare` takes away


@dataclass(frozen=True, slots=True)
class Guard:
    """The context blocks of an entry, folded: single words as they can be written, with joiner, particle or article."""

    not_after: frozenset[str]
    not_after_phrases: tuple[tuple[str, ...], ...]
    not_before: frozenset[str]
    not_before_phrases: tuple[tuple[str, ...], ...]
    not_with: frozenset[str]
    needs: frozenset[str]

    def allows(self, doc: Doc, first: int, last: int) -> bool:
        """False where a block forbids the words [first, last)."""
        words = doc.words
        if (self.not_after or self.not_after_phrases) and first and words[first].sentence == words[first - 1].sentence:
            if words[first - 1].text in self.not_after:
                return False
            for phrase in self.not_after_phrases:
                if _stands(words, first - len(phrase), phrase):
                    return False
        if (self.not_before or self.not_before_phrases) and last < len(words) and words[last].sentence == words[last - 1].sentence:
            if words[last].text in self.not_before:
                return False
            for phrase in self.not_before_phrases:
                if _stands(words, last, phrase):
                    return False
        if self.not_with or self.needs:
            sentence = doc.sentence_of(first)
            there = range(sentence.first, sentence.last)
            if self.not_with and any(words[n].text in self.not_with for n in there):
                return False
            if self.needs and not any(words[n].text in self.needs for n in there):
                return False
        return True


def _stands(words: tuple[Word, ...], first: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase begins at a word."""
    if first < 0 or first + len(phrase) > len(words):
        return False
    return all(words[first + n].text == word for n, word in enumerate(phrase))


@dataclass(frozen=True, slots=True)
class Sense:
    """What a folded word can stand for. `offset` is where it begins inside the word; `tail` must follow it."""

    kind: str
    text: str
    value: int
    entry: str
    offset: int
    joiner: str
    particle: str
    article: bool
    tail: tuple[str, ...]
    guard: Guard | None
    flags: frozenset[str]


def guard_of(entry: RawEntry) -> Guard | None:
    """The entry's context blocks; None where it has none."""
    after, before = _split(entry.words("not_after")), _split(entry.words("not_before"))
    ban, needs = _split(entry.words("not_with")), _split(entry.words("needs"))
    if not (any(after) or any(before) or any(ban) or any(needs)):
        return None
    return Guard(after[0], after[1], before[0], before[1], ban[0], needs[0])


def _split(words: Iterable[str]) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    folded = [fold_text(word).split() for word in words]
    single = {w[0] for w in folded if len(w) == 1}
    return as_written(single | {bare(w) for w in single}), tuple(tuple(w) for w in folded if len(w) > 1)


def as_written(words: Iterable[str]) -> frozenset[str]:
    """Words as context words can be written: with a joiner or a particle, or with what `bare` takes away."""
    return frozenset({letter + word for word in words for letter in ("", "و", "ف", "ب", "ل")} | clothed(words))


def clothed(words: Iterable[str]) -> frozenset[str]:
    """Every word of which `bare` makes one of these."""
    return frozenset(prefix + word for word in words for prefix in _PREFIXES if bare(prefix + word) == word)


def spread(
    word: str, *, article: bool = True, particles: Iterable[str] = PARTICLES, definite: bool = False
) -> Iterable[tuple[str, int, str, str, bool]]:
    """A folded word with its clitics: (form, offset of the word, joiner, particle, article).

    `definite` says that the word begins with its article; folded, «آلاف» looks as if it did.
    """
    has = definite and word.startswith("ال")
    for joiner in JOINERS:
        for particle in particles:
            lead = joiner + particle
            if has and particle == "ل":
                yield lead + "ل" + word[2:], len(joiner), joiner, particle, True
            else:
                yield lead + word, len(lead), joiner, particle, has
            if article and not has:
                with_article = "لل" if particle == "ل" else particle + "ال"
                yield joiner + with_article + word, len(joiner) + (0 if particle == "ل" else len(particle)), joiner, particle, True


def add_senses(
    table: dict[str, list[Sense]], entry: RawEntry, *, article: bool, particles: Iterable[str], kind: str, text: str, value: int
) -> None:
    """Put every form of an entry's words into a table."""
    guard, flags = guard_of(entry), frozenset(entry.words("flags"))
    for say in entry.words("say"):
        first, *rest = fold_text(say).split()
        for form, offset, joiner, particle, has in spread(first, article=article, particles=particles, definite=say.startswith("ال")):
            sense = Sense(kind, text, value, entry.id, offset, joiner, particle, has, tuple(rest), guard, flags)
            held = table.setdefault(form, [])
            if sense not in held:
                held.append(sense)


def frozen(table: dict[str, list[Sense]]) -> dict[str, tuple[Sense, ...]]:
    """The table with the longest phrase and the fewest clitics first."""
    return {
        form: tuple(sorted(senses, key=lambda s: (-len(s.tail), len(s.joiner + s.particle), s.entry))) for form, senses in table.items()
    }
