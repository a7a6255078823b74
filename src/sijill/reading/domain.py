"""What an article is about where it is not about conflict: an accident, a crime in a family, sport, weather, markets."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.reading.able import ARMED
from sijill.reading.annotate import Annotated, within
from sijill.reading.cues import ELSEWHERE, kind_of
from sijill.reading.draft import Draft

LEAD = 3  # sentences, the title among them, that say what an article is about
_POLITICAL = frozenset(
    "protest protest_repressed riot political_decision agreement withdrawal deployment group_change release abduction".split()
)
_PLAIN = frozenset({"blade", "fire", "vehicle", "stones", "batons"})


def subject(a: Annotated) -> Match | None:
    """The cue in the lead that says that the article is about something else; None where nothing does."""
    last = a.doc.sentences[min(LEAD, len(a.doc.sentences)) - 1].last if a.doc.sentences else 0
    return next((c for c in within(a.cues, 0, last) if kind_of(c) in ELSEWHERE - {"figurative"}), None)


def outside(a: Annotated, draft: Draft, about: Match | None) -> str:
    """Why an event of such an article is none of conflict; "" where it is one after all."""
    if about is None or draft.type in _POLITICAL:
        return ""
    if kind_of(about) != "sport" and any(p.kind in ARMED for p in (*draft.perpetrators, *draft.targets)):
        return ""
    if {w.entry.meaning("weapon") for w in draft.weapons} - _PLAIN:
        return ""
    return f"the article is about {kind_of(about)} ({about.entry.id})"
