#!/usr/bin/env python3
"""Keep what Sijill reads in its own corpus, so that a person can see what a change does to it.

Usage:
    python tools/golden_readings.py                  write corpus/readings.jsonl and corpus/sample.jsonl
    python tools/golden_readings.py --check          write nothing; exit 1 and tell each change where they are not current
    python tools/golden_readings.py --raise-floors   raise tests/floors.json to the present figures less 0.02; never lowers one

`readings.jsonl` holds the event record of each article of `gold.jsonl`, one a line, without what was dropped and
without the knowledge's version (both change with every word that is added, and the events need not).
`sample.jsonl` holds the articles that `python3 go.py sample` reads.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, os.environ.get("SIJILL_COMPILED") or str(ROOT / "src"))  # the former where `tools/compile.py` tests what it built

GOLD = ROOT / "corpus" / "gold.jsonl"
READINGS = ROOT / "corpus" / "readings.jsonl"
SAMPLE = ROOT / "corpus" / "sample.jsonl"
FLOORS = ROOT / "tests" / "floors.json"
SHARED = ROOT.parent / "shared" / "gold" / "dev.jsonl"

# One of each sort: a claim with background, a list of places, two tolls, two accounts, a march, and a hard negative.
SAMPLES = (
    "01-convoys-two-governorates",
    "07-idlib-shelling-roundup",
    "13-marib-missile-two-tolls",
    "22-nablus-raid-two-accounts",
    "27-khartoum-march",
    "41-football-attack-and-defence",
)
MARGIN = 0.02  # a floor stands this much under the figure that was measured when it was set
UNSTABLE = ("dropped", "knowledge")

Record = dict[str, Any]


def lines_of(path: Path) -> list[Record]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def readings(articles: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The record of each article, without what changes with every word of the lexicon."""
    from sijill.exports.record import article_record
    from sijill.knowledge import load
    from sijill.model import Report
    from sijill.reading import read_report

    knowledge = load()
    out = []
    for article in articles:
        day = date.fromisoformat(article["published"]) if article["published"] else None
        report = Report(article["text"], title=article.get("title") or "", outlet=article["outlet"] or "", published=day, id=article["id"])
        record = article_record(read_report(report, knowledge))
        out.append({key: value for key, value in record.items() if key not in UNSTABLE})
    return out


def as_text(records: Sequence[Record]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def samples(articles: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The sample articles; the first line of the text is the headline."""
    by_id = {article["id"]: article for article in articles}
    out = []
    for name in SAMPLES:
        article = by_id[name]
        title, body = article["text"].split("\n", 1)
        out.append({"id": name, "outlet": article["outlet"], "published": article["published"], "title": title, "text": body})
    return out


def changes(before: Sequence[Record], now: Sequence[Record]) -> Iterator[str]:
    """What differs between two lists of records: article, event and field."""
    old = {record["article"]["id"]: record for record in before}
    for record in now:
        name = record["article"]["id"]
        was = old.pop(name, None)
        if was is None:
            yield f"{name}: has no golden reading"
            continue
        if was["article"] != record["article"]:
            yield f"{name}: article: was {_short(was['article'])}, is {_short(record['article'])}"
        yield from _events(name, was["events"], record["events"])
    yield from (f"{name}: is no article of gold.jsonl any more" for name in old)


def _events(name: str, before: Sequence[Record], now: Sequence[Record]) -> Iterator[str]:
    old, new = {event["id"]: event for event in before}, {event["id"]: event for event in now}
    yield from (f"{name}: event {_title(old[id])}: is not read any more" for id in old if id not in new)
    yield from (f"{name}: event {_title(new[id])}: is read now and was not" for id in new if id not in old)
    for id in old:
        for field in old[id] if id in new else ():
            for part, was, is_ in _parts(field, old[id][field], new[id].get(field)):
                yield f"{name}: event {_title(new[id])}: {part}: was {_short(was)}, is {_short(is_)}"
    if list(old) != list(new) and sorted(old) == sorted(new):
        yield f"{name}: the events stand in another order"


def _parts(field: str, was: object, now: object) -> Iterator[tuple[str, object, object]]:
    """A field that differs; of one that holds several values, those that differ."""
    if isinstance(was, dict) and isinstance(now, dict):
        yield from ((f"{field}.{key}", was.get(key), now.get(key)) for key in {**was, **now} if was.get(key) != now.get(key))
    elif was != now:
        yield field, was, now


def _title(event: Record) -> str:
    return f"{event['id']} ({event['type']})"


def _short(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 160 else words[:159] + "…"


def figures(path: Path) -> dict[str, float]:
    """F1 of events and fields on an annotated file, by the names of the floors."""
    from sijill.evaluation import evaluate, gold_article, predicted_article

    articles = lines_of(path)
    score = evaluate(map(gold_article, articles), {r["article"]["id"]: predicted_article(r) for r in readings(articles)})
    return {name: asdict(row)["f1"] for name, row in score.rows()}


def raise_floors() -> int:
    """Raise what rose; leave the rest."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for name, path in (("corpus", GOLD), ("dev", SHARED)):
        if not path.exists():
            continue
        held = floors.setdefault(name, {})
        for row, figure in figures(path).items():
            wanted = max(0.0, round(figure - MARGIN, 3))
            if wanted > held.get(row, -1.0):
                print(f"{name} {row}: {held.get(row, 0.0)} → {wanted}")
                held[row] = wanted
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 0 where all is well, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Keep what Sijill reads in its own corpus.")
    parser.add_argument("--check", action="store_true", help="write nothing; tell what changed and exit 1")
    parser.add_argument("--raise-floors", action="store_true", help="raise tests/floors.json to the present figures less 0.02")
    options = parser.parse_args(arguments)
    if options.raise_floors:
        return raise_floors()
    articles = lines_of(GOLD)
    now = readings(articles)
    made = {READINGS: as_text(now), SAMPLE: as_text(samples(articles))}
    if not options.check:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{len(now)} readings, {sum(len(record['events']) for record in now)} events → corpus/readings.jsonl")
        return 0
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if not stale:
        return 0
    told = list(changes(lines_of(READINGS), now)) if READINGS in stale and READINGS.is_file() else []
    told += [f"{path.relative_to(ROOT)} is not current" for path in stale]
    sys.stderr.write("\n".join(told) + "\n")
    sys.stderr.write("If the new readings are right, accept them with `python tools/golden_readings.py` and commit the difference.\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
