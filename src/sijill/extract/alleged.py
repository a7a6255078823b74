"""What somebody says to be another's: «موقعا كشفت معلومات خاصة أنه يتبع لجهاز …»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sijill.extract.party import PartyFind
from sijill.text import BREAK, Doc

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
        owner = _owner(doc, party, parties, number + 1) if party.matches[0].entry.room == "nouns" else None
        if owner is not None:
            skip = owner + 1
            of = parties[number + 1 + owner]
            said = "to be" if doc.words[of.first - 1].text in _THAT_IT else "to belong to"
            label = f"{party.label} alleged {said} {of.label}"
            party = replace(party, last=of.last, end=of.end, label=label, alleged=True, matches=(*party.matches, *of.matches))
        out.append(party)
    return out


def _owner(doc: Doc, party: PartyFind, parties: Sequence[PartyFind], behind: int) -> int | None:
    """Which of the parties from the one behind it on is the owner of a thing; None where nothing is said of one."""
    words, sentence = doc.words, doc.words[party.first].sentence
    near = parties[behind] if behind < len(parties) else None
    for index in range(party.last, min(party.last + REACH, len(words) - 2)):
        word = words[index]
        if word.gap == BREAK or word.sentence != sentence:
            return None
        if near is not None and near.first == index and near.head.entry.room == "nouns":
            return None  # a nearer thing
        if word.text in _THAT_IT:
            if near is not None and near.first == index + 1 and any(w.text in _SUSPECTED for w in words[max(0, index - 2) : index]):
                return 0  # «شخصان يشتبه بأنهما مسلحان»
            if not any(reading.rest in _BELONGS for reading in words[index + 1].analyses):
                return None
            following = parties[behind : behind + 1 + party.last - party.first + REACH + BEHIND]
            return next((n for n, p in enumerate(following) if p.particle in ("ل", "") and index + 2 <= p.first <= index + BEHIND), None)
    return None
