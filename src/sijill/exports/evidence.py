"""The evidence pack: one self-contained HTML page for an incident.

It shows what the register holds, what contradicts it side by side, who claims, denies and accuses, every quote by report
with its offsets and the hashes of the capture, why the reports were linked, and what reviewers decided. It asks the
network for nothing and runs no script; a content policy with the hash of its own style forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sijill.exports.evidence_words import FIELD_NAMES, REVIEWS, WORDS, rule_words, shown_value
from sijill.exports.info import Export, ExportInfo, finished
from sijill.exports.labels import day_name, one
from sijill.exports.masking import Mask
from sijill.exports.told import MANY, SINGLE, statements_of
from sijill.model import Capture, IncidentRecord, Told

_HERE = Path(__file__).parent
Lang = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the page says of a report beside its quotes: the facts of its capture. "" and None where not known."""

    id: str
    outlet: str = ""
    title: str = ""
    published: date | None = None
    published_by: str = ""
    url: str | None = None
    text_sha256: str = ""
    raw_sha256: str = ""
    retrieved: datetime | None = None
    captured_by: str = ""

    @classmethod
    def of(cls, report: str, capture: Capture) -> ReportFacts:
        """The facts of a capture, under the id of the report that was made of it."""
        return cls(
            report, capture.outlet, capture.title, capture.published, capture.published_by, capture.url,
            capture.text_sha256, capture.raw_sha256, capture.retrieved, capture.captured_by,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """One decision of a reviewer, as the history shows it. `before` and `after` are words for people.

    `waiting` says that it changes nothing until a second reviewer confirms it, `confirms` which one it confirms.
    """

    id: str
    time: datetime
    reviewer: str
    action: str
    reason: str
    field: str = ""
    before: str = ""
    after: str = ""
    stale: bool = False
    waiting: bool = False
    confirms: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement on the page: its value, who says so, and the words."""

    value: str
    says: tuple[str, ...]
    outlet: str
    anchor: str
    quotes: tuple[tuple[int, int, str], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A settled field."""

    name: str
    label: str
    values: tuple[tuple[str, str, int], ...]  # value, rule, number of statements that support it


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field on which reports contradict one another: each version with those who give it."""

    label: str
    versions: tuple[tuple[str, bool, tuple[Saying, ...]], ...]  # value, whether it was settled on, who says so


@dataclass(frozen=True, slots=True)
class Claim:
    """A party that claims, denies or is accused, with the statements that say so."""

    value: str
    said: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report."""

    anchor: str
    facts: ReportFacts
    day: str
    url: str | None
    copy_of: str
    sayings: tuple[tuple[str, Saying], ...]  # field, statement


def evidence(
    record: IncidentRecord,
    info: ExportInfo,
    reports: Mapping[str, ReportFacts] | None = None,
    decisions: Sequence[DecisionFacts] = (),
    lang: Lang = "ar",
) -> Export:
    """The page of an incident.

    Args:
        record: the incident; one that reviewers rejected is shown too, and says so.
        info: versions; with `mask_persons` titles, decisions and quotes are masked too, addresses are left out (they
            often hold the title), and reviewers are numbered.
        reports: facts of the captures, by report id; a report without facts says that its hash is not known here.
        decisions: the history, in order of time.
        lang: "ar" lays the page out from the right.
    """
    facts = dict(reports or {})
    if info.mask_persons:
        mask = Mask.of(record)
        record = mask.record(record)
        facts = {key: replace(value, title=mask.text(value.title), url=None) for key, value in facts.items()}
        decisions = _masked_decisions(decisions, mask)
    sheets = _sheets(record, facts, lang)
    style = "".join((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "evidence.css"))
    page = (
        _environment()
        .get_template("evidence.html.j2")
        .render(
            record=record,
            info=info,
            stamp=info.stamp("evidence"),
            lang=lang,
            w={key: one(pair, lang) for key, pair in WORDS.items()},
            type_name=shown_value("type", record.type.value, lang),
            factuality=shown_value("factuality", record.factuality.value, lang),
            review=one(REVIEWS[record.review], lang),
            claims=_claims(record, lang),
            rows=_rows(record, lang),
            disputes=_disputes(record, lang),
            sheets=sheets,
            decisions=[replace(d, field=one(FIELD_NAMES.get(d.field, (d.field, d.field)), lang)) for d in decisions],
            recalled=list(dict.fromkeys(ref.report for ref in record.incident.recalled_by)),
            links=record.incident.links,
            day=day_name(info.day, lang, weekday=False),
            style=Markup(style),
            style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        )
    )
    return finished("evidence", ".html", page.encode("utf-8"), 1, info)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _masked_decisions(decisions: Sequence[DecisionFacts], mask: Mask) -> tuple[DecisionFacts, ...]:
    names = {name: f"reviewer {n}" for n, name in enumerate(dict.fromkeys(d.reviewer for d in decisions), 1)}
    return tuple(
        replace(d, reviewer=names[d.reviewer], reason=mask.text(d.reason), before=mask.text(d.before), after=mask.text(d.after))
        for d in decisions
    )


def _rows(record: IncidentRecord, lang: Lang) -> tuple[Row, ...]:
    rows = []
    for name in (*SINGLE, *MANY):
        value = getattr(record, name)
        several = value if isinstance(value, tuple) else (value,) if value is not None else ()
        if several:
            shown = tuple((shown_value(name, s.value, lang), rule_words(s.rule, lang), len(s.support)) for s in several)
            rows.append(Row(name, one(FIELD_NAMES[name], lang), shown))
    return tuple(rows)


def _claims(record: IncidentRecord, lang: Lang) -> tuple[tuple[str, str, Claim], ...]:
    """Who claims, who denies, who is accused: field, its label, the party."""
    return tuple(
        (
            name,
            one(FIELD_NAMES[name], lang),
            Claim(shown_value(name, s.value, lang), tuple(_saying(t, lang) for t in (*s.support, *s.against))),
        )
        for name in ("claimed_by", "denied_by", "accused")
        for s in getattr(record, name)
    )


def _disputes(record: IncidentRecord, lang: Lang) -> tuple[Dispute, ...]:
    """The contested fields: what was settled first, then each other version, the one with most statements first."""
    found = []
    for name in record.contested:
        settled = getattr(record, name)
        versions: list[tuple[str, bool, tuple[Saying, ...]]] = []
        for side, held in ((settled.support, True), (settled.against, False)):
            by_value: dict[str, list[Saying]] = {}
            for told in side:
                by_value.setdefault(shown_value(name, told.value, lang), []).append(_saying(told, lang))
            versions += [(value, held, tuple(said)) for value, said in sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0]))]
        found.append(Dispute(one(FIELD_NAMES[name], lang), tuple(versions)))
    return tuple(found)


