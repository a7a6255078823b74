"""The tables of incidents: one row an incident with its settled fields, and which event of which report belongs to which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from sijill import __version__
from sijill.batch.carried import Carried
from sijill.batch.tables import UNKNOWN, country_folder
from sijill.batch.work import month_of
from sijill.exports.incident_rows import INCIDENT_COLUMNS, incident_row
from sijill.exports.info import ExportInfo
from sijill.link import incident_id
from sijill.model import EventRef, Incident
from sijill.register.project import project

DIGITS = 20  # of an incident's id; the first ten are those that a register would give
# The folder says the country; nobody reviewed what a batch makes; a day of export would make other bytes tomorrow.
_LEFT_OUT = frozenset({"country", "review", "corrected_fields", "exported"})
_KINDS = {"text": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "list": pa.list_(pa.string())}

INCIDENTS = pa.schema(
    [pa.field(name, _KINDS[c.sort], metadata={"what": c.what}) for name, c in INCIDENT_COLUMNS.items() if name not in _LEFT_OUT]
)
MEMBERS = pa.schema(
    [
        pa.field("incident", pa.string(), False, metadata={"what": "id of the incident"}),
        pa.field("report", pa.string(), False, metadata={"what": "key of the report, as in the events' table"}),
        pa.field("event_id", pa.string(), False, metadata={"what": "id of the event in its report"}),
        pa.field("status", pa.string(), False, metadata={"what": "new: reported as news; background: recalled, and no source of it"}),
    ]
)


def settled(members: Sequence[Carried], knowledge: str) -> tuple[str, dict[str, Any]]:
    """The folder of an incident and its row.

    Reports of the very same words count as one source. (A register finds reprints of nearly the same words too, for which it needs
    the words themselves.)

    Args:
        members: its events, in order.
        knowledge: version of the lexicon.
    """
    first: dict[str, str] = {}
    for one in sorted(members, key=_earliest):
        first.setdefault(one.same_words or one.ref.report, one.ref.report)
    copies = {one.ref: first[one.same_words or one.ref.report] for one in members}
    refs = tuple(one.ref for one in members)
    incident = Incident(incident_id(refs[0], DIGITS), refs)
    record = project(incident, [one.member(copies[one.ref] if copies[one.ref] != one.ref.report else "") for one in members])
    row = incident_row(record, _info(knowledge))
    country = country_folder(record.place.value.country if record.place else None)
    month = month_of(record.date.value if record.date else None)
    share = f"/{incident.id[0]}" if month == UNKNOWN else "/0"  # what has no month is much: sixteen files
    return f"{country}/{month}{share}", {name: row[name] for name in INCIDENTS.names}


def _earliest(one: Carried) -> tuple[date, EventRef]:
    return one.published or date.max, one.ref


@cache
def _info(knowledge: str) -> ExportInfo:
    return ExportInfo(__version__, knowledge, date.min)
