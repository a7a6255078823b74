"""Where quotation marks open and close."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_QUOTE = 2000  # folded code points; a mark that stays open longer was a slip


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """Folded range between a pair of quotation marks, the marks excluded."""

    start: int
    end: int


def quoted_ranges(text: str) -> tuple[QuotedRange, ...]:
    """Pairs of quotation marks in a folded text, in order; a mark left open at a line's end is dropped."""
    found: list[QuotedRange] = []
    opened: int | None = None
    for index in _marks(text):
        if text[index] == "\n":
            opened = None
        elif opened is None or index - opened > LONGEST_QUOTE:
            opened = index
        else:
            if index > opened + 1:
                found.append(QuotedRange(opened + 1, index))
            opened = None
    return tuple(found)


def _marks(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c in '"\n']
