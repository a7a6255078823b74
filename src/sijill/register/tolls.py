"""The figures of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import Count, Settled, Told, Toll

RULE = "lowest and highest figure that any report gives; conservative: the lowest of those published last"


def settled_toll(told: Sequence[Told]) -> Settled[Toll] | None:
    """The range of the figures, and the conservative one: a toll grows, so the reports published last count, of them the lowest."""
    figures = [(t, _range(t.value)) for t in told]
    known = [(t, r) for t, r in figures if r is not None]
    if not known:
        return None
    low, high = min(r[0] for _, r in known), max(r[1] for _, r in known)
    days = [t.report_day for t, _ in known if t.report_day is not None]
    last = [r for t, r in known if not days or t.report_day == max(days)]
    conservative = min(r[0] for r in last)
    support = tuple(t for t, r in known if r[0] <= conservative <= r[1])
    return Settled(Toll(low, high, conservative), RULE, support, tuple(t for t, r in known if not r[0] <= conservative <= r[1]))


def _range(count: Count) -> tuple[int, int] | None:
    known = [n for n in (count.low, count.high) if n is not None]
    return (known[0], known[-1]) if known else None
