"""Incidents as ACLED's 31 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from types import MappingProxyType

from sijill.exports.acled_types import ARMED, EXCESSIVE, INTER, UNARMED, AcledType, acled_type, inter_of, interaction
from sijill.exports.cells import Cell, listed, table
from sijill.exports.countries import Country, country_of
from sijill.exports.info import CODEBOOKS, Export, ExportInfo, LeftOut, finished
from sijill.exports.labels import day_name, type_label
from sijill.exports.told import days_of, figures, located, middle, outlets_of, parties, place_of, ready, together
from sijill.model import IncidentRecord, Party, Place
from sijill.model.said import said
from sijill.text import fold_text

# Every column of the codebook, in its order, and where its value comes from.
ACLED_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "event_id_cnty": "ISO 3166 alpha-3 of the country, '-', and the incident's id",
        "event_date": "YYYY-MM-DD: the day; of a longer interval the day in its middle",
        "year": "of event_date",
        "time_precision": "1 the day, 2 within a week (up to 7 days), 3 within a month (up to 31)",
        "disorder_type": "Political violence, Demonstrations (both, joined by '; ', for excessive force), Strategic developments",
        "event_type": "one of 6, from `type` by the cross-walk and the codebook's rules",
        "sub_event_type": "one of 25, likewise",
        "actor1": "first author: perpetrators, else who claims it; never whom another accuses; the crowd in Protests and Riots",
        "assoc_actor_1": "further authors whom a report names beside the first, by '; '; unarmed ones only where the registry has them",
        "inter1": "type of actor1: 1 state, 2 rebel, 3 political militia or unidentified, 5 rioters, 6 protesters, 7 civilians, 8 external",
        "actor2": "first of the targets: armed ones first in a battle, unarmed ones first in Violence against civilians",
        "assoc_actor_2": "further targets, likewise",
        "inter2": "type of actor2",
        "interaction": "both types as one number, the lower first; a sole actor with 0",
        "civilian_targeting": "'Civilian targeting' where the targets are unarmed people alone; else empty",
        "iso": "ISO 3166 numeric of the country",
        "region": "ACLED's region of the country",
        "country": "place.country, in English",
        "admin1": "place.admin1",
        "admin2": "place.name where the place is a district; else empty",
        "admin3": "empty: no report is read so finely",
        "location": "place.name, else the words of the report",
        "latitude": "of the named place, four decimals",
        "longitude": "of the named place, four decimals",
        "geo_precision": "1 the town or site, 2 near it or a part of a region (district, countryside), 3 the region (governorate)",
        "source": "outlets, joined by '; '",
        "source_scale": "empty: the scale of an outlet is not in the register",
        "notes": "a sentence made from the fields; names other authors and what reports contradict one another on",
        "fatalities": "killed.conservative (words alone: tens 10, dozens 12, hundreds 100); 0 also where none is given: see tags",
        "tags": "fatalities, factuality, claims, contradictions, sources, review, and the versions of code, knowledge and codebook",
        "timestamp": "Unix time of the day of export, 00:00 UTC",
    }
)
# Folded words before a name that move the event away from the point; ACLED and UCDP code that less precisely.
NEAR = frozenset(
    map(
        fold_text,
        "قرب بالقرب محيط ضواحي ضاحية أطراف أرياف ريف شمال شمالي جنوب جنوبي شرق شرقي غرب غربي بين خارج مشارف تخوم بمحيط بأطراف بريف".split(),
    )
)
_GEO = {"site": 1, "town": 1, "district": 2, "governorate": 3}


@dataclass(frozen=True, slots=True)
class Side:
    """Actor columns of one side."""

    actor: str
    assoc: str
    inter: int | None


def acled(records: Iterable[IncidentRecord], info: ExportInfo) -> Export:
    """Incidents as ACLED's columns, one a row, by day; what ACLED's codes cannot hold is left out with a reason."""
    kept, out = ready(records, info)
    rows: list[dict[str, Cell]] = []
    for record in kept:
        row = acled_row(record, info)
        if isinstance(row, str):
            out.append(LeftOut(record.id, row))
        else:
            rows.append(row)
    rows.sort(key=lambda row: (str(row["event_date"]), str(row["event_id_cnty"])))
    return finished("acled", ".csv", table(list(ACLED_COLUMNS), rows), len(rows), info, out)


def acled_row(record: IncidentRecord, info: ExportInfo) -> dict[str, Cell] | str:
    """The row of an incident, or why ACLED's codes cannot hold it."""
    place, days = place_of(record), days_of(record)
    if record.factuality.value == "denied":
        return said("out.denied", "denied: the reports say that it did not happen")
    if days is None:
        return said("out.no_day", "no report gives a day, week or month")
    length = (days[1] - days[0]).days + 1
    if length > 31:
        return said("out.year", "the reports date it no finer than a year or season; ACLED's codes end at a month")
    if place is None or place.country is None:
        return said("out.no_country", "no report gives a country")
    country = country_of(place.country)
    if country is None:
        return said("out.no_code", "country {country} is not in exports/countries.tsv", country=place.country)
    if not located(place):
        return said("out.no_coordinates", "the place that is named has no coordinates")
    if place.precision not in _GEO:
        return said("out.country_only", "the reports place it no finer than a country; ACLED's codes end at a region")
    kind = acled_type(record)
    if isinstance(kind, str):
        return kind
    first, second, claimed = _sides(record, kind, country)
    day, deaths = middle(*days), figures(record)
    return {
        "event_id_cnty": f"{country.iso3}-{record.id}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": 1 if length == 1 else 2 if length <= 7 else 3,
        "disorder_type": kind.disorder_type,
        "event_type": kind.event_type,
        "sub_event_type": kind.sub_event_type,
        "actor1": first.actor,
        "assoc_actor_1": first.assoc,
        "inter1": first.inter,
        "actor2": second.actor,
        "assoc_actor_2": second.assoc,
        "inter2": second.inter,
        "interaction": interaction(first.inter, second.inter),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(record, kind) else "",
        "iso": country.numeric,
        "region": country.acled_region,
        "country": country.name,
        "admin1": place.admin1,
        "admin2": place.name if place.precision == "district" else None,
        "admin3": None,
        "location": place.name or place.text,
        "latitude": round(place.lat, 4) if place.lat is not None else None,
        "longitude": round(place.lon, 4) if place.lon is not None else None,
        "geo_precision": geo_precision(place),
        "source": listed(outlets_of(record)),
        "source_scale": None,
        "notes": _notes(record, first, second),
        "fatalities": deaths.best if deaths else 0,
        "tags": _tags(record, info, kind, claimed),
        "timestamp": int(datetime.combine(info.day, time(), UTC).timestamp()),
    }


