"""A lexicon folder of one's own: entries that stand behind the shipped ones, in the same form. The shipped files stay as they are.

A folder has the rooms of the lexicon; what is written here goes to `ROOM/own.yaml`, with its comments kept. What else lies in
the rooms is read as well.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sijill.knowledge.files import OWN_ROOMS, Node, RawEntry, load_file
from sijill.model.said import Said, said

NAME = "own.yaml"
_HEAD = """# Entries of our own, beside those that Sijill ships. Written at the review desk; the form is that of lexicon/.
source: "written at the review desk; each entry says where its fact can be checked"
licence: "not stated"
entries: []
"""
_BLOCK = frozenset({"matches", "ignores", "history"})  # lists with an item to a line


class OwnError(Exception):
    """The folder cannot take an entry, with the reason and what to do."""


def own_file(own: Path, room: str) -> Path:
    """The file of a room.

    Raises:
        OwnError: there is no such room.
    """
    if room not in OWN_ROOMS:
        raise OwnError(said("lexicon.no_room", "there is no room {room!r}; known are {rooms}", room=room, rooms=", ".join(OWN_ROOMS)))
    return own / room / NAME


def raw_entry(room: str, fields: Mapping[str, Node]) -> RawEntry:
    """An entry as it would stand in the file of a room."""
    return RawEntry(f"{room}/{NAME}", str(fields.get("id", "")), fields)


def entry_text(fields: Mapping[str, Node]) -> str:
    """An entry as the files have it: two spaces in, lists of words in one line, an example to a line."""
    stream = io.StringIO()
    _yaml().dump({"entries": [_entry(fields)]}, stream)
    return stream.getvalue().removeprefix("entries:\n")


def add_entry(own: Path, room: str, fields: Mapping[str, Node]) -> Path:
    """Put an entry at the end of a room's file; the rest of the file stays, comments too.

    Raises:
        OwnError: the file cannot be read as a file of the lexicon, or holds an entry of that id.
        OSError: it cannot be written.
    """
    path = own_file(own, room)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        held, faults = load_file(path, own)
        if faults:
            raise OwnError(Said("; ".join(map(str, faults)), "lexicon.faults", {"faults": [fault.said for fault in faults]}))
        if any(entry.id == fields["id"] for entry in held):
            raise OwnError(said("lexicon.id_held", "{file}: holds an entry {id!r} already", file=path.name, id=fields["id"]))
    yaml = _yaml()
    whole = yaml.load(path.read_text(encoding="utf-8") if path.exists() else _HEAD)
    entries = whole["entries"]
    if isinstance(entries, CommentedSeq) and not entries:
        entries.fa.set_block_style()
    entries.append(_entry(fields))
    write_whole(path, whole)
    return path


def write_whole(path: Path, data: Any) -> None:
    """Write YAML whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as stream:
        _yaml().dump(data, stream)
    os.chmod(stream.name, 0o644)
    os.replace(stream.name, path)


def _entry(fields: Mapping[str, Node]) -> CommentedMap:
    made = CommentedMap()
    for name, value in fields.items():
        made[name] = _node(value, flow=name not in _BLOCK)
    return made


def _node(value: Node, flow: bool) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        made = CommentedMap((key, _node(item, True)) for key, item in value.items())
        made.fa.set_flow_style()
        return made
    if isinstance(value, Sequence):
        items = CommentedSeq([_node(item, True) for item in value])
        if flow:
            items.fa.set_flow_style()
        return items
    raise TypeError(f"{type(value).__name__} is no part of an entry")


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1 << 16
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml
