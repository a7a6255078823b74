"""Times in a text, not yet resolved: days, months, spans, hours, and how far each reaches."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.dates import Reader
from sijill.extract.figures import is_figure
from sijill.extract.numbers import Number, find_numbers
from sijill.extract.time_types import Draft, Said, TimeExpression, TimeKind
from sijill.knowledge.surfaces import Sense
from sijill.knowledge.time_words import TimeWords
from sijill.text import BREAK, CLOSE, Doc

__all__ = ["Said", "TimeExpression", "find_times"]

_AS = frozenset("ما حسبما وفقما كما مثلما".split())  # words that make a verb of saying name the source of what is told
_SAYING_REACH = 6  # words from a verb of saying to a time that dates it: «أعلن المتحدث باسم الجيش السبت»
_NAME_REACH = 14  # the same where "that" stands right behind the time: «أعلن قائد الشرطة الفريق فلان، اليوم، أن»
# What may stand between a statement and its day: «في بيان صحفي لها أمس».
_SAID_TO = frozenset("له لها لهم صحفي صحافي صحفيه رسمي مقتضب مشترك متلفز متلفزه هاتفي هاتفيه صوتي صوتيه مصور مكتوب".split())
_THAT_REACH = 12  # words from such a time to «أن»
# Places that something is done from: «من منزله», «من أمام المسجد».
_PLACES = frozenset(
    "منزل منزله منزلها منازل منازلهم بيت بيته بيتها مكتب مكتبه مكتبها عمله عملها مقر داخل امام قرب وسط جانب جهه منطقه مدينه قريه بلده حي"
    " شارع طريق سوق مسجد كنيسه مدرسه جامعه مستشفي عياده مطار ميناء حاجز سجن سجنه معتقل مخيم محافظه محيط حقل مزرعه سياره سيارته متجر محل"
    " قبل طرف".split()
)
_ALONE = frozenset({"month", "weekday", "part", "shift", "unit", "season", "span", "decade", "clock", "vague"})


def find_times(doc: Doc, words: TimeWords, numbers: Sequence[Number] | None = None) -> list[TimeExpression]:
    """All times of a text, in order, none inside another.

    Args:
        doc: the text.
        words: the lexicon's time words.
        numbers: what `find_numbers` found in the same text; found here where None.
    """
    if numbers is None:
        numbers = find_numbers(doc, words.numbers)
    finder = _Finder(doc, words, numbers)
    found: list[TimeExpression] = []
    index = 0
    while index < finder.count:
        if not finder.may_begin(index):
            index += 1
            continue
        expression = finder.read(index)
        if expression is not None:
            found.append(expression)
        index = max(index + 1, expression.last if expression is not None else finder.passed)
    return found


_AGE = frozenset("العمر عمره عمرها عمرهم بعمر البالغ البالغه".split())

_ABOUT, _PART_OF = frozenset("نحو حوالي قرابه زهاء".split()), frozenset({"نصف", "ربع"})


class _Finder(Reader):
    """Reads the time that begins at a word, with the preposition that gives it a length."""

    def may_begin(self, at: int) -> bool:
        """Whether word `at` is one that a time begins with, and not one that is none without a time behind it («من», «في»)."""
        word, table = self.words[at], self.table
        if not table.may_begin(word.spelling):
            return self._is_length(at)
        if at + 1 >= self.count or word.text not in table.leads:
            return True
        after = self.words[at + 1]
        return table.may_begin(after.spelling) or after.text == "ال" or after.text in table.second or self._is_length(at + 1)

    def _is_length(self, at: int) -> bool:
        number = self.numbers[at]
        return number is not None and number.kind == "duration"

    def read(self, at: int) -> TimeExpression | None:
        """The time at word `at`."""
        for sense in self.forms.get(self.words[at].text, ()):
            if sense.kind not in ("vague", "role"):
                continue
            last = self._fits(sense, at)
            if not last:
                continue
            if sense.kind == "vague":
                return self._made(at, last, Draft(entries=[sense.entry]), "vague", sense.offset)
            if last < self.count and self.words[last].gap == BREAK:
                continue
            found = self._framed(sense, at, last)
            if found:
                return found
        amount = self._amount(at)
        if amount:
            draft, last = amount
            if draft.relative in ("last", "recent"):
                return self._made(at, last, draft, "back", self._lead_offset(at))
            if draft.amount is not None and self.numbers[at] is not None:
                if self._of_age(at, last):
                    self.passed = last
                    return None
                return self._made(at, last, draft, "duration", 0)
        draft = Draft()
        last = self.collect(at, draft)
        if not last:
            return None
        kind = draft.kind
        if kind is not None and self._is_name(at, draft):
            self.passed = last
            return None
        if kind is None:
            return None
        elsewhere = kind == "clock" and last < self.count and self.words[last].text == "بتوقيت"
        if elsewhere and self.doc.folded.text[self.words[at].start - 1] == "(":
            return None  # «11:30 (10:30 بتوقيت …)»: the same hour elsewhere
        if (draft.weekday_to is not None and draft.part is None) or draft.day_to is not None or draft.year_to is not None:
            kind = "range"
        return self._made(at, last, draft, kind, self._lead_offset(at))

    def _of_age(self, at: int, last: int) -> bool:
        """«يبلغ من العمر 7 سنوات», «عمره سبع سنوات», «7 أعوام من العمر»: how old somebody is."""
        return any(self.words[i].text in _AGE for i in range(max(0, at - 2), min(last + 2, self.count)) if not at <= i < last)

    def _lead_offset(self, at: int) -> int:
        """Where the first word begins behind its joined particles; the article stays."""
        text = self.words[at].text
        if is_figure(text):
            return 0
        for sense in (*self.forms.get(text, ()), *self.table.numbers.forms.get(text, ())):
            lead = len(sense.joiner) + len(sense.particle)
            if sense.kind in _ALONE or sense.kind in ("role", "ordinal", "unit", "tens"):
                return lead if not (sense.particle == "ل" and sense.article) else len(sense.joiner) + 1
        return 0

    # ---- prepositions

    def _framed(self, sense: Sense, at: int, last: int) -> TimeExpression | None:
        role, lead = sense.text, len(sense.joiner)
        if role in ("since", "before", "after", "during", "last"):
            amount = self._amount(last) if role != "last" else self._amount(at)
            if amount:
                return self._counted(role, sense, at, amount[0], amount[1])
        if role == "since":
            draft, end = self._one(last)
            if draft and draft.kind in ("shift", "weekday", "date", "month", "year", "unit", "season", "decade", "part", "clock"):
                if draft.kind == "part" or draft.kind == "clock":
                    return None
                draft.entries.insert(0, sense.entry)
                until = self._until(end)
                if until:
                    return self._made(at, until[1], draft, "range", lead, until[0].said(), until[0].entries)
                return self._made(at, end, draft, "since", lead)
        if role in ("between", "night_between"):
            return self._between(sense, at, last)
        if (role == "from" and not sense.joiner) or (role == "from" and sense.joiner == "و"):
            draft, end = self._one(last)
            until = self._until(end) if draft else None
            if draft and until and draft.kind not in (None, "part"):
                draft.entries.insert(0, sense.entry)
                return self._made(at, until[1], draft, "range", lead, until[0].said(), until[0].entries)
            if draft and draft.day_to is not None and draft.kind == "date":
                draft.entries.insert(0, sense.entry)
                return self._made(at, end, draft, "range", lead)
        if role == "to" and self.words[at].text.endswith(("حتي", "لغايه", "بحلول")):
            draft, end = self._one(last)
            if draft and draft.kind not in (None, "part", "clock"):
                draft.entries.insert(0, sense.entry)
                return self._made(at, end, draft, "until", lead)
        return None

    def _one(self, at: int) -> tuple[Draft | None, int]:
        """One time at word `at`, whole or nothing."""
        if at >= self.count or self.words[at].gap == BREAK:
            return None, 0
        draft = Draft()
        end = self.collect(at, draft)
        if not end or draft.kind is None:
            return None, 0
        return draft, end

    def _until(self, at: int) -> tuple[Draft, int] | None:
        """«إلى/حتى» and the time behind it."""
        if at >= self.count or self.gap(at) not in ("", "،", ","):
            return None
        to = self.sense(at, "role", "to", joined=True)
        if not to:
            return None
        draft, end = self._one(to[1])
        if draft is None:
            return None
        draft.entries.insert(0, to[0].entry)
        return draft, end

    def _between(self, sense: Sense, at: int, last: int) -> TimeExpression | None:
        draft, end = self._one(last)
        if draft is None:
            draft, end = self.monday_between(last)
        if draft is None:
            return None
        draft.entries.insert(0, sense.entry)
        if draft.day_to is not None or draft.year_to is not None or draft.weekday_to is not None:
            return self._made(at, end, draft, "range", len(sense.joiner))
        if end >= self.count or self.gap(end) is None:
            return None
        word = self.words[end].text
        if not word.startswith("و"):
            return None
        other = Draft()
        after = self.collect(end + 1 if word == "و" else end, other)
        if not after and word == "و" and is_figure(self.words[end + 1].text):
            return None
        if after and other.weak and other.month is not None:
            other.weak = False
        if not after or other.kind is None:
            return None
        return self._made(at, after, draft, "range", len(sense.joiner), other.said(), other.entries)

    def _counted(self, role: str, sense: Sense, at: int, draft: Draft, last: int) -> TimeExpression | None:
        """«قبل ثلاثة أيام», «منذ أسبوع», «خلال الساعات الماضية»."""
        draft.entries.insert(0, sense.entry)
        kind: TimeKind
        if role == "last" or draft.relative in ("last", "recent"):
            kind = "back"
        elif draft.relative is not None:
            kind = "duration"
        elif role == "before":
            kind = "ago"
            if last < self.count and self.words[last].gap == CLOSE and self.words[last].text == "من":
                now = self.sense(last + 1, "shift")
                text = self.words[last + 1].text if last + 1 < self.count else ""
                if text == "الان" or (now and now[0].value == 0):
                    last += 2
                else:
                    draft.event = not self._somewhere(last + 1)
        elif role == "since":
            kind = "since"
        elif role == "after":
            kind = "after"
        else:
            kind = "duration"
        if kind == "duration" and draft.amount is None:
            return None
        return self._made(at, last, draft, kind, len(sense.joiner))

    def _somewhere(self, at: int) -> bool:
        """«خطف قبل يومين من أمام منزله»: from where, and not what the days are counted from."""
        return at < self.count and any(r.rest in _PLACES for r in self.words[at].analyses)

    def _amount(self, at: int) -> tuple[Draft, int] | None:
        """A length of time at word `at`: «ثلاثة أيام», «يومين», «الأيام الثلاثة الماضية», «آخر 24 ساعة»."""
        if at >= self.count:
            return None
        here = at
        last_word = self.sense(here, "role", "last")
        if last_word:
            here = last_word[1]
        if here + 1 < self.count and self.words[here].text in ("ال", "لل"):
            here += 1
        if (
            here + 1 < self.count
            and self.words[here].text in ("اكثر", "اقل", "ازيد")
            and self.words[here + 1].text == "من"
            and self.numbers[here] is None
        ):
            here += 2
        about = here + 1 < self.count and self.words[here].text in _ABOUT and self.numbers[here] is None
        if about and (self.words[here + 1].text in _PART_OF or self.sense(here + 1, "unit")):
            here += 1  # «قبل نحو ساعتين»
        if here >= self.count:
            return None
        number = self.numbers[here]
        if self.words[here].text in _PART_OF:
            unit = self.sense(here + 1, "unit")
            if unit and unit[0].text in ("hour", "minute"):
                draft = self._length(last_word)
                draft.unit, draft.amount = "hour", 0
                return self._with_relative(draft, unit[1], [unit[0].entry])
        if number is not None and number.kind in ("duration", "cardinal", "vague", "range"):
            unit = self.sense(number.last, "unit")
            if unit and unit[0].value != 2 and number.last < self.count and self.words[number.last].gap == CLOSE:
                if (unit[0].text == "day" and not unit[0].article and self.sense(unit[1], "weekday")) or unit[0].article:
                    return None
                draft = self._length(last_word)
                draft.unit, draft.amount = unit[0].text, number.value.low if number.kind != "range" else number.value.high
                return self._with_relative(draft, unit[1], [*number.entries, unit[0].entry])
            return None
        unit = self.sense(here, "unit", joined=here == at) if not last_word else None
        if unit is None:
            return None
        sense, last = unit
        draft = Draft()
        if sense.value == 2 and not self.words[here].text.endswith("ي"):
            draft.unit, draft.amount = sense.text, 2
            return self._with_relative(draft, last, [sense.entry])
        if sense.value == 0 and sense.article:
            number = self._number_at(last)
            if number is not None:
                draft.amount = number.value.low
                draft.entries.extend(number.entries)
                last = number.last
            draft.unit = sense.text
            after = self._with_relative(draft, last, [sense.entry])
            return after if after and after[0].relative in ("last", "recent", "next") else None
        if sense.value == 1 and not sense.article and at > 0:
            before = self.words[at - 1].text
            if before in ("قبل", "منذ", "بعد", "خلال", "وقبل", "ومنذ", "وبعد", "نحو", "حوالي") or self.sense(
                at - 1, "role", "before", joined=True
            ):
                text = self.words[last].text if last < self.count and self.words[last].gap == CLOSE else ""
                busy = text and (
                    is_figure(text) or any(s.kind in ("month", "weekday", "shift") and not s.joiner for s in self.forms.get(text, ()))
                )
                if not busy and not (text in self.table.numbers.forms and self.sense(at, "unit", "day")):
                    draft.unit, draft.amount = sense.text, 1
                    return self._with_relative(draft, last, [sense.entry])
        return None

    def _length(self, last: tuple[Sense, int] | None) -> Draft:
        """An empty length of time, or one behind «آخر»."""
        return Draft() if last is None else Draft(relative="last", entries=[last[0].entry])

    def _number_at(self, at: int) -> Number | None:
        if at < self.count and self.words[at].text == "ال":
            at += 1
        number = self.numbers[at]
        return number if number and at < self.count and self.words[at].gap == CLOSE and number.kind != "ordinal" else None

    def _with_relative(self, draft: Draft, last: int, entries: list[str]) -> tuple[Draft, int]:
        draft.entries.extend(entries)
        if last < self.count and self.words[last].gap == CLOSE:
            if self.words[last].text in ("ونصف", "ونيف", "تقريبا", "كامله", "ونصفا"):
                last += 1
            relative = self.sense(last, "relative")
            if relative and relative[0].article and relative[0].text in ("last", "recent", "next"):
                draft.relative = relative[0].text
                draft.entries.append(relative[0].entry)
                last = relative[1]
        return draft, last

    # ---- the expression

    def _is_name(self, at: int, draft: Draft) -> bool:
        """True where the date is part of a name: «قوى 14 آذار»; fills in the year of a day that is a name itself."""
        if at == 0 or draft.day is None or draft.year is not None or draft.weekday is not None or draft.relative or draft.month is None:
            return False
        before = self.words[at - 1].text
        named = self.table.named.get((draft.month, draft.day))
        if named and before in named[0]:
            draft.year = named[1]
            draft.entries.append(named[2])
            return False
        return self.words[at].gap != BREAK and before in self.table.name_before and is_figure(self.words[at].text)

    def _made(
        self, at: int, last: int, draft: Draft, kind: TimeKind, offset: int, until: Said | None = None, more: Sequence[str] = ()
    ) -> TimeExpression:
        start, end = self.words[at].start + offset, self.words[last - 1].end
        text = self.doc.folded.text
        if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
            end += 1
        entries: list[str] = []
        for entry in (*draft.entries, *more):
            if entry not in entries:
                entries.append(entry)
        head = next((e for e in entries if e.startswith("time.") and not e.startswith("time.role")), entries[0] if entries else "rule.time")
        said = draft.said()
        return TimeExpression(at, last, start, end, head, kind, said, until, self._of_statement(at, last), tuple(entries))

    def _of_statement(self, at: int, last: int) -> bool:
        """True where the time stands between a verb of saying and what is said, or beside a statement's making."""
        words, table = self.words, self.table
        sentence = self.doc.sentence_of(at)
        spoken = last < sentence.last and words[last].text in table.saying and words[last].text[0] not in "وف"
        if spoken and self.gap(last) is not None and self._that_within(last + 1, sentence.last):
            return True
        if self._on_occasion(at, sentence.first):
            return True
        told = last < sentence.last and (words[last].text in table.that or words[last].text in table.told)
        for here in range(at - 1, max(sentence.first, at - (_NAME_REACH if told else _SAYING_REACH)) - 1, -1):
            text = words[here].text
            if text in table.says:
                if text in table.halts or text in table.told:
                    return False
                if text in table.issuing and at - here <= 3:
                    nouns = range(max(sentence.first, here - 4), here)
                    return any(words[i].text in table.statement for i in nouns)
                if text in table.saying:
                    cited = here > sentence.first and words[here - 1].text in _AS  # «بحسب ما أعلنت المنظمة الأحد», «كما ذكر المرصد اليوم»
                    return here == at - 1 or cited or told or at - here <= 4 or self._that_within(last, sentence.last)
            if here + 1 < at and words[here + 1].gap == BREAK and self.doc.between(here, here + 1).strip() not in ("،", ","):
                return False
        return False

    def _on_occasion(self, at: int, first: int) -> bool:
        """«في بيان لها أمس», «خلال مؤتمر صحفي الأحد»: the day on which something was said."""
        here, where = at - 1, 0
        while here > first and self.words[here + 1].gap != BREAK:
            text = self.words[here].text
            if text in self.table.statement:
                return self.words[here - 1].text in ("في", "خلال", "عبر")
            if text not in _SAID_TO:
                where += 1  # «في مؤتمر صحفي ببغداد السبت», «في برنامج المساء الثلاثاء»
                if where > 1 or not (text.startswith("ب") or self.words[here - 1].text in self.table.statement):
                    return False
            here -= 1
        return False

    def _that_within(self, at: int, end: int) -> bool:
        for here in range(at, min(at + _THAT_REACH, end)):
            text = self.words[here].text
            if text in self.table.halts:
                return text in self.table.that
        return False
