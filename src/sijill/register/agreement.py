"""Double coding: how far reviewers who coded the same incidents agree, by field."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from sijill.store.rows import Decision


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree on a field: Krippendorff's alpha for nominal values; None where fewer than two values can be paired."""

    field: str
    alpha: float | None
    incidents: int
    reviewers: int


def draw(ids: Sequence[str], size: int, seed: int) -> tuple[str, ...]:
    """A sample of incidents, the same for the same seed."""
    return tuple(sorted(random.Random(seed).sample(sorted(ids), min(size, len(ids)))))


def agreement(decisions: Iterable[Decision], now: Mapping[str, str]) -> tuple[Agreement, ...]:
    """The agreement of the codings among some decisions, by field; of one reviewer's codings of one field the last counts.

    Args:
        decisions: in order.
        now: what `Register.incidents_now` gives for the incidents; two that became one are one thing coded.
    """
    coded: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for decision in decisions:
        if decision.kind == "code" and decision.undone_by is None and decision.after is not None:
            incident = next(s.id for s in decision.subjects if s.kind == "incident")
            coded[decision.after["field"]][now.get(incident, incident)][decision.reviewer] = _comparable(decision.after["value"])
    return tuple(
        Agreement(
            field,
            alpha([list(by_reviewer.values()) for by_reviewer in units.values()]),
            len(units),
            len({name for by_reviewer in units.values() for name in by_reviewer}),
        )
        for field, units in sorted(coded.items())
    )


def _comparable(value: Any) -> str:
    """A value as it is compared: parties and weapons are the same in any order."""
    if isinstance(value, list):
        return json.dumps(sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in value))
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

    Args:
        units: for each thing coded, the values that its coders gave.

    Returns:
        1 for full agreement, 0 for chance, below for less than chance; None where no two values can be paired. Where
        all values are one and the same there is nothing to disagree on, and the alpha is 1.
    """
    coincidences: defaultdict[tuple[str, str], float] = defaultdict(float)
    for values in units:
        if len(values) >= 2:
            for pair in permutations(values, 2):
                coincidences[pair] += 1 / (len(values) - 1)
    totals: defaultdict[str, float] = defaultdict(float)
    for (value, _), count in coincidences.items():
        totals[value] += count
    n = sum(totals.values())
    if n < 2:
        return None
    expected = sum(totals[a] * totals[b] for a, b in permutations(totals, 2)) / (n - 1)
    observed = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1.0 if expected == 0 else 1.0 - observed / expected
