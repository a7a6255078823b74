#!/usr/bin/env python3
"""Our own word matcher beside an Aho-Corasick automaton (pyahocorasick) of the same forms, on the corpus.

Usage:
    python benchmarks/matcher.py [--repeat N] [--json]

Both look for every form of every entry of the lexicon. Ours goes through the words that the reading has cut anyway and
looks each analysis of a word up in a dictionary. The automaton goes through the folded letters, and its hits are then
held against the same bounds of words and joined particles, since a form inside a longer word is no find.
pyahocorasick is no requirement of Sijill; where it is absent, only our own figures are told.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from sijill.extract.lookup import _all, look_up  # noqa: E402
from sijill.knowledge import load  # noqa: E402
from sijill.knowledge.lexicon import Form, Lexicon  # noqa: E402
from sijill.model import Report  # noqa: E402
from sijill.reading import read_report  # noqa: E402
from sijill.text import Doc, analyses, make_doc, without_article  # noqa: E402

Hit = tuple[int, int, int]  # text, first word, word behind the last


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The best of several runs: what it takes where nothing else disturbs."""
    best = float("inf")
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def forms_of(lexicon: Lexicon) -> Iterator[tuple[str, Form]]:
    """Every form with its first word."""
    for first, shelf in lexicon.forms.items():
        for forms in (shelf.alone, *shelf.longer.values()):
            for form in forms:
                yield first, form


def automaton_of(lexicon: Lexicon) -> Any:
    """An automaton of all forms, their inner words without articles, as the lexicon keeps them."""
    ahocorasick = import_module("ahocorasick")  # no requirement of Sijill, and without types
    shelves: dict[str, list[Form]] = {}
    for first, shelf in lexicon.forms.items():
        for form in shelf.forms():
            shelves.setdefault(" ".join((first, *form.rest)), []).append(form)
    automaton = ahocorasick.Automaton()
    for words, forms in shelves.items():
        automaton.add_word(words, (len(words), tuple(forms)))
    automaton.make_automaton()
    return automaton


def prepared(doc: Doc) -> tuple[str, dict[int, int], dict[int, int]]:
    """The text that the automaton goes through, and which word begins and ends at which of its letters.

    The lexicon keeps the words of a phrase without their articles, so every word stands without it here too, one
    space apart. Particles joined to a word are still there; `bounded` looks at them.
    """
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at, parts = 0, []
    for word in doc.words:
        text = without_article(word.text)
        parts.append(text)
        starts[at] = word.index
        ends[at + len(text)] = word.index
        at += len(text) + 1
    return " ".join(parts), starts, ends


def bounded(number: int, doc: Doc, made: tuple[str, dict[int, int], dict[int, int]], automaton: Any) -> Iterator[Hit]:
    """The automaton's hits that end with a word and begin with one, joined particles aside."""
    text, starts, ends = made
    for end, (length, forms) in automaton.iter(text):
        last = ends.get(end + 1)
        if last is None:
            continue
        first = last - len(forms[0].rest)
        begin = end + 1 - length
        if begin in starts:
            if starts[begin] == first:
                yield number, first, last + 1
            continue
        word = doc.words[first].text
        head = text[begin : end + 1].split(" ", 1)[0]
        if any(reading.rest == head for reading in analyses(word)):
            yield number, first, last + 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Our own matcher beside pyahocorasick.")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each; the best is told")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args(arguments)
    knowledge = load()
    lexicon = knowledge.lexicon
    texts = [json.loads(line)["text"] for line in (ROOT / "corpus" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    size = sum(len(text.encode()) for text in texts) / 1e6
    docs = [make_doc(text) for text in texts]
    repeat = options.repeat
    ours = {(n, m.first, m.last) for n, doc in enumerate(docs) for m in _all(doc, lexicon)}
    result: dict[str, float | int | str] = {
        "articles": len(texts),
        "forms": sum(sum(1 for _ in shelf.forms()) for shelf in lexicon.forms.values()),
        "megabytes": round(size, 3),
        "whole reading, s": round(seconds(lambda: [read_report(Report(text), knowledge) for text in texts], 2), 4),
        "folding and words, s": round(seconds(lambda: [make_doc(text) for text in texts], repeat), 4),
        "own candidates, s": round(seconds(lambda: [list(_all(doc, lexicon)) for doc in docs], repeat), 4),
        "own with context and choice, s": round(seconds(lambda: [look_up(doc, lexicon) for doc in docs], repeat), 4),
        "own, ranges of words found": len(ours),
        "own, pickled forms, MB": round(len(pickle.dumps(lexicon.forms, protocol=5)) / 1e6, 2),
    }
    try:
        automaton = automaton_of(lexicon)
    except ModuleNotFoundError:
        result["pyahocorasick"] = "not installed"
    else:
        made = [prepared(doc) for doc in docs]
        scan = seconds(lambda: [sum(1 for _ in automaton.iter(text)) for text, _, _ in made], repeat)
        theirs = {hit for n, doc in enumerate(docs) for hit in bounded(n, doc, made[n], automaton)}
        result |= {
            "automaton, building, s": round(seconds(lambda: automaton_of(lexicon), 2), 4),
            "automaton, preparing texts, s": round(seconds(lambda: [prepared(doc) for doc in docs], repeat), 4),
            "automaton, scan alone, s": round(scan, 4),
            "automaton, scan and bounds, s": round(
                seconds(lambda: [list(bounded(n, doc, made[n], automaton)) for n, doc in enumerate(docs)], repeat), 4
            ),
            "automaton, raw hits": sum(1 for text, _, _ in made for _ in automaton.iter(text)),
            "automaton, ranges within bounds": len(theirs),
            "ranges found by both": len(ours & theirs),
            "automaton, pickled, MB": round(len(pickle.dumps(automaton, protocol=5)) / 1e6, 2),
            "automaton, loading, s": round(_loading(automaton), 4),
        }
    result["own, loading forms, s"] = round(_loading(lexicon.forms), 4)
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        for name, value in result.items():
            print(f"{name:34} {value}")
    return 0


def _loading(thing: object) -> float:
    data = pickle.dumps(thing, protocol=5)
    gc.disable()  # as `sijill read` does while it loads
    try:
        return seconds(lambda: pickle.loads(data), 3)
    finally:
        gc.enable()


if __name__ == "__main__":
    raise SystemExit(main())
