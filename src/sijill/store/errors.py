"""What is told about a database or a dump that cannot be used."""

from __future__ import annotations

from typing import Literal

Trouble = Literal["missing", "foreign", "newer", "busy", "full", "lost", "refused", "damaged", "conflict", "invalid", "driver", "failed"]


class DumpError(Exception):
    """A dump or a database that cannot be used, with file, line and what to do."""


class StoreError(Exception):
    """The register could not be read or written; nothing of the transaction at hand was kept, everything before it was.

    Attributes:
        trouble: "missing" (there is no register), "foreign" (something else lies there), "newer" (made by a newer program),
            "busy" (another writer), "full" (no room on the disk), "lost" (the connection broke), "refused" (no right, no
            password), "damaged" (the file is broken), "conflict" (a row contradicts one that stands), "invalid" (a value
            that the database cannot hold), "driver" (a package is missing), "failed" (anything else).
    """

    def __init__(self, message: str, trouble: Trouble = "failed") -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble

    @property
    def passing(self) -> bool:
        """Whether the same may well succeed a little later."""
        return self.trouble in ("busy", "lost")
