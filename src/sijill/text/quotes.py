"""Where quotation marks open and close."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_QUOTE = 2000  # folded code points; a mark that stays open longer was a slip
_MARK = re.compile('["\n]')
# Which mark closes which. Arabic typing turns the pairs round as often as not, so each closes the other.
_PAIRS = {"«": "»", "»": "«", "“": "”", "”": "“", "„": "“"}


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """Folded range between a pair of quotation marks, the marks excluded."""

    start: int
    end: int


def quoted_ranges(text: str, written: Callable[[int], str]) -> tuple[QuotedRange, ...]:
    """Pairs of quotation marks in order; pairs of another shape inside one are part of it; a mark open at a line's end is dropped.

    Args:
        text: the folded text, in which every quotation mark is `"`.
        written: the mark as it was written, for a folded offset.
    """
    if '"' not in text:
        return ()
    found: list[QuotedRange] = []
    opened, shape = -1, ""
    for match in _MARK.finditer(text):
        index = match.start()
        if text[index] == "\n":
            opened = -1
            continue
        mark = written(index)
        if opened < 0 or index - opened > LONGEST_QUOTE or (mark == shape and mark in _PAIRS):
            opened, shape = index, mark
        elif mark == _PAIRS.get(shape, shape):
            if index > opened + 1:
                found.append(QuotedRange(opened + 1, index))
            opened = -1
    return tuple(found)
