"""Hiding the names of private persons.

A private person is a party of a kind below whom the registry of actors does not name. Its wording gives way to the name
of its kind in brackets, also wherever the wording, or the last two words or more of it, stands in a quote. Its label
stays where the lexicon gave it («سائق عراقي», "Iraqi driver"), since the lexicon names nobody; else it gives way too.
Whom a report quotes stays where it is an outlet, a registered actor or a label in English; every other speaker becomes
"[a quoted source]", and a reviewer "a reviewer". Offsets still point into the captured text.

What no party of the incident tells to be a name cannot be hidden: quotes need a person's eye before they are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sijill.exports.labels import KIND_NAMES
from sijill.model import Evidence, Incident, IncidentRecord, Link, Party, Place, Reason, Settled, Told
from sijill.text import fold, fold_text

V = TypeVar("V")
PRIVATE_KINDS = frozenset({"civilians", "protesters", "officials", "other"})
SPEAKER = "[a quoted source]"
_ARABIC = re.compile("[\u0600-\u06ff]")
_CORRECTED = re.compile(r"^corrected by .*", re.DOTALL)  # such a rule names the reviewer, and a reason in words of one's own
_CLITICS = "[وفبكل]{0,2}"  # what may stand before a name in one word; it stays


def is_private(party: Party) -> bool:
    """Whether a party is a private person or a crowd of them. An organ ("civil defence") of no other kind is an organisation."""
    if party.kind not in PRIVATE_KINDS:
        return False
    return not (party.actor_id or "").startswith("actor.") and not (party.kind == "other" and (party.actor_id or "").startswith("organ."))


def names_somebody(party: Party) -> bool:
    """Whether a private person's label may be a name: no entry of the lexicon gave it, or it is the report's own words."""
    return party.actor_id is None or _ARABIC.search(party.label) is not None


@dataclass(frozen=True, slots=True)
class Mask:
    """What to hide in one incident.

    Attributes:
        words: folded wording of private persons → what stands in its place.
        speakers: names of speakers that may stay.
    """

    words: dict[str, str]
    speakers: frozenset[str]

    @classmethod
    def of(cls, record: IncidentRecord) -> Mask:
        """The mask of an incident, from every party that a statement of it names."""
        words: dict[str, str] = {}
        speakers = set(record.outlets)
        for party in _values(record, Party):
            if not is_private(party):
                speakers.update((party.text, party.label))
                continue
            english, arabic = (f"[{name}]" for name in KIND_NAMES[party.kind])
            for wording in (party.text, *((party.label,) if names_somebody(party) else ())):
                parts = fold_text(wording).split()
                for first in range(max(1, len(parts) - 1)):
                    words.setdefault(" ".join(parts[first:]), arabic if _ARABIC.search(wording) else english)
        # A place that a reading took for the people in it ("shells fell on Ramadi") is no name to hide.
        places = [f" {' '.join(fold_text(f'{p.text} {p.name}').split())} " for p in _values(record, Place) if p.gazetteer_id]
        words = {word: instead for word, instead in words.items() if not any(f" {word} " in place for place in places)}
        words.pop("", None)
        return cls(words, frozenset(speakers))

    def text(self, raw: str) -> str:
        """A text with every wording of a private person hidden, whatever its marks and its spelling of alef and hamza."""
        if not self.words:
            return raw
        longest = sorted(self.words, key=lambda w: (-len(w), w))
        names = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
        folded = fold(raw)
        out: list[str] = []
        done = 0
        for match in re.finditer(rf"(?<!\w){_CLITICS}({names})(?!\w)", folded.text):
            start, end = folded.to_raw(match.start(1), match.end(1))
            out += (raw[done:start], self.words[" ".join(match[1].split())])
            done = end
        return "".join((*out, raw[done:]))

    def party(self, party: Party) -> Party:
        """A party as it may be shown."""
        if not is_private(party):
            return replace(party, text=self.text(party.text))
        english, arabic = KIND_NAMES[party.kind]
        if names_somebody(party):
            return replace(party, text=f"[{arabic}]", label=f"[{english}]", actor_id=None)
        return replace(party, text=f"[{arabic}]")

    def speaker(self, name: str) -> str:
        """Whom a report quotes, as it may be shown."""
        if name in self.speakers or not _ARABIC.search(name):
            return name
        return SPEAKER

    def record(self, record: IncidentRecord) -> IncidentRecord:
        """An incident's record without names of private persons."""
        changed = {f.name: self._shown(getattr(record, f.name)) for f in fields(record)}
        # Their ids and words of one's own are no names; outlets are known to the public.
        for name in ("reports", "outlets", "review", "corrected_fields", "waiting"):
            changed[name] = getattr(record, name)
        return replace(record, **changed)

    def _shown(self, value: Any) -> Any:
        match value:
            case Party():
                return self.party(value)
            case Place():
                return replace(value, text=self.text(value.text))
            case Evidence():
                return Evidence(value.start, value.end, self.text(value.quote))
            case Told():
                return replace(
                    value,
                    value=self._shown(value.value),
                    evidence=tuple(self._shown(e) for e in value.evidence),
                    says=tuple(dict.fromkeys(self.speaker(who) for who in value.says)),
                )
            case Settled():
                rule = _CORRECTED.sub("corrected by a reviewer", value.rule)
                return Settled(self._shown(value.value), rule, self._all(value.support), self._all(value.against))
            case Reason():
                return replace(value, detail=self.text(value.detail))
            case Link():
                return replace(value, reasons=self._all(value.reasons))
            case tuple():
                return self._all(value)
            case Incident():
                return replace(value, links=self._all(value.links))
            case _:
                return value

    def _all(self, values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(self._shown(value) for value in values)


def masked(record: IncidentRecord) -> IncidentRecord:
    """An incident's record without names of private persons."""
    return Mask.of(record).record(record)


def _values(record: IncidentRecord, sort: type[V]) -> Iterator[V]:
    """Every value of a sort that the record settles on or a statement gives."""
    for item in fields(record):
        value = getattr(record, item.name)
        for settled in value if isinstance(value, tuple) else (value,):
            if isinstance(settled, Settled):
                said = (settled.value, *(told.value for told in (*settled.support, *settled.against)))
                yield from (one for one in said if isinstance(one, sort))
