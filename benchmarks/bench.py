#!/usr/bin/env python3
"""How fast Sijill reads, and in how much memory, beside spaCy's look-up of the same names.

Usage:
    python benchmarks/bench.py [--articles N] [--json]      (`make bench` installs requirements-bench.lock first)

The input is the texts of corpus/gold.jsonl, repeated to N articles. Every row is a process of its own, so that its peak
memory is its own (resource.getrusage). Loading the lexicon, and building spaCy's pipeline, is told apart from the work.
What each row does is in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
CORPUS = ROOT / "corpus" / "gold.jsonl"
TIMES = 25  # how often the corpus is read where nothing else is asked for
STARTS = 5  # the median of five starts is told
KIB = 1024 if sys.platform != "darwin" else 1  # ru_maxrss counts kibibytes on Linux, bytes on macOS


@dataclass(frozen=True)
class Row:
    """One measurement. `peak_mb` is the largest process; `all_mb` the sum over processes, shared pages counted in each."""

    name: str
    processes: int
    load_s: float
    work_s: float
    articles_per_s: float
    mb_per_s: float
    peak_mb: float
    all_mb: float
    found: int


@dataclass(frozen=True)
class Start:
    """The median time of a whole process, in seconds."""

    name: str
    seconds: float


# --- what a child process does: load, then work


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def read_with_sijill(path: Path, jobs: int) -> tuple[float, float, int]:
    """JSON Lines in, event records out: everything that `sijill read --format jsonl` does."""
    began = time.perf_counter()
    from sijill.cli.pool import read_all
    from sijill.knowledge import load
    from sijill.sources import read_paths

    load()
    loaded = time.perf_counter()
    events = sum(
        outcome.count('"factuality": "') for outcome in read_all(read_paths([str(path)]), "jsonl", jobs) if isinstance(outcome, str)
    )
    return loaded - began, time.perf_counter() - loaded, events


def names_with_sijill(path: Path, jobs: int) -> tuple[float, float, int]:
    """Everything that is found before events are put together: names, numbers, times, places, parties, triggers."""
    began = time.perf_counter()
    from sijill.knowledge import load
    from sijill.model import Report
    from sijill.reading.annotate import annotate

    knowledge = load()
    loaded = time.perf_counter()
    found = 0
    for line in _lines(path):
        annotated = annotate(Report(json.loads(line)["text"]), knowledge)
        found += len(annotated.places) + sum(m.entry.room == "actors" for m in annotated.lookup.matches)
    return loaded - began, time.perf_counter() - loaded, found


def names_with_spacy(path: Path, jobs: int) -> tuple[float, float, int]:
    """A blank Arabic pipeline of spaCy with an entity ruler of the same names."""
    began = time.perf_counter()
    import spacy

    nlp = spacy.blank("ar")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for label, name in names()])
    loaded = time.perf_counter()
    texts = (json.loads(line)["text"] for line in _lines(path))
    found = sum(len(doc.ents) for doc in nlp.pipe(texts, n_process=jobs))
    return loaded - began, time.perf_counter() - loaded, found


def names() -> Iterable[tuple[str, str]]:
    """Strong names of actors, and names of the gazetteer, as they are written."""
    from sijill.knowledge import lexicon_folder
    from sijill.knowledge.gazetteer import read_gazetteer
    from sijill.knowledge.load import raw_entries

    folder = lexicon_folder()
    seen = {("ACTOR", name): None for entry in raw_entries(folder)[0] if entry.file.startswith("actors/") for name in entry.words("say")}
    seen |= {("PLACE", name): None for row in read_gazetteer(folder / "places")[0].rows for name in row.ar}
    return seen


WORKS: dict[str, Callable[[Path, int], tuple[float, float, int]]] = {
    "sijill read": read_with_sijill,
    "sijill names": names_with_sijill,
    "spacy names": names_with_spacy,
}


def child(name: str, path: Path, jobs: int) -> None:
    """Work, and print what it took."""
    load_s, work_s, found = WORKS[name](path, jobs)
    for process in multiprocessing.active_children():
        process.join()  # only a process that has ended and was waited for counts in RUSAGE_CHILDREN
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB if jobs > 1 else 0
    print(json.dumps({"load_s": load_s, "work_s": work_s, "found": found, "own": own, "others": others}))


# --- what the parent does


def measured(name: str, path: Path, jobs: int, articles: int, size: int) -> Row:
    """A row, measured in a process of its own."""
    command = [sys.executable, __file__, "--child", name, "--input", str(path), "--jobs", str(jobs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    told = json.loads(done.stdout.decode().splitlines()[-1])
    work = told["work_s"]
    return Row(
        name,
        jobs,
        round(told["load_s"], 3),
        round(work, 3),
        round(articles / work, 1),
        round(size / 1e6 / work, 3),
        round(max(told["own"], told["others"]) / 1e6, 1),
        round((told["own"] + (told["others"] * jobs if jobs > 1 else 0)) / 1e6, 1),
        told["found"],
    )


def starts(path: Path, runs: int) -> list[Start]:
    """Whole processes, the median of several, after one that fills the caches."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "sijill --version": [sys.executable, "-m", "sijill", "--version"],
        "sijill read, one short file": [
            sys.executable,
            "-m",
            "sijill",
            "read",
            str(path),
            "--no-places",
            "--published",
            "2021-09-12",
            "--format",
            "jsonl",
        ],
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = []
    for name, command in commands.items():
        times = []
        for _ in range(runs + 1):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            times.append(time.perf_counter() - began)
        found.append(Start(name, round(statistics.median(times[1:]), 3)))
    return found


