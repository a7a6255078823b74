"""One party in several wordings: which finds of an event mean the same party, and which of them says most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sijill.extract.parties import PartyFind

STATE = frozenset({"state_forces", "foreign_forces"})
REBELS = frozenset({"unidentified_armed", "jihadist_group", "rebel_group", "militia"})
PEOPLE = frozenset({"civilians", "protesters"})
_OF_STATE = STATE | {"officials"}
_BY_NAME = frozenset({"noun.side", "noun.named_group", "noun.named"})  # heads that only their words tell apart


@dataclass(slots=True)
class Cluster:
    """One party in all its wordings, with how strongly the event's mentions give it."""

    finds: list[PartyFind] = field(default_factory=list)
    weight: float = 0.0
    alike: dict[tuple[object, ...], PartyFind] = field(default_factory=dict, repr=False, compare=False)  # one find of each sort
    told: int = field(default=0, repr=False, compare=False)  # finds whose sort is known
    placed: list[PartyFind] = field(default_factory=list, repr=False, compare=False)  # in the order of the text
    longest: int = field(default=0, repr=False, compare=False)  # words of the longest

    def add(self, find: PartyFind) -> None:
        """Take in a find, once."""
        at = self._at(find.first)
        while at < len(self.placed) and self.placed[at].first == find.first:
            if self.placed[at] == find:
                return
            at += 1
        self.finds.append(find)
        self.placed.insert(at, find)
        self.longest = max(self.longest, find.last - find.first)

    def near(self, first: int, last: int) -> list[PartyFind]:
        """The finds that begin at a word of [first, last)."""
        return self.placed[self._at(first) : self._at(last)]

    def sorts(self) -> Iterable[PartyFind]:
        """One find of each sort."""
        while self.told < len(self.finds):
            find = self.finds[self.told]
            self.alike.setdefault(_sort(find), find)
            self.told += 1
        return self.alike.values()

    def _at(self, word: int) -> int:
        """How many finds begin before a word."""
        low, high = 0, len(self.placed)
        while low < high:
            middle = (low + high) // 2
            if self.placed[middle].first < word:
                low = middle + 1
            else:
                high = middle
        return low


def _sort(find: PartyFind) -> tuple[object, ...]:
    """All of a find that `same` looks at: what it says of one find of a sort it says of the others."""
    actors = frozenset(m.entry.id for m in find.matches if m.entry.id.startswith("actor."))
    return actors, find.head.entry.id, find.label, find.country, find.kind


def same(one: PartyFind, two: PartyFind) -> bool:
    """Whether two wordings mean one party of an event."""
    named = [m.entry.id for m in one.matches if m.entry.id.startswith("actor.")]
    if named:
        others = [m.entry.id for m in two.matches if m.entry.id.startswith("actor.")]
        if others:
            return any(actor in others for actor in named)
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
    if one.country and one.country == two.country and one.kind in _OF_STATE and two.kind in _OF_STATE:
        return True
    if one.kind in REBELS and two.kind in REBELS:
        return True
    return one.kind in PEOPLE and two.kind in PEOPLE


def identical(one: PartyFind, two: PartyFind) -> bool:
    """Whether two finds are beyond doubt one party, which cannot stand on both sides."""
    if one.first == two.first:
        return True
    if one.head.entry.id == two.head.entry.id and one.head.entry.id in _BY_NAME:
        return one.label == two.label
    left = [m.entry.id for m in one.matches if m.entry.id.startswith(("actor.", "organ."))]
    right = [m.entry.id for m in two.matches if m.entry.id.startswith(("actor.", "organ."))] if left else left
    if left and right:
        return one.country == two.country and any(name in right for name in left)
    return (
        one.head.entry.id == two.head.entry.id
        and one.head.entry.room == "nouns"
        and one.country == two.country
        and one.count is None is two.count
    )


def shared(one: Cluster, two: Cluster) -> bool:
    """Whether a find of the one is beyond doubt the party of a find of the other."""
    firsts = {find.first for find in two.finds}
    if any(find.first in firsts for find in one.finds):
        return True
    others = _one_of_each(two.finds)
    return any(identical(x, y) for x in _one_of_each(one.finds) for y in others)


