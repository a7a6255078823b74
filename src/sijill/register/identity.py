"""Which event of a new reading is which of the one before: of another version of the words, or of another knowledge.

An event keeps its name over versions and rereads, so that what reviewers decided on it stays attached.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

Json = dict[str, Any]
ENOUGH = 3.0  # likeness from which two events are one
# What each thing in common says for two events being one. Judged: names stay the same far more often than figures. A name in
# common says more than all else together, so that no two events of a record ever get one name.
_SAME_NAME, _TYPE, _STATUS, _PLACE, _DAY, _WORDS, _PARTY = 8.0, 1.5, 0.5, 1.5, 0.5, 2.0, 0.5


def with_names_of(before: Json | None, text_before: str, after: Json, text_after: str) -> Json:
    """The record with the names of the events of the one before, for those that are the same.

    Args:
        before: the event record before; None where there is none.
        text_before: the words that it was read from.
        after: the event record now; it is left as it is.
        text_after: the words that this was read from.
    """
    names = matched(before, text_before, after, text_after) if before is not None else {}
    if all(new == old for new, old in names.items()):
        return after
    return {**after, "events": [{**event, "id": names.get(event["id"], event["id"])} for event in after["events"]]}


def matched(before: Json, text_before: str, after: Json, text_after: str) -> dict[str, str]:
    """Name now → name before, for the events that are the same; each stands for one at most."""
    scored = sorted(
        (-_likeness(old, text_before, new, text_after), n, m)
        for (n, old), (m, new) in product(enumerate(before["events"]), enumerate(after["events"]))
    )
    names: dict[str, str] = {}
    taken: set[str] = set()
    for score, n, m in scored:
        old, new = before["events"][n]["id"], after["events"][m]["id"]
        if -score >= ENOUGH and new not in names and old not in taken:
            names[new] = old
            taken.add(old)
    return names


def _likeness(old: Mapping[str, Any], text_old: str, new: Mapping[str, Any], text_new: str) -> float:
    score: float = _SAME_NAME if old["id"] == new["id"] else 0.0
    score += _TYPE * (old["type"] == new["type"]) + _STATUS * (old["status"] == new["status"])
    score += _DAY * (old["date"]["start"] is not None and old["date"]["start"] == new["date"]["start"])
    if old["place"] and new["place"]:
        same = old["place"]["gazetteer_id"] or old["place"]["text"], new["place"]["gazetteer_id"] or new["place"]["text"]
        score += _PLACE * (same[0] == same[1])
    for field in ("perpetrators", "targets"):
        labels = {p["label"] for p in old[field]} & {p["label"] for p in new[field]}
        score += _PARTY * bool(labels)
    a, b = _words(old, text_old), _words(new, text_new)
    return score + (_WORDS * len(a & b) / len(a | b) if a | b else 0.0)


def _words(event: Mapping[str, Any], text: str) -> frozenset[str]:
    """The words by which it is told."""
    return frozenset(word for start, end in event["evidence"].get("type", []) for word in text[start:end].split())
