"""Hiding the names of private persons.

A private person is a party of a kind below that no entry of the registry names (a nation is no entry: «سائق عراقي» is a
private person). Its label and wording give way to the name of its kind in brackets, also wherever its wording, or the
last two words or more of it, stands in a quote. Whom a report quotes stays where it is an outlet, a registered actor or
a neutral English label; every other speaker becomes "[a quoted source]". Offsets still point into the captured text.

What no party of the incident tells to be a name cannot be hidden: quotes need a person's eye before they are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sijill.exports.labels import KIND_NAMES
from sijill.model import Evidence, Incident, IncidentRecord, Link, Party, Place, Reason, Settled, Told
from sijill.text import fold, fold_text

PRIVATE_KINDS = frozenset({"civilians", "protesters", "officials", "other"})
SPEAKER = "[a quoted source]"
_ARABIC = re.compile("[\u0600-\u06ff]")
_CLITICS = "[وفبكل]{0,2}"  # what may stand before a name in one word; it stays


def is_private(party: Party) -> bool:
    """Whether a party is a private person or a crowd of them."""
    return party.kind in PRIVATE_KINDS and (party.actor_id is None or party.actor_id.startswith("nation."))


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
        for party in _parties(record):
            if not is_private(party):
                speakers.update((party.text, party.label))
                continue
            english, arabic = (f"[{name}]" for name in KIND_NAMES[party.kind])
            for wording in (party.text, party.label):
                parts = fold_text(wording).split()
                for first in range(max(1, len(parts) - 1)):
                    words.setdefault(" ".join(parts[first:]), arabic if _ARABIC.search(wording) else english)
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
        return replace(party, text=f"[{arabic}]", label=f"[{english}]", actor_id=None)

    def speaker(self, name: str) -> str:
        """Whom a report quotes, as it may be shown."""
        if name in self.speakers or not _ARABIC.search(name):
            return name
        return SPEAKER

    def record(self, record: IncidentRecord) -> IncidentRecord:
        """An incident's record without names of private persons."""
        changed = {f.name: self._shown(getattr(record, f.name)) for f in fields(record)}
        # Their ids and words of one's own are no names; outlets are known to the public.
        for name in ("reports", "outlets", "review", "corrected_fields"):
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
                return Settled(self._shown(value.value), value.rule, self._all(value.support), self._all(value.against))
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


def _parties(record: IncidentRecord) -> Iterable[Party]:
    for item in fields(record):
        value = getattr(record, item.name)
        for settled in value if isinstance(value, tuple) else (value,):
            if isinstance(settled, Settled):
                said = (settled.value, *(told.value for told in (*settled.support, *settled.against)))
                yield from (one for one in said if isinstance(one, Party))
