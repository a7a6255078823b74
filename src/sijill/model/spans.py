"""Where words stand in a report's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code-point offsets into a report's raw text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end}]")


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words that a value came from: `report.text[start:end] == quote`."""

    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """The offsets alone."""
        return Span(self.start, self.end)
