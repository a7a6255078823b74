"""What an entry of each room must have. All faults of all files are told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from sijill.knowledge.fields import DATED, EXAMPLE, FIELDS, FLAGS, GRAMMAR, LISTS, MEANS, PREFIXES, REFINEMENT, ROLES
from sijill.knowledge.files import OWN_ROOMS, Fault, RawEntry
from sijill.knowledge.lexicon import fold_words
from sijill.model import KINDS
from sijill.model.said import said
from sijill.text import fold_text, without_article

ROOMS = OWN_ROOMS
FRAMES = frozenset(
    "attack_verb victim_verb kill_verb weapon_verb weapon_noun attack_noun victim_noun clash seize move act deal party_change repel".split()
)
RANKS = frozenset({"occurrence", "outcome", "generic", "light"})
POS = frozenset({"verb", "noun", "participle", "phrase"})
ACTS = frozenset("say report claim no_claim deny accuse confirm threaten vow condemn call".split())
CUES = frozenset(
    "background negated planned threatened hypothetical alleged denied habitual accident sport economy weather figurative "
    "anniversary related_links statement crime culture satire aggregate series".split()
)


_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
Tell = Callable[[str], None]


def faults_of(entries: Iterable[RawEntry], types: frozenset[str], countries: frozenset[str] = frozenset()) -> list[Fault]:
    """Everything that is wrong with the form of each entry.

    Args:
        entries: entries of any rooms.
        types: the ids of the event types.
        countries: the codes that `means.country` may have beside XX; any where none are given.
    """
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for entry in entries:

        def wrong(message: str, entry: RawEntry = entry) -> None:
            faults.append(Fault(entry.file, entry.id, message))

        if entry.id in seen:
            wrong(said("entry.id_taken", "the id is taken by an entry in {file}; choose another", file=seen[entry.id]))
        seen[entry.id] = entry.file
        room = entry.file.split("/")[0]
        _fields(entry, room, wrong)
        if room in GRAMMAR:
            _word_of_a_grammar(entry, room, wrong)
        elif room == "triggers":
            _trigger(entry, types, wrong)
        elif room in ("actors", "nouns"):
            _party(entry, room, countries, wrong)
        elif room == "weapons" and not entry.meaning("weapon"):
            wrong(said("entry.needs_weapon", "needs `means.weapon`"))
        elif room == "cues" and entry.meaning("cue") not in CUES:
            wrong(
                said(
                    "entry.none_of",
                    "`{what}` {value!r} is none of {known}",
                    what="means.cue",
                    value=entry.meaning("cue"),
                    known=", ".join(sorted(CUES)),
                )
            )
        elif room == "speech":
            if not any(entry.meaning(key) for key in ("act", "source", "hedge", "loaded")):
                wrong(said("entry.speech", "`means` needs act, source, hedge or loaded"))
            if entry.meaning("act") and entry.meaning("act") not in ACTS:
                wrong(
                    said(
                        "entry.none_of",
                        "`{what}` {value!r} is none of {known}",
                        what="means.act",
                        value=entry.meaning("act"),
                        known=", ".join(sorted(ACTS)),
                    )
                )
    return faults


def shared_names(entries: Iterable[RawEntry]) -> tuple[list[Fault], list[Fault]]:
    """Names that two entries give as theirs: faults, and warnings where it can be meant.

    A fault are two words of a grammar of one kind, and two actors or two nations with one strong name. A warning are an actor
    and a body of a state (`organs.yaml`), and weak and loaded names, which the text settles.
    """
    faults: list[Fault] = []
    warnings: list[Fault] = []
    told: set[tuple[str, str]] = set()
    held: dict[tuple[str, ...], list[tuple[RawEntry, bool]]] = {}
    for entry in entries:
        room = entry.file.split("/")[0]
        if room in GRAMMAR and entry.meaning("kind") != "bound":  # a bound can stand before and after
            names = [(say, True, (room, entry.meaning("kind"), *fold_text(say).split())) for say in entry.words("say")]
        elif room == "actors":
            names = [
                (say, name == "say", (room, *map(without_article, fold_words(say))))
                for name in ("say", "weak", "loaded", "metonym", "demonym")
                for say in entry.words(name)
            ]
        else:
            continue
        for say, strong, key in names:
            for other, also in held.setdefault(key, []):
                if other.id == entry.id or (entry.id, other.id) in told:
                    continue
                told.add((entry.id, other.id))
                both = strong and also and (room != "actors" or _same_family(entry.id, other.id))
                message = said("entry.shared", "«{say}» is a name of {other} too ({file})", say=say, other=other.id, file=other.file)
                (faults if both else warnings).append(Fault(entry.file, entry.id, message))
            held[key].append((entry, strong))
    return faults, warnings


def faults_of_refinement(entry: RawEntry, types: frozenset[str]) -> list[Fault]:
    """What is wrong with an entry of `types/refine.yaml`."""
    told: list[str] = []
    _known("field", entry.fields, REFINEMENT, told.append)
    told += [f"{type_!r} is no event type" for type_ in sorted({*entry.words("types"), entry.word("becomes")} - types)]
    told += [f"the rank {rank!r} is none of {', '.join(sorted(RANKS))}" for rank in entry.words("ranks") if rank not in RANKS]
    return [Fault(entry.file, entry.id, message) for message in told]


def unknown_parents(entries: Sequence[RawEntry]) -> list[Fault]:
    """Entries whose `means.parent` is no entry."""
    known = {entry.id for entry in entries}
    return [
        Fault(entry.file, entry.id, said("entry.parent", "`means.parent` {value!r} is no entry", value=parent))
        for entry in entries
        if (parent := entry.meaning("parent")) and parent not in known
    ]


def _same_family(one: str, other: str) -> bool:
    return one.split(".")[0] == other.split(".")[0] != "organ"


def _fields(entry: RawEntry, room: str, wrong: Tell) -> None:
    """The fields that an entry of any room has: known ones, lists where lists belong, and examples of both kinds."""
    if not entry.id.startswith(PREFIXES[room]):
        wrong(
            said(
                "entry.prefix",
                "the id begins with {starts} in {room}/",
                starts=" or ".join(f"`{start}`" for start in PREFIXES[room]),
                room=room,
            )
        )
    if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", entry.id):
        wrong(said("entry.id", "the id has lower-case Latin letters, digits, `_` and dots only"))
    _known("field", entry.fields, FIELDS[room], wrong)
    for name in sorted(LISTS & set(entry.fields)):
        if isinstance(entry.fields[name], str) or not isinstance(entry.fields[name], Sequence):
            wrong(said("entry.list", "`{name}` is a list: write it in square brackets, `{name}: [… , …]`", name=name))
        elif name not in EXAMPLE and not all(isinstance(word, str) and word.strip() for word in entry.fields[name]):
            wrong(said("entry.items", "every item of `{name}` is a word or a phrase", name=name))
    if not isinstance(entry.fields.get("means", {}), Mapping):
        wrong(said("entry.means", "`means` holds keys and values: `means: {{…}}`"))
    if room in MEANS:
        _known("key of `means`", entry.means, MEANS[room], wrong)
    if not any(entry.words(name) for name in ("say", "weak", "loaded", "demonym")):
        wrong(said("entry.needs_say", "needs `say`: the words as written in news"))
    for side in ("matches", "ignores"):
        if not entry.examples(side):
            wrong(said("entry.needs_example", "needs `{side}`: at least one sentence", side=side))
    dated = DATED.get(room, frozenset())
    for example in entry.examples("matches"):
        if not example.get("text") or not example.get("finds"):
            wrong(said("entry.matches", "every item of `matches` needs `text` and `finds`"))
        elif dated and not example.get("value"):
            wrong(said("entry.matches_value", "every item of `matches` needs `value`: what the words come to; see the head of the files"))
        _known("key of `matches`", example, EXAMPLE["matches"] | dated, wrong)
    for example in entry.examples("ignores"):
        if not example.get("text"):
            wrong(said("entry.ignores", "every item of `ignores` needs `text` (and `why`)"))
        _known("key of `ignores`", example, EXAMPLE["ignores"] | (dated - {"value"}), wrong)
    for example in (*entry.examples("matches"), *entry.examples("ignores")):
        if not _is_day(example.get("published", "2000-01-01")):
            wrong(said("entry.published", "`published` {value!r} is no day: YYYY-MM-DD", value=example["published"]))


def _known(what: str, found: Iterable[str], known: frozenset[str], wrong: Tell) -> None:
    for name in found:
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            if near:
                wrong(said("entry.near", "`{name}` is no {what} here; do you mean `{near}`?", name=name, what=what, near=near[0]))
            else:
                wrong(
                    said(
                        "entry.unknown",
                        "`{name}` is no {what} here; known are {known}",
                        name=name,
                        what=what,
                        known=", ".join(sorted(known)),
                    )
                )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _word_of_a_grammar(entry: RawEntry, room: str, wrong: Tell) -> None:
    """`means` of times and numbers: each kind has its keys, each key its values."""
    name = entry.meaning("kind")
    kind = GRAMMAR[room].get(name)
    if kind is None:
        wrong(
            said(
                "entry.none_of",
                "`{what}` {value!r} is none of {known}",
                what="means.kind",
                value=name,
                known=", ".join(sorted(GRAMMAR[room])),
            )
        )
        return
    _known("key of `means`", entry.means, frozenset({"kind", *kind.needs, *kind.may}), wrong)
    for key, values in {**kind.needs, **kind.may}.items():
        value = entry.meaning(key)
        if not value:
            if key in kind.needs:
                wrong(said("entry.needs_key", "needs `means.{key}`, since its kind is {kind}", key=key, kind=name))
        elif values and value not in values:
            known = sorted(values, key=lambda v: (len(v), v)) if all(v.lstrip("-").isdigit() for v in values) else sorted(values)
            shown = ", ".join(known) if len(known) <= 20 else f"{min(map(int, known))} to {max(map(int, known))}"
            wrong(said("entry.none_of_key", "`means.{key}` {value!r} is none of {known}", key=key, value=value, known=shown))
        elif not values and not re.fullmatch(r"\d+(\.\d+)?", value):
            wrong(said("entry.no_figure", "`means.{key}` {value!r} is no figure", key=key, value=value))
    for flag in entry.words("flags"):
        if flag not in FLAGS:
            wrong(said("entry.flag", "the flag {value!r} is none of {known}", value=flag, known=", ".join(sorted(FLAGS))))


def _party(entry: RawEntry, room: str, countries: frozenset[str], wrong: Tell) -> None:
    """`means` of actors and nouns, and where an actor's facts can be checked."""
    if not entry.id.startswith("nation.") and entry.meaning("kind") not in KINDS:
        wrong(
            said(
                "entry.none_of",
                "`{what}` {value!r} is none of {known}",
                what="means.kind",
                value=entry.meaning("kind"),
                known=", ".join(sorted(KINDS)),
            )
        )
    if not entry.meaning("label"):
        wrong(said("entry.needs_label", "needs `means.label`: a neutral English name"))
    if room == "nouns":
        return
    if not entry.meaning("label_ar"):
        wrong(said("entry.needs_label_ar", "needs `means.label_ar`: a neutral Arabic name"))
    if entry.id.startswith("actor.") and not entry.word("source").strip():
        wrong(said("entry.needs_source", "needs `source`: where the fact can be checked"))
    if entry.meaning("role") and entry.meaning("role") not in ROLES:
        wrong(
            said(
                "entry.none_of",
                "`{what}` {value!r} is none of {known}",
                what="means.role",
                value=entry.meaning("role"),
                known=", ".join(sorted(ROLES)),
            )
        )
    country = entry.meaning("country")
    if not country and not entry.id.startswith("organ."):
        wrong(said("entry.needs_country", "needs `means.country`: an ISO 3166 code, or XX where it is of no one country"))
    elif country and countries and country not in countries | {"XX"}:
        wrong(said("entry.country", "`means.country` {value!r} is no ISO 3166 code (nor XX, of no one country)", value=country))
    for key in ("since", "until"):
        if entry.meaning(key) and not _DAY.fullmatch(entry.meaning(key)):
            wrong(
                said("entry.no_day", "`means.{key}` {value!r} is no year, month or day: YYYY[-MM[-DD]]", key=key, value=entry.meaning(key))
            )
    for fact in entry.fields.get("history", ()):
        if isinstance(fact, Mapping):
            _known("key of `history`", fact, EXAMPLE["history"], wrong)


def _trigger(entry: RawEntry, types: frozenset[str], wrong: Tell) -> None:
    rank = entry.meaning("rank")
    if rank not in RANKS:
        wrong(said("entry.none_of", "`{what}` {value!r} is none of {known}", what="means.rank", value=rank, known=", ".join(sorted(RANKS))))
    if rank in ("occurrence", "outcome"):
        if entry.meaning("type") not in types:
            wrong(said("entry.type", "`means.type` {value!r} is no event type", value=entry.meaning("type")))
        if entry.meaning("frame") not in FRAMES:
            wrong(
                said(
                    "entry.none_of",
                    "`{what}` {value!r} is none of {known}",
                    what="means.frame",
                    value=entry.meaning("frame"),
                    known=", ".join(sorted(FRAMES)),
                )
            )
    if entry.word("pos") not in POS:
        wrong(
            said(
                "entry.none_of", "`{what}` {value!r} is none of {known}", what="pos", value=entry.word("pos"), known=", ".join(sorted(POS))
            )
        )
