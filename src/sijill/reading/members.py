"""Those who are joined to a counted phrase: «نقيب ومجند», «امرأة وطفلاها», «عقيد إلى جانب ثلاثة ضباط»."""

from __future__ import annotations

from typing import NamedTuple

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.ordered import beginning
from sijill.extract.parties import COUNTING, PartyFind
from sijill.reading.annotate import Annotated
from sijill.reading.outcomes import AMONG, count_of, joined_by_waw, outcome_of, relative, trigger_at
from sijill.text import BREAK, bare

JOINED = 8  # words of one member of a list («47 متمردا و5 من القوات»)
_BESIDE = 7  # words between a counted phrase and «إلى جانب», «بالإضافة إلى»
_OTHERS = frozenset("اخرين اخر اخري اخريين اخرون".split())
# «… بالإضافة إلى ثلاثة ضباط»: who fell beside them is counted apart from them.
_ADDING = {"الي": "جانب", "بالاضافه": "الي", "اضافه": "الي", "فضلا": "عن", "علاوه": "علي"}
# What is counted by bodies and not by heads.
_BODIES = frozenset(
    "وحدات وحده عايلات عايله اسر اسره خلايا خليه مجموعات مجموعه عصابات عصابه فرق كتايب كتيبه سرايا سريه دوريات دوريه قبايل عشاير شبكات"
    " فصايل الويه ".split()
)
# Duals that a pronoun follows, of nouns whose plural has another form: nothing else can be meant.
_TWO_OF_HIS = frozenset(
    "طفلاه طفلاها طفليه طفليها نجلاه نجليه نجلاها نجليها ولداه ولديه ولداها ولديها ابناه ابنيه ابنتاه ابنتيه ابنتاها ابنتيها شقيقاه"
    " شقيقيه شقيقتاه شقيقتيه زميلاه زميليه حارساه حارسيه والداه والديه زوجتاه زوجتيه".split()
)


class More(NamedTuple):
    """How many more, and the word behind them."""

    low: int
    high: int
    last: int


def with_others(a: Annotated, trigger: Match, at: int, last: int) -> More | None:
    """«قتل القيادي مع مسلحين اثنين آخرين», «مقتل عقيد، بالإضافة إلى ثلاثة ضباط»: others who fell with those told before."""
    words = a.doc.words
    for index in range(at, min(max(at, trigger.last) + _BESIDE, last - 1)):
        text, gap = words[index].text, words[index].gap
        if index > at and (relative(text) or text in AMONG):
            return None
        fell = text == "مع" and gap != BREAK
        if fell or (text in _ADDING and words[index + 1].text == _ADDING[text]):
            if any(trigger_at(a, i) is not None for i in range(at + 1, index + 1)):
                return None
            return _fallen_with(a, index + 1, last) if fell else _beside(a, trigger, index + 2, last)
        if gap == BREAK and index > at:
            return None
    return None


def _fallen_with(a: Annotated, at: int, last: int) -> More | None:
    """Behind «مع»: a number of others or of his own people, or one of his own."""
    words = a.doc.words
    number = next((n for i in (at, at + 1) for n in beginning(a.numbers, i) if n.kind in COUNTING), None)
    if number is not None:
        behind = range(number.first, min(number.last + 4, last))
        theirs = any(words[i].text == "من" and i + 1 < last and words[i + 1].text.endswith(("ه", "ها", "هم")) for i in behind)
        return _more(number) if theirs or any(words[i].text in _OTHERS for i in behind) else None
    party = next((p for p in beginning(a.parties, at) if p.animate and p.head.form.pronoun and p.head.form.number == "sing"), None)
    return More(1, 1, party.last) if party is not None and count_of(party) is not None else None


def with_his_own(a: Annotated, at: int, last: int) -> More | None:
    """«سعيد الحلاق، رئيس البلدية، وثلاثة من حراسه», «أبو عمر و12 مسلحا آخرين»: behind one and his office, people of his or others."""
    words = a.doc.words
    for index in range(at, min(at + _APPOSED, last)):
        text = words[index].text
        if relative(text) or text in AMONG or trigger_at(a, index) is not None or beginning(a.times, index):
            return None
        first = index + 1 if text == "و" else index
        number = next((n for n in beginning(a.numbers, first) if n.kind in COUNTING and n.kind != "dual"), None)
        if number is None:
            continue
        if text != "و" and not joined_by_waw(a, index):
            return None
        party = next(iter(beginning(a.parties, first)), None) or next(iter(beginning(a.parties, index)), None)
        his = party is not None and party.animate and bool(party.head.form.pronoun)
        others = any(words[i].text in _OTHERS for i in range(number.last, min(number.last + 3, last)))
        return _more(number) if (his or others) and not counts_groups(a, number) else None
    return None


_APPOSED = 14  # words between one person and the people of his, with his office between commas


def _beside(a: Annotated, trigger: Match, at: int, last: int) -> More | None:
    """Behind «بالإضافة إلى»: people with their number."""
    if at >= last:
        return None
    number = next((n for i in (at, at + 1) for n in beginning(a.numbers, i) if n.kind in COUNTING and (i == at or n.noun == at)), None)
    party = next((p for p in beginning(a.parties, at)), None)
    if party is not None and not party.animate:
        return None
    if number is None:
        count = count_of(party) if party is not None and party.head.entry.room == "nouns" else None
        return More(count.low, count.high, party.last) if party and count and count.low is not None and count.high is not None else None
    if another_toll(a, trigger, number) or counts_groups(a, number):
        return None
    others = any(a.doc.words[i].text in _OTHERS for i in range(number.first, min(number.last + 3, last)))
    return _more(number) if party is not None or others or number.noun == at else None


