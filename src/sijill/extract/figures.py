"""Reading one figure where it begins: digits, number words, or both («20 ألفا»), and ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sijill.knowledge.number_words import NumberWords
from sijill.knowledge.surfaces import Sense
from sijill.text import CLOSE, Doc, Word

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")
_ZERO, _NINE = ord("0"), ord("9")
_NO_CEILING = 10**15
_START, _UNIT, _TENS, _HUNDRED, _DIGITS = range(5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and the words [first, last) that say it; `scaled`: a scale word stands in it."""

    value: float
    first: int
    last: int
    kind: str
    entries: tuple[str, ...]
    offset: int
    article: bool
    joined: bool
    scaled: int
    digits: bool


def digits_value(text: str) -> float | None:
    """What a word of digits says; None for a clock, or a number of sections."""
    if text.isdigit():
        return float(text)
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace(".", ""))
    plain = text.replace(",", ".")
    return float(plain) if plain.count(".") == 1 and ":" not in plain else None


def is_figure(text: str) -> bool:
    """True where the word begins with a digit."""
    return _ZERO <= ord(text[0]) <= _NINE


def pick(senses: tuple[Sense, ...] | None, kind: str) -> Sense | None:
    """The sense of a kind."""
    if senses:
        for sense in senses:
            if sense.kind == kind:
                return sense
    return None


def read_digits(doc: Doc, at: int) -> tuple[float, int] | None:
    """Digits from word `at`, with groups set apart by a space (12 000) or an Arabic comma."""
    words = doc.words
    text = words[at].text
    value = digits_value(text)
    if value is None:
        return None
    last = at + 1
    if len(text) <= 3 and text.isdigit() and text[0] != "0":
        while last < len(words) and len(words[last].text) == 3 and words[last].text.isdigit():
            between = doc.between(last - 1, last)
            if between != "،" and (between != " " or (len(text) == 3 and value == int(text) and not _stands_apart(words, last))):
                break
            value = value * 1000 + int(words[last].text)
            last += 1
    return value, last


def _stands_apart(words: tuple[Word, ...], last: int) -> bool:
    return last + 1 < len(words) and words[last + 1].gap == CLOSE


