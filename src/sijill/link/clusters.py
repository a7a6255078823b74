"""From links to incidents: which events belong together, whatever the order in which they came."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import combinations

from sijill.link.comparisons import APART_DAYS, compare
from sijill.link.levels import SAME
from sijill.link.occurrence import Occurrence
from sijill.model import EventRef, Incident, Link

SLACK = 0.5  # the links between two groups may on average lie so far under SAME
NEVER = -6.0  # what a pair counts that was found unlike or too far apart to compare
Pair = tuple[EventRef, EventRef]


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
    links = {(link.left, link.right): link for link in _links(news)}
    groups = _groups([o.ref for o in news], links, {_ordered(p) for p in together}, {_ordered(p) for p in apart})
    recalls = _recalls([o for o in known.values() if not o.news and o.dated], groups, known)
    incidents = []
    for group in groups:
        inside = [link for p in combinations(group, 2) if (link := links.get(p)) is not None]
        inside.sort(key=lambda link: (-link.score, link.left, link.right))
        incidents.append(Incident(incident_id(group[0]), group, recalls.get(group, ()), tuple(inside)))
    return tuple(incidents), tuple(links[pair] for pair in sorted(links))


def incident_id(first: EventRef) -> str:
    """The id of an incident, from its first event: ten hexadecimal digits."""
    return hashlib.sha256(str(first).encode()).hexdigest()[:10]


def _ordered(pair: Pair) -> Pair:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])


def _links(news: list[Occurrence]) -> Iterator[Link]:
    """The links of all pairs near in time and space."""
    for left, right in _near(news):
        link = compare(left, right)
        if link is not None:
            yield link


def _near(news: list[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs of different reports whose days touch and whose countries may be one, each once."""
    by_day: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, o in enumerate(news):
        country = (o.place.country if o.place else None) or ""
        for day in _touched(o):
            by_day[day, country].append(number)
    seen: set[tuple[int, int]] = set()
    for (day, country), numbers in by_day.items():
        others = [] if not country else by_day.get((day, ""), [])
        pairs = [*combinations(numbers, 2), *((i, j) for i in numbers for j in others)]
        for i, j in pairs:
            pair = (min(i, j), max(i, j))
            if news[i].ref.report != news[j].ref.report and pair not in seen:
                seen.add(pair)
                yield news[pair[0]], news[pair[1]]


def _touched(o: Occurrence) -> Iterator[int]:
    """The days of an occurrence, widened behind by those within which another may still be the same."""
    yield from range(o.start.toordinal(), (o.end + timedelta(days=APART_DAYS)).toordinal() + 1)


def _groups(refs: list[EventRef], links: Mapping[Pair, Link], together: set[Pair], apart: set[Pair]) -> list[tuple[EventRef, ...]]:
    """Join the strongest links first; a group takes no two events of one report, and no pair that a reviewer parted."""
    group_of = {ref: ref for ref in refs}
    groups: dict[EventRef, list[EventRef]] = {ref: [ref] for ref in refs}
    decided = sorted(pair for pair in together if pair[0] in group_of and pair[1] in group_of)
    strong = sorted((link for link in links.values() if link.score >= SAME), key=lambda link: (-link.score, link.left, link.right))
    for (left, right), sure in [*((pair, True) for pair in decided), *(((link.left, link.right), False) for link in strong)]:
        a, b = group_of[left], group_of[right]
        if a == b or (not sure and not _may_join(groups[a], groups[b], links, apart)):
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


def _recalls(
    background: list[Occurrence], groups: list[tuple[EventRef, ...]], known: Mapping[EventRef, Occurrence]
) -> dict[tuple[EventRef, ...], tuple[EventRef, ...]]:
    """Which incident each background event recalls: the one that its links speak for most."""
    by_day: dict[int, list[tuple[EventRef, ...]]] = defaultdict(list)
    for group in groups:
        for day in sorted({day for ref in group for day in _touched(known[ref])}):
            by_day[day].append(group)
    found: dict[tuple[EventRef, ...], list[EventRef]] = defaultdict(list)
    for o in background:
        near = {group for day in _touched(o) for group in by_day.get(day, ())}
        scored = sorted((-score, group) for group in near if (score := _mean(o, group, known)) >= SAME)
        if scored:
            found[scored[0][1]].append(o.ref)
    return {group: tuple(sorted(refs)) for group, refs in found.items()}


def _mean(o: Occurrence, group: tuple[EventRef, ...], known: Mapping[EventRef, Occurrence]) -> float:
    """The mean score of an occurrence with the members of a group; no report recalls what it reports itself."""
    if any(ref.report == o.ref.report for ref in group):
        return NEVER
    links = [compare(o, known[ref]) for ref in group]
    return sum(link.score if link else NEVER for link in links) / len(links)
