#!/usr/bin/env python3
"""The same occurrences linked by splink with DuckDB, to compare with `benchmarks/linking.py --sweep`.

    pip install "splink>=5" duckdb pandas                   no requirement of Sijill: into the environment to compare
    python benchmarks/linking_splink.py FOLDER              FOLDER holds dev.jsonl
    python benchmarks/linking_splink.py FOLDER --labels     m from the pairs that experts coded

The model: day, place, type, actor, target, killed, wounded and weapon, with the levels of `sijill.link.levels` as splink's own
comparison levels; candidates by country and touching days, never two events of one report. u by random sampling; m by expectation
maximisation from three starts (blocked on place, on type and on province, with touching days), or from the coded pairs. Printed are
pairs of reports for thresholds on the match weight (the base-2 logarithm of the odds): splink's own groups are the components. The
threshold that is best on these very reports flatters splink, as our own weights, fitted to them, flatter us.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from linking import compared, pairs, print_sweep
from sijill.knowledge import load
from sijill.link import Occurrence, occurrence, place_words
from sijill.link.occurrence import FAMILIES
from sijill.model import EventRef, Link, Report
from sijill.reading import read_report

THRESHOLDS = (-10, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 4)


def row_of(o: Occurrence) -> dict[str, Any]:
    """An occurrence as a flat record."""
    place = o.place
    return {
        "unique_id": str(o.ref), "report": o.ref.report, "type": o.type, "country": place.country if place else None,
        "families": [n for n, family in enumerate(FAMILIES) if o.type in family], "first": o.start.toordinal(), "last": o.end.toordinal(),
        "begin": o.start.toordinal(), "finish": o.end.toordinal(),  # for blocking: what a rule names, EM leaves out of training
        "dated": o.dated, "published": o.published.toordinal() if o.published else None, "place": place.text if place else None,
        "gazetteer": place.gazetteer_id if place else None, "admin1": place.admin1 if place else None, "lat": place.lat if place else None,
        "lon": place.lon if place else None, "fine": o.fine, "names": sorted(o.names), "actors": sorted(o.actors),
        "targets": sorted(o.target_kinds), "weapons": sorted(o.weapons), "killed_low": o.killed[0] if o.killed else None,
        "killed_high": o.killed[1] if o.killed else None, "wounded_low": o.wounded[0] if o.wounded else None,
        "wounded_high": o.wounded[1] if o.wounded else None,
    }  # fmt: skip


def level(sql: str, label: str) -> dict[str, Any]:
    """A level of a comparison."""
    return {"sql_condition": sql, "label_for_charts": label}


def null(sql: str) -> dict[str, Any]:
    """A level that says nothing."""
    return {"sql_condition": sql, "label_for_charts": "unknown", "is_null_level": True}


def km() -> str:
    """Kilometres between two places."""
    east = "(lon_l - lon_r) * cos(radians((lat_l + lat_r) / 2))"
    return f"111.2 * sqrt({east} * {east} + (lat_l - lat_r) * (lat_l - lat_r))"


def comparisons() -> list[dict[str, Any]]:
    """The comparisons, as splink takes them."""
    other = {"sql_condition": "ELSE", "label_for_charts": "other"}

    def shared(column: str) -> list[dict[str, Any]]:
        return [
            null(f"len({column}_l) = 0 OR len({column}_r) = 0"),
            level(f"list_has_any({column}_l, {column}_r)", "in common"),
            other,
        ]

    def toll(name: str) -> list[dict[str, Any]]:
        a, b = (f"{name}_low_{side}" for side in "lr")
        c, d = (f"{name}_high_{side}" for side in "lr")
        apart = f"greatest({a} - {d}, {b} - {c})"
        return [
            null(f"{a} IS NULL OR {b} IS NULL OR ({c} = 0 AND {d} = 0)"),
            level(f"{a} <= {d} AND {b} <= {c}", "the same"),
            level(f"{apart} <= 2 OR greatest({a}, {b}) <= 1.5 * least({c}, {d})", "may have grown"),
            other,
        ]

    overlap = "first_l <= last_r AND first_r <= last_l"
    found = {
        "day": [
            level("dated_l AND dated_r AND first_l = first_r AND last_l = last_r", "the same"),
            level(f"dated_l AND dated_r AND {overlap}", "overlap"),
            level(f"NOT dated_l AND NOT dated_r AND published_l = published_r AND {overlap}", "published together"),
            level(
                f"{overlap} AND ((dated_l AND NOT dated_r AND abs(published_r - last_l) <= 1) "
                "OR (dated_r AND NOT dated_l AND abs(published_l - last_r) <= 1))",
                "reported then",
            ),
            level(overlap, "not excluded"),
            level("first_l <= last_r + 1 AND first_r <= last_l + 1", "a day apart"),
            other,
        ],
        "place": [
            null("place_l IS NULL OR place_r IS NULL"),
            level("gazetteer_l = gazetteer_r AND fine_l AND fine_r", "the same place"),
            level("fine_l AND fine_r AND list_has_any(names_l, names_r)", "a name in common"),
            level(f"fine_l AND fine_r AND {km()} <= 3", "within 3 km"),
            level(f"fine_l AND fine_r AND {km()} <= 20", "within 20 km"),
            level("admin1_l = admin1_r", "the same province"),
            other,
        ],
        "type": [level("type_l = type_r", "the same"), level("list_has_any(families_l, families_r)", "near"), other],
        "actor": shared("actors"),
        "target": shared("targets"),
        "weapon": shared("weapons"),
        "killed": toll("killed"),
        "wounded": toll("wounded"),
    }
    return [{"output_column_name": name, "comparison_levels": levels} for name, levels in found.items()]


def main() -> None:
    """Read, train, predict, group, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", action="store_true", help="m from the pairs that experts coded, instead of expectation maximisation")
    options = parser.parse_args()
    knowledge = load()
    not_names = place_words(knowledge.lexicon)
    rows = [json.loads(line) for line in (options.folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    news: list[Occurrence] = []
    for row in rows:
        report = Report(row["text"], row["title"] or "", row["outlet"] or "", date.fromisoformat(row["published"]), id=row["id"])
        found = (occurrence(report, event, not_names) for event in read_report(report, knowledge).events)
        news += [o for o in found if o is not None and o.news]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    incidents = {row["id"]: frozenset(row["incidents"]) for row in rows}
    labels = pairs_of_events(news, incidents) if options.labels else []
    links, took = linked([row_of(o) for o in news], labels)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(news)} events, {len(links)} pairs scored; trained, scored and grouped at one threshold in {took:.1f} s")
    print(f"memory at most {peak:.0f} MiB, {peak - before:.0f} MiB of it since the articles were read")

    by_incident: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in row["incidents"]:
            by_incident[name].append(row["id"])
    print_sweep(links, news, pairs(by_incident.values()), THRESHOLDS)


def pairs_of_events(news: list[Occurrence], incidents: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """For reports that were coded together, the pair of events that speaks most for it by our own score: experts coded reports."""
    best: dict[tuple[str, str], Link] = {}
    for (left, right), link in compared(news).items():
        if incidents[left.report] & incidents[right.report]:
            best[left.report, right.report] = max(link, best.get((left.report, right.report), link), key=lambda found: found.score)
    return [(str(link.left), str(link.right)) for link in best.values()]


def linked(records: list[dict[str, Any]], labels: list[tuple[str, str]]) -> tuple[dict[tuple[EventRef, EventRef], float], float]:
    """Match weights by pair, and the seconds from the table to groups at one threshold."""
    import pandas
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.getLogger("splink").setLevel(logging.ERROR)
    days = "l.begin <= r.finish + 1 AND r.begin <= l.finish + 1 AND l.report <> r.report"
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            f"l.country = r.country AND {days}",
            f"(l.country IS NULL OR r.country IS NULL) AND {days}",
        ],
        comparisons=comparisons(),
        retain_intermediate_calculation_columns=False,
    )
    began = time.perf_counter()
    linker = make_linker(pandas.DataFrame(records), settings, DuckDBAPI, Linker)
    together = f"l.gazetteer = r.gazetteer AND l.type = r.type AND l.begin = r.begin AND l.dated AND r.dated AND {days}"
    linker.training.estimate_probability_two_random_records_match([together], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    if labels:
        pairs_table = pandas.DataFrame(labels, columns=["unique_id_l", "unique_id_r"])
        linker.training.estimate_m_from_pairwise_labels(linker.table_management.register_table(pairs_table, "coded_pairs"))
    for column in () if labels else ("gazetteer", "type", "admin1"):
        rule = f"l.{column} = r.{column} AND {days}"
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    predicted = linker.inference.predict(threshold_match_weight=min(THRESHOLDS) - 10)
    frame = predicted.as_pandas_dataframe()
    links = {}
    for left, right, weight in zip(frame["unique_id_l"], frame["unique_id_r"], frame["match_weight"], strict=True):
        a, b = sorted((ref_of(left), ref_of(right)))
        links[a, b] = weight
    linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5).as_pandas_dataframe()
    return links, time.perf_counter() - began


def make_linker(frame: Any, settings: Any, api: Any, linker: Any) -> Any:
    """Splink's linker, however this version takes its table."""
    db = api()
    if hasattr(db, "register"):
        return linker(db.register(frame), settings)
    return linker(frame, settings, db)


def ref_of(name: str) -> EventRef:
    """The event that a row stands for."""
    return EventRef(*name.rsplit("#", 1))


if __name__ == "__main__":
    main()
