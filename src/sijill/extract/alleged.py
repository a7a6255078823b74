"""What somebody says to be another's: «موقعا كشفت معلومات خاصة أنه يتبع لجهاز …»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sijill.extract.party import PartyFind
from sijill.text import BREAK, Doc, analyses

REACH = 6  # words between a thing and "that it belongs"
BEHIND = 3  # words from there to the owner
_THAT_IT = frozenset("انه انها انهم بانه بانها بانهم انهما بانهما".split())
_SUSPECTED = frozenset("يشتبه يعتقد يزعم يرجح يظن".split())
_BELONGS = frozenset("يتبع تتبع يتبعون تابع تابعه تابعون يعود تعود ينتمي تنتمي ينتمون مملوك مملوكه يستخدمه تستخدمه يديره تديره".split())


def with_alleged_owners(doc: Doc, parties: Sequence[PartyFind]) -> list[PartyFind]:
    """Take the owner that somebody alleges into the party that it is said of, marked as alleged."""
    out: list[PartyFind] = []
    skip = 0
    for number, party in enumerate(parties):
        if skip:
            skip -= 1
            continue
        owner = _owner(doc, party, parties[number + 1 : number + 2 + party.last - party.first + REACH + BEHIND])
        if owner is not None:
            skip = owner + 1
            of = parties[number + 1 + owner]
            said = "to be" if doc.words[of.first - 1].text in _THAT_IT else "to belong to"
            label = f"{party.label} alleged {said} {of.label}"
            party = replace(party, last=of.last, end=of.end, label=label, alleged=True, matches=(*party.matches, *of.matches))
        out.append(party)
    return out


def _owner(doc: Doc, party: PartyFind, following: Sequence[PartyFind]) -> int | None:
    """Which of the parties behind is the owner; None where nothing is said of one."""
    words = doc.words
    if party.head.entry.room != "nouns":
        return None
    end = min(party.last + REACH, len(words) - 2)
    for index in range(party.last, end):
        if words[index].gap == BREAK or words[index].sentence != words[party.first].sentence:
            return None
        if following and following[0].first == index and following[0].head.entry.room == "nouns":
            return None  # a nearer thing
        if words[index].text in _THAT_IT:
            if any(w.text in _SUSPECTED for w in words[max(0, index - 2) : index]) and following and following[0].first == index + 1:
                return 0  # «شخصان يشتبه بأنهما مسلحان»
            if not any(reading.rest in _BELONGS for reading in analyses(words[index + 1].text)):
                return None
            return next((n for n, p in enumerate(following) if p.particle in ("ل", "") and index + 2 <= p.first <= index + BEHIND), None)
    return None
