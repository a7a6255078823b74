"""The whole benchmark: what is run in which order, and what comes of it. Each measurement is a process of its own."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sijill.bench.child import repeated
from sijill.bench.growth import KINDS
from sijill.bench.works import WORKS, Work
from sijill.built import built

Progress = Callable[[str], None]  # told what is done next


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    count: int = 1000  # articles
    rounds: int = 3  # every measurement is made so often, in turns
    seconds: float = 15.0  # at most for one measurement of speed in one process
    sizes: tuple[int, ...] = (2_000, 20_000, 200_000)  # bytes of one text
    lexicon: int = 10  # times as large; 0 leaves it out
    peers: bool = True
    starts: bool = True
    growth: bool = True


QUICK = Plan(count=164, rounds=1, seconds=2.0, sizes=(2_000, 50_000), lexicon=0)


@dataclass(frozen=True, slots=True)
class Input:
    """What is read for speed, and the annotated articles for accuracy, each with the name under which it is told."""

    articles: Path
    gold: Path
    articles_name: str
    gold_name: str


def sample() -> Path:
    """Our own annotated articles: inside the installed package, or in a checkout.

    Raises:
        FileNotFoundError: neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for path in (package / "corpus" / "gold.jsonl", package.parents[1] / "corpus" / "gold.jsonl"):
        if path.is_file():
            return path
    raise FileNotFoundError("the sample is neither inside the installed package nor beside src/; install sijill again")


class FailedError(Exception):
    """A measurement failed; the message is the last that its process said."""


def run(given: Input, plan: Plan, command: Sequence[str], progress: Progress) -> dict[str, Any]:
    """Everything.

    Args:
        given: the articles.
        plan: how much is measured.
        command: what starts a child; a JSON object that says what to do is added as the last argument.
        progress: told before each step.
    """
    works = [work for work in WORKS.values() if plan.peers or not work.package]
    absent = {work.name: f"not installed: pip install {work.package}" for work in works if _version(work.package) is None}
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.loads(line) for line in given.articles.read_bytes().splitlines() if line.strip()]
        path, once = Path(folder) / "articles.jsonl", Path(folder) / "once.jsonl"
        _write(path, [*repeated(lines, plan.count or len(lines))])
        _write(once, lines)
        child = _Children(command, progress)
        first = {"work": "sijill times", "input": str(once), "jobs": 1, "seconds": 1.0}
        child.measured("a first run, which compiles the lexicon where that was not done yet", do="speed", **first)
        speed = _speed(path, plan, [work for work in works if work.name not in absent], child, absent)
        accuracy = {
            work.name: child.measured(f"accuracy of {work.name}", do="accuracy", work=work.name, input=str(given.gold))
            for work in works
            if work.name not in absent
        }
        growth = _growth(once, plan, child) if plan.growth else {}
        starts = _starts(lines[0]["text"], Path(folder), plan.rounds, progress) if plan.starts else {}
    texts = [line["text"] for line in lines]
    return {
        "machine": _machine(),
        "versions": {
            "sijill": f"{_version('sijill')} ({built()})",
            **{w.package: _version(w.package) for w in works if w.package and w.name not in absent},
        },
        "input": {
            "articles": given.articles_name,
            "different": len(lines),
            "read": plan.count or len(lines),
            "mean_characters": round(sum(map(len, texts)) / len(texts)),
            "gold": given.gold_name,
        },
        "rounds": plan.rounds,
        "speed": speed,
        "ratios": _ratios(speed),
        "accuracy": accuracy,
        "growth": growth,
        "starts": starts,
        "left_out": absent,
    }


