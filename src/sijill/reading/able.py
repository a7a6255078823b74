"""What a party can be to an act: whether it can act at all, whether it is a force, whether a verb agrees with it."""

from __future__ import annotations

from dataclasses import replace

from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, ending
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import Argument

ARMED = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})
_MARTYR = "noun.martyr_loaded"  # before a name a title, also an attacker's
CASUALTIES = frozenset({"noun.dead", "noun.wounded", "noun.victim", "noun.martyr_loaded"})
_SPEAKS = frozenset({"media", "monitor", "agency"})
_AIRCRAFT = frozenset({"noun.aircraft", "noun.helicopter", "noun.drone_target", "noun.warship", "noun.patrol", "noun.tank"})


def usable(party: PartyFind) -> bool:
    """A party that can act or suffer: not a news agency, a monitor or an office that only reports."""
    entry = party.head.entry
    if entry.id == "organ.intelligence_cell":
        return False
    role = entry.role
    if (role in _SPEAKS and entry.meaning("kind") == "other") or entry.id == "organ.spokesman":
        return role == "agency" and entry.id.startswith("organ.") and entry.id != "organ.state_tv_agency"
    return True


def spoken_for(a: Annotated, party: PartyFind) -> PartyFind:
    """«المتحدث باسم الحركة»: the movement, which acts where he speaks."""
    if party.head.entry.id != "organ.spokesman" or len(party.matches) < 2:
        return party
    head = party.matches[1]
    return replace(party, first=head.first, start=head.start, matches=party.matches[1:], particle="", joiner="")


def can_act(party: PartyFind) -> bool:
    """A party that can be an attacker: people, bodies, and craft that people steer; no building or car, nor the dead."""
    if (
        party.head.entry.id in CASUALTIES
        and len(party.matches) == 1
        and not (party.head.entry.id == _MARTYR and party.last - party.first > 1 and party.number is None)
    ):
        return False
    if party.head.entry.id in ("noun.drone_target", "noun.military_vehicle"):
        return _owned(party)  # a weapon or what was struck, unless the words say whose
    if party.head.entry.id == "noun.bulldozer":
        return len(party.matches) > 1  # «جرافات الاحتلال»
    return party.animate or party.head.entry.id in _AIRCRAFT


def is_craft(party: PartyFind) -> bool:
    """Aircraft, ships and tanks, whose strike it is where they stand behind «ل»."""
    return party.head.entry.id in _AIRCRAFT or (party.head.entry.id == "noun.drone_target" and _owned(party))


def _owned(party: PartyFind) -> bool:
    return party.country is not None or len(party.matches) > 1


def nominative(a: Annotated, party: PartyFind) -> bool:
    """A dual or plural in -ān, -ūn: a subject by its form."""
    return party.head.form.number in ("dual", "plural") and a.doc.words[party.head.first].text.endswith(("ان", "ون")) and not party.number


def is_force(party: PartyFind) -> bool:
    """A body or group under arms, not a number of its members."""
    return can_act(party) and (party.kind in ARMED or party.kind == "officials") and party.count is None


def is_state_name(party: PartyFind) -> bool:
    """A country by its name or its capital, where it can as well be the place."""
    return party.head.entry.id.startswith("nation.") and party.head.form.tense != "demonym"


_FEMININE = frozenset(
    "قوات القوات طايرات الطايرات ميليشيات مليشيات فصايل الفصايل عناصر وحدات كتايب سرايا قوي قسد حماس طالبان داعش امريكا تركيا"
    " روسيا ايران اسراييل سوريا".split()
)


def feminine(a: Annotated, party: PartyFind) -> bool:
    """Whether a verb beside this noun would be feminine, guessed by its form."""
    word = a.doc.words[party.head.first].text
    return word.endswith(("ه", "ات")) or (party.head.form.number == "plural" and word in _FEMININE) or word in _FEMININE


def disagrees(a: Annotated, trigger: Match, party: PartyFind) -> bool:
    """A past verb right before a noun of the other gender: the noun is not its subject."""
    if trigger.form.tense != "past" or trigger.form.number != "sing" or trigger.form.pronoun or party.first - trigger.last > 1:
        return False
    if party.head.form.number == "plural" and party.head.entry.room == "nouns" and (party.animate or not feminine(a, party)):
        return False  # a verb before a broken plural may have either gender
    if any(a.doc.words[i].text.endswith("ون") for i in range(party.first + 1, party.last)):
        return False  # «احتجز قراصنة صوماليون سفينة»: the adjective is that of a subject
    verb = a.doc.words[trigger.last - 1].text
    return verb.endswith("ت") != feminine(a, party) and len(verb) > 3


COERCIVE = frozenset({"arrest", "security_operation", "disrupted_attack", "release", "political_decision", "deployment", "abduction"})
NEAR = 7  # words between a verbal noun and the party that it governs


def group_of(a: Annotated, first: int, last: int) -> list[PartyFind]:
    """The first direct party of words [first, last) and those that waw joins to it."""
    out: list[PartyFind] = []
    for party in within(a.parties, first, last):
        if (not out and party.particle == "") or (out and party.joiner == "و" and party.first - out[-1].last <= 1):
            out.append(party)
        elif out:
            break
    return out


def coordinated(a: Annotated, party: PartyFind) -> list[PartyFind]:
    """A party with those that waw joins to it on either side: «الجيش والشرطة» act together, whichever of them stands nearer to the act."""
    out = [party]
    while out[0].joiner == "و" and (before := [p for p in ending(a.parties, out[0].first) if p.animate]):
        out.insert(0, before[-1])
    while out[-1].last < len(a.doc.words) and (behind := [p for p in beginning(a.parties, out[-1].last) if p.joiner == "و" and p.animate]):
        out.append(behind[0])
    return out


def direct_groups(after: list[Argument]) -> list[list[PartyFind]]:
    """Direct noun phrases behind a verb, each with those joined to it by waw."""
    groups: list[list[PartyFind]] = []
    reach = 0
    for argument in after:
        if argument.link != "":
            continue
        if groups and argument.party.joiner == "و" and argument.party.first - reach <= 3:
            groups[-1].append(argument.party)
        elif groups and _apposed(groups[-1][-1], argument.party):
            groups[-1][-1] = replace(groups[-1][-1], last=argument.party.last, end=argument.party.end)
        else:
            groups.append([argument.party])
        reach = argument.party.last
    return groups


def _apposed(name: PartyFind, office: PartyFind) -> bool:
    """«سالم باعوضة نائب رئيس البلدية»: the office behind a name is the same person."""
    return name.head.entry.id == "noun.named" and office.kind == "officials" and office.first == name.last and not office.joiner
