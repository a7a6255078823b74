"""Looking up the lexicon in a text: whole words, joined particles, longest phrase, context."""

from __future__ import annotations

from dataclasses import dataclass, field

from sijill.extract.ordered import Ordered
from sijill.knowledge.lexicon import WEAK, Begin, Entry, Inflection, Lexicon, Phrases
from sijill.text import BREAK, Doc, Word

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
    form: Inflection
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


_NONE: Ordered[Match] = Ordered()


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the lexicon found in a text, in order, and what it found and did not use."""

    matches: Ordered[Match]
    lost: tuple[Lost, ...]
    _rooms: dict[str, Ordered[Match]] = field(default_factory=dict, repr=False, compare=False)

    def room(self, name: str) -> Ordered[Match]:
        """The matches of one room."""
        if not self._rooms:
            rooms: dict[str, list[Match]] = {}
            for match in self.matches.items:
                rooms.setdefault(match.entry.room, []).append(match)
            for each, found in rooms.items():
                self._rooms[each] = Ordered(found)
        return self._rooms.get(name, _NONE)


def look_up(doc: Doc, lexicon: Lexicon) -> Lookup:
    """Find every entry; the longest phrase of a room wins, a name wins over the common words inside it."""
    lost: list[Lost] = []
    allowed: list[Match] = []
    around: dict[int, set[str]] = {}
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
        openings = lexicon.openings(word.spelling)
        if not openings:
            continue
        index = word.index
        behind = words[index + 1] if index + 1 < len(words) else None
        if behind is not None and behind.gap == BREAK:
            behind = None
        for opening in openings:
            for begin in opening.alone:
                if begin.form.pronoun == "ه" and doc.raw[doc.folded.raw_start(word.end - 1)] == "ة":
                    continue  # سيطرة is a noun, not "he controlled it": folding hides what the writer wrote
                found.append(_match(words, word, begin, index + 1))
            if behind is not None and opening.forms:
                spelled = behind.spelling
                _go_on(words, word, lexicon.going_on(opening, spelled.text), found)
                if spelled.plain is not spelled.text:
                    _go_on(words, word, lexicon.going_on(opening, spelled.plain), found)
    return found


def _go_on(words: tuple[Word, ...], word: Word, begins: tuple[Begin, ...], found: list[Match]) -> None:
    """Add the phrases that go on from a word to their end."""
    for begin in begins:
        last = reach(words, word.index, begin.rest)
        if last:
            found.append(_match(words, word, begin, last))


def following(words: tuple[Word, ...], index: int) -> tuple[str, ...]:
    """The next word as written and without its article, where a phrase can go on with it."""
    if index + 1 >= len(words) or words[index + 1].gap == BREAK:
        return ()
    spelled = words[index + 1].spelling
    return (spelled.text,) if spelled.plain is spelled.text else (spelled.text, spelled.plain)


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
    for wanted in rest:
        first += 1
        word = words[first]
        if word.gap == BREAK or (word.text != wanted and word.spelling.plain != wanted):
            return 0
    return last


def forbidden(doc: Doc, match: Match, around: dict[int, set[str]]) -> str:
    """Why the context forbids a match; "" where it does not. `around` keeps what the words of each sentence asked about may be."""
    entry = match.entry
    words = doc.words
    sentence = doc.sentence_of(match.first)
    if entry.not_after and _ends_with(words, sentence.first, match.first, entry.not_after):
        return "not_after"
    if entry.not_before and _begins_with(words, match.last, sentence.last, entry.not_before):
        return "not_before"
    if entry.not_with or entry.needs:
        seen = around.get(sentence.index)
        if seen is None:
            seen = around[sentence.index] = _seen(words, sentence.first, sentence.last)
        if entry.not_with and not seen.isdisjoint(entry.not_with.firsts):
            beside = words[sentence.first : match.first] + words[match.last : sentence.last]
            if holds(beside, entry.not_with):
                return "not_with"
        if entry.needs:
            if seen.isdisjoint(entry.needs.firsts):
                return "needs"
            beside = words[sentence.first : match.first] + words[match.last : sentence.last]
            if not holds(beside + words[match.first + 1 : match.last], entry.needs):
                return "needs"
    return ""


def _seen(words: tuple[Word, ...], first: int, last: int) -> set[str]:
    seen: set[str] = set()
    for index in range(first, last):
        seen.update(words[index].spelling.rests)
    return seen


def _begins_with(words: tuple[Word, ...], first: int, last: int, phrases: Phrases) -> bool:
    """Whether one of the phrases stands at the beginning of words [first, last)."""
    if first >= last:
        return False
    by_first = phrases.by_first
    for analysis in words[first].spelling.analyses:
        found = by_first.get(analysis.rest)
        if found is not None:
            for phrase in found:
                if first + len(phrase) <= last and _stands(words, first, phrase):
                    return True
    return False


def _ends_with(words: tuple[Word, ...], first: int, last: int, phrases: Phrases) -> bool:
    """Whether one of the phrases stands at the end of words [first, last)."""
    if first >= last:
        return False
    by_last = phrases.by_last
    for analysis in words[last - 1].spelling.analyses:
        found = by_last.get(analysis.rest)
        if found is not None:
            for phrase in found:
                if last - len(phrase) >= first and _stands(words, last - len(phrase), phrase):
                    return True
    return False


def _stands(words: tuple[Word, ...], index: int, phrase: tuple[str, ...]) -> bool:
    for part in phrase:
        if part not in words[index].spelling.rests:
            return False
        index += 1
    return True


def holds(words: tuple[Word, ...], phrases: Phrases) -> bool:
    """True where one of the phrases stands among the words, with or without joined particles."""
    return any(_begins_with(words, first, len(words), phrases) for first in range(len(words)))


def _rank(match: Match) -> tuple[int, int, bool, bool, int]:
    """Longer first; then fewer particles split off; strong before weak; what has no joined pronoun; then in the order of the text."""
    particles = len(match.joiner) + len(match.particle)
    return match.first - match.last, particles, match.form.strength == WEAK, bool(match.form.pronoun), match.first


def _twins(match: Match, winner: Match) -> bool:
    """Two entries that say the same of the same words: both stand, and who asks chooses."""
    if match.first != winner.first or match.last != winner.last:
        return False
    return match.entry.id != winner.entry.id and _rank(match) == _rank(winner)


def _longest(matches: list[Match], lost: list[Lost]) -> list[Match]:
    """In each room the longest wins where two overlap; names win over what they contain. Matches come by their first words."""
    kept: list[Match] = []
    begin = behind = 0
    for end, match in enumerate(matches):
        if match.first >= behind and end > begin:
            _weigh(matches, begin, end, kept, lost)
            begin = end
        behind = max(behind, match.last)
    _weigh(matches, begin, len(matches), kept, lost)
    return kept


def _weigh(matches: list[Match], begin: int, end: int, kept: list[Match], lost: list[Lost]) -> None:
    """Those of matches [begin, end) that win, of which no other takes a word."""
    if end - begin < 2:
        kept.extend(matches[begin:end])
        return
    won: list[Match] = []
    taken: dict[str, dict[int, Match]] = {}
    named: dict[int, Match] = {}
    for match in sorted(matches[begin:end], key=_rank):
        room, first, last = match.entry.room, match.first, match.last
        here = taken.get(room)
        if here is None:
            here = taken[room] = {}
        is_name = room in _NAMES
        winner = _in_way(here, first, last)
        if winner is None and not is_name:
            over = named.get(first)
            if over is not None and over.first <= first and last <= over.last and over.last - over.first > last - first:
                winner = over
        if winner is not None and not _twins(match, winner):
            lost.append(Lost(match, "longer or stronger entry", winner.entry.id))
            continue
        won.append(match)
        for i in range(first, last):
            here.setdefault(i, match)
            if is_name:
                named.setdefault(i, match)
    if len(won) > 1:
        won.sort(key=_place)
    kept.extend(won)


def _in_way(taken: dict[int, Match], first: int, last: int) -> Match | None:
    """The match that took one of the words [first, last) before."""
    for index in range(first, last):
        match = taken.get(index)
        if match is not None:
            return match
    return None


def _place(match: Match) -> tuple[int, int, str, str]:
    """In the order of the text, the longer first."""
    return match.first, -match.last, match.entry.room, match.entry.id
