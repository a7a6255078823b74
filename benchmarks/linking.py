#!/usr/bin/env python3
"""How well reports are linked into incidents, beside what experts coded from the same reports.

    python benchmarks/linking.py FOLDER              FOLDER holds dev.jsonl and dev_incidents.jsonl
    python benchmarks/linking.py FOLDER --details    and what was missed
    python benchmarks/linking.py FOLDER --fit        and the weights that these reports give, beside ours
    python benchmarks/linking.py FOLDER --sweep      and pairs at other thresholds, grouped in two ways
    python benchmarks/linking.py FOLDER --links FILE    and the incidents, for a scorer: {"incident": id, "reports": [ids]}

dev.jsonl: one report a line: id, outlet, published, title, text, incidents (ids). dev_incidents.jsonl: one coded
incident a line: internal_id, incident_date, location_ar, civilian_deaths_min and _max.

Printed are pairs of reports put under one incident (a pair counts against precision only where both reports are
coded and share no incident), how many coded incidents have one of ours with their day (or the day beside) and place
(a name in common, or within 10 km), and in how many of those the deaths lie within the experts' figures.

`--fit` is a logistic regression over the levels of `sijill.link.levels`. Experts coded reports, not events: of the events of two
reports the pair that speaks most for one incident stands for both, chosen anew with the weights of each round. A pair of reports is
one example, together where they share a coded incident. Weights are held near 0 by a ridge, since many levels have few examples.

`--sweep` groups by our rule (the strongest link first; no two events of one report) and, to compare, by connected components.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from sijill.knowledge import load
from sijill.knowledge.lexicon import fold_words
from sijill.link import LEVELS, Occurrence, compare, group, link_events, occurrence, place_words
from sijill.link.levels import SAME, START
from sijill.model import EventRef, IncidentRecord, Link, Report
from sijill.reading import read_report
from sijill.register import Member, project
from sijill.text import without_article

NEAR_DAYS = 1
ROUNDS = 8  # of choosing the pair of events that stands for two reports; the choice rests after four or five
SWEPT = (-0.6, -0.3, 0.0, 0.3, 0.6, SAME, 1.2, 1.6, 2.0)
RIDGE = 1.0  # pull towards 0, as if each weight had been seen once at 0
STEPS = 60  # of Newton's method in a round, at most


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
    parser.add_argument("--fit", action="store_true", help="fit the weights of the levels to these reports (needs numpy)")
    parser.add_argument("--sweep", action="store_true", help="show pairs at other thresholds")
    parser.add_argument("--links", type=Path, help="write the incidents here, one a line")
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read in {read:.1f} s, linked in {linked:.2f} s, at most {peak:.0f} MiB in all")
    if options.links is not None:
        lines = [json.dumps({"incident": i.id, "reports": sorted({ref.report for ref in i.events})}) + "\n" for i in incidents]
        options.links.write_text("".join(lines), encoding="utf-8")
    want, have = pairs(by_incident.values()), pairs({ref.report for ref in i.events} for i in incidents)
    print(f"pairs together {len(want)}, ours {len(have)}: {measured(want, have)}")
    texts = {row["id"]: frozenset(map(without_article, fold_words(f"{row['title']} {row['text']}"))) for row in rows}
    print_coded(coded, by_incident, texts, records, options.details)
    if options.sweep:
        print_sweep({pair: link.score for pair, link in compared(occurrences).items()}, occurrences, want, SWEPT)
    if options.fit:
        print_fit(fit(occurrences, {row["id"]: frozenset(row["incidents"]) for row in rows}))


def measured(want: set[tuple[str, str]], have: set[tuple[str, str]]) -> str:
    """Precision, recall and F1 of pairs."""
    hit = len(want & have)
    p, r = hit / len(have) if have else 0.0, hit / len(want) if want else 0.0
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r) if p + r else 0.0:.3f}"


def compared(occurrences: Iterable[Occurrence]) -> dict[tuple[EventRef, EventRef], Link]:
    """Every link between news of different reports, those that speak against among them."""
    news = sorted((o for o in occurrences if o.news), key=lambda o: o.ref)
    found = (compare(a, b) for a, b in combinations(news, 2) if a.ref.report != b.ref.report)
    return {(link.left, link.right): link for link in found if link is not None}


def components(refs: Iterable[EventRef], tied: Iterable[tuple[EventRef, EventRef]]) -> list[list[EventRef]]:
    """Whatever a chain of pairs ties together."""
    head = {ref: ref for ref in refs}

    def first(ref: EventRef) -> EventRef:
        while head[ref] != ref:
            head[ref] = head[head[ref]]
            ref = head[ref]
        return ref

    for left, right in tied:
        head[first(left)] = first(right)
    made: dict[EventRef, list[EventRef]] = defaultdict(list)
    for ref in head:
        made[first(ref)].append(ref)
    return list(made.values())


def print_sweep(
    scores: Mapping[tuple[EventRef, EventRef], float],
    occurrences: Iterable[Occurrence],
    want: set[tuple[str, str]],
    thresholds: Iterable[float],
) -> None:
    """Pairs of reports at several thresholds, by our groups and by connected components, with reports that these tell twice."""
    refs = [o.ref for o in occurrences if o.news]
    for threshold in thresholds:
        moved = {pair: score - threshold + SAME for pair, score in scores.items()}
        ours = measured(want, pairs({ref.report for ref in members} for members in group(refs, moved)))
        tied = components(refs, [pair for pair, score in scores.items() if score >= threshold])
        twice = sum(len(members) > len({ref.report for ref in members}) for members in tied)
        theirs = measured(want, pairs({ref.report for ref in members} for members in tied))
        print(f"from {threshold:>+5.1f}: our groups {ours}; components {theirs}, {twice} of them with two events of one report")


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


@dataclass(frozen=True)
class Fitted:
    """What the regression gives: a weight and the number of examples for each level, and the start; `together` of `examples`."""

    weights: Mapping[str, float]
    seen: Mapping[str, int]
    start: float
    examples: int
    together: int


def fit(occurrences: Iterable[Occurrence], incidents: Mapping[str, frozenset[str]]) -> Fitted:
    """Weights of the levels, by logistic regression over pairs of coded reports.

    Args:
        occurrences: of all reports.
        incidents: by report, the incidents that experts coded from it.
    """
    import numpy as np

    by_reports: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for (left, right), link in compared(occurrences).items():
        by_reports[left.report, right.report].append(link)
    names = [level for level in LEVELS if any(level == r.level for links in by_reports.values() for link in links for r in link.reasons)]
    column = {level: number for number, level in enumerate(names, 1)}
    wanted = np.array([bool(incidents[left] & incidents[right]) for left, right in by_reports], dtype=float)
    found = [np.zeros((len(links), len(names) + 1)) for links in by_reports.values()]
    for rows, links in zip(found, by_reports.values(), strict=True):
        rows[:, 0] = 1.0
        for row, link in zip(rows, links, strict=True):
            row[[column[r.level] for r in link.reasons]] = 1.0
    weights = np.array([START, *(LEVELS[level].weight for level in names)])
    pull = RIDGE * np.eye(len(names) + 1)  # the start too: examples that a few findings part wholly would have no end else
    chosen = np.zeros((len(found), len(names) + 1))
    for _ in range(ROUNDS):
        best = np.array([rows[int(np.argmax(rows @ weights))] for rows in found])
        if np.array_equal(best, chosen):
            break
        chosen = best
        for _ in range(STEPS):
            odds = 1.0 / (1.0 + np.exp(-(chosen @ weights)))
            slope = chosen.T @ (wanted - odds) - pull @ weights
            bend = (chosen * (odds * (1.0 - odds))[:, None]).T @ chosen + pull
            step = np.linalg.solve(bend, slope)
            weights = weights + step
            if float(np.abs(step).max()) < 1e-6:
                break
    counts = chosen.sum(axis=0)
    return Fitted(
        {level: float(weights[number]) for level, number in column.items()},
        {level: int(counts[number]) for level, number in column.items()},
        float(weights[0]),
        len(found),
        int(wanted.sum()),
    )


def print_fit(fitted: Fitted) -> None:
    """The weights, ours beside."""
    print(f"fitted to {fitted.examples} pairs of reports near in time and space, {fitted.together} of them together")
    print(f"{'comparison':12}{'level':22}{'pairs':>6}{'ours':>7}{'fitted':>8}")
    print(f"{'':12}{'start':22}{fitted.examples:>6}{START:>+7.2f}{fitted.start:>+8.2f}")
    for level in LEVELS.values():
        count = fitted.seen.get(level.id, 0)
        told = f"{fitted.weights[level.id]:>+8.2f}" if count else f"{'–':>8}"
        print(f"{level.comparison:12}{level.id:22}{count:>6}{level.weight:>+7.2f}{told}")


if __name__ == "__main__":
    main()
