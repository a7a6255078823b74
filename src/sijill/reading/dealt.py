"""A count for each place of a list: «اعتقلت 14 مواطنا، بينهم ثمانية من بيت أمر وستة من حوسان» is two events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning
from sijill.extract.parties import COUNTING
from sijill.model import Count
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft, Figure
from sijill.reading.members import counts_groups
from sijill.reading.outcomes import NOUN, ONE, STATED, count_of, outcome_of
from sijill.reading.where import Chain, chains
from sijill.text import BREAK

_NEAR = 4  # words between a count and its place («ثلاثة شبان من بلدة …»)
_TAKEN_FROM = frozenset({"من", "في", "ب"})
_FELL_IN = frozenset({"في", "ب"})  # for the dead and the hurt «من» says where they were from


_ANOTHER = frozenset({"واخر", "واخري"})


class _Share(NamedTuple):
    value: Count
    first: int
    last: int
    rule: str
    chain: Chain


def deal(a: Annotated, drafts: list[Draft]) -> list[Draft]:
    """Drafts whose sentence gives each place its own count become as many; a total for all belongs to none."""
    out: list[Draft] = []
    for draft in drafts:
        shares = _shares(a, draft)
        if len(shares) < 2:
            out.append(draft)
            continue
        outcome = _outcome(draft)
        for share in shares:
            out.append(part_of(draft, share.chain, {outcome: [Figure(share.value, share.first, share.last, share.rule)]}))
    return out


def part_of(draft: Draft, chain: Chain, figures: dict[str, list[Figure]]) -> Draft:
    """One of the events that a draft tells of, by its place and its figures."""
    return Draft(
        list(draft.triggers), draft.type, draft.rank, draft.frame, draft.sentence, draft.kind,
        list(draft.perpetrators), list(draft.targets), list(draft.weapons), [chain], list(draft.times), figures, dict(draft.cues),
        "sing", draft.definite, 2, draft.firm_day, set(draft.sentences), {"split"},
    )  # fmt: skip


def _outcome(draft: Draft) -> str:
    """The one outcome that a draft tells of; "" where it tells of none or of two."""
    told = ""
    for trigger in draft.triggers:
        outcome = outcome_of(trigger)
        if outcome and told and outcome != told:
            return ""
        told = told or outcome
    return told if all(name == told for name in draft.figures) else ""


def _shares(a: Annotated, draft: Draft) -> list[_Share]:
    found: list[_Share] = []
    sentence = a.doc.sentences[draft.sentence]
    if draft.number != "sing" or len(within(a.places, sentence.first, sentence.last)) < 2:
        return found  # one share is none
    outcome = _outcome(draft)
    if not outcome:
        return found
    trigger = next(t for t in draft.triggers if outcome_of(t))
    last = _end(a, trigger)
    grouped = chains(a, within(a.places, trigger.last, last))
    links = _TAKEN_FROM if outcome == "captured" else _FELL_IN
    for count, first, behind, rule in _counts(a, trigger, last):
        chain = next((c for c in grouped if behind <= c[0].first <= behind + _NEAR), None)
        if chain is None or not _links(a, behind, chain, links) or any(s.chain is chain for s in found):
            if found:
                break
            continue
        found.append(_Share(count, first, behind, rule, chain))
    return found


def _end(a: Annotated, trigger: Match) -> int:
    """Where the next act or outcome begins, or the sentence ends."""
    last = a.sentence(trigger.first).last
    asked = -1
    for match in within(a.triggers, trigger.last, last):
        if match.first != asked and match.entry.rank in ("occurrence", "outcome"):
            asked = match.first  # the first of those at a word says what stands there
            if match.entry.meaning("person") != "true":
                return match.first
    return last


def _counts(a: Annotated, trigger: Match, last: int) -> Iterator[tuple[Count, int, int, str]]:
    """What is counted behind a word, in order: numbers and nouns that are their own number."""
    index = trigger.last
    while index < last:
        number = next((n for n in beginning(a.numbers, index) if n.kind in COUNTING and n.kind != "dual"), None)
        party = next((p for p in beginning(a.parties, index) if p.animate and p.head.entry.room == "nouns"), None)
        if number is not None and number.value.low and not counts_groups(a, number):
            yield number.value, number.first, number.last, STATED
            index = max(number.last, index + 1)
            continue
        if a.doc.words[index].text in _ANOTHER:
            yield ONE, index, index + 1, NOUN
        count = count_of(party) if party is not None else None
        if party is not None and count is not None and count.low:
            yield count, party.first, max(party.head.last, index + 1), NOUN
            index = max(party.head.last, index + 1)
            continue
        index += 1


def _links(a: Annotated, behind: int, chain: Chain, links: frozenset[str]) -> bool:
    """Whether a preposition, and nothing that begins anew, stands between a count and a place."""
    words = a.doc.words
    between = range(behind, chain[0].first + 1)
    if any(words[i].gap == BREAK for i in between) or any(beginning(a.numbers, i) for i in between):
        return False
    if chain[0].settled.find.preposition in links:
        return True
    return any(words[i].text in links for i in range(behind, chain[0].first))
