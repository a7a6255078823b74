"""Which days can be a day of publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sijill.model import Report

# Databases write 0001-01-01 or 9999-12-31 where they mean "not known"; and no press is older than this.
FIRST_YEAR, LAST_YEAR = 1800, 2200


def likely(day: date) -> bool:
    """True for a day on which something can have been published."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def with_likely_day(report: Report) -> Report:
    """The report without a day of publication that can be none: relative dates stay open and the record says why."""
    return report if report.published is None or likely(report.published) else replace(report, published=None)
