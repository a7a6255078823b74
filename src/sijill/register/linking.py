"""Keeping the incidents of a register right where something changed, without looking at the rest.

Whatever the order in which reports come, the incidents are those that `link_events` would make of all of them at once: events
that no chain of strong links joins never meet in one incident, so that each such chain can be grouped by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sijill.link import APART_DAYS, SAME, Occurrence, group, incident_of, links_among, recalls, verdict
from sijill.model import EventRef, Incident, Link
from sijill.register.reports import occurrence_of
from sijill.register.waiting import put_off
from sijill.store.register import Register

Pair = tuple[EventRef, EventRef]
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
        gone: incidents that held events which are no more, or on which reviewers decided anew.
        judged: what reviewers decided.
        now: the time.
    """
    register = near.register
    with register.transaction():
        near.refresh()
        seeds = set(register.events(changed))
        for members in register.memberships(gone, with_links=False).values():
            seeds |= set(members.events) | set(members.recalled_by)
        found = [*links_among(near.around(seeds), seeds)]
        register.replace_links_near(seeds, found)
        touched, links = _component(register, seeds, judged)
        before = register.memberships({*gone, *register.incidents_with(touched)}, with_links=False)
        touched |= {ref for incident in before.values() for ref in incident.events}
        touched, links = _component(register, touched, judged)
        before |= register.memberships(register.incidents_with(touched), with_links=False)
        known = near.occurrences(touched)
        news = [ref for ref, o in known.items() if o.news]
        groups = group(news, links, judged.together, judged.apart)
        made = {refs: incident_of(refs, (), links) for refs in groups}
        recalling = _recalling(register, near, groups, known, before)
        incidents = [Incident(i.id, i.events, recalling.pop(i.id, ()), i.links) for i in made.values()]
        others = register.memberships(recalling, with_links=False)
        incidents += [Incident(i.id, i.events, recalling[i.id], i.links) for i in others.values()]
        dropped = register.put_incidents(incidents, now, near=touched, replaces=before)
        register.mark_linked(seeds)
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

    def around(self, refs: Collection[EventRef], news: bool = True) -> list[Occurrence]:
        """Those of all events whose days touch the days of these, and whose countries may be one; news, or background."""
        near: set[EventRef] = set()
        for (first, last), countries in _spans(self.occurrences(refs).values()):
            near.update(self.register.refs_between(first, last, countries))
        return [o for o in self.occurrences(near).values() if o.news == news]


def read_otherwise(register: Register) -> None:
    """Note that a report's events are other than before; in the transaction that changes them."""
    register.set_note(_READ_OTHERWISE, str(int(register.note(_READ_OTHERWISE) or 0) + 1))


def _spans(occurrences: Iterable[Occurrence]) -> Iterator[tuple[tuple[date, date], set[str | None] | None]]:
    """Runs of days with the countries that are looked for in them; None where any may be meant."""
    slack = timedelta(days=APART_DAYS)
    by_country: dict[str | None, list[Occurrence]] = defaultdict(list)
    for o in occurrences:
        by_country[o.place.country if o.place else None].append(o)
    for country, found in sorted(by_country.items(), key=lambda item: item[0] or ""):
        runs: list[tuple[date, date]] = []
        for o in sorted(found, key=lambda o: (o.start, o.end)):
            first, last = o.start - slack, o.end + slack
            if runs and first <= runs[-1][1] + slack:
                runs[-1] = (runs[-1][0], max(runs[-1][1], last))
            else:
                runs.append((first, last))
        for run in runs:
            yield run, None if country is None else {country, None}


def _component(register: Register, seeds: Collection[EventRef], judged: Judged) -> tuple[set[EventRef], dict[Pair, Link]]:
    """All events that a chain of strong links or of joined pairs ties to these, and the links between them, without reasons."""
    touched: set[EventRef] = set()
    scores: dict[Pair, float] = {}
    fresh = set(seeds)
    while fresh:
        touched |= fresh
        found = register.scores_of(fresh)
        scores |= found
        strong = {ref for pair, score in found.items() if score >= SAME for ref in pair}
        fresh = (strong | set(judged.touching(fresh))) - touched
    links = {
        pair: Link(pair[0], pair[1], score, verdict(score), ())
        for pair, score in scores.items()
        if pair[0] in touched and pair[1] in touched
    }
    return touched, links


def _recalling(
    register: Register,
    near: Near,
    groups: Iterable[tuple[EventRef, ...]],
    known: Mapping[EventRef, Occurrence],
    before: Mapping[str, Incident],
) -> dict[str, tuple[EventRef, ...]]:
    """By incident, the background events that recall it: of the new groups, and of unchanged ones whose recalls change."""
    every = list(groups)
    refs = set(known) | {ref for incident in before.values() for ref in incident.recalled_by}
    background = {o.ref: o for o in near.around(refs, news=False)}
    around = {o.ref for o in near.around(set(background) | set(known))}
    grouped = {ref for members in every for ref in members}
    rest = register.memberships(register.incidents_with(around - grouped), with_links=False)
    rest = {name: incident for name, incident in rest.items() if name not in before and not grouped & set(incident.events)}
    others = [incident.events for incident in rest.values()]
    members = near.occurrences({ref for refs_ in (*every, *others) for ref in refs_})
    complete = [refs_ for refs_ in (*every, *others) if all(ref in members for ref in refs_)]
    found = recalls(background.values(), complete, members)
    ids = {refs_: incident_of(refs_, (), {}).id for refs_ in complete}
    out = {ids[refs_]: found.get(refs_, ()) for refs_ in every if refs_ in ids}
    for name, incident in rest.items():
        now = found.get(incident.events, ())
        looked_at = {ref for ref in incident.recalled_by if ref in background}
        kept = tuple(sorted({*now, *(set(incident.recalled_by) - looked_at)}))
        if kept != incident.recalled_by:
            out[name] = kept
    return out
