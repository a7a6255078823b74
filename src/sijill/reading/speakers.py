"""Who is quoted, who claims, who accuses, who denies: the acts of speech of each sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK, Sentence, analyses

LONGEST = 14  # words of a source's wording
_ENDS = frozenset("ان انه انها انهم انهما بان بانه بانها بانهم اليوم امس عن علي في الي خلال بعد قبل ضمن عبر حول عقب اثر مساء صباح قوله قولها قولهم قائلا مضيفا موكدا الذي التي وجود مقتل تعرض".split())
_REPORTED = frozenset({"say", "report", "confirm", "accuse", "claim", "deny"})
_ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا نقلا حسبما وفقما استنادا كما".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words [first, last) of who speaks, what sort of act, and the party among those words where one stands there."""

    first: int
    last: int
    act: str
    sentence: int
    party: PartyFind | None
    entry: str


def speakers(a: Annotated) -> list[Speaker]:
    """All speakers in the order of the text; one that a later sentence only continues is not repeated."""
    found: list[Speaker] = []
    for sentence in a.doc.sentences:
        if sentence.kind == "link":
            continue
        for match in within(a.speech, sentence.first, sentence.last):
            act = match.entry.meaning("act")
            hedge = match.entry.meaning("hedge")
            if hedge == "according_to":
                speaker = _behind(a, sentence, match.last, "report", match)
            elif act in _REPORTED or act == "no_claim":
                speaker = _of_act(a, sentence, match, act)
            else:
                continue
            if speaker is not None and not any(s.first < speaker.last and speaker.first < s.last and s.act == speaker.act for s in found):
                found.append(speaker)
    return found


def _of_act(a: Annotated, sentence: Sentence, match: Match, act: str) -> Speaker | None:
    behind = _behind(a, sentence, match.last, act, match)
    if behind is not None:
        return behind
    before = [p for p in within(a.parties, max(sentence.first, match.first - 10), match.first) if p.particle == "" and match.first - p.last <= 2]
    source = [m for m in within(a.speech, max(sentence.first, match.first - 6), match.first) if m.entry.meaning("source") and match.first - m.last <= 3]
    if source:
        return Speaker(source[-1].first, match.first, act, sentence.index, None, match.entry.id)
    if before and (match.form.tense or act == "claim"):
        party = before[-1]
        return Speaker(party.first, party.last, act, sentence.index, party, match.entry.id)
    return None


def _behind(a: Annotated, sentence: Sentence, at: int, act: str, match: Match) -> Speaker | None:
    """The wording right behind a verb of saying or "according to"."""
    words = a.doc.words
    first = at
    while first < sentence.last and first - at < 3 and (words[first].text in ("عن", "ل", "لما", "ما", "به", "فيه") or _said_again(a, first)):
        first += 1
    last = first
    while last < sentence.last and last - first < LONGEST:
        word = words[last]
        if last > first and (word.gap == BREAK or word.text in _ENDS or _verb(a, last)):
            break
        if last == first and (word.text in _ENDS or word.gap == BREAK and act != "report" or _verb(a, last)):
            return None
        last += 1
    if last == first:
        return None
    party = next((p for p in within(a.parties, first, last) if p.first <= first + 2), None)
    noun = next((m for m in within(a.speech, first, last) if m.entry.meaning("source") and m.first <= first + 2), None)
    if party is None and noun is None:
        return None
    if party is not None and noun is None and party.kind == "infrastructure":
        return None
    return Speaker(first, last, act, sentence.index, party, match.entry.id)


def _said_again(a: Annotated, index: int) -> bool:
    """«حسب ما ذكرت», «وفق ما أورده»: the second verb of saying."""
    return any(m.first == index and m.form.tense for m in within(a.speech, index, index + 1))


def _verb(a: Annotated, index: int) -> bool:
    matches: Sequence[Match] = [*within(a.triggers, index, index + 1), *within(a.speech, index, index + 1)]
    return any(m.entry.pos == "verb" and m.form.tense and not m.article for m in matches)


def continued(a: Annotated, sentence: Sentence) -> bool:
    """«وأضاف أن …»: a sentence that goes on with the speaker before it."""
    if sentence.last - sentence.first < 2:
        return False
    return any(r.rest in _ADDED for r in analyses(a.doc.words[sentence.first].text))


_ADDED = frozenset("اضاف اضافت تابع تابعت اوضح اوضحت اردف اردفت اشار اشارت لفت موضحا مضيفا مبينا مشيرا".split())
