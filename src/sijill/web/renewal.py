"""The lexicon folder of one's own changes while the desk runs: an approved entry is read with at once, whoever wrote it.

A desk never changes. Where the folder did, the application gets another desk with the new knowledge, and whoever asks from then
on works with that; what is under way ends with the desk that it began with. Several processes on one folder each see for
themselves, by the names, sizes and times of its files, that another wrote there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from starlette.datastructures import State

from sijill.knowledge import LexiconError, lexicon_folder, load_anew
from sijill.knowledge.files import OWN_ROOMS, digest
from sijill.register.workshop import Workshop
from sijill.store.names import names_of
from sijill.web.catalogue import Catalogue
from sijill.web.desk import Desk

_LOG = logging.getLogger("sijill.web")
EVERY = 1.0  # seconds between two looks at the folder
_Stamp = tuple[tuple[str, str, int, int], ...]


class Renewal:
    """Gives an application a new desk where the lexicon folder of its own changed."""

    def __init__(self, state: State, clock: Callable[[], float] = time.monotonic) -> None:
        self._state = state
        self._clock = clock
        self._own: Path | None = state.desk.settings.lexicon
        self._turn = threading.Lock()  # of whoever loads
        self._looked = clock()
        self._seen: _Stamp = ()
        self._thread: threading.Thread | None = None
        if self._own is not None and digest(lexicon_folder(), self._own) == state.desk.workshop.knowledge_version:
            self._seen = _stamp(self._own)  # else the first look loads what was written since the knowledge was

    def look(self) -> None:
        """Look at the folder, now and then; where it changed, load beside those who ask, who go on with what there is."""
        if self._own is None or self._clock() - self._looked < EVERY:
            return
        self._looked = self._clock()
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and _stamp(self._own) != self._seen:
            self._thread = threading.Thread(target=self.renew, name="lexicon", daemon=True)
            self._thread.start()

    def renew(self) -> Desk:
        """The desk with the knowledge as the folder has it now; the one before where the folder cannot be read."""
        with self._turn:
            before: Desk = self._state.desk
            if self._own is None:
                return before
            seen = _stamp(self._own)  # before the files are read: what is written meanwhile is seen at the next look
            try:
                if digest(lexicon_folder(), self._own) != before.workshop.knowledge_version:
                    self._state.desk = _desk(before, self._own)
            except (LexiconError, OSError) as error:
                faults = len(error.faults) if isinstance(error, LexiconError) else error
                _LOG.error("the lexicon folder of one's own cannot be read (%s); the desk works on with what it has", faults)
            self._seen = seen
            after: Desk = self._state.desk
            return after

    def close(self) -> None:
        """Wait for what is being loaded."""
        if self._thread is not None:
            self._thread.join()


def _desk(before: Desk, own: Path) -> Desk:
    knowledge = load_anew(None, own)
    workshop = Workshop(knowledge, before.workshop.code, before.workshop.clock)
    before.register.use_names(names_of(knowledge))
    _LOG.info("the desk reads with knowledge %s from now on", knowledge.version)
    return Desk(before.register, workshop, before.settings, Catalogue(before.register, knowledge))


def _stamp(own: Path) -> _Stamp:
    """Of each file in the rooms of a folder: the room, the name, the size, and when it was written."""
    found = []
    for room in OWN_ROOMS:
        for path in sorted((own / room).glob("*.yaml")):
            try:
                known = path.stat()
            except OSError:  # just taken away
                continue
            found.append((room, path.name, known.st_size, known.st_mtime_ns))
    return tuple(found)
