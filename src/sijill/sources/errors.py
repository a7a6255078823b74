"""What is told about input that cannot be read."""

from __future__ import annotations

import re

# What a terminal would obey instead of showing it: control characters and the marks that turn the direction of a line.
_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(words: str) -> str:
    """Words with control characters as visible escapes, for a terminal; line feeds stay."""
    return _COMMANDS.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), words)


class SourceError(Exception):
    """One input that could not be read.

    Attributes:
        where: the file as the caller named it ("<stdin>" for standard input).
        line: line in that file, from 1; None where the file as a whole is meant.
        reason: what is wrong and what to do.
    """

    def __init__(self, where: str, line: int | None, reason: str) -> None:
        super().__init__(where, line, reason)
        self.where = where
        self.line = line
        self.reason = reason

    @property
    def place(self) -> str:
        """Where, in words: the file, and the line in it."""
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        # A file's name may hold bytes that are no UTF-8; an error message must still be printable.
        return harmless(place).encode("utf-8", "backslashreplace").decode("utf-8")

    def __str__(self) -> str:
        return f"{self.place}: " + harmless(self.reason).encode("utf-8", "backslashreplace").decode("utf-8")
