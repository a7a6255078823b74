"""One captured article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from sijill.model.said import said


class ReportError(ValueError):
    """A report that cannot be read, with the reason."""


def joined(title: str, body: str) -> str:
    """The text that every offset refers to.

    The body alone where there is no title or the body begins with it, else
    title + newline + body, both stripped (the rule of the event record).
    """
    title, body = title.strip(), body.strip()
    return body if not title or body.startswith(title) else f"{title}\n{body}"


@dataclass(frozen=True, slots=True)
class Report:
    """One captured article; its text never changes after capture.

    Attributes:
        text: title and body as `joined` puts them together; offsets count its code points.
        title: the headline where it is known apart from the body, else "".
        outlet: who published it, as given.
        published: the day of publication in the outlet's own zone, or None.
        url: where it was published, or None.
        id: the caller's name for it; the first 12 digits of `sha256` where none is given.
        country: ISO 3166 two-letter code of the outlet's country where known, or None.
    """

    text: str
    title: str = ""
    outlet: str = ""
    published: date | None = None
    url: str | None = None
    id: str = ""
    country: str | None = None
    sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        text = joined(self.title, self.text)
        try:
            digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        except UnicodeEncodeError as error:
            words = "lone surrogate U+{code} at character {at}: the text was decoded wrongly; decode it again from its bytes"
            raise ReportError(said("text.surrogate", words, code=f"{ord(text[error.start]):04X}", at=error.start)) from None
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "sha256", digest)
        if not self.id:
            object.__setattr__(self, "id", digest[:12])
