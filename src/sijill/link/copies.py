"""Copies: reports whose words are the same or nearly so (wire stories, reprints), which count as one source."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from zlib import crc32

from rensa import RMinHash, RMinHashLSH

from sijill.knowledge.lexicon import Lexicon
from sijill.model import Party, Reading
from sijill.text import fold_text

# Measured on 357 reports of 171 incidents that experts coded (`../shared/link/dev.jsonl`), pairs within a week:
# shared runs of five words make 0.62 to 0.98 of the shorter report's in reprints of one story, and 0.48 at most where two
# reports only follow one pattern (an outlet's own daily round-up). Months apart such patterns reach 0.53.
RUN = 5
SHARED = 0.6
DAYS = 7
# Runs of the shorter report. Two reports of ten words can be alike by chance.
FEWEST = 12
# 128 bands of 2: pairs that share a sixth of all their runs, as a report and its first paragraph do, become candidates in
# 97 of 100 cases, those that share a third in all but a millionth. What is no copy costs one exact comparison.
_PERMUTATIONS, _BANDS = 256, 128
_SEED = 7
_KEPT = 4_096  # reports whose runs are kept between comparisons
_WORD = re.compile(r"\w+")

Text = tuple[str, date | None]


def group_copies(texts: Mapping[str, Text]) -> dict[str, str]:
    """The first report of the group of copies to which each report belongs; itself where it has no copy.

    Two reports are copies where their folded words are the same, or where the shorter shares three fifths of its runs of five words
    with the other and they were published within a week (a report without a day is compared with all). Copies of copies
    are one group. The first is the one published first, then the one whose id comes first; one without a day comes last.
    The result does not depend on the order of the texts.

    Args:
        texts: report id → (the report's text, its day of publication or None).
    """
    order = sorted(texts, key=lambda key: (texts[key][1] is None, texts[key][1] or date.max, key))
    groups = _Groups(order)
    same: dict[bytes, int] = {}
    alone: list[int] = []
    words_of = _Words([texts[key][0] for key in order])
    for number in range(len(order)):
        first = same.setdefault(_digest(words_of(number)), number)
        if first == number:
            alone.append(number)
        groups.join(first, number)
    days = [texts[key][1] for key in order]
    runs = _Runs(words_of)
    for left, right in _candidates(alone, days, words_of, groups):
        if not groups.joined(left, right) and _copied(runs(left), runs(right)):
            groups.join(left, right)
    return {order[number]: order[groups.first(number)] for number in range(len(order))}


def same_words(text: str) -> bytes:
    """What two texts have in common whose folded words are the same: 16 bytes."""
    return _digest(_WORD.findall(fold_text(text)))


def _digest(words: Sequence[str]) -> bytes:
    return blake2b(" ".join(words).encode(), digest_size=16).digest()


def shared(left: str, right: str) -> float:
    """How much of the shorter text's runs of five folded words the other holds, from 0 to 1."""
    a, b = (_runs(_WORD.findall(fold_text(text))) for text in (left, right))
    return _share(a, b)


def agencies(lexicon: Lexicon) -> frozenset[str]:
    """The ids of the lexicon's news agencies."""
    return frozenset(entry.id for entry in lexicon.entries if entry.id.startswith("actor.md.") and entry.role == "agency")


def agency_of(reading: Reading, known: frozenset[str]) -> str | None:
    """The id of the news agency that a report names as where it comes from, or None.

    The agency in the dateline or in brackets at either end («بغداد (رويترز) - …», «… (أ ف ب)») goes first; else the one
    agency that the report quotes for its news, where it quotes one alone.

    Args:
        reading: the report's reading.
        known: what `agencies` gives.
    """
    text = reading.report.text
    named = [(m.span.start, m.span.end, m.value.actor_id) for m in reading.mentions if m.kind == "actor" and isinstance(m.value, Party)]
    named = [n for n in named if n[2] in known]
    for start, end, actor in named:
        if _signs(text, start, end, len(reading.report.title)):
            return str(actor)
    quoted = {s.value.actor_id for event in reading.events if event.status.value == "new" for s in event.sources}
    only = sorted({str(actor) for actor in quoted if actor in known})
    return only[0] if len(only) == 1 else None


_HEAD = 90  # characters of the body within which a dateline ends
_TAIL = 60  # characters before the end within which a report is signed


def _signs(text: str, start: int, end: int, title: int) -> bool:
    """Whether a name stands where reports name the agency that they come from."""
    line = text.rfind("\n", 0, start) + 1
    before, after = text[line:start].strip(), text[end : end + 12].lstrip()
    opened = not before or before.endswith(("(", "[", "/", "-", "–", "—", "|"))
    closed = after.startswith((")", "]", "/", "-", "–", "—", ":", "|"))
    at_head = start - line < _HEAD and line <= title + _HEAD
    at_tail = len(text) - end < _TAIL and (before.endswith(("(", "[", "المصدر:", "المصدر :")) or (not before and not after.strip(" .)")))
    return (at_head and opened and closed) or at_tail


class _Groups:
    """Which reports belong together; each group by its first."""

    def __init__(self, order: Sequence[str]) -> None:
        self._above = list(range(len(order)))

    def first(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def joined(self, left: int, right: int) -> bool:
        return self.first(left) == self.first(right)

    def join(self, left: int, right: int) -> None:
        a, b = sorted((self.first(left), self.first(right)))
        self._above[b] = a


class _Words:
    """The folded words of each report, made when asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __call__(self, number: int) -> tuple[str, ...]:
        return tuple(_WORD.findall(fold_text(self._texts[number])))


class _Runs:
    """The runs of each report; those asked for last are kept."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self._kept: OrderedDict[int, frozenset[int]] = OrderedDict()

    def __call__(self, number: int) -> frozenset[int]:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        found = self._kept[number] = _runs(self._words(number))
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def _runs(words: Sequence[str]) -> frozenset[int]:
    """Checksums of all runs of five words (of all words, where there are fewer)."""
    return frozenset(
        crc32(run.encode()) << 32 | crc32(run[::-1].encode())
        for at in range(max(1, len(words) - RUN + 1))
        if (run := " ".join(words[at : at + RUN]))
    )


def _copied(a: frozenset[int], b: frozenset[int]) -> bool:
    return min(len(a), len(b)) >= FEWEST and _share(a, b) >= SHARED


def _share(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _candidates(numbers: Sequence[int], days: Sequence[date | None], words: _Words, groups: _Groups) -> Iterator[tuple[int, int]]:
    """Pairs that may be copies: those with days in a window that moves with the day, then those without against all."""
    near, dated, undated = _Near(), [n for n in numbers if days[n] is not None], [n for n in numbers if days[n] is None]
    window: deque[int] = deque()
    for number in dated:
        day = days[number]
        while window and day is not None and (oldest := days[window[0]]) is not None and day - oldest > timedelta(days=DAYS):
            near.forget(window.popleft())
        yield from near.meet(number, words(number))
        window.append(number)
    if undated:
        near = _Near()
        for number in undated:
            yield from near.meet(number, words(number))
        for number in dated:
            yield from near.meet(number, words(number), stay=False)


class _Near:
    """Reports by the bands of their sketches."""

    def __init__(self) -> None:
        self._bands = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    def meet(self, number: int, words: Sequence[str], stay: bool = True) -> list[tuple[int, int]]:
        """The pairs that a report makes with those that stayed."""
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update([" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))])
        found = sorted(set(self._bands.query(sketch)))
        if stay:
            self._bands.insert(number, sketch)
        return [(min(other, number), max(other, number)) for other in found if other != number]

    def forget(self, number: int) -> None:
        """Let a report go."""
        self._bands.remove(number)
