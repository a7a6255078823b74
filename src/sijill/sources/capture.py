"""`capture`: paths and addresses to frozen articles."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC
from functools import cached_property

from sijill.knowledge.time_words import TimeWords
from sijill.model import Capture, joined
from sijill.model.said import said
from sijill.sources.days import likely
from sijill.sources.errors import SourceError
from sijill.sources.fetch import Fetcher, is_address
from sijill.sources.files import STDIN
from sijill.sources.language import language_of
from sijill.sources.published import Published
from sijill.sources.readers import Readers
from sijill.sources.taken import CaptureSettings, Found, Taken
from sijill.sources.targets import files_of, opened
from sijill.sources.text_files import LONGEST, too_long

__all__ = ["CaptureSettings", "capture"]

_LONE = re.compile("[\ud800-\udfff]")


def capture(targets: Sequence[str], settings: CaptureSettings) -> Iterator[Capture | SourceError]:
    """Every article of every target in order, frozen as it came. Reads as a stream, and one bad input never stops the rest.

    1. find     a target is a file, a folder (searched downwards), a pattern, "-" for standard input, or an http(s) address
    2. tell     what it holds, by its first bytes: text, JSON Lines, CSV, HTML, RSS or Atom, a sitemap, WARC, and gzip or ZIP of those
    3. read     its articles; feeds and sitemaps are followed to the pages that they list
    4. date     the day of publication, with how it was found; never invented
    5. check    not too long, Arabic, no broken letters
    6. freeze   with the raw bytes, both hashes, when, and by whom

    What cannot be read is yielded as a SourceError in its place.
    """
    one = _Capturing(settings)
    for target in targets:
        for found in one.found(target):
            yield found if isinstance(found, SourceError) else one.frozen(found)


class _Capturing:
    """One run: the hosts that were asked and the addresses that were followed are remembered over all targets."""

    def __init__(self, settings: CaptureSettings) -> None:
        self.settings = settings
        fetcher = Fetcher(settings.fetch) if settings.fetch is not None else None
        self.readers = Readers(settings, fetcher, lambda: self.times)

    @cached_property
    def times(self) -> TimeWords:
        """The words of the time grammar, loaded when a visible date must be read."""
        return self.settings.knowledge().times

    def found(self, target: str) -> Found:
        """What a target holds."""
        try:
            if is_address(target):
                yield from self.readers.address(target)
            elif target == STDIN:
                yield from self._stdin()
            else:
                for path in files_of(target):
                    yield from self._file(path)
        except SourceError as error:
            yield error
        except OSError as error:
            yield SourceError(target, None, error.strerror or str(error))

    def _file(self, path: str) -> Found:
        """One file of a folder; what is wrong with it does not touch the others."""
        try:
            with opened(path) as handle:
                yield from self.readers.stream(handle, path, path)
        except SourceError as error:
            yield error
        except OSError as error:
            yield SourceError(path, None, error.strerror or str(error))

    def _stdin(self) -> Found:
        given = self.settings.stdin
        if given is None and sys.stdin is None:  # the shell closed it: <&-
            raise SourceError("<stdin>", None, "standard input is closed; give a file, or pipe a text into it")
        yield from self.readers.stream(given if given is not None else sys.stdin.buffer, "", "<stdin>")

    def frozen(self, taken: Taken) -> Capture | SourceError:
        """An article with what it does not say itself, checked."""
        defaults, settings = self.settings.defaults, self.settings
        title = taken.title.strip() or defaults.title
        words = joined(title, taken.text)
        wrong = _wrong(words, (taken.outlet, taken.site, taken.url or "", taken.key, taken.country or "", taken.published.words))
        if wrong:
            return SourceError(taken.where, None, wrong)
        published = taken.published
        if published.day is not None and not likely(published.day):  # 0001-01-01 where a database means "not known"
            published = Published(None, "", published.words)
        if published.day is None and defaults.published is not None:
            published = Published(defaults.published, "given", "stated for the source")
        elif published.day is None and taken.media_type not in ("text/html", "application/xhtml+xml"):
            published = self.readers.dateline(words) or published
        retrieved = taken.retrieved or settings.clock()
        return Capture(
            key=taken.key or taken.url or taken.where,
            raw=taken.raw,
            media_type=taken.media_type,
            text=taken.text,
            title=title,
            outlet=taken.outlet or defaults.outlet or taken.site,
            country=taken.country or defaults.country,
            url=taken.url,
            published=published.day,
            published_by=published.by if published.day else "",
            published_words=published.words,
            retrieved=retrieved.astimezone(UTC),
            captured_by=f"{taken.by}; read by {settings.captured_by}" if taken.by else settings.captured_by,
            where=taken.where,
        )


def _wrong(words: str, others: Sequence[str]) -> str:
    """What makes a text unfit to be kept; "" where nothing does."""
    if len(words) > LONGEST:
        return too_long(len(words))
    for text in (words, *others):
        lone = _LONE.search(text)
        if lone:
            words = "lone surrogate U+{code} at character {at}: the text was decoded wrongly; decode it again from its bytes"
            return said("text.surrogate", words, code=f"{ord(lone[0]):04X}", at=lone.start())
        if "\0" in text:
            return said("text.null", "a character that no text holds (U+0000) at character {at}; take it out", at=text.index(chr(0)))
    language = language_of(words)
    if language is None:
        return said("text.no_letters", "the text holds no letters")
    if language.code != "ar":
        words = "the text is {language} ({language_ar}), not Arabic; Sijill reads Arabic only"
        return said("text.not_arabic", words, language=language.name, language_ar=language.name_ar)
    return ""
