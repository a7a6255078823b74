"""Links between events, and which events make up an incident."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from sijill.model import EventRef, Incident, Link, Reason
from sijill.store.columns import json_text
from sijill.store.database import Database, among, parts
from sijill.store.index import drop_words
from sijill.store.schema import former_incidents, former_members, incidents, links, members

NEWS, RECALLED = "news", "recalled"
LEFT, RIGHT = (links.c.left_report, links.c.left_event), (links.c.right_report, links.c.right_event)


class Linking:
    """The part of a register that holds which events are one incident, and why."""

    _database: Database

    def replace_links_near(self, refs: Iterable[EventRef], found: Iterable[Link]) -> None:
        """Put links in the place of all that touch one of these events.

        A link of two other events may be among `found`: it replaces the one between them.
        """
        with self._database.writing() as connection:
            for part in parts(sorted(set(refs))):
                pairs = [(ref.report, ref.event) for ref in part]
                connection.execute(links.delete().where(among(LEFT, pairs)))
                connection.execute(links.delete().where(among(RIGHT, pairs)))
            self._database.put(connection, links, [_link_row(link) for link in found])

    def links_of(self, refs: Iterable[EventRef]) -> tuple[Link, ...]:
        """Every link that touches one of these events, in order."""
        found: dict[tuple[EventRef, EventRef], Link] = {}
        with self._database.reading() as connection:
            for part in parts(sorted(set(refs))):
                pairs = [(ref.report, ref.event) for ref in part]
                for side in (LEFT, RIGHT):
                    for row in connection.execute(select(links).where(among(side, pairs))):
                        link = _link(row)
                        found[link.left, link.right] = link
        return tuple(found[pair] for pair in sorted(found))

    def scores_of(self, refs: Iterable[EventRef]) -> dict[tuple[EventRef, EventRef], float]:
        """The scores of the links that touch one of these events, by pair, without their reasons."""
        found: dict[tuple[EventRef, EventRef], float] = {}
        columns = links.c.left_report, links.c.left_event, links.c.right_report, links.c.right_event, links.c.score
        with self._database.reading() as connection:
            for part in parts(sorted(set(refs))):
                pairs = [(ref.report, ref.event) for ref in part]
                for side in (LEFT, RIGHT):
                    for row in connection.execute(select(*columns).where(among(side, pairs))):
                        found[EventRef(row[0], row[1]), EventRef(row[2], row[3])] = row[4]
        return found

    def linked_with(self, refs: Iterable[EventRef], least: float) -> set[EventRef]:
        """The events that a link of at least that score ties to one of these."""
        found: set[EventRef] = set()
        with self._database.reading() as connection:
            for part in parts(sorted(set(refs))):
                pairs = [(ref.report, ref.event) for ref in part]
                for here, there in ((LEFT, RIGHT), (RIGHT, LEFT)):
                    query = select(*there).where(among(here, pairs), links.c.score >= least)
                    found.update(EventRef(*row) for row in connection.execute(query))
        return found

    def put_incidents(
        self, found: Iterable[Incident], at: datetime, near: Iterable[EventRef] = (), replaces: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Put incidents in the place of all that hold one of their events or one of `near`, and of `replaces`.

        An incident that keeps its id keeps its projection until another is put. Links are not stored here.

        Args:
            found: the incidents, no two with one event.
            at: now, in UTC.
            near: events that were looked at again; those that are in none of `found` are in no incident afterwards.
            replaces: ids of incidents that were looked at again, such as one whose events a new reading no longer has.

        Returns:
            ids of the incidents that are no more, in order.

        Raises:
            ValueError: an incident that would go holds an event that was not looked at; it would be in no incident.
        """
        every = list(found)
        rows = [
            {"report": ref.report, "event": ref.event, "incident": incident.id, "role": role}
            for incident in every
            for refs, role in ((incident.events, NEWS), (incident.recalled_by, RECALLED))
            for ref in refs
        ]
        touched = {EventRef(row["report"], row["event"]) for row in rows} | set(near)
        ids = {incident.id for incident in every}
        with self._database.writing() as connection:
            before = _incidents_with(connection, touched) | set(replaces)
            held: list[dict[str, str]] = []
            for part in parts(sorted(before | ids)):
                left = select(members.c.report, members.c.event, members.c.incident).where(
                    members.c.incident.in_(part), members.c.role == NEWS
                )
                for row in connection.execute(left):
                    if row.incident not in ids:
                        held.append({"incident": row.incident, "report": row.report, "event": row.event})
                    if EventRef(row.report, row.event) not in touched:
                        raise ValueError(f"{row.report}#{row.event} of incident {row.incident} was not looked at; name it in `near`")
                connection.execute(members.delete().where(members.c.incident.in_(part)))
            gone = sorted(before - ids)
            _drop(connection, gone, held, at)
            known = {
                name for part in parts(sorted(ids))
                for name in connection.execute(select(incidents.c.id).where(incidents.c.id.in_(part))).scalars()
            }  # fmt: skip
            fresh = [{"id": name, "made": at} for name in sorted(ids - known)]
            if fresh:
                connection.execute(incidents.insert(), fresh)
                for part in parts(sorted(ids - known)):
                    connection.execute(former_incidents.delete().where(former_incidents.c.id.in_(part)))
            self._database.put(connection, members, rows)
        return tuple(gone)

    def incidents_with(self, refs: Iterable[EventRef]) -> frozenset[str]:
        """Ids of the incidents that hold or recall one of these events."""
        with self._database.reading() as connection:
            return frozenset(_incidents_with(connection, refs))

    def memberships(self, ids: Iterable[str], with_links: bool = True) -> dict[str, Incident]:
        """Incidents with their events, by id; those that are not there are left out.

        Args:
            ids: of the incidents.
            with_links: whether the links between their events are wanted too.
        """
        news: dict[str, list[EventRef]] = {}
        recalled: dict[str, list[EventRef]] = {}
        with self._database.reading() as connection:
            for part in parts(sorted(set(ids))):
                for name in connection.execute(select(incidents.c.id).where(incidents.c.id.in_(part))).scalars():
                    news[name], recalled[name] = [], []
                query = select(members).where(members.c.incident.in_(part)).order_by(members.c.report, members.c.event)
                for row in connection.execute(query):
                    (news if row.role == NEWS else recalled)[row.incident].append(EventRef(row.report, row.event))
        of = {ref: name for name, refs in news.items() for ref in refs}
        inside: dict[str, list[Link]] = {name: [] for name in news}
        for link in self.links_of(of) if with_links else ():
            if of.get(link.left) is not None and of.get(link.left) == of.get(link.right):
                inside[of[link.left]].append(link)
        return {
            name: Incident(
                name,
                tuple(sorted(news[name])),
                tuple(sorted(recalled[name])),
                tuple(sorted(inside[name], key=lambda link: (-link.score, link.left, link.right))),
            )
            for name in sorted(news)
        }

    def incidents_now(self, names: Iterable[str]) -> dict[str, str]:
        """For each id that an incident ever had, the id of the incident that it leads to today: itself while there is such an incident.

        A former id leads to the incident that holds most of the events that it held at the end; of several to the one that holds
        the first of them. An id that none ever had, or of which no report tells any longer, is left out.
        """
        asked = sorted(set(names))
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for part in parts(asked):
                found |= {name: name for name in connection.execute(select(incidents.c.id).where(incidents.c.id.in_(part))).scalars()}
            former = former_members.c
            now = and_(members.c.report == former.report, members.c.event == former.event, members.c.role == NEWS)
            query = select(former.incident, members.c.incident.label("now")).join(members, now)
            order = former.incident, former.report, former.event
            for part in parts(name for name in asked if name not in found):
                holders: dict[str, Counter[str]] = {}
                for row in connection.execute(query.where(former.incident.in_(part)).order_by(*order)):
                    holders.setdefault(row.incident, Counter())[row.now] += 1
                found |= {name: counts.most_common(1)[0][0] for name, counts in holders.items()}  # of equals the first that was met
        return found

    def incident_ids(self) -> Iterator[str]:
        """The ids of all incidents in order, some at a time."""
        behind = ""
        while True:
            with self._database.reading() as connection:
                query = select(incidents.c.id).where(incidents.c.id > behind).order_by(incidents.c.id).limit(1000)
                found = connection.execute(query).scalars().all()
            yield from found
            if len(found) < 1000:
                return
            behind = found[-1]

    def count_incidents(self) -> int:
        """How many incidents there are."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(incidents)).scalar_one())


def _incidents_with(connection: Connection, refs: Iterable[EventRef]) -> set[str]:
    found: set[str] = set()
    for part in parts(sorted(set(refs))):
        pairs = [(ref.report, ref.event) for ref in part]
        found |= set(connection.execute(select(members.c.incident).where(among((members.c.report, members.c.event), pairs))).scalars())
    return found


def _drop(connection: Connection, ids: Collection[str], held: Sequence[dict[str, str]], at: datetime) -> None:
    """Take incidents out, with their projections and the words that find them; what they held is kept under their former ids."""
    for part in parts(ids):
        rows = connection.execute(select(incidents.c.row, incidents.c.id).where(incidents.c.id.in_(part))).all()
        drop_words(connection, "incident", [row.row for row in rows])
        connection.execute(incidents.delete().where(incidents.c.id.in_(part)))
        if rows:
            connection.execute(former_incidents.insert(), [{"id": row.id, "gone": at} for row in rows])
    if held:
        connection.execute(former_members.insert(), held)


def _link_row(link: Link) -> dict[str, Any]:
    return {
        "left_report": link.left.report,
        "left_event": link.left.event,
        "right_report": link.right.report,
        "right_event": link.right.event,
        "score": link.score,
        "verdict": link.verdict,
        "reasons": json_text([[r.comparison, r.level, r.weight, r.detail] for r in link.reasons]),
    }


def _link(row: Any) -> Link:
    return Link(
        EventRef(row.left_report, row.left_event),
        EventRef(row.right_report, row.right_event),
        row.score,
        row.verdict,
        tuple(Reason(*reason) for reason in json.loads(row.reasons)),
    )
