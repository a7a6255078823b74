"""The parties of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.model import Party, Settled, Told
from sijill.register.votes import independent

RULE = "every party that a report names, the most often named first; those of whom nothing is known last"
_NAMES = ("actor.", "organ.")  # entries of the registry that name somebody; the rest are nouns and peoples


def settled_parties(told: Sequence[Told]) -> tuple[Settled[Party], ...]:
    """Each party once: by its entry of the registry where it has one, else by its label, in the fullest of its wordings."""
    by_name: dict[str, list[Told]] = {}
    for t in told:
        by_name.setdefault(t.value.actor_id or t.value.label, []).append(t)
    parties = {name: found[0].value for name, found in by_name.items()}
    whole = {name: _fullest(name, parties) for name in by_name}
    found_by: dict[str, list[Told]] = {}
    for t in told:
        found_by.setdefault(whole[t.value.actor_id or t.value.label], []).append(t)
    ordered = sorted(found_by.items(), key=lambda item: (parties[item[0]].kind == "unidentified_armed", -independent(item[1]), item[0]))
    return tuple(Settled(parties[name], RULE, tuple(found)) for name, found in ordered)


def _fullest(name: str, parties: dict[str, Party]) -> str:
    """The party that says the most of the same: "Syrian civilians" for "civilians"; itself where none does, or where two differ.

    One wording says the same as another where it is of the same kind and has all words of the other. A name of the registry
    never stands for another, and "civilians" is neither of "Syrian civilians" and "Turkish civilians".
    """
    fuller = [other for other in parties if _says_more(parties[other], parties[name])]
    tops = [other for other in fuller if not any(_says_more(parties[beyond], parties[other]) for beyond in fuller)]
    return tops[0] if len(tops) == 1 else name


def _says_more(full: Party, bare: Party) -> bool:
    if full.kind != bare.kind or (bare.actor_id or "").startswith(_NAMES):
        return False
    if full.country is not None and bare.country is not None and full.country != bare.country:
        return False
    return _words(bare) < _words(full)


def _words(party: Party) -> frozenset[str]:
    return frozenset(party.label.casefold().split()) - {"the", "a", "an", "of"}
