"""An article with the words marked behind its values: the raw text, cut wherever a mark begins or ends.

What stands between the tags is the raw text, letter for letter: a selection copies what was captured, and every mark's
words are those of its offsets. Marks that overlap are cut into pieces; a piece of several fields nests one element for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """Words [start, end) of the text behind a value: the value's key on the page, and the tone of its field."""

    start: int
    end: int
    key: str
    tone: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text over which the same marks lie."""

    start: int
    text: str
    marks: tuple[Mark, ...]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in pieces, in order; joined they are the text. One sweep: n log n in the number of marks.

    Raises:
        ValueError: a mark lies outside the text, or is empty.
    """
    opens: dict[int, list[Mark]] = {}
    closes: dict[int, list[Mark]] = {}
    cuts = {0, len(text)}
    for mark in dict.fromkeys(marks):
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"the mark [{mark.start}, {mark.end}) lies outside the text of {len(text)} characters")
        opens.setdefault(mark.start, []).append(mark)
        closes.setdefault(mark.end, []).append(mark)
        cuts |= {mark.start, mark.end}
    found: list[Piece] = []
    active: dict[Mark, None] = {}
    for start, end in pairwise(sorted(cuts)):
        for mark in closes.get(start, ()):
            active.pop(mark, None)
        active.update(dict.fromkeys(opens.get(start, ())))
        found.append(Piece(start, text[start:end], tuple(active)))
    return found


def article(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as HTML. A piece begins at `id="c{start}"`, so that an address can point at words."""
    return Markup("").join(_piece(piece) for piece in pieces(text, marks))


def _piece(piece: Piece) -> Markup:
    words = _raw(piece.text)
    if not piece.marks:
        return words
    tones = tuple(dict.fromkeys(mark.tone for mark in piece.marks))
    for tone in tones[:-1][::-1]:
        words = Markup('<span class="u f-{}">{}</span>').format(tone, words)
    keys = " ".join(dict.fromkeys(mark.key for mark in piece.marks))
    return Markup('<mark class="u f-{}" id="c{}" data-keys="{}">{}</mark>').format(tones[-1], piece.start, keys, words)


def _raw(text: str) -> Markup:
    """The text so that a browser's parser gives it back: a carriage return would become a line feed."""
    return Markup(escape(text).replace("\r", Markup("&#13;")))


def covered(text: str, marks: Sequence[Mark], key: str) -> list[str]:
    """The words that a value's marks cover, each run of touching pieces joined."""
    runs: list[list[int]] = []
    for piece in pieces(text, marks):
        if any(mark.key == key for mark in piece.marks):
            if runs and runs[-1][1] == piece.start:
                runs[-1][1] += len(piece.text)
            else:
                runs.append([piece.start, piece.start + len(piece.text)])
    return [text[start:end] for start, end in runs]
