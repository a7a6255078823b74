"""Things found in a text, each with the entry or rule that found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from sijill.model.spans import Span
from sijill.model.values import Count, Party, Place, When

V = TypeVar("V")
MentionKind = Literal["time", "number", "place", "actor", "weapon", "trigger", "speech", "cue", "quote", "loaded"]


@dataclass(frozen=True, slots=True)
class Mention(Generic[V]):
    """Something found in the text.

    Attributes:
        kind: what sort of thing.
        span: where, in code points of the report's raw text.
        quote: the raw words, `report.text[span.start:span.end]`.
        value: what they mean.
        entry: id of the lexicon entry, gazetteer row or rule that found them.
    """

    kind: MentionKind
    span: Span
    quote: str
    value: V
    entry: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the outlet puts into another's mouth."""

    speaker: str | None
    speaker_span: Span | None
    direct: bool


TimeMention = Mention[When]
NumberMention = Mention[Count]
PlaceMention = Mention[Place]
ActorMention = Mention[Party]
QuoteMention = Mention[Quotation]
