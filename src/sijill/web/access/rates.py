"""How often one person may ask: a bucket that fills by itself, for each, in this process. `Rates` is the hook of `Limited`."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from sijill.web.access.sessions import who
from sijill.web.faults import Refusal

_MOST = 10_000  # people who are remembered
# What costs as much as so many plain requests.
PLAIN, HEAVY = 1, 20


class TooOftenError(Refusal):
    """Somebody asked too often; `seconds` says when to come again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, "refused.rate", seconds=seconds)
        self.seconds = seconds


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Buckets by person.

    Args:
        per_minute: requests that each may make a minute, after as many at once; 0 for as many as they like.
        clock: seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, cost: int) -> None:
        """Take so much out of somebody's bucket.

        Raises:
            TooOftenError: it does not hold that much.
        """
        if not self.per_minute:
            return
        full, a_second = float(self.per_minute), self.per_minute / 60
        with self._lock:
            now = self._clock()
            bucket = self._buckets.setdefault(key, _Bucket(full, now))
            self._buckets.move_to_end(key)
            bucket.left = min(full, bucket.left + (now - bucket.at) * a_second)
            bucket.at = now
            if bucket.left < cost:
                raise TooOftenError(int((cost - bucket.left) / a_second) + 1)
            bucket.left -= cost
            while len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)


class Limited:
    """A dependency that counts a request of a person, or of an address where nobody is signed in."""

    def __init__(self, cost: int = PLAIN) -> None:
        self.cost = cost

    def __call__(self, request: Request) -> None:
        """Count it.

        Raises:
            TooOftenError: too many.
        """
        rates: Rates = request.app.state.rates
        person = who(request)
        client = request.client.host if request.client is not None else ""
        rates.take(f"person {person.owner}" if person is not None else f"address {client}", self.cost)
