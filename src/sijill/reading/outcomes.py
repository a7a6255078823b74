"""Small questions about a word of killing, wounding or capture and about the numbers beside it."""

from __future__ import annotations

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.extract.ordered import beginning
from sijill.extract.parties import PartyFind
from sijill.model import Count
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Figure
from sijill.reading.grammar import verb_like
from sijill.text import Doc, analyses

AMONG = frozenset(
    "بينهم بينها بينهما بينهن منهم منها منهما منهن ضمنهم ضمنها معظمهم غالبيتهم اغلبهم معظمها غالبيتها اكثرهم احدهم احدهما".split()
)
ONE, TWO, ZERO = Count(1, 1), Count(2, 2), Count(0, 0, "none")
NEW_TOLL = "new toll"
WITH_OTHERS = "with others"
STATED = "stated number"
NOUN = "number of the noun"
POINTED = "joined pronoun"
NAMED = "a person by name"
REACH = 14  # words between an outcome and its figure
_OF_TYPE = {"arrest": "captured", "abduction": "captured", "assassination": "killed"}
_RELATIVE = frozenset("الذي التي الذين اللذين اللذان اللتين من ممن".split())


def outcome_of(trigger: Match) -> str:
    """killed, wounded or captured, where the word says so or its type cannot be without; "" for other words and for attempts."""
    entry = trigger.entry
    told = entry.meaning("outcome")
    if told:
        return told
    of_type = _OF_TYPE.get(entry.type, "")
    return of_type if of_type and not entry.meaning("aspect") and entry.rank in ("occurrence", "outcome") else ""


def died_of_wounds(trigger: Match, other: Match) -> bool:
    """«توفي جريحان», «استشهاد جريح»: the wounded of an earlier day are the dead of this one."""
    person = other.entry.meaning("person") == "true" and not other.joiner
    return person and outcome_of(trigger) == "killed" and outcome_of(other) == "wounded"


def starting(a: Annotated, first: int, last: int) -> list[Match]:
    """The triggers that begin at words [first, last)."""
    return within(a.triggers, first, last)


def trigger_at(a: Annotated, index: int) -> Match | None:
    """A word of an act or an outcome at a word; adjectives and light verbs are none."""
    for match in beginning(a.triggers, index):
        if match.entry.rank in ("occurrence", "outcome"):
            return match
    return None


def verbal(trigger: Match) -> bool:
    """A finite verb, or a set phrase that begins with one («لقي مصرعه»)."""
    return verb_like(trigger) or (trigger.entry.pos == "phrase" and trigger.entry.frame in ("victim_verb", "kill_verb", "attack_verb"))


def stated(number: Number) -> Figure | None:
    """A number as a figure; None where the words give no figure."""
    return Figure(number.value, number.first, number.last, STATED) if number.value.low is not None else None


def count_of(party: PartyFind) -> Count | None:
    """How many people a party is; a person by name is one, of a body nothing is said."""
    if party.head.entry.meaning("group") == "true":
        return None
    if party.count is None and party.head.entry.role == "person":
        return ONE
    return party.count


def among(doc: Doc, index: int) -> bool:
    """«بينهم ثلاثة»: a number that is part of another."""
    return any(doc.words[i].text in AMONG for i in range(max(0, index - 2), index))


def relative(text: str) -> bool:
    """A relative pronoun."""
    return text in _RELATIVE and text != "من"


def governed(a: Annotated, index: int, trigger: Match) -> bool:
    """Whether a preposition other than the trigger's own brings in what begins at a word."""
    words = a.doc.words
    parties = beginning(a.parties, index)
    if parties and parties[0].particle == "ب" and trigger.entry.meaning("object") == "bi":
        return False
    if parties and parties[0].particle in ("ب", "ك", "ل"):
        return parties[0].particle != "ل" or verbal(trigger)
    if not parties and words[index].text.startswith("ب"):
        numbers = beginning(a.numbers, index)
        if numbers and numbers[0].start > words[index].start:
            return True
    if index == 0 or index == trigger.last:
        return False
    before = words[index - 1].text
    if before == "عن" and words[index - 2].text in ("يقل", "تقل", "يزيد", "تزيد"):
        return False
    if before == "علي" and trigger.entry.meaning("object") == "ala":
        return False
    if index - 1 == trigger.last and before in ("علي", "ب", "ل", "بحياه", "بحق"):
        return False
    return before in PREPOSITIONS or before in _JOINED


def _joined() -> frozenset[str]:
    """A preposition behind waw or fa («وفي», «ومن»), in every way of writing it that is read so."""
    prepositions = ("في", "من", "علي", "بين", "عن", "مع")
    written = [joiner + article + word for joiner in ("و", "ف") for article in ("", "ال") for word in prepositions]
    return frozenset(t for t in written if any(r.joiner and not r.particle and r.rest in prepositions for r in analyses(t)))


_JOINED = _joined()


def joined_by_waw(a: Annotated, index: int) -> bool:
    """Whether a word begins with the conjunction waw: a party or a number says so, or it is no word of the lexicon."""
    text = a.doc.words[index].text
    if any(p.joiner == "و" for p in beginning(a.parties, index)):
        return True
    numbers = beginning(a.numbers, index)
    return bool(numbers) and (numbers[0].start > a.doc.words[index].start or text[1:2].isdigit())
