"""Keeping the incidents of a register right where something changed, without looking at the rest.

Whatever the order in which reports come, the incidents are those that `link_events` would make of all of them at once: events
that no chain of strong links joins never meet in one incident, so that each such chain can be grouped by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sijill.link import APART_DAYS, SAME, Occurrence, group, incident_id, links_among, recalling
from sijill.model import EventRef, Incident
from sijill.register.reports import occurrence_of
from sijill.register.waiting import put_off
from sijill.store.register import Register

Pair = tuple[EventRef, EventRef]
Group = tuple[EventRef, ...]
MOST_KEPT = 50_000  # occurrences that are remembered; about 2 kB each
_READ_OTHERWISE = "readings that changed"
AT_ONCE = 400  # events that are linked in one go; bounds memory when a whole register is linked anew


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking changed: incidents that are new or other than before, and those that are no more."""

    changed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that reviewers joined and parted."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    def touching(self, refs: Collection[EventRef]) -> Iterator[EventRef]:
        """The other events of joined pairs of which one is among `refs`."""
        for left, right in self.together:
            if left in refs:
                yield right
            if right in refs:
                yield left


def link_changed(near: Near, changed: Iterable[EventRef], gone: Iterable[str], judged: Judged, now: datetime) -> Linked:
    """Link the events that changed, in one transaction.

    Args:
        near: the register, as linking looks at it.
        changed: events that are new, or other than when they were linked.
        gone: incidents that held events which are no more.
        judged: what reviewers decided.
        now: the time.
    """
    register = near.register
    changed = set(changed)
    near.around(changed)  # remembers what is near before others have to wait
    with register.transaction():
        near.refresh()
        held = register.memberships(gone, with_links=False)
        seeds = changed | {ref for members in held.values() for ref in (*members.events, *members.recalled_by)}
        found = [*links_among(near.around(seeds, news=True), seeds)]
        register.replace_links_near(seeds, found)
        linked = _group_anew(near, seeds, held, {(link.left, link.right): link.score for link in found}, judged, now)
        register.mark_linked(seeds)
    return linked


def group_again(near: Near, refs: Collection[EventRef], judged: Judged, now: datetime) -> Linked:
    """Group events anew whose links stand, as when a reviewer joined or parted them, in one transaction."""
    with near.register.transaction():
        near.refresh()
        return _group_anew(near, set(refs), {}, {}, judged, now)


def _group_anew(
    near: Near, seeds: set[EventRef], gone: Mapping[str, Incident], linked: Mapping[Pair, float], judged: Judged, now: datetime
) -> Linked:
    """The incidents of all events that strong links tie to these, and what recalls them.

    Args:
        near: the register.
        seeds: events to begin with.
        gone: incidents that are looked at again whatever they hold.
        linked: the scores of all links of seeds, where they are at hand.
        judged: what reviewers decided.
        now: the time.
    """
    register = near.register
    touched = _chained(register, seeds, set(), judged)
    before = dict(gone) | register.memberships(register.incidents_with(touched), with_links=False)
    touched = _chained(register, {ref for incident in before.values() for ref in incident.events} - touched, touched, judged)
    before |= register.memberships(register.incidents_with(touched) - set(before), with_links=False)
    scores = dict(linked) | register.scores_of(touched - seeds if linked else touched)
    scores = {pair: score for pair, score in scores.items() if touched.issuperset(pair)}
    known = near.occurrences(touched)
    groups = group([ref for ref, o in known.items() if o.news], scores, judged.together, judged.apart)
    recalled = _recalling(near, groups, seeds, known, before)
    incidents = [Incident(name, refs, recalled.pop(name, ())) for refs in groups for name in [incident_id(refs[0])]]
    others = register.memberships(recalled, with_links=False)
    incidents += [Incident(i.id, i.events, recalled[i.id]) for i in others.values()]
    dropped = register.put_incidents(incidents, now, near=touched, replaces=before)
    put_off(register, [i.id for i in incidents])
    return Linked(tuple(sorted(i.id for i in incidents)), dropped)


