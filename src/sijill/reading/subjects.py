"""The noun phrase that a finite verb follows, and verbs whose letters show that they are active."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.extract.ordered import covering, ending
from sijill.extract.parties import PartyFind
from sijill.reading.able import direct_groups, feminine, is_state_name, usable
from sijill.reading.annotate import Annotated
from sijill.reading.grammar import Argument, arguments, verb_like
from sijill.text import BREAK
from sijill.text.spelled import spelled

_FAR = 3  # words between a subject and its verb that are no time and no particle
_BETWEEN = frozenset({"قد", "كان", "كانت", "كانوا"})
_RELATIVES = frozenset({"الذي", "التي", "الذين", "اللذين", "اللذان"})
_WHEN = frozenset("عندما حينما بعدما حين لما حيث بينما فيما لان".split())  # «جنود قتلوا عندما فجر مسلحون لغما»
_WAS = frozenset({"كان", "كانت", "وكان", "وكانت", "فكان", "كانوا"})


def subject_before(a: Annotated, trigger: Match, before: list[Argument]) -> list[PartyFind]:
    """The noun phrase that a finite verb follows («مسلحون هاجموا»), with those joined to it by waw."""
    if not before or (trigger.joiner and trigger.form.tense):
        return []  # a verb that waw or fa joins begins a clause of its own
    nearest = before[-1]
    words = a.doc.words
    if nearest.link not in ("", "prep") and not is_relative(a, trigger):
        return []
    gap = 0
    for index in range(nearest.party.last, trigger.first):
        if words[index].gap == BREAK or words[index].text in _WHEN:
            return []
        if words[index].text not in _BETWEEN and not covering(a.times, index):
            gap += 1
            if gap > _FAR:
                return []
    if words[trigger.first].gap == BREAK:
        return []
    if is_state_name(nearest.party) and nearest.party.first != a.sentence(trigger.first).first and not _begins(a, nearest.party.first):
        return []
    out = [nearest.party]
    for argument in reversed(before[:-1]):
        if out[-1].joiner == "و" and out[-1].first - argument.party.last <= 2 and argument.link == nearest.link:
            out.append(argument.party)
        else:
            break
    return out[::-1]


def _begins(a: Annotated, index: int) -> bool:
    """Whether a clause begins at a word: behind punctuation or «أن»."""
    return a.doc.words[index].gap == BREAK or a.doc.words[index - 1].text in ("ان", "بان", "لكن", "كانت", "كان", "حيث", "فيما", "بينما")


def is_relative(a: Annotated, trigger: Match) -> bool:
    """Whether a relative pronoun stands right before a verb: who it means is its subject."""
    return trigger.first > 0 and a.doc.words[trigger.first - 1].text in _RELATIVES


def pluperfect(a: Annotated, trigger: Match, subject: list[PartyFind]) -> bool:
    """«كان مسلحون قد قتلوا»: the noun between «كان» and «قد» is the verb's subject."""
    if not subject or subject[0].first == 0 or a.doc.words[subject[0].first - 1].text not in _WAS:
        return False
    return any(a.doc.words[i].text == "قد" for i in range(subject[-1].last, trigger.first))


def active_by_form(a: Annotated, trigger: Match) -> bool:
    """A past verb whose letters are those of the active alone: «هاجم», «أصاب», «اغتال», whose passives are «هوجم», «أصيب», «اغتيل»."""
    if trigger.form.tense != "past" or trigger.entry.pos != "verb" or trigger.form.pronoun:
        return False
    word = a.doc.words[trigger.last - 1].text[len(trigger.joiner) :]
    endings = ("ت",) if trigger.form.number == "sing" else ("تا", "وا", "ا", "ن")
    word = next((word.removesuffix(e) for e in endings if word.endswith(e) and len(word) > 4), word)
    third = len(word) == 4 and word[1] == "ا" and word[0] != "ا"
    hollow = len(word) >= 4 and word[-2] == "ا" and word[0] == "ا"
    return third or hollow