def is_near(place: Place) -> bool:
    """Whether the words move the event away from the named point ("north of", "near")."""
    return any(word in NEAR for word in fold_text(place.text).split()[:2])


def geo_precision(place: Place) -> int:
    """ACLED's code: 1, 2 or 3."""
    code = _GEO[place.precision]
    return 2 if code == 1 and is_near(place) else code


def authors_of(record: IncidentRecord) -> tuple[list[Party], list[Party]]:
    """The authors whom reports name together, else who claims it; and those whom other reports name instead."""
    return together(record.perpetrators or record.claimed_by)


def _sides(record: IncidentRecord, kind: AcledType, country: Country) -> tuple[Side, Side, bool]:
    """Both sides, and whether the first stands on a claim alone."""
    by, _ = authors_of(record)
    against = parties(record.targets)
    claimed = not record.perpetrators and bool(record.claimed_by)
    crowd = {"Protests": 6, "Riots": 5}.get(kind.event_type)
    if crowd is not None:
        everyone = by + against
        unarmed = [p for p in everyone if p.kind in UNARMED]
        forces = _side([p for p in everyone if p.kind in ARMED], record, country, ARMED)
        return Side(f"{INTER[crowd]} ({country.name})", listed(_named(unarmed)), crowd), forces, claimed
    first = _side(by, record, country, ARMED)
    if not first.actor and kind.disorder_type == "Political violence":
        first = Side(f"Unidentified Armed Group ({country.name})", "", 3)
    wanted = UNARMED if kind.event_type == "Violence against civilians" else ARMED
    return first, _side(against, record, country, wanted), claimed


