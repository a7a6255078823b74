"""Days, months and years in digits and words: «3 مارس/ آذار 2015», «2021/9/12», «الخامس من الشهر الجاري»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sijill.extract.clock import digits_clock, read_clock, read_minutes
from sijill.extract.figures import read_ordinal
from sijill.extract.numbers import Number
from sijill.extract.time_types import Draft
from sijill.knowledge.surfaces import Sense
from sijill.knowledge.time_words import TimeWords
from sijill.text import BREAK, CLOSE, Doc

# Words after which a common word such as مارس or آب is a month.
_MONTH_AFTER = frozenset({"في", "وفي", "خلال", "منذ", "حتي", "اواخر", "اوايل", "مطلع", "منتصف", "نهايه", "بدايه", "بحلول", "الي"})
# Words after which a bare figure such as 2011 is a year.
_YEAR_AFTER = frozenset(
    {
        "في",
        "وفي",
        "منذ",
        "ومنذ",
        "حتي",
        "بين",
        "خلال",
        "مطلع",
        "اوايل",
        "بدايه",
        "منتصف",
        "اواخر",
        "نهايه",
        "قبل",
        "بعد",
        "من",
        "الي",
        "و",
        "بحلول",
        "لعام",
    }
)
_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,2})\.(\d{1,4})")
LONGEST_DATE = 12  # characters of the longest word of digits that can be part of a date; int() refuses 4,300 digits
_SLASHES = ("/", "-", "\\", ".")
# Parts of the day that stand behind a day or an hour.
ADVERBS = frozenset({"صباحا", "مساء", "ليلا", "ظهرا", "فجرا", "عصرا", "ضحي"})
# Small words that may stand before an hour.
BEFORE_CLOCK = frozenset({"في", "عند", "حوالي", "نحو", "قرابه", "تمام", "حدود", "علي"})


class Days:
    """Reads words of one text, and the days among them."""

    def __init__(self, doc: Doc, table: TimeWords, numbers: Sequence[Number]) -> None:
        self.doc, self.words, self.table = doc, doc.words, table
        self.forms, self.count = table.forms, len(doc.words)
        self.numbers: list[Number | None] = [None] * (self.count + 3)  # by their first word
        for number in numbers:
            self.numbers[number.first] = number
        self.passed = 0  # words before this one are part of a name and no time

    # ---- words

    def sense(self, at: int, kind: str, text: str | None = None, *, joined: bool = False) -> tuple[Sense, int] | None:
        """The sense of a kind at word `at`, and the word behind its phrase; joined words only where asked."""
        if at >= self.count:
            return None
        senses = self.forms.get(self.words[at].text)
        if senses is None:
            return None
        for sense in senses:
            if sense.kind == kind and (text is None or sense.text == text) and (joined or not sense.joiner):
                last = self._fits(sense, at)
                if last:
                    return sense, last
        return None

    def _fits(self, sense: Sense, at: int) -> int:
        last = at + 1
        if sense.tail:
            for word in sense.tail:
                if last >= self.count or self.words[last].gap == BREAK or self.words[last].text != word:
                    return 0
                last += 1
        return last if sense.guard is None or sense.guard.allows(self.doc, at, last) else 0

    def gap(self, at: int) -> str | None:
        """What stands before word `at` inside a time: "" for a space or bracket, a mark, or None where a time ends."""
        word = self.words[at]
        if word.gap == CLOSE:
            return ""
        if word.sentence != self.words[at - 1].sentence:
            return None
        marks = self.doc.between(at - 1, at).strip()
        if word.gap == BREAK:
            marks = marks.strip("() ")
            return marks if marks in ("/", "-", "،", ",", "\\", "") else None
        if '"' in marks or "'" in marks:
            return None
        return "(" if "(" in marks or "[" in marks else ""

    def _note(self, draft: Draft, sense: Sense, last: int) -> int:
        draft.entries.append(sense.entry)
        return last

    def monday_between(self, at: int) -> tuple[Draft | None, int]:
        """«بين الاثنين والثلاثاء»: behind «between» the word means "the two", unless another day follows."""
        monday = next((s for s in self.forms.get(self.words[at].text, ()) if s.kind == "weekday"), None) if at < self.count else None
        if monday is None or not self.sense(at + 1, "weekday", joined=True):
            return None, 0
        return Draft(weekday=monday.value, entries=[monday.entry]), at + 1

    # ---- days and months

    def _half_follows(self, at: int) -> bool:
        """True where a part of the day stands at `at`, perhaps after «من»."""
        if at >= self.count or self.words[at].gap != CLOSE:
            return False
        if self.words[at].text == "من":
            at += 1
        return self.sense(at, "part") is not None and (
            self.words[at].text in ADVERBS or self.words[at - 1].text == "من" or self.words[at].text == "بعد"
        )

    def _digits(self, at: int, draft: Draft, mark: str) -> int:
        text = self.words[at].text
        if len(text) > LONGEST_DATE:
            return 0
        bare = mark in ("", "(", "،", ",")
        exact = digits_clock(text) if ":" in text else None
        if exact and bare:
            if draft.hour is None:
                if not (draft.dated or draft.part) and (at == self.doc.sentence_of(at).first or not self._hour_beside(at)):
                    return 0
                draft.hour, draft.minute = exact
                draft.entries.append("rule.clock")
                return read_minutes(self.doc, at + 1, self.table, draft)
            return at + 1 if self.sense(at + 1, "clock", "gmt") or self.sense(at + 1, "clock", "local") else 0
        if draft.hour is not None and mark == "(" and digits_clock(text):
            return at + 1
        if draft.month is None and draft.day is None and draft.unit is None and bare:
            after = self._numeric(at, draft) or self._day(at, int(text) if text.isdigit() else 0, at + 1, draft)
            if after:
                return after
        if draft.month is not None and draft.day is None and draft.year is None and bare and self._year_behind(at):
            draft.day, draft.weak = int(text), False  # «سبتمبر 11، 2001»
            return at + 1
        if text.isdigit() and len(text) in (3, 4) and draft.year is None and bare:
            value = int(text)
            if draft.month is not None or draft.season is not None:
                fits = 1300 <= value <= 1600 if draft.calendar != "gregorian" else 1800 <= value <= 2100
                if fits and (mark != "،" or draft.day is not None):
                    draft.year, draft.weak = value, False
                    return at + 1
            elif 1900 <= value <= 2100 and self.numbers[at] is None and (draft.empty or draft.span) and not draft.dated:
                before = self.words[at - 1].text if at else ""
                if before in _YEAR_AFTER or draft.span:
                    draft.year = value
                    draft.entries.append("rule.year")
                    return at + 1
        if (
            draft.month is not None
            and draft.year is None
            and mark in _SLASHES
            and len(text) == 4
            and text.isdigit()
            and 1800 <= int(text) <= 2100
        ):
            draft.year, draft.weak = int(text), False
            return at + 1
        if draft.hour is None and bare and (digits_clock(text) or (text.isdigit() and 1 <= int(text) <= 12)) and self._half_follows(at + 1):
            draft.hour, draft.minute = digits_clock(text) or (int(text), 0)
            draft.entries.append("rule.clock")
            return at + 1
        return 0

    def _year_behind(self, at: int) -> bool:
        """Whether a figure that can be a day has a year right behind it."""
        text = self.words[at].text
        after = self.words[at + 1].text if at + 1 < self.count and self.gap(at + 1) in ("", "،", ",") else ""
        return text.isdigit() and 1 <= int(text) <= 31 and after.isdigit() and len(after) == 4 and 1900 <= int(after) <= 2100

    def _hour_beside(self, at: int) -> bool:
        """True where the words beside a figure such as 7:15 say that it is an hour."""
        before = self.words[at - 1].text if at else ""
        if before in BEFORE_CLOCK or before in ("الساعه", "حتي", "بين"):
            return True
        return self._half_follows(at + 1) or any(self.sense(at + 1, "clock", zone) for zone in ("gmt", "local"))

    def _numeric(self, at: int, draft: Draft) -> int:
        """«2021/9/12», «12-9-2021», «12.9.2021»; the larger end is the year."""
        text = self.words[at].text
        match = _DOTTED.fullmatch(text) if "." in text else None
        if match:
            parts, last = [match[1], match[2], match[3]], at + 1
        else:
            if at + 2 >= self.count or self.words[at + 1].gap == CLOSE:
                return 0
            marks = [self.doc.between(at, at + 1).strip(), self.doc.between(at + 1, at + 2).strip()]
            parts, last = [self.words[at + i].text for i in range(3)], at + 3
            if marks[0] != marks[1] or marks[0] not in _SLASHES or not all(p.isdigit() for p in parts):
                return self._day_month(at, draft) if marks[0] == "/" else 0
        if max(map(len, parts)) > 4:
            return 0
        one, two, three = (int(p) for p in parts)
        if len(parts[0]) == 4:
            year, month, day = one, two, three
        elif len(parts[2]) in (2, 4):
            year, month, day = three + (2000 if len(parts[2]) == 2 else 0), two, one
            if month > 12 >= day:
                month, day = day, month
        else:
            return 0
        if not (1 <= month <= 12 and 1 <= day <= 31 and (1300 <= year <= 1500 or 1800 <= year <= 2100)):
            return 0
        draft.year, draft.month, draft.day = year, month, day
        draft.calendar = "hijri" if year <= 1500 else "gregorian"
        draft.entries.append("rule.numeric_date")
        return last

    def _day_month(self, at: int, draft: Draft) -> int:
        """«12/9» with no year: a date only behind a weekday or «يوم»."""
        before = self.words[at - 1].text if at else ""
        if not (draft.weekday is not None or before in ("يوم", "بتاريخ", "تاريخ")):
            return 0
        day, month = self.words[at].text, self.words[at + 1].text
        if not (day.isdigit() and month.isdigit() and len(day + month) <= LONGEST_DATE and 1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return 0
        draft.day, draft.month = int(day), int(month)
        draft.entries.append("rule.numeric_date")
        return at + 2

    def _day(self, at: int, day: int, last: int, draft: Draft) -> int:
        """A day of the month, or two («3 و5 آذار»), with the month behind it."""
        if not 1 <= day <= 31 or last >= self.count:
            return 0
        day_to = None
        first_last = last
        connector = self.gap(last)
        text = self.words[last].text
        if len(text) > LONGEST_DATE or (last + 1 < self.count and len(self.words[last + 1].text) > LONGEST_DATE):
            return 0
        if connector == "" and text in ("و", "الي", "او", "حتي") and last + 1 < self.count and self.words[last + 1].text.isdigit():
            day_to, last = int(self.words[last + 1].text), last + 2
        elif connector == "-" and text.isdigit() and self.words[at].text.isdigit():
            day_to, last = int(text), last + 1
        elif connector == "" and text[0] == "و" and not self.words[at].text.isdigit():
            second = read_ordinal(self.doc, last, self.table.numbers)
            if second and second.joined:
                day_to, last = int(second.value), second.last
        if day_to is not None and not day < day_to <= 31:
            return 0
        for _ in range(3):  # the month, perhaps after «من» and «شهر»
            if last >= self.count or self.gap(last) not in ("", "/", "-", "("):
                return 0
            month = self.sense(last, "month")
            if month and "also" not in month[0].flags:
                draft.day, draft.day_to = day, day_to
                after = self._month(month[0], last, month[1], draft)
                if after:
                    return after
                draft.day = draft.day_to = None
            word = self.words[last].text
            of = self.sense(last, "unit")
            if of and of[0].text in ("month", "year") and of[0].article and last > first_last and self.words[last - 1].text == "من":
                relative = self.sense(of[1], "relative")
                if relative and of[0].text == "month":
                    draft.day, draft.day_to, draft.of_unit, draft.of_relative = day, day_to, "month", relative[0].text
                    draft.entries += [of[0].entry, relative[0].entry]
                    return relative[1]
            this = self.sense(last, "role", "this")
            if this and last > first_last and self.words[last - 1].text == "من":
                of = self.sense(this[1], "unit", "month")
                if of:
                    draft.day, draft.day_to, draft.of_unit, draft.of_relative = day, day_to, "month", "this"
                    draft.entries += [this[0].entry, of[0].entry]
                    return of[1]
            if word not in ("من", "شهر"):
                return 0
            last += 1
        return 0

    def _ordinal(self, at: int, draft: Draft) -> int:
        """«الخامس من كانون الثاني»; «الخامسة فجرا»."""
        ordinal = read_ordinal(self.doc, at, self.table.numbers)
        if ordinal is None or not ordinal.article:
            return 0
        value, last = int(ordinal.value), ordinal.last
        if self.words[at].text.endswith("ه") and not self.words[at].text.endswith("اه"):
            if draft.hour is None and value <= 12:
                trial = Draft()
                after = read_clock(self.doc, at, self.table, trial)
                if after and self._half_follows(after):
                    draft.hour, draft.minute = trial.hour, trial.minute
                    draft.entries.extend(trial.entries)
                    return after
            return 0
        if draft.day is not None or draft.month is not None or draft.unit is not None:
            return 0
        draft.entries.extend(ordinal.entries)
        after = self._day(at, value, last, draft)
        if not after:
            del draft.entries[-len(ordinal.entries) :]
        return after

    def _month(self, sense: Sense, at: int, last: int, draft: Draft) -> int:
        """A month and its other names: «تموز/ يوليو», «حزيران (يونيو)»."""
        if draft.month is not None or draft.unit is not None or "also" in sense.flags or (draft.shift is not None and draft.day is None):
            return 0
        before = self.words[at - 1].text if at else ""
        if draft.weekday is not None and draft.day is None:
            return 0
        if "day" in sense.flags and draft.day is None and before != "شهر":
            return 0
        draft.month, draft.calendar = sense.value, self._calendar(sense)
        draft.weak = "weak" in sense.flags and draft.day is None and not draft.span and before not in _MONTH_AFTER and before != "شهر"
        draft.entries.append(sense.entry)
        while last < self.count and self.gap(last) in ("/", "-", "(", "", "\\"):
            other = next((s for s in self._months_at(last) if self._same_month(s[0], draft.month, draft.calendar)), None)
            if other is None:
                break
            draft.weak = False
            draft.entries.append(other[0].entry)
            last = other[1]
        return last

    def _months_at(self, at: int) -> list[tuple[Sense, int]]:
        found = []
        for sense in self.forms.get(self.words[at].text, ()):
            if sense.kind == "month" and not sense.joiner:
                last = self._fits(sense, at)
                if last:
                    found.append((sense, last))
        return found

    @staticmethod
    def _calendar(sense: Sense) -> str:
        return sense.text

    @staticmethod
    def _same_month(sense: Sense, month: int, calendar: str) -> bool:
        if "also" in sense.flags:
            return (sense.value, month) in ((10, 10), (10, 11), (12, 12), (12, 1))
        return sense.value == month and sense.text == calendar

    def _pair(self, at: int, draft: Draft) -> int:
        """What may stand behind a slash or a dash: the next day of a night."""
        day = self.sense(at, "weekday")
        at_night = draft.part in ("night", "midnight", "after_midnight", "evening")
        if day is None or not at_night or draft.weekday is None or draft.weekday_to is not None or day[0].value != (draft.weekday + 1) % 7:
            return 0
        draft.weekday_to = day[0].value
        return self._note(draft, day[0], day[1])
