"""Who did it by what is said around an event: an accusation, or the force that announces it."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.parties import PartyFind
from sijill.reading.able import is_force, is_state_name
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.grammar import verb_like

_STATE = frozenset({"state_forces", "foreign_forces"})
_PEOPLE = frozenset({"civilians", "protesters"})


def accused_later(a: Annotated, draft: Draft, victims: Sequence[PartyFind]) -> list[PartyFind]:
    """«واتهمت الحكومة الجماعة بإطلاقه»: whom a sentence of the event, or the one right behind it, accuses."""
    last = max(draft.sentences)
    for index in sorted(draft.sentences | ({last + 1} if last + 1 < len(a.doc.sentences) else set())):
        sentence = a.doc.sentences[index]
        for speech in within(a.speech, sentence.first, sentence.last):
            if speech.entry.act != "accuse" or not verb_like(speech):
                continue
            parties = [p for p in within(a.parties, speech.last, min(speech.last + 9, sentence.last)) if p.particle != "ب"]
            ahead = any(speech.first - p.last <= 1 for p in within(a.parties, max(sentence.first, speech.first - 5), speech.first))
            plain = ahead or speech.form.number == "plural" or (len(parties) == 1 and parties[0].first > speech.last)
            found = parties[:1] if plain else parties[1:2]
            return [p for p in found if p.animate and p.kind not in _PEOPLE and p not in victims]
    return []


def announcer(a: Annotated, draft: Draft) -> list[PartyFind]:
    """«أعلن الجيش مقتل ثلاثة مسلحين»: a state's force that announces the death of those it fights."""
    trigger = draft.trigger
    sentence = a.sentence(trigger.first)
    for speech in within(a.speech, max(sentence.first, trigger.first - 10), trigger.first):
        if not verb_like(speech):
            continue
        behind = within(a.parties, speech.last, min(speech.last + 3, trigger.first))
        found = [p for p in behind if p.particle == "" and p.kind in _STATE and is_force(p) and not is_state_name(p)]
        if found and found[0].first - speech.last <= 1:
            return found[:1]
    return []
