"""Frozen types and their invariants; standard library only."""

from sijill.model.event import Dropped, Event, Factuality, Reading, Statement, Status
from sijill.model.mention import (
    ActorMention,
    Mention,
    MentionKind,
    NumberMention,
    PlaceMention,
    Quotation,
    QuoteMention,
    TimeMention,
)
from sijill.model.report import Report, ReportError, joined
from sijill.model.spans import Evidence, Span
from sijill.model.values import (
    KINDS,
    PLACE_PRECISIONS,
    Count,
    Kind,
    Party,
    Place,
    PlacePrecision,
    Precision,
    When,
)

__all__ = [
    "KINDS",
    "PLACE_PRECISIONS",
    "ActorMention",
    "Count",
    "Dropped",
    "Event",
    "Evidence",
    "Factuality",
    "Kind",
    "Mention",
    "MentionKind",
    "NumberMention",
    "Party",
    "Place",
    "PlaceMention",
    "PlacePrecision",
    "Precision",
    "Quotation",
    "QuoteMention",
    "Reading",
    "Report",
    "ReportError",
    "Span",
    "Statement",
    "Status",
    "TimeMention",
    "When",
    "joined",
]
