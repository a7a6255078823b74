"""Entries that editors propose: kept as files beside the register, judged by another, then written to the lexicon folder of one's own.

A file holds data alone, and nothing of it is ever run. Its name is a number, so no words of anybody lead to another path.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

import yaml

from sijill.knowledge import lexicon_folder
from sijill.knowledge.files import LexiconError, Node, RawEntry
from sijill.knowledge.own import OwnError, add_entry, own_file, raw_entry, write_whole
from sijill.model.said import Said, said, said_by
from sijill.reading.addition import Addition, prove_addition

State = Literal["open", "approved", "refused"]
MOST_OPEN = 200
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that somebody proposes for a room, and what became of it."""

    number: int
    room: str
    fields: Mapping[str, Node]
    by: str
    at: datetime
    state: State = "open"
    judged_by: str = ""
    judged_at: datetime | None = None
    note: str = ""

    @property
    def entry(self) -> RawEntry:
        """As it would stand in the lexicon."""
        return raw_entry(self.room, self.fields)


class ProposalError(Exception):
    """It was not kept or judged; `wrong` names why, `addition` is the proof that failed."""

    def __init__(self, wrong: str, message: str, addition: Addition | None = None) -> None:
        super().__init__(message)
        self.wrong = wrong
        self.addition = addition


def own_folder(register: str, stated: Path | None = None) -> Path | None:
    """The lexicon folder of one's own: the stated one, else `REGISTER.lexicon` beside an SQLite file; None for a database server."""
    if stated is not None:
        return stated
    return None if "://" in register else Path(f"{register}.lexicon")


def prove(room: str, fields: Mapping[str, Node], own: Path) -> Addition:
    """Prove an entry against the shipped lexicon and what is our own.

    Raises:
        ProposalError: the room is none, or the lexicon cannot be read.
    """
    try:
        own_file(own, room)
        return prove_addition(raw_entry(room, fields), lexicon_folder(), own)
    except (OwnError, LexiconError) as error:
        raise ProposalError("lexicon", _told(error)) from None


def propose(own: Path, room: str, fields: Mapping[str, Node], by: str, at: datetime) -> Proposal:
    """Keep an entry for another to judge, once its examples hold and it breaks none.

    Raises:
        ProposalError: its proof fails, its id is proposed already, or too many wait.
        OSError: the folder cannot be written.
    """
    addition = prove(room, fields, own)
    if not addition.sound:
        raise ProposalError("unsound", said("proposal.unsound", "the proof fails"), addition)
    with _ONE_AT_A_TIME:
        known = proposals(own)
        waiting = [proposal for proposal in known if proposal.state == "open"]
        if any(proposal.entry.id == fields["id"] for proposal in waiting):
            raise ProposalError("waits", said("proposal.waits", "an entry {id!r} waits already", id=fields["id"]))
        if len(waiting) >= MOST_OPEN:
            raise ProposalError("many", said("proposal.many", "{most} proposals wait; judge some first", most=MOST_OPEN))
        made = Proposal(max((p.number for p in known), default=0) + 1, room, fields, by, at)
        _write(own, made)
    return made


def proposals(own: Path) -> tuple[Proposal, ...]:
    """Every proposal, the latest first; a file that is none is passed over."""
    found = (_read(path) for path in (own / "proposals").glob("[0-9]*.yaml"))
    return tuple(sorted((p for p in found if p is not None), key=lambda p: -p.number))


def proposal(own: Path, number: int) -> Proposal | None:
    """One of them."""
    path = _path(own, number)
    return _read(path) if path.is_file() else None


def approve(own: Path, number: int, by: str, at: datetime, alone: bool, note: str = "") -> Proposal:
    """Write a proposed entry to the lexicon folder of one's own, proven once more.

    Args:
        own: the folder.
        number: of the proposal.
        by: who approves.
        at: when.
        alone: whether who proposed may approve, as where one person works alone.
        note: why.

    Raises:
        ProposalError: it is not open, is one's own, or no longer holds.
        OSError: the folder cannot be written.
    """
    with _ONE_AT_A_TIME:
        found = _open(own, number)
        if found.by == by and not alone:
            raise ProposalError("own", said("proposal.own", "another editor approves what you proposed"))
        addition = prove(found.room, found.fields, own)
        if not addition.sound:
            raise ProposalError("unsound", said("proposal.unsound_now", "the proof fails now; the lexicon has changed since"), addition)
        try:
            add_entry(own, found.room, found.fields)
        except OwnError as error:
            raise ProposalError("lexicon", _told(error)) from None
        return _judged(own, found, "approved", by, at, note)


def refuse(own: Path, number: int, by: str, at: datetime, note: str) -> Proposal:
    """Refuse a proposal, or take back one's own.

    Raises:
        ProposalError: it is not open.
        OSError: the folder cannot be written.
    """
    with _ONE_AT_A_TIME:
        return _judged(own, _open(own, number), "refused", by, at, note)


def _told(error: OwnError | LexiconError) -> Said:
    """What is wrong with the lexicon; of its files every fault."""
    if isinstance(error, LexiconError):
        return Said(str(error), "lexicon.faults", {"faults": [fault.said for fault in error.faults]})
    return said_by(error)


def _open(own: Path, number: int) -> Proposal:
    found = proposal(own, number)
    if found is None:
        raise ProposalError("missing", said("proposal.none", "there is no proposal {number}", number=number))
    if found.state != "open":
        raise ProposalError(
            "judged", said("proposal.judged", "proposal {number} was {state} by {by}", number=number, state=found.state, by=found.judged_by)
        )
    return found


def _judged(own: Path, found: Proposal, state: State, by: str, at: datetime, note: str) -> Proposal:
    made = replace(found, state=state, judged_by=by, judged_at=at, note=note)
    _write(own, made)
    return made


def _path(own: Path, number: int) -> Path:
    return own / "proposals" / f"{number:04d}.yaml"


def _write(own: Path, made: Proposal) -> None:
    data = {
        "proposal": made.number, "room": made.room, "by": made.by, "at": made.at.isoformat(), "state": made.state,
        "judged_by": made.judged_by, "judged_at": made.judged_at.isoformat() if made.judged_at else "", "note": made.note,
        "entry": _plain(made.fields),
    }  # fmt: skip
    write_whole(_path(own, made.number), data)


def _plain(node: Node) -> object:
    if isinstance(node, str):
        return node
    return {k: _plain(v) for k, v in node.items()} if isinstance(node, Mapping) else [_plain(v) for v in node]


def _read(path: Path) -> Proposal | None:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        if not isinstance(data["entry"], dict) or data["state"] not in get_args(State):
            return None
        judged = data["judged_at"]
        return Proposal(
            int(data["proposal"]), data["room"], data["entry"], data["by"], datetime.fromisoformat(data["at"]),
            cast(State, data["state"]), data["judged_by"], datetime.fromisoformat(judged) if judged else None, data["note"],
        )  # fmt: skip
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
        return None