def _more(number: Number) -> More | None:
    low, high = number.value.low, number.value.high
    return More(low, high, number.last) if low is not None and high is not None else None


def next_member(a: Annotated, trigger: Match, at: int, limit: int) -> More | None:
    """A member that waw joins close behind word `at`."""
    words = a.doc.words
    for index in range(at, min(limit, at + JOINED)):
        text = words[index].text
        if (words[index].gap == BREAK and index > at) or text in AMONG or relative(text):
            return None
        if text in PREPOSITIONS and text not in ("من", "في", "علي"):
            return None
        if words[index].gap == BREAK and not text.startswith("و"):
            return None
        if trigger_at(a, index) is not None or beginning(a.times, index):
            return None
        apart = text == "و" and index + 1 < limit
        first = index + 1 if apart else index
        number = next((n for n in beginning(a.numbers, first) if n.kind in COUNTING), None)
        parties = beginning(a.parties, first)
        party = parties[0] if parties else None
        if apart:
            linked = number is not None or party is not None
        else:
            linked = text.startswith("و") and joined_by_waw(a, index)
            if text.startswith("و") and text[1:] in _TWO_OF_HIS and index - at <= 2:
                return More(2, 2, index + 1)
        if not linked:
            if number is not None:
                return None
            continue
        return _member(a, trigger, number, party, near=index - at <= 2)
    return None


def _member(a: Annotated, trigger: Match, number: Number | None, party: PartyFind | None, *, near: bool) -> More | None:
    if party is not None and not party.animate:
        return None
    if number is not None and number.kind != "dual":
        if another_toll(a, trigger, number) or counts_groups(a, number):
            return None
        low, high = number.value.low, number.value.high
        return More(low, high, max(number.last, party.last if party else 0)) if low is not None and high is not None else None
    if party is None or not near:
        return None
    if _begins_clause(a, party):
        return None
    told = number_behind(a, party)
    count = told.value if told is not None else count_of(party)
    if count is None or count.low is None or count.high is None:
        return None
    return More(count.low, count.high, told.last if told is not None else party.last)


def _begins_clause(a: Annotated, party: PartyFind) -> bool:
    """«اغتيال الوزير والنائب يرفض التحقيق»: somebody known, and a verb behind him; he did not fall with the first."""
    words = a.doc.words
    known = party.named or party.head.article or party.head.entry.role == "person"
    if not known or party.last >= len(words) or words[party.last].gap == BREAK:
        return False
    after = words[party.last].text
    return len(after) > 3 and after.startswith(("ي", "ت", "سي", "ست")) and not beginning(a.lookup.matches, party.last)


def number_behind(a: Annotated, party: PartyFind) -> Number | None:
    """«أطفاله الثلاثة», «مدنيين اثنين»: the number that stands behind a plural."""
    if not party.animate or party.head.entry.room != "nouns":
        return None
    if (party.count is not None or party.head.form.number != "plural") and not _plural_after_all(a, party):
        return None
    number = next((n for n in beginning(a.numbers, party.last) if n.kind in COUNTING), None)
    if number is None or number.noun == party.last - 1:
        return number  # «مدنيين اثنين»
    possessed = party.head.form.pronoun or party.head.article
    return number if possessed and a.doc.words[number.first].text.startswith("ال") else None


def _plural_after_all(a: Annotated, party: PartyFind) -> bool:
    """«المتعاقدين الخمسة»: what could be a dual by its ending is a plural where a higher number describes it."""
    described = next((n for n in beginning(a.numbers, party.last) if n.kind in COUNTING and n.kind != "dual"), None)
    if described is None or not party.head.article or not a.doc.words[party.last].text.startswith("ال"):
        return False
    return party.head.form.number == "dual" and (described.value.low or 0) > 2


def likewise(a: Annotated, at: int, last: int) -> More | None:
    """«ثلاثة اعترفوا بتورطهم في التفجير وكذلك سبعة آخرين»: others of whom the same holds, behind what is told of the first."""
    words = a.doc.words
    for index in range(at, min(at + _LIKEWISE, last - 1)):
        if words[index].text not in ("وكذلك", "كذلك"):
            continue
        passed = (trigger_at(a, i) for i in range(at, index + 1))
        if any(m is not None and outcome_of(m) for m in passed):
            return None
        number = next((n for n in beginning(a.numbers, index + 1) if n.kind in COUNTING), None)
        if number is None or not any(words[i].text in _OTHERS for i in range(number.first, min(number.last + 3, last))):
            return None
        behind = (trigger_at(a, i) for i in range(number.last, min(number.last + 4, last)))
        return None if any(m is not None and outcome_of(m) for m in behind) else _more(number)
    return None


_LIKEWISE = 12  # words between those who are counted first and «وكذلك»


def counts_groups(a: Annotated, number: Number) -> bool:
    """«ثلاث عائلات», «خمس وحدات من المقاتلين»: bodies are counted, not people."""
    words = a.doc.words
    if number.kind == "dual":
        return False
    return number.last < len(words) and words[number.last].gap != BREAK and bare(words[number.last].text) in _BODIES


def another_toll(a: Annotated, trigger: Match, number: Number) -> bool:
    """«7 جرحى» behind a word of killing: the number of another outcome."""
    behind = next((m for m in beginning(a.triggers, number.last) if m.entry.meaning("person") == "true"), None)
    return behind is not None and outcome_of(behind) != outcome_of(trigger)
