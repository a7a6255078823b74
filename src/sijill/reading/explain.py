"""Which entry took which words, what lost to it, and what came of it: for `sijill try`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sijill.knowledge import Knowledge
from sijill.model import Reading, Report, Span
from sijill.reading.annotate import annotate
from sijill.reading.mentions import mentions_of
from sijill.reading.report import read_report


@dataclass(frozen=True, slots=True)
class Took:
    """An entry that took words; `feature` is the form they stand in."""

    entry: str
    quote: str
    span: Span
    feature: str


@dataclass(frozen=True, slots=True)
class LostTo:
    """An entry that would have taken words, who won over it, or which context forbade it."""

    entry: str
    quote: str
    winner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence taken apart."""

    taken: tuple[Took, ...]
    lost: tuple[LostTo, ...]
    reading: Reading


def explain(text: str, published: date | None, knowledge: Knowledge) -> Explanation:
    """Read a sentence and tell how."""
    report = Report(text, published=published)
    a = annotate(report, knowledge)
    taken = []
    for match in a.lookup.matches:
        words = a.doc.evidence(match.start, match.end)
        form = match.form
        features = [form.tense, form.number if form.number != "sing" else "", form.strength, f"+{form.pronoun}" if form.pronoun else ""]
        features += [f"{match.joiner}-" if match.joiner else "", f"{match.particle}-" if match.particle else ""]
        taken.append(Took(match.entry.id, words.quote, words.span, " ".join(f for f in features if f)))
    for mention in mentions_of(a):
        if mention.kind in ("time", "number", "place"):
            taken.append(Took(mention.entry, mention.quote, mention.span, mention.kind))
    lost = [LostTo(x.match.entry.id, a.doc.evidence(x.match.start, x.match.end).quote, x.winner, x.reason) for x in a.lookup.lost]
    lost += [LostTo("places", a.doc.evidence(f.start, f.end).quote, "", reason) for f, reason in a.places_lost]
    return Explanation(tuple(sorted(taken, key=lambda t: (t.span, t.entry))), tuple(lost), read_report(report, knowledge))