def _sheets(record: IncidentRecord, facts: Mapping[str, ReportFacts], lang: Lang) -> tuple[Sheet, ...]:
    by_report: dict[str, list[Told]] = {report: [] for report in record.reports}
    for statement in statements_of(record):
        by_report.setdefault(statement.ref.report, []).append(statement)
    sheets = []
    for report, told in by_report.items():
        known = facts.get(report) or ReportFacts(
            report, next((t.outlet for t in told if t.outlet), ""), published=next((t.report_day for t in told if t.report_day), None)
        )
        sheets.append(
            Sheet(
                _anchor(report),
                known,
                day_name(known.published, lang) if known.published else one(WORDS["undated"], lang),
                known.url if known.url and urlsplit(known.url).scheme in ("http", "https") else None,
                next((t.copy_of for t in told if t.copy_of), ""),
                tuple((one(FIELD_NAMES.get(t.field, (t.field, t.field)), lang), _saying(t, lang)) for t in told),
            )
        )
    return tuple(sheets)


def _saying(told: Told, lang: Lang) -> Saying:
    quotes = tuple((e.start, e.end, " ".join(e.quote.split())) for e in told.evidence)
    return Saying(shown_value(told.field, told.value, lang), told.says, told.outlet, _anchor(told.ref.report), quotes, told.rule)


def _anchor(report: str) -> str:
    """An id of the page for a report, whatever letters the report's own id has."""
    return "r" + hashlib.sha256(report.encode("utf-8")).hexdigest()[:12]
