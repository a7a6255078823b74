"""From links to incidents: which events belong together, whatever the order in which they came."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from sijill.link.comparisons import APART_DAYS, compare
from sijill.link.levels import SAME
from sijill.link.occurrence import Occurrence
from sijill.model import EventRef, Incident, Link

SLACK = 0.5  # the links between two groups may on average lie so far under SAME
NEVER = -3.0  # what a pair counts that was found unlike or too far apart to compare
Pair = tuple[EventRef, EventRef]
Group = tuple[EventRef, ...]


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
    known = {o.ref: o for o in sorted(occurrences, key=lambda o: o.ref)}
    news = [o for o in known.values() if o.news]
    links = {(link.left, link.right): link for link in links_among(news)}
    groups = group([o.ref for o in news], links, together, apart)
    recalled = recalls([o for o in known.values() if not o.news], groups, known)
    return tuple(incident_of(refs, recalled.get(refs, ()), links) for refs in groups), tuple(links[pair] for pair in sorted(links))


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
    for left, right in _near(news, touching):
        link = compare(left, right)
        if link is not None and link.verdict != "different":
            yield link


def _near(news: Sequence[Occurrence], touching: Collection[EventRef] | None) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs of different reports whose days touch and whose countries may be one, each once."""
    by_day: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, o in enumerate(news):
        for day in _touched(o):
            by_day[day, _country(o)].append(number)
    countries = {_country(o) for o in news}
    for number, o in enumerate(news):
        if touching is not None and o.ref not in touching:
            continue
        own = _country(o)
        asked = {own, ""} if own else countries
        others = {other for day in _touched(o) for country in asked for other in by_day.get((day, country), ())}
        for other in sorted(others):
            if news[other].ref.report == o.ref.report:
                continue
            if other > number or (touching is not None and news[other].ref not in touching):  # else it was met from the other side
                yield (o, news[other]) if number < other else (news[other], o)


def _country(o: Occurrence) -> str:
    return (o.place.country if o.place else None) or ""


def _touched(o: Occurrence) -> Iterator[int]:
    """The days of an occurrence, widened behind by those within which another may still be the same."""
    yield from range(o.start.toordinal(), (o.end + timedelta(days=APART_DAYS)).toordinal() + 1)


def group(refs: Iterable[EventRef], links: Mapping[Pair, Link], together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> list[Group]:
    """Join the strongest links first; a group takes no two events of one report, and no pair that a reviewer parted.

    What a reviewer joined is joined first, and stands even where a report tells it twice.

    Args:
        refs: the events; each is in just one of the groups.
        links: by pair, the smaller event first.
        together: pairs that a reviewer joined.
        apart: pairs that a reviewer parted.
    """
    parted = {_ordered(pair) for pair in apart}
    group_of = {ref: ref for ref in sorted(refs)}
    groups: dict[EventRef, list[EventRef]] = {ref: [ref] for ref in group_of}
    decided = sorted({p for pair in together if (p := _ordered(pair)) not in parted and p[0] in group_of and p[1] in group_of})
    strong = sorted((link for link in links.values() if link.score >= SAME), key=lambda link: (-link.score, link.left, link.right))
    for (left, right), sure in [*((pair, True) for pair in decided), *(((link.left, link.right), False) for link in strong)]:
        a, b = group_of[left], group_of[right]
        if a == b or (not sure and not _may_join(groups[a], groups[b], links, parted)):
            continue
        for ref in groups[b]:
            group_of[ref] = a
        groups[a] += groups.pop(b)
    return sorted(tuple(sorted(group)) for group in groups.values())


def _may_join(left: list[EventRef], right: list[EventRef], links: Mapping[Pair, Link], apart: set[Pair]) -> bool:
    reports = {ref.report for ref in left}
    if any(ref.report in reports for ref in right):
        return False
    total = 0.0
    for a in left:
        for b in right:
            pair = _ordered((a, b))
            if pair in apart:
                return False
            total += links[pair].score if pair in links else NEVER
    return total / (len(left) * len(right)) >= SAME - SLACK


def recalls(background: Iterable[Occurrence], groups: Iterable[Group], known: Mapping[EventRef, Occurrence]) -> dict[Group, Group]:
    """Which group each background event recalls: the one that its links speak for most; groups that none recalls are left out.

    Args:
        background: events that give a day of their own; others say too little and are left out.
        groups: groups of news.
        known: the occurrences of all members of the groups.
    """
    by_day: dict[int, list[Group]] = defaultdict(list)
    for members in groups:
        for day in sorted({day for ref in members for day in _touched(known[ref])}):
            by_day[day].append(members)
    found: dict[Group, list[EventRef]] = defaultdict(list)
    for o in background:
        if o.news or not o.dated:
            continue
        near = {members for day in _touched(o) for members in by_day.get(day, ())}
        scored = sorted((-score, members) for members in near if (score := _mean(o, members, known)) >= SAME)
        if scored:
            found[scored[0][1]].append(o.ref)
    return {members: tuple(sorted(refs)) for members, refs in found.items()}


def _mean(o: Occurrence, members: Group, known: Mapping[EventRef, Occurrence]) -> float:
    """The mean score of an occurrence with the members of a group; no report recalls what it reports itself."""
    if any(ref.report == o.ref.report for ref in members):
        return NEVER
    links = [compare(o, known[ref]) for ref in members]
    return sum(link.score if link else NEVER for link in links) / len(links)