def others_than(finds: Sequence[PartyFind], these: Sequence[PartyFind]) -> list[PartyFind]:
    """The finds that are not beyond doubt the party of one of these."""
    if not these:
        return list(finds)
    firsts, sorts = {find.first for find in these}, _one_of_each(these)
    known: dict[tuple[object, ...], bool] = {}
    out: list[PartyFind] = []
    for find in finds:
        if find.first in firsts:
            continue
        sort = _plain_sort(find)
        if sort not in known:
            known[sort] = any(identical(find, one) for one in sorts)
        if not known[sort]:
            out.append(find)
    return out


def _one_of_each(finds: Sequence[PartyFind]) -> list[PartyFind]:
    """Of some finds, one of each sort that `identical` tells apart by anything but where it stands."""
    if len(finds) == 1:
        return [finds[0]]
    sorts: dict[tuple[object, ...], PartyFind] = {}
    for find in finds:
        sorts.setdefault(_plain_sort(find), find)
    return list(sorts.values())


def _plain_sort(find: PartyFind) -> tuple[object, ...]:
    named = frozenset(m.entry.id for m in find.matches if m.entry.id.startswith(("actor.", "organ.")))
    return named, find.head.entry.id, find.label, find.country, find.count is None


def clusters(finds: Sequence[PartyFind]) -> list[Cluster]:
    """Wordings of one party together, in the order in which the parties come."""
    out: list[Cluster] = []
    for find in finds:
        for host in out:
            if _one_party(find, host):
                host.add(find)
                break
        else:
            own = Cluster()
            own.add(find)
            out.append(own)
    return out


def _one_party(find: PartyFind, cluster: Cluster) -> bool:
    """Whether a find means the party of some others, and does not stand beside one of them as another («مدرس وزوجته»)."""
    if not any(same(find, other) for other in cluster.sorts()):
        return False
    near = cluster.near(find.first - cluster.longest - AWAY, find.last + AWAY + 1)
    return not any(_beside(find, other) or _one_of(find, other) for other in near)


AWAY = 9  # words between the many and the one whom the words pick from them


def _one_of(one: PartyFind, two: PartyFind) -> bool:
    """«11 مسلحا، بينهم القيادي أبو عمر»: a person of name and the many whom the same sentence counts are two parties."""
    first, second = (two, one) if one.first > two.first else (one, two)
    many = first.number is not None and first.count is not None and (first.count.high or 0) > 1
    single = second.number is None and second.head.form.number == "sing" and second.head.entry.room == "nouns" and second.animate
    return many and single and 0 < second.first - first.last <= AWAY and second.last - second.first > 1


def _beside(one: PartyFind, two: PartyFind) -> bool:
    """«ضابطان وثلاثة جنود», «مدرس وزوجته», «الجيش وروسيا»: joined by waw, and each a party of its own; not «الضباط والجنود»."""
    second = one if one.first > two.first else two
    own = bool(second.head.form.pronoun) or (second.number is not None and second.number.kind == "cardinal")
    own = own or one.head.entry.room == two.head.entry.room == "actors"
    return own and second.animate and joined(one, two) and one.head.entry.id != two.head.entry.id


def best(finds: Sequence[PartyFind]) -> PartyFind:
    """The wording that says most: a name before a description, a description before a bare number of people."""
    return finds[0] if len(finds) == 1 else max(finds, key=_says)


def _says(p: PartyFind) -> tuple[bool, bool, bool, bool, int, int]:
    """How much a wording says."""
    weak = p.head.entry.id in ("noun.person", "noun.struck_place")
    return not _adjective(p), p.named, p.country is not None and p.animate, not weak, len(p.matches), -p.first


def _adjective(party: PartyFind) -> bool:
    """«قصف أمريكي»: an adjective tells whose it is; «الطائرات الأمريكية» and «أمريكا» say who."""
    return party.head.form.tense == "demonym" and len(party.matches) == 1 and party.kind in STATE


def joined(one: PartyFind, two: PartyFind) -> bool:
    """Whether waw joins two parties that stand side by side."""
    left, right = (one, two) if one.first < two.first else (two, one)
    return right.joiner == "و" and right.first - left.last <= 1
