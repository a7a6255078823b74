"""Pages that were fetched and wait for somebody to save them: in memory alone, for an hour, for who fetched them."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from sijill.model import Capture

LASTS = 3600.0  # seconds
MOST = 40  # of a few megabytes each


class Held:
    """Captures by a secret word, for their owners."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, str, Capture]] = OrderedDict()

    def put(self, owner: str, found: Capture) -> str:
        """Hold a capture; gives the word that asks for it."""
        word = secrets.token_urlsafe(18)
        with self._lock:
            self._kept[word] = (self._clock(), owner, found)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return word

    def get(self, owner: str, word: str) -> Capture | None:
        """The capture, or None where it is another's, too old, or was saved."""
        with self._lock:
            kept = self._kept.get(word)
            if kept is None or kept[1] != owner:
                return None
            if self._clock() - kept[0] > LASTS:
                del self._kept[word]
                return None
            return kept[2]

    def drop(self, word: str) -> None:
        """Hold it no longer."""
        with self._lock:
            self._kept.pop(word, None)
