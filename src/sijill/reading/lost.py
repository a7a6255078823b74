"""What was found and led to no event, with where it stands."""

from __future__ import annotations

from sijill.model import Dropped, Span
from sijill.reading.annotate import Annotated


def lost_of(a: Annotated) -> list[Dropped]:
    """Names and words that the lexicon found and the text did not support."""
    out: list[Dropped] = []
    folded = a.doc.folded
    raw = folded.raw
    for lost in a.lookup.lost:
        if lost.winner:
            continue  # a longer entry took the same words: nothing is missing
        first, last = folded.to_raw(lost.match.start, lost.match.end)
        out.append(Dropped("annotate", f"context: {lost.reason}", Span(first, last), raw[first:last], lost.match.entry.id))
    for find, reason in a.places_lost:
        first, last = folded.to_raw(find.start, find.end)
        out.append(Dropped("annotate", reason, Span(first, last), raw[first:last], "places"))
    return out


def in_order(dropped: list[Dropped]) -> tuple[Dropped, ...]:
    """In the order of the text; what stands at the same words stays in the order in which it was dropped."""
    return tuple(sorted(dropped, key=_place))


_WIDTH = 1 << 29  # more than a text has characters


def _place(dropped: Dropped) -> int:
    """The order of spans as one number."""
    span = dropped.span
    return span.start * _WIDTH + span.end
