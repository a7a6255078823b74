"""Looking up the lexicon in a text: whole words, joined particles, longest phrase, context."""

from __future__ import annotations

from dataclasses import dataclass, field

from sijill.extract.ordered import Ordered
from sijill.knowledge.lexicon import WEAK, Begin, Entry, Form, Lexicon, Phrases, without_article
from sijill.text import BREAK, Doc, Word, rests

# Names outrank common words that stand inside them.
_NAMES = frozenset({"actors", "weapons"})


@dataclass(frozen=True, slots=True)
class Match:
    """One entry found: words [first, last), folded offsets [start, end) without joined particles."""

    first: int
    last: int
    start: int
    end: int
    entry: Entry
    form: Form
    joiner: str = ""
    particle: str = ""
    article: bool = False

    @property
    def definite(self) -> bool:
        """With the article or a joined pronoun."""
        return self.article or bool(self.form.pronoun)


@dataclass(frozen=True, slots=True)
class Lost:
    """A match that was not used: who won over it, or which context forbade it."""

    match: Match
    reason: str
    winner: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the lexicon found in a text, in order, and what it found and did not use."""

    matches: Ordered[Match]
    lost: tuple[Lost, ...]
    _rooms: dict[str, Ordered[Match]] = field(default_factory=dict, repr=False, compare=False)

    def room(self, name: str) -> Ordered[Match]:
        """The matches of one room."""
        if name not in self._rooms:
            self._rooms[name] = Ordered(m for m in self.matches if m.entry.room == name)
        return self._rooms[name]


def look_up(doc: Doc, lexicon: Lexicon) -> Lookup:
    """Find every entry; the longest phrase of a room wins, a name wins over the common words inside it."""
    lost: list[Lost] = []
    allowed: list[Match] = []
    around: dict[int, frozenset[str]] = {}
    for match in _all(doc, lexicon):
        reason = "" if match.entry.anywhere else forbidden(doc, match, around)
        if reason:
            lost.append(Lost(match, reason))
        else:
            allowed.append(match)
    kept = _longest(allowed, lost)
    return Lookup(Ordered(kept), tuple(lost))


def _all(doc: Doc, lexicon: Lexicon) -> list[Match]:
    """Every form that stands somewhere, by its first word."""
    words = doc.words
    found: list[Match] = []
    for word in words:
        openings = lexicon.openings(word.text)
        if not openings:
            continue
        behind = following(words, word.index)
        for opening in openings:
            for begin in opening.alone:
                if begin.form.pronoun == "ه" and doc.raw[doc.folded.raw_start(word.end - 1)] == "ة":
                    continue  # سيطرة is a noun, not "he controlled it": folding hides what the writer wrote
                found.append(_match(words, word, begin, word.index + 1))
            if opening.longer:
                for second in behind:
                    for begin in opening.longer.get(second, ()):
                        last = reach(words, word.index, begin.form.rest)
                        if last:
                            found.append(_match(words, word, begin, last))
    return found


def following(words: tuple[Word, ...], index: int) -> tuple[str, ...]:
    """The next word as written and without its article, where a phrase can go on with it."""
    if index + 1 >= len(words) or words[index + 1].gap == BREAK:
        return ()
    text = words[index + 1].text
    plain = without_article(text)
    return (text,) if plain == text else (text, plain)


def _match(words: tuple[Word, ...], word: Word, begin: Begin, last: int) -> Match:
    reading = begin.reading
    end = words[last - 1].end
    return Match(
        word.index, last, word.start + begin.offset, end, begin.entry, begin.form, reading.joiner, reading.particle, reading.article
    )


def reach(words: tuple[Word, ...], first: int, rest: tuple[str, ...]) -> int:
    """Index behind the last word of a phrase whose first word stands at `first`; 0 where it does not go on so."""
    last = first + 1 + len(rest)
    if last > len(words):
        return 0
    for offset, wanted in enumerate(rest, first + 1):
        word = words[offset]
        if word.gap == BREAK or (word.text != wanted and without_article(word.text) != wanted):
            return 0
    return last


def forbidden(doc: Doc, match: Match, around: dict[int, frozenset[str]]) -> str:
    """Why the context forbids a match; "" where it does not. `around` keeps what the words of each sentence asked about may be."""
    entry = match.entry
    sentence = doc.sentence_of(match.first)
    if entry.not_after and _ends_with(doc.words, sentence.first, match.first, entry.not_after):
        return "not_after"
    if entry.not_before and _begins_with(doc.words, match.last, sentence.last, entry.not_before):
        return "not_before"
    if entry.not_with or entry.needs:
        seen = around.get(sentence.index)
        if seen is None:
            seen = around[sentence.index] = _seen(doc.words[sentence.first : sentence.last])
        if entry.not_with and not seen.isdisjoint(entry.not_with.by_first):
            beside = doc.words[sentence.first : match.first] + doc.words[match.last : sentence.last]
            if holds(beside, entry.not_with):
                return "not_with"
        if entry.needs:
            if seen.isdisjoint(entry.needs.by_first):
                return "needs"
            beside = doc.words[sentence.first : match.first] + doc.words[match.last : sentence.last]
            if not holds(beside + doc.words[match.first + 1 : match.last], entry.needs):
                return "needs"
    return ""


def _seen(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset().union(*(rests(word.text) for word in words))


def _begins_with(words: tuple[Word, ...], first: int, last: int, phrases: Phrases) -> bool:
    """Whether one of the phrases stands at the beginning of words [first, last)."""
    if first >= last:
        return False
    for rest in rests(words[first].text):
        for phrase in phrases.by_first.get(rest, ()):
            if first + len(phrase) <= last and all(x in rests(words[first + i].text) for i, x in enumerate(phrase)):
                return True
    return False


def _ends_with(words: tuple[Word, ...], first: int, last: int, phrases: Phrases) -> bool:
    """Whether one of the phrases stands at the end of words [first, last)."""
    if first >= last:
        return False
    for rest in rests(words[last - 1].text):
        for phrase in phrases.by_last.get(rest, ()):
            start = last - len(phrase)
            if start >= first and all(x in rests(words[start + i].text) for i, x in enumerate(phrase)):
                return True
    return False


def holds(words: tuple[Word, ...], phrases: Phrases) -> bool:
    """True where one of the phrases stands among the words, with or without joined particles."""
    return any(_begins_with(words, first, len(words), phrases) for first in range(len(words)))


def _rank(match: Match) -> tuple[int, int, int, int, int]:
    """Longer first; then fewer particles split off; strong before weak."""
    return (
        -(match.last - match.first),
        len(match.joiner) + len(match.particle),
        match.form.strength == WEAK,
        bool(match.form.pronoun),
        match.first,
    )


def _twins(match: Match, winner: Match) -> bool:
    """Two entries that say the same of the same words: both stand, and who asks chooses."""
    same = (match.first, match.last) == (winner.first, winner.last) and match.entry.id != winner.entry.id
    return same and _rank(match) == _rank(winner)


def _longest(matches: list[Match], lost: list[Lost]) -> list[Match]:
    """In each room the longest wins where two overlap; names win over what they contain."""
    kept: list[Match] = []
    taken: dict[str, dict[int, Match]] = {}
    named: dict[int, Match] = {}
    for match in sorted(matches, key=_rank):
        room = taken.setdefault(match.entry.room, {})
        winner = next((room[i] for i in range(match.first, match.last) if i in room), None)
        if winner is None and match.entry.room not in _NAMES:
            over = named.get(match.first)
            if over and over.first <= match.first and match.last <= over.last and over.last - over.first > match.last - match.first:
                winner = over
        if winner is not None and not _twins(match, winner):
            lost.append(Lost(match, "longer or stronger entry", winner.entry.id))
            continue
        kept.append(match)
        for i in range(match.first, match.last):
            room.setdefault(i, match)
            if match.entry.room in _NAMES:
                named.setdefault(i, match)
    kept.sort(key=lambda m: (m.first, -(m.last), m.entry.room, m.entry.id))
    return kept
