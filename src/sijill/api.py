"""What `import sijill` offers: reading an article, finding single things, a data frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from sijill.exports.frame import to_frame
from sijill.knowledge import Knowledge, load
from sijill.knowledge.gazetteer import Row, extended
from sijill.model import Reading, Report
from sijill.reading import read_report
from sijill.reading.find import find_actors, find_numbers, find_places, find_quotes, find_times
from sijill.sources.days import with_likely_day

__all__ = ["Reading", "Report", "find_actors", "find_numbers", "find_places", "find_quotes", "find_times", "read", "to_frame"]


def with_places(knowledge: Knowledge, text: str, database: Path) -> Knowledge:
    """The knowledge with what an imported gazetteer holds of the names in a text."""
    from sijill.store.places import PlacesDatabase

    with PlacesDatabase(database) as places:
        found = places.named_in(text)
    rows = [Row(r.id, r.name, names, r.kind, r.country or "", r.admin1 or "", r.lat, r.lon, r.population, False) for r, names in found]
    return replace(knowledge, gazetteer=extended(knowledge.gazetteer, rows))


@cache
def _knowledge() -> Knowledge:
    """The lexicon, loaded once in a process."""
    return load()


def read(
    report: Report | str,
    *,
    published: date | str | None = None,
    outlet: str = "",
    title: str = "",
    country: str | None = None,
    places: Path | None = None,
) -> Reading:
    """Read one article: a Report, or its text with what is known about it.

    Args:
        report: the article. With a Report the other arguments must stay away: it carries them itself.
        published: the day of publication, a date or "YYYY-MM-DD"; relative dates stay open without it, as they do
            with one before 1800 or after 2200 (0001-01-01), which can be none.
        outlet: who published it.
        title: the headline where it is apart from the text.
        country: ISO 3166 two-letter code of the outlet's country.
        places: a database that `sijill places import` made, to be asked for names that the gazetteer lacks.

    Raises:
        ValueError: `published` is no day, or the text holds a lone surrogate.
        TypeError: a Report and other arguments together, or an argument that is no text, Report or day.
    """
    if not isinstance(report, str | Report):
        raise TypeError(f"read() takes a Report or the text of an article, not {type(report).__name__}")
    if not (published is None or isinstance(published, str | date)):
        raise TypeError(f"published must be a date, a string YYYY-MM-DD or None, not {type(published).__name__}")
    if isinstance(report, str):
        try:
            day = date.fromisoformat(published) if isinstance(published, str) else published
        except ValueError:
            raise ValueError(f"published is {published!r}, which is no day; write it as YYYY-MM-DD") from None
        report = Report(report, title=title, outlet=outlet, published=day, country=country)
    elif published or outlet or title or country:
        raise TypeError("a Report carries its own published, outlet, title and country: give them to Report(...)")
    report = with_likely_day(report)
    knowledge = _knowledge()
    return read_report(report, with_places(knowledge, report.text, places) if places else knowledge)