class Near:
    """The occurrences near some events, each looked up once until some report was read otherwise."""

    def __init__(self, register: Register, not_names: frozenset[str]) -> None:
        self.register = register
        self._not_names = not_names
        self._readings = ""
        self._known: dict[EventRef, Occurrence] = {}
        self._absent: set[EventRef] = set()

    def refresh(self) -> None:
        """Forget what is remembered where a report was read otherwise since, by whomever."""
        now = self.register.note(_READ_OTHERWISE) or ""
        if now != self._readings:
            self._known.clear()
            self._absent.clear()
            self._readings = now

    def occurrences(self, refs: Collection[EventRef]) -> dict[EventRef, Occurrence]:
        """Those of these events; what linking leaves out has none."""
        missing = set(refs) - set(self._known) - self._absent
        for ref, row in self.register.events(missing).items():
            o = occurrence_of(row, self._not_names)
            if o is not None:
                self._known[ref] = o
        self._absent |= missing - set(self._known)
        if len(self._known) > MOST_KEPT:
            kept = {ref: self._known[ref] for ref in refs if ref in self._known}
            self._known = kept
            self._absent.clear()
        return {ref: self._known[ref] for ref in sorted(refs) if ref in self._known}

    def around(self, refs: Collection[EventRef], news: bool | None = None) -> list[Occurrence]:
        """Those of all events whose days touch the days of these, and whose countries may be one; news or background alone if asked."""
        near: set[EventRef] = set()
        for first, last, countries in _spans(self.occurrences(refs).values()):
            near.update(self.register.refs_between(first, last, countries, news))
        return [o for o in self.occurrences(near).values() if news is None or o.news == news]


def read_otherwise(register: Register) -> None:
    """Note that a report's events are other than before; in the transaction that changes them."""
    register.set_note(_READ_OTHERWISE, str(int(register.note(_READ_OTHERWISE) or 0) + 1))


def _spans(occurrences: Iterable[Occurrence]) -> Iterator[tuple[date, date, set[str | None] | None]]:
    """Runs of days with the countries that are looked for in them; None where any may be meant."""
    slack = timedelta(days=APART_DAYS)
    first = last = date.min
    countries: set[str | None] | None = set()
    for o in sorted(occurrences, key=_days):
        if o.start - slack > last + slack:
            if first > date.min:
                yield first, last, countries
            first, last, countries = o.start - slack, o.end + slack, {None}
        last = max(last, o.end + slack)
        countries = None if countries is None or not o.country else countries | {o.country}
    if first > date.min:
        yield first, last, countries


def _days(o: Occurrence) -> tuple[date, date]:
    return o.start, o.end


def _chained(register: Register, fresh: set[EventRef], touched: set[EventRef], judged: Judged) -> set[EventRef]:
    """All events that a chain of strong links or of joined pairs ties to fresh ones, with those that were touched already."""
    while fresh:
        touched = touched | fresh
        fresh = (register.linked_with(fresh, SAME) | set(judged.touching(fresh))) - touched
    return touched


def _recalling(
    near: Near,
    groups: Sequence[Group],
    seeds: Collection[EventRef],
    known: Mapping[EventRef, Occurrence],
    before: Mapping[str, Incident],
) -> dict[str, Group]:
    """By incident, the background events that recall it: of the new groups, and of unchanged ones whose recalls change.

    A background event is looked at where it came just now, where it recalled what is no more, and where one of the new groups would
    be recalled by it; every other recalls what it did before.
    """
    register = near.register
    held = {incident.events for incident in before.values()}
    changed = [refs for refs in groups if refs not in held or not set(refs).isdisjoint(seeds)]
    background = {o.ref: o for o in near.around([ref for refs in changed for ref in refs], news=False)}
    asked = {o.ref: o for o, _, _ in recalling(background.values(), changed, known)}
    asked |= {ref: o for ref, o in known.items() if not o.news}
    asked |= near.occurrences({ref for incident in before.values() for ref in incident.recalled_by})
    asked = {ref: o for ref, o in asked.items() if not o.news}
    grouped = {ref for refs in groups for ref in refs}
    around = {o.ref for o in near.around(asked, news=True)} - grouped
    rest = register.memberships(register.incidents_with({*around, *asked}) - set(before), with_links=False)
    rest = {name: incident for name, incident in rest.items() if not grouped & set(incident.events)}
    others = [incident.events for incident in rest.values()]
    members = dict(known) | near.occurrences({ref for refs in others for ref in refs})
    complete = [refs for refs in (*groups, *others) if all(ref in members for ref in refs)]
    found: dict[Group, list[EventRef]] = defaultdict(list)
    for o, refs, _ in recalling(asked.values(), complete, members):
        found[refs].append(o.ref)
    out = {incident_id(refs[0]): tuple(sorted(found.get(refs, ()))) for refs in groups}
    for name, incident in rest.items():
        now = tuple(sorted({*found.get(incident.events, ()), *(ref for ref in incident.recalled_by if ref not in asked)}))
        if now != incident.recalled_by:
            out[name] = now
    return out
