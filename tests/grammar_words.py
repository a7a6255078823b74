"""The entries of times and numbers, as the tests of both grammars read them."""

from __future__ import annotations

from functools import lru_cache

from sijill.knowledge.files import RawEntry, lexicon_folder, load_folder
from sijill.reading.proof import Grammars


@lru_cache
def entries() -> tuple[RawEntry, ...]:
    """All entries of `times/` and `numbers/`."""
    root = lexicon_folder()
    found = []
    for room in ("times", "numbers"):
        some, faults = load_folder(root / room, root)
        assert not faults
        found += some
    return tuple(found)


@lru_cache
def grammars() -> Grammars:
    """Both grammars, compiled once."""
    return Grammars.of(entries())
