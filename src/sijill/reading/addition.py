"""An entry that is proposed: whether its examples hold, and whether those of every entry that it could touch still do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sijill.knowledge.fields import GRAMMAR
from sijill.knowledge.files import OWN_ROOMS, Fault, LexiconError, RawEntry, digest
from sijill.knowledge.gazetteer import country_codes
from sijill.knowledge.lexicon import Lexicon, build, with_entry
from sijill.knowledge.load import LEXICAL, event_types, raw_entries
from sijill.knowledge.schema import faults_of, shared_names, unknown_parents
from sijill.reading.proof import Grammars, idle_traps, prove_entry, prove_word
from sijill.text import fold_text


@dataclass(frozen=True, slots=True)
class Ground:
    """The lexicon as it stands, with what lies in the folder of one's own: what a proposed entry is proven against."""

    entries: tuple[RawEntry, ...]
    lexicon: Lexicon
    said: tuple[str, ...]  # the folded sentences of each entry's examples, in the order of `entries`


@dataclass(frozen=True, slots=True)
class Addition:
    """What the proof of a proposed entry found.

    Attributes:
        faults: of its form and its own examples, and names that it shares; none where it is sound.
        broken: examples of other entries that no longer hold.
        warnings: what may be better.
        own: how many examples of its own were run.
        others: how many of other entries, because a word of it stands in them.
    """

    faults: tuple[Fault, ...]
    broken: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    own: int
    others: int

    @property
    def sound(self) -> bool:
        """Whether it can be accepted."""
        return not self.faults and not self.broken


def ground(folder: Path, own: Path | None) -> Ground:
    """The lexicon of a folder with that of one's own, kept until a file changes.

    Raises:
        LexiconError: the lexicon has faults of form.
    """
    held = own if own is not None and any(path.parent.name in OWN_ROOMS for path in own.glob("*/*.yaml")) else None
    return _ground(folder, held, digest(folder, held))


@lru_cache(maxsize=2)
def _ground(folder: Path, own: Path | None, version: str) -> Ground:
    entries, faults = raw_entries(folder, own)
    if faults:
        raise LexiconError(faults)
    lexical = [entry for entry in entries if _room(entry) in LEXICAL]
    return Ground(tuple(entries), build(lexical), tuple(fold_text(" ".join(_sentences(entry))) for entry in entries))


def prove_addition(entry: RawEntry, folder: Path, own: Path | None) -> Addition:
    """Prove an entry that stands nowhere yet.

    Args:
        entry: as `knowledge.own.raw_entry` makes it.
        folder: the shipped lexicon.
        own: the folder of one's own.

    Raises:
        LexiconError: the lexicon itself has faults of form.
    """
    base = ground(folder, own)
    mine = [*base.entries, entry]
    codes = country_codes(folder / "places")
    faults = [f for f in faults_of(mine, frozenset(event_types(folder)), codes) if f.entry == entry.id and f.file == entry.file]
    faults += [f for f in unknown_parents(mine) if f.entry == entry.id]
    shared, doubtful = shared_names(mine)
    faults += [f for f in shared if f.entry == entry.id]
    warnings = [f for f in doubtful if f.entry == entry.id]
    if faults:
        return Addition(tuple(faults), (), tuple(warnings), 0, 0)
    count = _count(entry)
    if _room(entry) in GRAMMAR:
        grammar = [e for e in base.entries if _room(e) in GRAMMAR]
        before, after = Grammars.of(grammar), Grammars.of([*grammar, entry])
        broken = [f for e in grammar for f in _new(prove_word(e, after), e, before)]
        return Addition(tuple(prove_word(entry, after)), tuple(broken), tuple(warnings), count, sum(map(_count, grammar)))
    lexicon = with_entry(base.lexicon, entry)
    touched = list(_touched(entry, base))
    broken = []
    for other in touched:
        found = prove_entry(other, lexicon)
        if found:
            known = set(map(str, prove_entry(other, base.lexicon)))
            broken += [f for f in found if str(f) not in known]
    own_faults = prove_entry(entry, lexicon)
    return Addition(tuple(own_faults), tuple(broken), (*warnings, *idle_traps([entry])), count, sum(map(_count, touched)))


def _new(found: list[Fault], entry: RawEntry, before: Grammars) -> list[Fault]:
    """The faults that were not there before."""
    known = set(map(str, prove_word(entry, before))) if found else set()
    return [fault for fault in found if str(fault) not in known]


def _touched(entry: RawEntry, base: Ground) -> Iterator[RawEntry]:
    """The entries in whose examples a form of this one may stand: its first word is part of a word there."""
    firsts = tuple(build([entry]).forms)
    for other, said in zip(base.entries, base.said, strict=True):
        if _room(other) in LEXICAL and any(first in said for first in firsts):
            yield other


def _sentences(entry: RawEntry) -> Iterator[str]:
    for example in (*entry.examples("matches"), *entry.examples("ignores")):
        yield example.get("text", "")


def _count(entry: RawEntry) -> int:
    return len(entry.examples("matches")) + len(entry.examples("ignores"))


def _room(entry: RawEntry) -> str:
    return entry.file.split("/")[0]
