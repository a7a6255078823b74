"""What is told about imported places that cannot be used."""

from __future__ import annotations


class DumpError(Exception):
    """A dump or a database that cannot be used, with file, line and what to do."""
