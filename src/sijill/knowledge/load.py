"""All knowledge in one frozen object, compiled once for each state of the lexicon's files."""

from __future__ import annotations

import csv
import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sijill.knowledge.files import Fault, LexiconError, RawEntry, digest, lexicon_folder, load_folder
from sijill.knowledge.gazetteer import Gazetteer, country_codes, read_gazetteer
from sijill.knowledge.lexicon import Lexicon, Phrases, build, fold_words
from sijill.knowledge.number_words import NumberWords
from sijill.knowledge.schema import ROOMS, faults_of, faults_of_refinement, shared_names, unknown_parents
from sijill.knowledge.time_words import TimeWords

FORMAT = 5  # raise when the shape of Knowledge changes, so that an older cache is not read
LEXICAL = ("actors", "nouns", "weapons", "triggers", "cues", "speech", "places")


@dataclass(frozen=True, slots=True)
class EventType:
    """One row of `types/event_types.csv`, with its cross-walks."""

    type: str
    group: str
    label_en: str
    label_ar: str
    definition: str
    definition_ar: str
    acled_event_type: str
    acled_sub_event_type: str
    plover: str
    cameo: str


@dataclass(frozen=True, slots=True)
class Refinement:
    """A type that the weapon, or a word, named in the trigger's clause makes more precise (`types/refine.yaml`)."""

    id: str
    types: frozenset[str]
    becomes: str
    weapons: frozenset[str]
    words: Phrases
    ranks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the reading knows. `version` is the digest of the lexicon's files."""

    version: str
    lexicon: Lexicon
    gazetteer: Gazetteer
    times: TimeWords
    numbers: NumberWords
    types: Mapping[str, EventType]
    refinements: tuple[Refinement, ...]


def raw_entries(folder: Path, own: Path | None = None) -> tuple[list[RawEntry], list[Fault]]:
    """Every entry of every room, with all faults of form.

    Where a file cannot be read, what leans on other entries is not judged: its faults would only follow from that one.

    Args:
        folder: the lexicon.
        own: a folder with the same rooms, whose entries stand behind those of the lexicon.
    """
    entries: list[RawEntry] = []
    faults: list[Fault] = []
    for home in (folder, own) if own is not None else (folder,):
        for room in ROOMS:
            found, wrong = load_folder(home / room, home)
            entries += found
            faults += wrong
    whole = not any(fault.unread for fault in faults)
    faults += faults_of(entries, frozenset(event_types(folder)), country_codes(folder / "places"))
    if whole:
        faults += unknown_parents(entries) + shared_names(entries)[0]
    return entries, faults


def event_types(folder: Path | None = None) -> dict[str, EventType]:
    """The event types by id, in the order of the file."""
    with ((folder or lexicon_folder()) / "types" / "event_types.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {
            r["type"]: EventType(
                r["type"], r["class"], r["label_en"], r["label_ar"], r["definition"], r["definition_ar"],
                r["acled_event_type"], r["acled_sub_event_type"], r["plover"], r["cameo"],
            )
            for r in rows
        }  # fmt: skip


def compile_knowledge(folder: Path, own: Path | None = None) -> Knowledge:
    """Read all files; `own` is a folder with further entries.

    Raises:
        LexiconError: with every fault of every file.
    """
    entries, faults = raw_entries(folder, own)
    gazetteer, wrong = read_gazetteer(folder / "places")
    refinements, more = read_refinements(folder)
    faults += wrong + more
    if faults:
        raise LexiconError(faults)
    by_room: dict[str, list[RawEntry]] = {room: [] for room in ROOMS}
    for entry in entries:
        by_room[entry.file.split("/")[0]].append(entry)
    return Knowledge(
        digest(folder, own),
        build(entry for room in LEXICAL for entry in by_room[room]),
        gazetteer,
        TimeWords.from_entries(by_room["times"] + by_room["numbers"]),
        NumberWords.from_entries(by_room["times"] + by_room["numbers"]),
        event_types(folder),
        refinements,
    )


def read_refinements(folder: Path) -> tuple[tuple[Refinement, ...], list[Fault]]:
    """The refinements of `types/refine.yaml`, with the faults of that file."""
    entries, faults = load_folder(folder / "types", folder)
    known = frozenset(event_types(folder))
    for entry in entries:
        faults += faults_of_refinement(entry, known)
    return tuple(
        Refinement(
            entry.id,
            frozenset(entry.words("types")),
            entry.word("becomes"),
            frozenset(entry.words("weapon")),
            Phrases.of(frozenset(fold_words(w) for w in entry.words("words")) - {()}),
            frozenset(entry.words("ranks")),
        )
        for entry in entries
    ), faults


def at_rest() -> None:
    """Let the collector of garbage leave alone what is loaded, and look seldom: for a process that reads article after article.

    A reading makes some ten thousand objects that go when it goes, and hardly a ring of them. Looked for every 700 objects, rings cost
    between 4 and 20 % of the reading's time; pages of what is frozen stay shared with processes that are forked.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def load(folder: Path | None = None, own: Path | None = None) -> Knowledge:
    """The knowledge of a lexicon folder (the shipped one where none is given), from the cache where it is current.

    Args:
        folder: the lexicon.
        own: a folder with further entries of one's own (`own.py`); it need not exist.

    Raises:
        LexiconError: with every fault of every file.
    """
    return _kept(folder, own)


def load_anew(folder: Path | None = None, own: Path | None = None) -> Knowledge:
    """The same as the files stand now, for a program that runs on while they change.

    Raises:
        LexiconError: with every fault of every file.
    """
    home = folder or lexicon_folder()
    version = digest(home, own)
    cached = _cache_file(version)
    try:
        found = _unpickle(cached)
        if isinstance(found, Knowledge) and found.version == version:
            return found
    except (OSError, pickle.PickleError, EOFError, AttributeError, ImportError, IndexError, TypeError):
        pass  # absent, half-written or of another version: compile again
    knowledge = compile_knowledge(home, own)
    _store(cached, knowledge)
    return knowledge


_kept = lru_cache(maxsize=4)(load_anew)  # by both arguments, however they were given


def _unpickle(path: Path) -> object:
    """Read the cache with the garbage collector at rest: it finds nothing among millions of fresh objects and costs half the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(path.read_bytes())  # written by this program into the user's own folder
    finally:
        if collecting:
            gc.enable()


def _cache_file(version: str) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "sijill" / f"knowledge-{FORMAT}-{version}-{_CODE}-py{sys.version_info.major}{sys.version_info.minor}.pickle"


def _code_digest() -> str:
    """Changes when the modules that compile the lexicon change."""
    stamps = [(p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(Path(__file__).parent.glob("*")) if p.is_file()]
    return hashlib.sha256(repr(stamps).encode()).hexdigest()[:8]


_CODE = _code_digest()  # of the modules as they are loaded: newer files on the disk do not tell of this process


def _store(path: Path, knowledge: Knowledge) -> None:
    """Write the cache whole or not at all; a folder that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(knowledge, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(path)
    except OSError:
        pass
