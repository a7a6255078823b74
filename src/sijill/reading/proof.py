"""The lexicon's own tests: every entry finds what its examples say and leaves alone what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from sijill.extract.lookup import Match, look_up
from sijill.extract.numbers import Number, find_figures
from sijill.extract.parties import strong_names, unsupported
from sijill.extract.times import find_times
from sijill.knowledge.fields import GRAMMAR
from sijill.knowledge.files import Fault, RawEntry
from sijill.knowledge.gazetteer import read_gazetteer
from sijill.knowledge.lexicon import Lexicon, build, fold_words
from sijill.knowledge.load import LEXICAL, raw_entries, read_refinements
from sijill.knowledge.number_words import NumberWords
from sijill.knowledge.schema import shared_names
from sijill.knowledge.time_words import TimeWords
from sijill.model import When
from sijill.model.said import said
from sijill.resolve.times import resolve_time
from sijill.text import Doc, make_doc, without_article


class Proof(NamedTuple):
    """What a check of the lexicon found: the number of examples run, all faults, what may be better, and names that two entries share."""

    examples: int
    faults: list[Fault]
    warnings: list[Fault]
    shared: list[Fault]


class Grammars(NamedTuple):
    """The words of the two grammars, which are read together."""

    times: TimeWords
    numbers: NumberWords

    @classmethod
    def of(cls, entries: Iterable[RawEntry]) -> Grammars:
        """Those of entries without faults of form; entries of other rooms are passed over."""
        both = [e for e in entries if e.file.split("/")[0] in GRAMMAR]
        return cls(TimeWords.from_entries(both), NumberWords.from_entries(both))


def prove(folder: Path, own: Path | None = None) -> Proof:
    """Run the examples of every entry; every fault of form or of meaning.

    An entry with a fault of form is not run, nor the two grammars where one of their words has one. Where a file cannot be
    read, nothing is: what is missing from it would make other entries fail that are sound.
    """
    entries, faults = raw_entries(folder, own)
    if any(fault.unread for fault in faults):
        return Proof(0, faults, [], [])
    faults += read_gazetteer(folder / "places")[1] + read_refinements(folder)[1]
    wrong = {fault.entry for fault in faults}
    lexical = [e for e in entries if e.file.split("/")[0] in LEXICAL]
    grammar = [e for e in entries if e.file.split("/")[0] in GRAMMAR]
    lexicon = build(lexical)
    count = 0
    for entry in lexical:
        if entry.id not in wrong:
            count += len(entry.examples("matches")) + len(entry.examples("ignores"))
            faults += prove_entry(entry, lexicon)
    if not any(fault.file.split("/")[0] in GRAMMAR for fault in faults):
        grammars = Grammars.of(grammar)
        for entry in grammar:
            count += len(entry.examples("matches")) + len(entry.examples("ignores"))
            faults += prove_word(entry, grammars)
    return Proof(count, faults, idle_traps(lexical), shared_names(entries)[1])


def prove_entry(entry: RawEntry, lexicon: Lexicon) -> list[Fault]:
    """The faults of one entry's examples."""
    faults = []
    for example in entry.examples("matches"):
        doc, found = _found(example.get("text", ""), entry.id, lexicon)
        finds = example.get("finds", "")
        if not any(_takes(doc, match, finds, entry.id) for match in found):
            got = ", ".join(f"«{doc.evidence(m.start, m.end).quote}»" for m in found) or "nothing"
            faults.append(
                Fault(
                    entry.file,
                    entry.id,
                    said(
                        "proof.finds",
                        "should find «{finds}» in «{text}» and found {got}",
                        finds=finds,
                        text=example.get("text", ""),
                        got=got,
                    ),
                )
            )
    for example in entry.examples("ignores"):
        doc, found = _found(example.get("text", ""), entry.id, lexicon)
        if found:
            took = doc.evidence(found[0].start, found[0].end).quote
            faults.append(
                Fault(
                    entry.file,
                    entry.id,
                    said("proof.took", "should find nothing in «{text}» and took «{took}»", text=example.get("text", ""), took=took),
                )
            )
    return faults


def _found(text: str, id: str, lexicon: Lexicon) -> tuple[Doc, list[Match]]:
    doc = make_doc(text)
    lookup = look_up(doc, lexicon)
    strong = strong_names(lookup.matches)
    return doc, [m for m in lookup.matches if m.entry.id == id and not unsupported(doc, m, strong)]


def _takes(doc: Doc, match: Match, finds: str, id: str) -> bool:
    took = _bare(fold_words(doc.folded.text[match.start : match.end]))
    whole = _bare(tuple(w.text for w in doc.words[match.first : match.last]))
    wanted = _bare(fold_words(finds))
    if wanted in (took, whole):
        return True
    composes = id.startswith(("organ.", "nation."))
    return composes and any(wanted[i : i + len(took)] == took for i in range(len(wanted)))


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(without_article, words))


