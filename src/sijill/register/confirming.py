"""Decisions that wait for a second reviewer, and those that are in force.

Where a team asks for a second reviewer, a decision says of itself that it waits (`after["waits"]`), and does nothing until
another person confirms it (a decision of kind `confirm`, `after["confirms"]`). All of it follows from the decisions alone, so
that incidents can be projected again at any time, whatever the team asks today.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from sijill.store.rows import Decision

# What one person alone cannot settle where a second reviewer is required; to flag, to code and to undo need nobody else.
NEED_SECOND = frozenset({"accept", "correct", "reject", "merge", "split"})


def with_mark(after: dict[str, Any] | None) -> dict[str, Any]:
    """What a decision sets, with the mark that it waits."""
    return {**(after or {}), "waits": True}


def waits(decision: Decision) -> bool:
    """Whether a decision was made where it needs a second reviewer; it may have found one since."""
    return decision.kind in NEED_SECOND and (decision.after or {}).get("waits") is True


def confirmed_by(decision: Decision) -> int | None:
    """The number of the decision that this one confirms; None for another kind."""
    return int((decision.after or {})["confirms"]) if decision.kind == "confirm" else None


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that do something, in the order in which they began to: not undone, and confirmed where they need it."""
    standing, confirmed = _standing(decisions)
    found = [(confirmed.get(d.id, 0) if waits(d) else d.id, d) for d in standing]
    return tuple(d for since, d in sorted(found, key=lambda pair: pair[0]) if since)


def waiting_decisions(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that wait for a second reviewer."""
    standing, confirmed = _standing(decisions)
    return tuple(d for d in standing if waits(d) and d.id not in confirmed)


def same_person(left: str, right: str) -> bool:
    """Whether two names are one, however they are spaced and written in capitals."""
    return _plain(left) == _plain(right)


def _standing(decisions: Iterable[Decision]) -> tuple[list[Decision], dict[int, int]]:
    """Those that were not undone, and by number what confirmed them."""
    every = [d for d in decisions if d.undone_by is None and d.kind != "undo"]
    confirmed: dict[int, int] = {}
    for decision in every:
        number = confirmed_by(decision)
        if number is not None:
            confirmed.setdefault(number, decision.id)
    return [d for d in every if d.kind != "confirm"], confirmed


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
