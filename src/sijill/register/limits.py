"""Guessing is slow: attempts are counted in the register, so that every process that serves it sees them.

An attempt is counted before it is made and given back where it succeeds; several at once gain nothing. Keys are
hashed with a word of the register's own, and forgotten a day after the last attempt: no address is kept.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sijill.register.account_errors import WaitError
from sijill.register.secret_words import new_secret
from sijill.store.register import Register

FORGOTTEN = timedelta(days=1)
_NOTE = "attempts"


@dataclass(frozen=True, slots=True)
class Limit:
    """What attempts are counted under: `free` of them, then a wait that doubles from a second up to `longest`."""

    key: str
    free: int
    longest: int

    def wait(self, count: int) -> int:
        """Seconds from the last of so many attempts to the next."""
        return 0 if count < self.free else min(self.longest, 1 << min(count - self.free, 20))


def name_limit(name: str) -> Limit:
    """Of one name: after five, up to five minutes; the owner is never shut out for longer by another's guessing."""
    return Limit(f"name {name}", 5, 300)


def code_limit(account: int) -> Limit:
    """Of one-time codes of one account."""
    return Limit(f"code {account}", 5, 300)


def address_limit(address: str) -> Limit:
    """Of one address, or of its network of 64 bits: an office behind one address gets twenty, then up to a quarter of an hour."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return Limit("address unknown", 20, 900)
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False).network_address
    return Limit(f"address {parsed}", 20, 900)


def count_attempt(register: Register, limits: Sequence[Limit], at: datetime) -> None:
    """Count an attempt under each of these.

    Raises:
        WaitError: it comes too early; nothing was counted.
    """
    with register.transaction():
        keys = {_hashed(register, limit.key): limit for limit in limits}
        held = register.attempts(keys)
        counts = []
        waits = 0
        for key, limit in keys.items():
            count, last = held.get(key, (0, at))
            if at - last >= FORGOTTEN:
                count = 0
            if wait := limit.wait(count):
                waits = max(waits, -((at - last - timedelta(seconds=wait)) // timedelta(seconds=1)))
            counts.append((key, count + 1, at))
        if waits > 0:
            raise WaitError(waits)
        register.count_attempts(counts, at - FORGOTTEN)


def succeed(register: Register, own: Sequence[Limit], shared: Sequence[Limit], at: datetime) -> None:
    """Forget the attempts of one's own name; under a shared address only this one is given back, not those of others."""
    with register.transaction():
        for limit in own:
            register.forget_attempts(_hashed(register, limit.key))
        keys = [_hashed(register, limit.key) for limit in shared]
        given_back = [(key, count - 1, last) for key, (count, last) in register.attempts(keys).items() if count > 0]
        register.count_attempts(given_back, at - FORGOTTEN)


def _hashed(register: Register, key: str) -> str:
    word = register.note(_NOTE)
    if word is None:
        word = new_secret()
        register.set_note(_NOTE, word)
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=word.encode("ascii"), digest_size=20).hexdigest()
