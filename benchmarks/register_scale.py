#!/usr/bin/env python3
"""How fast a register fills, what it takes, and how soon it answers, with articles made from our own corpus.

    python benchmarks/register_scale.py                   1,000 and 10,000 reports
    python benchmarks/register_scale.py --large           100,000 too (half an hour or more)
    python benchmarks/register_scale.py --count 2000 --jobs 2
    python benchmarks/register_scale.py --count 10000 --days 50    crowded: 200 articles a day instead of 40
    python benchmarks/register_scale.py --keep FOLDER     keeps the registers there (1000.sqlite, …)

Each article puts sentences of corpus/gold.jsonl together anew, with other towns, names, figures and days; a tenth are reprints, and
one in five tells again what another told. The number of articles a day stays the same, 40, as in life, where more articles are more
days: 10,000 are eight months, 100,000 nearly seven years. What they recall lies in the year of their publication or the three
before it. So each report has as many others near it in time and space however many there are in all, about 130 events of news a day
in some 20 countries. `--days` crowds all into so many days instead, to see what that costs.

Printed are, for each count, reports a second, seconds by stage, seconds of processor (which others on the machine do not change),
the peak of memory, the size on disk, the median time of questions,
and that of decisions: how long a reviewer waits for what follows, and others for the lock.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from sijill.store.rows import Filters

if TYPE_CHECKING:
    from sijill.knowledge import Knowledge
    from sijill.register.workshop import Workshop
    from sijill.store.register import Register

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "gold.jsonl"
A_DAY = 40  # articles
FIRST = date(2015, 1, 5)
RECALLED = 4  # years: that of publication and those before it of which articles recall events
TOWNS = {
    "IQ": "الرمادي|بعقوبة|تكريت|الموصل|كركوك|الفلوجة|سامراء|البصرة|الناصرية|كربلاء|الحلة|تلعفر|سنجار|هيت|القائم".split("|"),
    "SY": "إدلب|حماة|حمص|درعا|الرقة|دير الزور|الحسكة|منبج|عفرين|تدمر|السويداء|البوكمال|سراقب|أعزاز".split("|"),
    "YE": "تعز|الحديدة|مأرب|صعدة|عدن|إب|ذمار|عمران|البيضاء|المخا".split("|"),
    "LY": "طرابلس|بنغازي|مصراتة|سرت|سبها|درنة|الزاوية|غريان".split("|"),
    "SD": "الخرطوم|أم درمان|الفاشر|نيالا|الأبيض|الجنينة|كسلا|بورتسودان".split("|"),
}
NAMES = "أحمد|محمد|علي|حسن|خالد|عمر|يوسف|سالم|ناصر|كريم|صالح|فيصل|ماهر|رائد|طارق".split("|")
OUTLETS = [f"وكالة {name}" for name in "الرافد|النخيل|الجسر|الضفاف|السهل|المرفأ|القلعة|الواحة|الينبوع|السنابل".split("|")]
FIGURE = re.compile(r"(?<![\d:/.])\d{1,2}(?![\d:/.])")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TOWN = re.compile("|".join(sorted((town for towns in TOWNS.values() for town in towns), key=len, reverse=True)))
_NAME = re.compile("|".join(rf"\b{name}\b" for name in NAMES))
_COUNTRY = {town: country for country, towns in TOWNS.items() for town in towns}


def articles(count: int, a_day: float = A_DAY, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Articles, the same for the same count, number a day and seed."""
    gold = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    told = [[a["text"][start:end].strip() for start, end in a["sentences"]] for a in gold]
    leads = [[s for s in sentences[:3] if len(s) > 40] for sentences in told]
    others = [s for sentences in told for s in sentences[2:] if len(s) > 40]
    dice = random.Random(seed)
    recent: list[tuple[str, int, str]] = []
    for n in range(count):
        day = int(n / a_day)
        year = (FIRST + timedelta(day)).year
        chance = dice.random()
        again = dice.choice(recent[-int(3 * a_day) :]) if recent and chance < 0.3 else None
        if again is None:
            lead = list(dice.choice(leads))
            text = varied(" ".join([*lead, *dice.sample(others, 3)]), year, dice)
            recent.append((text, day, lead[0] if lead else ""))
        elif chance < 0.1:  # a reprint
            text, day = again[0] + " نقلا عن وكالات.", day
        else:  # the same, told by another
            sentences = again[0].split(". ")
            text = ". ".join([*sentences[: len(sentences) // 2], varied(" ".join(dice.sample(others, 3)), year, dice)])
            day = again[1]
        published = FIRST + timedelta(min(day + dice.randrange(2), day + 1))
        yield {"id": f"a{n:06}", "outlet": dice.choice(OUTLETS), "published": published.isoformat(), "title": "", "text": text}


def varied(text: str, year: int, dice: random.Random) -> str:
    """The text with other towns of the same countries, other names, other figures, and years up to that of its publication."""
    towns = {town: dice.choice(TOWNS[_COUNTRY[town]]) for town in _COUNTRY}
    text = _TOWN.sub(lambda found: towns[found[0]], text)
    text = _NAME.sub(lambda _: dice.choice(NAMES), text)
    text = YEAR.sub(lambda _: str(year - dice.randrange(RECALLED)), text)  # else what all recall would meet on the same few days
    return FIGURE.sub(lambda _: str(dice.randrange(2, 30)), text)


def questions(knowledge: Knowledge) -> dict[str, Any]:
    """What is asked: one filter, several, and words."""
    from sijill.register.names import actor_ids

    day = FIRST + timedelta(10)
    return {
        "the latest": Filters(),
        "country and days": Filters(countries=("IQ",), since=day, until=day + timedelta(14)),
        "type": Filters(types=("drone_strike",)),
        "country and type": Filters(countries=("SY",), types=("air_strike",)),
        "actor": Filters(facets=(("actor", actor_ids("تنظيم الدولة الإسلامية", knowledge)),)),
        "at least 20 killed, contested": Filters(killed_at_least=20, contested=True),
        "words": Filters(text="عبوة ناسفة"),
        "words and country": Filters(text="الطائرات المسيرة", countries=("IQ",)),
    }


def decisions(register: Register, workshop: Workshop) -> dict[str, list[float]]:
    """What a decision takes with all that follows, in milliseconds, by kind; each in the transaction that holds the writer's lock."""
    from sijill.register.deciding import settle_decision
    from sijill.register.review import Author, decide, undo

    author = Author("benchmark", workshop.clock(), workshop.knowledge_version, workshop.code)
    rows = [row.id for row in register.all_incidents(Filters(countries=("IQ",), since=FIRST + timedelta(10), until=FIRST + timedelta(17)))]
    taken: dict[str, list[float]] = defaultdict(list)
    for left, right in zip(rows[0:40:2], rows[1:40:2], strict=False):
        for kind, ids in (("accept", [left]), ("flag", [right]), ("merge", [left, right])):
            start = time.monotonic()
            with register.transaction():
                made = decide(register, cast(Any, kind), ids, author, "measured")
                settle_decision(register, made, workshop)
            taken[kind].append(1000 * (time.monotonic() - start))
        start = time.monotonic()
        with register.transaction():
            settle_decision(register, undo(register, made.id, author, "measured"), workshop)
        taken["undo of a merge"].append(1000 * (time.monotonic() - start))
    return taken


def fill(folder: Path, count: int, jobs: int) -> dict[str, Any]:
    """Ingest and ask, in this process; what it took."""
    from sijill import __version__
    from sijill.cli.opening import reader
    from sijill.cli.pool import prepare
    from sijill.register.ingest import ingest
    from sijill.register.workshop import Workshop
    from sijill.sources.capture import CaptureSettings, capture
    from sijill.store.names import names_of
    from sijill.store.register import open_register

    knowledge = prepare()
    workshop = Workshop(knowledge, __version__)
    with open_register(folder / "r.sqlite", names=names_of(knowledge), create=True) as register:
        items = capture([str(folder / "articles.jsonl")], CaptureSettings("benchmark", workshop.clock, lambda: knowledge))
        stages: dict[str, float] = defaultdict(float)
        began = last = time.monotonic()
        for step in ingest(register, items, reader(jobs), workshop, "benchmark"):
            now = time.monotonic()
            stages[step.stage] += now - last
            last = now
        took = time.monotonic() - began
        asked = {}
        for name, filters in questions(knowledge).items():
            times = []
            for _ in range(5):
                start = time.monotonic()
                rows = register.incidents(filters, limit=50).rows
                times.append(time.monotonic() - start)
            asked[name] = (round(1000 * median(times), 1), len(rows))
        decided = {kind: (round(median(ms), 1), round(max(ms), 1)) for kind, ms in decisions(register, workshop).items()}
        counts = {"reports": register.count_reports(), "events": register.count_events(), "incidents": register.count_incidents()}
        counts["copies"] = len(register.copies_of(row.id for row in register.reports()))
    own, readers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    worked = {"here": own.ru_utime + own.ru_stime, "reading": readers.ru_utime + readers.ru_stime}
    peak = own.ru_maxrss / 1024
    size = sum(path.stat().st_size for path in folder.glob("r.sqlite*")) / 2**20
    found = {"count": count, "seconds": took, "stages": stages, "worked": worked, "peak": peak, "size": size}
    return found | {"asked": asked, "decided": decided, **counts}


def main() -> None:
    """Run each count in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, action="append", help="so many reports; may be repeated")
    parser.add_argument("--large", action="store_true", help="100,000 reports too")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read")
    parser.add_argument("--days", type=int, help="so many days for all; default: 40 articles a day")
    parser.add_argument("--keep", type=Path, help="keep the registers in this folder")
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.folder is not None:
        print(json.dumps(fill(given.folder, given.count[0], given.jobs)))
        return
    for count in given.count or [1_000, 10_000, *([100_000] if given.large else [])]:
        with tempfile.TemporaryDirectory() as name:
            with (Path(name) / "articles.jsonl").open("w", encoding="utf-8") as out:
                made = articles(count, count / given.days if given.days else A_DAY)
                out.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in made)
            command = [sys.executable, __file__, "--in", name, "--count", str(count), "--jobs", str(given.jobs)]
            show(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
            if given.keep is not None:
                given.keep.mkdir(parents=True, exist_ok=True)
                shutil.move(Path(name) / "r.sqlite", given.keep / f"{count}.sqlite")


def show(found: dict[str, Any]) -> None:
    """One count, in words."""
    n = found["reports"]
    print(f"{n:,} reports, {found['events']:,} events, {found['incidents']:,} incidents, {found['copies']:,} copies")
    print(f"  {n / found['seconds']:.0f} reports a second ({found['seconds']:.0f} s: ", end="")
    print(", ".join(f"{stage} {seconds:.0f}" for stage, seconds in found["stages"].items()) + ")")
    worked = found["worked"]
    print(f"  {1000 * (worked['here'] + worked['reading']) / n:.1f} ms of processor a report", end="")
    print(f" ({worked['here']:.0f} s in this process, {worked['reading']:.0f} s in those that read)")
    print(f"  {found['peak']:.0f} MiB of memory at most; {found['size']:.0f} MiB on disk, {1024 * found['size'] / n:.1f} KiB a report")
    for name, (milliseconds, rows) in found["asked"].items():
        print(f"  {milliseconds:8.1f} ms  {name} ({rows} of 50 rows)")
    for kind, (milliseconds, most) in found["decided"].items():
        print(f"  {milliseconds:8.1f} ms  {kind} (at most {most:.1f})")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
