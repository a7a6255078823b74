"""Mentions that are found when somebody looks at them: the record of a reading's events needs none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from sijill.knowledge import Knowledge
from sijill.model import Mention, Report
from sijill.reading.annotate import annotate
from sijill.reading.mentions import mentions_of


class Mentions(Sequence[Mention[Any]]):
    """All mentions of a report, in the order of the text.

    They are not kept from the reading, whose notes take a hundred times the room of the text, but found again: the same report and the
    same knowledge always give the same. Once found they stay. Equal to any sequence of the same mentions.
    """

    __slots__ = ("_found", "_knowledge", "_report")

    def __init__(self, report: Report, knowledge: Knowledge) -> None:
        self._report, self._knowledge = report, knowledge
        self._found: tuple[Mention[Any], ...] | None = None

    def _all(self) -> tuple[Mention[Any], ...]:
        if self._found is None:
            self._found = mentions_of(annotate(self._report, self._knowledge))
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Mention[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mention[Any], ...]: ...
    def __getitem__(self, index: int | slice) -> Mention[Any] | tuple[Mention[Any], ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Mention[Any]]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # what a mention means is a dictionary

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[object, ...]:
        return tuple, (self._all(),)
