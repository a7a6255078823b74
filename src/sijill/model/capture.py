"""What was fetched, frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sijill.model.report import joined

# How the day of publication was found; "" where it was not.
PublishedBy = Literal["given", "feed", "meta", "json-ld", "dateline", ""]


@dataclass(frozen=True, slots=True)
class Capture:
    """One article as it was fetched, with what was taken out of it.

    Attributes:
        key: what makes two captures versions of one report: the caller's id, else the address, else the file's place.
        raw: the bytes as they came (of a line of JSON Lines or CSV, that line; of WARC, the response's body).
        media_type: of `raw` ("text/html", "application/json", …).
        text: the article's text; `report_text` joins the title to it.
        published: the day of publication in the outlet's own zone, or None; never invented.
        published_by: how it was found.
        published_words: the words or the field from which it was found.
        retrieved: when, in UTC.
        captured_by: who or what captured it: a person's name, or the program with its version.
        where: file and line, or address, for messages.
        raw_sha256: of `raw`.
        text_sha256: of the text that offsets refer to.
    """

    key: str
    raw: bytes = field(repr=False)
    media_type: str
    text: str = field(repr=False)
    title: str
    outlet: str
    country: str | None
    url: str | None
    published: date | None
    published_by: PublishedBy
    published_words: str
    retrieved: datetime
    captured_by: str
    where: str
    raw_sha256: str = field(init=False, default="")
    text_sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.retrieved.tzinfo is None:
            raise ValueError("the time of retrieval needs a zone")
        object.__setattr__(self, "raw_sha256", hashlib.sha256(self.raw).hexdigest())
        object.__setattr__(self, "text_sha256", hashlib.sha256(self.report_text.encode("utf-8")).hexdigest())

    @property
    def report_text(self) -> str:
        """The text that every offset refers to."""
        return joined(self.title, self.text)
