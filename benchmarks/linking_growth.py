#!/usr/bin/env python3
"""How the cost of linking grows with the number of events: of events made by dice, in one process.

    python benchmarks/linking_growth.py                      10,000, 30,000, 100,000, 300,000 and 1,000,000 events (some minutes)
    python benchmarks/linking_growth.py --size 10000 --size 30000
    python benchmarks/linking_growth.py --crowded            30,000 events, 274 a day, 1,000 and 3,000
    python benchmarks/linking_growth.py --svg FILE           and the curve, drawn

`synthetic_events.py` says what the events are like. Their number a day stays the same, as in life, where more articles are more days:
10,000 are five weeks, a million ten years. `--crowded` crowds thirty thousand into fewer days instead.

Each size runs in a process of its own. Printed are the seconds of processor that linking takes (which others on the machine change
less than the clock), microseconds an event, how these compare with the size before (1.00 is linear), and the peak of memory of
the process, with what the events alone take before they are linked.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from synthetic_events import A_DAY, occurrences

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
CROWDED = (274, 1_000, 3_000)
Row = dict[str, Any]


def measure(count: int, a_day: float) -> Row:
    """Link so many events in this process."""
    from sijill.link import group_events

    events = list(occurrences(count, a_day))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clock, processor = time.monotonic(), time.process_time()
    groups = group_events(events)
    processor, clock = time.process_time() - processor, time.monotonic() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = max(len(members) for members, _ in groups)
    return {
        "events": count, "a_day": a_day, "processor": processor, "clock": clock, "before": before, "peak": peak,
        "incidents": len(groups), "largest": largest,
    }  # fmt: skip


def apart(count: int, a_day: float) -> Row:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--in", "--size", str(count), "--a-day", str(a_day)]
    found: Row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def shown(rows: Sequence[Row]) -> str:
    """A table in Markdown."""
    lines = [
        "| events | a day | incidents | largest | processor, s | µs an event | beside the size before | peak, MiB | events alone |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for before, row in pairwise([None, *rows]):
        assert row is not None
        each = 1e6 * row["processor"] / row["events"]
        ratio = f"{each / (1e6 * before['processor'] / before['events']):.2f}" if before else ""
        lines.append(
            f"| {row['events']:,} | {row['a_day']:,.0f} | {row['incidents']:,} | {row['largest']} | {row['processor']:.1f} | {each:.0f} "
            f"| {ratio} | {row['peak']:.0f} | {row['before']:.0f} |"
        )
    return "\n".join(lines)


def drawn(rows: Sequence[Row]) -> str:
    """The curve as SVG: seconds and memory by events, both axes logarithmic, with a straight line for what is linear."""
    wide, high, left, top = 640, 360, 64, 24
    low_x, high_x = math.log10(rows[0]["events"]), math.log10(rows[-1]["events"])
    values = [row[name] for row in rows for name in ("processor", "peak")]
    low_y, high_y = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(events: float) -> float:
        return left + (math.log10(events) - low_x) / (high_x - low_x) * (wide - left - 110)

    def y(value: float) -> float:
        return top + (high_y - math.log10(value)) / (high_y - low_y) * (high - top - 48)

    def line(name: str, colour: str, label: str, dashes: str = "") -> str:
        points = " ".join(f"{x(row['events']):.1f},{y(row[name]):.1f}" for row in rows)
        dots = "".join(f'<circle cx="{x(row["events"]):.1f}" cy="{y(row[name]):.1f}" r="3" fill="{colour}"/>' for row in rows)
        end = rows[-1]
        words = f'<text x="{x(end["events"]) + 8:.1f}" y="{y(end[name]) + 4:.1f}" fill="{colour}">{label}</text>'
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>{dots}{words}'

    linear = [{"events": row["events"], "linear": rows[0]["processor"] * row["events"] / rows[0]["events"]} for row in rows]
    ideal = " ".join(f"{x(row['events']):.1f},{y(row['linear']):.1f}" for row in linear)
    grid = "".join(
        f'<line x1="{left}" x2="{wide - 110}" y1="{y(10**n):.1f}" y2="{y(10**n):.1f}" stroke="#8884"/>'
        f'<text x="{left - 8}" y="{y(10**n) + 4:.1f}" text-anchor="end" fill="#888">{10**n:,}</text>'
        for n in range(low_y, high_y + 1)
    )
    sizes = "".join(
        f'<text x="{x(row["events"]):.1f}" y="{high - 26}" text-anchor="middle" fill="#888">{row["events"]:,}</text>' for row in rows
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Seconds and memory of linking by number of events, both axes logarithmic">'
        f'{grid}{sizes}<polyline points="{ideal}" fill="none" stroke="#888" stroke-dasharray="4 4"/>'
        f"{line('processor', '#00897b', 'seconds')}{line('peak', '#c2185b', 'MiB')}"
        f'<text x="{left}" y="{high - 6}" fill="#888">events; dashed: seconds, if growth were exactly linear</text></svg>\n'
    )


def main() -> None:
    """Measure each size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="so many events; may be repeated")
    parser.add_argument("--a-day", type=float, default=A_DAY, help="so many events a day")
    parser.add_argument("--crowded", action="store_true", help="30,000 events in fewer and fewer days")
    parser.add_argument("--svg", type=Path, help="draw the curve here")
    parser.add_argument("--in", dest="inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measure(given.size[0], given.a_day)))
        return
    cases = [(30_000, a_day) for a_day in CROWDED] if given.crowded else [(size, given.a_day) for size in given.size or SIZES]
    rows = []
    for count, a_day in cases:
        rows.append(apart(count, a_day))
        print(f"{count:,} events: {rows[-1]['clock']:.0f} s", file=sys.stderr, flush=True)
    print(shown(rows))
    if given.svg is not None and len(rows) > 1:
        given.svg.write_text(drawn(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
