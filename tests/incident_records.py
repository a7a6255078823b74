"""Incidents built by hand, for the tests of everything that comes after projecting. The reports are our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sijill.exports.evidence import DecisionFacts, ReportFacts
from sijill.exports.info import ExportInfo
from sijill.model import (
    Capture,
    Count,
    EventRef,
    Evidence,
    Incident,
    IncidentRecord,
    Link,
    Party,
    Place,
    Reason,
    Settled,
    Told,
    Toll,
    When,
)

V = TypeVar("V")
INFO = ExportInfo(code="0.2.0", knowledge="0123456789abcdef", day=date(2026, 11, 22))

TEXTS = {
    "nakheel-1": "قال مصدر أمني إن عبوة ناسفة انفجرت صباح الأحد قرب الرمادي برتل للقوات الأمريكية، ما أدى إلى مقتل سائقين "
    "وإصابة المواطن سالم عبد الجبار.",
    "furat-7": "أعلنت جماعة سرايا الفجر مسؤوليتها عن تفجير استهدف رتلا للقوات الأمريكية قرب الرمادي يوم الأحد وقتل خمسة من أفراده.",
    "dijla-3": "مقتل سائقين بانفجار عبوة في رتل قرب الرمادي أمس، فيما نفى الحشد الشعبي صلته بالهجوم واتهم ناشطون داعش بتنفيذه.",
}
OUTLETS = {"nakheel-1": "وكالة النخيل", "furat-7": "إذاعة الفرات", "dijla-3": "صحيفة دجلة"}
DAYS = {"nakheel-1": date(2021, 9, 12), "furat-7": date(2021, 9, 12), "dijla-3": date(2021, 9, 13)}
CAPTURES = {
    report: Capture(
        report, text.encode(), "text/plain", text, f"تفجير قرب الرمادي يصيب سالم عبد الجبار ({report})", OUTLETS[report], "IQ",
        f"https://example.org/{report}", DAYS[report], "meta", "article:published_time", datetime(2021, 9, 14, 6, 0, tzinfo=UTC),
        "sijill 0.2.0", f"reports.jsonl, line {n}",
    )
    for n, (report, text) in enumerate(TEXTS.items(), 1)
}  # fmt: skip
FACTS = {report: ReportFacts.of(report, capture) for report, capture in CAPTURES.items()}
DECISIONS = (
    DecisionFacts("d1", datetime(2021, 9, 15, 8, 30, tzinfo=UTC), "ليلى حداد", "correct", "تقرير سالم عبد الجبار أدق", "killed", "5", "2"),
    DecisionFacts("d2", datetime(2021, 9, 16, 9, 0, tzinfo=UTC), "Sami K.", "accept", "checked <b>twice</b>", stale=True),
)


def told(report: str, field: str, value: Any, *quotes: str, says: tuple[str, ...] = (), copy_of: str = "", rule: str = "sample") -> Told:
    """A statement of one of the reports above, with true offsets."""
    text = TEXTS[report]
    found = tuple(Evidence(text.index(q), text.index(q) + len(q), q) for q in quotes)
    return Told(EventRef(report, "e1"), field, value, found, rule, says or (OUTLETS[report],), OUTLETS[report], DAYS[report], copy_of)


def settled(value: V, *support: Told, against: tuple[Told, ...] = (), rule: str = "most independent reports") -> Settled[V]:
    """A settled field."""
    return Settled(value, rule, support, against)


GROUP = Party("جماعة سرايا الفجر", "Saraya al-Fajr", "militia", "actor.iq.sample", "IQ")
CONVOY = Party("القوات الأمريكية", "US forces", "foreign_forces", "actor.us.forces", "US")
SALEM = Party("المواطن سالم عبد الجبار", "سالم عبد الجبار", "civilians", "nation.iq", "IQ", count=Count(1, 1))
PMF = Party("الحشد الشعبي", "Popular Mobilization Forces", "militia", "actor.iq.popular_mobilization", "IQ")
ISLAMIC_STATE = Party("داعش", "Islamic State", "jihadist_group", "actor.jihadist.islamic_state", loaded=True)
ARMY = Party("الجيش العراقي", "Iraqi Army", "state_forces", "actor.iq.army", "IQ")
SUNDAY = When(date(2021, 9, 12), date(2021, 9, 12), "day", rule="weekday on or before publication")
RAMADI = Place("الرمادي", "Ramadi", "Al Anbar", "IQ", 33.4206, 43.3078, "town", "gn:95446")
NEAR_RAMADI = replace(RAMADI, text="قرب الرمادي")
ANBAR = Place("محافظة الأنبار", "Al Anbar", "Al Anbar", "IQ", 32.9, 41.6, "governorate", "gn:99592")
IRAQ = Place("العراق", "Iraq", None, "IQ", 33.0, 44.0, "country", "gn:99237")
RED_SEA = Place("البحر الأحمر", "Red Sea", None, None, 20.0, 38.5, "country", "sj:xx-red-sea")

_FIRST, _SECOND = EventRef("nakheel-1", "e1"), EventRef("furat-7", "e1")
CONVOY_BOMB = IncidentRecord(
    incident=Incident(
        "3fa8b2c1d0",
        (EventRef("dijla-3", "e1"), _SECOND, _FIRST),
        (EventRef("recall-9", "e4"),),
        (
            Link(
                _SECOND,
                _FIRST,
                7.25,
                "same",
                (Reason("day", "day.same", 3.0, "2021-09-12"), Reason("place", "place.same", 4.25, "الرمادي")),
            ),
        ),
    ),
    type=settled("ied", told("nakheel-1", "type", "ied", "عبوة ناسفة انفجرت"), told("dijla-3", "type", "ied", "بانفجار عبوة")),
    factuality=settled("asserted", told("nakheel-1", "factuality", "asserted", "انفجرت")),
    date=settled(SUNDAY, told("nakheel-1", "date", SUNDAY, "صباح الأحد"), told("furat-7", "date", SUNDAY, "يوم الأحد")),
    clock=None,
    place=settled(
        NEAR_RAMADI, told("nakheel-1", "place", NEAR_RAMADI, "قرب الرمادي"), told("furat-7", "place", NEAR_RAMADI, "قرب الرمادي")
    ),
    perpetrators=(),
    claimed_by=(settled(GROUP, told("furat-7", "claimed_by", GROUP, "جماعة سرايا الفجر", says=("Saraya al-Fajr",))),),
    accused=(settled(ISLAMIC_STATE, told("dijla-3", "accused", ISLAMIC_STATE, "داعش", says=("ناشطون",))),),
    denied_by=(settled(PMF, told("dijla-3", "denied_by", PMF, "الحشد الشعبي", says=("Popular Mobilization Forces",))),),
    targets=(
        settled(CONVOY, told("nakheel-1", "targets", CONVOY, "للقوات الأمريكية"), told("furat-7", "targets", CONVOY, "للقوات الأمريكية")),
    ),
    weapons=(settled("ied", told("nakheel-1", "weapons", "ied", "عبوة ناسفة")),),
    killed=settled(
        Toll(2, 5, 2),
        told("nakheel-1", "killed", Count(2, 2), "مقتل سائقين", says=("security source",)),
        told("dijla-3", "killed", Count(2, 2), "مقتل سائقين", copy_of="nakheel-1"),
        against=(told("furat-7", "killed", Count(5, 5), "قتل خمسة", says=("Saraya al-Fajr",)),),
        rule="the lowest figure that two reports give",
    ),
    wounded=settled(Toll(1, 1, 1), told("nakheel-1", "wounded", Count(1, 1), "إصابة المواطن سالم عبد الجبار")),
    captured=None,
    reports=("dijla-3", "furat-7", "nakheel-1"),
    outlets=("صحيفة دجلة", "إذاعة الفرات", "وكالة النخيل"),
    independent=2,
    confidence=0.87654,
)
# The same with the wounded man among the targets: a private person by name.
WITH_PERSON = replace(
    CONVOY_BOMB,
    targets=(*CONVOY_BOMB.targets, settled(SALEM, told("nakheel-1", "targets", SALEM, "المواطن سالم عبد الجبار", says=("عم سالم",)))),
)


def like(
    id_: str,
    type_: str = "armed_attack",
    *,
    by: tuple[Party, ...] = (ISLAMIC_STATE,),
    against: tuple[Party, ...] = (),
    when: When | None = SUNDAY,
    place: Place | None = RAMADI,
    killed: Toll | None = None,
    weapons: tuple[str, ...] = (),
    factuality: str = "asserted",
    **more: Any,
) -> IncidentRecord:
    """An incident of its own that one report tells, with the fields given."""
    said = told("nakheel-1", "type", type_, "انفجرت")
    bare = replace(
        CONVOY_BOMB,
        incident=Incident(id_, (_FIRST,)),
        type=settled(type_, said),
        factuality=settled(factuality, told("nakheel-1", "factuality", factuality, "انفجرت")),
        date=settled(when, told("nakheel-1", "date", when, "صباح الأحد")) if when else None,
        place=settled(place, told("nakheel-1", "place", place, "قرب الرمادي")) if place else None,
        perpetrators=tuple(settled(p) for p in by),
        claimed_by=(),
        accused=(),
        denied_by=(),
        targets=tuple(settled(p) for p in against),
        weapons=tuple(settled(w) for w in weapons),
        killed=settled(killed, told("nakheel-1", "killed", Count(killed.low, killed.high), "مقتل سائقين")) if killed else None,
        wounded=None,
        reports=("nakheel-1",),
        outlets=("وكالة النخيل",),
        independent=1,
        confidence=0.9,
    )
    return replace(bare, **more)


def party(kind: str, label: str = "", actor_id: str | None = None, country: str | None = None) -> Party:
    """A party of a kind."""
    return Party(f"نص {label or kind}", label or kind, kind, actor_id, country)