def read_figure(doc: Doc, at: int, table: NumberWords) -> Figure | None:
    """The longest whole number that begins at word `at`; None where none does."""
    words, forms = doc.words, table.forms
    count = len(words)
    total = group = 0.0
    state, ceiling, last = _START, _NO_CEILING, at
    entries: list[str] = []
    offset, article, joined, digits = 0, False, False, False
    half = False
    unit_value = 0
    while last < count:
        word = words[last]
        text = word.text
        if last > at and word.gap != CLOSE:
            break
        if is_figure(text):
            if last == at:
                read = read_digits(doc, at)
                if read is None:
                    return None
                group, last = read
                state, digits = _DIGITS, True
                continue
            break
        if text == "و" and last > at and group == 0 and total > 0 and last + 1 < count and words[last + 1].gap == CLOSE:
            read = read_digits(doc, last + 1) if is_figure(words[last + 1].text) else None
            if read is None or not 0 < read[0] < ceiling:
                break
            group, last = read
            state = _DIGITS
            continue
        senses = forms.get(text)
        if senses is None:
            break
        taken: Sense | None = None
        for sense in senses:
            kind, value, link = sense.kind, sense.value, sense.joiner == "و"
            if last > at and sense.joiner == "ف":
                continue
            if last > at and sense.particle and kind != "fraction":
                continue
            if kind == "unit":
                if sense.article and text.endswith("اثنين"):
                    continue  # Monday
                if last == at or (link and (state == _HUNDRED or (state == _START and total > 0))):
                    group, state, unit_value = group + value, _UNIT, value
                elif value == 10 and state == _UNIT and not link and not sense.article and unit_value < 10:
                    group, state = group + 10, _TENS
                else:
                    continue
            elif kind == "one_of":
                ten = forms.get(words[last + 1].text) if last + 1 < count and words[last + 1].gap == CLOSE else None
                sense_of_ten = pick(ten, "unit")
                tens = pick(ten, "tens")
                if not (sense_of_ten and sense_of_ten.value == 10 and not sense_of_ten.joiner) and not (tens and tens.joiner == "و"):
                    continue
                if not (last == at or (link and (state == _HUNDRED or (state == _START and total > 0)))):
                    continue
                group, state, unit_value = group + 1, _UNIT, 1
            elif kind == "tens":
                if not (last == at or (link and ((state in (_UNIT, _HUNDRED) and unit_value < 10) or (state == _START and total > 0)))):
                    continue
                group, state = group + value, _TENS
            elif kind == "hundred":
                if "ميت" in text and doc.raw[doc.folded.raw_start(word.start + text.index("ميت") + 1)] != "ئ":
                    continue  # «ميتا», dead, folds to the same letters
                if last == at or (link and state == _START and total > 0):
                    group, state = float(value), _HUNDRED
                elif state == _UNIT and not link and value == 100 and 3 <= group <= 9:
                    group, state = group * 100, _HUNDRED
                else:
                    continue
                unit_value = 0
            elif kind == "scale":
                plural = text.endswith(("لاف", "لايين", "يارات"))
                if not link and group > 0 and value < ceiling:
                    total, group = total + group * value, 0.0
                elif plural:
                    continue
                elif text.endswith("ا") and last == at and _counts(doc, last, table):
                    continue  # «ألفا مقاتل»: the dual before what it counts
                elif ((last == at and group == 0) or (link and group == 0 and total > 0)) and value < ceiling:
                    total += value
                else:
                    continue
                state, ceiling, unit_value = _START, value, 0
            elif kind == "dual":
                if not ((last == at or link) and group == 0 and value // 2 < ceiling):
                    continue
                if last == at and not total and text.endswith("ا") and not _counts(doc, last, table):
                    continue
                total, ceiling, state = total + value, value // 2, _START
            elif kind == "fraction":
                after = forms.get(words[last + 1].text) if last + 1 < count and words[last + 1].gap == CLOSE else None
                scale = pick(after, "scale")
                if last == at and scale and not scale.joiner and not scale.particle and not sense.article:
                    total, ceiling = scale.value * value / 100, scale.value
                    last += 1
                elif last > at and link and group == 0 and total > 0:
                    total += ceiling * value / 100
                    if scale and scale.value == ceiling:
                        last += 1
                elif last > at and link and group > 0 and not sense.article:
                    group += value / 100
                    half = True
                    entries.append(sense.entry)
                    last += 1
                    if scale and not scale.joiner:
                        continue
                    return Figure(total + group, at, last, "fraction", tuple(entries), offset, article, joined, 0, digits)
                else:
                    continue
                entries.append(sense.entry)
                return Figure(total, at, last + 1, "cardinal", tuple(entries), offset, article, joined, int(ceiling), digits)
            else:
                continue
            taken = sense
            break
        if taken is None:
            if half and group > 0 and entries and last > at:
                break
            break
        if last == at:
            offset, article, joined = taken.offset, taken.article, bool(taken.joiner)
            if taken.guard and not taken.guard.allows(doc, at, at + 1):
                return None
        entries.append(taken.entry)
        last += 1
    if last == at or (total == 0 and group == 0 and not digits):
        return None
    scaled = 0 if ceiling == _NO_CEILING else int(ceiling)
    return Figure(total + group, at, last, "cardinal", tuple(entries), offset, article, joined, scaled, digits)


def _counts(doc: Doc, at: int, table: NumberWords) -> bool:
    """True where a word that can be counted follows."""
    words = doc.words
    return at + 1 < len(words) and words[at + 1].gap == CLOSE and words[at + 1].text not in table.not_noun


def read_ordinal(doc: Doc, at: int, table: NumberWords) -> Figure | None:
    """An ordinal that begins at word `at`: الخامس، الحادي عشر، الثالث والعشرون."""
    words = doc.words
    senses = table.forms.get(words[at].text)
    sense = pick(senses, "ordinal")
    if sense is None and senses:
        sense = next((s for s in senses if s.kind == "tens" and s.article), None)  # العشرون: the twentieth
    if sense is None or (sense.guard and not sense.guard.allows(doc, at, at + 1)):
        return None
    value, last, entries = sense.value, at + 1, [sense.entry]
    if last < len(words) and words[last].gap == CLOSE and value < 10:
        for after in table.forms.get(words[last].text, ()):
            if after.kind == "unit" and after.value == 10 and not after.joiner and not after.particle and not after.article:
                value += 10
            elif after.kind == "tens" and after.joiner == "و" and after.article == sense.article:
                value += after.value
            else:
                continue
            entries.append(after.entry)
            last += 1
            break
    if sense.entry == "number.eleventh_unit" and value == 1:
        return None
    return Figure(value, at, last, "ordinal", tuple(entries), sense.offset, sense.article, bool(sense.joiner), 0, False)
