"""How many were killed, wounded or captured, in the words of one mention."""

from __future__ import annotations

from sijill.extract.closed import STOP
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.ordered import beginning, covering, ending
from sijill.extract.parties import COUNTING
from sijill.model import Count
from sijill.reading.annotate import Annotated, within
from sijill.reading.counted import behind_of, lone_noun, total_of
from sijill.reading.draft import Figure
from sijill.reading.grammar import verb_like
from sijill.reading.members import with_others
from sijill.reading.outcomes import (
    AMONG,
    NEW_TOLL,
    NOUN,
    ONE,
    POINTED,
    REACH,
    STATED,
    TWO,
    WITH_OTHERS,
    ZERO,
    among,
    count_of,
    died_of_wounds,
    joined_by_waw,
    outcome_of,
    relative,
    starting,
    stated,
    trigger_at,
    verbal,
)
from sijill.text import BREAK, Doc
from sijill.text.spelled import spelled

_TOLL = spelled("عدد حصيله اعداد محصله حصيلته حصيلتها".split())
_NEGATORS = frozenset(joiner + word for joiner in ("", "و", "ف") for word in ("لم", "لا", "لن"))
_NOBODY = frozenset({"احد", "احدا", "اي", "ايا"})
_OPENERS = frozenset("ان انه وان بان فان كان كانت وكان وكانت اذ حيث لكن ولكن فيما وفيما بينما وبينما".split())
_WHO = {"الذي": ONE, "اللذين": TWO, "اللذان": TWO}
_VICTIMS: dict[str, Count | None] = {
    **dict.fromkeys("قتلي جرحي ضحايا شهداء مصابين اصابات صرعي قتلا القتلي الضحايا".split()),
    **dict.fromkeys("قتيل قتيلا قتيله شهيد شهيدا جريح جريحا صريعا جثه".split(), ONE),
    **dict.fromkeys("قتيلين قتيلان شهيدين شهيدان جريحين جريحان جثتي جثتين جثتان".split(), TWO),
}
# What brings in a single victim: «سقوط قتيل», «خلف جريحا», «أسفر عن قتيل».
_BRINGS = spelled("سقوط وقوع سقط وقع خلف خلفت اوقع اوقعت عن هناك الي تسجيل سجل سجلت حصيله".split())


