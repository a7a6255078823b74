"""A program that writes to a register until it is done or killed; the tests of safety run and kill it.

python -m tests.register_writer PLACE ingest|migrate|create NAME COUNT
"""

from __future__ import annotations

import sys
import time

from sqlalchemy import Connection, text

from sijill.model import EventRef
from sijill.store.migrations import STEPS as OURS
from sijill.store.migrations import Step
from sijill.store.register import Register, open_register
from sijill.store.rows import JobItem, Subject
from tests.register_rows import AT, TEXT, capture, decision, event, incident, projection, record


def say(*words: object) -> None:
    """Tell the test that something was kept."""
    print(*words, flush=True)


def ingest(register: Register, name: str, count: int) -> None:
    """Write `count` items, each with all that belongs to it in one transaction; those of an earlier run are passed over."""
    job = register.begin_job("ingest", name, AT)
    done = register.noted(job.id, [f"{name}-{n}" for n in range(count)])
    for n in range(count):
        item = f"{name}-{n}"
        if item in done:
            continue
        began = time.monotonic()
        with register.transaction():
            captured = register.add_capture(capture(item, text=f"{TEXT} {n}"))
            register.put_reading(item, captured.version, record(item, event("e1"), event("e2")), "0.1", AT)
            register.put_incidents([incident(f"i-{item}", EventRef(item, "e1"), EventRef(item, "e2"))], AT)
            register.put_projections([projection(f"i-{item}")])
            register.add_decision(decision("accept", Subject("incident", f"i-{item}")))
            register.note_items(job.id, [JobItem(item, "new", item, captured.version)], position=str(n))
        say("kept", item, round(time.monotonic() - began, 4))
    register.finish_job(job.id, AT)


def widen(connection: Connection) -> None:
    """A migration that takes its time: a column, filled row by row."""
    connection.execute(text("ALTER TABLE reports ADD COLUMN lead TEXT"))
    rows = connection.execute(text('SELECT "row" FROM reports')).scalars().all()
    for row in rows:
        connection.execute(text("UPDATE reports SET lead = 'lead' WHERE \"row\" = :row"), {"row": row})
        say("step", row)
        time.sleep(0.001)


def narrow(connection: Connection) -> None:
    """A second one."""
    connection.execute(text("CREATE TABLE leads (report TEXT PRIMARY KEY)"))
    for name in connection.execute(text("SELECT id FROM reports")).scalars().all():
        connection.execute(text("INSERT INTO leads VALUES (:name)"), {"name": name})
        say("step", name)
        time.sleep(0.001)


NEWEST = OURS[-1].number
STEPS = (*OURS, Step(NEWEST + 1, "lead", widen), Step(NEWEST + 2, "leads", narrow))


def main() -> None:
    """Do what the arguments say."""
    where, what, name, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    say("ready")
    with open_register(where, create=what == "create", steps=STEPS if what == "migrate" else OURS) as register:
        say("open")
        if what == "ingest":
            ingest(register, name, count)
    say("done")


if __name__ == "__main__":
    main()
