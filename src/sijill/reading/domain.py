"""What an article is about where it is not about conflict: an accident, a crime in a family, sport, weather, markets."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.reading.able import ARMED
from sijill.reading.annotate import Annotated, within
from sijill.reading.cues import ELSEWHERE, kind_of
from sijill.reading.draft import Draft
from sijill.reading.stories import beginning_of

LEAD = 3  # sentences, the title among them, that say what an article is about
_INVENTED = frozenset({"culture", "satire", "sport", "economy"})
_SUBJECTS = ELSEWHERE - {"figurative"}
_CALAMITIES = frozenset({"accident", "weather", "crime"})
_NOBODYS = frozenset({"killing", "explosion"})
_CROWDS = frozenset({"protest", "protest_repressed", "riot"})
_MOVEMENTS = frozenset({"deployment", "withdrawal"})
_POLICED = frozenset({"arrest", "armed_attack", "killing", "security_operation", "disrupted_attack"})
_SIDES = frozenset({"rebel_group", "militia", "jihadist_group", "foreign_forces"})
_POLITICAL = frozenset({*_CROWDS, "political_decision", "agreement", "group_change", "release", "abduction"})
_PUBLIC = frozenset({*_SIDES, "officials", "state_forces", "protesters"})
_PLAIN = frozenset({"blade", "fire", "vehicle", "stones", "batons"})


def subject(a: Annotated) -> Match | None:
    """The cue in the lead, or in the outlet's name, that says that the article is about something else; None where nothing does."""
    satire = next((c for c in a.of_outlet if kind_of(c) == "satire"), None)
    if satire is not None:
        return satire
    last = a.doc.sentences[min(LEAD, len(a.doc.sentences)) - 1].last if a.doc.sentences else 0
    return next((c for c in within(a.cues, 0, last) if kind_of(c) in _SUBJECTS and _meant(a, kind_of(c))), None)


def calamity(a: Annotated, draft: Draft) -> Match | None:
    """The accident that the story behind «على صعيد آخر» is about, where nothing names who killed."""
    if draft.type not in _NOBODYS or draft.perpetrators:
        return None
    story = beginning_of(a, draft)
    return next((c for c in within(a.cues, story.first, story.last) if kind_of(c) in ("accident", "weather")), None) if story else None


def _meant(a: Annotated, kind: str) -> bool:
    """A match, a market or a film has more words of its own in its article than one: a single one is another sense of the word."""
    return kind not in _INVENTED or len([c for c in a.cues if kind_of(c) == kind]) > 1


def outside(a: Annotated, draft: Draft, about: Match | None) -> str:
    """Why an event of such an article is none of conflict; "" where it is one after all."""
    if about is None:
        return ""
    kind = kind_of(about)
    reason = f"the article is about {kind} ({about.entry.id})"
    if about in a.of_outlet:
        return reason  # nothing that a satirical paper tells has happened
    parties = (*draft.perpetrators, *draft.targets)
    if kind in _INVENTED:  # a film, a match, a market: its attacks are figures of speech unless a named side and a day say otherwise
        real = draft.firm_day and any(p.named for p in parties)
        return "" if real or draft.type in _CROWDS else reason
    if kind == "crime" and draft.type == "political_decision" and not any(p.named or p.kind in _PUBLIC for p in draft.targets):
        return reason  # the sentence on a murderer or a smuggler; one on a minister or a fighter is kept
    if draft.type in _POLITICAL:
        return ""
    if kind in _CALAMITIES and draft.type in _MOVEMENTS:
        return reason  # «انتشرت قوات المرور», «وحدات من الجيش لفتح الطرق»
    if kind == "crime" and draft.type in _POLICED and not any(p.kind in _SIDES for p in parties):
        return reason
    if kind == "accident" and draft.type == "killing" and draft.rank == "outcome" and not draft.perpetrators:
        return reason  # the crew of an aircraft that crashed
    if any(p.kind in ARMED for p in parties):
        return ""
    if {w.entry.weapon for w in draft.weapons} - _PLAIN:
        return ""
    return reason
