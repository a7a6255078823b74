"""Precision, recall and F1 of events and of each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sijill.evaluation.alike import any_alike
from sijill.evaluation.pairs import equal, pair
from sijill.evaluation.records import LISTS, SCALARS, GoldArticle, GoldEvent, PredictedArticle, PredictedEvent

# Fields that must all be right for a whole record to be right, besides who did it and to whom.
_WHOLE = ("type", "status", "factuality", "date", "country", "admin1", "killed")


@dataclass(slots=True)
class Tally:
    """Counts that figures are made of."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hit: int, predicted: int, gold: int) -> None:
        """Count some more."""
        self.hit += hit
        self.predicted += predicted
        self.gold += gold

    def figures(self) -> Figures:
        """Precision, recall and F1, rounded to four decimals; 0 where nothing was there."""
        p = self.hit / self.predicted if self.predicted else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        return Figures(round(p, 4), round(r, 4), round(2 * p * r / (p + r), 4) if p + r else 0.0, self.gold, self.predicted)


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall, F1, and how many there were on either side."""

    p: float
    r: float
    f1: float
    gold: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of one evaluation."""

    articles: int
    articles_without_a_record: int
    relevance: Figures
    events: Figures
    new_events: Figures
    whole_record_right: float
    fields: Mapping[str, Figures]
    values_without_evidence: int
    values: int

    def rows(self) -> list[tuple[str, Figures]]:
        """Every row of the table in order."""
        return [("relevance", self.relevance), ("events", self.events), ("new events", self.new_events), *self.fields.items()]


@dataclass(slots=True)
class _Sums:
    articles: int = 0
    missing: int = 0
    relevance: Tally = field(default_factory=Tally)
    events: Tally = field(default_factory=Tally)
    news: Tally = field(default_factory=Tally)
    whole: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in (*SCALARS, *LISTS)})
    bad: int = 0
    values: int = 0


def evaluate(golds: Iterable[GoldArticle], predictions: Mapping[str, PredictedArticle]) -> Score:
    """The figures of predictions (by article id) beside annotated articles.

    An article without a prediction counts as one in which nothing was found. Aggregates of the gold
    are neither asked for nor counted against whoever predicts them.
    """
    sums = _Sums()
    for gold in golds:
        _article(gold, predictions.get(gold.id), sums)
    return Score(
        articles=sums.articles,
        articles_without_a_record=sums.missing,
        relevance=sums.relevance.figures(),
        events=sums.events.figures(),
        new_events=sums.news.figures(),
        whole_record_right=round(sums.whole.hit / sums.whole.gold, 4) if sums.whole.gold else 0.0,
        fields={name: tally.figures() for name, tally in sums.fields.items()},
        values_without_evidence=sums.bad,
        values=sums.values,
    )


def real_pairs(gold: GoldArticle, events: tuple[PredictedEvent, ...]) -> tuple[list[tuple[int, int]], set[int]]:
    """Pairs that count, and the predicted events that are not counted at all.

    Those are the ones paired with an aggregate of the gold, and unpaired aggregates.
    """
    pairs = pair(gold, events)
    paired = {j for _, j in pairs}
    uncounted = {j for i, j in pairs if gold.events[i].aggregate} | {j for j, e in enumerate(events) if e.aggregate and j not in paired}
    return [(i, j) for i, j in pairs if not gold.events[i].aggregate], uncounted


def ungrounded(event: PredictedEvent, text: str) -> list[str]:
    """Fields that have a value and no words in the text to show for it."""
    bad = []
    for name in event.filled:
        spans = event.evidence.get(name, ())
        if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
            bad.append(name)
    return bad


def _article(gold: GoldArticle, record: PredictedArticle | None, sums: _Sums) -> None:
    events = record.events if record else ()
    relevant = bool(record and record.relevant)
    sums.articles += 1
    sums.missing += record is None
    sums.relevance.add(gold.relevant and relevant, relevant, gold.relevant)
    for event in events:
        sums.values += len(event.filled)
        sums.bad += len(ungrounded(event, gold.text))
    pairs, uncounted = real_pairs(gold, events)
    asked = [e for e in gold.events if not e.aggregate]
    given = [e for j, e in enumerate(events) if j not in uncounted]
    new_asked = sum(e.is_new for e in asked)
    sums.events.add(len(pairs), len(given), len(asked))
    sums.news.add(sum(gold.events[i].is_new and events[j].is_new for i, j in pairs), sum(e.is_new for e in given), new_asked)
    sums.whole.gold += new_asked
    for i, j in pairs:
        _fields(gold.events[i], events[j], sums)


def _fields(gold: GoldEvent, predicted: PredictedEvent, sums: _Sums) -> None:
    for name in SCALARS:
        has_gold, has_predicted = name in gold.scalars, name in predicted.scalars
        sums.fields[name].add(has_gold and has_predicted and equal(name, gold, predicted), has_predicted, has_gold)
    for name in LISTS:
        sums.fields[name].add(len(matched(gold, predicted, name)), len(predicted.lists[name]), len(gold.lists[name]))
    if gold.is_new:
        sums.whole.hit += all(equal(name, gold, predicted) for name in _WHOLE) and _same_parties(gold, predicted)


def matched(gold: GoldEvent, predicted: PredictedEvent, name: str) -> list[tuple[int, int]]:
    """Items of a list field that are the same: each gold item takes the first free predicted one that is alike."""
    left = list(enumerate(predicted.lists[name]))
    pairs: list[tuple[int, int]] = []
    for i, item in enumerate(gold.lists[name]):
        found = next(((j, other) for j, other in left if any_alike(item, other)), None)
        if found is not None:
            left.remove(found)
            pairs.append((i, found[0]))
    return pairs


def _same_parties(gold: GoldEvent, predicted: PredictedEvent) -> bool:
    """True where both name somebody or nobody, and each party of the gold is among the predicted."""
    return all(
        bool(gold.lists[name]) == bool(predicted.lists[name])
        and all(any(any_alike(a, b) for b in predicted.lists[name]) for a in gold.lists[name])
        for name in ("perpetrators", "targets")
    )
