"""Which versions made something: of the program, the lexicon, the event types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from sijill.knowledge import Knowledge
from sijill.link import place_words


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Workshop:
    """What the use cases of the register work with: the knowledge, the version of the program, and the time."""

    def __init__(self, knowledge: Knowledge, code: str, clock: Callable[[], datetime] = utc_now) -> None:
        self.knowledge = knowledge
        self.code = code
        self.clock = clock

    @property
    def knowledge_version(self) -> str:
        """The digest of the lexicon."""
        return self.knowledge.version

    @cached_property
    def not_names(self) -> frozenset[str]:
        """Words that are no part of a place's name."""
        return place_words(self.knowledge.lexicon)
