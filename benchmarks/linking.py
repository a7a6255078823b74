#!/usr/bin/env python3
"""How well reports are linked into incidents, beside what experts coded from the same reports.

    python benchmarks/linking.py FOLDER              FOLDER holds dev.jsonl and dev_incidents.jsonl
    python benchmarks/linking.py FOLDER --details    and what was missed

dev.jsonl: one report a line: id, outlet, published, title, text, incidents (ids). dev_incidents.jsonl: one coded
incident a line: internal_id, incident_date, location_ar, civilian_deaths_min and _max.

Printed are pairs of reports put under one incident (a pair counts against precision only where both reports are
coded and share no incident), how many coded incidents have one of ours with their day (or the day beside) and place
(a name in common, or within 10 km), and in how many of those the deaths lie within the experts' figures.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from sijill.knowledge import load
from sijill.knowledge.lexicon import fold_words, without_article
from sijill.link import link_events, occurrence, place_words
from sijill.model import IncidentRecord, Report
from sijill.reading import read_report
from sijill.register import Member, project

NEAR_DAYS = 1


@dataclass(frozen=True)
class Coded:
    """An incident as the experts coded it."""

    id: str
    day: date
    names: frozenset[str]
    low: int | None
    high: int | None


def read_coded(path: Path, not_names: frozenset[str]) -> dict[str, Coded]:
    """The coded incidents by id; the first word of the Arabic name that is no noun of a place names it."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = [w for w in map(without_article, fold_words(row["location_ar"] or "")) if w not in not_names]
        low, high = row["civilian_deaths_min"], row["civilian_deaths_max"]
        day = date.fromisoformat(row["incident_date"])
        found[row["internal_id"]] = Coded(row["internal_id"], day, frozenset(words[:2]), low, high)
    return found


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Unordered pairs of reports that stand together."""
    return {pair for ids in groups for pair in combinations(sorted(set(ids)), 2)}


def has_day(record: IncidentRecord, day: date) -> bool:
    """Whether the settled day is that day or one beside it."""
    when = record.date.value if record.date else None
    slack = timedelta(days=NEAR_DAYS)
    return when is not None and when.start is not None and when.end is not None and when.start - slack <= day <= when.end + slack


def has_place(record: IncidentRecord, names: frozenset[str]) -> bool:
    """Whether the settled place, or one that a report names for it, bears the name."""
    if record.place is None:
        return False
    return bool(names & set(map(without_article, fold_words(record.place.value.text))))


def main() -> None:
    """Read, link, project, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", action="store_true", help="show the coded incidents that none of ours is like")
    options = parser.parse_args()
    knowledge = load()
    not_names = place_words(knowledge.lexicon)
    rows = [json.loads(line) for line in (options.folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    coded = read_coded(options.folder / "dev_incidents.jsonl", not_names)
    began = time.perf_counter()
    readings = [
        read_report(
            Report(row["text"], row["title"] or "", row["outlet"] or "", date.fromisoformat(row["published"]), id=row["id"]), knowledge
        )
        for row in rows
    ]
    read = time.perf_counter() - began
    began = time.perf_counter()
    occurrences = [o for r in readings for e in r.events if (o := occurrence(r.report, e, not_names)) is not None]
    incidents, links = link_events(occurrences)
    linked = time.perf_counter() - began
    events = {(r.report.id, e.id): Member(r.report, e) for r in readings for e in r.events}
    records = [project(i, [events[ref.report, ref.event] for ref in i.events]) for i in incidents]

    by_incident: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row["incidents"]:
            by_incident[name].append(row["id"])
    print(f"{len(rows)} reports, {len(occurrences)} events, {len(links)} links, {len(incidents)} incidents")
    print(f"read in {read:.1f} s, linked in {linked:.2f} s")
    print_pairs(pairs(by_incident.values()), pairs({ref.report for ref in i.events} for i in incidents))
    texts = {row["id"]: frozenset(map(without_article, fold_words(f"{row['title']} {row['text']}"))) for row in rows}
    print_coded(coded, by_incident, texts, records, options.details)


def print_pairs(want: set[tuple[str, str]], have: set[tuple[str, str]]) -> None:
    """Precision, recall and F1 of pairs."""
    hit = len(want & have)
    p, r = hit / len(have) if have else 0.0, hit / len(want) if want else 0.0
    print(f"pairs together {len(want)}, ours {len(have)}: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r) if p + r else 0.0:.3f}")


def print_coded(
    coded: Mapping[str, Coded],
    by_incident: Mapping[str, list[str]],
    texts: Mapping[str, frozenset[str]],
    records: list[IncidentRecord],
    details: bool,
) -> None:
    """How many coded incidents have one of ours with their day and place, and how many of those their deaths."""
    named = alike = counted = within = 0
    for name, reports in sorted(by_incident.items()):
        incident = coded[name]
        if not any(incident.names & texts[report] for report in reports):
            continue
        named += 1
        ours = [r for r in records if set(r.reports) & set(reports) and has_day(r, incident.day) and has_place(r, incident.names)]
        alike += bool(ours)
        if not ours and details:
            print(f"  none: {name} {incident.day} {' '.join(sorted(incident.names))} {' '.join(reports)}")
        if ours and incident.low is not None and incident.high is not None:
            counted += 1
            tolls = [r.killed.value.conservative if r.killed else 0 for r in ours]
            fits = any(incident.low <= toll <= incident.high for toll in tolls)
            within += fits
            if not fits and details:
                print(f"  deaths: {name} coded {incident.low}-{incident.high}, ours {tolls}, {' '.join(reports)}")
    print(f"coded incidents with a report that names the place: {named}")
    print(f"of them one of ours has the day and the place: {alike} ({alike / named:.3f})")
    print(f"of those with coded deaths, the deaths lie within: {within} of {counted} ({within / counted:.3f})")


if __name__ == "__main__":
    main()
