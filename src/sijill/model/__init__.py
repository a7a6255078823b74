"""Frozen types and their invariants; standard library only."""

from sijill.model.capture import Capture, PublishedBy
from sijill.model.event import Dropped, Event, Factuality, Reading, Statement, Status
from sijill.model.incident import EventRef, Incident, Link, Reason, Verdict
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
from sijill.model.projection import IncidentRecord, Review, Settled, Told, Toll
from sijill.model.report import Report, ReportError, joined
from sijill.model.spans import Evidence, Span
from sijill.model.values import (
    KINDS,
    PLACE_PRECISIONS,
    WORD_FIGURES,
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
    "WORD_FIGURES",
    "ActorMention",
    "Capture",
    "Count",
    "Dropped",
    "Event",
    "EventRef",
    "Evidence",
    "Factuality",
    "Incident",
    "IncidentRecord",
    "Kind",
    "Link",
    "Mention",
    "MentionKind",
    "NumberMention",
    "Party",
    "Place",
    "PlaceMention",
    "PlacePrecision",
    "Precision",
    "PublishedBy",
    "Quotation",
    "QuoteMention",
    "Reading",
    "Reason",
    "Report",
    "ReportError",
    "Review",
    "Settled",
    "Span",
    "Statement",
    "Status",
    "TimeMention",
    "Told",
    "Toll",
    "Verdict",
    "When",
    "joined",
]
