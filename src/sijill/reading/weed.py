"""What is no event after all: a mention that nothing supports."""

from __future__ import annotations

from sijill.model import Dropped
from sijill.reading.annotate import Annotated, within
from sijill.reading.domain import calamity, outside, subject
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like


def weed(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Drop events that only a bare noun names and that have neither party, place in the clause, day, weapon nor figure."""
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    about = subject(a)
    told = any(not d.background and not d.sums and not _in_passing(a, d) for d in drafts)
    for draft in drafts:
        reason = _reason(a, draft, told) or outside(a, draft, about or calamity(a, draft))
        if reason:
            evidence = a.doc.evidence(draft.trigger.start, draft.trigger.end)
            dropped.append(Dropped("weed", reason, evidence.span, evidence.quote, draft.trigger.entry.id))
        else:
            kept.append(draft)
    return kept, dropped


def _reason(a: Annotated, draft: Draft, among: bool) -> str:
    """Why a draft is no event; `among` where the text tells of news besides."""
    supported = bool(draft.perpetrators or draft.targets or draft.figures or draft.weapons or draft.place_rank == 2 or draft.times)
    signed = draft.type == "agreement" and draft.trigger.entry.pos == "phrase"  # «بعد توقيع اتفاقية»: an act, not a word alone
    if not (supported or signed) and draft.kind != "title" and not verb_like(draft.trigger):
        return "a bare noun without party, place, day, weapon or figure"
    if draft.rank == "outcome" and draft.kind != "title" and _only_hurt(draft):
        return "people hurt, and nothing that hurt them"
    if among and _in_passing(a, draft):
        return "named once, far below the lead, with next to nothing of its own"
    if draft.type in ("withdrawal", "deployment") and not draft.perpetrators and draft.place_rank < 2:
        return "a movement without forces or place"
    whole = draft.place_rank == 2 and draft.perpetrators and draft.targets  # «كثفت الطائرات غاراتها على مواقع في …»
    anaphor = draft.definite and "aggregate" not in draft.cues and not (whole or _go_on(a, draft))
    if draft.number == "plural" and not draft.figures and draft.kind != "title" and anaphor:
        return "a plural that sums up what is told elsewhere"
    told = draft.targets or draft.perpetrators or draft.firm_day or draft.place_rank == 2
    if draft.number == "plural" and not draft.figures and draft.kind != "title" and not told:
        return "a plural without place or target"
    return ""


def _go_on(a: Annotated, draft: Draft) -> bool:
    """«تواصلت الاشتباكات في المحافظة»: the verb right before tells, with a place, that they take place; none sums up what is told."""
    first = draft.trigger.first
    if draft.place_rank < 2 or first == 0 or draft.type != "armed_clash":
        return False
    return any(r.rest in _TAKES_PLACE and not r.particle for r in a.doc.words[first - 1].analyses)


_TAKES_PLACE = frozenset("تواصلت تتواصل تجددت تتجدد استمرت تستمر اندلعت دارت تدور وقعت احتدمت تصاعدت امتدت".split())


def _in_passing(a: Annotated, draft: Draft) -> bool:
    """One mention in the middle of an article, without a day, that gives a party, a place, a weapon or a figure at most, and not two."""
    if draft.kind == "title" or draft.sentence < _MIDDLE or len(draft.sentences) > 1 or draft.type in _DECLARED or draft.times:
        return False
    if draft.trigger.entry.pos == "phrase" or _declared(a, draft):
        return False  # «نفذ ضربة جوية», «تم نشر قوات»: words enough to tell of one
    given = (draft.perpetrators, draft.targets, draft.figures, draft.weapons, draft.place_rank == 2)
    return sum(map(bool, given)) <= 1 and not (draft.background or draft.sums)


def _declared(a: Annotated, draft: Draft) -> bool:
    """«أقر قائد بالانسحاب من», «أعلنت الخلية عن تدمير معمل»: the act is what somebody makes known."""
    trigger = draft.trigger
    if trigger.form.tense or (trigger.particle != "ب" and a.doc.words[trigger.first - 1].text != "عن"):
        return False
    first = max(a.sentence(trigger.first).first, trigger.first - _SAID)
    return any(verb_like(s) for s in within(a.speech, first, trigger.first))


_SAID = 8  # words between a verb of saying and what is made known
_MIDDLE = 3  # the first sentence that is no longer the lead
_DECLARED = frozenset({"political_decision", "agreement", "group_change"})  # acts that need neither party nor place


def _only_hurt(draft: Draft) -> bool:
    """«نقل 70 جريحا إلى المستشفى», «بينها إصابتان بالعين»: the wounded of something told elsewhere, none of them dead."""
    if any(t.entry.meaning("outcome") == "killed" or verb_like(t) for t in draft.triggers):
        return False
    return draft.type == "killing" and "killed" not in draft.figures
