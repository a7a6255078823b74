"""The figures of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import WORD_FIGURES, Count, Settled, Told, Toll

RULE = "lowest and highest figure that any report gives; conservative: the lowest of those published last"
OF_WORDS = "words alone, no figure: tens count as 10, dozens as 12, hundreds as 100, thousands as 1000; conservative: the least"


def settled_toll(told: Sequence[Told]) -> Settled[Toll] | None:
    """The range of the figures, and the conservative one: a toll grows, so the reports published last count, of them the lowest.

    Words without a figure ("tens") move no figure that another report gives; they stand beside it, for or against. Where there are
    words alone the toll is what they count as, and says so.
    """
    known = [(t, r) for t in told if (r := _range(t.value)) is not None]
    vague = [(t, WORD_FIGURES[t.value.qualifier]) for t in told if _range(t.value) is None and t.value.qualifier in WORD_FIGURES]
    if not known:
        return _of_words(vague)
    low, high = min(r[0] for _, r in known), max(r[1] for _, r in known)
    days = [t.report_day for t, _ in known if t.report_day is not None]
    last = [r for t, r in known if not days or t.report_day == max(days)]
    conservative = min(r[0] for r in last)
    fits = {t: r[0] <= conservative <= r[1] for t, r in known} | {t: conservative >= least for t, least in vague}
    found = [t for t in told if t in fits]
    return Settled(Toll(low, high, conservative), RULE, tuple(t for t in found if fits[t]), tuple(t for t in found if not fits[t]))


def _of_words(vague: Sequence[tuple[Told, int]]) -> Settled[Toll] | None:
    if not vague:
        return None
    figures = [figure for _, figure in vague]
    least = min(vague, key=lambda one: one[1])[0].value.qualifier
    toll = Toll(min(figures), max(figures), min(figures), least)
    return Settled(toll, OF_WORDS, tuple(t for t, f in vague if f == toll.low), tuple(t for t, f in vague if f != toll.low))


def _range(count: Count) -> tuple[int, int] | None:
    known = [n for n in (count.low, count.high) if n is not None]
    return (known[0], known[-1]) if known else None
