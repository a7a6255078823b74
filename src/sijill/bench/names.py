"""The names and words of the lexicon as they are written, for tools that are given lists."""

from __future__ import annotations

from collections.abc import Iterable

from sijill.knowledge import lexicon_folder
from sijill.knowledge.gazetteer import read_gazetteer
from sijill.knowledge.load import raw_entries


def names() -> Iterable[tuple[str, str]]:
    """Label and name: strong names of actors, all names of the gazetteer, words for events. Where a name stands for two, the first."""
    folder = lexicon_folder()
    labels: dict[str, str] = {}
    for entry in raw_entries(folder)[0]:
        room = entry.file.split("/")[0]
        if room in ("actors", "triggers"):
            for name in entry.words("say"):
                labels.setdefault(name, "ACTOR" if room == "actors" else "EVENT")
    for row in read_gazetteer(folder / "places")[0].rows:
        for name in row.ar:
            labels.setdefault(name, "PLACE")
    return [(label, name) for name, label in labels.items()]
