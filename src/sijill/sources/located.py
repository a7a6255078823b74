"""A report that knows where it was found."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sijill.model import Report


@dataclass(frozen=True, slots=True)
class Located(Report):
    """A report with the file, and the line in a file of many, that it was read from.

    Attributes:
        where: the file as the caller named it ("<stdin>" for standard input).
        line: line in that file, from 1; None where the file is one article.
    """

    where: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """file:line, as error messages write it."""
        return self.where if self.line is None else f"{self.where}:{self.line}"


def located(report: Report, where: str, line: int | None) -> Located:
    """The same report with its place."""
    said = {f.name: getattr(report, f.name) for f in fields(Report) if f.init}
    return Located(**said, where=where, line=line)
