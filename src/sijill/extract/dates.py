"""Putting together the words of one time: «صباح اليوم الأحد 3 مارس/ آذار 2015».

Each word may add what the words before it leave open; the first that cannot ends the expression.
"""

from __future__ import annotations

from sijill.extract.clock import read_clock
from sijill.extract.days import ADVERBS, BEFORE_CLOCK, Days
from sijill.extract.figures import is_figure
from sijill.extract.time_types import Draft
from sijill.knowledge.surfaces import Sense
from sijill.text import CLOSE

_PART_AFTER = frozenset({"في", "خلال", "اثناء", "منذ", "حتي", "عند", "مع", "قبيل", "طوال"})
_NIGHTS = frozenset({"night", "midnight", "after_midnight"})  # «بعيد منتصف ليل الاثنين الثلاثاء»
_YEARS = (1500, 2100)  # what a number in words behind «عام» can be as a year
_DEEP = 6  # «في وقت متأخر من مساء يوم السبت»: words that only lead to the next


class Reader(Days):
    """Reads the run of words that make one time."""

    # ---- the run of words

    def collect(self, at: int, draft: Draft, *, joined: bool = True) -> int:
        """Read as many words as belong together; the word behind them, or 0 where none does."""
        last = self.step(at, draft, "", joined=joined)
        if not last:
            return 0
        while last < self.count:
            mark = self.gap(last)
            if mark is None:
                break
            after = self.step(last, draft, mark)
            if not after:
                break
            last = after
        return last

    def step(self, at: int, draft: Draft, mark: str, *, joined: bool = False, deep: int = 0) -> int:
        """Add what word `at` begins to the draft; the word behind it, or 0 where it does not belong."""
        if at >= self.count or deep > _DEEP:
            return 0
        text = self.words[at].text
        if is_figure(text):
            return self._digits(at, draft, mark)
        if mark in ("/", "-", "\\"):
            return self._pair(at, draft) if mark != "\\" else 0
        senses = self.forms.get(text)
        if senses is None:
            return self._ordinal(at, draft) if text in self.table.numbers.forms and mark != "(" else self._to_clock(at, draft, deep, mark)
        for sense in senses:
            if sense.joiner and not joined:
                continue
            last = self._fits(sense, at)
            if not last:
                continue
            after = self._take(sense, at, last, draft, mark, deep)
            if after:
                return after
        if text in self.table.numbers.forms:
            return self._ordinal(at, draft)
        return self._to_clock(at, draft, deep, mark)

    def _take(self, sense: Sense, at: int, last: int, draft: Draft, mark: str, deep: int) -> int:
        kind = sense.kind
        comma = mark in ("،", ",")
        if kind == "weekday":
            if draft.weekday is None and draft.unit is None and (draft.month is None or draft.day is not None):
                draft.weekday = sense.value
                return self._note(draft, sense, last)
            if draft.part in _NIGHTS and draft.weekday is not None and sense.value == (draft.weekday + 1) % 7 and not comma:
                draft.weekday_to = sense.value
                return self._note(draft, sense, last)
            return 0
        if kind == "shift":
            if mark == "(" and draft.shift == 0 and sense.value == -1:  # «اليوم (أمس)»: what a paper makes of its agency's day
                draft.shift = sense.value
                return self._note(draft, sense, last)
            if (
                draft.shift is not None
                or draft.unit
                or draft.month
                or (draft.weekday is not None and not comma and mark != "(" and draft.part is None)
            ):
                return 0
            if draft.part not in (None, "night", "midnight") and sense.text == "night":
                return 0
            draft.shift = sense.value
            draft.part = draft.part or sense.text or None
            return self._note(draft, sense, last)
        if comma and not (kind == "unit" and sense.text == "day"):
            return 0
        if kind == "part":
            return self._part(sense, at, last, draft, deep)
        if kind == "month":
            return self._month(sense, at, last, draft)
        if kind == "relative":
            return self._relative(sense, last, draft)
        if kind == "unit":
            return self._unit(sense, at, last, draft, deep, comma)
        if kind == "season":
            if draft.season or draft.month or draft.dated:
                return 0
            draft.season = sense.text
            return self._note(draft, sense, last)
        if kind == "decade":
            if not draft.empty and not draft.span:
                return 0
            draft.decade = sense.value
            if last + 1 < self.count and self.words[last].text == "القرن":
                last += 2
            return self._note(draft, sense, last)
        if kind == "span":
            return self._lead(sense, last, draft, deep, "span") if draft.empty else 0
        if kind == "clock":
            return self._clock(sense, last, draft)
        return self._role(sense, at, last, draft, mark, deep) if kind == "role" else 0

    def _lead(self, sense: Sense, last: int, draft: Draft, deep: int, field: str) -> int:
        """A word that counts only with the time behind it."""
        if last >= self.count or self.gap(last) != "":
            return 0
        if self.words[last].text == "من" and field == "earlier":
            last += 1
        span, earlier = draft.span, draft.earlier
        if field == "span":
            draft.span = sense.text
        else:
            draft.earlier = True
        draft.entries.append(sense.entry)
        after = self.step(last, draft, "", deep=deep + 1)
        if not after:
            draft.span, draft.earlier = span, earlier
            draft.entries.pop()
        return after

    # ---- parts of the day and hours

    def _part(self, sense: Sense, at: int, last: int, draft: Draft, deep: int) -> int:
        text = self.words[at].text
        if draft.part is not None and (draft.part != sense.text or draft.hour is None):
            return 0
        adverb = text in ADVERBS or text[1:] in ADVERBS
        held, draft.part = draft.part, sense.text
        if not sense.article or sense.tail:
            draft.entries.append(sense.entry)
            if last < self.count and self.gap(last) in ("", "(") and not (draft.dated and not draft.earlier and draft.hour is None):
                after = self.step(last, draft, "", deep=deep + 1)
                if after:
                    return after
            draft.entries.pop()
        if adverb and (draft.dated or draft.hour is not None):
            return self._note(draft, sense, last)
        whole = sense.article or (sense.tail and sense.tail[-1].startswith("ال")) or "alone" in sense.flags or text in ("ليلا", "صباحا")
        if whole and (draft.hour is not None or (draft.dated and "alone" in sense.flags) or draft.empty):
            before = self.words[at - 1].text if at else ""
            draft.standing = "alone" in sense.flags or text in ("ليلا", "صباحا") or before in _PART_AFTER
            if draft.hour is not None or draft.dated or draft.standing:
                return self._note(draft, sense, last)
        draft.part, draft.standing = held, False
        return 0

    def _clock(self, sense: Sense, last: int, draft: Draft) -> int:
        if sense.text == "oclock" and draft.hour is None and not draft.unit:
            if last < self.count and self.words[last].text in BEFORE_CLOCK:
                last += 1
            if sense.entry == "time.clock.oclock" and not sense.article and not sense.tail:
                return 0
            after = read_clock(self.doc, last, self.table, draft)
            return self._note(draft, sense, after) if after else 0
        if sense.text == "sharp" and draft.hour is None and last < self.count:
            trial = Draft()
            after = read_clock(self.doc, last, self.table, trial)
            if after and not is_figure(self.words[last].text) and self._half_follows(after):
                draft.hour, draft.minute = trial.hour, trial.minute
                draft.entries.extend(trial.entries)
                return self._note(draft, sense, after)
            return 0
        if sense.text in ("local", "gmt") and draft.hour is not None:
            draft.zone = draft.zone or sense.text
            return self._note(draft, sense, last)
        return 0

    def _to_clock(self, at: int, draft: Draft, deep: int, mark: str) -> int:
        """Small words on the way: «من مساء», «في تمام الساعة», «عند الساعة»."""
        text = self.words[at].text
        if (mark and mark != "،") or at + 1 >= self.count or self.words[at + 1].gap != CLOSE:
            return 0
        if (
            text in BEFORE_CLOCK
            and (draft.dated or (draft.empty and text == "في" and self.words[at + 1].text == "تمام"))
            and draft.hour is None
        ):
            after = at + 1
            while after < self.count and self.words[after].text in BEFORE_CLOCK:
                after += 1
            found = self.sense(after, "clock", "oclock") or self.sense(after - 1, "clock", "sharp")
            return self._clock(*found, draft) if found else 0
        return 0

    # ---- units and what says which one

    def _relative(self, sense: Sense, last: int, draft: Draft) -> int:
        definite = sense.article or sense.text == "same"
        if not definite or sense.text in ("recent",) or draft.empty:
            return 0
        if draft.of_unit and draft.of_relative is None:
            draft.of_relative = sense.text
        elif draft.year is not None and draft.relative is None:
            draft.relative = "named"  # «العام 2008 الماضي»: the year is said
        elif draft.relative is None and (
            draft.weekday is not None or draft.month is not None or draft.unit is not None or draft.season is not None
        ):
            draft.relative = sense.text
            draft.weak = False
        else:
            return 0
        return self._note(draft, sense, last)

    def _unit(self, sense: Sense, at: int, last: int, draft: Draft, deep: int, comma: bool) -> int:
        unit, here = sense.text, self.words[at].text
        near = last < self.count and self.gap(last) == ""
        if unit == "day" and sense.value == 1 and not sense.article:
            if not near or (draft.weekday is not None and draft.day is not None):
                return 0
            if is_figure(self.words[last].text) and draft.month is None:
                return self._digits(last, draft, "") if not draft.day else 0
            after = self.step(last, draft, "", deep=deep + 1)
            return after if after and draft.dated else 0
        if comma or sense.value != 1:
            return self._dual(sense, last, draft, deep) if sense.value == 2 and not comma else 0
        if unit == "month" and not sense.article and near and draft.month is None:
            month = self.sense(last, "month")
            if month:
                return self._month(month[0], last, month[1], draft)
        if unit == "year" and near and draft.year is None:
            text = self.words[last].text
            if text.isdigit() and len(text) in (3, 4) and 600 <= int(text) <= 2200 and draft.unit is None and draft.shift is None:
                draft.year, draft.weak = int(text), False
                if draft.month is None and int(text) < 1600 and self.sense(last + 1, "role", "era_hijri"):
                    draft.calendar = "hijri"
                draft.entries.append(sense.entry)
                return last + 1
            number = self.numbers[last]  # «عام ألفين وأربعة عشر»
            value = number.value.low if number and number.value.low == number.value.high and not is_figure(text) else None
            if number and value and _YEARS[0] <= value <= _YEARS[1] and draft.unit is None:
                draft.year, draft.weak = value, False
                draft.entries += [sense.entry, number.entry]
                return number.last
        if not sense.article or unit in ("hour", "minute") or here.startswith("لل"):
            return 0
        relative = self.sense(last, "relative") if near else None
        relative = relative if relative and (relative[0].article or relative[0].text == "same") and relative[0].text != "recent" else None
        if draft.month is not None or draft.day is not None or draft.weekday is not None or draft.season is not None:
            if relative is None or draft.of_unit or unit == "day":
                return 0
            draft.of_unit, draft.of_relative, draft.weak = unit, relative[0].text, False
            draft.entries += [sense.entry, relative[0].entry]
            return relative[1]
        if draft.unit is not None or draft.shift is not None or draft.year is not None:
            return 0
        if relative is None and draft.relative is None and not (draft.span and unit != "day"):
            return 0
        if unit == "day" and relative and relative[0].text in ("last", "next") and draft.relative is None:
            return 0
        draft.unit = unit
        draft.entries.append(sense.entry)
        if relative:
            draft.relative = relative[0].text
            draft.entries.append(relative[0].entry)
            return relative[1]
        return last

    def _dual(self, sense: Sense, last: int, draft: Draft, deep: int) -> int:
        """«يومي السبت والأحد», «عامي 2003 و2011»."""
        if not draft.empty or last >= self.count or self.gap(last) != "":
            return 0
        if sense.text == "day":
            first = self.sense(last, "weekday")
            if first:
                second = self.sense(first[1], "weekday", joined=True)
                if second and second[0].joiner == "و":
                    draft.weekday, draft.weekday_to = first[0].value, second[0].value
                    draft.entries += [sense.entry, first[0].entry, second[0].entry]
                    return second[1]
            return self._digits(last, draft, "") if is_figure(self.words[last].text) else 0
        if sense.text == "year" and last + 2 < self.count and self.words[last + 1].text == "و":
            one, two = self.words[last].text, self.words[last + 2].text
            if one.isdigit() and two.isdigit() and len(one) == len(two) == 4 and 1800 <= int(one) < int(two) <= 2100:
                draft.entries.append(sense.entry)
                if int(two) > int(one) + 1 and not (last > 1 and self.words[last - 2].text.endswith("بين")):
                    draft.year = int(one)  # «عامي 1964 و1985»: two years, not the span between
                    return last + 1
                draft.entries.pop()
                draft.year, draft.year_to = int(one), int(two)
                draft.entries.append(sense.entry)
                return last + 3
        return 0

    # ---- small words

    def _role(self, sense: Sense, at: int, last: int, draft: Draft, mark: str, deep: int) -> int:
        role = sense.text
        if role in ("era_hijri", "era_christian"):
            if not is_figure(self.words[at - 1].text) or draft.year is None or mark:
                return 0
            if role == "era_hijri" and (draft.month is None or draft.entries[-1] == "rule.numeric_date"):
                draft.calendar = "hijri"
            return self._note(draft, sense, last)
        if role == "from" and not draft.empty and last < self.count and self.words[last].gap == CLOSE and not mark:
            return self._of(last, draft, deep)
        if role == "this" and draft.relative is None and last < self.count and self.gap(last) == "":
            if not draft.empty and draft.span is None and not (draft.part and not draft.dated):
                return 0
            draft.relative = "this"
            after = self.step(last, draft, "", deep=deep + 1) if self.sense(last, "unit") or self.sense(last, "season") else 0
            if not after:
                draft.relative = None
                return 0
            return self._note(draft, sense, after)
        if role == "same" and draft.empty and last < self.count:
            unit = self.sense(last, "unit")
            if unit and unit[0].article and unit[0].value == 1 and unit[0].text != "hour":
                draft.unit, draft.relative = unit[0].text, "same"
                draft.entries += [sense.entry, unit[0].entry]
                return unit[1]
            return 0
        if role == "earlier" and draft.empty:
            return self._lead(sense, last, draft, deep, "earlier")
        if role == "equals" and not draft.empty:
            return self._equals(sense, last, draft)
        if role == "to" and draft.part == "night" and draft.weekday is not None and last < self.count:
            return self._pair(last, draft)
        return self._to_clock(at, draft, deep, mark)

    def _of(self, last: int, draft: Draft, deep: int) -> int:
        """What may stand behind «من» inside a time."""
        unit, this = self.sense(last, "unit"), self.sense(last, "role", "this")
        if this and (draft.month is not None or draft.day is not None or draft.weekday is not None):
            unit = self.sense(this[1], "unit")
            if unit and unit[0].article and draft.of_unit is None and unit[0].text != "day":
                draft.of_unit, draft.of_relative, draft.weak = unit[0].text, "this", False
                draft.entries += [this[0].entry, unit[0].entry]
                return unit[1]
            return 0
        if unit and unit[0].text != "day" and (draft.month is not None or draft.dated or draft.season is not None or draft.span):
            return self._take(unit[0], last, unit[1], draft, "", deep + 1)
        if draft.hour is not None or draft.earlier or (draft.part is not None and not draft.dated):
            for kind in ("part", "shift", "weekday"):
                found = self.sense(last, kind)
                if found:
                    return self._take(found[0], last, found[1], draft, "", deep + 1)
            if unit and unit[0].text == "day":
                return self._take(unit[0], last, unit[1], draft, "", deep + 1)
        return 0

    def _equals(self, sense: Sense, last: int, draft: Draft) -> int:
        """«الموافق 27 أكتوبر 2015»: of two calendars the Gregorian one is kept."""
        if last < self.count and self.words[last].text == "ل":
            last += 1
        other = Draft()
        after = self.collect(last, other) if last < self.count else 0
        if not after or other.month is None or other.day is None:
            return 0
        if draft.month is None or draft.calendar != "gregorian" or (other.calendar == "gregorian" and draft.year is None):
            draft.year, draft.month, draft.day, draft.calendar = other.year, other.month, other.day, other.calendar
            draft.weak = False
        draft.entries += [sense.entry, *other.entries]
        return after
