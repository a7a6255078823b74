"""How many were killed, wounded or captured, in the words of one mention."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.extract.parties import COUNTING, PartyFind
from sijill.model import Count
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Figure
from sijill.text import BREAK, Doc, Sentence, analyses

_WITHOUT = frozenset({"دون", "بدون"})
_NOT = frozenset({"لم", "ولم", "لا", "ولا", "عدم", "لن", "ما", "بلا"})
# What "without …" has to name for a zero: losses of people, whoever they are.
_LOSSES = frozenset("خسائر خساير اصابات اصابه ضحايا قتلي جرحي اصابتنا اصابة".split())
_AMONG = frozenset("بينهم بينها منهم منها ضمنهم بينهما معظمهم غالبيتهم اغلبهم".split())
_MATERIAL = frozenset({"ماديه", "الماديه"})
REACH = 6  # words between an outcome and its figure
ONE = Count(1, 1)


def figure_for(a: Annotated, trigger: Match, victims: list[PartyFind], last: int) -> Figure | None:
    """The figure of an outcome word: its own dual, the number of who suffered it, or a bare number near it."""
    form = trigger.form
    if form.number == "dual" and not form.tense:
        return Figure(Count(2, 2), trigger.first, trigger.last, "dual noun")
    before = [n for n in a.numbers if n.last == trigger.first and n.kind in COUNTING]
    if before and not form.tense and not _after_among(a.doc, before[0].first):
        return _number(before[0].value, before[0].first, trigger.last)
    counted = [v for v in victims if v.count is not None and v.animate]
    if counted:
        joined = [v for v in counted[1:] if v.joiner == "و"]
        figures = [counted[0], *joined]
        lows = [v.count.low for v in figures if v.count]
        highs = [v.count.high for v in figures if v.count]
        rule = "count of those who suffered it"
        if any(x is None for x in (*lows, *highs)):
            return None
        return Figure(Count(sum(x or 0 for x in lows), sum(x or 0 for x in highs)), figures[0].first, figures[-1].last, rule)
    if victims and not form.tense and form.number == "plural":
        return None
    number = _bare_number(a, trigger, min(last, trigger.last + REACH))
    if number is not None:
        return number
    if not form.tense and form.number == "sing" and trigger.entry.meaning("person") == "true":
        return Figure(ONE, trigger.first, trigger.last, "one person")
    return None


def _number(count: Count, first: int, last: int) -> Figure | None:
    if count.low is None:
        return None
    return Figure(count, first, last, "number beside the outcome")


def _after_among(doc: Doc, index: int) -> bool:
    return any(doc.words[i].text in _AMONG for i in range(max(0, index - 2), index))


def _bare_number(a: Annotated, trigger: Match, last: int) -> Figure | None:
    for number in within(a.numbers, trigger.last, last):
        if number.kind not in COUNTING or _after_among(a.doc, number.first):
            continue
        if any(a.doc.words[i].gap == BREAK for i in range(trigger.last + 1, number.first + 1)):
            return None
        if any(m.entry.meaning("rank") in ("outcome", "occurrence") for m in within(a.triggers, trigger.last, number.first)):
            return None
        party = next((p for p in a.parties if p.first <= number.first < p.last), None)
        if party is not None and not party.animate:
            return None
        return _number(number.value, number.first, number.last)
    return None


def zero_losses(a: Annotated, sentence: Sentence) -> tuple[int, int, str] | None:
    """«دون وقوع إصابات», «لم يسفر عن ضحايا»: words [first, last) that say nobody was hurt, and which losses they name."""
    words = a.doc.words
    for index in range(sentence.first, sentence.last):
        text = words[index].text
        without = text in _WITHOUT or any(r.rest in _WITHOUT for r in analyses(text) if r.joiner and not r.particle)
        if not without and text not in _NOT:
            continue
        for step in range(index + 1, min(index + 7, sentence.last)):
            if words[step].gap == BREAK:
                break
            loss = next((r.rest for r in analyses(words[step].text) if r.rest in _LOSSES), None)
            if loss is None:
                continue
            if step + 1 < sentence.last and words[step + 1].text in _MATERIAL:
                break
            return index, step + 1, loss
    return None
