"""The tables of a register as they are today; `migrations` brings older registers up to them.

One word for one thing: a table is called as the thing is in DESIGN.md. Text ids are those that people see.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from sijill.store.columns import Instant, Packed, PackedBytes, PackedText

metadata = MetaData()
Row = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only where the type is INTEGER
Words = LargeBinary().with_variant(TSVECTOR(), "postgresql")

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", Row, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("country", Text),
    Column("zone", Text),
    Column("leaning", Text),
    Column("leaning_by", Text),
    Column("added", Instant, nullable=False),
    CheckConstraint("leaning IS NULL OR leaning_by IS NOT NULL", name="leaning_is_stated_by_somebody"),
)

reports = Table(
    "reports",
    metadata,
    Column("row", Row, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),
    Column("source", ForeignKey("sources.id")),
    Column("latest", Integer, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("published", Date),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("read_version", Integer),
    Column("read_knowledge", Text),
    Column("read_engine", Text),
    Column("read_code", Text),
    Index("reports_published", "published", "id"),
    Index("reports_outlet", "outlet", "published"),
    Index("reports_read", "read_knowledge", "read_code", "id"),
)

versions = Table(
    "versions",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("raw", PackedBytes, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("text", PackedText, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("title", PackedText, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("country", Text),
    Column("url", Text),
    Column("published", Date),
    Column("published_by", Text, nullable=False),
    Column("published_words", Text, nullable=False),
    Column("retrieved", Instant, nullable=False),
    Column("captured_by", Text, nullable=False),
    Column("place", Text, nullable=False),
    Index("versions_text", "text_sha256"),
)

readings = Table(
    "readings",
    metadata,
    Column("report", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("knowledge", Text, primary_key=True),
    Column("engine", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("made", Instant, nullable=False),
    Column("record", Packed, nullable=False),
    ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.number"]),
)

events = Table(
    "events",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("event", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("aggregate", Boolean, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("date_precision", Text, nullable=False),
    Column("near_first", Date),
    Column("near_last", Date),
    Column("country", Text),
    Column("admin1", Text),
    Column("place", Text),
    Column("place_precision", Text),
    Column("gazetteer_id", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("wounded_low", Integer),
    Column("wounded_high", Integer),
    Column("confidence", Float, nullable=False),
    Column("record", Packed, nullable=False),  # its part of the reading's record: an article's whole record is slow to unpack for one event
    Column("waits", Boolean, nullable=False),  # for linking
    Index("events_near", "near_first", "country"),
    Index("events_waiting", "waits"),
    Index("events_type", "type", "first"),
)

links = Table(
    "links",
    metadata,
    Column("left_report", Text, primary_key=True),
    Column("left_event", Text, primary_key=True),
    Column("right_report", Text, primary_key=True),
    Column("right_event", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    ForeignKeyConstraint(["left_report", "left_event"], ["events.report", "events.event"], ondelete="CASCADE"),
    ForeignKeyConstraint(["right_report", "right_event"], ["events.report", "events.event"], ondelete="CASCADE"),
    Index("links_right", "right_report", "right_event"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("row", Row, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("made", Instant, nullable=False),
)

# Incidents that are no more, with the events that they held as news at the end: whoever has the old id finds where these are now.
former_incidents = Table(
    "former_incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("gone", Instant, nullable=False),
)
former_members = Table(
    "former_members",
    metadata,
    Column("incident", ForeignKey("former_incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("report", Text, primary_key=True),
    Column("event", Text, primary_key=True),
)

members = Table(
    "members",
    metadata,
    Column("report", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("incident", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),  # "news" or "recalled"
    ForeignKeyConstraint(["report", "event"], ["events.report", "events.event"], ondelete="CASCADE"),
    Index("members_incident", "incident"),
)

projections = Table(
    "projections",
    metadata,
    Column("row", ForeignKey("incidents.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("sort_day", Date, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("date_precision", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("place", Text),
    Column("place_precision", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("reports", Integer, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("review", Text, nullable=False),
    Column("contested", Boolean, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("made", Instant, nullable=False),
    Column("record", Packed, nullable=False),
    Index("projections_day", "sort_day", "id", "first"),
    Index("projections_country", "country", "sort_day", "id", "first", "type"),
    Index("projections_admin1", "country", "admin1", "sort_day", "id"),
    Index("projections_type", "type", "sort_day", "id", "first"),
    Index("projections_review", "review", "sort_day", "id"),
    Index("projections_contested", "contested", "sort_day", "id"),
    Index("projections_killed", "killed_high", "sort_day", "id"),
)

facets = Table(
    "facets",
    metadata,
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("row", ForeignKey("projections.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Index("facets_row", "row"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Row, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("undoes", ForeignKey("decisions.id"), unique=True),
    Column("sample", Text),
    Column("knowledge", Text, nullable=False),
    Column("code", Text, nullable=False),
    CheckConstraint("reviewer <> ''", name="decision_has_a_reviewer"),
    CheckConstraint("undoes IS NULL OR undoes < id", name="decision_undoes_an_earlier_one"),
    Index("decisions_sample", "sample", "id"),
    sqlite_autoincrement=True,
)

decision_subjects = Table(
    "decision_subjects",
    metadata,
    Column("decision", ForeignKey("decisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),  # "incident", "event" or "report"
    Column("subject", Text, nullable=False),
    Index("decision_subjects_subject", "kind", "subject"),
)

samples = Table(
    "samples",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("incident", Text, nullable=False),
)

copies = Table(
    "copies",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("leader", ForeignKey("reports.id"), nullable=False),
    Column("kind", Text, nullable=False),  # "exact" or "near"
    Column("likeness", Float, nullable=False),
    Column("agency", Text),
    Index("copies_leader", "leader"),
)

sketches = Table(
    "sketches",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("day", Date),
    Column("sketch", LargeBinary, nullable=False),
    Index("sketches_day", "day"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Row, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
    Column("position", Text, nullable=False),
    Index("jobs_target", "kind", "target", "finished"),
)

job_items = Table(
    "job_items",
    metadata,
    Column("job", ForeignKey("jobs.id"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("outcome", Text, nullable=False),  # "new", "version", "known", "skipped" or "failed"
    Column("report", Text),
    Column("version", Integer),
    Column("detail", Text, nullable=False),
    Index("job_items_outcome", "job", "outcome"),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("code", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("note", Text, nullable=False),
)

release_items = Table(
    "release_items",
    metadata,
    Column("release", ForeignKey("releases.number"), primary_key=True),
    Column("incident", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)

# Which words a report and an incident can be found by: on PostgreSQL the index's own vector, on SQLite the words
# that `report_index` and `incident_index` hold, so that they can be taken out again.
report_words = Table(
    "report_words",
    metadata,
    Column("row", ForeignKey("reports.row"), primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
)
incident_words = Table(
    "incident_words",
    metadata,
    Column("row", ForeignKey("projections.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
)
