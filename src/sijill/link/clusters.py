"""From links to incidents: which events belong together, whatever the order in which they came.

`group_events` is the function to read first: pure, and made for a million events in one process. Only strong links are held for all of
them; what else lies between two events is compared again within the few that a chain of strong links ties together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from sijill.link.blocks import Blocks
from sijill.link.comparisons import APART_DAYS, compare, score
from sijill.link.levels import SAME, UNSURE
from sijill.link.occurrence import Occurrence
from sijill.model import EventRef, Incident, Link

SLACK = 0.5  # the links between two groups may on average lie so far under SAME
NEVER = -3.0  # what a pair counts that was found unlike or too far apart to compare
Pair = tuple[EventRef, EventRef]
Group = tuple[EventRef, ...]
Scores = Mapping[Pair, float]


def link_events(
    occurrences: Iterable[Occurrence], together: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> tuple[tuple[Incident, ...], tuple[Link, ...]]:
    """The incidents that the occurrences report, and every link that was looked at, both in a fixed order.

    Two events of one report are never one incident. Background events are joined to an incident that news reports,
    and never make one.

    Args:
        occurrences: in any order.
        together: pairs that a reviewer judged one incident; they always stand.
        apart: pairs that a reviewer judged two; so do these.
    """
    every = list(occurrences)
    links = {(link.left, link.right): link for link in links_among([o for o in every if o.news])}
    incidents = tuple(incident_of(refs, recalled, links) for refs, recalled in group_events(every, together, apart))
    return incidents, tuple(links[pair] for pair in sorted(links))


def group_events(occurrences: Iterable[Occurrence], together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> list[tuple[Group, Group]]:
    """The same incidents as groups of events alone, each with the background events that recall it; in order.

    Args:
        occurrences: in any order.
        together: pairs that a reviewer joined.
        apart: pairs that a reviewer parted.
    """
    known = {o.ref: o for o in occurrences}
    news = [o for o in known.values() if o.news]
    strong = [(left.ref, right.ref) for left, right, _ in scores_among(news, least=SAME)]
    decided: dict[EventRef, list[Pair]] = defaultdict(list)
    for pair in together:
        decided[pair[0]].append(pair)
    parted = frozenset(map(_ordered, apart))
    groups: list[Group] = []
    for refs in _chains([o.ref for o in news], [*strong, *(pair for pairs in decided.values() for pair in pairs)]):
        if len(refs) == 1:
            groups.append(tuple(refs))
        else:
            joined = [pair for ref in refs for pair in decided.get(ref, ())]
            groups += group(refs, scores_between([known[ref] for ref in refs]), joined, parted)
    groups.sort()
    recalled = recalls([o for o in known.values() if not o.news], groups, known)
    return [(refs, recalled.get(refs, ())) for refs in groups]


def _chains(refs: Iterable[EventRef], pairs: Iterable[Pair]) -> list[list[EventRef]]:
    """The events that chains of pairs tie together; what is tied to nothing alone."""
    above: dict[EventRef, EventRef] = {}

    def top(ref: EventRef) -> EventRef:
        while (higher := above.get(ref, ref)) != ref:
            above[ref] = above.get(higher, higher)
            ref = higher
        return ref

    for left, right in pairs:
        a, b = top(left), top(right)
        if a != b:
            above[max(a, b)] = min(a, b)
    found: dict[EventRef, list[EventRef]] = defaultdict(list)
    for ref in refs:
        found[top(ref)].append(ref)
    return list(found.values())


def incident_of(refs: Group, recalled_by: Group, links: Mapping[Pair, Link]) -> Incident:
    """A group as an incident, with the links between its events."""
    inside = [link for pair in combinations(refs, 2) if (link := links.get(pair)) is not None]
    return Incident(incident_id(refs[0]), refs, recalled_by, tuple(sorted(inside, key=lambda link: (-link.score, link.left, link.right))))


def incident_id(first: EventRef) -> str:
    """The id of an incident, from its first event: ten hexadecimal digits."""
    return hashlib.sha256(str(first).encode()).hexdigest()[:10]


def _ordered(pair: Pair) -> Pair:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])


def links_among(news: Sequence[Occurrence], touching: Collection[EventRef] | None = None) -> Iterator[Link]:
    """The links of all pairs near in time and space that may be one; with `touching`, only of those that have one of these events."""
    for left, right, _ in scores_among(news, touching):
        link = compare(left, right)
        if link is not None:
            yield link


def scores_among(
    news: Sequence[Occurrence], touching: Collection[EventRef] | None = None, least: float = UNSURE
) -> Iterator[tuple[Occurrence, Occurrence, float]]:
    """The pairs of different reports with a score of `least` or more, each once, the smaller event first.

    Args:
        news: occurrences in any order.
        touching: only pairs that have one of these events.
        least: the lowest score.
    """
    blocks = Blocks()
    if touching is None:
        ordered = sorted(news, key=_first)
        for number, o in enumerate(ordered):
            blocks.forget(o.first - APART_DAYS)
            yield from _scored(o, (ordered[other] for other in blocks.near(o)), least)
            blocks.add(number, o)
        return
    chosen = [o for o in news if o.ref in touching]
    for number, o in enumerate(chosen):  # those that touch stand in blocks, which are few; all the others come by
        yield from _scored(o, (chosen[other] for other in blocks.near(o)), least)
        blocks.add(number, o)
    for o in news:
        if o.ref not in touching:
            yield from _scored(o, (chosen[other] for other in blocks.near(o)), least)


def _first(o: Occurrence) -> int:
    return o.first


def _scored(o: Occurrence, others: Iterable[Occurrence], least: float) -> Iterator[tuple[Occurrence, Occurrence, float]]:
    for other in others:
        if other.ref.report != o.ref.report:
            found = score(o, other, least)
            if found is not None:
                yield (o, other, found) if o.ref < other.ref else (other, o, found)


def scores_between(news: Sequence[Occurrence]) -> dict[Pair, float]:
    """The scores of all pairs among a few events that may be one, the smaller event first."""
    return {(left.ref, right.ref): found for left, right, found in scores_among(news)}


def group(refs: Iterable[EventRef], scores: Scores, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> list[Group]:
    """Join the strongest links first; a group takes no two events of one report, and no pair that a reviewer parted.

    What a reviewer joined is joined first, and stands even where a report tells it twice.

    Args:
        refs: the events; each is in just one of the groups.
        scores: of the links by pair, the smaller event first.
        together: pairs that a reviewer joined.
        apart: pairs that a reviewer parted.
    """
    parted = frozenset(map(_ordered, apart))
    group_of = {ref: ref for ref in sorted(refs)}
    groups: dict[EventRef, list[EventRef]] = {ref: [ref] for ref in group_of}
    decided = sorted({p for pair in together if (p := _ordered(pair)) not in parted and p[0] in group_of and p[1] in group_of})
    strong = sorted((pair for pair, found in scores.items() if found >= SAME), key=lambda pair: (-scores[pair], *pair))
    refused: set[tuple[EventRef, EventRef, int, int]] = set()  # with sizes: a group that has grown is looked at again
    for (left, right), sure in [*((pair, True) for pair in decided), *((pair, False) for pair in strong)]:
        a, b = group_of[left], group_of[right]
        if a == b:
            continue
        if not sure:
            tried = (a, b, len(groups[a]), len(groups[b]))
            if tried in refused:
                continue
            if not _may_join(groups[a], groups[b], scores, parted):
                refused.add(tried)
                continue
        for ref in groups[b]:
            group_of[ref] = a
        groups[a] += groups.pop(b)
    return sorted(tuple(sorted(group)) for group in groups.values())


def _may_join(left: list[EventRef], right: list[EventRef], scores: Scores, apart: Collection[Pair]) -> bool:
    reports = {ref.report for ref in left}
    if any(ref.report in reports for ref in right):
        return False
    total = 0.0
    for a in left:
        for b in right:
            pair = _ordered((a, b))
            if pair in apart:
                return False
            total += scores.get(pair, NEVER)
    return total / (len(left) * len(right)) >= SAME - SLACK


def recalls(background: Iterable[Occurrence], groups: Iterable[Group], known: Mapping[EventRef, Occurrence]) -> dict[Group, Group]:
    """Which group each background event recalls: the one that its links speak for most; groups that none recalls are left out.

    Args:
        background: events that give a day of their own; others say too little and are left out.
        groups: groups of news.
        known: the occurrences of all members of the groups.
    """
    found: dict[Group, list[EventRef]] = defaultdict(list)
    for o, members, _ in recalling(background, groups, known):
        found[members].append(o.ref)
    return {members: tuple(sorted(refs)) for members, refs in found.items()}


def recalling(
    background: Iterable[Occurrence], groups: Iterable[Group], known: Mapping[EventRef, Occurrence]
) -> Iterator[tuple[Occurrence, Group, float]]:
    """Each background event with the group that it recalls and the mean score; of equals the group that comes first."""
    asking = [o for o in background if o.dated and not o.news]
    if not asking:
        return
    days = {day for o in asking for day in range(o.first - APART_DAYS, o.last + APART_DAYS + 1)}
    blocks = Blocks()
    held: list[Group] = []
    for members in groups:
        for ref in members:
            o = known[ref]
            if any(day in days for day in range(o.first, o.last + 1)):
                blocks.add(len(held), o)
                held.append(members)
    for o in asking:
        near = {held[number] for number in blocks.near(o)}
        scored = sorted((-mean, members) for members in near if (mean := _mean(o, members, known)) >= SAME)
        if scored:
            yield o, scored[0][1], -scored[0][0]


def _mean(o: Occurrence, members: Group, known: Mapping[EventRef, Occurrence]) -> float:
    """The mean score of an occurrence with the members of a group; no report recalls what it reports itself."""
    if any(ref.report == o.ref.report for ref in members):
        return NEVER
    found = [score(o, known[ref]) for ref in members]
    return sum(NEVER if one is None else one for one in found) / len(found)
