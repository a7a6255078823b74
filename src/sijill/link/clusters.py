"""From links to incidents: which events belong together, whatever the order in which they came.

`group_events` is the function to read first: pure, and made for a million events in one process. It goes through the days and lets
groups go as soon as nothing that comes later can change them (`sweep`).
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
from sijill.link.settling import NEVER, points, settle
from sijill.link.sweep import Sweep
from sijill.model import EventRef, Incident, Link

AT_LEAST = 4_096  # events that wait before it is asked which groups stand; then, twice as many as were left
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
    news = sorted((o for o in known.values() if o.news), key=_first)
    parted = frozenset(map(_ordered, apart))
    joined = {pair for pair in map(_ordered, together) if pair not in parted and all(ref in known and known[ref].news for ref in pair)}
    sweep, most = Sweep(joined, parted), AT_LEAST
    groups: list[Group] = []
    for o in news:
        if len(sweep) >= most:
            first = o.first
            groups += sweep.settle(lambda held: held.last + APART_DAYS >= first)  # noqa: B023  called at once
            most = max(AT_LEAST, 2 * len(sweep))
        sweep.add(o)
    groups += sweep.settle(_never)
    groups.sort()
    recalled = recalls([o for o in known.values() if not o.news], groups, known)
    return [(refs, recalled.get(refs, ())) for refs in groups]


def _never(_: Occurrence) -> bool:
    return False


def incident_of(refs: Group, recalled_by: Group, links: Mapping[Pair, Link]) -> Incident:
    """A group as an incident, with the links between its events."""
    inside = [link for pair in combinations(refs, 2) if (link := links.get(pair)) is not None]
    return Incident(incident_id(refs[0]), refs, recalled_by, tuple(sorted(inside, key=lambda link: (-link.score, link.left, link.right))))


def incident_id(first: EventRef, digits: int = 10) -> str:
    """The id of an incident, from its first event: hexadecimal digits, ten in a register, more where there are millions."""
    return hashlib.sha256(str(first).encode()).hexdigest()[:digits]


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


def group(refs: Iterable[EventRef], scores: Scores, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> list[Group]:
    """Join the strongest links first, by the rules that `settling.settle` tells.

    Args:
        refs: the events; each is in just one of the groups.
        scores: of the links by pair, the smaller event first.
        together: pairs that a reviewer joined.
        apart: pairs that a reviewer parted.
    """
    ordered = sorted(refs)
    number = {ref: n for n, ref in enumerate(ordered)}
    parted = frozenset(map(_ordered, apart))
    joined = {pair for pair in map(_ordered, together) if pair not in parted}

    def numbered(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
        return [(number[left], number[right]) for left, right in pairs if left in number and right in number]

    found = [(number[left], number[right], points(score)) for (left, right), score in scores.items()]
    groups, _ = settle(ordered, found, numbered(joined), numbered(parted))
    return [tuple(ordered[n] for n in group) for group in groups]


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
