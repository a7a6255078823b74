"""The sources that reports come from: adding one, or changing what is known of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sijill.model.said import said
from sijill.register.audit import note
from sijill.register.workshop import Workshop
from sijill.sources.fetch import is_address
from sijill.store.register import Register
from sijill.store.rows import Source

SourceKind = Literal["feed", "sitemap", "page", "folder", "file"]
LONGEST, LONGEST_NAME = 2_000, 300  # letters


class SourceRefusedError(ValueError):
    """A source that cannot be kept, with the reason and what to do."""


def keep_source(register: Register, workshop: Workshop, source: Source, by: str, paths: bool = True) -> Source:
    """Add a source, or change the one of that address.

    Args:
        register: the register.
        workshop: knowledge and clock.
        source: as somebody states it; an empty kind is told by the address.
        by: who adds or changes it.
        paths: whether it may be a path of this machine, as on the command line; from elsewhere nobody lets a server read its files.

    Raises:
        SourceRefusedError: its address, name, country or zone cannot be, or a leaning has nobody who states it.
    """
    made = replace(
        source, address=source.address.strip(), outlet=" ".join(source.outlet.split()), country=_code(source.country),
        zone=_words(source.zone), leaning=_words(source.leaning), leaning_by=_words(source.leaning_by),
    )  # fmt: skip
    known = any(made.address == other.address for other in register.sources())
    if not paths and not known and not is_address(made.address):
        raise SourceRefusedError(said("source.path", "{address!r} is no web address; it begins with https://", address=made.address[:200]))
    _check(made, workshop)
    made = replace(made, kind=made.kind or kind_of(made.address))
    at = workshop.clock()
    with register.transaction():
        kept = register.add_source(made, at)
        note(register, at, by, "source", str(kept.id), outlet=kept.outlet, kind=kept.kind)
    return kept


def kind_of(address: str) -> SourceKind:
    """What an address seems to lead to."""
    if is_address(address):
        return "sitemap" if "sitemap" in address else "feed"
    return "folder" if Path(address).is_dir() else "file"


def _check(source: Source, workshop: Workshop) -> None:
    for words, longest in (
        (source.address, LONGEST),
        (source.outlet, LONGEST_NAME),
        (source.leaning, LONGEST_NAME),
        (source.leaning_by, LONGEST_NAME),
    ):
        if words is not None and (len(words) > longest or "\0" in words or not words.isprintable()):
            raise SourceRefusedError(said("source.odd", "{words!r} is too long, or holds what nobody can read", words=words[:80]))
    if not source.address:
        raise SourceRefusedError(said("source.no_address", "a source needs the address of a feed, a sitemap or a page, or a path"))
    if not source.outlet:
        raise SourceRefusedError(said("source.no_outlet", "a source needs the name of who publishes there"))
    if source.leaning and not source.leaning_by:
        raise SourceRefusedError(said("source.leaning", "a leaning is always somebody's statement; name who states it"))
    if source.country and source.country not in workshop.knowledge.gazetteer.countries:
        raise SourceRefusedError(
            said("source.country", "{code!r} is no country's code; write two letters of ISO 3166", code=source.country)
        )
    if source.zone:
        try:
            ZoneInfo(source.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise SourceRefusedError(
                said("source.zone", "{zone!r} is no time zone; write for example Asia/Baghdad", zone=source.zone)
            ) from None


def _code(words: str | None) -> str | None:
    return words.strip().upper() or None if words else None


def _words(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
