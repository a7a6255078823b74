"""Finding everything that a text names: the first half of a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sijill.extract.lookup import Lookup, Match, look_up
from sijill.extract.numbers import Number, find_numbers
from sijill.extract.ordered import Ordered, covering, within
from sijill.extract.parties import PartyFind, find_parties
from sijill.extract.places import PlaceFind, find_place_names
from sijill.extract.times import TimeExpression, find_times
from sijill.knowledge import Knowledge
from sijill.model import Report, When
from sijill.reading.written import in_month, own_month
from sijill.resolve.calendars import day_in
from sijill.resolve.places import Settled, settle_places
from sijill.resolve.times import resolve_time
from sijill.text import QUOTE, Doc, Sentence, make_doc

__all__ = ["Annotated", "PlaceInText", "TimeFind", "annotate", "outside", "quoted_names", "within"]


@dataclass(frozen=True, slots=True)
class TimeFind:
    """A time in the text with the interval that it names."""

    expression: TimeExpression
    when: When

    @property
    def first(self) -> int:
        """Its first word."""
        return self.expression.first

    @property
    def last(self) -> int:
        """The word behind its last."""
        return self.expression.last


@dataclass(frozen=True, slots=True)
class PlaceInText:
    """A settled place with the words it takes, the noun and direction before it among them."""

    settled: Settled

    @property
    def first(self) -> int:
        """Its first word, the place noun taken in."""
        return self.settled.find.begin

    @property
    def last(self) -> int:
        """The word behind its last."""
        return self.settled.find.last


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report and everything found in it, each list in the order of the text."""

    report: Report
    doc: Doc
    lookup: Lookup
    numbers: Ordered[Number]
    times: Ordered[TimeFind]
    places: Ordered[PlaceInText]
    places_lost: tuple[tuple[PlaceFind, str], ...]
    parties: Ordered[PartyFind]
    triggers: Ordered[Match]
    weapons: Ordered[Match]
    speech: Ordered[Match]
    cues: Ordered[Match]
    demonyms: Ordered[Match]  # with a country
    of_outlet: Ordered[Match]  # cues in the outlet's own name
    anchor: date | None = None  # the day that relative times are counted from
    bounds: dict[int, tuple[list[Match], list[int]]] = field(default_factory=dict, repr=False, compare=False)  # of clauses, by sentence
    acts: dict[int, list[Match]] = field(default_factory=dict, repr=False, compare=False)  # by sentence: what it tells happened
    zeros: dict[int, list[tuple[int, int, tuple[str, ...]]]] = field(default_factory=dict, repr=False, compare=False)  # by sentence
    roles: dict[int, list[tuple[Match, list[PartyFind], list[PartyFind]]]] = field(
        default_factory=dict, repr=False, compare=False
    )  # by the first word of a trigger: the trigger, who did it and who bore it
    turned: list[int] = field(default_factory=list, repr=False, compare=False)  # by sentence: where its story begins
    apart: dict[int, int | None] = field(default_factory=dict, repr=False, compare=False)  # by trigger: where a distance from it begins

    def sentence(self, word: int) -> Sentence:
        """The sentence that holds a word."""
        return self.doc.sentence_of(word)


def annotate(report: Report, knowledge: Knowledge) -> Annotated:
    """Find words of the lexicon, numbers, times, places and parties; settle times and places."""
    doc = make_doc(report.text)
    lookup = look_up(doc, knowledge.lexicon)
    duals = {doc.words[m.first].text: m.entry.id for m in lookup.matches if m.form.number == "dual" and not m.form.tense}
    numbers = find_numbers(doc, knowledge.numbers, duals)
    expressions = find_times(doc, knowledge.times, numbers)
    month = own_month(expressions, report.published)
    anchor = month or report.published or _day_in_lead(doc, expressions)
    times = _resolve(expressions, report, anchor, month)
    finds, places_lost = find_place_names(doc, knowledge.gazetteer, lookup.matches.items)
    in_times = {i for t in times for i in range(t.first, t.last)}
    if in_times:
        finds = [f for f in finds if f.first not in in_times]
    demonyms = [m for m in lookup.room("actors").items if m.form.tense == "demonym" and m.entry.id.startswith("nation.")]
    nations = [m.entry.meaning("country") for m in demonyms]
    places = [PlaceInText(s) for s in settle_places(doc, finds, knowledge.gazetteer, nations, report.country)]
    settled = {p.settled.find for p in places}
    places_lost += [(f, "a little-known place of a country of which the text says nothing") for f in finds if f not in settled]
    names = quoted_names(doc)
    times = [t for t in times if t.first not in names and not _named(doc, lookup, t)]
    parties = find_parties(
        doc,
        lookup.matches.items,
        numbers,
        _barred(lookup.matches.items, times, places),
        frozenset([i for p in places for i in range(p.first, p.last)]),
    )
    names |= {i for p in parties if p.named or p.head.entry.id == "noun.named_group" for i in range(p.head.first + 1, p.head.last)}
    return Annotated(
        report,
        doc,
        lookup,
        Ordered([n for n in numbers if n.first not in in_times]),
        Ordered(times),
        Ordered(places),
        tuple(places_lost),
        Ordered(parties),
        outside(lookup.room("triggers"), names),
        outside(lookup.room("weapons"), names),
        lookup.room("speech"),
        lookup.room("cues"),
        Ordered([m for m in demonyms if m.entry.meaning("country")]),
        look_up(make_doc(report.outlet), knowledge.lexicon).room("cues") if report.outlet else Ordered(),
        anchor,
    )


