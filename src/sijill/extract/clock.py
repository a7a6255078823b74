"""Reading an hour of the day: «الساعة التاسعة والنصف», «7:15», «السادسة إلا ربعا»."""

from __future__ import annotations

import re

from sijill.extract.figures import digits_value, is_figure, pick, read_figure, read_ordinal
from sijill.extract.time_types import Draft
from sijill.knowledge.time_words import TimeWords
from sijill.text import BREAK, CLOSE, Doc

_CLOCK = re.compile(r"(\d{1,2})[:.,](\d{2})(?:[:.,]\d{2})?")


def digits_clock(text: str) -> tuple[int, int] | None:
    """Hour and minute of «7:15», «10.30», «11,00»; None where it is no hour."""
    match = None if text.isdigit() else _CLOCK.fullmatch(text)
    if match and int(match[1]) <= 24 and int(match[2]) < 60:
        return int(match[1]) % 24, int(match[2])
    return None


def read_clock(doc: Doc, at: int, table: TimeWords, draft: Draft) -> int:
    """Read an hour at word `at` (behind «الساعة») into the draft; the word behind it, or 0."""
    words, count = doc.words, len(doc.words)
    if at >= count or words[at].gap == BREAK:
        return 0
    text = words[at].text
    last = at + 1
    minute = 0
    if is_figure(text):
        exact = digits_clock(text)
        if exact:
            hour, minute = exact
        elif len(text) == 4 and text.isdigit() and int(text[:2]) < 24 and int(text[2:]) < 60:
            hour, minute = int(text[:2]), int(text[2:])
        else:
            value = digits_value(text)
            if value is None or not 0 <= value <= 24 or value != int(value):
                return 0
            hour = int(value) % 24
    else:
        one = pick(table.numbers.forms.get(text), "unit")
        if one and one.article and one.value == 1:
            hour = 1
            draft.entries.append(one.entry)
        else:
            ordinal = read_ordinal(doc, at, table.numbers)
            if ordinal is None or not 1 <= ordinal.value <= 12 or not ordinal.article:
                return 0
            hour, last = int(ordinal.value), ordinal.last
            draft.entries.extend(ordinal.entries)
    draft.hour, draft.minute = hour, minute
    return read_minutes(doc, last, table, draft)


def read_minutes(doc: Doc, at: int, table: TimeWords, draft: Draft) -> int:
    """Minutes behind an hour; the word behind them (`at` where there are none)."""
    words, count = doc.words, len(doc.words)
    if at >= count or words[at].gap != CLOSE:
        return at
    text = words[at].text
    for sense in table.forms.get(text, ()):
        if sense.kind == "clock" and sense.text == "fraction" and sense.joiner == "و":
            draft.minute += sense.value
            draft.entries.append(sense.entry)
            last = at + 1
            if last < count and words[last].text.startswith("و") and words[last].text != "و":
                figure = read_figure(doc, last, table.numbers)  # والنصف وخمس دقائق
                if figure and figure.joined and figure.value < 60 and _minutes_word(doc, figure.last):
                    draft.minute = (draft.minute + int(figure.value)) % 60
                    return figure.last + 1
            return last
        if sense.kind == "clock" and sense.text == "less" and not sense.joiner and at + 1 < count:
            for part in table.forms.get(words[at + 1].text, ()):
                if part.kind == "clock" and part.text == "fraction" and not part.joiner:
                    return _less(draft, part.value, [sense.entry, part.entry], at + 2)
            figure = read_figure(doc, at + 1, table.numbers)
            if figure and figure.value < 60 and _minutes_word(doc, figure.last):
                return _less(draft, int(figure.value), [sense.entry, *figure.entries], figure.last + 1)
    if text in ("دقيقه", "دقايق") and draft.minute:
        return at + 1
    start = at + 1 if text == "و" else at
    if start < count and (start > at or text.startswith("و")):
        figure = read_figure(doc, start, table.numbers)
        if figure and (figure.joined or start > at) and _minutes_word(doc, figure.last) and 0 < figure.value < 60:
            draft.minute = int(figure.value)
            draft.entries.extend(figure.entries)
            return figure.last + 1
    return at


def _less(draft: Draft, minutes: int, entries: list[str], last: int) -> int:
    if draft.hour is None:
        return 0
    total = draft.hour * 60 + draft.minute - minutes
    draft.hour, draft.minute = (total // 60) % 24 or (12 if total // 60 == 0 else 0), total % 60
    draft.entries.extend(entries)
    return last


def _minutes_word(doc: Doc, at: int) -> bool:
    return at < len(doc.words) and doc.words[at].gap == CLOSE and doc.words[at].text in ("دقيقه", "دقايق")
