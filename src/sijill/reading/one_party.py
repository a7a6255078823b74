"""One party in several wordings: which finds of an event mean the same party, and which of them says most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sijill.extract.parties import PartyFind

STATE = frozenset({"state_forces", "foreign_forces"})
REBELS = frozenset({"unidentified_armed", "jihadist_group", "rebel_group", "militia"})
PEOPLE = frozenset({"civilians", "protesters"})
_BY_NAME = frozenset({"noun.side", "noun.named_group", "noun.named"})  # heads that only their words tell apart


@dataclass(slots=True)
class Cluster:
    """One party in all its wordings, with how strongly the event's mentions give it."""

    finds: list[PartyFind] = field(default_factory=list)
    weight: float = 0.0


def same(one: PartyFind, two: PartyFind) -> bool:
    """Whether two wordings mean one party of an event."""
    named = (
        {m.entry.id for m in one.matches if m.entry.id.startswith("actor.")},
        {m.entry.id for m in two.matches if m.entry.id.startswith("actor.")},
    )
    if named[0] & named[1]:
        return True
    if named[0] and named[1]:
        return False
    if one.head.entry.id == two.head.entry.id and one.head.entry.id in _BY_NAME:
        return one.label == two.label
    if (
        one.head.entry.id == two.head.entry.id
        and one.head.entry.room == "nouns"
        and (one.country == two.country or not (one.country and two.country))
    ):
        return True
    if one.country and two.country and one.country != two.country:
        return False
    if one.kind in STATE and two.kind in STATE:
        return True
    if {one.kind, two.kind} <= STATE | {"officials"} and one.country and one.country == two.country:
        return True
    if one.kind in REBELS and two.kind in REBELS:
        return True
    return one.kind in PEOPLE and two.kind in PEOPLE


def identical(one: PartyFind, two: PartyFind) -> bool:
    """Whether two finds are beyond doubt one party, which cannot stand on both sides."""
    if one.first == two.first:
        return True
    left = {m.entry.id for m in one.matches if m.entry.id.startswith(("actor.", "organ."))}
    right = {m.entry.id for m in two.matches if m.entry.id.startswith(("actor.", "organ."))}
    if one.head.entry.id == two.head.entry.id and one.head.entry.id in _BY_NAME:
        return one.label == two.label
    if left and right:
        return bool(left & right) and one.country == two.country
    return (
        one.head.entry.id == two.head.entry.id
        and one.head.entry.room == "nouns"
        and one.country == two.country
        and one.count is None is two.count
    )


def clusters(finds: Sequence[PartyFind]) -> list[Cluster]:
    """Wordings of one party together, in the order in which the parties come."""
    out: list[Cluster] = []
    for find in finds:
        host = next((c for c in out if _one_party(find, c.finds)), None)
        if host is None:
            out.append(Cluster([find]))
        elif find not in host.finds:
            host.finds.append(find)
    return out


def _one_party(find: PartyFind, finds: Sequence[PartyFind]) -> bool:
    """Whether a find means the party of some others, and does not stand beside one of them as another («مدرس وزوجته»)."""
    return any(same(find, other) for other in finds) and not any(_beside(find, other) or _one_of(find, other) for other in finds)


def _one_of(one: PartyFind, two: PartyFind) -> bool:
    """«11 مسلحا، بينهم القيادي أبو عمر»: a person of name and the many whom the same sentence counts are two parties."""
    first, second = (two, one) if one.first > two.first else (one, two)
    many = first.number is not None and first.count is not None and (first.count.high or 0) > 1
    single = second.number is None and second.head.form.number == "sing" and second.head.entry.room == "nouns" and second.animate
    return many and single and 0 < second.first - first.last <= 9 and second.last - second.first > 1


def _beside(one: PartyFind, two: PartyFind) -> bool:
    """«ضابطان وثلاثة جنود», «مدرس وزوجته», «الجيش وروسيا»: joined by waw, and each a party of its own; not «الضباط والجنود»."""
    second = one if one.first > two.first else two
    own = bool(second.head.form.pronoun) or (second.number is not None and second.number.kind == "cardinal")
    own = own or one.head.entry.room == two.head.entry.room == "actors"
    return own and second.animate and joined(one, two) and one.head.entry.id != two.head.entry.id


def best(finds: Sequence[PartyFind]) -> PartyFind:
    """The wording that says most: a name before a description, a description before a bare number of people."""
    weak = ("noun.person", "noun.struck_place")
    return max(
        finds,
        key=lambda p: (
            not _adjective(p),
            p.named,
            p.country is not None and p.animate,
            p.head.entry.id not in weak,
            len(p.matches),
            -p.first,
        ),
    )


def _adjective(party: PartyFind) -> bool:
    """«قصف أمريكي»: an adjective tells whose it is; «الطائرات الأمريكية» and «أمريكا» say who."""
    return party.head.form.tense == "demonym" and len(party.matches) == 1 and party.kind in STATE


def joined(one: PartyFind, two: PartyFind) -> bool:
    """Whether waw joins two parties that stand side by side."""
    left, right = (one, two) if one.first < two.first else (two, one)
    return right.joiner == "و" and right.first - left.last <= 1
