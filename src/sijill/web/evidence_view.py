"""An incident as its page shows it: every field, and beside it what each report says, in its words.

Statements that say the same stand together as one version; of copies the first speaks, and the others are named under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sijill.exports.evidence import ReportFacts
from sijill.exports.evidence_words import FIELD_NAMES, rule_words, shown_value
from sijill.exports.labels import one
from sijill.exports.told import MANY, SINGLE
from sijill.model import IncidentRecord, Settled, Told
from sijill.web.words import Lang

CLAIMS = ("claimed_by", "denied_by", "accused")
# In the order in which people ask: what, when, where, who, at what cost, how sure.
ORDER = (
    "type", "date", "clock", "place", "perpetrators", "targets", "claimed_by", "denied_by", "accused", "weapons", "killed", "wounded",
    "captured", "factuality",
)  # fmt: skip
# The colour and underline of each field (`desk.css`, --f-…).
TONES: Mapping[str, str] = {
    "type": "type", "status": "type", "date": "date", "time": "date", "clock": "date", "place": "place", "perpetrators": "by",
    "targets": "target", "claimed_by": "claim", "denied_by": "claim", "accused": "claim", "weapons": "weapon", "killed": "toll",
    "wounded": "toll", "captured": "toll", "sources": "source", "factuality": "sure", "loaded": "loaded", "dropped": "dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, and where they stand in it."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that says the same because it copies another."""

    report: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent report that says so: its own words, whom it quotes, and who reprinted it."""

    report: str
    outlet: str
    day: date | None
    says: tuple[str, ...]
    quotes: tuple[Quote, ...]
    rule: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a field with those who give it; `held` is what was settled on."""

    value: str
    held: bool
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """One field of the incident."""

    name: str
    label: str
    tone: str
    values: tuple[str, ...]
    rules: tuple[str, ...]
    versions: tuple[Version, ...]
    contested: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the incident, with those that copy it."""

    facts: ReportFacts
    copies: tuple[ReportFacts, ...]


def field_sheets(record: IncidentRecord, lang: Lang, named: Callable[[str], str] = str) -> tuple[FieldSheet, ...]:
    """Every field that the incident has, in the order of `ORDER`; `named` gives the label of a quoted source for people."""
    sheets = []
    for name in ORDER:
        found = getattr(record, name)
        several: tuple[Settled[object], ...] = found if isinstance(found, tuple) else (found,) if found is not None else ()
        if not several:
            continue
        sheets.append(
            FieldSheet(
                name=name,
                label=one(FIELD_NAMES[name], lang),
                tone=TONES[name],
                values=tuple(shown_value(name, settled.value, lang) for settled in several),
                rules=tuple(dict.fromkeys(rule_words(settled.rule, lang) for settled in several)),
                versions=tuple(version for settled in several for version in _versions(name, settled, lang, named)),
                contested=name in record.contested,
                corrected=name in record.corrected_fields,
            )
        )
    return tuple(sheets)


def _versions(name: str, settled: Settled[object], lang: Lang, named: Callable[[str], str]) -> Iterable[Version]:
    """What supports a value, then what contradicts it; each other value apart, the one that most say first."""
    several = name in MANY
    for side, held in ((settled.support, True), (settled.against, False)):
        by_value: dict[str, list[Told]] = {}
        for told in side:
            key = shown_value(name, settled.value if several else told.value, lang)
            by_value.setdefault(key, []).append(told)
        made = [Version(value, held, _voices(said, named)) for value, said in by_value.items()]
        yield from sorted(made, key=lambda version: -len(version.voices))


def _voices(said: Iterable[Told], named: Callable[[str], str]) -> tuple[Voice, ...]:
    """Who says so; copies stand under the report that they copy, whether that one is there or not."""
    groups: dict[str, dict[str, list[Told]]] = {}
    for told in said:
        groups.setdefault(told.copy_of or told.ref.report, {}).setdefault(told.ref.report, []).append(told)
    voices = []
    for leader, reports in groups.items():
        first = leader if leader in reports else next(iter(reports))
        own = reports[first]
        voices.append(
            Voice(
                report=first,
                outlet=own[0].outlet,
                day=own[0].report_day,
                says=tuple(dict.fromkeys(named(who) for told in own for who in told.says if who and who != told.outlet)),
                quotes=tuple(dict.fromkeys(Quote(e.start, e.end, " ".join(e.quote.split())) for told in own for e in told.evidence)),
                rule="; ".join(dict.fromkeys(told.rule for told in own if told.rule)),
                copies=tuple(Copy(report, told[0].outlet) for report, told in reports.items() if report != first),
            )
        )
    return tuple(voices)


def report_lines(record: IncidentRecord, reports: Mapping[str, ReportFacts]) -> tuple[ReportLine, ...]:
    """The reports in the order of their days, copies under what they copy."""
    leader: dict[str, str] = {}
    for name in (*SINGLE, *MANY):
        found = getattr(record, name)
        for settled in found if isinstance(found, tuple) else (found,) if found is not None else ():
            leader |= {told.ref.report: told.copy_of or told.ref.report for told in (*settled.support, *settled.against)}
    groups: dict[str, list[str]] = {}
    for report in record.reports:
        groups.setdefault(leader.get(report, report), []).append(report)
    lines = []
    for first, members in groups.items():
        head = first if first in members else members[0]
        facts = [reports.get(name) or ReportFacts(name) for name in (head, *(m for m in members if m != head))]
        lines.append(ReportLine(facts[0], tuple(facts[1:])))
    return tuple(lines)
