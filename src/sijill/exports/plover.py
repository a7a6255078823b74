"""Incidents as PLOVER records: one JSON object a line, with the field names of its manual."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from sijill.exports.countries import country_of
from sijill.exports.info import CODEBOOKS, Export, ExportInfo, LeftOut, finished
from sijill.exports.record import Json
from sijill.exports.told import days_of, figures, outlets_of, parties, place_of, ready, statements_of
from sijill.knowledge import EventType, event_types
from sijill.model import IncidentRecord, Party, Place
from sijill.model.said import said

# Every key of a record, and where its value comes from; the documentation prints this table.
PLOVER_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "id": "incident.id",
        "has_event": "always true",
        "date": "first day, YYYY-MM-DD",
        "enddate": "last day",
        "date_precision": "ours: day, week, month, year",
        "time": "clock, HH:MM; null where no report gives one",
        "source": "authors: perpetrators, in a clash both sides; objects of an actor",
        "recipient": "targets; empty in a clash, whose sides both stand under source",
        "event": "the category, from `type` by the cross-walk",
        "mode": "how: from `type` and `weapons` by the manual's tables",
        "context": "historical, future, hypothetical, negation as `modes` has them; military; cbrn for a chemical attack",
        "modes": "ours: the four as true, false or null where the record does not tell",
        "event_loc": "the place, with the names of GeoNames' fields, and its precision",
        "event_text": "the words of the reports on which the type rests",
        "quad_code": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        "dead": "killed, the conservative figure; null is unknown, 0 is 'none'",
        "injured": "wounded, likewise",
        "arrested": "captured, likewise",
        "size_info": "the same three with low, high and the conservative figure",
        "text_info": "for every statement its report, event, field, and offsets in code points of the captured text",
        "claimed_by": "ours: who says 'we did it'",
        "denied_by": "ours: who denies having done it",
        "accused": "ours: whom another than the outlet accuses",
        "recalled_by": "ours: reports that tell it as background",
        "cite_info": "reports, outlets, language, coder, codebook and versions",
        "coded_date": "day of the export",
    }
)
# What lies so long before the first report that tells it as news is history: our own bound, the manual gives none.
HISTORICAL_DAYS = 31
_QUAD = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "ACCUSE": 3,
    "DEMAND": 3,
    "REJECT": 3,
    "THREATEN": 3,
}
_MODES = {
    "assassination": "assassinate", "abduction": "abduct", "sexual_violence": "sexual", "abuse": "beat", "ied": "explosives",
    "explosion": "explosives", "grenade": "explosives", "suicide_bombing": "suicide-attack", "shelling": "heavy-weapons",
    "air_strike": "heavy-weapons", "drone_strike": "heavy-weapons", "protest": "demo", "protest_repressed": "demo",
    "riot": "riot", "arrest": "arrest", "deployment": "troops",
}  # fmt: skip
_BY_WEAPON = (
    (frozenset({"small arms", "machine gun"}), "firearms"),
    (frozenset({"blade", "stones", "batons", "fire"}), "primitive"),
    (frozenset({"ied", "sticky bomb", "landmine", "car bomb", "truck bomb", "bomb", "explosives", "grenade"}), "explosives"),
    (frozenset({"mortar", "artillery", "tank", "rocket", "missile", "guided missile", "rocket-propelled grenade"}), "heavy-weapons"),
)
_SECTORS = {
    "state_forces": "MIL", "foreign_forces": "MIL", "rebel_group": "REB", "militia": "PRM", "jihadist_group": "REB",
    "unidentified_armed": "UAF", "civilians": "CVL", "protesters": "OPP", "officials": "GOV",
}  # fmt: skip


@cache
def _types() -> dict[str, EventType]:
    return event_types()


def plover(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """PLOVER records, one a line; a type without a category of PLOVER is left out, and so is what no report dates."""
    kept, out = ready(records, info)
    lines: list[str] = []
    for record in kept:
        found = plover_record(record, info)
        if isinstance(found, str):
            out.append(LeftOut(record.id, found))
        else:
            lines.append(json.dumps(found, ensure_ascii=False) + "\n")
    return finished("plover", ".jsonl", "".join(lines).encode("utf-8"), len(lines), info, out)


def plover_record(record: IncidentRecord, info: ExportInfo) -> Json | str:
    """The record of an incident, or why PLOVER has no place for it. A denied event is one, under `negation`."""
    kind = _types().get(record.type.value)
    if kind is None or not kind.plover:
        return said("out.no_category", "{type}: PLOVER has no category for it", type=record.type.value)
    days = days_of(record)
    if days is None:
        return said("out.no_date", "no report gives a date, which PLOVER requires")
    modes = modes_of(record)
    by, against = parties(record.perpetrators), parties(record.targets)
    both = kind.type == "armed_clash"
    statements = statements_of(record)
    return {
        "id": record.id,
        "has_event": True,
        "date": days[0].isoformat(),
        "enddate": days[1].isoformat(),
        "date_precision": record.date.value.precision if record.date else "none",
        "time": record.clock.value if record.clock else None,
        "source": [_actor(p) for p in (by + against if both else by)],
        "recipient": [] if both else [_actor(p) for p in against],
        "event": [kind.plover],
        "mode": _mode(record, kind),
        "context": [name for name, holds in modes.items() if holds] + _context(kind),
        "modes": modes,
        "event_loc": _location(place_of(record)),
        "event_text": list(dict.fromkeys(e.quote for t in statements if t.field == "type" for e in t.evidence)),
        "quad_code": _QUAD.get(kind.plover, 4),
        **{key: (found.best if (found := figures(record, name)) else None) for key, name in _SIZES},
        "size_info": {key: _size(record, name) for key, name in _SIZES},
        "text_info": [
            {"report": t.ref.report, "event": t.ref.event, "field": t.field, "start": e.start, "end": e.end}
            for t in statements
            for e in t.evidence
        ],
        "claimed_by": [_actor(p) for p in parties(record.claimed_by)],
        "denied_by": [_actor(p) for p in parties(record.denied_by)],
        "accused": [_actor(p) for p in parties(record.accused)],
        "recalled_by": list(dict.fromkeys(ref.report for ref in record.incident.recalled_by)),
        "cite_info": {
            "citation": list(record.reports),
            "publication": outlets_of(record),
            "language": "ar",
            "coder": f"sijill {info.code}",
            "codebook": CODEBOOKS["plover"],
            "types": info.codebook,
            "version": info.knowledge,
        },
        "coded_date": info.day.isoformat(),
    }


_SIZES = (("dead", "killed"), ("injured", "wounded"), ("arrested", "captured"))


def modes_of(record: IncidentRecord) -> dict[str, bool | None]:
    """PLOVER's four modes, as far as the record tells; None where it does not.

    Historical: the last day lies more than `HISTORICAL_DAYS` before the first report. Future: the first day lies after
    the last report (a withdrawal that is announced). Negation: the reports deny it. Hypothetical: a reading drops what
    is only conditional, so a settled event is none, unless it is told as alleged: then nobody can say from the record.
    """
    days = days_of(record)
    told = [t.report_day for t in statements_of(record) if t.report_day is not None]
    known = days is not None and bool(told)
    return {
        "historical": (days[1] + timedelta(days=HISTORICAL_DAYS) < min(told)) if days and known else None,
        "future": (days[0] > max(told)) if days and known else None,
        "hypothetical": None if record.factuality.value == "alleged" else False,
        "negation": record.factuality.value == "denied",
    }


def _mode(record: IncidentRecord, kind: EventType) -> list[str]:
    if kind.type in _MODES:
        return [_MODES[kind.type]]
    if kind.plover != "ASSAULT":
        return []
    weapons = {settled.value for settled in record.weapons}
    return [mode for words, mode in _BY_WEAPON if weapons & words]


def _context(kind: EventType) -> list[str]:
    if kind.type == "chemical_attack":
        return ["military", "cbrn"]
    return ["military"] if kind.group in ("battle", "remote_violence") else []


def _actor(party: Party) -> Json:
    country = country_of(party.country)
    return {
        "code": country.iso3 if country else None,
        "sector": _SECTORS.get(party.kind),
        "actor_text": party.text,
        "identifier_id": party.actor_id,
        "identifier_text": party.label,
    }


def _location(place: Place | None) -> Json | None:
    if place is None:
        return None
    country = country_of(place.country)
    number = place.gazetteer_id.removeprefix("gn:") if place.gazetteer_id and place.gazetteer_id.startswith("gn:") else ""
    return {
        "geonameid": int(number) if number.isdecimal() else None,
        "name": place.name,
        "alternatenames": place.text,
        "latitude": place.lat,
        "longitude": place.lon,
        "country code": place.country,
        "cc3": country.iso3 if country else None,
        "admin1": place.admin1,
        "precision": place.precision,
    }


def _size(record: IncidentRecord, name: str) -> Json | None:
    found = figures(record, name)
    if found is None:
        return None
    return {"low": found.low, "high": found.high, "conservative": found.best} | ({"words": found.words} if found.words else {})
