"""Whom a pronoun means that an act is done to: «اعتقاله», «خطفهم», «أفرج عنه»."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.able import CASUALTIES, feminine, is_force, usable
from sijill.reading.annotate import Annotated, within

# Acts that a person suffers, of whom the text spoke before.
_SUFFERED = frozenset("arrest release abduction killing assassination abuse sexual_violence".split())
_FRAMES = frozenset({"victim_noun", "victim_verb", "kill_verb", "attack_verb"})
_BEHIND = {"عنه": "ه", "عنها": "ها", "عنهم": "هم", "عنهما": "هما", "عليه": "ه", "عليها": "ها", "عليهم": "هم", "عليهما": "هما"}
_ENDINGS = ("هما", "هم", "ها", "ه")
_STATES = frozenset({"noun.kidnapped", "noun.suspect", "noun.captive", "noun.detainee", "noun.hostage"})
_BACK = 2  # sentences before the pronoun's own


def referent(a: Annotated, trigger: Match) -> list[PartyFind]:
    """The last party before a trigger that the pronoun of its object can mean."""
    if trigger.entry.type not in _SUFFERED or trigger.entry.frame not in _FRAMES:
        return []
    pronoun = _pronoun(a, trigger)
    if not pronoun:
        return []
    sentence = a.sentence(trigger.first)
    start = a.doc.sentences[max(0, sentence.index - _BACK)].first
    for party in within(a.parties, start, trigger.first)[::-1]:
        if party.last <= trigger.first and _can_be(a, party) and _fits(a, party, pronoun):
            return [party]
    return []


def _pronoun(a: Annotated, trigger: Match) -> str:
    """The pronoun of a trigger's object: joined to it, to its last word, or to the preposition behind it."""
    words = a.doc.words
    if trigger.form.pronoun in _ENDINGS:
        return trigger.form.pronoun
    last = words[trigger.last - 1].text
    if last in _BEHIND:
        return _BEHIND[last]
    if trigger.last - trigger.first > 1 and last.startswith(("سراح", "سبيل")):
        return next((e for e in _ENDINGS if last in (f"سراح{e}", f"سبيل{e}")), "")
    if trigger.last < len(words) and words[trigger.last].text in _BEHIND and trigger.entry.type in ("release", "arrest"):
        return _BEHIND[words[trigger.last].text]
    return ""


def _can_be(a: Annotated, party: PartyFind) -> bool:
    """People, not bodies, nor who only speaks."""
    if not usable(party) or not party.animate or party.head.entry.id in CASUALTIES or is_force(party):
        return False  # a body of men in arms acts
    if party.head.entry.id in _STATES and not party.head.article:
        return False  # «ظل مختطفا»
    person = party.head.entry.room == "nouns" or party.head.entry.role == "person" or party.head.form.tense == "demonym"
    said = any(m.last == party.first or party.last == m.first for m in within(a.speech, party.first - 3, party.last + 1))
    return person and not said and party.head.entry.id != "noun.relative"


def _fits(a: Annotated, party: PartyFind, pronoun: str) -> bool:
    number = party.head.form.number
    many = number in ("plural", "dual") or (party.count is not None and (party.count.high or 2) > 1)
    if pronoun == "هم":
        return many
    if pronoun == "هما":
        return number == "dual" or (party.count is not None and party.count.high == 2)
    return not many and feminine(a, party) == (pronoun == "ها")
