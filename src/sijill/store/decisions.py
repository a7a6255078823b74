"""What reviewers decided. A decision is added and never changed; undoing one is another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from sijill.model.said import said
from sijill.store.columns import json_text
from sijill.store.database import Database, among, parts
from sijill.store.errors import StoreError
from sijill.store.linking import Linking
from sijill.store.rows import Decision, IncidentState, Subject
from sijill.store.schema import decision_subjects, decisions, events, incidents, members, projections, reports, samples


class Decisions(Linking):
    """The part of a register that holds what people decided."""

    _database: Database

    def add_decision(self, decision: Decision) -> Decision:
        """Keep a decision; it comes back with its id.

        Raises:
            ValueError: it has no reviewer, no subject or an id already.
            StoreError: what it undoes is not there or is undone already.
        """
        if decision.id or not decision.reviewer.strip() or not decision.subjects:
            raise ValueError("a decision needs a reviewer and a subject, and gets its id from the register")
        with self._database.writing() as connection:
            if decision.undoes is not None:
                self._refuse_undo(connection, decision.undoes)
            values = {
                name: getattr(decision, name) for name in ("at", "reviewer", "kind", "reason", "undoes", "sample", "knowledge", "code")
            }
            values |= {name: None if (found := getattr(decision, name)) is None else json_text(found) for name in ("before", "after")}
            key = connection.execute(decisions.insert().values(**values)).inserted_primary_key
            number = int(key[0]) if key else 0
            rows = [
                {"decision": number, "position": position, "kind": subject.kind, "subject": subject.id}
                for position, subject in enumerate(decision.subjects)
            ]
            connection.execute(decision_subjects.insert(), rows)
            return _decisions(connection, [number])[0]

    def _refuse_undo(self, connection: Connection, number: int) -> None:
        if connection.execute(select(decisions.c.id).where(decisions.c.id == number)).scalar() is None:
            raise StoreError(
                said(
                    "decision.none_to_undo",
                    "there is no decision {number} to undo in {register}",
                    number=number,
                    register=self._database.shown,
                ),
                "conflict",
            )
        by = connection.execute(select(decisions.c.id).where(decisions.c.undoes == number)).scalar()
        if by is not None:
            raise StoreError(
                said("decision.undone_already", "decision {number} was undone already, by decision {by}", number=number, by=by), "conflict"
            )

    def decisions(
        self,
        subject: Subject | None = None,
        reviewer: str | None = None,
        sample: str | None = None,
        after: int = 0,
        kinds: Collection[str] = (),
        limit: int | None = None,
    ) -> tuple[Decision, ...]:
        """Decisions in the order in which they were made, undone ones too.

        Args:
            subject: those about it.
            reviewer: those of one person.
            sample: those of a double-coded sample.
            after: those behind this id.
            kinds: those of these kinds; all where none is given.
            limit: the first so many.
        """
        query = select(decisions.c.id).where(decisions.c.id > after)
        if subject is not None:
            about = decision_subjects.c.kind == subject.kind, decision_subjects.c.subject == subject.id
            query = query.where(decisions.c.id.in_(select(decision_subjects.c.decision).where(*about)))
        if reviewer is not None:
            query = query.where(decisions.c.reviewer == reviewer)
        if sample is not None:
            query = query.where(decisions.c.sample == sample)
        if kinds:
            query = query.where(decisions.c.kind.in_(sorted(kinds)))
        with self._database.reading() as connection:
            return tuple(_decisions(connection, connection.execute(query.order_by(decisions.c.id).limit(limit)).scalars().all()))

    def decision(self, number: int) -> Decision | None:
        """One decision, or None."""
        with self._database.reading() as connection:
            return next(iter(_decisions(connection, [number])), None)

    def decisions_about(self, subjects: Iterable[Subject]) -> tuple[Decision, ...]:
        """The decisions about any of these, in the order in which they were made."""
        found: set[int] = set()
        with self._database.reading() as connection:
            for part in parts(sorted(set(subjects))):
                pairs = [(subject.kind, subject.id) for subject in part]
                about = among((decision_subjects.c.kind, decision_subjects.c.subject), pairs)
                found |= set(connection.execute(select(decision_subjects.c.decision).where(about)).scalars())
            return tuple(_decisions(connection, sorted(found)))

    def stale_decisions(self) -> Iterator[tuple[Decision, tuple[Subject, ...]]]:
        """Decisions that stand, a subject of which is no longer there, with those subjects; in order.

        An incident is there as long as its id leads to one.
        """
        every = self.decisions()
        subjects = {subject for decision in every for subject in decision.subjects}
        still = self.incidents_now(subject.id for subject in subjects if subject.kind == "incident")
        present = self._present(subjects) | {Subject("incident", name) for name in still}
        for decision in every:
            missing = tuple(subject for subject in decision.subjects if subject not in present)
            if missing and decision.undone_by is None and decision.undoes is None:
                yield decision, missing

    def state_of(self, incident: str) -> IncidentState | None:
        """What an incident rests on at this moment, without any text; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(incidents.c.row).where(incidents.c.id == incident)).scalar()
            if row is None:
                return None
            held = select(members.c.report, members.c.event, members.c.role).where(members.c.incident == incident)
            refs = tuple((r.report, r.event, r.role) for r in connection.execute(held.order_by(members.c.report, members.c.event)))
            names = sorted({report for report, _, _ in refs})
            columns = (reports.c.id, reports.c.read_version, reports.c.read_knowledge, reports.c.read_engine, reports.c.read_code)
            read = [
                tuple(found)
                for part in parts(names)
                for found in connection.execute(select(*columns).where(reports.c.id.in_(part)).order_by(reports.c.id))
            ]
            subjects = [("incident", incident), *(("event", f"{report}#{event}") for report, event, role in refs if role == "news")]
            numbers: set[int] = set()
            for pairs in parts(subjects):
                about = among((decision_subjects.c.kind, decision_subjects.c.subject), pairs)
                numbers |= set(connection.execute(select(decision_subjects.c.decision).where(about)).scalars())
            query = select(projections.c.review, projections.c.independent).where(projections.c.row == row)
            shown = connection.execute(query).one_or_none()
        return IncidentState(refs, tuple(read), tuple(sorted(numbers)), None if shown is None else (shown.review, shown.independent))

    def _present(self, subjects: Iterable[Subject]) -> frozenset[Subject]:
        """Those of the reports and events among the subjects that the register holds."""
        found: set[Subject] = set()
        with self._database.reading() as connection:
            for part in parts(sorted(subjects)):
                ids = [subject.id for subject in part if subject.kind == "report"]
                there = connection.execute(select(reports.c.id).where(reports.c.id.in_(ids))).scalars()
                found |= {Subject("report", name) for name in there}
                pairs = [tuple(subject.id.rsplit("#", 1)) for subject in part if subject.kind == "event" and "#" in subject.id]
                query = select(events.c.report, events.c.event).where(among((events.c.report, events.c.event), pairs))
                found |= {Subject("event", f"{report}#{event}") for report, event in connection.execute(query)}
        return frozenset(found)

    def put_sample(self, name: str, ids: Iterable[str]) -> None:
        """Name incidents that several people code; a sample once made stays as it is.

        Raises:
            StoreError: there is one of that name.
        """
        rows = [{"name": name, "position": position, "incident": id} for position, id in enumerate(dict.fromkeys(ids))]
        if not rows:
            raise ValueError("a sample needs an incident")
        with self._database.writing() as connection:
            if connection.execute(select(samples.c.name).where(samples.c.name == name)).first() is not None:
                raise StoreError(said("sample.taken", "there is a sample {name!r} already; give another name", name=name), "conflict")
            connection.execute(samples.insert(), rows)

    def sample_names(self) -> tuple[str, ...]:
        """The names of the samples, in order."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(samples.c.name).distinct().order_by(samples.c.name)).scalars())

    def sample(self, name: str) -> tuple[str, ...]:
        """The incidents of a sample in order; none where there is no such sample."""
        with self._database.reading() as connection:
            return tuple(
                connection.execute(select(samples.c.incident).where(samples.c.name == name).order_by(samples.c.position)).scalars()
            )


def _decisions(connection: Connection, numbers: Iterable[int]) -> list[Decision]:
    """Decisions by their ids, with their subjects and what undid them."""
    made: list[Decision] = []
    for part in parts(numbers):
        subjects: dict[int, list[Subject]] = {}
        query = select(decision_subjects).where(decision_subjects.c.decision.in_(part))
        for row in connection.execute(query.order_by(decision_subjects.c.decision, decision_subjects.c.position)):
            subjects.setdefault(row.decision, []).append(Subject(row.kind, row.subject))
        undone = {
            old: new for new, old in connection.execute(select(decisions.c.id, decisions.c.undoes).where(decisions.c.undoes.in_(part)))
        }
        for row in connection.execute(select(decisions).where(decisions.c.id.in_(part)).order_by(decisions.c.id)):
            made.append(_decision(row, tuple(subjects.get(row.id, ())), undone.get(row.id)))
    return made


def _decision(row: Any, subjects: tuple[Subject, ...], undone_by: int | None) -> Decision:
    before, after = (None if words is None else json.loads(words) for words in (row.before, row.after))
    return Decision(
        row.at, row.reviewer, row.kind, subjects, row.reason, row.knowledge, row.code, before, after, row.undoes, row.sample,
        row.id, undone_by,
    )  # fmt: skip
