"""Each part alone: times, numbers, places, actors or quotations of a text."""

from __future__ import annotations

from datetime import date
from typing import Any

from sijill.knowledge import Knowledge, load
from sijill.model import ActorMention, Mention, NumberMention, PlaceMention, Quotation, QuoteMention, Report, TimeMention
from sijill.reading.annotate import Annotated, annotate, within
from sijill.reading.mentions import mentions_of
from sijill.reading.speakers import speakers


def _annotated(text: str, published: date | None, knowledge: Knowledge | None) -> Annotated:
    return annotate(Report(text, published=published), knowledge or load())


def _of_kind(text: str, kind: str, published: date | None, knowledge: Knowledge | None) -> list[Mention[Any]]:
    return [m for m in mentions_of(_annotated(text, published, knowledge)) if m.kind == kind]


def find_times(text: str, *, published: date | None = None, knowledge: Knowledge | None = None) -> list[TimeMention]:
    """Dates, hours and spans of time, resolved against the day of publication; spans count code points of the stripped text."""
    return _of_kind(text, "time", published, knowledge)


def find_numbers(text: str, *, knowledge: Knowledge | None = None) -> list[NumberMention]:
    """Numbers of people and things with their bounds; years, dates and hours are no numbers."""
    return _of_kind(text, "number", None, knowledge)


def find_places(text: str, *, knowledge: Knowledge | None = None) -> list[PlaceMention]:
    """Named places, settled among namesakes by what else the text names; those that stay open keep their candidates."""
    return _of_kind(text, "place", None, knowledge)


def find_actors(text: str, *, knowledge: Knowledge | None = None) -> list[ActorMention]:
    """Parties: named actors, bodies of states, and people or things that only a description names."""
    return _of_kind(text, "actor", None, knowledge)


def find_quotes(text: str, *, knowledge: Knowledge | None = None) -> list[QuoteMention]:
    """Quotations with their speaker, direct (between marks) and reported («قال … إن»); the span is what was said."""
    a = _annotated(text, None, knowledge)
    doc = a.doc
    spoken = speakers(a)
    out: list[QuoteMention] = []
    taken: set[int] = set()
    for quoted in doc.quotes:
        first = doc.word_at(quoted.start)
        if quoted.end - quoted.start < _SHORTEST and not _said(a, first, quoted.start, quoted.end):
            continue  # a name or one word between marks, not something said
        sentence = doc.words[first].sentence
        before = [s for s in spoken if s.sentence == sentence and s.first <= first] or [s for s in spoken if s.sentence < sentence][-1:]
        speaker = before[-1] if before else None
        if speaker is None:
            continue
        taken.add(sentence)
        words = doc.words_evidence(speaker.first, speaker.last)
        evidence = doc.evidence(quoted.start, quoted.end)
        out.append(Mention("quote", evidence.span, evidence.quote, Quotation(words.quote, words.span, direct=True), speaker.entry))
    for speaker in spoken:
        sentence_ = doc.sentences[speaker.sentence]
        if speaker.sentence in taken or speaker.last >= sentence_.last:
            continue
        words = doc.words_evidence(speaker.first, speaker.last)
        said = doc.words_evidence(speaker.last, sentence_.last)
        out.append(Mention("quote", said.span, said.quote, Quotation(words.quote, words.span, direct=False), speaker.entry))
        taken.add(speaker.sentence)
    return sorted(out, key=lambda m: m.span)


def _said(a: Annotated, first: int, start: int, end: int) -> bool:
    """Whether words between marks are said, short as they are: two words or more behind «إن», a colon or a word of saying."""
    words = a.doc.words
    if words[first].start < start:
        first += 1
    if " " not in a.doc.folded.text[start:end] or first == 0 or first >= len(words):
        return False
    told = words[first - 1].text in ("ان", "بان") or ":" in a.doc.between(first - 1, first)
    return told or any(m.last == first for m in within(a.speech, first - 4, first))


_SHORTEST = 20  # folded code points of the shortest quotation that is more than a name
