"""Everything found, as mentions of the model."""

from __future__ import annotations

from typing import Any

from sijill.model import Mention, MentionKind, Party
from sijill.reading.annotate import Annotated

_KINDS: dict[str, MentionKind] = {"weapons": "weapon", "triggers": "trigger", "cues": "cue"}


def mentions_of(a: Annotated) -> tuple[Mention[Any], ...]:
    """Times, numbers, places, actors, weapons, triggers, speech and cues in the order of the text."""
    doc = a.doc
    out: list[Mention[Any]] = []

    def add(kind: MentionKind, start: int, end: int, value: object, entry: str) -> None:
        evidence = doc.evidence(start, end)
        out.append(Mention(kind, evidence.span, evidence.quote, value, entry))

    for time in a.times:
        add("time", time.expression.start, time.expression.end, time.when, time.expression.entry)
    for number in a.numbers:
        add("number", number.start, number.end, number.value, number.entry)
    for place in a.places:
        find = place.settled.find
        add("place", find.start, find.end, place.settled.place, place.settled.place.gazetteer_id or "place.unknown")
    for party in a.parties:
        quote = doc.evidence(party.start, party.end).quote
        value = Party(quote, party.label, party.kind, party.actor_id, party.country, party.loaded, party.count)
        add("actor", party.start, party.end, value, party.head.entry.id)
    for match in a.lookup.matches:
        kind = _KINDS.get(match.entry.room)
        if match.entry.room == "speech":
            kind = "loaded" if match.entry.meaning("loaded") else "speech"
        if kind is not None:
            add(kind, match.start, match.end, dict(match.entry.means), match.entry.id)
    return tuple(sorted(out, key=lambda m: (m.span.start, m.span.end, m.kind, m.entry)))
