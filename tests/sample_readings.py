"""Readings built by hand, for the tests of everything that comes after reading. The article is our own."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sijill.model import Count, Dropped, Event, Evidence, Party, Place, Reading, Report, Statement, When

V = TypeVar("V")

TEXT = """هجومان على رتلين في الأنبار وصلاح الدين
أعلنت جماعة تسمي نفسها «سرايا الفجر» مسؤوليتها عن هجومين استهدفا صباح الأحد رتلين للقوات الأمريكية في محافظتي الأنبار وصلاح الدين.
وقال مصدر أمني إن عبوة ناسفة انفجرت عند الساعة 7:30 صباحا قرب الرمادي، ما أدى إلى مقتل سائقين وإصابة عدد من الحراس، \
فيما وقع الهجوم الثاني قرب سامراء دون خسائر.
وزعم ناشطون أن طائرة مسيرة قصفت مخزنا غربي القائم ليل السبت، وهو ما نفته قوات الاحتلال.
ويذكر أن القوات الأمريكية كانت قد انسحبت من العراق في نهاية عام 2011.
وخسر فريق الرمادي أمام ضيفه بهدفين في هجوم متأخر."""
REPORT = Report(
    TEXT,
    title="هجومان على رتلين في الأنبار وصلاح الدين",
    outlet="وكالة النخيل",
    published=date(2021, 9, 12),
    url="https://example.org/a/1",
    id="sample",
)


def words(quote: str, after: str = "") -> Evidence:
    """Evidence for the first `quote` that comes after the words `after`."""
    start = REPORT.text.index(quote, REPORT.text.index(after) if after else 0)
    return Evidence(start, start + len(quote), quote)


def said(value: V, *quotes: Evidence, rule: str = "sample") -> Statement[V]:
    """A statement."""
    return Statement(value, quotes, rule)


GROUP = Party("جماعة تسمي نفسها «سرايا الفجر»", "Saraya al-Fajr", "militia", "actor.iq.sample")
CONVOY = Party("رتلين للقوات الأمريكية", "US forces convoys", "foreign_forces", country="US")
SUNDAY = said(When(date(2021, 9, 12), date(2021, 9, 12), "day", rule="weekday on or before publication"), words("صباح الأحد"))
CLAIMED = said(GROUP, words("جماعة تسمي نفسها «سرايا الفجر»"))
STRUCK = said(CONVOY, words("رتلين للقوات الأمريكية"))

FIRST = Event(
    id="e1",
    type=said("ied", words("عبوة ناسفة انفجرت"), words("هجومين"), rule="trigger.ied.explode"),
    status=said("new", words("صباح الأحد")),
    factuality=said("asserted", words("انفجرت")),
    date=SUNDAY,
    time=said("07:30", words("الساعة 7:30 صباحا"), rule="clock"),
    place=said(
        Place("الرمادي", "Ramadi", "Al Anbar", "IQ", 33.42, 43.3, "town", "geonames:1"), words("قرب الرمادي"), words("الأنبار", "محافظتي")
    ),
    perpetrators=(CLAIMED,),
    targets=(STRUCK,),
    claimed_by=(CLAIMED,),
    weapons=(said("ied", words("عبوة ناسفة")),),
    killed=said(Count(2, 2), words("مقتل سائقين")),
    wounded=said(Count(None, None, "some"), words("إصابة عدد من الحراس")),
    sources=(said(Party("مصدر أمني", "security source"), words("مصدر أمني")),),
    confidence=0.93,
)
SECOND = Event(
    id="e2",
    type=said("armed_attack", words("الهجوم الثاني"), words("هجومين")),
    status=said("new", words("صباح الأحد")),
    factuality=said("asserted", words("وقع الهجوم")),
    date=SUNDAY,
    place=said(Place("سامراء", "Samarra", "Salah al-Din", "IQ", 34.2, 43.87, "town", "geonames:2"), words("قرب سامراء")),
    perpetrators=(CLAIMED,),
    targets=(STRUCK,),
    claimed_by=(CLAIMED,),
    killed=said(Count(0, 0, "none"), words("دون خسائر")),
    confidence=0.8,
)
THIRD = Event(
    id="e3",
    type=said("drone_strike", words("طائرة مسيرة قصفت")),
    status=said("new", words("ليل السبت")),
    factuality=said("alleged", words("وزعم ناشطون")),
    date=said(When(date(2021, 9, 11), date(2021, 9, 11), "day", rule="night of the weekday before"), words("ليل السبت")),
    place=said(Place("غربي القائم", "Al-Qaim", "Al Anbar", "IQ", 34.37, 41.1, "site", None), words("غربي القائم")),
    targets=(said(Party("مخزنا", "depot", "infrastructure"), words("مخزنا")),),
    denied_by=(said(Party("قوات الاحتلال", "US forces", "foreign_forces", loaded=True), words("قوات الاحتلال")),),
    weapons=(said("drone", words("طائرة مسيرة")),),
    sources=(said(Party("ناشطون", "activists", "civilians"), words("ناشطون")),),
    loaded=(words("الاحتلال"),),
    confidence=0.6,
)
RECALLED = Event(
    id="e4",
    type=said("withdrawal", words("انسحبت")),
    status=said("background", words("ويذكر أن")),
    factuality=said("asserted", words("انسحبت")),
    date=said(When(date(2011, 1, 1), date(2011, 12, 31), "year", rule="year named"), words("نهاية عام 2011")),
    place=said(Place("العراق", "Iraq", None, "IQ", 33.0, 44.0, "country", None), words("العراق", "انسحبت")),
    perpetrators=(said(Party("القوات الأمريكية", "US forces", "foreign_forces"), words("القوات الأمريكية", "ويذكر")),),
    confidence=0.9,
)
MATCH = words("هجوم", "خسر")
READING = Reading(
    report=REPORT,
    events=(FIRST, SECOND, THIRD, RECALLED),
    mentions=(),
    dropped=(Dropped("weed", "sport: the sentence is about a match", MATCH.span, MATCH.quote, "trigger.armed_attack.noun"),),
    knowledge="0123456789abcdef",
)
NOTHING = Reading(Report("افتتح الوزير معرض الكتاب في العاصمة مساء الخميس", id="nothing"), (), (), (), "0123456789abcdef")
