"""An event while it is being read: what each of its mentions gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sijill.extract.lookup import Match
from sijill.extract.ordered import R
from sijill.extract.parties import PartyFind
from sijill.model import Count
from sijill.reading.annotate import PlaceInText, TimeFind
from sijill.reading.gist import Gist
from sijill.reading.where import fineness, holds_village


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number of killed, wounded or captured and the words [first, last) that state it."""

    count: Count
    first: int
    last: int
    rule: str
    of: str = ""  # the kind of those who suffered it


@dataclass(slots=True)
class Draft:
    """One event as far as it is known.

    `triggers` are its mentions, the first in the text first. `rank` is the highest rank among them.
    `places` are chains: a place and those that hold it, finest first; one chain for each place named.
    """

    triggers: list[Match]
    type: str
    rank: str
    frame: str
    sentence: int
    kind: str = "body"
    perpetrators: list[PartyFind] = field(default_factory=list)
    targets: list[PartyFind] = field(default_factory=list)
    weapons: list[Match] = field(default_factory=list)
    places: list[tuple[PlaceInText, ...]] = field(default_factory=list)
    times: list[TimeFind] = field(default_factory=list)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    cues: dict[str, Match] = field(default_factory=dict)
    number: str = "sing"
    definite: bool = False
    place_rank: int = 0  # how firmly the place belongs to the trigger: 2 in its clause, 1 in its sentence, 0 from elsewhere
    firm_day: bool = False  # its time stands beside the trigger, nearer than to any other
    sentences: set[int] = field(default_factory=set)
    inherited: set[str] = field(default_factory=set)
    gist: Gist | None = field(init=False, default=None, compare=False)  # of its parties, while mentions only put more behind them
    firsts: dict[str, Firsts] = field(init=False, default_factory=dict, compare=False)  # of its long lists, by their names
    latest: int = field(init=False, default=0)  # the last of its sentences

    def __post_init__(self) -> None:
        self.sentences.add(self.sentence)
        self.latest = self.sentence
        for sentence in self.sentences:
            if sentence > self.latest:
                self.latest = sentence

    @property
    def trigger(self) -> Match:
        """The mention that the event was opened with."""
        return self.triggers[0]

    @property
    def background(self) -> bool:
        """Whether words mark it as background."""
        return "background" in self.cues or "anniversary" in self.cues

    @property
    def sums(self) -> bool:
        """Whether words mark it as many occurrences summed up: a series with a toll or a town of its own is told as one event."""
        if "habit" in self.cues or ("aggregate" in self.cues and not self._one_series()):
            return True
        own = bool(self.figures) or any(c[0].settled.place.precision not in ("country", "none") for c in self.places)
        return "series" in self.cues and not own and self.kind != "title"

    def _one_series(self) -> bool:
        """«سلسلة هجمات شهدتها العاصمة الأربعاء أسفرت عن …»: a series of one day with a toll of its own is told as one."""
        told = "series" in self.cues and self.cues["aggregate"].entry.id == "cue.habitual.silsila"
        return told and bool(self.figures) and self.firm_day

    def absorb(self, other: Draft) -> None:
        """Take in another mention of the same event; what this one knows already stands."""
        kept = self.firsts
        self.triggers += _new("triggers", self.triggers, other.triggers, kept)
        self.sentences.update(other.sentences)
        self.latest = max(self.latest, other.latest)
        if other.perpetrators:
            self.perpetrators += _new("perpetrators", self.perpetrators, other.perpetrators, kept)
        if other.targets:
            self.targets += _new("targets", self.targets, other.targets, kept)
        if other.weapons:
            self.weapons += _new("weapons", self.weapons, other.weapons, kept)
        if (other.place_rank > self.place_rank and other.places) or not self.places:
            self.places, self.place_rank = list(other.places), other.place_rank
        elif other.places and len(self.places) == 1 and len(other.places) == 1 and other.place_rank == self.place_rank:
            self.places = [_finer(self.places[0], other.places[0])]
        if other.firm_day and not self.firm_day:
            self.times, self.firm_day = [*other.times, *(t for t in self.times if t not in other.times)], True
        if other.times:
            self.times += _new("times", self.times, other.times, kept)
        for outcome, figures in other.figures.items():
            mine_ = self.figures.setdefault(outcome, [])
            mine_ += _new(outcome, mine_, figures, kept)
        for cue, match in other.cues.items():
            if cue not in _OWN or (cue == "habit" and self.number == "plural"):  # «هجمات تستهدف الجنود»
                self.cues.setdefault(cue, match)
        if self.cues and other.trigger.form.tense:  # a verb tells it as what happened: it is more than a reason
            for cue in ("pluperfect", "reason", "habit", "known"):
                if cue in self.cues and cue not in other.cues:
                    del self.cues[cue]


class Firsts:
    """The first words of a list of finds, while that list is only made longer: for each of a thousand mentions by a few."""

    __slots__ = ("count", "of", "words")

    def __init__(self, of: list[Any], words: set[int]) -> None:
        self.of: list[Any] = of
        self.count: int = len(of)
        self.words: set[int] = words


def _new(name: str, known: list[R], more: list[R], kept: dict[str, Firsts]) -> list[R]:
    """What is not known yet and will be. Most of a later mention stands elsewhere in the text, which the first word alone tells."""
    if len(known) <= _FEW:
        return [item for item in more if item not in known]
    firsts = kept.get(name)
    if firsts is None or firsts.of is not known or firsts.count != len(known):
        firsts = kept[name] = Firsts(known, {item.first for item in known})
    words = firsts.words
    new = [item for item in more if item.first not in words or item not in [k for k in known if k.first == item.first]]
    words.update([item.first for item in new])
    firsts.count += len(new)
    return new


_FEW = 4  # finds that are looked through as they are


# Cues that belong to the mention that opened an event and do not pass on to it from another.
_OWN = frozenset({"background", "anniversary", "pluperfect", "reason", "reply", "earlier", "habit", "known"})


def _finer(a: tuple[PlaceInText, ...], b: tuple[PlaceInText, ...]) -> tuple[PlaceInText, ...]:
    """The finer of two chains; a village that the other chain's place holds is finer, though no gazetteer holds it."""
    if holds_village(a, b):
        return b
    return b if fineness(b) < fineness(a) and not holds_village(b, a) else a
