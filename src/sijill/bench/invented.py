"""A lexicon ten times as large: invented names and words of the shape of the real ones, which no text holds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sijill.knowledge import Knowledge
from sijill.knowledge.files import Node, RawEntry, lexicon_folder
from sijill.knowledge.gazetteer import Row, extended
from sijill.knowledge.lexicon import build
from sijill.knowledge.load import LEXICAL, compile_knowledge, raw_entries
from sijill.text import fold_text

_JOINED = "وفبكلس"  # letters that can be a particle before a word
SOUGHT = 4  # letters of a word that stand in no text: what is added before and behind them makes no word of it
_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_NAMES = ("say", "weak", "loaded", "metonym", "plural", "sound", "present", "demonym", "loaded_demonym")
LARGE = 50_000  # inhabitants of an invented town, so that its bare name counts as a name


class _Inventor:
    """Words that no text holds, as long as the words they stand for, the same in every run."""

    def __init__(self, known: frozenset[str], texts: Sequence[str]) -> None:
        self._random = random.Random(2013)
        self._known = known
        folded = "\n".join(map(fold_text, texts))
        self._held = {folded[at : at + SOUGHT] for at in range(len(folded))}
        self._made: set[str] = set()

    def word(self, like: str) -> str:
        """A new word of the length of another, with its article where it has one."""
        article = "ال" if like.startswith("ال") and len(like) >= 4 else ""
        length = max(4, len(like) - len(article))
        while True:
            made = "".join(self._random.choices(_LETTERS, k=length))
            held = made in self._known or made in self._made or made[:SOUGHT] in self._held
            if not held and made[0] not in _JOINED:
                self._made.add(made)
                return article + made

    def phrase(self, like: str) -> str:
        """A new name of as many words, the first of several kept: names begin with «كتائب» and «تل» however many there are."""
        first, *rest = like.split() or [""]
        return " ".join([first, *map(self.word, rest)]) if rest else self.word(first)


def grown(times: int, texts: Sequence[str], folder: Path | None = None) -> Knowledge:
    """The knowledge of a lexicon with `times` as many entries and places.

    Closed classes (times, numbers) stay as they are, and so does what the texts can match.

    Args:
        times: 10 adds nine invented entries for each.
        texts: what will be read, so that no invented word stands in it.
        folder: the lexicon; the shipped one where none is given.
    """
    home = folder or lexicon_folder()
    small = compile_knowledge(home)
    inventor = _Inventor(frozenset({*small.lexicon.forms, *small.gazetteer.forms}), texts)
    entries = [entry for room in LEXICAL for entry in raw_entries(home)[0] if entry.file.startswith(f"{room}/")]
    more = [made for entry in entries for made in _like(entry, times - 1, inventor)]
    rows = [made for row in small.gazetteer.rows for made in _rows_like(row, times - 1, inventor)]
    return replace(small, lexicon=build([*entries, *more]), gazetteer=extended(small.gazetteer, rows))


def _like(entry: RawEntry, count: int, inventor: _Inventor) -> Iterator[RawEntry]:
    for number in range(count):
        fields: dict[str, Node] = {}
        for name, value in entry.fields.items():
            words = entry.words(name)
            fields[name] = [inventor.phrase(w) for w in words] if name in _NAMES and words else value
        fields.pop("history", None)
        yield RawEntry(entry.file, f"{entry.id}.invented{number}", fields)


def _rows_like(row: Row, count: int, inventor: _Inventor) -> Iterator[Row]:
    for number in range(count):
        yield row._replace(
            id=f"{row.id}.invented{number}",
            en=f"{row.en} {number}",
            ar=tuple(inventor.phrase(name) for name in row.ar),
            kind="town" if row.kind == "country" else row.kind,
            population=max(row.population, LARGE),
        )
