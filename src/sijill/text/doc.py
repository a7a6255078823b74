"""A report's text cut into words, sentences, paragraphs and quotations, all on folded offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sijill.model import Evidence, Span
from sijill.text.clitics import KEPT, Analysis, Spelling, spelling
from sijill.text.fold import Folded, fold
from sijill.text.layout import Layout, layout_of
from sijill.text.quotes import QuotedRange, quoted_ranges

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")

# What stands between two words.
CLOSE = 0
QUOTE = 1
BREAK = 2

# Words beyond which a sentence ends at the next punctuation mark, and words that may stand in a row without any: a text without
# full stops is no sentence that anything could belong to from end to end, and reading grows with the square of a sentence.
LONG = 480
LONGEST_RUN = 300


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word or number.

    `gap` says what stands before it: CLOSE (space), QUOTE (a quotation mark or bracket), BREAK (other punctuation
    or a new line).
    """

    text: str
    start: int
    end: int
    gap: int
    index: int
    sentence: int
    spelling: Spelling

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """All ways of reading it, the fewest particles first."""
        return self.spelling.analyses

    @property
    def rests(self) -> frozenset[str]:
        """What it may be without its particles."""
        return self.spelling.rests


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded range and word range [first, last) of one sentence; `paragraph` counts from 0."""

    index: int
    start: int
    end: int
    first: int
    last: int
    paragraph: int
    kind: str  # "title" | "dateline" | "body" | "link"


@dataclass(frozen=True, slots=True)
class Doc:
    """A text ready to be searched. Build it with `make_doc`."""

    folded: Folded
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[QuotedRange, ...]
    layout: Layout

    @property
    def raw(self) -> str:
        """The text as it was captured."""
        return self.folded.raw

    def span(self, start: int, end: int) -> Span:
        """Raw span of a folded range."""
        return Span(*self.folded.to_raw(start, end))

    def evidence(self, start: int, end: int) -> Evidence:
        """Raw words of a folded range."""
        first, last = self.folded.to_raw(start, end)
        return Evidence(first, last, self.folded.raw[first:last])

    def words_evidence(self, first: int, last: int) -> Evidence:
        """Raw words from word `first` to word `last` (excluded)."""
        return self.evidence(self.words[first].start, self.words[last - 1].end)

    def between(self, left: int, right: int) -> str:
        """Folded text between word `left` and word `right`."""
        return self.folded.text[self.words[left].end : self.words[right].start]

    def word_at(self, folded_offset: int) -> int:
        """Index of the last word that starts at or before a folded offset (0 where none does)."""
        words = self.words
        low, high = 0, len(words)
        while low < high:
            middle = (low + high) // 2
            if words[middle].start <= folded_offset:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def sentence_of(self, word: int) -> Sentence:
        """The sentence that holds a word."""
        return self.sentences[self.words[word].sentence]


def make_doc(raw: str) -> Doc:
    """Fold a text and cut it."""
    folded = fold(raw)
    text = folded.text
    layout = layout_of(text)
    words: list[Word] = []
    sentences: list[Sentence] = []
    for part in layout.parts:
        first, before, start = len(words), part.start, part.start
        run = 0
        for begin, spelled in _words(text, part.start, part.end):
            if len(words) == first:
                gap = BREAK
            elif begin == before + 1 and text[before] == " ":
                gap = CLOSE
            else:
                gap = _gap(text[before:begin])
            run = 0 if gap == BREAK else run + 1
            if run == LONGEST_RUN or (run == 0 and len(words) - first >= LONG):
                sentences.append(Sentence(len(sentences), start, before, first, len(words), part.paragraph, part.kind))
                first, start, run, gap = len(words), before, 0, BREAK
            before = begin + len(spelled.text)
            words.append(Word(spelled.text, begin, before, gap, len(words), len(sentences), spelled))
        if len(words) > first:
            sentences.append(Sentence(len(sentences), start, part.end, first, len(words), part.paragraph, part.kind))
    return Doc(folded, tuple(words), tuple(sentences), quoted_ranges(text, lambda i: raw[folded.to_raw(i, i + 1)[0]]), layout)


_AROUND = ".,:;،؛؟!?()[]\"'-/…"  # marks that stand right before and behind words
_WHOLE: Final[dict[str, Spelling]] = {}  # what stands between two spaces, where it is one word


def _words(text: str, start: int, end: int) -> list[tuple[int, Spelling]]:
    """The words of a range, each with where it begins. What was met before between two spaces is not looked into again."""
    found: list[tuple[int, Spelling]] = []
    at = start
    for piece in text[start:end].split(" "):
        core = piece
        whole = _WHOLE.get(piece)
        if whole is None:
            core = piece.strip(_AROUND)
            whole = _WHOLE.get(core)
        if whole is not None:
            found.append((at if core is piece else at + piece.index(core), whole))
        elif core:
            for match in _WORD.finditer(piece):
                found.append((at + match.start(), spelling(match.group())))
            if found and found[-1][1].text == piece:
                if len(_WHOLE) >= KEPT:
                    _WHOLE.clear()
                _WHOLE[piece] = found[-1][1]
        at += len(piece) + 1
    return found


def _gap(between: str) -> int:
    marks = between.strip()
    if not marks:
        return CLOSE
    return QUOTE if all(c in "\"'()[] " for c in marks) else BREAK
