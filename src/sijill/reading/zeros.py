"""«دون وقوع إصابات»: words that say that nobody was hurt, and of which event."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Figure
from sijill.reading.figures import figure_for
from sijill.reading.grammar import acts_of
from sijill.reading.outcomes import ZERO, outcome_of
from sijill.text import BREAK, Sentence, analyses

NO_LOSSES = "no losses"
_OF_VERBS = frozenset({"لم", "لن", "ليس", "ليست"})
_WITHOUT = frozenset({"دون", "بدون"})
_NOT = frozenset({"لم", "لا", "عدم", "لن", "بلا", "ليس", "ليست"})


def _negations() -> dict[str, frozenset[str]]:
    """Every way of writing such a word with joined particles («ولم», «وبدون»), and the words that it may be."""
    found: dict[str, frozenset[str]] = {}
    for word in _WITHOUT | _NOT:
        for joiner in ("", "و", "ف"):
            for particle in ("", "ب", "ك", "ل", "س"):
                text = joiner + particle + word
                rests = {text, text[1:] if joiner else text, *(r.rest for r in analyses(text) if not r.article)}
                if said := rests & (_WITHOUT | _NOT):
                    found[text] = frozenset(said)
    return found


_NEGATIONS = _negations()
_NEGATE = frozenset(_NEGATIONS)
_HURT = frozenset("خسائر خساير اصابات اصابه ضحايا".split())
_HURT_AT_ALL = _HURT - {"ضحايا"}
_DEAD = frozenset("قتلي قتيل شهداء".split())
_WOUNDED = frozenset("جرحي جريح مصابين".split())
_MATERIAL = frozenset({"ماديه", "الماديه"})
# «دون معرفة حجم الخسائر», «لم ترد أنباء عن إصابات»: what is not known is no zero.
_UNKNOWN = frozenset(
    "ان معرفه توضيح تحديد ذكر حجم تفاصيل تتضح يتضح ترد يرد انباء اتحدث معلومات يعرف تعرف يعلن تعلن تذكر يذكر تتوفر يتوفر"
    " تقدير يكشف تكشف توفر ورود الافصاح الاشاره يقل تقل".split()
)
# Verbs behind «لم» that say what an act led to.
_RESULTS = frozenset(
    "يسفر تسفر يسفرا يسجل تسجل يوقع توقع يخلف تخلف يسقط تسقط يقع تقع يحدث تحدث يتسبب"
    " تتسبب يسبب تسبب ينجم تنجم يود يودي تودي ينتج تنتج يبلغ تبلغ".split()
)
_HARMED = {
    "يصب": ("killed", "wounded"),
    "تصب": ("killed", "wounded"),
    "يصاب": ("killed", "wounded"),
    "يجرح": ("wounded",),
    "يقتل": ("killed",),
}
_ANSWER = frozenset("ردا انتقاما ثارا احتجاجا تنديدا".split())
_AFTER = _ANSWER | {"بعد", "عقب", "غداه"}
_REACH = 7


def figures_of(a: Annotated, trigger: Match, last: int) -> dict[str, list[Figure]]:
    """The figures that a mention gives, by outcome; `last` is the word behind its clause."""
    out: dict[str, list[Figure]] = {}
    outcome = outcome_of(trigger)
    if outcome and not _older(a, trigger):
        figure = figure_for(a, trigger, last) or _of_twin(a, trigger, outcome, last)
        if figure is not None:
            out[outcome] = [figure]
    if said := _zeros_said(a, trigger):
        for name, zero in zeros_of(a, trigger, said).items():
            if name == outcome or name not in out:
                out[name] = [zero]
    return out


def _of_twin(a: Annotated, trigger: Match, outcome: str, last: int) -> Figure | None:
    """«قتل» is a verb or a noun: the figure of the other reading of the same word."""
    for twin in beginning(a.triggers, trigger.first):
        if twin is not trigger and twin.last == trigger.last and outcome_of(twin) == outcome:
            figure = figure_for(a, twin, last)
            if figure is not None:
                return figure
    return None


def _older(a: Annotated, trigger: Match) -> bool:
    """«قصف الجيش مواقع … ردا على مقتل 12 جنديا»: the dead of another event, for which the act that is told with it is the answer."""
    if trigger.entry.rank != "outcome":
        return False
    sentence = a.sentence(trigger.first)
    words = a.doc.words
    if not any(words[i].text in _AFTER for i in range(max(sentence.first, trigger.first - 2), trigger.first)):
        return False
    opens = words[sentence.first].text in _ANSWER and trigger.first - sentence.first <= 2  # «ردا على مقتل جندي قصف الجيش …»
    return any(
        (opens or act.first < trigger.first) and act.entry.type not in ("explosion", "ied", "suicide_bombing")
        for act in acts_of(a, sentence)
    )


def zero_losses(a: Annotated, sentence: Sentence) -> list[tuple[int, int, tuple[str, ...]]]:
    """Words [first, last) that say nobody was hurt, and the outcomes that they name."""
    words = a.doc.words
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for index in range(sentence.first, sentence.last):
        if words[index].text not in _NEGATE:
            continue
        rests = _NEGATIONS[words[index].text]
        if "لم" in rests and index + 2 < sentence.last and words[index + 1].text in _HARMED and words[index + 2].text in ("احد", "اي"):
            found.append((index, index + 3, _HARMED[words[index + 1].text]))
            continue
        if not _OF_VERBS.isdisjoint(rests) and (index + 1 >= sentence.last or words[index + 1].text not in _RESULTS):
            continue
        behind = words[index + 1].text if index + 1 < sentence.last else ""
        if "لا" in rests and behind and not _outcomes({behind}) and behind not in ("يوجد", "توجد"):
            continue
        for step in range(index + 1, min(index + _REACH, sentence.last)):
            if words[step].gap == BREAK or words[step].text in _UNKNOWN:
                break
            if any(n.value.low for n in beginning(a.numbers, step)):
                break
            # «دون كشف هوية القتلى», «دون الضحايا»: with the article they are those of whom the text has told
            named = {r.rest for r in words[step].analyses if not r.article or r.rest in _HURT_AT_ALL}
            outcomes = _outcomes(named)
            if not outcomes:
                continue
            after = [w.text for w in words[step + 1 : min(step + 3, sentence.last)]]
            if after[:1] and after[0] in _MATERIAL:
                break
            of_life = after == ["في", "الارواح"] or after[:1] == ["بالارواح"]
            found.append((index, step + 1, ("killed",) if of_life else outcomes))
            break
    return found


def _outcomes(named: set[str]) -> tuple[str, ...]:
    if named & _HURT:
        return ("killed", "wounded")
    if named & _DEAD:
        return ("killed",)
    return ("wounded",) if named & _WOUNDED else ()


def _zeros_said(a: Annotated, trigger: Match) -> list[tuple[int, int, tuple[str, ...]]]:
    """What a trigger's sentence says that nobody suffered."""
    sentence = a.sentence(trigger.first)
    known = a.zeros.get(sentence.index)
    if known is None:
        known = a.zeros[sentence.index] = zero_losses(a, sentence)
    return known


def zeros_of(a: Annotated, trigger: Match, said: list[tuple[int, int, tuple[str, ...]]]) -> dict[str, Figure]:
    """The zeros of its sentence that belong to a trigger: it is the last act before them, or stands inside them."""
    out: dict[str, Figure] = {}
    for first, last, outcomes in said:
        if not _belongs(a, trigger, first, last):
            continue
        for outcome in outcomes:
            out[outcome] = Figure(ZERO, first, last, NO_LOSSES)
    return out


def _belongs(a: Annotated, trigger: Match, first: int, last: int) -> bool:
    if first <= trigger.first < last:
        return True
    sentence = a.sentence(trigger.first)
    acts = [m for m in within(a.triggers, sentence.first, sentence.last) if m.entry.rank in ("occurrence", "generic")]
    before = [m for m in acts if m.first < first]
    if before:
        return trigger.first == before[-1].first
    return bool(acts) and trigger.first == acts[0].first and trigger.first - last <= 6
