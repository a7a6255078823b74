"""The day of publication where a page shows it in words, read by our own time grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sijill.extract.times import find_times
from sijill.knowledge.time_words import TimeWords
from sijill.resolve.times import resolve_time
from sijill.sources.days import likely
from sijill.text import Doc, fold_text, make_doc

LONGEST = 160  # characters of a line that is looked at for a date; what is longer is told, not dated
_REST = 25  # letters that may stand around a date in a line that is nothing but a dateline («بغداد - …»، a weekday, an hour)
_HEAD = 80  # characters of a paragraph in which a dateline ends
_LINES = 4  # filled lines at the top of a text in which a dateline is looked for
# A year as pages write it; anything without one is no full date.
YEAR = re.compile(r"(?:19|20)\d\d|(?:١٩|٢٠)[٠-٩]{2}|(?:\u06f1\u06f9|\u06f2\u06f0)[\u06f0-\u06f9]{2}")
_PUBLISHED = re.compile(r"(?<!\w)(?:ال)?(?:نشر|منشور|نشرت|تاريخ الخبر|تاريخ الاضافه|اضيف|كتب في|كتب بتاريخ|published|posted)(?!\w)")
_CHANGED = re.compile(r"(?<!\w)(?:اخر )?(?:تحديث|التحديث|تعديل|التعديل|حدث في|عدل في|update|updated|modified)(?!\w)")
# «سبتمبر 12, 2021»: what weblog programs print; the grammar reads the day first.
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\s+(\d{1,2})\s*[,،]?\s+(\d{4})(?!\d)")
# Day and month as two figures, the year last: which is which cannot be told where both could be a month.
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\\-]\s*(\d{1,2})\s*[/.\\-]\s*\d{4}")
_LETTER = re.compile(r"[^\W\d_]")
# What stands with an hour, and what parts a date from a place or an outlet («بغداد - …»); «هجوم 11 سبتمبر 2001» is no dateline.
_CLOCK = re.compile(r"بتوقيت [^\W\d_]+(?: [^\W\d_]+)?|(?<!\w)(?:الساعه|صباحا|مساء|ظهرا|gmt|am|pm|هـ|[مص])(?!\w)")
_PARTED = re.compile(r"[-|/(،,]")
_DASH = re.compile(r"\s*(?:[-–—|]|:)\s")
_TELLS = re.compile(r"^\W*(?:و?في|منذ|قبل|بعد|خلال|يوم|بتاريخ|حتي|وقع|وقعت)(?!\w)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A full date in a line of text.

    Attributes:
        day: the day.
        words: the line, as it stands on the page.
        labelled: a word such as «نشر» stands with it.
        alone: the line holds little else: an hour, or a place or outlet parted from the date.
        bare: it holds nothing else.
    """

    day: date
    words: str
    labelled: bool
    alone: bool
    bare: bool


def read_line(line: str, times: TimeWords) -> Dated | None:
    """The one day that a short line gives in full, or None.

    None too where it gives several days, a Hijri day alone (a sighting can differ by a day), day and month as two figures
    of which each could be the month, or the day of a change.
    """
    line = " ".join(line.split())
    if len(line) > LONGEST or not YEAR.search(line):
        return None
    folded = fold_text(line)
    said = _unchanged(folded)
    if said is None:
        return None
    doc = make_doc(_MONTH_FIRST.sub(r"\2 \1 \3", said) if not _FIGURES.search(said) else said)
    found = list(_days(doc, times))
    if len({day for day, _, _ in found}) != 1:
        return None
    around = [gap for a, b in _gaps(doc, found, times) if _LETTER.search(gap := doc.folded.text[a:b])]
    alone = sum(len(_LETTER.findall(gap)) for gap in around) <= _REST and all(_PARTED.search(gap) for gap in around)
    return Dated(found[0][0], line, _PUBLISHED.search(folded) is not None, alone, not around)


def read_text(text: str, times: TimeWords) -> Dated | None:
    """The day in the dateline of a text: a line of its own near the top, or before the dash of the first paragraph."""
    lines = [line for line in text[: LONGEST * 20].split("\n") if line.strip()][:_LINES]
    for number, line in enumerate(lines):
        found = read_line(line, times)
        if found is not None and (found.bare or found.labelled or (number and found.alone)):
            return found  # a first line with more than the date is a headline: «11 سبتمبر 2001: …»
    for line in lines:
        for dash in _DASH.finditer(line[:_HEAD]):
            head = line[: dash.end()]
            if _TELLS.search(fold_text(head)):
                break
            found = read_line(head, times)
            if found is not None and found.alone and not (found.bare and len(line) < LONGEST):  # short: a headline
                return replace(found, words=line[: dash.start()])
    return None


def _unchanged(folded: str) -> str | None:
    """The line without what tells of a change: «نشر 3 آذار 2021 - آخر تحديث 4 آذار 2021»; None where nothing is left."""
    changed = _CHANGED.search(folded)
    if changed is None:
        return folded
    published = _PUBLISHED.search(folded)
    if published is not None and published.start() > changed.start():
        return folded[published.start() :]
    before = folded[: changed.start()]
    return before if YEAR.search(before) else None


def _days(doc: Doc, times: TimeWords) -> Iterator[tuple[date, int, int]]:
    """The full days of the Gregorian calendar that a line gives, with the folded range of each."""
    for expression in find_times(doc, times):
        says = expression.says
        if says.calendar != "gregorian" or says.day is None or says.month is None or says.year is None or says.day_to is not None:
            continue
        figures = _FIGURES.search(doc.folded.text, expression.start, expression.end)
        if figures and int(figures[1]) <= 12 and int(figures[2]) <= 12 and figures[1].lstrip("0") != figures[2].lstrip("0"):
            continue
        when = resolve_time(expression, None)
        if when.precision == "day" and when.start is not None and when.start == when.end and likely(when.start):
            yield when.start, expression.start, expression.end


def _gaps(doc: Doc, found: list[tuple[date, int, int]], times: TimeWords) -> Iterator[tuple[int, int]]:
    """The folded ranges outside of all times and labels."""
    taken = [(e.start, e.end) for e in find_times(doc, times)] + [(a, b) for _, a, b in found]
    taken += [m.span() for words in (_PUBLISHED, _CLOCK) for m in words.finditer(doc.folded.text)]
    at = 0
    for start, end in sorted(taken):
        if start > at:
            yield at, start
        at = max(at, end)
    yield at, len(doc.folded.text)