# Words behind which words in quotation marks are a name («جماعة "سيف الحق"», «عملية "فجر الجبل"»).
_NAMING = frozenset(
    "جماعه جماعات حركه كتيبه كتايب لواء تنظيم مجموعه سرايا ميليشيا مليشيا فصيل فصايل نفسها نفسه باسم اسم تسمي يسمي مسماه مسمي"
    " المعروفه المعروف عمليه حمله"
    " برنامج فيلم كتاب روايه مسلسل قناه صحيفه جريده اذاعه شبكه مركز موقع وكاله حزب غرفه جبهه تجمع اتحاد منظمه"
    " جمعيه مجله مسرحيه لقب كنيه ملقب مكني".split()
)
LONGEST_NAME = 5  # words of a name in quotation marks


def _named(doc: Doc, lookup: Lookup, time: TimeFind) -> bool:
    """«صحيفة الصباح», «لوكالة بغداد اليوم»: a time that is part of the name of somebody, where a word before it says that it is a name."""
    for match in covering(lookup.room("actors"), time.first):
        if match.first < time.first and time.last <= match.last:
            before = doc.words[match.first - 1] if match.first else None
            bare_name = before is None or not any(r.rest in _NAMING for r in before.analyses)
            if match.particle == "ل" or doc.words[match.first].gap == QUOTE or not bare_name:
                return True
    return False


def quoted_names(doc: Doc) -> frozenset[int]:
    """The words that stand in quotation marks as a name: what they mean is not what happened."""
    inside: set[int] = set()
    for quoted in doc.quotes:
        first = doc.word_at(quoted.start)
        if doc.words[first].start < quoted.start:
            first += 1
        last = doc.word_at(quoted.end - 1) + 1
        if first == 0 or not 0 < last - first <= LONGEST_NAME:
            continue
        before = doc.words[max(0, first - 2) : first]
        if any(reading.rest in _NAMING for word in before for reading in word.analyses):
            inside.update(range(first, last))
    return frozenset(inside)


def outside(matches: Ordered[Match], names: frozenset[int]) -> Ordered[Match]:
    """The matches that do not stand in a quoted name."""
    return Ordered([m for m in matches.items if m.first not in names]) if names else matches


LEAD = 4  # sentences in which a text that came without a date of publication gives its own day


def _day_in_lead(doc: Doc, expressions: Sequence[TimeExpression]) -> date | None:
    """The first full date of the lead that is said to be today («اليوم الأحد 8 آب 2021»), where no day of publication is known."""
    last = doc.sentences[min(LEAD, len(doc.sentences)) - 1].last if doc.sentences else 0
    for expression in expressions:
        if expression.first >= last or expression.says.day is None:
            continue
        if expression.says.year is None:
            day = _day_without_year(doc, expression, expressions)
            if day is not None:
                return day
            continue
        if expression.of_statement:
            continue
        near = [w.text for w in doc.words[max(0, expression.first - 2) : expression.last]]
        when = resolve_time(expression, None)
        if when.precision != "day" or when.start is None:
            continue
        if expression.says.shift is not None:  # «أمس السبت 7 آب 2021»
            return when.start - timedelta(days=expression.says.shift)
        if "اليوم" in near or expression.says.weekday is not None:
            return when.start
    return _day_of_caption([e for e in expressions if e.first < last])


def _day_of_caption(lead: Sequence[TimeExpression]) -> date | None:
    """«… 24 تموز 2022» under a picture and «اليوم الأحد» in the lead: the full date of the lead, where the weekdays agree."""
    told = [e.says for e in lead if e.says.shift is not None and e.says.weekday is not None and e.says.day is None]
    for expression in lead:
        if expression.kind != "date" or expression.says.year is None or expression.says.weekday is not None:
            continue
        day = resolve_time(expression, None).start
        if day is not None and any(said.shift == 0 and day.weekday() == said.weekday for said in told):
            return day
    return None


def _day_without_year(doc: Doc, expression: TimeExpression, others: Sequence[TimeExpression]) -> date | None:
    """«اليوم الأحد 8 آب», where another day of the text tells the year and the weekday agrees with it."""
    said = expression.says
    near = [w.text for w in doc.words[max(0, expression.first - 2) : expression.last]]
    if said.weekday is None or said.month is None or said.day is None or "اليوم" not in near:
        return None
    for other in others:
        if other.says.year is None or other.says.day is None or other.says.calendar != said.calendar:
            continue
        day = day_in(said.calendar, other.says.year, said.month, said.day)
        if day is not None and day.weekday() == said.weekday:
            return day
    return None


def _resolve(expressions: Sequence[TimeExpression], report: Report, anchor: date | None, month: date | None) -> list[TimeFind]:
    found: list[TimeFind] = []
    context: When | None = None
    for expression in expressions:
        when = resolve_time(expression, anchor, context=context)
        if month is not None and report.published is not None:
            when = in_month(expression, when, month, report.published)
        if when.start is not None:
            context = when
            if report.published is None and anchor is not None and when.start != anchor and resolve_time(expression, None).start is None:
                when = replace(when, rule=f"{when.rule} (counted from {anchor.isoformat()}, the day that the text itself gives)")
        found.append(TimeFind(expression, when))
    return found


def _barred(matches: Sequence[Match], times: Sequence[TimeFind], places: Sequence[PlaceInText]) -> frozenset[int]:
    """Words at which a noun phrase cannot go on: times, verbs, and places that a preposition brings in."""
    barred = {i for t in times for i in range(t.first, t.last)}
    barred |= {i for p in places if p.settled.find.preposition or p.settled.find.noun for i in range(p.first, p.last)}
    barred |= {
        m.first
        for m in matches
        if m.entry.room in ("triggers", "speech")
        and m.entry.pos in ("verb", "phrase")
        and not m.entry.meaning("loaded")
        and not m.entry.id.startswith("speech.source.")
    }
    return frozenset(barred)
