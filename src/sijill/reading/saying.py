"""An act of speech and who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind

BACK = 3  # sentences over which a speaker who is only "he" is looked for


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words [first, last) of who speaks, what sort of act, and the party among those words where one stands there."""

    first: int
    last: int
    act: str
    sentence: int
    party: PartyFind | None
    entry: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One act of speech: who speaks, and the words [first, last) that it covers.

    `verb` is the match that opens it; None where a sentence only goes on with the speaker before it.
    """

    act: str
    speakers: tuple[Speaker, ...]
    first: int
    last: int
    sentence: int
    verb: Match | None
    opinion: bool = False
