"""What is no event after all: a mention that nothing supports."""

from __future__ import annotations

from sijill.model import Dropped
from sijill.reading.annotate import Annotated
from sijill.reading.domain import calamity, outside, subject
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like


def weed(a: Annotated, drafts: list[Draft]) -> tuple[list[Draft], list[Dropped]]:
    """Drop events that only a bare noun names and that have neither party, place in the clause, day, weapon nor figure."""
    kept: list[Draft] = []
    dropped: list[Dropped] = []
    about = subject(a)
    for draft in drafts:
        reason = _reason(a, draft) or outside(a, draft, about or calamity(a, draft))
        if reason:
            evidence = a.doc.evidence(draft.trigger.start, draft.trigger.end)
            dropped.append(Dropped("weed", reason, evidence.span, evidence.quote, draft.trigger.entry.id))
        else:
            kept.append(draft)
    return kept, dropped


def _reason(a: Annotated, draft: Draft) -> str:
    supported = bool(draft.perpetrators or draft.targets or draft.figures or draft.weapons or draft.place_rank == 2 or draft.times)
    signed = draft.type == "agreement" and draft.trigger.entry.pos == "phrase"  # «بعد توقيع اتفاقية»: an act, not a word alone
    if not (supported or signed) and draft.kind != "title" and not verb_like(draft.trigger):
        return "a bare noun without party, place, day, weapon or figure"
    if draft.rank == "outcome" and draft.kind != "title" and _only_hurt(draft):
        return "people hurt, and nothing that hurt them"
    if draft.type in ("withdrawal", "deployment") and not draft.perpetrators and draft.place_rank < 2:
        return "a movement without forces or place"
    whole = draft.place_rank == 2 and draft.perpetrators and draft.targets  # «كثفت الطائرات غاراتها على مواقع في …»
    anaphor = draft.definite and "aggregate" not in draft.cues and not whole
    if draft.number == "plural" and not draft.figures and draft.kind != "title" and anaphor:
        return "a plural that sums up what is told elsewhere"
    told = draft.targets or draft.perpetrators or draft.firm_day or draft.place_rank == 2
    if draft.number == "plural" and not draft.figures and draft.kind != "title" and not told:
        return "a plural without place or target"
    return ""


def _only_hurt(draft: Draft) -> bool:
    """«نقل 70 جريحا إلى المستشفى», «بينها إصابتان بالعين»: the wounded of something told elsewhere, none of them dead."""
    if any(t.entry.meaning("outcome") == "killed" or verb_like(t) for t in draft.triggers):
        return False
    return draft.type == "killing" and "killed" not in draft.figures