def predicate(a: Annotated, match: Match) -> bool:
    """Whether a subject that «إن» brings in, or that opens the sentence, stands right before a word: what follows is its verb.

    «إن الجيش قصف قوات المتمردين» tells of shelling by the army; «قصف قوات المتمردين» alone can be that of the forces.
    """
    if match.first == 0 or match.joiner or a.doc.words[match.first].gap == BREAK:
        return False
    for party in ending(a.parties, match.first):
        before = a.doc.words[party.first - 1].text if party.first else ""
        opens = party.first == a.sentence(match.first).first
        if match.form.number == "sing" and feminine(a, party) != a.doc.words[match.last - 1].text.endswith("ت"):
            continue  # «المخابرات: قتل قائدهم في غارة»
        if party.animate and not party.particle and not party.joiner and (opens or before in _INTRODUCES):
            return True
    return False


def is_verb(a: Annotated, trigger: Match) -> bool:
    """Whether what can be read as a noun too is a verb: its subject stands before it, or subject and object behind it."""
    if predicate(a, trigger):
        return True
    after = [x for x in arguments(a, trigger.last, min(trigger.last + 8, a.sentence(trigger.first).last)) if usable(x.party)]
    return by_case(a, trigger, direct_groups(after))


def state_acts(a: Annotated, party: PartyFind) -> bool:
    """«قصفت إيران قاعدة»: a state's name right behind a finite verb that agrees with it is the subject, no place."""
    if not is_state_name(party) or party.particle or party.joiner or a.doc.words[party.first].gap == BREAK:
        return False
    for verb in ending(a.triggers, party.first):
        if verb_like(verb) and verb.form.number == "sing" and not verb.form.pronoun:
            word = a.doc.words[verb.last - 1].text.lstrip("وف")
            female = word.endswith("ت") if verb.form.tense == "past" else word.startswith("ت")
            if female == (feminine(a, party) or not party.head.form.article):
                return True
    return party.first > 0 and a.doc.words[party.first - 1].text in _DOES


def by_case(a: Annotated, trigger: Match, groups: list[list[PartyFind]]) -> bool:
    """Whether the second of two noun phrases side by side behind a past verb is its object, so that the first one did it.

    It is an accusative, a number behind a person, or what stands behind a nominative: «طعن شاب جنديا», «دهس سائق ثلاثة جنود».
    """
    if len(groups) < 2 or trigger.form.tense != "past" or trigger.form.pronoun or trigger.last != groups[0][0].first:
        return False
    one, two = groups[0], groups[1][0]
    if two.first != one[-1].last or not one[0].animate or not two.animate or a.doc.words[two.first].gap == BREAK:
        return False
    first, second = a.doc.words[one[0].head.first].text, a.doc.words[two.head.first].text
    if _accusative(first) or first.endswith("ين") or one[0].number is not None:
        return False
    if any(a.doc.words[i].text.endswith("ون") for i in range(one[0].first, one[0].last)):
        return not two.joiner  # «قتل جنود فرنسيون عشرة جهاديين»
    single = one[0].head.form.number == "sing" and one[0].head.entry.room == "nouns" and not one[0].head.article
    counted = two.number is not None and two.number.kind == "cardinal" and two.first == two.number.first
    return (_accusative(second) and not two.head.article) or (counted and (single or one[0].head.article))


def _accusative(word: str) -> bool:
    return word.endswith("ا") and len(word) > 3


# Verbs that govern an act and that no entry holds: «بدأت تركيا حملتها», «كثفت إسرائيل غاراتها».
_DOES = spelled(
    "بدات تبدا كثفت تكثف واصلت تواصل صعدت تصعد استانفت تستانف وسعت جددت تجدد ردت ترد قامت تقوم عاودت سارعت اقدمت بادرت وقعت ابرمت".split()
)
_INTRODUCES = frozenset("ان بان لان لكن ولكن".split())
