"""The results as tables: a title, heads and rows of words, which the command line shows or writes as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sijill.bench.accuracy import KINDS
from sijill.bench.growth import KINDS as TEXTS
from sijill.bench.works import WORKS


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and a line that says how to read it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def heading(result: Mapping[str, Any]) -> str:
    """The machine, the versions and what was read, in two lines."""
    m, i = result["machine"], result["input"]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    return (
        f"{m['day']}, {m['processor'] or m['machine']}, {m['processors']} processors, load {m['load']}, {m['system']}, {m['python']}; "
        f"{versions}\n"
        f"{i['read']:,} articles of {i['articles']} ({i['different']:,} different, {i['mean_characters']:,} characters in the mean), "
        f"accuracy on {i['gold']}; median of {result['rounds']}, with the least and the most"
    )


def tables(result: Mapping[str, Any]) -> list[Table]:
    """All tables, in order."""
    out = [_speed(result), _ratios(result), _accuracy(result)]
    if result["growth"]:
        out += _growth(result["growth"])
    if result["starts"]:
        out.append(Table("Start-up of a whole process", ("what", "seconds"), tuple((n, f"{s:.2f}") for n, s in result["starts"].items())))
    if result["left_out"]:
        out.append(Table("Left out", ("what", "why"), tuple(result["left_out"].items())))
    return [table for table in out if table.rows]


def markdown(result: Mapping[str, Any]) -> str:
    """All tables as a page of Markdown."""
    parts = [heading(result).replace("\n", "  \n")]
    for table in tables(result):
        lines = [f"| {' | '.join(row)} |" for row in (table.heads, ("---", *("---:" for _ in table.heads[1:])), *table.rows)]
        parts += [f"**{table.title}**", "\n".join(lines), *([table.note] if table.note else [])]
    return "\n\n".join(parts) + "\n"


def _speed(result: Mapping[str, Any]) -> Table:
    rows = tuple(
        (
            row["name"],
            str(row["jobs"]),
            f"{row['articles_per_s']:,.0f}",
            f"{row['least']:,.0f}–{row['most']:,.0f}",
            f"{row['articles_per_cpu_s']:,.0f}" if row["articles_per_cpu_s"] else "",
            f"{row['characters_per_s']:,}",
            f"{row['start_s']:.2f}",
            f"{row['peak_mb']:.0f}",
            WORKS[row["name"]].does,
        )
        for row in result["speed"]
    )
    heads = (
        *("what", "processes", "articles/s", "least–most", "articles/s of processor", "characters/s"),
        *("start-up, s", "peak MB a process", "what it does"),
    )
    note = (
        "Seconds by the clock, but for articles/s of processor, which a load beside it moves little. Two processes are begun within "
        "their time."
    )
    return Table("Speed after start-up", heads, rows, note)


def _ratios(result: Mapping[str, Any]) -> Table:
    note = (
        "Articles a second of the one over those of the other; of processor, where there is one process. Below 1 the other is faster: "
        "most of them do a smaller job."
    )
    return Table("Ratios", ("ratio", "times"), tuple((name, f"{ratio:.2f}") for name, ratio in result["ratios"].items()), note)


def _accuracy(result: Mapping[str, Any]) -> Table:
    def cell(figures: Mapping[str, Any] | None) -> str:
        if figures is None:
            return ""
        p, r = (("–" if figures[k] is None else f"{figures[k]:.2f}") for k in ("p", "r"))
        return f"{p} / {r}"

    rows = tuple((name, *(cell(found.get(kind)) for kind in KINDS)) for name, found in result["accuracy"].items())
    note = "What the articles name besides their events counts against every tool alike (`sijill bench --help`)."
    return Table("Accuracy: precision / recall", ("what", *KINDS), rows, note)


def _growth(growth: Mapping[str, Any]) -> list[Table]:
    letters: Mapping[str, Any] = growth["letters"]
    sizes = sorted(map(int, next(iter(letters.values()))["seconds"]))
    rows = tuple(
        (TEXTS[kind], *(f"{1000 * told['seconds'][str(size)]:,.1f}" for size in sizes), f"{told['ratio']:.0f}")
        for kind, told in letters.items()
    )
    heads = ("one text made of", *(f"{size / 1000:.0f} kB, ms" for size in sizes), "longest / shortest")
    more: list[Sequence[str]] = [
        ("ten times as many articles", f"{growth['articles']['ratio']:.1f}"),
    ]
    if "lexicon" in growth:
        told = growth["lexicon"]
        forms = " to ".join(f"{number:,}" for number in told["forms"])
        more.append((f"a lexicon {told['times']} times as large ({forms} forms)", f"{told['ratio']:.2f}"))
    note = f"{max(sizes) // min(sizes)} would be exactly as much longer as the text."
    return [
        Table("How time grows with the length of a text", heads, rows, note),
        Table("How time grows with", ("what", "times as long"), tuple((a, b) for a, b in more)),
    ]