def figure_for(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """The figure of an outcome word: its own dual, the number of who suffered it, or a bare number near it.

    Args:
        a: the annotated report.
        trigger: a word of killing, wounding or capture.
        last: word behind the last one of the sentence.
    """
    if _negated(a.doc, trigger):
        return _nobody(a, trigger, last)
    if trigger.entry.meaning("uncounted") == "true" or (trigger.particle == "ب" and trigger.form.number == "plural"):
        return None
    if trigger.entry.meaning("person") == "true":
        return _person_noun(a, trigger, last)
    before = _number_before(a, trigger)
    if before is not None and not verbal(trigger):
        return stated(before)
    if trigger.entry.pos == "phrase" and (ending := a.doc.words[trigger.last - 1].text) in _VICTIMS:
        count = _VICTIMS[ending]
        return Figure(count, trigger.first, trigger.last, NOUN) if count else None
    if trigger.entry.meaning("joint") == "true" or _joint(a, trigger):
        return None
    if trigger.form.pronoun and not beginning(a.numbers, trigger.last):
        return _pronoun(a, trigger)
    if _parted_by_waw(a, trigger):
        return (_subject(a, trigger) or _coordinated(a, trigger)) if verbal(trigger) else None
    found = _coordinated(a, trigger) or behind_of(a, trigger, last)
    if found is not None and found.count.low is not None:
        return found
    if found is not None and not verbal(trigger):
        return None
    if verbal(trigger):
        return _and_his(a, trigger, _subject(a, trigger)) or _pronoun(a, trigger)
    return _pronoun(a, trigger)


def _and_his(a: Annotated, trigger: Match, figure: Figure | None) -> Figure | None:
    """«إن أحد القادة قتل مع أربعة من معاونيه»: who fell with the one that stands before the verb is told behind it."""
    if figure is None or figure.count != ONE or figure.rule != NOUN:
        return figure
    more = with_others(a, trigger, trigger.last, a.sentence(trigger.first).last)
    return Figure(Count(1 + more.low, 1 + more.high), figure.first, more.last, WITH_OTHERS) if more is not None else figure


def _person_noun(a: Annotated, trigger: Match, last: int) -> Figure | None:
    words = a.doc.words
    one = trigger.form.number == "sing"
    behind = next((m for m in beginning(a.triggers, trigger.last) if m.entry.meaning("person") == "true"), None)
    ahead = next((m for m in ending(a.triggers, trigger.first) if m.entry.meaning("person") == "true"), None)
    if one and behind is not None and behind.joiner == "و" and behind.form.number == "sing":
        return None  # «400 قتيل وجريح»: one total for both
    if any(died_of_wounds(m, trigger) for m in ending(a.triggers, trigger.first)):
        return None
    before = _number_before(a, trigger) or (None if one else _of_state(a, trigger))
    if before is not None:
        part = before.kind == "one_of" or (words[trigger.first - 1].text == "من" and words[trigger.first].text.startswith("ال"))
        return None if part or among(a.doc, before.first) else _risen(a, before) or stated(before)
    if among(a.doc, trigger.first) or (trigger.first and words[trigger.first - 1].text in ("بين", "كل")):
        return None
    if trigger.form.number == "dual":
        return Figure(TWO, trigger.first, trigger.last, NOUN)
    if not one:
        return _toll(a, trigger, last)
    if trigger.definite or (ahead is not None and ahead.form.number == "sing" and trigger.joiner):
        return None
    brought = any(words[i].text in _BRINGS for i in range(max(0, trigger.first - 2), trigger.first))
    joined = trigger.joiner == "و" and ahead is not None
    counted = trigger.last < last and words[trigger.last].text in ("واحد", "واحده")
    return Figure(ONE, trigger.first, trigger.last, NOUN) if brought or joined or counted else None


def _toll(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """«ارتفع عدد القتلى إلى 9», «حصيلة الضحايا من 5 إلى 9»: the number that holds now."""
    words = a.doc.words
    near = range(max(0, trigger.first - 2), trigger.first)
    shared = trigger.joiner == "و" and trigger.last < last and words[trigger.last].text == "الي"  # «عدد القتلى إلى 12 والجرحى إلى 40»
    if not shared and all(words[i].text not in _TOLL for i in near):
        return None
    numbers = [n for n in within(a.numbers, trigger.last, min(last, trigger.last + REACH)) if n.kind in COUNTING]
    risen = [n for n in numbers if words[n.first - 1].text in ("الي", "عند", "حتي")]
    chosen = next(iter(risen or numbers), None)
    if chosen is None or chosen.value.low is None or among(a.doc, chosen.first):
        return None
    if any(outcome_of(m) for m in starting(a, trigger.last, chosen.first)) or _of_a_span(a, trigger.last, min(last, chosen.last + 6)):
        return None
    return Figure(chosen.value, chosen.first, chosen.last, NEW_TOLL)


def _risen(a: Annotated, number: Number) -> Figure | None:
    """«… ثم ارتفعت الحصيلة إلى 14 قتيلا»: as many as there are by now."""
    words, first = a.doc.words, a.sentence(number.first).first
    if number.value.low is None or number.first <= first:
        return None
    apart = words[number.first - 1].text == "و"
    if apart or words[number.first].text.startswith("و"):  # «إلى 14 قتيلا و20 جريحا»
        told = [m for m in ending(a.triggers, number.first - apart) if outcome_of(m)]
        ahead = next((n for m in told for n in ending(a.numbers, m.first)), None)
        return Figure(number.value, number.first, number.last, NEW_TOLL) if ahead is not None and _risen(a, ahead) else None
    if words[number.first - 1].text != "الي":
        return None
    if any(w.text in _SPANS for w in words[number.last : number.last + 3]):
        return None  # «إلى 16 قتيلا هذا الشهر»
    at = number.first - 2
    while at >= first and number.first - at <= _RISE and words[at + 1].gap != BREAK:
        if words[at].text in _SPANS or words[at].text in ("منذ", "ومنذ"):
            return None
        if words[at].text in _RISES and (number.first - at <= _NEAR or any(w.text in _OF_TOLLS for w in words[at + 1 : at + 3])):
            return Figure(number.value, number.first, number.last, NEW_TOLL)
        at -= 1
    return None


_RISE, _NEAR = 18, 4  # words from "rose" to its number: with the toll named behind it, and without
_RISES = spelled("ارتفع ارتفعت يرتفع ترتفع ارتفاع صعدت زادت".split())
_OF_TOLLS = _TOLL | spelled("ضحايا قتلي خساير".split())


def _of_a_span(a: Annotated, first: int, last: int) -> bool:
    """«عدد القتلى منذ بدء الحرب», «حصيلة قتلى الأسبوع»: the sum of a span, and no toll of one event."""
    words = a.doc.words
    if words[first].text in _SPANS:
        return True
    return any(words[i].text in ("منذ", "ومنذ") and words[i + 1].text in _BEGINNING for i in range(first, last - 1))


_SPANS = frozenset("الاسبوع الشهر العام السنه الحرب الصراع النزاع الثوره الانتفاضه العدوان".split())
_BEGINNING = frozenset("بدء بدايه بدا بدات انطلاق اندلاع اندلعت مطلع اول عام سنه الحرب العدوان السابع تفجر نشوب انتهاء".split())


def _number_before(a: Annotated, trigger: Match) -> Number | None:
    """«22 قتيلا», «عشرة من القتلى»."""
    words, first = a.doc.words, trigger.first
    if words[first].gap == BREAK or trigger.joiner:
        return None
    for end in range(first - 1 if first and words[first - 1].text == "من" else first, first + 1):
        for number in ending(a.numbers, end):
            if number.kind in COUNTING and number.kind != "dual":
                return number
    return None


def _of_state(a: Annotated, trigger: Match) -> Number | None:
    """«أوقع الانفجار سبعة أشخاص جرحى»: the state of those who are counted, behind them and without the article."""
    if trigger.definite or trigger.joiner or a.doc.words[trigger.first].gap == BREAK:
        return None
    return next((n for n in ending(a.numbers, trigger.first - 1) if n.kind in COUNTING and n.noun == trigger.first - 1), None)


def _subject(a: Annotated, trigger: Match) -> Figure | None:
    """«إن جنديين قتلا», «أن أربعة من جنوده قتلوا», «وكان ضابط قد لقي مصرعه»: who suffered it stands before the verb."""
    if trigger.entry.frame not in ("victim_verb", "kill_verb", "attack_verb") or trigger.joiner:
        return None
    words = a.doc.words
    sentence = a.sentence(trigger.first)
    if _takes_object(a, trigger, sentence.last):
        return None
    if trigger.entry.frame == "victim_verb" and trigger.first and words[trigger.first - 1].text in _WHO:
        return Figure(_WHO[words[trigger.first - 1].text], trigger.first - 1, trigger.last, POINTED)
    back = range(trigger.first - 1, max(sentence.first - 1, trigger.first - REACH), -1)
    start = next((i for i in back if words[i].text in _OPENERS), None)
    if start is None:
        if sentence.kind != "title" or trigger.first - sentence.first > REACH:
            return None
        start = sentence.first - 1
    begin = start + 1
    number = next((n for n in beginning(a.numbers, begin) if n.kind in COUNTING), None)
    party = next(iter(beginning(a.parties, begin)), None)
    if any(verb_like(m) or outcome_of(m) for m in starting(a, begin, trigger.first)) or (party is not None and not party.animate):
        return None
    if any(relative(words[i].text) for i in range(begin, trigger.first)):
        return None
    counted = trigger_at(a, number.last) if number is not None and party is None else None
    if counted is not None and not outcome_of(counted):
        return None  # «إن أربع سيارات مفخخة انفجرت وراح ضحيتها»: no people
    if number is None and party is None and (noun := lone_noun(a, begin)) is not None:
        return noun
    if number is None and party is None:
        alone = (
            words[begin].text.endswith("ا")
            and len(words[begin].text) > 3
            and words[start].text.endswith("ان")
            and not words[begin].text.startswith(("ي", "ت"))
        )
        return Figure(ONE, begin, begin + 1, NOUN) if alone else None
    if number is not None and number.kind == "one_of" and party is None:
        return None if number.last >= trigger.first or words[number.last].text in STOP else Figure(ONE, begin, number.last + 1, NOUN)
    figure = total_of(a, trigger, number, party, trigger.first)
    return figure if figure is not None and figure.count.low is not None else None


def _parted_by_waw(a: Annotated, trigger: Match) -> bool:
    """«إن شرطيا قتل وثلاثة آخرين أصيبوا»: waw begins another subject with a verb of its own; who died stands before the first verb."""
    at = trigger.last
    number = next((n for n in beginning(a.numbers, at) if n.kind in COUNTING), None)
    if number is None or a.doc.words[at].gap == BREAK or not joined_by_waw(a, at):
        return False
    return any(outcome_of(m) and _agrees(a, m) for m in starting(a, number.last, min(number.last + _OWN_VERB, a.sentence(at).last)))


_OWN_VERB = 4  # words between a counted subject and its verb


def _agrees(a: Annotated, trigger: Match) -> bool:
    """A verb that agrees with its subject in number stands behind it."""
    plural = trigger.form.number in ("plural", "dual") or a.doc.words[trigger.first].text.endswith("وا")
    return verbal(trigger) and not trigger.joiner and plural


def _coordinated(a: Annotated, trigger: Match) -> Figure | None:
    """«5 أشخاص قتلوا وأكثر من 20 آخرين أصيبوا»: the counted subject of a verb that agrees with it, at the start or behind waw."""
    if trigger.joiner or trigger.entry.frame not in ("victim_verb", "kill_verb") or not _agrees(a, trigger):
        return None
    object_behind = any(not (p.joiner or p.particle) for p in beginning(a.parties, trigger.last)) or beginning(a.numbers, trigger.last)
    if object_behind and trigger.entry.frame != "victim_verb":
        return None  # «إن مسلحين قتلوا ضابطا»: they killed
    first = a.sentence(trigger.first).first
    for number in reversed(within(a.numbers, max(first, trigger.first - _OWN_VERB - 2), trigger.first)):
        if number.kind not in COUNTING or number.value.low is None or among(a.doc, number.first):
            continue
        between = range(number.last, trigger.first)
        verb = trigger.first - 1 if a.doc.words[trigger.first - 1].text == "قد" else trigger.first
        if any(a.doc.words[i].gap == BREAK or relative(a.doc.words[i].text) for i in range(number.last, verb)):
            return None
        if a.doc.words[verb].gap == BREAK and not joined_by_waw(a, number.first):
            return None  # «…، وثلاثة من مرافقيه، قد لقوا مصرعهم»: a comma may close what waw has joined
        if any(outcome_of(m) or verb_like(m) for m in starting(a, number.last, trigger.first)) or len(between) > _OWN_VERB:
            return None
        if joined_by_waw(a, number.first):
            return _with_the_first(a, first, number)
        opened = number.first == first or a.doc.words[number.first - 1].text in _OPENERS
        return stated(number) if opened else None
    return None


def _with_the_first(a: Annotated, first: int, number: Number) -> Figure | None:
    """«إن القاضي وثلاثة من حراسه قتلوا»: who stands before the waw, and has no verb of his own, is counted with the rest."""
    words = a.doc.words
    figure = stated(number)
    start = next((i for i in range(number.first - 1, max(first, number.first - REACH) - 1, -1) if words[i].text in _OPENERS), None)
    if figure is None or start is None or any(verb_like(m) or outcome_of(m) for m in starting(a, start + 1, number.first)):
        return figure
    counted = next((n for n in beginning(a.numbers, start + 1) if n.kind in COUNTING), None)
    if (
        counted is not None
        and counted is not number
        and not any(words[i].gap == BREAK or words[i].text in AMONG for i in range(start + 2, number.first))
    ):
        return _sum(counted, number) or figure  # «إن 28 جنديا و18 مسلحا قتلوا»
    ahead = within(a.parties, start + 1, number.first)
    his = any(p.head.form.pronoun for p in beginning(a.parties, number.first))  # he is named, with what he is between commas
    one = ahead[0] if ahead and (his or len(ahead) == 1) and ahead[0].animate and not ahead[0].particle and not ahead[0].joiner else None
    count = count_of(one) if one is not None else None
    if one is None or count is None or (number.first - one.last > 1 and not his):
        return figure
    if not his and any(words[i].gap == BREAK for i in range(start + 1, number.first)):
        return figure
    low, high = (number.value.low or 0) + (count.low or 0), (number.value.high or 0) + (count.high or 0)
    return Figure(Count(low, high, number.value.qualifier), one.first, number.last, STATED)


def _sum(one: Number, two: Number) -> Figure | None:
    if None in (one.value.low, one.value.high, two.value.low, two.value.high):
        return None
    low, high = (one.value.low or 0) + (two.value.low or 0), (one.value.high or 0) + (two.value.high or 0)
    return Figure(Count(low, high, one.value.qualifier), one.first, two.last, STATED)


def _takes_object(a: Annotated, trigger: Match, last: int) -> bool:
    """«إن مسلحين اختطفوا عددا من …»: a plural verb with its object right behind it; who stands before it acts."""
    if trigger.entry.frame != "attack_verb" or trigger.form.number != "plural" or trigger.last >= last:
        return False
    after = a.doc.words[trigger.last]
    return after.gap != BREAK and after.text.endswith("ا") and not beginning(a.times, trigger.last) and len(after.text) > 3


def _pronoun(a: Annotated, trigger: Match) -> Figure | None:
    """«مقتله», «خطفهما»; «اختطفهم» takes the number of the people named before it."""
    behind = a.doc.words[trigger.last - 1].text  # «تم القبض عليهم»
    pronoun = trigger.form.pronoun or next((p for p in ("هم", "هما", "ه") if behind == "علي" + p), "")
    after = a.doc.words[trigger.last].text if trigger.last < len(a.doc.words) else ""
    if pronoun and after.startswith("ل") and len(after) > 3 and after != "لقي":
        return None  # «أسره لعدد من المقاتلين»: who did it
    if pronoun == "ه" and trigger.entry.frame not in ("weapon_noun", "clash"):
        return Figure(ONE, trigger.first, trigger.last, POINTED)
    if pronoun not in ("هم", "هما"):
        return None
    first = a.sentence(trigger.first).first
    for number in reversed([n for n in within(a.numbers, first, trigger.first) if n.kind in COUNTING]):
        party = next(iter(covering(a.parties, number.first)), None)
        people = party.animate if party is not None else any(outcome_of(m) for m in ending(a.triggers, number.first))
        if number.value.low is None or number.value.low < 2 or not people or among(a.doc, number.first):
            continue
        return Figure(number.value, number.first, number.last, POINTED)
    return Figure(TWO, trigger.first, trigger.last, POINTED) if pronoun == "هما" else None


def _joint(a: Annotated, trigger: Match) -> bool:
    """«مقتل وإصابة 12», «قتل وجرح عشرة»: one total for both, a figure of neither."""
    words = a.doc.words
    for behind in beginning(a.triggers, trigger.last):
        if behind.joiner == "و" and words[trigger.last].gap != BREAK and outcome_of(behind) and _bare_pair(a, trigger, behind):
            return True
    if trigger.joiner != "و" or words[trigger.first].gap == BREAK:
        return False
    return any(outcome_of(m) and _bare_pair(a, m, trigger) for m in ending(a.triggers, trigger.first))


def _bare_pair(a: Annotated, one: Match, two: Match) -> bool:
    """Two verbs or two verbal nouns, the first without anything of its own."""
    if one.entry.meaning("person") == "true" or one.form.pronoun or one.last - one.first > 1:
        return False
    if verb_like(one) and (one.form.number != "sing" or _subject(a, one) is not None):
        return False
    return verb_like(one) == verb_like(two)


def _negated(doc: Doc, trigger: Match) -> bool:
    return verb_like(trigger) and trigger.first > 0 and doc.words[trigger.first - 1].text in _NEGATORS


def _nobody(a: Annotated, trigger: Match, last: int) -> Figure | None:
    """«لم يصب أحد», «لم يقتل أي شخص»."""
    words = a.doc.words
    for index in range(trigger.last, min(last, trigger.last + 3)):
        if words[index].text in _NOBODY:
            return Figure(ZERO, trigger.first - 1, index + 1, "nobody")
    return None
