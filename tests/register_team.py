"""A register as a team uses it, for tests: our own articles, really read, and what a register holds in a form to compare."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sijill.exports.record import record_line
from sijill.knowledge import Knowledge, load
from sijill.link import link_events
from sijill.model import Capture, EventRef, Incident, Report
from sijill.reading import read_report
from sijill.register.ingest import Step, ingest
from sijill.register.reports import occurrence_of
from sijill.register.review import Author, judged
from sijill.register.verify import verify
from sijill.register.workshop import Workshop
from sijill.sources import SourceError
from sijill.store.names import names_of
from sijill.store.register import Register, open_register
from sijill.store.rows import Decision, Fault

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DAY = date(2021, 9, 13)  # a Monday
BOMB = "قُتل {k} جنود وأصيب {w} آخرون بانفجار عبوة ناسفة استهدفت رتلا للجيش العراقي في مدينة {p} {d}، بحسب مصدر أمني."
BOMB_TOO = "أعلنت الشرطة أن عبوة ناسفة انفجرت على الطريق في {p} {d}، ما أدى إلى مقتل {k} جنود وإصابة {w} بجروح."
SHELLS = "قصفت المدفعية أحياء سكنية في مدينة {p} {d}، ما أسفر عن مقتل {k} مدنيين وجرح {w}."
STRIKE = "شن طيران مجهول غارة جوية على مدينة {p} {d} أوقعت {k} قتلى و{w} جرحى في صفوف المدنيين."
CLAIM = "تبنى تنظيم الدولة الإسلامية تفجير عبوة ناسفة برتل للجيش في {p} {d}، وقال إن {k} جنود قتلوا."
RECALL = "اجتمع المجلس المحلي في {p} لبحث الخدمات.\nيذكر أن عبوة ناسفة انفجرت في {p} يوم {n} أيلول/سبتمبر 2021 وأدت إلى مقتل {k} جنود."
PLACES = ("الرمادي", "بعقوبة", "تكريت")
OUTLETS = ("وكالة النخيل", "صحيفة الضفاف", "إذاعة الجسر")


@cache
def knowledge() -> Knowledge:
    return load()


def workshop(code: str = "0.1") -> Workshop:
    return Workshop(knowledge(), code, lambda: AT)


def article(key: str, text: str, published: date | None = DAY, outlet: str = OUTLETS[0], **other: Any) -> Capture:
    """A capture of an article."""
    values: dict[str, Any] = {
        "key": key, "raw": text.encode("utf-8"), "media_type": "text/plain", "text": text, "title": "", "outlet": outlet, "country": "IQ",
        "url": None, "published": published, "published_by": "given" if published else "", "published_words": "", "retrieved": AT,
        "captured_by": "tests", "where": f"tests:{key}",
    }  # fmt: skip
    return Capture(**(values | other))


def told(text: str, place: str = PLACES[0], days: str = "أمس الأحد", killed: int = 3, wounded: int = 5) -> str:
    return text.format(p=place, d=days, k=killed, w=wounded, n=12)


def news(count: int, seed: int = 1, days: int = 3) -> list[Capture]:
    """Articles about a few days in a few places: much of it is told more than once, some of it reprinted, some only recalled."""
    dice = random.Random(seed)
    made: list[Capture] = []
    for n in range(count):
        text = dice.choice((BOMB, BOMB_TOO, BOMB, SHELLS, STRIKE, CLAIM, RECALL))
        day = DAY + timedelta(dice.randrange(days))
        day += timedelta(30) if text is RECALL else timedelta(0)
        words = told(text, dice.choice(PLACES), dice.choice(("أمس", "اليوم", "")), dice.randrange(2, 6), dice.randrange(3, 9))
        if made and dice.random() < 0.15:
            copied = dice.choice(made)
            words, day = copied.text, copied.published or day
        published = None if dice.random() < 0.05 else day
        made.append(article(f"r{dice.randrange(10**6):06}-{n}", words, published, dice.choice(OUTLETS)))
    return made


_records: dict[tuple[str, date | None, str], str] = {}


def read(reports: Iterable[Report]) -> Iterator[dict[str, Any] | SourceError]:
    """The records of reports, each really read, once in a session."""
    for report in reports:
        key = (report.text, report.published, report.id)
        if key not in _records:
            _records[key] = record_line(read_report(report, knowledge()))
        yield json.loads(_records[key])


def opened(where: object) -> Register:
    return open_register(str(where), names=names_of(knowledge()), create=True)


def put(register: Register, *captures: Capture | SourceError, target: str = "tests", code: str = "0.1") -> list[Step]:
    """Ingest captures; every step."""
    return list(ingest(register, list(captures), read, workshop(code), target))


def author(name: str = "منى") -> Author:
    return Author(name, AT, knowledge().version, "0.1")


def incident_of(register: Register, report: str) -> Incident:
    """The incident that a report tells as news; it must be one."""
    names = register.incidents_with(row.ref for row in register.events_of(report) if row.status == "new")
    assert len(names) == 1, (report, names)
    return register.memberships(names)[next(iter(names))]


def held(register: Register) -> dict[str, Any]:
    """All that a register has concluded: incidents with links and recalls, projections, copies. Times and numbers of rows left out."""
    incidents = register.memberships(register.incident_ids())
    projections = {p.id: (p.record, p.facets, p.first, p.last, p.review, p.independent, p.contested) for p in register.all_incidents()}
    copies = {name: copy.leader for name, copy in register.copies_of(row.id for row in register.reports()).items()}
    return {"incidents": incidents, "projections": projections, "copies": copies}


def at_once(register: Register) -> dict[str, Incident]:
    """The incidents that linking all events of the register at once would make."""
    rows = [row for report in register.reports() for row in register.events_of(report.id)]
    found = [o for row in rows if (o := occurrence_of(row, workshop().not_names)) is not None]
    decided = judged(register.decisions())
    return {incident.id: incident for incident in link_events(found, decided.together, decided.apart)[0]}


def right(register: Register) -> bool:
    """Whether the register holds what its reports and decisions come to, and finds no fault in itself."""
    assert at_once(register) == register.memberships(register.incident_ids())
    faults = [found for found in verify(register, workshop()) if isinstance(found, Fault)]
    assert faults == []
    return True


def refs(incident: Incident, *reports: str) -> Sequence[EventRef]:
    """The events of these reports in an incident."""
    return [ref for ref in incident.events if ref.report in reports]


def last(register: Register) -> Decision:
    return register.decisions()[-1]