SENTENCES = ("قتل جندي في بغداد", "أصيب خمسة مدنيين في قصف على حلب", "قال مصدر أمني إن عبوة ناسفة انفجرت", "هاجم مسلحون حاجزا للشرطة أمس")
GROWN = 4  # a longer text is so many times as long


def grown(kind: str, letters: int) -> str:
    """A text of a kind, of about so many letters."""
    pattern = {
        "short sentences": ". ".join(SENTENCES) + ". ",
        "no full stop": " و".join(SENTENCES) + " و",
        "chain of number words": "قتل ألف ",
    }[kind]
    return (pattern * (letters // len(pattern) + 1))[:letters]


def growth(letters: int) -> dict[str, float]:
    """By how much longer a text takes that is four times as long: about 4 where the time grows with the length, 16 with its square."""
    from sijill.knowledge import load
    from sijill.model import Report
    from sijill.reading.report import read_report

    knowledge = load()

    def seconds(text: str) -> float:
        began = time.perf_counter()
        read_report(Report(text), knowledge)
        return time.perf_counter() - began

    found = {}
    for kind in ("short sentences", "no full stop", "chain of number words"):
        seconds(grown(kind, letters))  # fills the caches
        short, long = (min(seconds(grown(kind, n)) for _ in range(3)) for n in (letters, GROWN * letters))
        found[kind] = round(long / short, 2)
    return found


def run(articles: int, runs: int, beside: bool, letters: int) -> dict[str, Any]:
    """All measurements."""
    lines = _lines(CORPUS)
    articles = articles or TIMES * len(lines)
    keep = ("id", "outlet", "published", "text")
    with tempfile.TemporaryDirectory() as folder:
        path, short = Path(folder) / "articles.jsonl", Path(folder) / "short.txt"
        size = 0
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for number in range(articles):
                article = json.loads(lines[number % len(lines)])
                size += len(article["text"].encode())
                line = {key: article[key] for key in keep} | {"id": f"{article['id']}-{number}"}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
        short.write_text(json.loads(lines[0])["text"], encoding="utf-8")
        begun = starts(short, runs)
        rows = [measured("sijill read", path, jobs, articles, size) for jobs in (1, 2)]
        rows.append(measured("sijill names", path, 1, articles, size))
        spacy = _version("spacy") if beside else None
        if spacy:
            rows += [measured("spacy names", path, jobs, articles, size) for jobs in (1, 2)]
    from sijill.knowledge import load

    speed = {(row.name, row.processes): row.articles_per_s for row in rows}
    return {
        "articles": articles,
        "bytes": size,
        "names": sum(1 for _ in names()) if spacy else None,
        "knowledge": load().version,
        "python": platform.python_version(),
        "spacy": spacy,
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "rows": [asdict(row) for row in rows],
        "ratios": {
            f"sijill read / spacy names, {jobs} process{'es' if jobs > 1 else ''}": round(
                speed["sijill read", jobs] / speed["spacy names", jobs], 3
            )
            for jobs in (1, 2)
            if ("spacy names", jobs) in speed
        }
        | ({"sijill names / spacy names, 1 process": round(speed["sijill names", 1] / speed["spacy names", 1], 3)} if spacy else {})
        | {"sijill read, 2 processes / 1 process": round(speed["sijill read", 2] / speed["sijill read", 1], 3)},
        "start_runs": runs,
        "starts": [asdict(start) for start in begun],
        "growth_letters": letters,
        "growth": growth(letters),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def show(result: dict[str, Any]) -> None:
    """Tables for people."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(
        f"{result['articles']:,} articles ({result['bytes'] / 1e6:.2f} MB of UTF-8 text)"
        + (f", {result['names']:,} names; " if result["names"] else "; ")
        + f"Python {result['python']}, {result['processors']} processors ({result['machine']}), lexicon {result['knowledge']}"
    )
    table = Table("what", "processes", "load, s", "work, s", "articles/s", "MB/s", "peak MB", "peak MB, all", "found")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in result["rows"]:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int | float) else cell for cell in row.values()))
    console.print(table)
    ratios = Table("ratio of articles a second", "")
    for name, value in result["ratios"].items():
        ratios.add_row(name, f"{value:.2f}")
    console.print(ratios)
    if not result["spacy"]:
        console.print(
            "spaCy was left out or is not installed, so nothing stands beside Sijill; `make bench` installs it (requirements-bench.lock)."
        )
    begun = Table(f"start-up, median of {result['start_runs']}", "seconds")
    for start in result["starts"]:
        begun.add_row(start["name"], f"{start['seconds']:.3f}")
    console.print(begun)
    grows = Table(
        f"how time grows with length: {GROWN * result['growth_letters']:,} letters / {result['growth_letters']:,}", "times as long"
    )
    for name, ratio in result["growth"].items():
        grows.add_row(name, f"{ratio:.1f}")
    console.print(grows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(description="How fast Sijill reads, and in how much memory.")
    parser.add_argument("--articles", type=int, default=0, help=f"how many articles (default: the corpus {TIMES} times)")
    parser.add_argument("--starts", type=int, default=STARTS, help=f"how many starts the median is of (default: {STARTS})")
    parser.add_argument("--letters", type=int, default=12_000, help="letters of the shorter text for how time grows (default: 12000)")
    parser.add_argument("--alone", action="store_true", help="leave spaCy out")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--child", choices=list(WORKS), help=argparse.SUPPRESS)
    parser.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        child(options.child, options.input, options.jobs)
        return 0
    result = run(options.articles, options.starts, not options.alone, options.letters)
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        show(result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
