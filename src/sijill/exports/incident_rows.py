"""One row an incident: the columns of `csv` and `parquet`, with what stands in each and from which field it comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from sijill.exports.cells import Cell, listed, table
from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.labels import type_label
from sijill.exports.told import days_of, figures, outlets_of, parties, place_of, quoted_of, ready
from sijill.model import IncidentRecord, Party, Settled

Sort = Literal["text", "int", "float", "date", "list"]
Value = str | int | float | date | list[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the sort of its values, what stands in it, and the field of the record that it comes from."""

    sort: Sort
    what: str
    source: str


def _column(sort: Sort, what: str, source: str) -> Column:
    return Column(sort, what, source)


_c = _column
INCIDENT_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "incident": _c("text", "id of the incident", "incident.id"),
        "type": _c("text", "one of the types that `sijill types` lists", "type"),
        "type_en": _c("text", "its English label", "type"),
        "type_ar": _c("text", "its Arabic label", "type"),
        "factuality": _c("text", "asserted, alleged or denied", "factuality"),
        "date_start": _c("date", "first day; empty where no report gives one", "date.start"),
        "date_end": _c("date", "last day, the same as the first for one day", "date.end"),
        "date_precision": _c("text", "day, week, month, year or none", "date.precision"),
        "clock": _c("text", "time of day, HH:MM", "clock"),
        "place_text": _c("text", "the place in a report's words", "place.text"),
        "place_name": _c("text", "its usual English name", "place.name"),
        "admin1": _c("text", "governorate or province", "place.admin1"),
        "country": _c("text", "ISO 3166 two-letter code", "place.country"),
        "lat": _c("float", "latitude of the named place, which is not that of the event", "place.lat"),
        "lon": _c("float", "longitude of the named place", "place.lon"),
        "place_precision": _c("text", "site, town, district, governorate, country or none", "place.precision"),
        "perpetrators": _c("list", "whom the reports name as the author, English labels", "perpetrators"),
        "perpetrators_text": _c("list", "the same in a report's words", "perpetrators"),
        "perpetrator_kinds": _c("list", "their kinds, in the same order", "perpetrators"),
        "claimed_by": _c("list", "who says 'we did it'", "claimed_by"),
        "accused": _c("list", "whom another than the outlet accuses", "accused"),
        "denied_by": _c("list", "who denies having done it", "denied_by"),
        "targets": _c("list", "who or what was struck, English labels", "targets"),
        "targets_text": _c("list", "the same in a report's words", "targets"),
        "target_kinds": _c("list", "their kinds, in the same order", "targets"),
        "weapons": _c("list", "means used", "weapons"),
        "killed_low": _c("int", "lowest figure of deaths; empty is unknown, 0 is 'none'", "killed.low"),
        "killed": _c("int", "the conservative figure; of words alone (tens) what they count as", "killed.conservative"),
        "killed_high": _c("int", "highest figure", "killed.high"),
        "wounded_low": _c("int", "lowest figure of wounded", "wounded.low"),
        "wounded": _c("int", "the conservative figure; of words alone (tens) what they count as", "wounded.conservative"),
        "wounded_high": _c("int", "highest figure", "wounded.high"),
        "captured_low": _c("int", "lowest figure of captured", "captured.low"),
        "captured": _c("int", "the conservative figure; of words alone (tens) what they count as", "captured.conservative"),
        "captured_high": _c("int", "highest figure", "captured.high"),
        "contested": _c("list", "fields on which reports contradict one another", "support, against"),
        "reports": _c("list", "ids of the reports that tell it as news", "reports"),
        "independent": _c("int", "how many of them are no copies of one another", "independent"),
        "recalled_by": _c("list", "ids of the reports that recall it as background", "incident.recalled_by"),
        "outlets": _c("list", "who published them", "outlets"),
        "quoted": _c("list", "whom they quote", "statements.says"),
        "confidence": _c("float", "0 to 1: how well the fields are supported, no probability", "confidence"),
        "review": _c("text", "unreviewed, accepted, corrected or flagged", "review"),
        "corrected_fields": _c("list", "fields that a reviewer settled", "corrected_fields"),
        "code": _c("text", "version of Sijill", "the export"),
        "knowledge": _c("text", "version of the lexicon", "the export"),
        "codebook": _c("text", "version of the event types and their cross-walks", "the export"),
        "exported": _c("date", "day of the export", "the export"),
    }
)


def incident_row(record: IncidentRecord, info: ExportInfo) -> dict[str, Value]:
    """The row of one incident, with the columns of `INCIDENT_COLUMNS`."""
    days, place = days_of(record), place_of(record)
    by, against = parties(record.perpetrators), parties(record.targets)
    return {
        "incident": record.id,
        "type": record.type.value,
        "type_en": type_label(record.type.value, "en"),
        "type_ar": type_label(record.type.value, "ar"),
        "factuality": record.factuality.value,
        "date_start": days[0] if days else None,
        "date_end": days[1] if days else None,
        "date_precision": record.date.value.precision if record.date else "none",
        "clock": record.clock.value if record.clock else None,
        "place_text": place.text if place else None,
        "place_name": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else "none",
        "perpetrators": [p.label for p in by],
        "perpetrators_text": [" ".join(p.text.split()) for p in by],
        "perpetrator_kinds": [p.kind for p in by],
        "claimed_by": _labels(record.claimed_by),
        "accused": _labels(record.accused),
        "denied_by": _labels(record.denied_by),
        "targets": [p.label for p in against],
        "targets_text": [" ".join(p.text.split()) for p in against],
        "target_kinds": [p.kind for p in against],
        "weapons": list(dict.fromkeys(s.value for s in record.weapons)),
        **_toll(record, "killed"),
        **_toll(record, "wounded"),
        **_toll(record, "captured"),
        "contested": list(record.contested),
        "reports": list(record.reports),
        "independent": record.independent,
        "recalled_by": list(dict.fromkeys(ref.report for ref in record.incident.recalled_by)),
        "outlets": outlets_of(record),
        "quoted": quoted_of(record),
        "confidence": round(record.confidence, 4),
        "review": record.review,
        "corrected_fields": list(record.corrected_fields),
        "code": info.code,
        "knowledge": info.knowledge,
        "codebook": info.codebook,
        "exported": info.day,
    }


def incidents_csv(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """One row an incident; several values stand in one cell, joined by '; '."""
    kept, out = ready(records, info)
    rows = ({name: _cell(name, value) for name, value in incident_row(record, info).items()} for record in kept)
    return finished("csv", ".csv", table(list(INCIDENT_COLUMNS), rows), len(kept), info, out)


def _cell(name: str, value: Value) -> Cell:
    if isinstance(value, list):
        # Kinds stand beside labels in the same order, so equal ones are kept.
        return "; ".join(value) if name.endswith("_kinds") else listed(value)
    return value.isoformat() if isinstance(value, date) else value


def _labels(settled: tuple[Settled[Party], ...]) -> list[str]:
    return [party.label for party in parties(settled)]


def _toll(record: IncidentRecord, name: str) -> dict[str, Value]:
    found = figures(record, name)
    return {
        f"{name}_low": found.low if found else None,
        name: found.best if found else None,
        f"{name}_high": found.high if found else None,
    }
