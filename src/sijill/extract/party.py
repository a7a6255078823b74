"""A party as found: its words, what it is built on, what sort of party it is and its neutral English label."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.lookup import Match
from sijill.extract.numbers import Number
from sijill.knowledge.lexicon import LOADED
from sijill.model import Count
from sijill.text import Doc

ONE, TWO = Count(1, 1), Count(2, 2)


@dataclass(frozen=True, slots=True)
class PartyFind:
    """A party in the text: words [first, last), folded offsets without joined particles.

    `matches` are the entries inside it, the head first; `count` is how many people or things the
    words say; `particle` and `preposition` say how it is joined to what stands before it.
    """

    first: int
    last: int
    start: int
    end: int
    matches: tuple[Match, ...]
    kind: str
    label: str
    actor_id: str | None = None
    country: str | None = None
    count: Count | None = None
    number: Number | None = None
    particle: str = ""
    joiner: str = ""
    loaded: bool = False
    named: bool = False
    animate: bool = True
    alleged: bool = False

    @property
    def head(self) -> Match:
        """The match that the party is built on."""
        return self.matches[0]


# Duals of nouns with a broken plural: in a phrase of two words that reads like a sound plural they are two all the same.
_ONLY_DUAL = frozenset("عنصرين عنصران رجلين رجلان شخصين شخصان جنديين جنديان ضابطين ضابطان شابين شابان قياديين عضوين عضوان".split())


def party_of(doc: Doc, head: Match, inside: tuple[Match, ...], last: int) -> PartyFind:
    """The party of a head and what was taken in behind it."""
    named = next((m for m in inside if m.entry.room == "actors" and m.entry.id.startswith("actor.")), None)
    organ = next((m for m in inside if m.entry.id.startswith("organ.")), None)
    nation = next((m for m in inside if m.entry.id.startswith("nation.")), None)
    kind, label = _meaning(head, named, organ, nation, inside)
    country = nation.entry.meaning("country") if nation else (named.entry.meaning("country") if named else None)
    core = head if head.entry.room == "nouns" else (named or organ or nation or head)
    count = {"sing": ONE, "dual": TWO}.get(head.form.number) if head.entry.room == "nouns" else None
    if head.form.number == "plural" and doc.folded.text[head.start : doc.words[head.first].end] in _ONLY_DUAL:
        count = TWO  # «عنصرين إرهابيين»
    if head.entry.id == "nation" or (head is nation and head.form.tense == "demonym"):
        count = {"sing": ONE, "dual": TWO}.get(head.form.number)
    return PartyFind(
        head.first,
        last,
        head.start,
        doc.words[last - 1].end,
        (head, *inside[1:]),
        kind,
        label,
        (named or organ or nation or core).entry.id,
        country if country not in ("", "XX") else None,
        count,
        None,
        head.particle,
        head.joiner,
        any(m.form.strength == LOADED or m.entry.meaning("loaded") for m in inside),
        named is not None,
        head.entry.room != "nouns" or head.entry.meaning("animate") == "true",
    )


_FIGHTERS = frozenset({"state_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})


def _meaning(head: Match, named: Match | None, organ: Match | None, nation: Match | None, inside: tuple[Match, ...]) -> tuple[str, str]:
    """Kind and neutral English label."""
    adjective = nation.entry.meaning("adjective") if nation else ""
    if head.entry.room == "nouns":
        second = next((m for m in inside[1:] if m.entry.room == "nouns" and m.entry.meaning("animate") == "true"), None)
        noun = (
            head.entry.meaning("label") if head.form.number == "sing" else head.entry.meaning("plural_label") or head.entry.meaning("label")
        )
        kind = head.entry.meaning("kind") or "other"
        if named:
            inherits = kind in ("unidentified_armed", "other", "state_forces", "officials")
            return (named.entry.meaning("kind") if inherits else kind), f"{named.entry.meaning('label')} {noun}"
        if organ:
            body = _of_nation(adjective, organ.entry.meaning("label"))
            return (organ.entry.meaning("kind") if kind in ("unidentified_armed", "other") else kind), f"{body} {noun}"
        if second is not None and second.entry.meaning("kind") in _FIGHTERS and kind in ("unidentified_armed", "other", "state_forces"):
            owner = second.entry.meaning("plural_label") or second.entry.meaning("label")
            return second.entry.meaning("kind"), f"{adjective} {noun} of {owner}".strip()
        if kind == "other" and head.entry.meaning("animate") != "true" and nation is None:
            kind = "infrastructure"  # a position or depot whose owner nobody names
        return kind, f"{adjective} {noun}".strip()
    if named and (head is named or head.entry.id.startswith("organ.")):
        return named.entry.meaning("kind") or "other", named.entry.meaning("label")
    if organ:
        return organ.entry.meaning("kind") or "other", _of_nation(adjective, organ.entry.meaning("label"))
    if nation:
        if head.form.tense == "demonym":
            return "civilians", f"{adjective} {'national' if head.form.number == 'sing' else 'nationals'}"
        return "state_forces", nation.entry.meaning("label")
    return head.entry.meaning("kind") or "other", head.entry.meaning("label")


def _of_nation(adjective: str, label: str) -> str:
    """A label with its nation, said once («القوات الإسرائيلية» are Israeli forces already)."""
    return label if label.startswith(adjective) else f"{adjective} {label}"