class _Children:
    """Starts the process of a measurement and takes what it tells."""

    def __init__(self, command: Sequence[str], progress: Progress) -> None:
        self._command = command
        self._progress = progress

    def measured(self, words: str, **asked: Any) -> dict[str, Any]:
        self._progress(words)
        done = subprocess.run([*self._command, json.dumps(asked)], capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
            raise FailedError(f"{words}: {last}")
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def _speed(path: Path, plan: Plan, works: Sequence[Work], child: _Children, absent: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of speed, made in turns, so that a load that comes and goes meets all of them. What cannot be run is left out."""
    made: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for number in range(plan.rounds):
        for work in works:
            for jobs in work.jobs if work.name not in absent else ():
                words = f"{work.name}, {jobs} process{'es' * (jobs > 1)}, round {number + 1} of {plan.rounds}"
                asked = {"work": work.name, "input": str(path), "jobs": jobs, "seconds": plan.seconds}
                try:
                    made.setdefault((work.name, jobs), []).append(child.measured(words, do="speed", **asked))
                except FailedError as error:
                    if not work.package:
                        raise
                    absent[work.name] = f"is installed, and fails: {str(error).split(': ', 1)[1]}"
                    break
    return [_row(name, jobs, rows) for (name, jobs), rows in made.items() if name not in absent]


def _row(name: str, jobs: int, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rates = sorted(row["articles"] / row["work_s"] for row in rows)
    return {
        "name": name,
        "jobs": jobs,
        "articles_per_s": round(statistics.median(rates), 1),
        "least": round(rates[0], 1),
        "most": round(rates[-1], 1),
        "articles_per_cpu_s": round(statistics.median(row["articles"] / row["cpu_s"] for row in rows), 1) if jobs == 1 else None,
        "characters_per_s": round(statistics.median(row["characters"] / row["work_s"] for row in rows)),
        "start_s": round(statistics.median(row["load_s"] for row in rows), 3),
        "peak_mb": round(max(row["peak"] for row in rows) / 1e6, 1),
        "articles": rows[0]["articles"],
    }


def _ratios(speed: Sequence[dict[str, Any]]) -> dict[str, float]:
    rates = {(row["name"], row["jobs"]): row["articles_per_cpu_s"] or row["articles_per_s"] for row in speed}
    out: dict[str, float] = {}
    for (name, jobs), rate in rates.items():
        work = WORKS[name]
        for ours in dict.fromkeys((work.beside, "sijill read")) if work.package else ():
            if (ours, jobs) in rates:
                out[f"{ours} / {name}, {jobs} process{'es' * (jobs > 1)}"] = round(rates[ours, jobs] / rate, 3)
    if ("sijill read", 2) in rates:
        one, two = (row["articles_per_s"] for row in speed if row["name"] == "sijill read")
        out["sijill read, 2 processes / 1 process"] = round(two / one, 3)
    return out


def _growth(path: Path, plan: Plan, child: _Children) -> dict[str, Any]:
    letters: dict[str, Any] = {}
    for kind in KINDS:
        asked = {"kind": kind, "sizes": plan.sizes, "rounds": max(3, plan.rounds)}
        seconds = child.measured(f"how time grows with length: {kind}", do="letters", input=str(path), **asked)["seconds"]
        short, long = str(min(plan.sizes)), str(max(plan.sizes))
        letters[kind] = {"seconds": seconds, "ratio": round(seconds[long] / seconds[short], 1)}
    articles = child.measured("how time grows with articles", do="articles", input=str(path), rounds=plan.rounds)
    out: dict[str, Any] = {"letters": letters, "articles": articles | {"ratio": round(articles["ten_times_s"] / articles["once_s"], 2)}}
    if plan.lexicon:
        words = f"a lexicon {plan.lexicon} times as large (some minutes to make it)"
        lexicon = child.measured(words, do="lexicon", input=str(path), times=plan.lexicon, rounds=max(5, plan.rounds))
        out["lexicon"] = lexicon | {"ratio": round(lexicon["seconds"][1] / lexicon["seconds"][0], 3)}
    return out


def _starts(text: str, folder: Path, rounds: int, progress: Progress) -> dict[str, float]:
    """The median time of whole processes; a cold one compiles the lexicon, the others find it in the cache."""
    short = folder / "short.txt"
    short.write_text(text, encoding="utf-8")
    sijill = [sys.executable, "-m", "sijill"]
    read = [*sijill, "read", str(short), "--no-places", "--published", "2021-09-12", "--format", "jsonl"]
    out: dict[str, float] = {}
    cold = folder / "cold"
    for name, command in {
        "python -c pass": [sys.executable, "-c", "pass"],
        "sijill --version": [*sijill, "--version"],
        "sijill read, one article": read,
        "sijill read, one article, lexicon not yet compiled": read,
    }.items():
        progress(f"start-up: {name}")
        times = []
        for number in range(1 if "not yet" in name else max(3, rounds)):
            cache = {"XDG_CACHE_HOME": str(cold / str(number))} if "not yet" in name else {}
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **cache})
            times.append(time.perf_counter() - began)
        out[name] = round(statistics.median(times), 3)
    return out


def _write(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    keep = ("id", "outlet", "published", "title", "text", "country")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(json.dumps({key: line[key] for key in keep if line.get(key) is not None}, ensure_ascii=False) + "\n")


def _version(package: str) -> str | None:
    if not package:
        return ""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _machine() -> dict[str, Any]:
    busy = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "load": busy,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "day": datetime.now(UTC).date().isoformat(),
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()