def _side(several: Sequence[Party], record: IncidentRecord, country: Country, wanted: frozenset[str]) -> Side:
    """The actor of a side: the first of the wanted kinds, else the first; the rest are associated with it."""
    actors = [p for p in several if inter_of(p, record) is not None]
    if not actors:
        return Side("", "", None)
    main = next((p for p in actors if p.kind in wanted), actors[0])
    name = _name(main, country)
    rest = [main, *(p for p in actors if p is not main)]
    return Side(name, listed(n for n in _named(rest) if n != name), inter_of(main, record))


def _name(party: Party, country: Country) -> str:
    """ACLED's name for the unnamed, our neutral label for the rest. Private persons never become an actor."""
    if party.kind in UNARMED:
        return f"{'Protesters' if party.kind == 'protesters' else 'Civilians'} ({country.name})"
    if party.kind == "unidentified_armed" and not (party.actor_id or "").startswith("actor."):
        return f"Unidentified Armed Group ({country.name})"
    return party.label


def _named(several: Iterable[Party]) -> list[str]:
    """Labels that name somebody: not those of private persons, nor of "gunmen" and "armed groups"."""
    return [p.label for p in several if (p.kind in ARMED and not _nameless(p)) or (p.actor_id or "").startswith(("actor.", "organ."))]


def _nameless(party: Party) -> bool:
    """Whether the words are a noun of the lexicon alone for armed people of whom nothing is known."""
    return party.kind == "unidentified_armed" and (party.actor_id or "").startswith(("noun.", "nation."))


def _targets_civilians(record: IncidentRecord, kind: AcledType) -> bool:
    if kind.event_type == "Violence against civilians" or (kind.event_type, kind.sub_event_type) == EXCESSIVE:
        return True
    struck = {party.kind for party in parties(record.targets)} - {"infrastructure"}
    return kind.event_type == "Explosions/Remote violence" and bool(struck) and struck <= UNARMED


def _notes(record: IncidentRecord, first: Side, second: Side) -> str:
    """A sentence of the record's own, in English; no quote of a report."""
    days, place = days_of(record), place_of(record)
    if days is None or place is None:
        raise ValueError(f"incident {record.id} has no day or place")
    if days[0] == days[1]:
        when = f"On {day_name(days[0], 'en', weekday=False)}"
    else:
        when = f"Between {day_name(days[0], 'en', weekday=False)} and {day_name(days[1], 'en', weekday=False)}"
    who = " ".join(filter(None, (f"by {first.actor}" if first.actor else "", f"against {second.actor}" if second.actor else "")))
    label = type_label(record.type.value, "en")
    label = label if label[:2].isupper() else label[0].lower() + label[1:]
    told_words = [f"{when}, {label}{' ' + who if who else ''}, {place.name or place.text}."]
    for name in ("killed", "wounded", "captured"):
        found = figures(record, name)
        if found:
            figure = found.words or (str(found.low) if found.low == found.high else f"{found.low} to {found.high}")
            told_words.append(f"{name.capitalize()}: {figure}.")
    for name, words in (("claimed_by", "Claimed by"), ("denied_by", "Denied by"), ("accused", "Accused by others")):
        named = _named(parties(getattr(record, name)))
        if named:
            told_words.append(f"{words}: {listed(named, ', ')}.")
    otherwise = _named(authors_of(record)[1])
    if otherwise:
        told_words.append(f"Other reports name as author: {listed(otherwise, ', ')}.")
    if record.contested:
        told_words.append(f"Reports contradict one another on: {', '.join(record.contested)}.")
    return " ".join(told_words)


def _tags(record: IncidentRecord, info: ExportInfo, kind: AcledType, claimed: bool) -> str:
    deaths = figures(record)
    told_words = "not reported" if deaths is None else "reported as none" if deaths.high == 0 else f"{deaths.low}-{deaths.high}"
    if deaths is not None and deaths.words:
        told_words = f"no figure, {deaths.words} reported"
    tags = {
        "fatalities": told_words,
        "factuality": record.factuality.value,
        "actor1": "as claimed" if claimed else "",
        "type": f"{record.type.value} ({kind.rule})",
        "contested": ",".join(record.contested),
        "reports": str(len(record.reports)),
        "independent": str(record.independent),
        "review": record.review,
        "code": info.code,
        "knowledge": info.knowledge,
        "codebook": f"{info.codebook} ({CODEBOOKS['acled']})",
    }
    return "; ".join(f"{name}={value}" for name, value in tags.items() if value)
