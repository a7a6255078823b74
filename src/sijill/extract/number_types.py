"""A number as stated, and what a figure of digits may be besides a number."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.figures import is_figure
from sijill.knowledge.number_words import NumberWords
from sijill.model import Count
from sijill.text import BREAK, CLOSE, Doc


@dataclass(frozen=True, slots=True)
class Number:
    """A number as stated.

    Attributes:
        value: what it says.
        first, last: its words, half open, with the bound that stands before it («أكثر من 20»).
        entry: the lexicon entry of its first number word, or `rule.digits`.
        kind: cardinal | range | dual | one_of | vague | none; ordinal, measure, percent, duration,
            fraction and score are no counts of people.
        noun: index of the word that it counts, as far as position tells (before «واحد»,
            «الثلاثة»; after «من» in «ثلاثة من الجنود»); None where no word can be meant.
        start, end: folded offsets, without joined particles.
        entries: every lexicon entry that took part.
    """

    value: Count
    first: int
    last: int
    entry: str
    kind: str
    noun: int | None
    start: int
    end: int
    entries: tuple[str, ...]


class Others:
    """Tells years, dates, hours, labels and serial numbers from numbers of things."""

    def __init__(self, doc: Doc, table: NumberWords) -> None:
        self.doc, self.words, self.table = doc, doc.words, table
        self.signed = "%" in doc.folded.text or "$" in doc.folded.text

    def _no_number(self, at: int) -> Number | None:
        words, table = self.words, self.table
        text = words[at].text
        last = at + 1
        before = words[at - 1] if at and words[at].gap != BREAK else None
        if before is not None and before.text == "ال" and at > 1:
            before = words[at - 2]
        if ":" in text:
            return self._plain(at, last, "clock")
        if text.count(".") == 2:
            return self._plain(at, last, "date")
        mark = self.doc.between(at, last).strip() if last < len(words) and is_figure(words[last].text) else ""
        if mark in ("/", "\\") or (mark in "-." and mark and self._three(at, mark)):
            while last < len(words) and is_figure(words[last].text) and self.doc.between(last - 1, last).strip() == mark:
                last += 1
            return self._plain(at, last, "date")
        if self.doc.folded.text[words[at].start - 1 : words[at].start] == "#":
            return self._plain(at, last, "serial")
        if mark == "+":
            return self._plain(at, last + 1, "serial")
        if text.isdigit() and (len(text) > 7 or (text[0] == "0" and len(text) > 2)):
            return self._plain(at, last, "serial")
        if not mark and text.isdigit() and int(text) <= 30 and self._heads_list(at):
            return self._plain(at, last, "list")
        if self._month_at(last) and text.isdigit() and 0 < int(text) <= 31:
            return self._plain(at, last, "date")
        if before is not None and at:
            if before.text in table.labels and words[at].sentence == before.sentence:
                measure = table.measures.get(words[last].text) if last < len(words) else None
                if not (measure or (before.text in ("هاون", "عيار", "عياره") and last < len(words) and words[last].text in table.measures)):
                    return self._plain(at, last, "label", table.context.get("label", ""))
            if text.isdigit() and len(text) in (3, 4) and 100 < int(text) < 2200:
                if (before.text in table.years or before.text in table.months) and not self._is_measured(last):
                    return self._plain(at, last, "year", table.context.get("year", ""))
                if before.text == "و" and at > 1 and self._is_year(at - 2) and not self._is_measured(last):
                    return self._plain(at, last, "year", table.context.get("year", ""))
                if 1900 <= int(text) <= 2100 and self._stands_as_year(before.text, last):
                    return self._plain(at, last, "year", table.context.get("year_after", ""))
        if text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100:
            alone = last >= len(words) or words[last].gap != CLOSE or words[last].text in table.not_noun
            if alone and (words[at].gap != CLOSE or before is None or before.text not in table.not_noun):
                return self._plain(at, last, "year", table.context.get("year", ""))
        return None

    def _is_year(self, at: int) -> bool:
        """True where word `at` is a figure that a word of years stands before: «عامي 1964 و1985»."""
        text = self.words[at].text
        return text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100 and at > 0 and self.words[at - 1].text in self.table.years

    def _heads_list(self, at: int) -> bool:
        """True for the number of an item: «2- فلان»."""
        words, last = self.words, at + 1
        if last >= len(words) or words[last].sentence != words[at].sentence:
            return False
        after, first = self.doc.between(at, last), at == self.doc.sentence_of(at).first
        if first and after.strip() in ("-", ".", ")", ".-", "/"):
            return True
        return after == "- " or (words[at].gap != CLOSE and after in ("-", ") "))

    def _stands_as_year(self, before: str, last: int) -> bool:
        """A four-digit figure after في, منذ… is a year unless a word that it counts follows."""
        if before == "و" or (before.startswith("ال") and before not in self.table.years_after):
            return False
        if last >= len(self.words) or self.words[last].gap != CLOSE:
            return before in self.table.years_after
        after = self.words[last].text
        if self._is_measured(last):
            return False
        if before in self.table.years_after:
            return (
                after in self.table.not_noun
                or after.startswith(("ال", "و", "ب"))
                or before not in ("من", "الي", "بعد", "قبل", "في")
                or (before in ("في", "منذ") and not after.endswith(("ه", "ا")))
            )
        return after.startswith("ال") and before not in self.table.before

    def _is_measured(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].gap == CLOSE and self.words[at].text in self.table.measures

    def _three(self, at: int, mark: str) -> bool:
        after = at + 2
        return after < len(self.words) and is_figure(self.words[after].text) and self.doc.between(after - 1, after).strip() == mark

    def _month_at(self, at: int) -> bool:
        """True where a month's name stands at `at`, perhaps after «من» or «شهر»."""
        words = self.words
        for step in range(3):
            if at + step >= len(words) or (
                words[at + step].gap == BREAK and self.doc.between(at + step - 1, at + step).strip() not in ("-", "/")
            ):
                return False
            text = words[at + step].text
            if text in self.table.months:
                return True
            if text not in ("من", "شهر"):
                return False
        return False

    def _plain(self, at: int, last: int, kind: str, entry: str = "") -> Number:
        start, end = self.words[at].start, self.words[last - 1].end
        return Number(Count(None, None, kind), at, last, entry or "rule.digits", kind, None, start, end, (entry,) if entry else ())

    def _build(self, value: Count, first: int, last: int, kind: str, entries: tuple[str, ...], offset: int, noun: int | None) -> Number:
        head = next((e for e in entries if e.startswith("number.") and ".bound." not in e), "rule.digits")
        if kind == "dual":
            head = entries[0]
        return Number(value, first, last, head, kind, noun, self.words[first].start + offset, self.words[last - 1].end, entries)
