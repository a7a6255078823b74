"""Numbers of people and things in a text, as stated: figures, bounds, ranges, duals, vague words.

A figure that is no number of anything (a year, a date, a clock, a weapon's name, a label) is found
as well, with a kind that says so, and left out by `find_numbers`.
"""

from __future__ import annotations

from sijill.extract.closed import ALEF, NUN, YA
from sijill.extract.figures import Figure, is_figure, read_figure, read_ordinal
from sijill.extract.number_types import Number, Others
from sijill.knowledge.number_words import NumberWords
from sijill.model import Count
from sijill.text import BREAK, CLOSE, Doc

__all__ = ["NOT_NUMBERS", "Number", "find_figures", "find_numbers"]

NOT_NUMBERS = frozenset({"label", "year", "date", "clock", "serial", "list"})
_BOUND_REACH = 4  # words between a figure and «على الأقل»: ثلاثة من أفراد الشرطة على الأقل
_CHANGE_REACH = 7  # words between «ارتفع» and "from 10 to 12"
# A figure from here on is a serial number or a fault of the page, and beyond what a double keeps exactly.
_MOST = 10**15
_DUAL_ENDS = ("ان", "ين", "تي", "تا", "يا", "ي", "ا")


def find_numbers(doc: Doc, words: NumberWords, duals: dict[str, str] | None = None) -> list[Number]:
    """All numbers of a text, in order, none inside another.

    Args:
        doc: the text.
        words: the lexicon's number words.
        duals: folded dual form of a countable noun → its entry; each such word is the number two.
    """
    return [n for n in find_figures(doc, words, duals) if n.kind not in NOT_NUMBERS]


def find_figures(doc: Doc, words: NumberWords, duals: dict[str, str] | None = None) -> list[Number]:
    """As `find_numbers`, with the figures that are no numbers (kinds of `NOT_NUMBERS`)."""
    finder = _Finder(doc, words)
    found: list[Number] = []
    ends = tuple(duals) if duals else ()
    at, floor, count = 0, 0, len(doc.words)
    while at < count:
        word = doc.words[at]
        number: Number | None = None
        if words.may_begin(word.spelling):
            number = finder.number(at, floor)
        if number is None and ends and duals and ord(word.text[-1]) in (NUN, YA, ALEF) and word.text.endswith(ends):
            number = finder.dual(at, duals)
        at += 1
        if number is not None:
            found.append(number)
            floor = number.last
            at = max(at, floor)
    return found