def prove_word(entry: RawEntry, grammars: Grammars) -> list[Fault]:
    """The faults of the examples of one word of times or numbers: the words that it takes, and what they come to."""
    faults = []
    for example in entry.examples("matches"):
        text, finds, value = (example.get(key, "") for key in ("text", "finds", "value"))
        found = _read(entry, example, grammars)
        if (finds, value) in [(quote, shown) for quote, shown, _ in found]:
            continue
        got = ", ".join(f"«{quote}» as {shown}" for quote, shown, _ in found) or "nothing"
        faults.append(
            Fault(
                entry.file,
                entry.id,
                said(
                    "proof.reads",
                    "should read «{finds}» as {value} in «{text}» and read {got}",
                    finds=finds,
                    value=value,
                    text=text,
                    got=got,
                ),
            )
        )
    for example in entry.examples("ignores"):
        took = [quote for quote, shown, ids in _read(entry, example, grammars) if entry.id in ids or shown == STATEMENT]
        if took:
            faults.append(
                Fault(
                    entry.file,
                    entry.id,
                    said("proof.took", "should find nothing in «{text}» and took «{took}»", text=example.get("text", ""), took=took[0]),
                )
            )
    return faults


STATEMENT = "statement"  # the `value` of a time that belongs to the saying


def _read(entry: RawEntry, example: Mapping[str, str], grammars: Grammars) -> list[tuple[str, str, frozenset[str]]]:
    """What stands in an example: the words, what they come to, and the entries that took them."""
    doc = make_doc(example.get("text", ""))
    if entry.file.startswith("numbers/"):
        numbers = find_figures(doc, grammars.numbers)
        return [(doc.evidence(n.start, n.end).quote, shown_number(n), frozenset(n.entries)) for n in numbers]
    published = example.get("published")
    day = date.fromisoformat(published) if published else None
    times = find_times(doc, grammars.times)
    saying = any(value.get("value") == STATEMENT for value in entry.examples("matches"))
    return [
        (
            doc.evidence(t.start, t.end).quote,
            STATEMENT if saying and t.of_statement else shown_time(resolve_time(t, day)),
            frozenset(t.entries),
        )
        for t in times
    ]


def shown_time(when: When) -> str:
    """A resolved time as examples of lexicon/times write it: START[..END] [precision, where not day] [THH:MM], or "none"."""
    parts = ["none"]
    if when.start is not None:
        parts = [str(when.start) if when.start == when.end else f"{when.start}..{when.end}"]
        parts += [] if when.precision == "day" else [when.precision]
    return " ".join(parts + ([f"T{when.clock}"] if when.clock else []))


def shown_number(number: Number) -> str:
    """A figure as examples of lexicon/numbers write it: LOW[-HIGH] [qualifier, where not exact] [kind, where not cardinal]."""
    value = number.value
    parts = ["?" if value.low is None else str(value.low) if value.low == value.high else f"{value.low}-{value.high}"]
    if value.qualifier not in ("exact", "range", "none", number.kind):
        parts.append(value.qualifier)
    if number.kind not in ("cardinal", "vague"):
        parts.append(number.kind)
    return " ".join(parts)


def idle_traps(entries: Iterable[RawEntry]) -> list[Fault]:
    """Sentences of `ignores` that no slip could take: no word in them is like a word of the entry."""
    warnings = []
    for entry in entries:
        ours = {word for name in _NAMES for say in entry.words(name) for word in _bare(fold_words(say))}
        parts = {part for word in ours for part in _parts(word)}
        for example in entry.examples("ignores"):
            text = example.get("text", "")
            words = _bare(fold_words(text))
            if any(part in parts for word in words for part in _parts(word)) or any(_alike(a, b) for a in words for b in ours):
                continue
            warnings.append(
                Fault(
                    entry.file,
                    entry.id,
                    said("proof.idle", "«{text}» in `ignores` has no word like those of the entry: it tests nothing", text=text),
                )
            )
    return warnings


_NAMES = ("say", "weak", "loaded", "plural", "present", "demonym", "loaded_demonym", "metonym")


def _parts(word: str) -> set[str]:
    """What makes two words alike at a glance: three letters in a row; a shorter word as a whole."""
    return {word[n : n + 3] for n in range(len(word) - 2)} or {word}


def _alike(one: str, other: str) -> bool:
    """True where the words could be taken for each other.

    One letter differs, or the order of all; or three letters of the one (two, where it has no more that are firm) stand in
    the other in the same order.
    """
    if len(one) == len(other) and (sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1):
        return True
    one, other = _firm(one), _firm(other)
    need = max(2, min(3, len(one), len(other)))
    return any(_within(part, other) for part in combinations(one, need))


def _firm(word: str) -> str:
    """A word's letters without the weak ones, which change from form to form."""
    return "".join(letter for letter in word if letter not in "اويءه")


def _within(part: Iterable[str], word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in part)
