"""The parties of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import Party, Settled, Told
from sijill.register.votes import independent

RULE = "every party that a report names, the most often named first; those of whom nothing is known last"


def settled_parties(told: Sequence[Told]) -> tuple[Settled[Party], ...]:
    """Each party once: by its entry of the registry where it has one, else by its label."""
    by_name: dict[str, list[Told]] = {}
    for t in told:
        by_name.setdefault(t.value.actor_id or t.value.label, []).append(t)
    ordered = sorted(by_name.items(), key=lambda item: (item[1][0].value.kind == "unidentified_armed", -independent(item[1]), item[0]))
    return tuple(Settled(found[0].value, RULE, tuple(found)) for _, found in ordered)
