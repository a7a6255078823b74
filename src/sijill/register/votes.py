"""Votes of independent reports: twelve reprints of one story speak once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from sijill.model import Settled, Told

V = TypeVar("V", bound=Hashable)


def voter(told: Told) -> str:
    """Who speaks: a report, or the first of the copies to which it belongs."""
    return told.copy_of or told.ref.report


def independent(told: Iterable[Told]) -> int:
    """How many speak, copies counted once."""
    return len({voter(t) for t in told})


def by_votes(told: Sequence[Told], rule: str, value: Callable[[Told], V], loses: frozenset[V] = frozenset()) -> Settled[V] | None:
    """The value that most independent reports give.

    Args:
        told: the statements, the earliest report first.
        rule: what is said of the choice.
        value: what is voted for.
        loses: values that say less, and lose a tie to any other.
    """
    if not told:
        return None
    values = list(dict.fromkeys(map(value, told)))  # the earliest first, which settles the last ties
    best = min(values, key=lambda v: (-independent(t for t in told if value(t) == v), v in loses, values.index(v)))
    return Settled(best, rule, tuple(t for t in told if value(t) == best), tuple(t for t in told if value(t) != best))
