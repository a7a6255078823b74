"""One occurrence as one report tells it, and all that one report gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sijill.model.mention import Mention
from sijill.model.report import Report
from sijill.model.spans import Evidence, Span
from sijill.model.values import Count, Party, Place, When

V = TypeVar("V")
Status = Literal["new", "background"]
Factuality = Literal["asserted", "alleged", "denied"]


@dataclass(frozen=True, slots=True)
class Statement(Generic[V]):
    """One field of one event: what was said, in which words, by whom, read by which rule.

    Raises:
        ValueError: if there is no evidence; a value that points at no words is not a statement.
    """

    value: V
    evidence: tuple[Evidence, ...]
    rule: str
    factuality: Factuality = "asserted"
    attributed_to: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement needs evidence (value {self.value!r}, rule {self.rule})")


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence as one report tells it. A field that the text does not give is None or empty."""

    id: str
    type: Statement[str]
    status: Statement[Status]
    factuality: Statement[Factuality]
    aggregate: bool = False
    date: Statement[When] | None = None
    time: Statement[str] | None = None
    place: Statement[Place] | None = None
    perpetrators: tuple[Statement[Party], ...] = ()
    targets: tuple[Statement[Party], ...] = ()
    claimed_by: tuple[Statement[Party], ...] = ()
    accused: tuple[Statement[Party], ...] = ()
    denied_by: tuple[Statement[Party], ...] = ()
    weapons: tuple[Statement[str], ...] = ()
    killed: Statement[Count] | None = None
    wounded: Statement[Count] | None = None
    captured: Statement[Count] | None = None
    sources: tuple[Statement[Party], ...] = ()
    loaded: tuple[Evidence, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was found and not used, at which stage, for which reason."""

    stage: str
    reason: str
    span: Span
    quote: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one report gave.

    `mentions` are found when they are first looked at. `knowledge` is the digest of the lexicon that read it; the same report and the same
    knowledge always give the same reading.
    """

    report: Report
    events: tuple[Event, ...]
    mentions: Sequence[Mention[Any]]
    dropped: tuple[Dropped, ...]
    knowledge: str
    engine: str = "rules"

    @property
    def relevant(self) -> bool:
        """True where at least one event is news in this report."""
        return any(event.status.value == "new" for event in self.events)
