"""Which predicted event is which annotated one."""

from __future__ import annotations

from typing import cast

from sijill.evaluation.alike import NEAR_DIVISION_KM, NEAR_KM, any_alike, kilometres, same_division
from sijill.evaluation.records import GoldArticle, GoldEvent, Point, PredictedEvent, Record

GROUPS: dict[str, str] = {
    name: group
    for group, names in {
        "violence": "armed_clash armed_attack assassination killing air_strike drone_strike shelling ied suicide_bombing grenade "
        "chemical_attack explosion sexual_violence abuse territory_captured",
        "coercion": "abduction destruction security_operation arrest disrupted_attack",
        "demonstration": "protest protest_repressed riot",
        "movement": "withdrawal deployment group_change",
        "cooperation": "release agreement",
        "decision": "political_decision",
    }.items()
    for name in names.split()
}
# A raid that ends in a fight, a foiled attack that is an attack: these groups may meet.
_MAY_MEET = frozenset({"violence", "coercion"})
# Fields that tell two candidates apart, beyond type and trigger.
_TELLING_SCALARS = ("date", "admin1", "point", "killed", "time")
_TELLING_LISTS = ("perpetrators", "targets")


def equal(name: str, gold: Record, predicted: Record) -> bool:
    """True where a scalar field is right: both silent, or the same within the field's tolerance."""
    g, p = gold.scalars.get(name), predicted.scalars.get(name)
    if g is None or p is None:
        return g is None and p is None
    if name == "admin1":
        if same_division(str(g), str(p)):
            return True
        return gold.spot is not None and predicted.spot is not None and kilometres(gold.spot, predicted.spot) <= NEAR_DIVISION_KM
    if name == "point":
        return kilometres(cast(Point, g), cast(Point, p)) <= NEAR_KM
    return g == p


def closeness(gold: GoldEvent, predicted: PredictedEvent, article: GoldArticle) -> float:
    """0 where the two cannot be the same event, otherwise the more the closer.

    They can be where their types are of one group (or of two that may meet) and a predicted trigger
    lies in a sentence with a mention of the annotated event.
    """
    g, p = GROUPS.get(gold.type), GROUPS.get(predicted.type)
    if g is None or p is None or (g != p and {g, p} != _MAY_MEET):
        return 0.0
    sentences = [article.sentences[number] for number, _ in gold.mentions]
    triggers = predicted.evidence.get("type", ())
    if not any(start < last and first < end for start, end in triggers for first, last in sentences):
        return 0.0
    score = 1.0 + (g == p) + (gold.type == predicted.type)
    score += 0.5 * sum(equal(name, gold, predicted) for name in _TELLING_SCALARS)
    score += 0.5 * sum(any(any_alike(a, b) for a in gold.lists[name] for b in predicted.lists[name]) for name in _TELLING_LISTS)
    return score


def pair(article: GoldArticle, predicted: tuple[PredictedEvent, ...]) -> list[tuple[int, int]]:
    """Pairs (gold index, predicted index): the closest first, each event at most once; ties by order in the text."""
    scored = [(closeness(g, p, article), i, j) for i, g in enumerate(article.events) for j, p in enumerate(predicted)]
    free_gold, free_predicted = set(range(len(article.events))), set(range(len(predicted)))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1], s[2])):
        if i in free_gold and j in free_predicted:
            free_gold.remove(i)
            free_predicted.remove(j)
            pairs.append((i, j))
    return pairs
