"""The lexicon's own tests: every entry finds what its examples say and leaves alone what they say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sijill.extract.lookup import Match, look_up
from sijill.extract.parties import unsupported
from sijill.knowledge.files import Fault, RawEntry
from sijill.knowledge.lexicon import Lexicon, build, fold_words, without_article
from sijill.knowledge.load import LEXICAL, raw_entries
from sijill.text import Doc, make_doc


def prove(folder: Path) -> tuple[int, list[Fault]]:
    """Run the examples of every entry; the number of examples run, and every fault of form or of meaning."""
    entries, faults = raw_entries(folder)
    lexical = [e for e in entries if e.file.split("/")[0] in LEXICAL]
    lexicon = build(lexical)
    count = 0
    for entry in lexical:
        count += len(entry.examples("matches")) + len(entry.examples("ignores"))
        faults += prove_entry(entry, lexicon)
    return count, faults


def prove_entry(entry: RawEntry, lexicon: Lexicon) -> list[Fault]:
    """The faults of one entry's examples."""
    faults = []
    for example in entry.examples("matches"):
        doc, found = _found(example.get("text", ""), entry.id, lexicon)
        finds = example.get("finds", "")
        if not any(_takes(doc, match, finds, entry.id) for match in found):
            got = ", ".join(f"«{doc.evidence(m.start, m.end).quote}»" for m in found) or "nothing"
            faults.append(Fault(entry.file, entry.id, f"should find «{finds}» in «{example.get('text', '')}» and found {got}"))
    for example in entry.examples("ignores"):
        doc, found = _found(example.get("text", ""), entry.id, lexicon)
        if found:
            took = doc.evidence(found[0].start, found[0].end).quote
            faults.append(Fault(entry.file, entry.id, f"should find nothing in «{example.get('text', '')}» and took «{took}»"))
    return faults


def _found(text: str, id: str, lexicon: Lexicon) -> tuple[Doc, list[Match]]:
    doc = make_doc(text)
    lookup = look_up(doc, lexicon)
    return doc, [m for m in lookup.matches if m.entry.id == id and not unsupported(doc, m, lookup.matches)]


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