class _Finder(Others):
    """Reads the number that begins at a word."""

    def number(self, at: int, floor: int) -> Number | None:
        """The number at word `at`; words before `floor` are taken."""
        text = self.words[at].text
        senses = self.table.forms.get(text, ())
        if is_figure(text):
            other = self._no_number(at)
            if other:
                return other
        elif all(sense.kind == "range" for sense in senses):
            return None  # or there is none
        figure = read_figure(self.doc, at, self.table)
        if figure is None:
            for sense in senses:
                if sense.kind == "ordinal":
                    return self._made(self._ordinal(at), floor, "ordinal")
                if sense.kind in ("vague", "one_of", "none"):
                    number = self._special(at, floor, sense.kind)
                    if number:
                        return number
            return None
        if figure.value >= _MOST:
            return self._plain(figure.first, figure.last, "serial")
        if figure.article and len(figure.entries) == 1 and not figure.digits and figure.value >= 20 and self._noun(figure) is None:
            return self._made(figure, floor, "ordinal")
        if figure.article and not figure.digits and figure.scaled == figure.value:
            return None
        return self._range(figure, floor) or self._made(figure, floor, figure.kind)

    # ---- words that are no figures

    def _ordinal(self, at: int) -> Figure | None:
        return read_ordinal(self.doc, at, self.table)

    def _special(self, at: int, floor: int, kind: str) -> Number | None:
        words, n = self.words, len(self.words)
        for sense in self.table.forms[words[at].text]:
            if sense.kind != kind:
                continue
            last = at + 1 + len(sense.tail)
            if last > n or any(words[at + 1 + i].text != t or words[at + 1 + i].gap != CLOSE for i, t in enumerate(sense.tail)):
                continue
            if sense.guard and not sense.guard.allows(self.doc, at, last):
                continue
            counted = last < n and words[last].gap != BREAK and words[last].text not in self.table.not_noun
            counted = counted and words[last].text[0] > "9"
            if kind == "one_of":
                if not counted or sense.article or words[last].text.startswith("و"):
                    return None
                return self._build(Count(1, 1), at, last, kind, (sense.entry,), sense.offset, last)
            if kind == "none":
                if sense.article or sense.particle:
                    return None
                return self._build(Count(0, 0, "none"), at, last, kind, (sense.entry,), sense.offset, last if counted else None)
            return self._vague(at, last, floor, sense.text, sense.entry, sense.offset, counted)
        return None

    def _vague(self, at: int, last: int, floor: int, qualifier: str, entry: str, offset: int, counted: bool) -> Number | None:
        words, entries = self.words, [entry]
        if counted and qualifier != "some":
            for more in self.table.forms.get(words[last].text, ()):
                if more.kind == "vague" and not more.joiner and not more.particle and more.text in ("thousands", "millions", "hundreds"):
                    qualifier, last = more.text, last + 1
                    entries.append(more.entry)
                    break
            counted = last < len(words) and words[last].gap != BREAK and words[last].text not in self.table.not_noun
        noun: int | None = last if counted else None
        if words[at].text[-3:] == "عده" and last == at + 1 and self.doc.raw[self.doc.folded.raw_start(words[at].end - 1)] == "ه" and offset:
            return None  # «بعده», after him
        tanwin = at and words[at].gap == CLOSE and words[at - 1].text.endswith("ا") and words[at - 1].text not in self.table.not_noun
        if words[last - 1].text in ("عده", "عديده") and (noun is None or tanwin or words[last].text.startswith(("و", "ال"))):
            noun = at - 1 if at and words[at].gap == CLOSE else None
            if noun is None:
                return None
        if last < len(words) and words[last].text == "من" and words[last].gap == CLOSE:
            noun = last + 1 if last + 1 < len(words) and words[last + 1].gap != BREAK else None
        bound = self._bound_before(at, floor)
        first = bound[0] if bound else at
        kind = self._measure(last, "vague", entries)
        return self._build(Count(None, None, qualifier), first, last, kind, tuple(entries), bound[3] if bound else offset, noun)

    def dual(self, at: int, duals: dict[str, str]) -> Number | None:
        """The number two where word `at` is the dual of a noun that the caller knows."""
        word = self.words[at]
        if not word.text.endswith(_DUAL_ENDS):
            return None
        for analysis in word.analyses:
            entry = duals.get(analysis.rest)
            if entry is None:
                continue
            entries: tuple[str, ...]
            offset = analysis.offset - (2 if analysis.article and analysis.particle != "ل" else 0)
            last, entries = at + 1, (entry,)
            follows = read_figure(self.doc, last, self.table) if last < len(self.words) and self.words[last].gap == CLOSE else None
            if follows and follows.value == 2 and not follows.joined:
                last, entries = follows.last, (entry, *follows.entries)
            return self._build(Count(2, 2), at, last, "dual", entries, max(offset, 0), at)
        return None

    # ---- figures

    def _noun(self, figure: Figure) -> int | None:
        words, last, skip = self.words, figure.last, self.table.not_noun
        if last < len(words) and words[last].gap != BREAK:
            text = words[last].text
            one = text == "من" and figure.value == 1 and not figure.digits and figure.first > 0 and words[figure.first].gap == CLOSE
            if one and words[figure.first - 1].text in self.table.measures:
                return figure.first - 1
            if text == "من" and words[last].gap == CLOSE and last + 1 < len(words) and words[last + 1].gap != BREAK:
                after = words[last + 1].text
                return last + 1 if after not in skip and not is_figure(after) and after not in self.table.months else None
            if text not in skip and not is_figure(text) and not figure.article and figure.value not in (1, 2):
                return last
            if text not in skip and figure.digits and not is_figure(text):
                return last
        before = figure.first - 1
        if before < 0 or words[figure.first].gap != CLOSE or figure.joined or words[before].text in skip:
            return None
        beside = figure.article and words[before].text.startswith(("ال", "وال", "بال", "لل"))
        return before if beside or (figure.value in (1, 2) and not figure.digits) else None

    def _bound_before(self, at: int, floor: int) -> tuple[int, str, str, int] | None:
        """(first word, qualifier, entry, where it begins in that word) of the bound that ends just before word `at`."""
        words = self.words
        end = at - 1
        if end >= floor and words[end].text == "ال":
            end -= 1
        if end < floor or words[end + 1].gap != CLOSE:
            return None
        for bound in self.table.before.get(words[end].text, ()):
            first = end - len(bound.rest)
            if first < floor or words[first].text not in bound.heads:
                continue
            if all(words[end - 1 - i].text == t for i, t in enumerate(bound.rest[:-1])) and all(
                words[i].gap == CLOSE for i in range(first + 1, end + 1)
            ):
                return first, bound.qualifier, bound.entry, max(0, words[first].text.find(bound.base))
        return None

    def _bound_after(self, last: int) -> tuple[str, str] | None:
        words = self.words
        for at in range(last, min(last + _BOUND_REACH + 1, len(words))):
            text = words[at].text
            bounds = self.table.after.get(text)
            if bounds is not None:
                for bound in bounds:
                    parts = bound.rest
                    if at + len(parts) < len(words) and all(words[at + 1 + i].text == t for i, t in enumerate(parts)):
                        return bound.qualifier, bound.entry
            if words[at].gap == BREAK or is_figure(text) or (at > last and text in self.table.forms):
                return None
        return None

    def _made(self, figure: Figure | None, floor: int, kind: str) -> Number | None:
        if figure is None:
            return None
        entries = list(figure.entries)
        low, high = int(figure.value), int(figure.value) if figure.value == int(figure.value) else int(figure.value) + 1
        qualifier, first, lead = "exact" if low == high else "range", figure.first, 0
        kind = "fraction" if kind == "cardinal" and low != high else kind
        noun = self._noun(figure)
        if kind in ("cardinal", "fraction"):
            bound = self._bound_before(figure.first, floor)
            if bound:
                first, qualifier, entry, lead = bound
                entries.append(entry)
            elif kind == "cardinal":
                after = self._bound_after(figure.last)
                if after:
                    qualifier = after[0]
                    entries.append(after[1])
            kind = self._measure(figure.last, kind, entries)
            if kind == "cardinal" and figure.value in (1, 2) and not figure.digits and noun == figure.first - 1:
                unit = self.table.measures.get(self.words[noun].text)
                if unit:
                    kind = "duration" if unit[0] == "duration" else "measure"
                    entries.append(unit[1])
            elif kind in ("measure", "percent", "duration"):
                noun = figure.last if figure.last < len(self.words) else None
        offset = lead if first < figure.first else max(0, figure.offset - (0 if not figure.article else 2))
        if figure.article and first == figure.first:
            offset = self._article_at(figure)
        return self._build(Count(low, high, qualifier), first, figure.last, kind, tuple(entries), offset, noun)

    def _article_at(self, figure: Figure) -> int:
        text = self.words[figure.first].text
        at = text.find("ال")
        return at if 0 <= at <= 2 else figure.offset

    def _measure(self, last: int, kind: str, entries: list[str]) -> str:
        """The kind of a figure that ends before word `last`, by the measure that follows it."""
        words, table = self.words, self.table
        text = self.doc.folded.text
        end = words[last - 1].end
        if self.signed and (
            text[end : end + 2].lstrip()[:1] in ("%", "$") or text[words[last - 1].start - 1 : words[last - 1].start] in ("%", "$")
        ):
            percent = "%" in (text[end : end + 2].lstrip()[:1], text[words[last - 1].start - 1])
            entries.append("number.measure.percent" if percent else "number.measure.money")
            return "percent" if percent else "measure"
        if last >= len(words) or words[last].gap != CLOSE:
            return kind
        after = words[last].text
        unit = table.measures.get(after)
        if unit is None and last + 1 < len(words):
            unit = table.measure_phrases.get((after, words[last + 1].text))
        if unit is None:
            return kind
        if unit[0] == "duration" and after == "يوم" and last + 1 < len(words) and words[last + 1].text in table.weekdays:
            return kind
        if unit[1] == "number.measure.other" and after in ("مره", "الفيه") and not is_figure(words[last - 1].text):
            return kind
        entries.append(unit[1])
        return unit[0] if unit[0] in ("percent", "duration") else "measure"

    def _range(self, figure: Figure, floor: int) -> Number | None:
        words, last = self.words, figure.last
        if last >= len(words):
            return None
        more = last + 1 < len(words)
        before = words[figure.first - 1] if figure.first > floor and words[figure.first].gap == CLOSE else None
        after = words[last]
        first, entry, second = figure.first, "", None
        between = before is not None and (before.text in ("بين", "مابين", "وبين", "لبين") and not figure.joined)
        if between and before is not None:
            if after.text == "و" and more and after.gap == CLOSE and is_figure(words[last + 1].text):
                second = read_figure(self.doc, last + 1, self.table)
            elif after.gap == CLOSE:
                second = read_figure(self.doc, last, self.table)
                if second is not None and not second.joined:
                    second = None
                if second is None and more and after.text in ("الي", "حتي"):
                    second = read_figure(self.doc, last + 1, self.table)
            first, entry = figure.first - 1, "number.range.between"
            if first - 1 >= floor and words[first - 1].text == "ما":
                first -= 1
        elif more and after.text in ("الي", "حتي", "او") and after.gap == CLOSE:
            second = read_figure(self.doc, last + 1, self.table) if not self._no_number_ahead(last + 1) else None
            entry = "number.range.or" if after.text == "او" else "number.range.to"
            if second and after.text != "او":
                if before is not None and before.text in ("من", "ومن") and self._changed(figure.first):
                    return None
                if before is not None and before.text in ("من", "ومن"):
                    first = figure.first - 1
        elif figure.digits and is_figure(after.text) and self.doc.between(last - 1, last).strip() in ("-", "_"):
            second = read_figure(self.doc, last, self.table)
            if second is None or second.value >= _MOST:
                return None
            sentence = self.doc.sentence_of(last)
            if any(words[i].text in self.table.sport for i in range(sentence.first, sentence.last)):
                low, high = sorted((int(figure.value), int(second.value)))
                return self._build(Count(low, high, "range"), first, second.last, "score", (self.table.context.get("sport", ""),), 0, None)
            entry = "rule.dash"
        if second is None or second.value >= _MOST:
            return None
        low_value, high_value = figure.value, second.value
        if second.scaled and not figure.scaled and figure.value * second.scaled < second.value:
            low_value *= second.scaled
        if low_value >= high_value:
            return self._plain(figure.first, second.last, "serial") if entry == "rule.dash" else None
        if self._month_at(second.last) and high_value <= 31:
            return self._plain(first, second.last, "date")
        if 1900 <= low_value <= 2100 and 1900 <= high_value <= 2100 and not self._counted_after(second.last):
            return self._plain(first, second.last, "year")
        entries = [e for e in (*figure.entries, *second.entries, entry) if e.startswith("number.")]
        kind = self._measure(second.last, "range", entries)
        noun = self._noun(Figure(9, second.first, second.last, second.kind, (), 0, False, False, second.scaled, second.digits))
        offset = 0 if first < figure.first else figure.offset
        return self._build(Count(int(low_value), int(high_value), "range"), first, second.last, kind, tuple(entries), offset, noun)

    def _counted_after(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].gap == CLOSE and self.words[at].text not in self.table.not_noun

    def _no_number_ahead(self, at: int) -> bool:
        return is_figure(self.words[at].text) and self._no_number(at) is not None

    def _changed(self, at: int) -> bool:
        first = max(self.doc.sentence_of(at).first, at - _CHANGE_REACH)
        return any(self.words[i].text in self.table.change for i in range(first, at))
