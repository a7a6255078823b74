"""What is measured: Sijill as a whole and in part, and other tools at the part that they do. Each runs in a process of its own.

A work is started once (imports, lexicon, patterns: its start-up), then given reports one by one. What it returns for each
stays in its own shape while it is timed; `found` turns it into days and ranges for the figures of accuracy.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from sijill.bench.accuracy import Found, days_between
from sijill.model import Report

# Lines of records for reports, in order, with so many processes: the pool belongs to the command line, which hands it in.
ReadAll = Callable[[Sequence[Report], int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Started:
    """A work that is ready: what it makes of each report, and what that says."""

    run: Callable[[Sequence[Report]], Iterable[Any]]
    found: Callable[[Report, Any], Found]


@dataclass(frozen=True, slots=True)
class Work:
    """Something to measure. `package` is the distribution that it needs, "" for Sijill; `kinds` is what it can find."""

    name: str
    does: str
    start: Callable[[int, ReadAll], Started]
    kinds: tuple[str, ...]
    package: str = ""
    jobs: tuple[int, ...] = (1,)
    beside: str = ""  # the work of Sijill that does the same job


def _read(jobs: int, read_all: ReadAll) -> Started:
    from sijill.knowledge import load

    load()
    for module in ("sijill.reading", "sijill.exports.record"):  # importing is start-up
        import_module(module)

    def found(report: Report, line: str) -> Found:
        events = json.loads(line)["events"]
        days = {
            day
            for event in events
            if (told := event["date"]) and told["precision"] == "day"
            for day in days_between(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))
        }
        fields = {"places": ("place",), "parties": ("perpetrators", "targets", "claimed_by"), "events": ("type",)}
        ranges = {
            kind: tuple((s, e) for event in events for name in names for s, e in event["evidence"].get(name, ()))
            for kind, names in fields.items()
        }
        return Found(frozenset(days), ranges)

    return Started(lambda reports: read_all(reports, jobs), found)


def _annotate(jobs: int, read_all: ReadAll) -> Started:
    from sijill.knowledge import load
    from sijill.reading.annotate import Annotated, annotate

    knowledge = load()

    def found(report: Report, a: Annotated) -> Found:
        def ranges(items: Iterable[Any]) -> tuple[tuple[int, int], ...]:
            return tuple((s.start, s.end) for s in (a.doc.span(item.start, item.end) for item in items))

        return Found(
            _days(t.when for t in a.times),
            {
                "places": ranges(p.settled.find for p in a.places),
                "parties": ranges(a.parties),
                "events": ranges(t for t in a.triggers if t.entry.rank != "light"),
            },
        )

    return Started(lambda reports: (annotate(report, knowledge) for report in reports), found)


def _times(jobs: int, read_all: ReadAll) -> Started:
    from sijill.extract.numbers import find_numbers
    from sijill.extract.times import find_times
    from sijill.knowledge import load
    from sijill.model import When
    from sijill.resolve.times import resolve_time
    from sijill.text import make_doc

    knowledge = load()

    def one(report: Report) -> list[When]:
        doc = make_doc(report.text)
        found: list[When] = []
        context: When | None = None
        for expression in find_times(doc, knowledge.times, find_numbers(doc, knowledge.numbers, {})):
            when = resolve_time(expression, report.published, context=context)
            context = when if when.start is not None else context
            found.append(when)
        return found

    return Started(lambda reports: map(one, reports), lambda report, found: Found(_days(found)))


def _days(times: Iterable[Any]) -> frozenset[date]:
    return frozenset(day for when in times if when.precision == "day" for day in days_between(when.start, when.end))


_LABELS = {"ACTOR": "parties", "PLACE": "places", "EVENT": "events"}


def _entity_ruler(jobs: int, read_all: ReadAll) -> Started:
    nlp, _ = _spacy("entity_ruler", {})
    return Started(
        lambda reports: nlp.pipe((r.text for r in reports), n_process=jobs),
        lambda report, doc: _labelled((e.label_, e.start_char, e.end_char) for e in doc.ents),
    )


def _span_ruler(jobs: int, read_all: ReadAll) -> Started:
    nlp, _ = _spacy("span_ruler", {"spans_key": "names"})
    return Started(
        lambda reports: nlp.pipe((r.text for r in reports), n_process=jobs),
        lambda report, doc: _labelled((s.label_, s.start_char, s.end_char) for s in doc.spans["names"]),
    )


def _spacy(ruler: str, config: dict[str, Any]) -> tuple[Any, Any]:
    from sijill.bench.names import names

    nlp = import_module("spacy").blank("ar")
    pipe = nlp.add_pipe(ruler, config=config)
    pipe.add_patterns([{"label": label, "pattern": name} for label, name in names()])
    return nlp, pipe


def _labelled(found: Iterable[tuple[str, int, int]]) -> Found:
    ranges: dict[str, list[tuple[int, int]]] = {}
    for label, start, end in found:
        ranges.setdefault(_LABELS[label], []).append((start, end))
    return Found(ranges={kind: tuple(marked) for kind, marked in ranges.items()})


def _automaton(jobs: int, read_all: ReadAll) -> Started:
    from sijill.bench.names import names
    from sijill.text import fold_text
    from sijill.text.fold import fold

    automaton = import_module("ahocorasick").Automaton()
    for label, name in names():
        folded = fold_text(name).strip()
        automaton.add_word(folded, (label, len(folded)))
    automaton.make_automaton()

    def one(report: Report) -> list[tuple[str, int, int]]:
        folded = fold(report.text)
        text = folded.text
        found: list[tuple[str, int, int]] = []
        for last, (label, length) in automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue  # inside a word
            while found and start <= found[-1][1]:
                found.pop()  # inside this longer one, which ends behind it
            if not found or found[-1][2] <= start:
                found.append((label, start, end))
        return [(label, *folded.to_raw(start, end)) for label, start, end in found]

    return Started(lambda reports: map(one, reports), lambda report, found: _labelled(found))


def _search_dates(jobs: int, read_all: ReadAll) -> Started:
    search = import_module("dateparser.search").search_dates

    def one(report: Report) -> list[tuple[str, datetime]]:
        settings: dict[str, Any] = {}
        if report.published is not None:
            settings["RELATIVE_BASE"] = datetime.combine(report.published, datetime.min.time())
        return search(report.text, languages=["ar"], settings=settings) or []

    one(Report("انفجرت عبوة أمس", published=date(2021, 9, 12)))  # its language is loaded when first asked for
    return Started(lambda reports: map(one, reports), lambda report, found: Found(frozenset(when.date() for _, when in found)))


def _maha(jobs: int, read_all: ReadAll) -> Started:
    parse = import_module("maha.parsers.functions").parse_dimension
    parse("انفجرت عبوة أمس", time=True)  # its expressions are compiled when first asked for

    def found(report: Report, dimensions: Sequence[Any]) -> Found:
        days: set[date] = set()
        if report.published is not None:
            base = datetime.combine(report.published, datetime.min.time())
            for value in (d.value for d in dimensions):
                if getattr(value, "day", None) or getattr(value, "weekday", None) or getattr(value, "days", None):
                    days.add((base + value).date())
        return Found(frozenset(days))

    return Started(lambda reports: (parse(report.text, time=True) for report in reports), found)


ALL = ("days", "places", "parties", "events")
NAMES = ("places", "parties", "events")
WORKS: dict[str, Work] = {
    work.name: work
    for work in (
        Work("sijill read", "JSON records of all events: the whole reading", _read, ALL, jobs=(1, 2)),
        Work("sijill names and times", "what a text names, before events are put together", _annotate, ALL),
        Work("sijill times", "time expressions and the days that they mean", _times, ("days",)),
        Work("spaCy entity ruler", "a blank Arabic pipeline, the same names and words as written", _entity_ruler, NAMES, "spacy",
             (1, 2), "sijill names and times"),
        Work("spaCy span ruler", "the same, overlapping names too", _span_ruler, NAMES, "spacy", beside="sijill names and times"),
        Work("pyahocorasick", "the same names and words as whole words of the text as Sijill folds it", _automaton, NAMES,
             "pyahocorasick", beside="sijill names and times"),
        Work("dateparser", "search_dates, languages=['ar'], with the day of publication", _search_dates, ("days",), "dateparser",
             beside="sijill times"),
        Work("Maha", "parse_dimension(time=True), with the day of publication", _maha, ("days",), "mahad", beside="sijill times"),
    )
}  # fmt: skip
