"""Several figures for one outcome of one event: which of them holds."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.lookup import Match
from sijill.model import Count, Statement
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft, Figure
from sijill.reading.fuse import FROM_AFAR
from sijill.reading.outcomes import NAMED, NEW_TOLL, NOUN, POINTED, STATED, WITH_OTHERS, outcome_of
from sijill.reading.zeros import NO_LOSSES
from sijill.text import BREAK
from sijill.text.spelled import spelled

# Words that set one source's figure against another's.
_CONTRAST = frozenset("لكن لكنه لكنها الا بينما غير مقابل بالمقابل".split())
_WHILE = frozenset({"حين", "فيما", "وفيما", "بينما", "وبينما"})  # before a word of saying
_SAYING = frozenset({"say", "report", "confirm"})
_FAILED = frozenset("محاوله حاول حاولوا حاولت نجا نجت نجاه نجاته فشل فشلت فاشله احباط احبط احبطت يخطط التخطيط".split())
_WEIGHT = {WITH_OTHERS: 3, STATED: 2, NOUN: 2, NAMED: 1, POINTED: 0}
_BLOODLESS = frozenset({"political_decision", "agreement", "withdrawal", "deployment", "group_change", "release"})
# What kills nobody by itself: a sum over a time that is told beside it is none of its own.
_MANNERLY = frozenset({"protest", "territory_captured"})
_SINGLE = FROM_AFAR | {"armed_attack"}
_WARS = frozenset("حرب نزاع صراع حمله ازمه".split())
_BEGUN = frozenset("بدء بدايه اندلاع انطلاق تفجر نشوب".split())
_LEFT = frozenset("ادي ادت خلف خلفت اسفر اسفرت اودي اودت حصد حصدت اوقع اوقعت".split())
_BEGUN_WORDS, _LEFT_WORDS, _FAILING = spelled(_BEGUN), spelled(_LEFT), spelled(_FAILED)
_CONTRASTING = spelled(_CONTRAST, article=False)
_OF_A_WAR = 10_000  # so many die in no single act
_LONG = 12  # words between «منذ» and a sum
_FORCES = frozenset({"state_forces", "foreign_forces"})
_FIGHTERS = frozenset({"jihadist_group", "rebel_group", "militia", "unidentified_armed"})


def tally(a: Annotated, figures: Sequence[Figure], type_: str) -> Statement[Count] | None:
    """The figure of an outcome: a new toll, else the first that is stated; low and high where one source contradicts another."""
    if type_ in _BLOODLESS:
        return None
    stated = [f for f in figures if f.count.low is not None and f.count.high is not None]
    stated = [f for f in stated if f.count.high] or stated
    if not stated:
        return None
    if len(stated) == 1:
        return _statement(a, stated, stated[0].count.low or 0, stated[0].count.high or 0)
    stated.sort(key=_first)
    if type_ == "armed_clash" and (both := _both_sides(stated)) is not None:
        return _statement(a, both, sum(f.count.low or 0 for f in both), sum(f.count.high or 0 for f in both))
    chosen = _chosen(a, stated)
    against = [f for f in stated if f.rule in (STATED, NEW_TOLL) and f is not chosen and (_opposed(a, f) or _of_another(a, chosen, f))]
    if chosen.rule == NEW_TOLL and _opposed(a, chosen):
        against = [f for f in stated if f.first < chosen.first and f.rule in (STATED, NOUN)][-1:]
    if chosen.rule in (STATED, NOUN, NEW_TOLL) and against:
        used = [chosen, *against]
        return _statement(a, used, min(f.count.low or 0 for f in used), max(f.count.high or 0 for f in used))
    same = [f for f in stated if (f.count.low, f.count.high) == (chosen.count.low, chosen.count.high)]
    return _statement(a, [chosen, *(f for f in same if f is not chosen)], chosen.count.low or 0, chosen.count.high or 0)


def hurt_of(a: Annotated, draft: Draft, name: str) -> Statement[Count] | None:
    """As `tally`; «لم يسفر عن إصابات» is no zero of an event whose dead or wounded the text counts: another is meant."""
    if draft.type == "arrest":
        return None  # those hurt in the clash that an arrest set off are the clash's
    told = draft.figures.get(name)
    if not told or draft.type in _BLOODLESS:
        return None
    figures = [f for f in told if not _of_long(a, draft.type, f)]
    if not figures:
        return None
    other = [f for f in draft.figures.get("wounded" if name == "killed" else "killed", []) if not _of_long(a, draft.type, f)]
    if any(f.count.high for f in other):
        both = {(f.first, f.last) for f in other if f.rule == NO_LOSSES}
        figures = [f for f in figures if f.rule != NO_LOSSES or (f.first, f.last) not in both]
    return tally(a, _of_one_toll(a, figures, other) if name == "wounded" else figures, draft.type)


def _first(figure: Figure) -> int:
    return figure.first


def _of_one_toll(a: Annotated, figures: list[Figure], other: list[Figure]) -> list[Figure]:
    """Those told beside the first toll of the other outcome: «قتل مدني … وأسفر القصف عن مقتل تسعة وإصابة 70»: two tolls."""
    stated = [f for f in other if f.count.high]
    if not stated or any(f.rule == NEW_TOLL for f in (*stated, *figures)):
        return figures
    first = _chosen(a, sorted(stated, key=_first))
    away = {a.sentence(f.first).index for f in stated if (f.count.low or 0) > (first.count.high or 0)} - {
        a.sentence(f.first).index for f in stated if f.count == first.count
    }
    return [f for f in figures if a.sentence(f.first).index not in away or not f.count.high]


def _of_long(a: Annotated, type_: str, figure: Figure) -> bool:
    """«قتل منذ سيطرته على المدينة 300 شخص», «أدى هذا الصراع إلى سقوط 300 قتيل»: the sum of a time or of a war, and of no single act."""
    if type_ not in _MANNERLY and type_ not in _SINGLE:
        return False
    if (figure.count.low or 0) >= _OF_A_WAR and type_ != "chemical_attack":
        return True
    sentence = a.sentence(figure.first)
    words = a.doc.words
    for index in range(max(sentence.first, figure.first - _LONG), min(sentence.last, figure.last + 4)):
        opens = index == sentence.first or words[index].gap == BREAK or words[index].text == "ومنذ"  # «أول هجوم منذ بدء الحملة» does not
        if words[index].text in ("منذ", "ومنذ") and (type_ in _MANNERLY or (opens and _of_war(a, index + 1, sentence.last, _BEGUN_WORDS))):
            return True
        if index < figure.first and _of_war(a, index, sentence.last, _LEFT_WORDS):
            return True
    return False


def _of_war(a: Annotated, at: int, last: int, before: frozenset[str]) -> bool:
    """«بدء الحملة», «خلف النزاع», «أدى هذا الصراع»: such a word as it can be written and a war right behind it."""
    words = a.doc.words
    if words[at].text not in before or at + 2 >= last:
        return False
    noun = at + 2 if words[at + 1].text in ("هذا", "هذه") else at + 1
    return any(r.article and r.rest in _WARS for r in words[noun].analyses)


def captured_of(a: Annotated, draft: Draft) -> Statement[Count] | None:
    """As `tally`; nobody is taken captive by what strikes from afar."""
    return None if draft.type in FROM_AFAR else tally(a, draft.figures.get("captured", []), draft.type)


def killed_of(a: Annotated, draft: Draft) -> Statement[Count] | None:
    """As `hurt_of`; an assassination that did not fail killed the one whom it was aimed at."""
    if draft.type in ("arrest", "abduction"):
        return None  # a killing told with it is an event of its own
    figure = hurt_of(a, draft, "killed")
    if figure is not None or draft.type != "assassination" or draft.number != "sing":
        return figure
    if any(t.entry.meaning("aspect") == "attempt" or _failed(a, t) for t in draft.triggers):
        return None
    trigger = next((t for t in draft.triggers if outcome_of(t) == "killed"), None)
    if trigger is None or (trigger.article and not any(a.sentence(p.first) is a.sentence(trigger.first) for p in draft.targets)):
        return None  # «عمليات الخطف والاغتيال»: a kind of act, nobody's death
    return Statement(Count(1, 1), (a.doc.evidence(trigger.start, trigger.end),), "an assassination kills one")


def _failed(a: Annotated, trigger: Match) -> bool:
    sentence = a.sentence(trigger.first)
    near = range(max(sentence.first, trigger.first - 6), min(sentence.last, trigger.last + 6))
    return any(a.doc.words[i].text in _FAILING for i in near)


def _chosen(a: Annotated, stated: list[Figure]) -> Figure:
    tolls = [f for f in stated if f.rule == NEW_TOLL]
    if tolls:
        return tolls[-1]
    chosen = stated[0]
    for figure in stated:
        more = _WEIGHT.get(figure.rule, 2) - _WEIGHT.get(chosen.rule, 2)
        if more > 0 or (more == 0 and figure.first < chosen.first):
            chosen = figure
    if a.sentence(chosen.first).kind != "title":
        return chosen
    lead = (f for f in stated if f.rule != POINTED and a.sentence(f.first).index <= 1 and (f.count.low or 0) > (chosen.count.high or 0))
    return next(lead, chosen)  # «اغتيال ضابطين», and in the lead «قتل ضابطان وثلاثة جنود»


def _both_sides(stated: list[Figure]) -> list[Figure] | None:
    """A fight whose dead are told side by side: the first figure of each, where no figure tells both."""
    if not stated[0].of and stated[0].rule == STATED:
        return None
    forces = next((f for f in stated if f.of in _FORCES), None)
    fighters = next((f for f in stated if f.of in _FIGHTERS), None)
    if forces is None or fighters is None:
        return None
    if any(f.count.low is not None and f.count.low > max(forces.count.high or 0, fighters.count.high or 0) for f in stated):
        return None
    return [forces, fighters]


def _opposed(a: Annotated, figure: Figure) -> bool:
    """Whether a figure stands against one told before: a contrast, another who speaks («في حين تحدثت … عن 22»), or who claims it."""
    sentence = a.sentence(figure.first)
    words = a.doc.words
    if any(words[i].text in _CONTRASTING for i in range(sentence.first, figure.first)):
        return True
    for said in within(a.speech, sentence.first, figure.first):
        act = said.entry.act
        if act == "claim":
            return True
        near = range(max(sentence.first, said.first - 2), said.first)
        if act in _SAYING and any(words[i].text in _WHILE for i in near):
            return True
    return False


def _of_another(a: Annotated, chosen: Figure, figure: Figure) -> bool:
    """«قالت الشرطة إن 12 قتلوا … وتحدث الأطباء عن 14»: somebody else tells it in a sentence of his own, and the two are not far apart."""
    one, two = a.sentence(chosen.first), a.sentence(figure.first)
    if chosen.rule != STATED or figure.rule != STATED or one.index >= two.index or one.kind == "title":
        return False
    counts = sorted((chosen.count.low or 0, figure.count.low or 0))
    if counts[0] <= _FEW or counts[0] == counts[1] or counts[1] > _FAR * counts[0]:
        return False
    said = within(a.speech, two.first, figure.first)
    return bool(said) and not any(r.rest in _GOES_ON for r in a.doc.words[said[0].first].analyses)


_FEW = 2  # so many die in most attacks: another number tells of other people as likely as of another count
_FAR = 1.6  # two counts of the same people are seldom further apart
_GOES_ON = frozenset("اضاف اضافت اضافوا اوضح اوضحت تابع تابعت اشار اشارت".split())  # the same speaker goes on


def _statement(a: Annotated, used: Sequence[Figure], low: int, high: int) -> Statement[Count]:
    qualifier = used[0].count.qualifier if low == high or len(used) == 1 else "range"
    words = tuple(a.doc.words_evidence(f.first, f.last) for f in used)
    return Statement(Count(low, high, qualifier), words, used[0].rule)
