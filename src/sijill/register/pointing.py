"""Words of an article to which a reviewer points as the evidence of a correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sijill.model import EventRef, Evidence, Incident, IncidentRecord, Told
from sijill.model.said import said
from sijill.store.register import Register

RULE = "chosen by a reviewer"
MOST = 12  # spans of one correction
LONGEST = 600  # code points of one


class PointingError(ValueError):
    """Words that do not stand where they are said to stand."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words of a report's text: half-open offsets in code points, and the words themselves."""

    report: str
    start: int
    end: int
    quote: str

    def plain(self) -> dict[str, Any]:
        """As a decision keeps it."""
        return {"report": self.report, "start": self.start, "end": self.end, "quote": self.quote}


def words_at(text: str, report: str, start: int, end: int) -> Pointed:
    """The words at these offsets, without blanks at their ends.

    Raises:
        PointingError: there are none, or too many.
    """
    if not 0 <= start < end <= len(text):
        raise PointingError(
            said(
                "words.outside",
                "[{start}, {end}) lies outside the text of report {report}, which has {many} characters",
                start=start,
                end=end,
                report=report,
                many=len(text),
            )
        )
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise PointingError(
            said("words.blank", "at [{start}, {end}) of report {report} there is no word", start=start, end=end, report=report)
        )
    if len(words) > LONGEST:
        raise PointingError(
            said(
                "words.long",
                "these are {many} characters; point at the few words that say it, at most {most}",
                many=len(words),
                most=LONGEST,
            )
        )
    return Pointed(report, start, start + len(words), words)


def words_found(text: str, report: str, words: str) -> Pointed:
    """The place of words that somebody wrote as they stand in the text.

    Raises:
        PointingError: they do not stand there, or more than once.
    """
    wanted = words.strip()
    first = text.find(wanted) if wanted else -1
    if first < 0:
        raise PointingError(
            said(
                "words.not_there",
                "“{words}” does not stand in report {report}; copy the words as the article has them",
                words=wanted[:80],
                report=report,
            )
        )
    if text.find(wanted, first + 1) >= 0:
        raise PointingError(
            said(
                "words.twice",
                "“{words}” stands more than once in report {report}; copy some words beside it too",
                words=wanted[:80],
                report=report,
            )
        )
    return words_at(text, report, first, first + len(wanted))


def check_pointed(register: Register, incident: Incident, pointed: Sequence[Pointed]) -> None:
    """Refuse words that are none of the incident's reports, or stand elsewhere.

    Raises:
        PointingError: with what is wrong.
    """
    if len(pointed) > MOST:
        raise PointingError(
            said("words.many", "{many} quotes are too many for one correction; at most {most}", many=len(pointed), most=MOST)
        )
    held = {ref.report for ref in incident.events}
    versions = register.read_versions({one.report for one in pointed} & held)
    for one in pointed:
        if one.report not in versions:
            raise PointingError(
                said(
                    "words.other_report", "report {report} does not belong to incident {incident}", report=one.report, incident=incident.id
                )
            )
        text = versions[one.report].capture.report_text
        if words_at(text, one.report, one.start, one.end).quote != one.quote or text[one.start : one.end] != one.quote:
            raise PointingError(
                said(
                    "words.moved",
                    "“{words}” does not stand at [{start}, {end}) of report {report}; choose it anew",
                    words=one.quote[:80],
                    start=one.start,
                    end=one.end,
                    report=one.report,
                )
            )


def pointed_of(after: Mapping[str, Any] | None) -> tuple[Pointed, ...]:
    """The words that a decision keeps."""
    return tuple(Pointed(e["report"], e["start"], e["end"], e["quote"]) for e in (after or {}).get("evidence", ()))


def told_by(pointed: Iterable[Pointed], field: str, value: Any, record: IncidentRecord, texts: Mapping[str, str]) -> tuple[Told, ...]:
    """The words as statements on a field; those that a later version of a report no longer has are left out."""
    known = {told.ref.report: told for told in (*record.type.support, *record.type.against)}
    found: dict[str, list[Evidence]] = {}
    for one in pointed:
        if one.report in known and texts.get(one.report, "")[one.start : one.end] == one.quote:
            found.setdefault(one.report, []).append(Evidence(one.start, one.end, one.quote))
    made = []
    for report, evidence in found.items():
        like = known[report]
        made.append(
            Told(EventRef(report, like.ref.event), field, value, tuple(evidence), RULE, (), like.outlet, like.report_day, like.copy_of)
        )
    return tuple(made)
