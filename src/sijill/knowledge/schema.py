"""What an entry of each room must have. All faults of all files are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sijill.knowledge.files import Fault, RawEntry
from sijill.model import KINDS

ROOMS = ("actors", "nouns", "weapons", "triggers", "cues", "speech", "places", "times", "numbers")
FRAMES = frozenset(
    "attack_verb victim_verb kill_verb weapon_verb weapon_noun attack_noun victim_noun clash seize move act deal party_change".split()
)
RANKS = frozenset({"occurrence", "outcome", "generic", "light"})
POS = frozenset({"verb", "noun", "participle", "phrase"})
ACTS = frozenset("say report claim no_claim deny accuse confirm threaten vow condemn call".split())
CUES = frozenset(
    "background negated planned threatened hypothetical alleged denied habitual accident sport economy weather figurative "
    "anniversary related_links statement crime culture satire aggregate series".split()
)


def faults_of(entries: Iterable[RawEntry], types: frozenset[str]) -> list[Fault]:
    """Everything that is wrong with the entries' form."""
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for entry in entries:

        def wrong(message: str, entry: RawEntry = entry) -> None:
            faults.append(Fault(entry.file, entry.id, message))

        if entry.id in seen:
            wrong(f"the id is taken by an entry in {seen[entry.id]}; choose another")
        seen[entry.id] = entry.file
        room = entry.file.split("/")[0]
        if room in ("times", "numbers"):
            continue  # their own modules check them
        if not any(entry.words(name) for name in ("say", "weak", "loaded", "demonym")):
            wrong("needs `say`: the words as written in news")
        for side in ("matches", "ignores"):
            if not entry.examples(side):
                wrong(f"needs `{side}`: at least one sentence")
        for example in entry.examples("matches"):
            if not example.get("text") or not example.get("finds"):
                wrong("every item of `matches` needs `text` and `finds`")
        for example in entry.examples("ignores"):
            if not example.get("text"):
                wrong("every item of `ignores` needs `text` (and `why`)")
        if room == "triggers":
            _trigger(entry, types, wrong)
        elif room in ("actors", "nouns") and not entry.id.startswith("nation."):
            if entry.meaning("kind") not in KINDS:
                wrong(f"`means.kind` {entry.meaning('kind')!r} is none of {', '.join(sorted(KINDS))}")
            if not entry.meaning("label"):
                wrong("needs `means.label`: a neutral English name")
        elif room == "weapons" and not entry.meaning("weapon"):
            wrong("needs `means.weapon`")
        elif room == "cues" and entry.meaning("cue") not in CUES:
            wrong(f"`means.cue` {entry.meaning('cue')!r} is none of {', '.join(sorted(CUES))}")
        elif room == "speech":
            if not any(entry.meaning(key) for key in ("act", "source", "hedge", "loaded")):
                wrong("`means` needs act, source, hedge or loaded")
            if entry.meaning("act") and entry.meaning("act") not in ACTS:
                wrong(f"`means.act` {entry.meaning('act')!r} is none of {', '.join(sorted(ACTS))}")
    return faults


def _trigger(entry: RawEntry, types: frozenset[str], wrong: Callable[[str], None]) -> None:
    rank = entry.meaning("rank")
    if rank not in RANKS:
        wrong(f"`means.rank` {rank!r} is none of {', '.join(sorted(RANKS))}")
    if rank in ("occurrence", "outcome"):
        if entry.meaning("type") not in types:
            wrong(f"`means.type` {entry.meaning('type')!r} is no event type")
        if entry.meaning("frame") not in FRAMES:
            wrong(f"`means.frame` {entry.meaning('frame')!r} is none of {', '.join(sorted(FRAMES))}")
    if entry.word("pos") not in POS:
        wrong(f"`pos` {entry.word('pos')!r} is none of {', '.join(sorted(POS))}")
